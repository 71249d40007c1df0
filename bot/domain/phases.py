"""Which phase is a product in? The order and the names are those of the beta.gouv.fr programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Phase(StrEnum):
    """A stage in the life of a product; the values are stored and written in the catalogue."""

    INVESTIGATION = "investigation"
    CONSTRUCTION = "construction"
    ACCELERATION = "acceleration"
    CONSOLIDATION = "consolidation"
    OPERATED = "operated"
    TRANSFERRED = "transferred"
    STOPPED = "stopped"
    INCONCLUSIVE = "inconclusive"


ACTIVE = frozenset(
    {Phase.INVESTIGATION, Phase.CONSTRUCTION, Phase.ACCELERATION, Phase.CONSOLIDATION, Phase.OPERATED}
)


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """A phase and the day it began; it lasts until the next one begins."""

    phase: Phase
    starts_on: date


def phase_on(spans: Sequence[PhaseSpan], day: date) -> PhaseSpan | None:
    """Return the span in force on a day: the latest start not after it, the later listed on a tie.

    Source: public data gives an end for few phases, so the start alone decides (METHOD §2.1).
    """
    current: PhaseSpan | None = None
    for span in spans:
        if span.starts_on <= day and (current is None or span.starts_on >= current.starts_on):
            current = span
    return current


def phases_planned(spans: Sequence[PhaseSpan], day: date) -> list[PhaseSpan]:
    """Return the spans that begin after a day, soonest first."""
    return sorted((span for span in spans if span.starts_on > day), key=lambda span: span.starts_on)
