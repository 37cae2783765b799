"""How a chart shares its tile: the plot, what stands over it, beside it and under it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, Protocol

from displayd.drawing.chart.end_labels import EndLabels
from displayd.drawing.chart.legend import Entry, Legend, legend
from displayd.drawing.chart.plot import TEXT_ROW, Plot, least_height
from displayd.drawing.figure.figure import figure, figure_width
from displayd.scene.operations import Op
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame

__all__ = ["LABEL_SPACE", "ChartLayout", "Headline", "figure_sizes", "first_fitting", "headline"]

LABEL_SPACE = 28
"""Between a plot and the labels at its right, in 1080ths of the screen's short side; a line's last dot is in it."""

# In 1080ths too. Larger figures would make a chart of one line a number with a picture.
LARGEST_FIGURE = 110


class Head(Protocol):
    """What stands over a plot."""

    @property
    def height(self) -> float:
        """Of all its rows, px."""

    def draw(self, frame: Frame) -> list[Op]:
        """It, from the top of `frame.area`."""


class Headline(NamedTuple):
    """The newest value of the only line, and at its right what it is compared with."""

    quantity: Quantity
    size: float
    """Font size of its number, px."""
    notes: Legend | None

    @property
    def height(self) -> float:
        """Of the row, px."""
        return self.size * 1.04

    def draw(self, frame: Frame) -> list[Op]:
        """The row, at the top of `frame.area`."""
        area = frame.area
        baseline = area.y + self.size * 0.84
        ops = figure(frame, self.quantity, area.x, baseline, self.size, frame.theme.text)
        if self.notes:
            # Not a fraction of a px narrower than what it holds.
            left = math.floor(area.width - self.notes.width)
            # On the baseline of the figure.
            top = round(baseline - area.y - self.notes.size * 0.87)
            ops += self.notes.draw(replace(frame, area=area.inset(left, top, 0, 0)))
        return ops


class ChartLayout(NamedTuple):
    """What has a place besides the plot."""

    head: Head | None = None
    labels: EndLabels | None = None
    """At the right."""
    has_texts: bool = False
    """True with a row of times or names at the bottom."""
    above: float = 0.0
    """Height of the words over the plot, such as those of events or values, px."""
    below: float = 0.0
    """Height of the words right under the plot, such as the values of negative bars, px."""
    margin: float = 0.0
    """Left free at the right where there are no labels, px."""
    needs: float = 1.0
    """Share of a plot's least height that is enough: a lower plot says more than one without a word."""
    rank: int = 0
    """How much the words say: 2 for names and figures, 1 for names, 0 for less."""

    def plot(self, frame: Frame) -> Plot:
        """Where the plot is, its axes included."""
        area, unit, small = frame.area, frame.unit, frame.small
        half_text = small * CAP_HEIGHT / 2
        top = area.y + max(half_text + 2 * unit, self.above)
        if self.head:
            top += self.head.height + 8 * unit
        bottom = area.bottom - (small * TEXT_ROW + self.below if self.has_texts else max(small * 0.42, self.below))
        right = area.right - (self.labels.width + LABEL_SPACE * unit if self.labels else self.margin)
        return Plot(area.x, min(top, bottom), right, bottom)


def first_fitting(
    frame: Frame, layouts: Iterable[ChartLayout], is_good: Callable[[ChartLayout], bool] = lambda layout: True
) -> ChartLayout:
    """The first of `layouts` that leaves the plot its least height, else the one that leaves it most.

    Args:
        is_good: what else is asked of a layout, where one that says no less can have it.
    """
    least = least_height(frame)
    best, highest = ChartLayout(), -1.0
    second: ChartLayout | None = None
    for layout in layouts:
        plot = layout.plot(frame)
        height = plot.bottom - plot.top
        if height >= least * layout.needs - 0.5:
            says_as_much = second is None or (layout.rank, layout.needs) >= (second.rank, second.needs)
            if says_as_much and is_good(layout):
                return layout
            second = second or layout
        if height > highest:
            best, highest = layout, height
    return second or best


def headline(frame: Frame, quantity: Quantity, size: float, notes: list[Entry]) -> Headline | None:
    """The figure at `size` px with as many notes as fit beside it; None where the figure itself does not fit."""
    room = frame.area.width - figure_width(frame, quantity, size)
    if room < 0:
        return None
    beside = frame.area.inset(round(min(frame.area.width, frame.area.width - room + 2.5 * frame.gap)), 0, 0, 0)
    # What the figure is compared with says more than its own name.
    compared = [entry for entry in notes if entry.is_quiet][:1] or notes[:1]
    for some, has_values in ((notes, True), (notes, False), (compared, True), (compared, False)):
        found = legend(replace(frame, area=beside), some, 1, has_values) if some else None
        if found and found.size <= size:
            return Headline(quantity, size, found)
    return Headline(quantity, size, None)


def figure_sizes(frame: Frame) -> Iterator[float]:
    """Font sizes to try for the only figure of a chart, px, falling to that of labels."""
    size = LARGEST_FIGURE * frame.unit
    while size > frame.label:
        yield size
        size /= 1.125
    yield frame.label
