"""Names and newest values of what is drawn in several colours: at the ends of lines, or in rows at the top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.scene import Box, Color, Op, Text
from displayd.widgets.base import Frame
from displayd.widgets.figure import CAP_HEIGHT

__all__ = ["EndLabels", "Entry", "end_labels", "legend"]


class Entry(NamedTuple):
    """One colour and what it stands for."""

    name: str
    value: str
    """Text of the newest value; may be empty."""
    color: Color
    is_limit: bool = False
    """True for what is no line of its own, such as a target: its value is as quiet as a name."""

    def ink(self, frame: Frame) -> Color:
        """Colour of the value."""
        return frame.theme.dim if self.is_limit else frame.theme.text


class EndLabels(NamedTuple):
    """How labels stand at the ends of lines."""

    width: float
    height: float
    """Of one label with the space to the next, px."""
    is_stacked: bool
    """True with the name above the value, False with both on one line."""

    def draw(
        self, frame: Frame, entries: Sequence[Entry], levels: Sequence[float], x: float, top: float, bottom: float
    ) -> list[Op]:
        """The labels, from `x` px on, each as near to its level (y in px) as the others allow.

        Args:
            top: upper end of the room for all labels, px.
            bottom: lower end, px; at least as far away as all labels are high.
        """
        ops: list[Op] = []
        for entry, y in zip(entries, _spread(levels, self.height, top, bottom), strict=True):
            small, label = frame.small, frame.label
            if self.is_stacked:
                middle = y - label / 2 + small * CAP_HEIGHT / 2 - (label - small) * CAP_HEIGHT / 4
                ops.append(Text(x, middle, entry.name, small, entry.color, "left", "medium", self.width))
                value_y = middle + label
                ops.append(Text(x, value_y, entry.value, label, entry.ink(frame), "left", "semibold", self.width))
                continue
            baseline = y + label * CAP_HEIGHT / 2
            value_width = 0.0
            if entry.value:
                ops.append(Text(x, baseline, entry.value, label, entry.ink(frame), "left", "semibold", self.width))
                value_width = frame.fonts.width(entry.value, label, "semibold") + frame.gap
            room = self.width - value_width
            if entry.name and room > small:
                ops.append(Text(x + value_width, baseline, entry.name, small, entry.color, "left", "medium", room))
        return ops


def end_labels(frame: Frame, entries: Sequence[Entry], max_width: float, height: float) -> EndLabels | None:
    """The best way to put labels at the ends of lines in `max_width` by `height` px, or None when there is none."""
    small, label = frame.small, frame.label
    names = [frame.fonts.width(entry.name, small, "medium") for entry in entries]
    values = [frame.fonts.width(entry.value, label, "semibold") for entry in entries]
    stacked = EndLabels(max(names + values), label * 2.3, True)
    in_line = EndLabels(
        max(name + value + (frame.gap if name and value else 0) for name, value in zip(names, values, strict=True)),
        label * 1.15,
        False,
    )
    has_both = any(name and value for name, value in zip(names, values, strict=True))
    for way in (stacked, in_line) if has_both else (in_line,):
        if way.width <= max_width and way.height * len(entries) <= height:
            return way
    return None


def legend(frame: Frame, entries: Sequence[Entry], max_height: float) -> tuple[list[Op], float]:
    """The entries in rows at the top of `frame.area`, and the height that they take.

    Values are left out first, then the last entries.
    """
    for with_values in (True, False):
        for size in (frame.label, frame.small):
            rows = _rows(frame, entries, size, with_values)
            height = len(rows) * size * 1.35
            is_large = height > frame.area.height * 0.25 and len(rows) > 2
            if height <= max_height and (not is_large or size == frame.small):
                return _legend_ops(frame, rows, size, with_values), len(rows) * size * 1.35
    size = frame.small
    rows = _rows(frame, entries, size, False)[: int(max_height / (size * 1.35))]
    return _legend_ops(frame, rows, size, False), len(rows) * size * 1.35


def _rows(frame: Frame, entries: Sequence[Entry], size: float, with_values: bool) -> list[list[tuple[float, Entry]]]:
    """The entries flowing into rows, each with its distance from the left."""
    rows: list[list[tuple[float, Entry]]] = [[]]
    x = 0.0
    for entry in entries:
        width = _entry_width(frame, entry, size, with_values)
        if rows[-1] and x + width > frame.area.width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += width + size * 0.9
    return rows


def _entry_width(frame: Frame, entry: Entry, size: float, with_values: bool) -> float:
    width = size * 0.85 + frame.fonts.width(entry.name, size, "regular")
    if with_values and entry.value:
        width += frame.fonts.width(entry.value, size, "semibold") + size * 0.35 * bool(entry.name)
    return width


def _legend_ops(frame: Frame, rows: list[list[tuple[float, Entry]]], size: float, with_values: bool) -> list[Op]:
    area, theme = frame.area, frame.theme
    ops: list[Op] = []
    for number, row in enumerate(rows):
        baseline = area.y + number * size * 1.35 + size * 0.9
        for start, entry in row:
            chip = size * 0.5
            x = area.x + start
            ops.append(Box(x, baseline - size * CAP_HEIGHT / 2 - chip / 2, chip, chip, entry.color, chip * 0.3))
            x += size * 0.85
            room = area.right - x
            value_width = frame.fonts.width(entry.value, size, "semibold") if with_values and entry.value else 0.0
            name_room = room - value_width - size * 0.35 * bool(value_width)
            if entry.name and name_room > size:
                ops.append(Text(x, baseline, entry.name, size, theme.dim, "left", "regular", name_room))
                x += min(name_room, frame.fonts.width(entry.name, size, "regular")) + size * 0.35
            if value_width:
                room = area.right - x
                ops.append(Text(x, baseline, entry.value, size, entry.ink(frame), "left", "semibold", room))
    return ops


def _spread(levels: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Middles for labels `height` px high, in the order of `levels`, near their levels and clear of each other."""
    order = sorted(range(len(levels)), key=lambda index: levels[index])
    placed = [0.0] * len(levels)
    edge = top
    for index in order:
        placed[index] = max(levels[index], edge + height / 2)
        edge = placed[index] + height / 2
    edge = bottom
    for index in reversed(order):
        placed[index] = min(placed[index], edge - height / 2)
        edge = placed[index] - height / 2
    return placed
