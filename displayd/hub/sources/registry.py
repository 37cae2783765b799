"""All sources of values there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.sources.host import HostSource
from displayd.hub.sources.push import Pushed
from displayd.hub.sources.sample import SampleSource
from displayd.hub.sources.source import Asked, Source

__all__ = ["SOURCES", "asked_of", "source_of"]

_ALL: tuple[Source[Any], ...] = (
    Pushed(),
    HostSource(),
    SampleSource(),
)

SOURCES: dict[str, Source[Any]] = {source.kind: source for source in _ALL}
"""By the kind of their origin."""


def source_of(entry: MetricEntry) -> Source[Any]:
    """Where the values of `entry` come from."""
    return SOURCES[entry.origin.kind]


def asked_of(source: Source[Any], entries: Mapping[str, MetricEntry]) -> dict[str, Asked[Any]]:
    """Those of `entries` that `source` is asked for, by id."""
    return {metric: Asked(entry, entry.origin) for metric, entry in entries.items() if entry.origin.kind == source.kind}
