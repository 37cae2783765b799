"""How a chart shares its tile: the plot, what stands over it, beside it and under it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, Protocol

from displayd.drawing.chart.end_labels import EndLabels
from displayd.drawing.chart.inside import HIGH_INSIDE
from displayd.drawing.chart.legend import Entry, Legend, legend
from displayd.drawing.chart.plot import TEXT_ROW, Plot, least_height
from displayd.drawing.figure.figure import figure, figure_width
from displayd.scene.operations import Op
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.fit import SCALE_STEP, on_scale
from displayd.tile.frame import Frame

__all__ = [
    "LABEL_SPACE",
    "MOST_RANK",
    "ChartLayout",
    "Headline",
    "best_fitting",
    "figure_sizes",
    "first_fitting",
    "headline",
]

LABEL_SPACE = 28
"""Between a plot and the labels at its right, in 1080ths of the screen's short side; a line's last dot is in it."""

# A plot of less than this share of its least height is squeezed.
SQUEEZED = 0.6

MOST_RANK = 3
"""See `ChartLayout.rank`."""

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
    """How much the words say: `MOST_RANK` for names and figures, 2 for names, 1 for some of them, 0 for less."""

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


def first_fitting(frame: Frame, layouts: Iterable[ChartLayout]) -> ChartLayout:
    """The first of `layouts` that leaves the plot its least height, else the one that leaves it most."""
    return _chosen(frame, layouts, lambda layout: (), ())


def best_fitting(frame: Frame, layouts: Iterable[ChartLayout], has_axes: Callable[[ChartLayout], bool]) -> ChartLayout:
    """Of the `layouts` that leave the plot its least height the one that says most, else the one that leaves it most.

    Names come first, then the times, then a plot that is not squeezed, then the ends of its scale, then all other
    words, then axes beside the plot and not in it, then a high plot.

    Args:
        has_axes: whether the axes have a place beside the plot of a layout.
    """

    def says(layout: ChartLayout) -> tuple[float, ...]:
        plot, is_beside = layout.plot(frame), has_axes(layout)
        is_scaled = is_beside or plot.bottom - plot.top >= HIGH_INSIDE * frame.small
        is_high = layout.needs >= SQUEEZED
        return min(layout.rank, 1), layout.has_texts, is_high, is_scaled, layout.rank, is_beside, layout.needs

    return _chosen(frame, layouts, says, (1, True, True, True, MOST_RANK, True, 1.0))


def _chosen(
    frame: Frame,
    layouts: Iterable[ChartLayout],
    says: Callable[[ChartLayout], tuple[float, ...]],
    most: tuple[float, ...],
) -> ChartLayout:
    """The first that says as much as `most`, else the one that says most; see `best_fitting`."""
    least = least_height(frame)
    highest, best = -1.0, ChartLayout()
    chosen: tuple[tuple[float, ...], ChartLayout] | None = None
    for layout in layouts:
        plot = layout.plot(frame)
        height = plot.bottom - plot.top
        if height > highest:
            best, highest = layout, height
        if height < least * layout.needs - 0.5:
            continue
        told = says(layout)
        if chosen is None or told > chosen[0]:
            chosen = told, layout
        if told >= most:
            break
    return chosen[1] if chosen else best


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
    size = on_scale(LARGEST_FIGURE * frame.unit, frame.small)
    while size > frame.label:
        yield size
        size /= SCALE_STEP
    yield frame.label
