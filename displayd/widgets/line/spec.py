"""What a line chart is to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from displayd.drawing.chart.plot import Ends
from displayd.drawing.scale import Scale, value_scale
from displayd.tile.frame import Frame
from displayd.widgets.line.series import Event, Series, Side

__all__ = ["LineSpec"]


@dataclass(frozen=True)
class LineSpec:
    """Lines, what they are compared with, and the frame that they are drawn in; at least one line."""

    frame: Frame
    lines: Sequence[Series]
    """Each with a value at least."""
    ends: Mapping[Side, Ends]
    """What was said about the scales."""
    decimals: int | None
    """Of the figures of the left axis."""
    target: float | None
    before: Series | None
    """The period before; None without a value of it."""
    events: Sequence[Event]
    incomplete_from: float
    """Unix time; infinity when all points are final."""
    is_shaded: bool

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
        return value_scale(self._extremes[side], ends.unit, ends.minimum, ends.maximum, intervals)

    @cached_property
    def _extremes(self) -> Mapping[Side, list[float]]:
        """All that a scale has to know of its values: the smallest, the largest, and one that is not whole."""
        return {side: _extremes(self._values(side)) for side in ("left", "right")}

    def _values(self, side: Side) -> list[float]:
        values = [value for line in self.lines if line.axis == side for _, value in line.points if value is not None]
        if side == "left":
            values += [value for _, value in (self.before.points if self.before else []) if value is not None]
            values += [] if self.target is None else [self.target]
            values += self._nearest_limit(values)
        return values

    def _nearest_limit(self, values: Sequence[float]) -> list[float]:
        """The threshold of the left axis that is nearest to `values`: one sees how far away it is."""
        ends = self.ends["left"]
        limits = [limit for limit in (ends.amber, ends.red) if limit is not None]
        if not limits or not values:
            return []
        low, high = min(values), max(values)
        return [min(limits, key=lambda limit: max(low - limit, limit - high))]


def _extremes(values: Sequence[float]) -> list[float]:
    if not values:
        return [0.0]
    return [min(values), max(values), *[value for value in values if value != int(value)][:1]]
