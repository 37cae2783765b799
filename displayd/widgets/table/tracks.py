"""How wide the columns of a table are, and which are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.rows.rows import row_sizes
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Align, Weight
from displayd.tile.frame import Frame

__all__ = ["MARK", "TableCell", "Track", "best_tracks"]

# Words are not cut shorter than this many font sizes; a little more where a name would stand without any figure.
NARROWEST, SCANTEST = 5, 3.2

# A heading asks for no more than this many font sizes of its column, and for less where columns are cut.
WIDEST_HEADING, LEAST_HEADING = 5, 2.4

MARK = 0.9
"""Width of a level's mark with the space to the text, in font sizes."""

SPACE = 0.8
"""Between columns, in font sizes."""


class TableCell(NamedTuple):
    """One cell as it is drawn."""

    text: str
    is_words: bool
    """False for numbers, and where there is nothing."""
    is_nothing: bool
    level: Level
    short: str
    """The same in fewer letters, for where there is no room."""


class Track(NamedTuple):
    """Where a column stands, px."""

    column: int
    x: float
    width: float
    align: Align
    weight: Weight
    is_short: bool
    """True where the short texts are to be drawn."""
    text_width: float
    """Of the widest text, px; more than there is room for where texts are cut."""

    def text(self, cell: TableCell) -> str:
        """What `cell` says in this column."""
        return cell.short if self.is_short else cell.text


def best_tracks(
    frame: Frame,
    headings: Sequence[str],
    aligns: Sequence[Align],
    rows: Sequence[Sequence[TableCell]],
    largest: float,
) -> tuple[list[Track], float]:
    """The columns that fit in `frame.area`, and the font size in px.

    The letters get smaller first, then the words of units go, then the last columns are left out while words would be
    cut to a few letters, and what is left of the words is cut.

    Args:
        rows: a cell for each heading in every row.
        largest: font size that the height of the rows allows, px.
    """
    sizes = row_sizes(frame, largest)
    for is_short in (False, True):
        for size in sizes:
            natural = _natural(frame, headings, rows, size, is_short)
            if sum(natural) + SPACE * size * (len(natural) - 1) <= frame.area.width:
                return _placed(frame, natural, aligns, rows, size, is_short), size
    size = sizes[-1]
    natural = _natural(frame, headings, rows, size, True)
    needed = _natural(frame, headings, rows, size, True, LEAST_HEADING)
    is_fixed = [_weight(rows, column) == "semibold" for column in range(len(needed))]
    widths = [0.0]
    for narrowest in (NARROWEST, SCANTEST):
        if len(widths) < 2:
            pairs = zip(needed, is_fixed, strict=True)
            least = [width if fixed else min(width, size * narrowest) for width, fixed in pairs]
            widths = _cut(natural, least, size, frame.area.width)
    return _placed(frame, widths, aligns, rows, size, True), size


def _weight(rows: Sequence[Sequence[TableCell]], column: int) -> Weight:
    if not any(row[column].is_words for row in rows):
        return "semibold"
    return "regular" if column else "medium"


def _natural(
    frame: Frame,
    headings: Sequence[str],
    rows: Sequence[Sequence[TableCell]],
    size: float,
    is_short: bool,
    widest_heading: float = WIDEST_HEADING,
) -> list[float]:
    """The width that each column would like, px."""
    widths = []
    for column, heading in enumerate(headings):
        widest = _widest(frame, rows, column, size, is_short) + _mark_width(rows, column, size)
        widths.append(max(widest, min(frame.fonts.width(heading, frame.small), size * widest_heading)))
    return widths


def _widest(frame: Frame, rows: Sequence[Sequence[TableCell]], column: int, size: float, is_short: bool) -> float:
    weight = _weight(rows, column)
    cells = (row[column] for row in rows)
    return max(frame.fonts.width(cell.short if is_short else cell.text, size, weight) for cell in cells)


def _mark_width(rows: Sequence[Sequence[TableCell]], column: int, size: float) -> float:
    return size * MARK if any(row[column].level in ("amber", "red") for row in rows) else 0.0


def _cut(natural: list[float], least: list[float], size: float, room: float) -> list[float]:
    """Widths of the first columns, as many as fit in `room` px with the `least` widths."""
    count = len(natural)
    while count > 1 and sum(least[:count]) + SPACE * size * (count - 1) > room:
        count -= 1
    return _shared(natural[:count], least[:count], room - SPACE * size * (count - 1))


def _placed(
    frame: Frame,
    widths: list[float],
    aligns: Sequence[Align],
    rows: Sequence[Sequence[TableCell]],
    size: float,
    is_short: bool,
) -> list[Track]:
    """The columns side by side; what is left over goes to the first."""
    spare = frame.area.width - sum(widths) - SPACE * size * (len(widths) - 1)
    tracks = []
    x = float(frame.area.x)
    for column, width in enumerate(widths):
        width += 0.0 if column else max(0.0, spare)
        widest = _widest(frame, rows, column, size, is_short)
        tracks.append(Track(column, x, width, aligns[column], _weight(rows, column), is_short, widest))
        x += width + SPACE * size
    return tracks


def _shared(natural: list[float], least: list[float], room: float) -> list[float]:
    """Widths of columns in `room` px: what is too much is taken from the widest."""
    widths = [min(one, room) for one in natural]
    while (excess := sum(widths) - room) > 0.01:
        spare = [width - small for width, small in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda index: (spare[index] > 0.005, widths[index]))
        if spare[widest] <= 0.005:
            break
        others = [width for index, width in enumerate(widths) if index != widest and spare[index] > 0.005]
        step = max(widths[widest] - max(others, default=0.0), 1.0)
        widths[widest] -= min(excess, spare[widest], step)
    return widths
