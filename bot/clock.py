"""The clock: one job a minute that calls `tick`. Nothing else knows the scheduler; any number may run."""

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler


def start(tick: Callable[[datetime], None]) -> Callable[[], None]:
    """Call `tick` now and every minute; return what stops it, letting a tick in progress finish.

    The job lives in memory: late or merged runs are harmless, because the store knows who is due.
    """
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        lambda: tick(datetime.now(UTC)),
        "interval",
        minutes=1,
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()

    def stop() -> None:
        scheduler.shutdown()

    return stop
