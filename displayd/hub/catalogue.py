"""The catalogue of metrics: what each is, where its values come from, and how it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Manner
from displayd.hub.sources.registry import source_of
from displayd.hub.sources.source import Office
from displayd.protocol.vocabulary import Direction, Level, level_of

__all__ = ["Catalogue", "MetricView", "source_in_words", "view_of"]

# A query may have a page; a line of a list has not.
MAX_SOURCE_LETTERS = 80


class MetricView(Struct, frozen=True, kw_only=True):
    """One metric: its definition, as far as it or its source says something, and its value now."""

    id: Annotated[str, Meta(description="As in `metrics.yaml`.")]
    title: Annotated[str, Meta(description="What it is called; empty where nobody says.")] = ""
    about: Annotated[str, Meta(description="The line that defines it; may be empty.")] = ""
    unit: Annotated[str, Meta(description="Its unit; empty for a plain number.")] = ""
    decimals: Annotated[int | None, Meta(description="Digits after the decimal point; null for as many as it needs.")]
    direction: Annotated[Direction, Meta(description="Which way is good.")] = "none"
    amber: Annotated[float | None, Meta(description="Where good ends.")] = None
    red: Annotated[float | None, Meta(description="Where amber ends.")] = None
    target: Annotated[float | None, Meta(description="What the value should reach.")] = None
    source: Annotated[
        str, Meta(description="Where its values come from, in words.", examples=["pushed", "host load1", "kpi nps"])
    ]
    is_sample: Annotated[bool, Meta(description="True for numbers that are made up.")] = False
    refresh_seconds: Annotated[
        float | None, Meta(description="How often its source is asked for it; null where nobody asks.")
    ] = None
    expire_after: Annotated[
        float | None, Meta(description="Age in seconds at which its value no longer counts; null for never.")
    ] = None
    value: Annotated[float | None, Meta(description="The newest value; null without one.")] = None
    text: Annotated[str, Meta(description="Words instead of a value; most often empty.")] = ""
    parts: Annotated[int, Meta(description="Lines of the list or table that it has; 0 for none.")] = 0
    level: Annotated[Level, Meta(description="How good the value is by the thresholds.")] = "none"
    as_of: Annotated[float | None, Meta(description="Unix time of the newest reading; null before the first.")] = None
    is_failing: Annotated[bool, Meta(description="True while its source has no answer.")] = False
    error: Annotated[str, Meta(description="Why its source had no answer the last time it had none; may be empty.")] = (
        ""
    )
    error_since: Annotated[float | None, Meta(description="Unix time at which that began; null without an error.")] = (
        None
    )


class Catalogue(Struct, frozen=True, kw_only=True):
    """All metrics of a wall at one moment."""

    time: Annotated[float, Meta(description="Unix time by the hub's clock.")]
    metrics: Annotated[list[MetricView], Meta(description="In the order of the wall folder.")]


def view_of(metrics: Metrics, name: str, office: Office) -> MetricView:
    """What the catalogue has of the metric `name`; costs little, also where its line is long."""
    entry, reading = metrics.entry(name), metrics.reading(name)
    manner = (reading.manner if reading else None) or Manner()
    failure = metrics.failure(name) or metrics.last_failure(name)
    # A definition that has one of the three has all of them.
    judged: MetricEntry | Manner = entry
    if entry.direction is None and entry.amber is None and entry.red is None:
        judged = manner
    value = reading.value if reading else None
    return MetricView(
        id=name,
        title=entry.title or manner.title or "",
        about=entry.about or "",
        unit=entry.unit or manner.unit or "",
        decimals=entry.decimals,
        direction=judged.direction or "none",
        amber=judged.amber,
        red=judged.red,
        target=entry.target if reading is None or reading.target is None else reading.target,
        source=source_in_words(entry),
        is_sample=entry.origin.is_made_up,
        refresh_seconds=source_of(entry).refresh_seconds(entry, office),
        expire_after=entry.expire_after if reading is None or reading.expire_after is None else reading.expire_after,
        value=value,
        text=(reading.text if reading else None) or "",
        parts=len(reading.items or reading.rows or ()) if reading else 0,
        level=level_of(value, judged.direction or "none", judged.amber, judged.red),
        as_of=reading.as_of if reading else None,
        is_failing=metrics.failure(name) is not None,
        error=": ".join(filter(None, (failure.who, failure.reason))) if failure else "",
        error_since=failure.since if failure else None,
    )


def source_in_words(entry: MetricEntry) -> str:
    """Where the values of `entry` come from: the kind of the source, and what it is told first."""
    source = source_of(entry)
    if not source.field:
        return "pushed"
    fields: Mapping[str, Any] = msgspec.to_builtins(entry.origin)
    first = next((value for value in fields.values() if isinstance(value, str) and value), "")
    words = " ".join(f"{source.field} {entry.origin.told or first}".split())
    return words if len(words) <= MAX_SOURCE_LETTERS else f"{words[: MAX_SOURCE_LETTERS - 1]}…"
