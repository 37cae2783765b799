"""Names and newest values of what is drawn in several colours, in rows at the top of a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from displayd.drawing.chart.told_apart import told_apart
from displayd.drawing.marks.marks import level_mark
from displayd.scene.operations import Box, Circle, Color, Line, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame

__all__ = [
    "CHIP_SPACE",
    "Chip",
    "Entry",
    "Legend",
    "chip",
    "cut_names",
    "cut_to_row",
    "in_rows",
    "legend",
    "legend_forms",
    "part_of_legend",
]

Chip = Literal["box", "line", "tick", "dots", "good", "amber", "red"]
"""What stands before a name: a box or a stroke in its colour, one across a bar, dots, or the mark of a level."""

# Lengths in font sizes.
CHIP_SPACE = 0.8
"""From the left of a sample to that of its name, in font sizes."""
LINE_HEIGHT = 1.25
VALUE_SPACE = 0.35
ENTRY_SPACE = 0.85

# A name that is cut shorter than this many font sizes says nothing.
NARROWEST = 4.5

# Where not all names have room, one takes no more than this share of the row.
WIDEST_OF_MANY = 0.4


class Entry(NamedTuple):
    """One colour and what it stands for."""

    name: str
    value: str
    """Text of the newest value; may be empty."""
    color: Color
    chip: Chip = "box"
    is_quiet: bool = False
    """True for what is only there to compare with, such as a target: its value is as quiet as a name."""

    def value_color(self, frame: Frame) -> Color:
        """Colour of the value."""
        return frame.theme.dim if self.is_quiet else frame.theme.text

    def name_color(self, frame: Frame) -> Color:
        """Colour of the name where it stands without a chip, at what it is the name of."""
        return frame.theme.dim if self.is_quiet else self.color


class Legend(NamedTuple):
    """Entries in rows, each with its distance from the left in px."""

    rows: tuple[tuple[tuple[float, Entry], ...], ...]
    size: float
    """Font size, px."""
    has_values: bool
    width: float
    """Of the widest row, px."""
    left_over: int = 0
    """Entries that have no place; said at the end of the last row."""

    @property
    def height(self) -> float:
        """Of all rows, px."""
        return len(self.rows) * self.size * LINE_HEIGHT

    def draw(self, frame: Frame) -> list[Op]:
        """The rows, from the top left of `frame.area`."""
        ops: list[Op] = []
        baseline = 0.0
        for number, row in enumerate(self.rows):
            baseline = frame.area.y + self.size * (number * LINE_HEIGHT + 0.87)
            for start, entry in row:
                ops += self._entry(frame, entry, frame.area.x + start, baseline)
        if self.left_over:
            x = frame.area.x + self.width
            ops.append(Text(x, baseline, f"+{self.left_over}", self.size, frame.theme.dim, "right"))
        return ops

    def _entry(self, frame: Frame, entry: Entry, x: float, baseline: float) -> list[Op]:
        size, theme = self.size, frame.theme
        ops = chip(frame, entry, x, baseline - size * CAP_HEIGHT / 2, size)
        x += size * CHIP_SPACE
        value_width = _value_width(frame, entry, size) if self.has_values else 0.0
        room = frame.area.right - x - value_width - _more_width(frame, self.left_over, size)
        if entry.name and room > size:
            ops.append(Text(x, baseline, entry.name, size, theme.dim, "left", "regular", room))
            x += min(room, frame.fonts.width(entry.name, size, "regular")) + size * VALUE_SPACE
        if self.has_values and entry.value:
            ops.append(Text(x, baseline, entry.value, size, entry.value_color(frame), "left", "semibold"))
        return ops


def chip(frame: Frame, entry: Entry, x: float, middle: float, size: float) -> list[Op]:
    """The sample of what `entry` stands for, from `x` px on, for text of `size` px."""
    long = size * 0.54
    if entry.chip in ("good", "amber", "red"):
        return level_mark(entry.chip, x + long / 2, middle, long, frame.theme, entry.color)
    if entry.chip == "line":
        return [Line(((x, middle), (x + long, middle)), size * 0.14, entry.color)]
    if entry.chip == "tick":
        return [Line(((x + long / 2, middle - long / 2), (x + long / 2, middle + long / 2)), size * 0.12, entry.color)]
    if entry.chip == "dots":
        radius = size * 0.07
        return [Circle(x + radius + step * (long / 2 - radius), middle, radius, entry.color) for step in range(3)]
    return [Box(x, middle - long / 2, long, long, entry.color, long * 0.3)]


def legend(
    frame: Frame,
    entries: Sequence[Entry],
    most_rows: int,
    has_values: bool = True,
    cut: Sequence[Entry] | None = None,
) -> Legend | None:
    """All `entries` in up to `most_rows` rows as wide as `frame.area`; None when that is too much.

    Args:
        cut: the same by `cut_to_row`, to take where there is no room for long names; without it nothing is cut.
    """
    return in_rows(legend_forms(frame, entries, has_values, cut), most_rows, frame.small)


def legend_forms(
    frame: Frame, entries: Sequence[Entry], has_values: bool = True, cut: Sequence[Entry] | None = None
) -> list[Legend]:
    """The ways to write a legend no wider than `frame.area`, the best first, in however many rows; see `legend`."""
    forms = []
    for size in (frame.label, frame.small):
        if cut is not None and size == frame.small:
            entries = cut
        rows = _rows(frame, entries, size, has_values)
        width = max(row[-1][0] + _width(frame, row[-1][1], size, has_values) for row in rows)
        if (
            cut is not None
            and size == frame.small
            and all(_can_be_cut(frame, entry, size, has_values) for entry in entries)
        ):
            width = min(width, frame.area.width)
        if width <= frame.area.width:
            forms.append(Legend(tuple(map(tuple, rows)), size, has_values, width))
    return forms


def in_rows(forms: Sequence[Legend], most_rows: int, small: float) -> Legend | None:
    """The first of `forms` in up to `most_rows` rows, several only in `small` letters (px): as low as they can be."""
    return next((one for one in forms if len(one.rows) <= (1 if one.size > small else most_rows)), None)


def part_of_legend(frame: Frame, entries: Sequence[Entry]) -> Legend:
    """One row with the names of as many `entries` as have room, and how many have none."""
    size, width = frame.small, float(frame.area.width)
    entries = _cut(frame, entries, width * WIDEST_OF_MANY, has_values=False)
    for count in range(len(entries), 0, -1):
        row = _rows(frame, entries[:count], size, False)[0]
        left_over = len(entries) - count
        end = row[-1][0] + _width(frame, row[-1][1], size, False)
        if len(row) == count and (end + _more_width(frame, left_over, size) <= width or count == 1):
            return Legend((tuple(row),), size, False, min(width, end + _more_width(frame, left_over, size)), left_over)
    return Legend((), size, False, 0.0)


def cut_names(
    frame: Frame, entries: Sequence[Entry], room: Callable[[Entry], float], size: float, weight: Weight = "regular"
) -> list[Entry]:
    """`entries` with names that fit the `room` (px) of each and differ; those of what is compared with stay."""
    told = [entry for entry in entries if not entry.is_quiet]
    names = told_apart(
        [entry.name for entry in told],
        lambda number, text: frame.fonts.width(text, size, weight) <= room(told[number]),
    )
    cut = iter(names)
    return [entry if entry.is_quiet else entry._replace(name=next(cut)) for entry in entries]


def cut_to_row(frame: Frame, entries: Sequence[Entry], has_values: bool = True) -> list[Entry]:
    """`entries` with names of which none is longer than a row of a legend in small letters."""
    return _cut(frame, entries, frame.area.width, has_values)


def _cut(frame: Frame, entries: Sequence[Entry], width: float, has_values: bool) -> list[Entry]:
    """`entries` no wider than `width` px each, where that is possible."""
    size = frame.small

    def room(entry: Entry) -> float:
        return max(width - _width(frame, entry._replace(name=""), size, has_values) - size * VALUE_SPACE, 0.0)

    return cut_names(frame, entries, room, size)


def _more_width(frame: Frame, left_over: int, size: float) -> float:
    return frame.fonts.width(f"+{left_over}", size) + size * 0.5 if left_over else 0.0


def _rows(frame: Frame, entries: Sequence[Entry], size: float, has_values: bool) -> list[list[tuple[float, Entry]]]:
    """The entries flowing into rows, each with its distance from the left."""
    rows: list[list[tuple[float, Entry]]] = [[]]
    x = 0.0
    for entry in entries:
        width = _width(frame, entry, size, has_values)
        if rows[-1] and x + width > frame.area.width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += width + size * ENTRY_SPACE
    return rows


def _width(frame: Frame, entry: Entry, size: float, has_values: bool) -> float:
    width = size * CHIP_SPACE + frame.fonts.width(entry.name, size, "regular")
    return width + (_value_width(frame, entry, size) if has_values else 0.0)


def _can_be_cut(frame: Frame, entry: Entry, size: float, has_values: bool) -> bool:
    """True when enough of the name is left, in a row of its own, for it to be told apart."""
    least = _width(frame, entry._replace(name=""), size, has_values) + size * (NARROWEST + VALUE_SPACE)
    return min(least, _width(frame, entry, size, has_values)) <= frame.area.width


def _value_width(frame: Frame, entry: Entry, size: float) -> float:
    """Of the value and the space before it, px."""
    if not entry.value:
        return 0.0
    return frame.fonts.width(entry.value, size, "semibold") + size * VALUE_SPACE * bool(entry.name)
