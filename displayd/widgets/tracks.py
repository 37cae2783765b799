"""How wide the columns of a table are, and which are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.scene import Align, Weight
from displayd.widgets.base import Frame, Level

__all__ = ["TableCell", "Track", "best_tracks"]

# A column of words that is cut narrower than this many font sizes says nothing.
NARROWEST = 5

# A heading asks for no more than this many font sizes of its column.
WIDEST_HEADING = 5


class TableCell(NamedTuple):
    """One cell as it is drawn."""

    text: str
    is_words: bool
    """False for numbers, and where there is nothing."""
    is_nothing: bool
    level: Level


class Track(NamedTuple):
    """Where a column stands, px."""

    column: int
    x: float
    width: float
    align: Align
    weight: Weight


def best_tracks(
    frame: Frame,
    headings: Sequence[str],
    aligns: Sequence[Align],
    rows: Sequence[Sequence[TableCell]],
    largest: float,
) -> tuple[list[Track], float]:
    """The columns that fit in `frame.area`, and the font size in px: smaller rather than with anything cut.

    Columns are as wide as their content. Words are cut before figures, the last columns left out first.

    Args:
        rows: a cell for each heading in every row.
        largest: font size that the height of the rows allows, px.
    """
    middle = (frame.label + frame.small) / 2
    for size in (frame.label, middle, frame.small):
        size = min(size, largest)
        natural = _natural(frame, headings, rows, size)
        if sum(natural) + _space(size) * (len(natural) - 1) <= frame.area.width:
            return _laid_out(frame, natural, aligns, rows, size), size
    size = min(middle, largest)
    return _laid_out(frame, _natural(frame, headings, rows, size), aligns, rows, size), size


def _space(size: float) -> float:
    return size * 0.9


def _weight(rows: Sequence[Sequence[TableCell]], column: int) -> Weight:
    return "regular" if any(row[column].is_words for row in rows) else "medium"


def _natural(frame: Frame, headings: Sequence[str], rows: Sequence[Sequence[TableCell]], size: float) -> list[float]:
    """The width that each column would like, px."""
    widths = []
    for column, heading in enumerate(headings):
        weight = _weight(rows, column)
        widest = max(frame.fonts.width(row[column].text, size, weight) for row in rows)
        if any(row[column].level in ("amber", "red") for row in rows):
            widest += size * 1.1
        widths.append(max(widest, min(frame.fonts.width(heading, frame.small), size * WIDEST_HEADING)))
    return widths


def _laid_out(
    frame: Frame, natural: list[float], aligns: Sequence[Align], rows: Sequence[Sequence[TableCell]], size: float
) -> list[Track]:
    """The first columns, as many as fit when words are cut to the least."""
    weights = [_weight(rows, column) for column in range(len(natural))]
    least = [
        min(width, size * NARROWEST) if weight == "regular" else width
        for width, weight in zip(natural, weights, strict=True)
    ]
    count = len(natural)
    while count > 1 and sum(least[:count]) + _space(size) * (count - 1) > frame.area.width:
        count -= 1
    widths = _shared(natural[:count], least[:count], frame.area.width - _space(size) * (count - 1))
    tracks = []
    x = float(frame.area.x)
    for column, width in enumerate(widths):
        tracks.append(Track(column, x, width, aligns[column], weights[column]))
        x += width + _space(size)
    return tracks


def _shared(natural: list[float], least: list[float], room: float) -> list[float]:
    """Widths of columns in `room` px: too much is taken from the widest, too little given to the first."""
    widths = [min(one, room) for one in natural]
    while (excess := sum(widths) - room) > 0.01:
        spare = [width - small for width, small in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda index: (spare[index] > 0.005, widths[index]))
        if spare[widest] <= 0.005:
            break
        others = [width for index, width in enumerate(widths) if index != widest and spare[index] > 0.005]
        step = max(widths[widest] - max(others, default=0.0), 1.0)
        widths[widest] -= min(excess, spare[widest], step)
    widths[0] += max(0.0, room - sum(widths))
    return widths
