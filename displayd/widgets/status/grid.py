"""Names side by side in as many columns as it takes to show them all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.drawing.rows.rows import row_sizes
from displayd.tile.frame import Frame

__all__ = ["Grid", "Spot", "grid_for"]

# Height of a row, space between columns, and width of the mark before a name with its space, in font sizes.
LINE, SPACE, MARK = 1.3, 0.7, 1.1


class Spot(NamedTuple):
    """The place of one name, px."""

    x: float
    top: float
    width: float
    height: float


class Grid(NamedTuple):
    """How many columns and rows, and how large the letters are."""

    columns: int
    rows: int
    size: float
    """Font size, px."""

    def spots(self, frame: Frame) -> Iterator[Spot]:
        """The places, column by column."""
        area, space = frame.area, SPACE * self.size
        width = (area.width - (self.columns - 1) * space) / self.columns
        height = min(area.height / self.rows, self.size * LINE * 1.4)
        for number in range(self.columns * self.rows):
            column, row = divmod(number, self.rows)
            yield Spot(area.x + column * (width + space), area.y + row * height, width, height)


def grid_for(frame: Frame, names: Sequence[str]) -> Grid | None:
    """The grid with the largest letters that has room for all `names`, each with a mark before it; None for none."""
    area = frame.area
    widest = max(frame.fonts.width(name, frame.small, "medium") for name in names) / frame.small
    for size in row_sizes(frame, area.height / LINE):
        columns = int((area.width + SPACE * size) / (size * (widest + MARK + SPACE)))
        if size < frame.small * 0.999 or columns < 1:
            continue
        rows = math.ceil(len(names) / columns)
        if rows * size * LINE <= area.height:
            # No more columns than needed, and those of equal length.
            return Grid(math.ceil(len(names) / rows), rows, size)
    return None
