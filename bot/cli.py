"""The commands. Each one checks what it needs, says one clear line per fault, and exits 0 or 1."""

import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import cli_data, cli_mattermost, cli_slack, web
from bot.backups import CopyRefused
from bot.catalogue import CatalogueFaults, find_prompts, tour_file
from bot.charts import draw_png, draw_svg
from bot.chats.opening import is_spoken, open_chats
from bot.config import Config, ConfigFaults, load_config
from bot.doctor import diagnose
from bot.domain.messages import Chart
from bot.health import Health, examine
from bot.imports import UnusableFile
from bot.local.opening import PATHS, RoomClosed, doors, open_room
from bot.logs import write_from
from bot.method import as_markdown, load_rows
from bot.previews import preview_practice, preview_tip
from bot.stage import Stage
from bot.store import StoreUnavailable
from bot.stories.lenses import LENSES, ROOM, Lens
from bot.stories.player import play as play_script
from bot.stories.report import as_json, as_text, failure_text
from bot.stories.script import ScriptFaults, parse
from bot.watch import watchdog
from bot.wiring import Bot, build, build_kit
from bot.worker import run as work

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

_FAULTS = (
    ConfigFaults,
    CatalogueFaults,
    StoreUnavailable,
    web.PortTaken,
    ScriptFaults,
    UnusableFile,
    CopyRefused,
    RoomClosed,
)


def main() -> None:
    """Run a command; a fault that a person can mend is said in a line, never as a traceback."""
    try:
        app()
    except _FAULTS as fault:
        _fail(str(fault))


def _lens(platform: str) -> Lens:
    if platform not in LENSES:
        _fail(f"no chat is called {platform}. Known: {', '.join(LENSES)}.")
    return LENSES[platform]


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    sys.exit(1)


_Json = Annotated[bool, typer.Option("--json", help="One object per message, a line each.")]
_Platform = Annotated[str, typer.Option(help="The chat whose limits apply.")]


@app.command()
def run() -> None:
    """Run Pouce in one process. With no chat configured, the local room opens in the browser."""
    config = load_config()
    write_from(config.log_level)
    bot = build(config) if is_spoken(config) else None
    served = _doors(config, bot) if bot else []
    if bot is None or config.room_beside_chats:
        room = open_room(config)
        served.append(web.Doors(PATHS, doors(room).listen))
    door = web.listen(config.web.host, config.web.port)
    typer.echo(f"Pouce is there: {web.address(door)} (Ctrl+C to stop)")
    with _working(bot):
        web.serve(web.application(_look(bot or room.bot, ticking=bool(bot)), served), door)


@app.command(name="web")
def web_process() -> None:
    """Answer HTTP, next to any number of workers, on PostgreSQL."""
    config = _for_many()
    bot = build(config)
    served = _doors(config, bot)
    door = web.listen(config.web.host, config.web.port)
    web.serve(web.application(_look(bot, ticking=True), served), door)


@app.command()
def worker() -> None:
    """Let time pass: plan and send, next to any number of others, on PostgreSQL."""
    config = _for_many()
    bot = build(config)
    open_chats(config, bot)
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    with watchdog(bot.lease / 2):
        work(bot, stopped)


@app.command()
def play(
    file: Annotated[Path, typer.Argument(help="A story, one step a line.")],
    platform: _Platform = "room",
    *,
    json_lines: _Json = False,
    pictures: Annotated[Path | None, typer.Option(help="A folder for the drawings, PNG and SVG.")] = None,
) -> None:
    """Play a story on a fresh database, and say at which line it stops being true."""
    lens = _lens(platform)
    if not file.is_file():
        _fail(f"{file} is not a file. Give the path of a story, for example prompts/tour/tour.story.")
    _play(file.read_text(encoding="utf-8"), lens, json_lines=json_lines, pictures=pictures)


@app.command()
def tour(
    *, json_lines: Annotated[bool, typer.Option("--json", help="One object per message.")] = False
) -> None:
    """Live a fortnight with Pouce in a few seconds."""
    _play(tour_file(find_prompts(), "tour.story").read_text(encoding="utf-8"), ROOM, json_lines=json_lines)


