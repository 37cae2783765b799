"""What a metric can tell the tiles that show it: its definition, and its values as far as there are any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from displayd.hub.metrics.days import Day
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.reading import Cell, ColumnManner, Failure, Item
from displayd.protocol.vocabulary import ChangeAs, Direction, Level
from displayd.tile.sky import Sky

__all__ = ["DefinedOnly", "Facts", "Points", "Told", "definition_facts", "facts_of"]

Points = list[tuple[float, float | None]]
"""(unix time, value), oldest first; None for a gap."""


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of one metric at one moment. What nobody has said is None."""

    title: str | None = None
    unit: str | None = None
    direction: Direction | None = None
    amber: float | None = None
    red: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    noise: float | None = None
    change_as: ChangeAs | None = None
    uptime_days: float | None = None
    """Length of the period of which the value is the share that something was up, days."""

    about: str | None = None
    decimals: int | None = None
    target: float | None = None
    expire_after: float | None = None
    """Age in seconds at which the value no longer counts."""

    sample: bool | None = None
    """True for numbers that are made up."""

    failure: Failure | None = None
    """Why there are no new values."""

    value: float | None = None
    level: Level | None = None
    """How good `value` is by the thresholds; None before the first reading."""

    as_of: float | None = None
    """Unix time of the reading; None before the first one."""

    points: Points | None = None
    """The past in stretches, and `value` at the end."""

    lowest: float | None = None
    """The lowest value of the time of `points`, which has a part in the mean of its stretch there."""

    highest: float | None = None
    history: list[float | None] | None = None
    """The values of `points`."""

    days: Mapping[str, list[Day]] = {}
    """The values by the days of time zones, oldest first; of those in which a screen shows the metric so."""

    history_seconds: float | None = None
    """From the first of `points` to the last."""

    items: list[Item] | None = None
    lines: list[Item] | None = None
    """Lines of a chart, where `items` are something else."""

    rows: list[list[Cell]] | None = None
    columns: list[tuple[str, ColumnManner]] | None = None
    """What the columns of `rows` are called, and how their numbers are to be read."""

    text: str | None = None
    """Words instead of figures."""

    weather_now: Sky | None = None
    weather_days: list[Sky] | None = None
    """Today the first."""

    source: str | None = None
    poster: str | None = None
    """Its picture, as documents call it; of several the first."""

    expected: float | None = None
    """What the value should be by now, with `target` for the whole period."""

    previous: float | None = None
    """The value to compare with."""

    previous_label: str | None = None
    before: Points | None = None
    """The line of the time before, moved to the times of `points`."""

    before_label: str | None = None
    now_label: str | None = None
    """What the line of now is beside `before`."""


class Told(Protocol):
    """Tells what is known of metrics."""

    def facts(self, name: str) -> Facts | None:
        """What is known of the metric `name`; None if it is not defined."""
        ...

    def version_of(self, name: str) -> int:
        """A number that rises when the facts of `name` change."""
        ...


class DefinedOnly:
    """Metrics without values: what their definitions say, and nothing that changes."""

    def __init__(self, entries: Mapping[str, MetricEntry]) -> None:
        self._facts = definition_facts(entries)

    def facts(self, name: str) -> Facts | None:
        """What the definition of `name` says; None without one."""
        return self._facts.get(name)

    def version_of(self, name: str) -> int:
        """Always the same."""
        return 0


def facts_of(entry: MetricEntry) -> Facts:
    """What the definition `entry` says, without any value."""
    return Facts(
        title=entry.title,
        unit=entry.unit,
        direction=entry.direction,
        amber=entry.amber,
        red=entry.red,
        minimum=entry.minimum,
        maximum=entry.maximum,
        noise=entry.noise,
        change_as=entry.change_as,
        uptime_days=entry.uptime_days,
        about=entry.about,
        decimals=entry.decimals,
        target=entry.target,
        expire_after=entry.expire_after,
        sample=entry.origin.is_made_up or None,
    )


def definition_facts(entries: Mapping[str, MetricEntry]) -> dict[str, Facts]:
    """`facts_of` every metric, by id."""
    return {name: facts_of(entry) for name, entry in entries.items()}
