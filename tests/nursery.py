"""Where the processes of tests come from: one that has read the code once, and begins others in an instant.

They are real processes, each with its own folder, environment and output, and killed like any other. Reading
a thousand modules again for each of them took more of the processor than all that they do.
"""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

NURSERY = get_context("forkserver")
NURSERY.set_forkserver_preload(["bot.cli", "tests.delivery.worker_main", "tests.mattermost.worker_main"])
PATIENCE = 120.0


def command(folder: Path, words: tuple[str, ...], environment: Mapping[str, str]) -> CompletedProcess[str]:
    """Type `pouce` and these words in a folder, and wait for the end."""
    with TemporaryDirectory() as kept:
        said, told = Path(kept) / "stdout", Path(kept) / "stderr"
        process = begin(folder, words, environment, said, told)
        process.join(PATIENCE)
        assert process.exitcode is not None, f"pouce {' '.join(words)} goes on: {told.read_text()}"
        return CompletedProcess(words, process.exitcode, said.read_text("utf-8"), told.read_text("utf-8"))


def begin(
    folder: Path, words: tuple[str, ...], environment: Mapping[str, str], said: Path, told: Path
) -> ForkServerProcess:
    """Type `pouce` and these words in a folder, and go on; what it says is written to two files."""
    process = NURSERY.Process(target=_type, args=(folder, words, dict(environment), said, told))
    process.start()
    return process


def _type(folder: Path, words: tuple[str, ...], environment: dict[str, str], said: Path, told: Path) -> None:
    from bot import cli

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for stream, file in ((1, said), (2, told)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream)
    sys.argv = ["pouce", *words]
    cli.main()
