"""What Mattermost brings when somebody acts, as Pouce reads it: the fields it needs, and nothing else.

Shapes: the server's model/command.go, model/integration_action.go, of 2021 and of 2026. A command is a form,
the rest is JSON; fields that one of them lacks have a default here.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from bot.platforms.mattermost.shapes import Id, Malformed, NoId, Part, Short, Text

_MOST_FIELDS = 100
_LARGE = 10**15
Sealed = Annotated[str, Field(max_length=100_000)]
"""Ours, or nobody's: every sign of it counts."""


class Command(Part):
    """A slash command. Its token is known to the server and to us alone."""

    token: Annotated[str, Field(min_length=1, max_length=100)]
    team_id: Id
    user_id: Id
    channel_id: Id
    command: Annotated[str, Field(pattern=r"^/\S{1,128}$")]
    text: Text = ""
    response_url: Short = ""
    trigger_id: Annotated[str, Field(min_length=1, max_length=1_000)]
    named: dict[str, Id] = Field(default_factory=dict)
    """Who is named in the text, by the name that was typed, in small letters."""


class Context(Part):
    """What we put behind a button: clients never see it."""

    token: Sealed
    key: Sealed
    """Of the post, or of the answer that only one person sees."""
    mark: Sealed


class Action(Part):
    """A button was pressed."""

    user_id: Id
    channel_id: Id
    post_id: Id
    trigger_id: Annotated[str, Field(min_length=1, max_length=1_000)]
    context: Context


def _typed(value: object) -> object:
    """Return a yes or no, and a figure, as somebody would type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and -_LARGE < value < _LARGE:
        return f"{value:.15g}"
    return value


def _none_is_nothing(sent: object) -> object:
    return {} if sent is None else sent


_Typed = Annotated[Text, BeforeValidator(_typed)]
_Value = _Typed | Annotated[list[_Typed], Field(max_length=_MOST_FIELDS)]


class Submission(Part):
    """A dialog was sent: all of it but who sent it travels through their client."""

    user_id: Id
    channel_id: NoId = ""
    state: Sealed
    submission: Annotated[
        dict[Short, _Value], BeforeValidator(_none_is_nothing), Field(max_length=_MOST_FIELDS)
    ] = Field(default_factory=dict)
    """Nothing, or null, from a dialog that was closed."""
    cancelled: bool = False


_COMMAND, _ACTION, _SUBMISSION = TypeAdapter(Command), TypeAdapter(Action), TypeAdapter(Submission)
Known = Command | Action | Submission


def command(fields: Mapping[str, Sequence[str]]) -> Command:
    """Read the fields of a slash command; raise Malformed."""
    one = {name: values[-1] for name, values in fields.items() if name != "named"}
    names, ids = fields.get("user_mentions", ()), fields.get("user_mentions_ids", ())
    if len(names) != len(ids):
        raise Malformed
    named = {name.lower(): each for name, each in zip(names, ids, strict=True)}
    found: Command = _read(_COMMAND, {**one, "named": named})
    return found


def action(text: str) -> Action:
    """Read what a button brings; raise Malformed."""
    found: Action = _read(_ACTION, _json(text))
    return found


def submission(text: str) -> Submission:
    """Read what a dialog brings; raise Malformed."""
    found: Submission = _read(_SUBMISSION, _json(text))
    return found


def _json(text: str) -> object:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as fault:
        raise Malformed from fault


def _read(adapter: TypeAdapter[Any], content: object) -> Any:  # noqa: ANN401 - what the adapter is of
    try:
        return adapter.validate_python(content)
    except ValidationError as fault:
        raise Malformed from fault
