"""How does a whole Pouce move to another database? One file of lines, each a JSON value.

The first line says what the file is; then one line per row, `["table", {column: value}]`, those that others
point at first; the last line proves that nothing is missing and that nothing was changed.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from bot.store import Store, migrate
from bot.store.copying import Row, Snapshot, pour, revisions, snapshot
from bot.store.places import CopyRefused, Progress, appearing

__all__ = ["CopyRefused", "Move", "bring_everything", "export_everything", "is_everything"]

FORMAT, VERSION = "pouce-everything", 1
SHAPE = "everything of a Pouce"
_START = f'{{"format":"{FORMAT}"'.encode()
_GZIP = b"\x1f\x8b"
_END = b'{"sha256":'
_OFTEN = 500


@dataclass(frozen=True, slots=True)
class Move:
    """What left, or came in."""

    rows: int
    counts: Mapping[str, int]
    created: str
    """When the file was made, in UTC."""
    rehearsed: bool = False

    def as_text(self) -> str:
        """Say it in a few words, for whoever typed the command."""
        tables = ", ".join(f"{count} {name}" for name, count in self.counts.items() if count)
        head = f"{SHAPE}, as it was on {self.created}: {self.rows} rows" + (
            f" ({tables})." if tables else "."
        )
        return f"{head}\nNothing was written: it was a rehearsal." if self.rehearsed else head


# Out


def export_everything(store: Store, file: Path, now: datetime, on_progress: Progress) -> Move:
    """Write every row into a new file, compressed if its name ends in .gz, as it is at one instant."""
    migrate(store.engine)
    with snapshot(store.engine) as instant, appearing(file) as part:
        header = _header(instant, now)
        with _written(part, squeezed=file.suffix == ".gz") as lines:
            _write(lines, header, instant.rows(), on_progress)
    return _move(header)


def _header(instant: Snapshot, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "revision": instant.revision,
        "created": now.isoformat(timespec="seconds"),
        "counts": instant.counts(),
        "last_ids": instant.last_ids(),
    }


@contextmanager
def _written(part: Path, *, squeezed: bool) -> Iterator[BinaryIO]:
    with part.open("wb") as plain:
        if not squeezed:
            yield plain
            return
        with gzip.GzipFile(filename="", fileobj=plain, mode="wb", compresslevel=6) as smaller:
            yield cast(BinaryIO, smaller)


def _write(lines: BinaryIO, header: dict[str, Any], rows: Iterable[Row], on_progress: Progress) -> None:
    proof, total = sha256(), sum(header["counts"].values())

    def put(value: object) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        proof.update(line)
        lines.write(line)

    put(header)
    for done, (name, values) in enumerate(rows, start=1):
        put([name, values])
        if done % _OFTEN == 0 or done == total:
            on_progress(done, total)
    put({"sha256": proof.hexdigest()})


# In


def is_everything(file: Path) -> bool:
    """Say whether a file was made by `export_everything`, by its first bytes; False if it cannot be read."""
    try:
        with _read(file) as lines:
            return lines.read(len(_START)) == _START
    except (OSError, EOFError, zlib.error):
        return False


def bring_everything(
    store: Store, file: Path, now: datetime, on_progress: Progress, *, dry_run: bool = False
) -> Move:
    """Put everything that a file holds into an empty database: all of it or, if it breaks, nothing."""
    header = _proven(file)
    _require_this_version(header, file)
    migrate(store.engine)
    pour(store.engine, _rows(file, header, on_progress), header["last_ids"], now, rehearse=dry_run)
    return _move(header, rehearsed=dry_run)


@contextmanager
def _read(file: Path) -> Iterator[BinaryIO]:
    with file.open("rb") as plain:
        squeezed = plain.read(len(_GZIP)) == _GZIP
        plain.seek(0)
        if not squeezed:
            yield plain
            return
        with gzip.GzipFile(fileobj=plain, mode="rb") as larger:
            yield cast(BinaryIO, larger)


def _proven(file: Path) -> dict[str, Any]:
    """Read the file to its end, and return its header if nothing is missing and nothing was changed."""
    proof, last, header = sha256(), b"", b""
    for line in _lines(file):
        header = header or line
        proof.update(last)
        last = line
    if not last.startswith(_END):
        raise _damaged(file, "its end is missing")
    if last != f'{{"sha256":"{proof.hexdigest()}"}}\n'.encode():
        raise _damaged(file, "it was changed since it was made")
    return cast(dict[str, Any], json.loads(header))


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with _read(file) as lines:
            yield from lines
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _damaged(file, "its end is missing, or part of it was changed") from None
    except OSError as error:
        sentence = f"{file} cannot be read ({error.strerror})."
        raise CopyRefused(sentence) from error


def _damaged(file: Path, how: str) -> CopyRefused:
    return CopyRefused(f"{file} is damaged, {how}; nothing was written: export again, or take another copy.")


def _require_this_version(header: Mapping[str, Any], file: Path) -> None:
    """Refuse what another version made: its rows have other columns."""
    newest, *older = revisions()
    revision = header["revision"]
    if header["version"] == VERSION and revision == newest:
        return
    whose = "an older" if header["version"] == VERSION and revision in older else "a newer"
    sentence = (
        f"{file} comes from {whose} Pouce (step {revision}, here {newest}): "
        "bring both to the same version, and export again."
    )
    raise CopyRefused(sentence)


def _rows(file: Path, header: Mapping[str, Any], on_progress: Progress) -> Iterator[Row]:
    """Return the rows of a proven file, and make sure that they are as many as it says."""
    found: Counter[str] = Counter()
    total = sum(header["counts"].values())
    for line in _lines(file):
        if line.startswith(b"["):
            name, values = json.loads(line)
            found[name] += 1
            if found.total() % _OFTEN == 0 or found.total() == total:
                on_progress(found.total(), total)
            yield name, values
    if found != Counter(header["counts"]):
        raise _damaged(file, "its rows are not as many as it says")


def _move(header: Mapping[str, Any], *, rehearsed: bool = False) -> Move:
    return Move(sum(header["counts"].values()), header["counts"], header["created"], rehearsed)
