"""Figures for a monitor, in the format of Prometheus. No name, no text of anybody ever becomes a label."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import REGISTRY, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry

from bot.health import Health

MESSAGES = Counter("pouce_messages", "What became of messages that were to leave.", ["outcome"])
HEARD = Counter("pouce_heard", "What people did, by kind of event.", ["event"])
SENDING = Histogram("pouce_sending_seconds", "How long a chat takes to accept a message.")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _State(Collector):
    """What the database says when it is asked."""

    def __init__(self, look: Callable[[], Health]) -> None:
        self.look = look

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield a gauge for each thing that waits or ages."""
        health = self.look()
        waiting = {state.value: float(count) for state, count in health.under_way.items()}
        yield _gauges("pouce_under_way", "Messages by state.", "state", waiting)
        silence = "Since something last came by a connection that a process holds."
        yield _gauges("pouce_socket_silent_seconds", silence, "socket", health.sockets)
        yield _gauge("pouce_ready", "1 when nothing is at fault.", float(not health.faults))
        yield _gauge("pouce_tick_age_seconds", "Since the clock ticked.", health.tick_age or 0.0)
        yield _gauge("pouce_oldest_due_seconds", "Of the message that waits longest.", health.oldest_due)
        yield _gauge("pouce_blocked_workspaces", "Whose messages wait.", float(len(health.blocked)))


def exposition(look: Callable[[], Health]) -> bytes:
    """Return every figure of this process, and of the database as it is now."""
    state = CollectorRegistry(auto_describe=False)
    state.register(_State(look))
    return generate_latest(REGISTRY) + generate_latest(state)


def _gauges(name: str, documentation: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, documentation, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, documentation, value=value)
