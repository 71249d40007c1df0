"""What Slack may bring, as Pouce reads it: the fields it needs, of the right type, and nothing else.

Bolt takes the shape of a payload for granted: signed mutants make 46 % of its answers a 500 (TRUST §0.5).
So nothing reaches it that was not read here first. Shapes: docs.slack.dev, reference/interaction-payloads.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from bot.platforms.slack.happenings import EventCallback
from bot.platforms.slack.shapes import Id, Malformed, Named, Part, Payload, Site, Text, Url


class Command(Payload):
    """A slash command; a form, whose values are all text."""

    type: Literal["command"] = "command"
    team_id: Id
    enterprise_id: Id | Literal[""] = ""
    is_enterprise_install: bool = False
    user_id: Id
    channel_id: Id
    command: Annotated[str, Field(pattern=r"^/\S{1,31}$")]
    text: Text = ""
    response_url: Url = ""
    trigger_id: Id

    @property
    def site(self) -> Site:
        """Where it was typed."""
        return Site(team=self.team_id, enterprise=self.enterprise_id, org_wide=self.is_enterprise_install)


class User(Part):
    """Who acted, and the workspace they are of."""

    id: Id
    team_id: Id | None = None


class Interaction(Payload):
    """What comes from a button, a form or a menu."""

    team: Named | None = None
    """None where the organisation installed Pouce as a whole."""
    enterprise: Named | None = None
    is_enterprise_install: bool = False
    user: User
    trigger_id: Id

    @property
    def site(self) -> Site:
        """Where it was done."""
        team = self.team.id if self.team else self.user.team_id or ""
        enterprise = self.enterprise.id if self.enterprise else ""
        return Site(team=team, enterprise=enterprise, org_wide=self.is_enterprise_install)


class Option(Part):
    """What was chosen in a list."""

    value: Text


class Action(Part):
    """What was pressed."""

    type: str
    action_id: Annotated[str, Field(max_length=255)]
    block_id: Annotated[str, Field(max_length=255)] = ""
    value: Text | None = None
    selected_option: Option | None = None

    @property
    def token(self) -> str:
        """What the button was sealed with."""
        return self.value or (self.selected_option.value if self.selected_option else "")


class Container(Part):
    """What holds the button: a message, or a view such as the App Home."""

    type: str
    message_ts: Id | None = None
    channel_id: Id | None = None
    view_id: Id | None = None
    is_ephemeral: bool = False


class BlockActions(Interaction):
    """Buttons pressed and options chosen, in a message or in a view."""

    type: Literal["block_actions"]
    container: Container
    response_url: Url = ""
    actions: Annotated[list[Action], Field(min_length=1, max_length=25)]


class Element(Part):
    """The state of one field of a form."""

    type: str
    value: Text | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_date: Text | None = None


class State(Part):
    """What a form is filled with: by block, then by action."""

    values: dict[str, dict[str, Element]] = Field(default_factory=dict)


class Block(Part):
    """A part of a form, by which an error is placed."""

    type: str
    block_id: Annotated[str, Field(max_length=255)] = ""


class View(Part):
    """A form that was sent."""

    id: Id
    type: Literal["modal", "home"] = "modal"
    callback_id: Annotated[str, Field(max_length=255)] = ""
    private_metadata: Annotated[str, Field(max_length=3_000)] = ""
    state: State = State()
    blocks: Annotated[list[Block], Field(max_length=100)] = Field(default_factory=list)


class ViewSubmission(Interaction):
    """A form was sent."""

    type: Literal["view_submission"]
    view: View


class Quoted(Part):
    """The message that somebody chose."""

    text: Text = ""
    ts: Id = "0"


class MessageAction(Interaction):
    """A shortcut of the menu of a message."""

    type: Literal["message_action"]
    callback_id: Annotated[str, Field(max_length=255)]
    channel: Named
    response_url: Url = ""
    message: Quoted


class UrlVerification(Part):
    """Slack asks whether this address is ours."""

    type: Literal["url_verification"]
    challenge: Annotated[str, Field(max_length=1_000)]


_KINDS: dict[str, TypeAdapter[Any]] = {
    "block_actions": TypeAdapter(BlockActions),
    "view_submission": TypeAdapter(ViewSubmission),
    "message_action": TypeAdapter(MessageAction),
    "event_callback": TypeAdapter(EventCallback),
    "url_verification": TypeAdapter(UrlVerification),
}
_COMMAND = TypeAdapter(Command)
_EVENTS = frozenset(
    {"message", "app_mention", "app_home_opened", "user_change", "app_uninstalled", "tokens_revoked"}
)
Known = Command | BlockActions | ViewSubmission | MessageAction | EventCallback | UrlVerification


def read_command(fields: dict[str, str]) -> Command:
    """Read the fields of a slash command; raise Malformed."""
    command: Command = _read(_COMMAND, {name: each for name, each in fields.items() if name != "type"})
    return command


def read_json(text: str) -> Known | None:
    """Read what came as JSON; None when it is nothing that Pouce listens to; raise Malformed."""
    try:
        content = from_json(text)
    except ValueError as fault:
        raise Malformed from fault
    return read(content)


def read(content: object) -> Known | None:
    """Read what came, by HTTP or by Socket Mode; None when Pouce does not listen to it; raise Malformed."""
    if not isinstance(content, dict):
        raise Malformed
    kind = content.get("type")
    if kind is None and "command" in content:
        return read_command(content)
    if not isinstance(kind, str):
        raise Malformed
    if kind not in _KINDS or (kind == "event_callback" and not _is_awaited(content)):
        return None
    known: Known = _read(_KINDS[kind], content)
    return known


def _is_awaited(content: dict[str, Any]) -> bool:
    event = content.get("event")
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        raise Malformed
    return event["type"] in _EVENTS


def _read(adapter: TypeAdapter[Any], content: object) -> Any:  # noqa: ANN401 - what the adapter is of
    try:
        return adapter.validate_python(content)
    except ValidationError as fault:
        raise Malformed from fault
