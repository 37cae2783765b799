"""How wide the columns of a table are, and which are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.rows.rows import row_sizes
from displayd.scene.operations import Align, Weight
from displayd.tile.frame import Frame
from displayd.widgets.table.cells import TableCell

__all__ = ["MARK", "ColumnLook", "Track", "best_tracks"]

# Words are not cut shorter than this many font sizes; a little more where a name would stand without any figure.
NARROWEST, SCANTEST = 5, 3.2

# The names in the first column are cut later than other words.
NAMES = 7

# A heading asks for no more than this many font sizes of its column, and for less where columns are cut.
WIDEST_HEADING, LEAST_HEADING = 5, 2.4

MARK = 0.9
"""Width of a level's mark with the space to the text, in font sizes."""

SPACE = 0.8
"""Between columns, in font sizes."""


GRAPH = 4.0
"""Least width of a bar or a line of earlier values, in font sizes."""

# Where there is room, a bar or line becomes so many font sizes wide before names get the rest.
WIDEST_GRAPH = 14.0


class ColumnLook(NamedTuple):
    """What the cells of a column have in common."""

    heading: str
    align: Align
    is_key: bool = False
    """True for the column that the table is about: its figures are a step larger."""
    has_graph: bool = False
    """True with a bar or a line in every cell."""
    own_heading: str = ""
    """As much of the heading as tells it from the others: no two columns are called alike."""


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
    size: float
    """Font size, px."""
    graph: float = 0.0
    """Width of the bar or line at the left of the texts, px; 0 for none."""

    def text(self, cell: TableCell) -> str:
        """What `cell` says in this column."""
        return cell.short if self.is_short else cell.text


def best_tracks(
    frame: Frame, looks: Sequence[ColumnLook], columns: Sequence[Sequence[TableCell]], largest: float
) -> tuple[list[Track], float]:
    """The columns that fit in `frame.area`, and the font size in px.

    The letters get smaller first, then the words of units go, then the last columns but the key one are left out while
    words would be cut to a few letters, then bars go, and what is left of the words is cut.

    Args:
        columns: all cells of each column.
        largest: font size that the height of the rows allows, px.
    """
    sizes, room = row_sizes(frame, largest), frame.area.width
    measures = [_Measure.of(frame, column, index) for index, column in enumerate(columns)]
    every = range(len(looks))
    for is_short in (False, True):
        for size in sizes:
            for is_larger in (True, False):
                plan = _Plan(frame, looks, measures, size, is_short, is_larger)
                if sum(map(plan.natural, every)) + SPACE * size * (len(looks) - 1) <= room:
                    return plan.placed(every, [plan.natural(column) for column in every]), size
    size = sizes[-1]
    kept: Sequence[int] = [0]
    bare = [
        look._replace(has_graph=look.has_graph and not measure.text)
        for look, measure in zip(looks, measures, strict=True)
    ]
    for names, narrowest, some in ((NAMES, NARROWEST, looks), (NAMES, NARROWEST, bare), (SCANTEST, SCANTEST, bare)):
        if len(kept) < 2:
            plan = _Plan(frame, some, measures, size, True, False)
            least = [plan.least(column, size * (narrowest if column else names)) for column in every]
            kept = _kept(looks, least, size, room)
    shared = _shared(
        [plan.natural(column) for column in kept],
        [least[column] for column in kept],
        room - SPACE * size * (len(kept) - 1),
    )
    return plan.placed(kept, shared), size


class _Measure(NamedTuple):
    """What a column needs at a font size of 1 px."""

    text: float
    short: float
    has_mark: bool
    weight: Weight

    @classmethod
    def of(cls, frame: Frame, cells: Sequence[TableCell], index: int) -> _Measure:
        weight: Weight = "regular" if index else "medium"
        if not any(cell.is_words for cell in cells):
            weight = "semibold"
        # Widths grow evenly with the font size, and most cells of a column are alike: each text is measured once.
        size = frame.small
        text = max(frame.fonts.width(one, size, weight) for one in dict.fromkeys(cell.text for cell in cells)) / size
        short = max(frame.fonts.width(one, size, weight) for one in dict.fromkeys(cell.short for cell in cells)) / size
        return cls(text, short, any(cell.level in ("amber", "red") for cell in cells), weight)


class _Plan(NamedTuple):
    """All columns in one size."""

    frame: Frame
    looks: Sequence[ColumnLook]
    measures: Sequence[_Measure]
    size: float
    is_short: bool
    is_larger: bool
    """True with the key column a step larger than the others."""

    def text_size(self, column: int) -> float:
        return self.size * (self.frame.step if self.is_larger and self.looks[column].is_key else 1.0)

    def text_width(self, column: int) -> float:
        measure = self.measures[column]
        return (measure.short if self.is_short else measure.text) * self.text_size(column)

    def content(self, column: int) -> float:
        """Width of the widest cell, px."""
        mark = MARK if self.measures[column].has_mark else 0.0
        graph = GRAPH if self.looks[column].has_graph else 0.0
        return self.text_width(column) + mark * self.text_size(column) + graph * self.size

    def natural(self, column: int, widest_heading: float = WIDEST_HEADING) -> float:
        """The width that a column would like, px."""
        heading, own = (
            self.frame.fonts.width(text, self.frame.small)
            for text in (self.looks[column].heading, self.looks[column].own_heading)
        )
        return max(self.content(column), min(heading, max(own, self.size * widest_heading)))

    def least(self, column: int, narrowest: float) -> float:
        """The width with which a column still says something, px; figures are never cut."""
        needed = self.natural(column, LEAST_HEADING)
        own = self.frame.fonts.width(self.looks[column].own_heading, self.frame.small)
        is_fixed = self.measures[column].weight == "semibold" or self.looks[column].has_graph
        return needed if is_fixed else min(needed, max(own, narrowest))

    def placed(self, columns: Sequence[int], widths: Sequence[float]) -> list[Track]:
        """`columns` side by side; bars and lines get what is left over, then the first column."""
        frame, size = self.frame, self.size
        spare = max(0.0, frame.area.width - sum(widths) - SPACE * size * (len(widths) - 1))
        graphs = [column for column in columns if self.looks[column].has_graph]
        more = min(spare / len(graphs), (WIDEST_GRAPH - GRAPH) * size) if graphs else 0.0
        tracks: list[Track] = []
        x = float(frame.area.x)
        for column, own in zip(columns, widths, strict=True):
            measure, look = self.measures[column], self.looks[column]
            width = own + (more if look.has_graph else 0.0) + (0.0 if tracks else max(0.0, spare - more * len(graphs)))
            text = self.text_width(column)
            mark = MARK * self.text_size(column) if measure.has_mark else 0.0
            graph = max(0.0, width - text - mark) if look.has_graph else 0.0
            tracks.append(
                Track(
                    *(column, x, width, look.align, measure.weight, self.is_short, text, self.text_size(column), graph)
                )
            )
            x += width + SPACE * size
        return tracks


def _kept(looks: Sequence[ColumnLook], least: Sequence[float], size: float, room: float) -> list[int]:
    """The columns that fit in `room` px with the `least` widths: the first, the key one, then the others in order."""
    order = sorted(range(len(looks)), key=lambda column: (column > 0, not looks[column].is_key))
    count = len(order)
    while count > 1 and sum(least[column] for column in order[:count]) + SPACE * size * (count - 1) > room:
        count -= 1
    return sorted(order[:count])


def _shared(natural: Sequence[float], least: Sequence[float], room: float) -> list[float]:
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
