"""The slash command of one team: registered, or changed where it differs from what is wanted.

A command has one hint and one description, which its team reads whatever each chose; hence their language is
the one that most of the team did.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.base import Refused
from bot.platforms.mattermost.api import PAGE, Api, Json

COMMAND = "/command"
"""Where commands come in, after our own address up to `/mattermost`."""
_DESCRIPTION = 128
"""Characters (model/command.go)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What people of one language read of Pouce before they speak to it."""

    title: str
    description: str
    command: str
    """What the command does."""
    hint: str
    """What is typed after it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be there afterwards."""

    url: str
    """Of the server, without a slash at the end."""
    doors: str
    """Our own address, up to /mattermost."""
    word: str
    bot_name: str
    wordings: Mapping[str, Wording]
    """By language."""
    language: str
    """Where people's own is not known."""
    teams: Sequence[str] = ()
    """Their names, as in addresses; none for those of the administrator, else all."""
    same_language: bool = False
    """Whether every team is spoken to in that language."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The command of a team, as it is now."""

    token: str
    said: str
    """What was done."""


def register(api: Api, wanted: Wanted, team: Json, me: Json, ours: Collection[str]) -> Registered:
    """Register the command in a team. `ours` are tokens of commands that we had before.

    Raises Refused when the word is somebody else's; what the server answers otherwise.
    """
    wish = _wish(api, wanted, team)
    there = _found(api.ask("get", "/commands", team_id=team["id"], custom_only="true"), wish, ours)
    if there is None:
        made = api.ask("post", "/commands", wish)
        return Registered(made["token"], f"made, owned by @{me['username']}")
    if not _is_ours(there, ours):
        fault = f"this team has such a command already, which leads to {there['url']}"
        fix = "choose another [command] word, or remove that command"
        raise Refused(f"{fault} -> {fix}")  # noqa: EM102, TRY003 # the two parts of one line
    changed = sorted(name for name, value in wish.items() if there.get(name) != value)
    if changed:
        there = api.ask("put", f"/commands/{there['id']}", {**there, **wish})
    owner = api.find(f"/users/{there['creator_id']}") or {"username": there["creator_id"]}
    said = f"changed ({', '.join(changed)})" if changed else "as it should be"
    return Registered(there["token"], f"{said}, owned by @{owner['username']}")


def _found(listed: Sequence[Json], wish: Json, ours: Collection[str]) -> Json | None:
    """Return the command that has our word, else the one that is ours under an older word."""
    named = [each for each in listed if each["trigger"] == wish["trigger"]]
    older = [each for each in listed if _is_ours(each, ours)]
    return next(iter([*named, *older]), None)


def _is_ours(command: Json, ours: Collection[str]) -> bool:
    """Tell a command of Pouce, were it at another address, from somebody else's."""
    return bool(command["token"] in ours or command["url"].endswith(f"/mattermost{COMMAND}"))


def _wish(api: Api, wanted: Wanted, team: Json) -> dict[str, Any]:
    words = wanted.wordings[_language(api, wanted, team)]
    return {
        "team_id": team["id"],
        "trigger": wanted.word,
        "method": "P",
        "url": f"{wanted.doors}{COMMAND}",
        "display_name": words.title,
        "description": words.description[:_DESCRIPTION],
        "auto_complete": True,
        "auto_complete_desc": words.command,
        "auto_complete_hint": words.hint,
    }


def _language(api: Api, wanted: Wanted, team: Json) -> str:
    """Return the language that most of a team chose, among those that Pouce speaks."""
    if wanted.same_language:
        return wanted.language
    people = api.ask("get", "/users", in_team=team["id"], per_page=PAGE)
    said = (str(each["locale"]).partition("-")[0] for each in people if not each.get("is_bot"))
    chosen = Counter(each for each in said if each in wanted.wordings).most_common(2)
    if not chosen or (len(chosen) > 1 and chosen[0][1] == chosen[1][1]):
        return wanted.language
    return chosen[0][0]
