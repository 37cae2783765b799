"""What the hub itself tells Prometheus: its metrics' values, which screens are there, and its troubles."""

from __future__ import annotations

from collections.abc import Iterable

from displayd.hub.ingest.pushgateway.families import Family, Sample
from displayd.hub.state import Hub

__all__ = ["own_families"]


def own_families(hub: Hub) -> list[Family]:
    """Families of the hub's own, whose names begin with `displayd_`."""
    now = hub.clock()
    readings = {name: hub.metrics.reading(name) for name in hub.metrics.names()}
    screens = {name: hub.fleet.seen(name) for name in (hub.wall.screens if hub.wall else ())}
    numbers = [(name, one) for name, one in readings.items() if one is not None and one.value is not None]
    return [
        _family(
            "displayd_metric_value",
            "The value of a metric of metrics.yaml.",
            "metric",
            ((name, one.value) for name, one in numbers),
        ),
        _family(
            "displayd_metric_time_seconds",
            "Unix time at which that value was true.",
            "metric",
            ((name, one.as_of) for name, one in numbers),
        ),
        _family(
            "displayd_metric_failing",
            "1 for a metric whose source has no answer.",
            "metric",
            ((name, float(hub.metrics.failure(name) is not None)) for name in readings),
        ),
        _family(
            "displayd_screen_online",
            "1 for a screen that is there.",
            "screen",
            ((name, float(one is not None and one.is_online(now))) for name, one in screens.items()),
        ),
        _family(
            "displayd_trouble",
            "1 for each kind of trouble that the hub has.",
            "kind",
            ((one.kind, 1.0) for one in hub.troubles.now()),
        ),
        _family("displayd_hub_info", "1, with the version of the hub.", "version", [(hub.version, 1.0)]),
    ]


def _family(name: str, about: str, label: str, values: Iterable[tuple[str, float | None]]) -> Family:
    samples = [Sample(name, ((label, word),), value) for word, value in values if value is not None]
    return Family(name=name, kind="gauge", help=about, samples=samples)
