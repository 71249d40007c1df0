"""Files that appear whole or not at all, and never over another one."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""
_COMPANIONS = ("", "-journal", "-wal", "-shm")
"""What SQLite may leave beside a file."""


class CopyRefused(Exception):
    """A copy cannot be made, or cannot be used; nothing was changed. The message says why, and what to do."""


@contextmanager
def appearing(file: Path) -> Iterator[Path]:
    """Give a name to write under, for the owner's eyes; the file takes its own once it is on the disk."""
    part = _begun(file)
    try:
        yield part
        _take_name(part, file)
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        for each in companions(part):
            each.unlink(missing_ok=True)


def companions(file: Path) -> list[Path]:
    """Return a SQLite file and what SQLite may keep beside it."""
    return [file.with_name(file.name + ending) for ending in _COMPANIONS]


def make_folder(folder: Path) -> None:
    """Make a folder for the owner's eyes, unless it is there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def flush(path: Path) -> None:
    """Return once a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _begun(file: Path) -> Path:
    _refuse_to_overwrite(file)
    make_folder(file.parent)
    try:
        handle, name = mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except OSError as error:
        raise _unwritable(file, error) from error
    os.close(handle)
    return Path(name)


def _take_name(part: Path, file: Path) -> None:
    flush(part)
    try:
        os.link(part, file)  # unlike a rename, it never takes the place of another file
    except FileExistsError:
        _refuse_to_overwrite(file)
    except OSError:  # some disks have no links
        _refuse_to_overwrite(file)
        part.rename(file)
    flush(file.parent)


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists():
        sentence = f"{file} is there already, and nothing is overwritten: give another name."
        raise CopyRefused(sentence)


def _unwritable(file: Path, error: OSError) -> CopyRefused:
    return CopyRefused(f"{file} cannot be written ({error.strerror or error}): choose another place.")
