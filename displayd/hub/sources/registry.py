"""All sources of values there are. A new one is a file beside this, and a line in this one."""

# Importing a source is what makes it one of them.
# ruff: noqa: F401

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.sources.calendar_source import CalendarSource
from displayd.hub.sources.csv_source import CsvSource
from displayd.hub.sources.dashing import DashingSource
from displayd.hub.sources.dataset import DatasetSource
from displayd.hub.sources.feed_source import FeedSource
from displayd.hub.sources.geckoboard import GeckoboardSource
from displayd.hub.sources.host import HostSource
from displayd.hub.sources.kpi import KpiSource
from displayd.hub.sources.people_source import PeopleSource
from displayd.hub.sources.prometheus import PrometheusSource
from displayd.hub.sources.push import PushSource
from displayd.hub.sources.pushgateway import PushgatewaySource
from displayd.hub.sources.sample import SampleSource
from displayd.hub.sources.slides import SlidesSource
from displayd.hub.sources.snapshot import SnapshotSource
from displayd.hub.sources.source import Asked, Source
from displayd.hub.sources.sql import SqlSource
from displayd.hub.sources.timetable_source import TimetableSource
from displayd.hub.sources.video import VideoSource
from displayd.hub.sources.web_json import JsonSource
from displayd.hub.sources.web_picture import PictureSource

__all__ = ["SOURCES", "asked_of", "partners_of", "source_of"]

_KINDS = [
    kind for kind in vars().values() if isinstance(kind, type) and issubclass(kind, Source) and kind is not Source
]

SOURCES: dict[str, Source[Any]] = {kind.origin_type.kind: kind() for kind in _KINDS}
"""What was imported above, and nothing else; by the kind of their origin."""


def source_of(entry: MetricEntry) -> Source[Any]:
    """Where the values of `entry` come from."""
    return SOURCES[entry.origin.kind]


def asked_of(
    source: Source[Any], entries: Mapping[str, MetricEntry], partner: str | None = None
) -> dict[str, Asked[Any]]:
    """Those of `entries` that `source` is asked for, by id.

    Args:
        partner: of these alone, see `Origin.partner`; None for all.
    """
    return {
        metric: Asked(entry, entry.origin)
        for metric, entry in entries.items()
        if entry.origin.kind == source.kind and partner in (None, entry.origin.partner)
    }


def partners_of(source: Source[Any], entries: Mapping[str, MetricEntry]) -> list[str]:
    """Whom `source` asks for `entries`, in their order; see `Origin.partner`."""
    return list(dict.fromkeys(one.origin.partner for one in entries.values() if one.origin.kind == source.kind))
