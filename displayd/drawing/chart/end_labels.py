"""Names and newest values at the ends of lines and beside stacked bars: each at the height of what it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from displayd.drawing.chart.legend import CHIP_SPACE, Entry, chip, cut_names
from displayd.drawing.figure.figure import figure, figure_width
from displayd.drawing.rows.rows import more_text
from displayd.scene.operations import Color, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame

__all__ = ["EndLabels", "Parts", "end_figure", "end_labels", "label_forms", "part_of_end_labels", "side_legend"]

Parts = Literal["all", "names", "values"]
"""What the labels say."""

# A name that is cut narrower than this many font sizes says nothing.
NARROWEST = 4.5

# Notes may be so many times as wide as the figure that they belong to.
WIDER_NOTES = 1.2


class _Label(NamedTuple):
    """One label as it stands."""

    entry: Entry
    width: float
    height: float
    """With the space to the next, px."""
    is_stacked: bool
    """True with the name above the value, False with the value before the name on one line."""
    quantity: Quantity | None = None
    """The value in parts, for the only figure of a chart."""
    size: float = 0.0
    """Font size of that figure, px."""
    has_chip: bool = False
    """True with a sample of the colour before the name."""


class EndLabels(NamedTuple):
    """How labels stand at the ends of lines, in the order of their entries."""

    labels: tuple[_Label, ...]
    is_part: bool = False
    """True when the last label says how many there are besides."""

    @property
    def width(self) -> float:
        """Of the widest label, px."""
        return max(label.width for label in self.labels)

    @property
    def height(self) -> float:
        """Of all labels, px."""
        return sum(label.height for label in self.labels)

    def draw(self, frame: Frame, levels: Sequence[float], x: float, top: float, bottom: float) -> list[Op]:
        """The labels, from `x` px on, each as near to its level (y in px) as the others allow.

        Args:
            top: upper end of the room for all labels, px.
            bottom: lower end, px; at least as far away as all labels are high.
        """
        ops: list[Op] = []
        for label, middle in zip(self.labels, self.middles(levels, top, bottom), strict=True):
            if label.quantity:
                baseline = middle + label.size * CAP_HEIGHT / 2
                ops += figure(frame, label.quantity, x, baseline, label.size, frame.theme.text)
            else:
                ops += (_stacked if label.is_stacked else _in_line)(frame, label, x, middle)
        return ops

    def middles(self, levels: Sequence[float], top: float, bottom: float) -> list[float]:
        """Where the middle of each label stands, y in px; the arguments are those of `draw`.

        What is only compared with never stands over a figure that it would push aside.
        """
        order = sorted(range(len(levels)), key=lambda index: self._rank(index, levels))
        placed = [0.0] * len(levels)
        edge = top
        for index in order:
            placed[index] = max(levels[index], edge + self.labels[index].height / 2)
            edge = placed[index] + self.labels[index].height / 2
        edge = bottom
        for index in reversed(order):
            placed[index] = min(placed[index], edge - self.labels[index].height / 2)
            edge = placed[index] - self.labels[index].height / 2
        return placed

    def _rank(self, index: int, levels: Sequence[float]) -> tuple[float, bool]:
        """How far down the label of that number belongs."""
        if not self.labels[index].entry.is_quiet:
            return levels[index], False
        half = self.labels[index].height / 2
        pushed = [
            level
            for label, level in zip(self.labels, levels, strict=True)
            if not label.entry.is_quiet and 0 <= level - levels[index] < half + label.height / 2
        ]
        return max([levels[index], *pushed]), bool(pushed)


def end_labels(
    frame: Frame, entries: Sequence[Entry], max_width: float, height: float, parts: Parts = "all", is_cut: bool = False
) -> EndLabels | None:
    """The best way to put labels into `max_width` by `height` px, or None when there is none.

    Args:
        is_cut: True to cut the names that are too long; else nothing is cut.
    """
    forms = label_forms(frame, entries, max_width, parts, is_cut)
    return next((one for one in forms if one.width <= max_width and one.height <= height), None)


def label_forms(
    frame: Frame,
    entries: Sequence[Entry],
    max_width: float,
    parts: Parts = "all",
    is_cut: bool = False,
    has_chips: bool = False,
) -> tuple[EndLabels, EndLabels]:
    """The ways to write labels, the best first, whether there is room for them or not; see `end_labels`.

    Args:
        has_chips: True with a sample of the colour before each name, for labels that are not at the ends of lines.
    """
    if parts == "names":
        entries = [entry._replace(value="") for entry in entries]
    elif parts == "values":
        entries = [entry._replace(name="") for entry in entries]
    most = max_width if is_cut and max_width > frame.small * NARROWEST else 1e9
    stacked, in_line = (_labels(frame, entries, most, one, has_chips) for one in (True, False))
    return stacked, in_line


def side_legend(frame: Frame, entries: Sequence[Entry], max_width: float, height: float) -> EndLabels | None:
    """The entries under each other, each with a sample of its colour; None if they need more room."""
    found = _labels(frame, entries, 1e9, False, True)
    return found if found.width <= max_width and found.height <= height else None


def part_of_end_labels(
    frame: Frame, entries: Sequence[Entry], max_width: float, height: float, has_chips: bool = False
) -> EndLabels | None:
    """The names of as many `entries` as have room, and how many have none; None for fewer than two."""
    for count in range(len(entries) - 1, 1, -1):
        more = Entry(more_text(frame, len(entries) - count), "", "", is_quiet=True)
        for one in label_forms(frame, [*entries[:count], more], max_width, "names", True, has_chips):
            if one.width <= max_width and one.height <= height:
                return one._replace(is_part=True)
    return None


def end_figure(
    frame: Frame, quantity: Quantity, size: float, others: Sequence[Entry], max_width: float, height: float
) -> EndLabels | None:
    """The figure of the only line, its number `size` px, and labels for what it is compared with."""
    width = figure_width(frame, quantity, size)
    first = _Label(Entry("", quantity.text, ""), width, size * 1.05, False, quantity, size)
    if width > max_width or first.height > height:
        return None
    for some in (others, [entry._replace(value="") for entry in others], ()):
        if not some:
            continue
        stacked, in_line = label_forms(frame, some, max_width)
        # On one line, where that makes the labels hardly wider than the figure.
        forms = (in_line, stacked) if in_line.width <= WIDER_NOTES * width else (stacked, in_line)
        for rest in forms:
            if rest.width <= max_width and rest.height <= height - first.height:
                return EndLabels((first, *rest.labels))
    return EndLabels((first,))


def _labels(frame: Frame, entries: Sequence[Entry], most: float, is_stacked: bool, has_chips: bool) -> EndLabels:
    """The labels, none wider than `most` px where that is possible: names are cut so that they differ."""

    def room(entry: Entry) -> float:
        space = frame.small * CHIP_SPACE if has_chips else 0.0
        beside = 0.0 if is_stacked else _value_width(frame, entry) + frame.gap * bool(entry.value)
        return max(most - space - beside, frame.small * NARROWEST)

    told = entries if most >= 1e9 else cut_names(frame, entries, room, frame.small, "medium")
    return EndLabels(
        tuple(_label(frame, entry, is_stacked and bool(entry.name and entry.value), most, has_chips) for entry in told)
    )


def _label(frame: Frame, entry: Entry, is_stacked: bool, most: float, has_chip: bool) -> _Label:
    """A label of which the name may be cut so that it is no wider than `most` px."""
    has_chip = has_chip and bool(entry.color)
    space = frame.small * CHIP_SPACE if has_chip else 0.0
    name = frame.fonts.width(entry.name, frame.small, "medium")
    value, large = _value_width(frame, entry), _value_size(frame, entry)
    if is_stacked:
        return _Label(entry, space + max(min(name, most - space), value), large * 2.05, True, has_chip=has_chip)
    value += frame.gap if name and value else 0.0
    name = min(name, max(most - space - value, frame.small * NARROWEST))
    height = large * 1.12 if value else frame.label * 1.05
    return _Label(entry, space + name + value, height, False, has_chip=has_chip)


def _value_size(frame: Frame, entry: Entry) -> float:
    """Font size of the value, px: what is only compared with is smaller than what it is compared with."""
    return frame.small if entry.is_quiet else frame.label


def _value_width(frame: Frame, entry: Entry) -> float:
    return frame.fonts.width(entry.value, _value_size(frame, entry), _value_weight(entry))


def _value_weight(entry: Entry) -> Weight:
    return "regular" if entry.is_quiet else "semibold"


def _stacked(frame: Frame, label: _Label, x: float, middle: float) -> list[Op]:
    entry, small, large = label.entry, frame.small, _value_size(frame, label.entry)
    # The block of both capitals and the space between them has its middle at `middle`.
    top = middle - (small * CAP_HEIGHT + large * 0.97) / 2
    name_y = top + small * CAP_HEIGHT
    value_y = name_y + large * 0.97
    ops, space = _chip(frame, label, x, name_y - small * CAP_HEIGHT / 2)
    x += space
    return [
        *ops,
        Text(x, name_y, entry.name, small, _name_color(frame, label), "left", "medium", label.width - space),
        Text(x, value_y, entry.value, large, entry.value_color(frame), "left", _value_weight(entry)),
    ]


def _in_line(frame: Frame, label: _Label, x: float, middle: float) -> list[Op]:
    entry = label.entry
    ops, before = _chip(frame, label, x, middle)
    x += before
    large = _value_size(frame, entry)
    baseline = middle + (large if entry.value else frame.small) * CAP_HEIGHT / 2
    if entry.value:
        ops.append(Text(x, baseline, entry.value, large, entry.value_color(frame), "left", _value_weight(entry)))
    if entry.name:
        space = _value_width(frame, entry) + frame.gap if entry.value else 0.0
        room, color = label.width - space - before, _name_color(frame, label)
        ops.append(Text(x + space, baseline, entry.name, frame.small, color, "left", "medium", room))
    return ops


def _chip(frame: Frame, label: _Label, x: float, middle: float) -> tuple[list[Op], float]:
    """The sample of the colour, if the label has one, and how much room it takes, px."""
    if not label.has_chip:
        return [], 0.0
    return chip(frame, label.entry, x, middle, frame.small), frame.small * CHIP_SPACE


def _name_color(frame: Frame, label: _Label) -> Color:
    return frame.theme.dim if label.has_chip else label.entry.name_color(frame)
