"""Names and newest values at the ends of lines and beside stacked bars: each at the height of what it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from displayd.drawing.chart.legend import CHIP_SPACE, Entry, chip
from displayd.drawing.figure.figure import figure, figure_width
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame

__all__ = ["EndLabels", "Parts", "end_figure", "end_labels", "label_forms", "part_of_end_labels", "side_legend"]

Parts = Literal["all", "names", "values"]
"""What the labels say."""

# A name that is cut narrower than this many font sizes says nothing.
NARROWEST = 4.5


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
            elif label.has_chip:
                ops += chip(frame, label.entry, x, middle, frame.small)
                ops += _in_line(frame, label, x + frame.small * CHIP_SPACE, middle)
            elif label.is_stacked:
                ops += _stacked(frame, label, x, middle)
            else:
                ops += _in_line(frame, label, x, middle)
        return ops

    def middles(self, levels: Sequence[float], top: float, bottom: float) -> list[float]:
        """Where the middle of each label stands, y in px; the arguments are those of `draw`."""
        order = sorted(range(len(levels)), key=lambda index: levels[index])
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
    frame: Frame, entries: Sequence[Entry], max_width: float, parts: Parts = "all", is_cut: bool = False
) -> tuple[EndLabels, EndLabels]:
    """The ways to write labels, the best first, whether there is room for them or not; see `end_labels`."""
    if parts == "names":
        entries = [entry._replace(value="") for entry in entries]
    elif parts == "values":
        entries = [entry._replace(name="") for entry in entries]
    most = max_width if is_cut and max_width > frame.small * NARROWEST else 1e9
    stacked = EndLabels(tuple(_label(frame, entry, bool(entry.name and entry.value), most) for entry in entries))
    in_line = EndLabels(tuple(_label(frame, entry, False, most) for entry in entries))
    return stacked, in_line


def side_legend(frame: Frame, entries: Sequence[Entry], max_width: float, height: float) -> EndLabels | None:
    """The entries under each other, each with a sample of its colour; None if they need more room."""
    space = frame.small * CHIP_SPACE
    labels = []
    for entry in entries:
        one = _label(frame, entry, False, 1e9)
        labels.append(one._replace(width=one.width + space, has_chip=True))
    found = EndLabels(tuple(labels))
    return found if found.width <= max_width and found.height <= height else None


def part_of_end_labels(frame: Frame, entries: Sequence[Entry], max_width: float, height: float) -> EndLabels | None:
    """The names of as many `entries` as have room, and how many have none; None for fewer than two."""
    for count in range(len(entries) - 1, 1, -1):
        more = Entry(f"+{len(entries) - count} more", "", "", is_quiet=True)
        if labels := end_labels(frame, [*entries[:count], more], max_width, height, "names", is_cut=True):
            return labels._replace(is_part=True)
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
        rest = end_labels(frame, some, max_width, height - first.height) if some else None
        if rest:
            return EndLabels((first, *rest.labels))
    return EndLabels((first,))


def _label(frame: Frame, entry: Entry, is_stacked: bool, most: float) -> _Label:
    """A label of which the name may be cut so that it is no wider than `most` px."""
    name = frame.fonts.width(entry.name, frame.small, "medium")
    value = frame.fonts.width(entry.value, frame.label, "semibold")
    if is_stacked:
        return _Label(entry, max(min(name, most), value), frame.label * 2.05, True)
    value += frame.gap if name and value else 0.0
    name = min(name, max(most - value, frame.small * NARROWEST))
    return _Label(entry, name + value, frame.label * (1.12 if value else 1.05), False)


def _stacked(frame: Frame, label: _Label, x: float, middle: float) -> list[Op]:
    entry, small, large = label.entry, frame.small, frame.label
    # The block of both capitals and the space between them has its middle at `middle`.
    top = middle - (small * CAP_HEIGHT + large * 0.97) / 2
    name_y = top + small * CAP_HEIGHT
    value_y = name_y + large * 0.97
    return [
        Text(x, name_y, entry.name, small, entry.name_color(frame), "left", "medium", label.width),
        Text(x, value_y, entry.value, large, entry.value_color(frame), "left", "semibold"),
    ]


def _in_line(frame: Frame, label: _Label, x: float, middle: float) -> list[Op]:
    entry, ops = label.entry, list[Op]()
    baseline = middle + (frame.label if entry.value else frame.small) * CAP_HEIGHT / 2
    if entry.value:
        ops.append(Text(x, baseline, entry.value, frame.label, entry.value_color(frame), "left", "semibold"))
    if entry.name:
        space = frame.fonts.width(entry.value, frame.label, "semibold") + frame.gap if entry.value else 0.0
        room = label.width - space - (frame.small * CHIP_SPACE if label.has_chip else 0.0)
        ops.append(Text(x + space, baseline, entry.name, frame.small, entry.name_color(frame), "left", "medium", room))
    return ops
