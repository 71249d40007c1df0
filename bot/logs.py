"""What Pouce does, on the standard error: lines for eyes on a terminal, elsewhere a JSON object each."""

import sys

import structlog
from structlog.typing import Processor


def write_from(level: str) -> None:
    """Write structured lines from a level up; each tells its `action`.

    A traceback shows lines of code alone: by default it would show what people wrote, and tokens.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            *(_for_eyes() if sys.stderr.isatty() else _for_machines()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _for_eyes() -> list[Processor]:
    return [
        structlog.processors.TimeStamper("%Y-%m-%d %H:%M:%S", utc=False),
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]


def _for_machines() -> list[Processor]:
    return [
        structlog.processors.TimeStamper("iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
