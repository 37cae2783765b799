"""What a line chart is to show."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from displayd.drawing.chart.plot import Ends
from displayd.drawing.scale import Scale, log_scale, value_scale
from displayd.protocol.vocabulary import UnixTime
from displayd.tile.fields import Points
from displayd.tile.frame import Frame
from displayd.widgets.line.series import Band, Event, Series, Shape, Side
from displayd.widgets.line.stack import Stack, stack_of

__all__ = ["LineSpec"]


@dataclass(frozen=True)
class LineSpec:
    """Lines, what they are compared with, and the frame that they are drawn in; at least one line."""

    frame: Frame
    lines: Sequence[Series]
    """Each with a value at least."""
    ends: Mapping[Side, Ends]
    """What was said about the scales."""
    limit_names: Mapping[str, str]
    """What `amber`, `red` and `target` are called."""
    decimals: int | None
    """Of the figures of the left axis."""
    target: float | None
    before: Series | None
    """The period before; None without a value of it."""
    events: Sequence[Event]
    incomplete_from: float
    """Unix time; infinity when all points are final."""
    is_shaded: bool
    shape: Shape = "lines"
    has_times: bool = True
    """False where the points are numbered, and stand over no times."""
    arrangement: Literal["overlaid", "stacked", "share", "multiples"] = "overlaid"
    wants_log: bool = False
    total_unit: str = ""
    """Unit of the total of a stack, which is also that of shares of it."""

    bands: Sequence[Band] = ()
    statistics: Sequence[str] = ("last",)
    """What is said of each line: `last`, `min`, `max` or `mean`."""
    has_zones: bool = False
    """True with thresholds as zones."""
    is_up: bool = False
    """True where more is better."""

    @cached_property
    def stack(self) -> Stack | None:
        """The lines of the left axis on top of each other; None where each stands on its own."""
        left = [line for line in self.lines if line.axis == "left"]
        if self.arrangement in ("overlaid", "multiples") or len(left) < 2:
            return None
        return stack_of(left, self.arrangement == "share")

    @property
    def is_log(self) -> bool:
        """True where the left axis has a logarithmic scale."""
        return self.scale("left", 3).is_log

    @property
    def drawn(self) -> list[tuple[Side, Points]]:
        """The points of all lines that are drawn, and on which side; of a stack the uppermost."""
        every: list[tuple[Side, Points]] = [
            (line.axis, line.points) for line in self.lines if not (self.stack and line.axis == "left")
        ]
        if self.stack:
            every.append(("left", [*self.stack.edge]))
        if self.before:
            every.append(("left", self.before.points))
        return every

    def shape_of(self, line: Series) -> Shape:
        """How `line` is drawn."""
        return line.shape or self.shape

    def bar_times(self) -> list[list[UnixTime]]:
        """The unix times of the bars of each line that has some, rising."""
        if self.stack and self.shape == "bars":
            return [[*self.stack.times]]
        return [
            sorted(time for time, value in line.points if value is not None)
            for line in self.lines
            if self.shape_of(line) == "bars" and not (self.stack and line.axis == "left")
        ]

    def statistic(self, line: Series, name: str) -> float:
        """The `min`, `max` or `mean` of the final points of `line`; of all where none is final.

        What is said of the lowest and the highest is said of all points.
        """
        known = [(time, value) for time, value in line.points if value is not None]
        values = [value for time, value in known if time < self.incomplete_from] or [value for _, value in known]
        if name == "mean":
            return statistics.fmean(values)
        if len(values) == len(known):
            values += [value for value in (line.lowest, line.highest) if value is not None]
        return min(values) if name == "min" else max(values)

    @property
    def is_single(self) -> bool:
        """True for one line, whose value is the figure of the chart."""
        return len(self.lines) == 1

    @property
    def has_free_ends(self) -> bool:
        """True when words may stand at the ends of the lines; a right axis has its ticks there."""
        return all(line.axis == "left" for line in self.lines)

    @property
    def has_event_labels(self) -> bool:
        """True when there are words to stand over the plot."""
        return any(event.label for event in self.events)

    def scale(self, side: Side, intervals: int) -> Scale:
        """The scale of one axis with at most so many spaces between ticks."""
        ends = self.ends[side]
        if side == "left" and self.wants_log and not self.stack and not self.bar_times():
            found = log_scale(self._extremes[side], ends.unit, ends.minimum, ends.maximum, intervals)
            if found:
                return found
        return value_scale(
            self._extremes[side], ends.unit, ends.minimum, ends.maximum, intervals, bool(self.bar_times())
        )

    @cached_property
    def _extremes(self) -> Mapping[Side, list[float]]:
        """All that a scale has to know of its values: the smallest, the largest, and one that is not whole."""
        return {side: _extremes(self._values(side)) for side in ("left", "right")}

    def _values(self, side: Side) -> list[float]:
        values = [value for one, points in self.drawn if one == side for _, value in points if value is not None]
        if side == "left" and self.stack:
            values += [0.0, *(min(level) for level in self.stack.levels)]
        if side == "left":
            values += [] if self.target is None else [self.target]
            values += self._nearest_limit(values)
            values += [value for band in self.bands for value in _edges_of(band)]
        return values

    def _nearest_limit(self, values: Sequence[float]) -> list[float]:
        """The threshold of the left axis that is nearest to `values`: one sees how far away it is."""
        ends = self.ends["left"]
        limits = [limit for limit in (ends.amber, ends.red) if limit is not None]
        if not limits or not values:
            return []
        low, high = min(values), max(values)
        return [min(limits, key=lambda limit: max(low - limit, limit - high))]


def _edges_of(band: Band) -> list[float]:
    """All amounts at which `band` has an edge."""
    moving = [value for points in (band.low_points, band.high_points) for _, value in points if value is not None]
    return moving + [value for value in (band.low, band.high) if value is not None]


def _extremes(values: Sequence[float]) -> list[float]:
    if not values:
        return [0.0]
    return [min(values), max(values), *[value for value in values if value != int(value)][:1]]
