"""Labels in one column while they fit, then in as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.widgets.base import Frame, fitted_size

__all__ = ["Grid", "Spot", "grid_for"]

# Between columns, in 1080ths of the screen's short side.
SPACE = 36


class Spot(NamedTuple):
    """The place of one label, px."""

    x: float
    top: float
    width: float
    height: float


class Grid(NamedTuple):
    """How many labels have a place, and how large they are."""

    columns: int
    rows: int
    places: int
    """Labels that have a place."""
    foot: float
    """Height left at the bottom for a line about those without, px; 0 when there are none."""
    size: float
    """Font size, px."""

    def spots(self, frame: Frame) -> Iterator[Spot]:
        """The places, column by column."""
        area, space = frame.area, SPACE * frame.unit
        width = (area.width - (self.columns - 1) * space) / self.columns
        height = min((area.height - self.foot) / self.rows, frame.label * 1.9)
        for number in range(self.places):
            column, row = divmod(number, self.rows)
            yield Spot(area.x + column * (width + space), area.y + row * height, width, height)


def grid_for(frame: Frame, labels: Sequence[str]) -> Grid:
    """The grid in `frame.area` for `labels`, each with a mark before it."""
    area = frame.area
    if int(area.height / (frame.label * 1.35)) >= len(labels):
        height = min(area.height / len(labels), frame.label * 1.9)
        return Grid(1, len(labels), len(labels), 0.0, min(frame.label, height / 1.25))
    line = frame.small * 1.5
    fitting = max(1, int(area.height / line))
    widest = min(max(frame.fonts.width(label, frame.small) for label in labels), area.width * 0.45)
    columns = min(max(1, int(area.width / (widest + 84 * frame.unit))), math.ceil(len(labels) / fitting))
    foot = 0.0
    if columns * fitting < len(labels) and fitting > 1:
        foot = line
        fitting = max(1, int((area.height - foot) / line))
    places = min(len(labels), columns * fitting)
    rows = math.ceil(places / columns)
    size = min(frame.label, min((area.height - foot) / rows, frame.label * 1.9) / 1.25)
    if columns > 1:
        room = (area.width - (columns - 1) * SPACE * frame.unit) / columns - 60 * frame.unit
        size = max(frame.small, fitted_size(frame, list(labels[:places]), size, room))
    return Grid(columns, rows, places, foot, size)
