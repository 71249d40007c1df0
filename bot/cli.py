"""The commands. Each one checks what it needs, says one clear line per fault, and exits 0 or 1."""

import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import structlog
import typer

from bot import clock, web
from bot.catalogue import CatalogueFaults, find_prompts, tour_file
from bot.charts import draw_png, draw_svg
from bot.config import Config, ConfigFaults, load_config
from bot.domain.measures import shared
from bot.domain.messages import Chart
from bot.domain.people import CLOCK, Scope
from bot.exports import export_csv
from bot.imports import UnusableFile, import_products
from bot.local.opening import PATHS, RoomClosed, doors, open_room
from bot.previews import preview_practice
from bot.stage import Stage
from bot.store import Store, StoreUnavailable, at_head, migrate
from bot.stories.player import play as play_script
from bot.stories.report import as_json, as_text, failure_text
from bot.stories.script import ScriptFaults, parse
from bot.wiring import Bot, build, build_kit

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

_FAULTS = (
    ConfigFaults,
    CatalogueFaults,
    StoreUnavailable,
    web.PortTaken,
    ScriptFaults,
    UnusableFile,
    RoomClosed,
)


def main() -> None:
    """Run a command; a fault that a person can mend is said in a line, never as a traceback."""
    try:
        app()
    except _FAULTS as fault:
        _fail(str(fault))


def _landed(platform: str) -> None:
    if platform != "room":
        _fail(f"--platform {platform} has not landed yet; use --platform room.")


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    sys.exit(1)


LOCAL = "room:local"
_Workspace = Annotated[str, typer.Option(help="A workspace, written platform:id.")]
_Json = Annotated[bool, typer.Option("--json", help="One object per message, a line each.")]
_Platform = Annotated[str, typer.Option(help="The chat whose limits apply.")]


@app.command()
def run() -> None:
    """Run Pouce in one process. With no chat configured, the local room opens in the browser."""
    config = load_config()
    _log(config.log_level)
    room = open_room(config)
    door = web.listen(config.web.host, config.web.port)
    typer.echo(f"Pouce is there: {web.address(door)} (Ctrl+C to stop)")
    served = web.Doors(PATHS, doors(room).listen)
    web.serve(web.application(_readiness(room.bot), [served]), door)


@app.command(name="web")
def web_process() -> None:
    """Answer HTTP, next to any number of workers, on PostgreSQL."""
    config = _for_many()
    door = web.listen(config.web.host, config.web.port)
    web.serve(web.application(_readiness(build(config))), door)


@app.command()
def worker() -> None:
    """Let time pass: plan and send, next to any number of others, on PostgreSQL."""
    bot = build(_for_many())
    bot.postman.resume(datetime.now(UTC))
    stop = clock.start(bot.tick)
    finished = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: finished.set())
    finished.wait()
    stop()


@app.command()
def play(
    file: Annotated[Path, typer.Argument(help="A story, one step a line.")],
    platform: _Platform = "room",
    *,
    json_lines: _Json = False,
    pictures: Annotated[Path | None, typer.Option(help="A folder for the drawings, PNG and SVG.")] = None,
) -> None:
    """Play a story on a fresh database, and say at which line it stops being true."""
    _landed(platform)
    if not file.is_file():
        _fail(f"{file} is not a file. Give the path of a story, for example prompts/tour/tour.story.")
    _play(file.read_text(encoding="utf-8"), json_lines=json_lines, pictures=pictures)


@app.command()
def tour(
    *, json_lines: Annotated[bool, typer.Option("--json", help="One object per message.")] = False
) -> None:
    """Live a fortnight with Pouce in a few seconds."""
    _play(tour_file(find_prompts(), "tour.story").read_text(encoding="utf-8"), json_lines=json_lines)


def _play(text: str, *, json_lines: bool, pictures: Path | None = None) -> None:
    _log("warning")
    script = parse(text)
    with tempfile.TemporaryDirectory() as folder:
        config = replace(
            load_config(), database_url=f"sqlite:///{folder}/story.db", secret_keys=(_THROWAWAY,)
        )
        bot = build(config)
        stage = Stage(bot, datetime.now(UTC))
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
    typer.echo(f"{len(practices)} practices, {fields} fields, {len(kit.languages)} languages: all is well.")


@app.command()
def preview(
    practice: str,
    platform: _Platform = "room",
    lang: Annotated[str, typer.Option(help="fr or en.")] = "fr",
) -> None:
    """Show everything Pouce says about a practice: nudges, form, confirmation, summary."""
    _landed(platform)
    kit = build_kit(load_config())
    found = kit.catalogue.get(practice)
    if found is None:
        known = ", ".join(each.id for each in kit.catalogue.practices)
        _fail(f"no practice is called {practice}. Known: {known}.")
    if lang not in found.words:
        _fail(f"no words in {lang}. Known: {', '.join(found.words)}.")
    typer.echo(preview_practice(kit, found, lang))


@app.command(name="migrate")
def migrate_database() -> None:
    """Bring the database up to date."""
    store = Store(load_config().database_url)
    migrate(store.engine)
    typer.echo("The database is up to date.")


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A products file, such as the public startups.json.")],
    workspace: _Workspace = LOCAL,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
) -> None:
    """Import teams from public data. Running it again changes nothing."""
    store = Store(load_config().database_url)
    migrate(store.engine)
    number = _workspace(store, workspace)
    if number is None and dry_run:
        store = Store("sqlite://")  # nothing is there yet: rehearse on a database that is thrown away
        migrate(store.engine)
    number = number or _made(store, workspace)
    today = datetime.now(UTC).date()
    with typer.progressbar(length=1, label="Importing", file=sys.stderr) as bar:

        def moved(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        report = import_products(store, Scope(number), file, today, dry_run=dry_run, on_progress=moved)
    typer.echo(report.as_text())


@app.command()
def export(workspace: _Workspace = LOCAL) -> None:
    """Write every shared record of a workspace as CSV on the standard output."""
    bot = build(load_config())
    number = _workspace(bot.store, workspace)
    with bot.store.read(CLOCK) as memory:
        teams = {team.id: team.name for team in memory.teams() if team.workspace == number}
        activities = [each for team in teams for each in shared(memory.activities(team))]
    typer.echo(export_csv(activities, bot.kit.catalogue, teams), nl=False)


def _workspace(store: Store, text: str) -> int | None:
    """Return the workspace written `platform:id`, if it is known."""
    platform, _, external_id = text.partition(":")
    with store.read(CLOCK) as memory:
        known = {(each.platform, each.external_id): each.id for each in memory.workspaces()}
    return known.get((platform, external_id))


def _made(store: Store, text: str) -> int:
    platform, _, external_id = text.partition(":")
    with store.write(CLOCK) as memory:
        return memory.workspace(platform, external_id)


def _readiness(bot: Bot) -> Callable[[], dict[str, str]]:
    def faults() -> dict[str, str]:
        try:
            up_to_date = at_head(bot.store.engine)
        except StoreUnavailable as fault:
            return {"database": str(fault)}
        return {} if up_to_date else {"database": "migrations are pending: run pouce migrate"}

    return faults


def _for_many() -> Config:
    config = load_config()
    _log(config.log_level)
    if config.on_sqlite:
        _fail("several processes need PostgreSQL: set POUCE_DATABASE__URL, or use `pouce run` with SQLite.")
    return config


def _log(level: str) -> None:
    """Write structured lines on the standard error, from a level up."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
