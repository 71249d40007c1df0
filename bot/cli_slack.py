"""The commands about Slack."""

from enum import StrEnum
from typing import Annotated

import typer

from bot.coach.turn import Kit
from bot.config import Config, ConfigFaults, load_config
from bot.domain.practices import Tier
from bot.platforms.slack.manifest import AppSettings, Wording, as_json, as_yaml, manifest
from bot.wiring import build_kit


class Form(StrEnum):
    """How a manifest is written."""

    YAML = "yaml"
    JSON = "json"


_Form = Annotated[Form, typer.Option("--format", help="yaml explains each scope.")]
_BySocket = Annotated[
    bool | None,
    typer.Option(
        "--socket/--http",
        help="How Slack reaches Pouce: without a public address, or with one.",
        show_default=False,
    ),
]
_Many = Annotated[
    bool | None,
    typer.Option(
        "--many/--one", help="Who installs it: workspaces by themselves, or one of them.", show_default=False
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the others, under `slack`."""
    group = typer.Typer(no_args_is_help=True, help="Make the app of Pouce in Slack.")
    group.command(name="manifest")(write_manifest)
    app.add_typer(group, name="slack")


def write_manifest(form: _Form = Form.YAML, *, by_socket: _BySocket = None, many: _Many = None) -> None:
    """Write the manifest to paste at https://api.slack.com/apps, « From a manifest ».

    Left out, what is said of Slack's two ways and of workspaces is read from the configuration.
    """
    config = load_config()
    content = manifest(_settings(config, by_socket=by_socket, many=many))
    typer.echo(as_yaml(content) if form is Form.YAML else as_json(content))


def _settings(config: Config, *, by_socket: bool | None, many: bool | None) -> AppSettings:
    slack = config.slack
    settings = AppSettings(
        command=config.command,
        wording=wording(build_kit(config), config.language),
        public_url=config.web.public_url,
        by_socket=bool(slack and slack.by_socket) if by_socket is None else by_socket,
        many=bool(slack and slack.by_oauth) if many is None else many,
    )
    if not config.web.public_url.startswith("https://") and (settings.many or not settings.by_socket):
        instead = "" if settings.many else ", or add --socket, which needs no address"
        told = f"Slack cannot reach {config.web.public_url}; write the https address of Pouce{instead}"
        raise ConfigFaults([f"web.public_url: {told}"])
    return settings


def wording(kit: Kit, language: str) -> Wording:
    """Return what people read of the app: the hint of its command follows from the catalogue."""
    say = kit.words.speech(language).say
    often_first = sorted(kit.catalogue.practices, key=lambda each: each.tier is not Tier.CORE)
    names = [each.words[language].aliases[0] for each in often_first]
    return Wording(
        description=say("app.description"),
        long_description=say("slack.app_long"),
        command=say("app.command"),
        usage_hint=say("app.hint", practices=" | ".join(names)),
        shortcut=say("slack.app_shortcut"),
        shortcut_description=say("slack.app_shortcut_description"),
    )
