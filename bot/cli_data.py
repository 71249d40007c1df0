"""The commands about what is kept: bring it up to date, take it in, take it out, copy it, come back to it."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.backups import CopyRefused, back_up, default_name, examine
from bot.backups import restore as restore_database
from bot.config import LOCAL_KEY, Config, load_config
from bot.domain.measures import shared
from bot.domain.people import CLOCK, Scope
from bot.exports import export_csv
from bot.imports import Progress, import_products
from bot.moves import bring_everything, export_everything, is_everything
from bot.store import Store, migrate
from bot.wiring import build

LOCAL = "room:local"
_Workspace = Annotated[str, typer.Option(help="A workspace, written platform:id.")]
_Importable = Annotated[
    Path, typer.Argument(help="A products file, such as the public startups.json, or everything of a Pouce.")
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")]
_Everything = Annotated[
    Path | None,
    typer.Option("--everything", help="Write all there is into this new file, to move it; .gz is smaller."),
]
_NewFile = Annotated[Path | None, typer.Argument(help="A new file; in var/backups by default.")]
_Copy = Annotated[Path, typer.Argument(help="A file made by pouce backup.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the others."""
    app.command(name="migrate")(migrate_database)
    app.command(name="import")(import_file)
    app.command()(export)
    app.command()(backup)
    app.command()(restore)


def migrate_database() -> None:
    """Bring the database up to date."""
    store = Store(load_config().database_url)
    migrate(store.engine)
    typer.echo("The database is up to date.")


def import_file(file: _Importable, workspace: _Workspace = LOCAL, *, dry_run: _DryRun = False) -> None:
    """Import teams from public data (a second run changes nothing), or everything of another Pouce."""
    store = Store(load_config().database_url)
    if is_everything(file):
        with _bar("Importing") as moved:
            move = bring_everything(store, file, datetime.now(UTC), moved, dry_run=dry_run)
        typer.echo(move.as_text())
    else:
        _import_products(store, file, workspace, dry_run=dry_run)


def _import_products(store: Store, file: Path, workspace: str, *, dry_run: bool) -> None:
    migrate(store.engine)
    number = _workspace(store, workspace)
    if number is None and dry_run:
        store = Store("sqlite://")  # nothing is there yet: rehearse on a database that is thrown away
        migrate(store.engine)
    number = number or _made(store, workspace)
    today = datetime.now(UTC).date()
    with _bar("Importing") as moved:
        report = import_products(store, Scope(number), file, today, dry_run=dry_run, on_progress=moved)
    typer.echo(report.as_text())


def export(workspace: _Workspace = LOCAL, everything: _Everything = None) -> None:
    """Write every shared record of a workspace as CSV on the standard output; or everything, to a file."""
    if everything is not None:
        _export_everything(everything)
        return
    bot = build(load_config())
    number = _workspace(bot.store, workspace)
    with bot.store.read(CLOCK) as memory:
        teams = {team.id: team.name for team in memory.teams() if team.workspace == number}
        activities = [each for team in teams for each in shared(memory.activities(team))]
    typer.echo(export_csv(activities, bot.kit.catalogue, teams), nl=False)


def _export_everything(file: Path) -> None:
    config = load_config()
    with _bar("Exporting") as moved:
        move = export_everything(Store(config.database_url), file, datetime.now(UTC), moved)
    typer.echo(f"{file}: {move.rows} rows, private records included. {_about_the_key(config)}")


def backup(file: _NewFile = None) -> None:
    """Copy the database into a new file and check the copy; Pouce may be running."""
    config = load_config()
    store = Store(config.database_url)
    with _bar("Copying") as moved:
        made = back_up(store, file or default_name(store, datetime.now(UTC)), moved)
    typer.echo(f"{made.file}: {_size(made.size)}, {made.rows} rows, checked. {_about_the_key(config)}")


def restore(file: _Copy, *, yes: _Yes = False) -> None:
    """Put a backup in the place of the database, which is kept aside. Stop Pouce first."""
    store = Store(load_config().database_url)
    examine(store, file)
    if not yes:
        _confirm(f"Put {file} in the place of the database? What it holds now is kept aside.")
    with _bar("Restoring") as moved:
        restored = restore_database(store, file, datetime.now(UTC), moved)
    held = ", ".join(f"{count} {name}" for name, count in restored.rows.items() if count)
    typer.echo(f"{file} is back: {sum(restored.rows.values())} rows ({held or 'all tables are empty'}).")
    if restored.doubtful:
        typer.echo(f"{restored.doubtful} messages may have left since: each is looked for in its chat first.")
    if restored.aside:
        typer.echo(f"What was there before is in {restored.aside}: `pouce restore` it to come back.")


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        sentence = "Nobody is there to say yes: add --yes. Nothing was changed."
        raise CopyRefused(sentence)
    typer.confirm(question, abort=True, err=True)


def _about_the_key(config: Config) -> str:
    """Say where the key is, and what is lost without it."""
    where = "the one you configured" if config.secret_keys else LOCAL_KEY.resolve()
    return (
        f"The secret key is not in it: keep {where} in another place. Without it, the buttons already "
        "shown cannot be pressed, nor can the tokens of chats be read: Pouce has to be installed there again."
    )


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1_000:.1f} kB"  # noqa: PLR2004 - below, a figure in MB says nothing


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """Show on the standard error how far it is, once something moves: a fault is one line."""
    with ExitStack() as stack:

        @cache
        def bar() -> Any:  # noqa: ANN401 - typer does not name what it shows
            return stack.enter_context(typer.progressbar(length=1, label=label, file=sys.stderr))

        def moved(done: int, total: int) -> None:
            bar().length = total
            bar().update(done - bar().pos)

        yield moved


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
