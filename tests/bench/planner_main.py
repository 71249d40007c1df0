"""One process that starts Pouce on a database and ticks: `python -m tests.bench.planner_main URL DEED`.

`idle`: starts, ticks once when nobody is due, says `ticked`, then tells what such ticks take.
`plan`: plans all who are due. The last line is JSON.
"""

import gc
import json
import logging
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import structlog

from bot.coach.remind import Remind
from bot.config import Config
from bot.wiring import Bot, build
from tests.bench.crowd import NOW, QUIET

IDLE_TICKS = 200


def new_bot(url: str) -> Bot:
    """Assemble a Pouce on a database, as ready as a worker is."""
    bot = build(Config(database_url=url, secret_keys=("a key for this bench",)))
    gc.freeze()
    return bot


def peak_mb() -> float:
    """Return the most memory that this process ever held; getrusage counts whoever started it too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS counts bytes


def idle(bot: Bot) -> dict[str, float]:
    """Tick when nobody is due."""
    bot.tick(QUIET)
    print("ticked", flush=True)
    took = []
    for _ in range(IDLE_TICKS):
        begun = perf_counter()
        bot.tick(QUIET)
        took.append(perf_counter() - begun)
    return {"median_ms": median(took) * 1000, "worst_ms": max(took) * 1000, "peak_mb": peak_mb()}


def plan(bot: Bot) -> dict[str, float]:
    """Plan the messages of all who are due."""
    before, begun, worked = peak_mb(), perf_counter(), process_time()
    planned = Remind(bot.kit, bot.store).plan(NOW)
    return {
        "planned": planned,
        "seconds": perf_counter() - begun,
        "worked": process_time() - worked,
        "peak_before_mb": before,
        "peak_mb": peak_mb(),
    }


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    started = new_bot(sys.argv[1])
    print(json.dumps({"idle": idle, "plan": plan}[sys.argv[2]](started)))
    started.store.close()