def _play(text: str, lens: Lens, *, json_lines: bool, pictures: Path | None = None) -> None:
    write_from("warning")
    script = parse(text)
    with tempfile.TemporaryDirectory() as folder:
        config = replace(
            load_config(), database_url=f"sqlite:///{folder}/story.db", secret_keys=(_THROWAWAY,)
        )
        bot = build(config)
        stage = Stage(bot, datetime.now(UTC), (lens,))
        report = play_script(script, stage)
        bot.store.close()
    if pictures:
        _save(stage.charts(), pictures)
    typer.echo(as_json(report) if json_lines else as_text(report))
    if report.failure:
        _fail(failure_text(report.failure) if json_lines else "The story stopped at the line above.")


def _save(drawings: list[Chart], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for n, chart in enumerate(drawings, start=1):
        (folder / f"{n}.png").write_bytes(draw_png(chart))
        (folder / f"{n}.svg").write_text(draw_svg(chart), encoding="utf-8")


_THROWAWAY = "a story seals its buttons with this key and throws it away"


@app.command()
def check() -> None:
    """Read the configuration and the catalogue, and say every fault at once."""
    kit = build_kit(load_config())
    practices = kit.catalogue.practices
    fields = sum(len(each.fields) for each in practices)
    library = kit.catalogue.library
    lent = f"{len(library.tips)} tips, {len(library.questions)} sets of questions"
    known = f"{len(practices)} practices, {fields} fields, {lent}, {len(kit.languages)} languages"
    typer.echo(f"{known}: all is well.")


@app.command()
def preview(
    practice: str,
    platform: _Platform = "room",
    lang: Annotated[str, typer.Option(help="fr or en.")] = "fr",
) -> None:
    """Show everything Pouce says about a practice (nudges, form, confirmation, summary), or a tip."""
    lens = _lens(platform)
    kit = build_kit(load_config())
    found, tip = kit.catalogue.get(practice), kit.catalogue.library.tip(practice)
    if found is None and tip and lang in tip.words:
        typer.echo(preview_tip(kit, tip, lang, lens))
        return
    if found is None:
        known = ", ".join(each.id for each in kit.catalogue.practices)
        _fail(f"no practice is called {practice}. Known: {known}.")
    if lang not in found.words:
        _fail(f"no words in {lang}. Known: {', '.join(found.words)}.")
    typer.echo(preview_practice(kit, found, lang, lens))


@app.command()
def method(
    lang: Annotated[str, typer.Option(help="fr or en.")] = "fr",
) -> None:
    """Write the whole method as a table: each row, its practice, its nudge, its record, its summary line."""
    kit = build_kit(load_config())
    typer.echo(as_markdown(load_rows(find_prompts(), kit.catalogue), lang), nl=False)


@app.command()
def doctor() -> None:
    """Look at everything this Pouce needs, and say exactly what to mend."""
    findings = diagnose(datetime.now(UTC))
    for each in findings:
        typer.echo(each.line())
    if any(each.fix for each in findings):
        sys.exit(1)


cli_data.register(app)
cli_mattermost.register(app)
cli_slack.register(app)


def _doors(config: Config, bot: Bot) -> list[web.Doors]:
    return [web.Doors(each.paths, each.listen, each.most) for each in open_chats(config, bot)]


@contextmanager
def _working(bot: Bot | None) -> Iterator[None]:
    """Let time pass for a bot meanwhile; at the end, finish what is under way, or hand it back."""
    if bot is None:
        yield
        return
    stopped = threading.Event()
    thread = threading.Thread(target=work, args=(bot, stopped), name="worker")
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _look(bot: Bot, *, ticking: bool) -> Callable[[], Health]:
    return lambda: examine(bot.store, datetime.now(UTC), ticking=ticking)


def _for_many() -> Config:
    config = load_config()
    write_from(config.log_level)
    if config.on_sqlite:
        _fail("several processes need PostgreSQL: set POUCE_DATABASE__URL, or use `pouce run` with SQLite.")
    return config
