"""Bars standing side by side, each with its value above and its label below."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from displayd.drawing.chart.end_labels import EndLabels, end_labels, side_legend
from displayd.drawing.chart.layout import LABEL_SPACE, ChartLayout, first_fitting
from displayd.drawing.chart.legend import Entry, Legend, legend, part_of_legend
from displayd.drawing.chart.plot import TEXT_ROW, Plot, axis_for, least_height, limits, with_axes
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.scale import Scale, value_scale
from displayd.scene.operations import Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.direction import is_right_to_left
from displayd.tile.frame import Frame
from displayd.widgets.bar.bars import cluster_width, has_mark_inside, mark_size, standing, standing_track
from displayd.widgets.bar.content import BarContent
from displayd.widgets.bar.slots import Block, Slot, Tip

__all__ = ["Columns", "has_all_names"]

# A label that is cut shorter than this many letters says nothing.
FEWEST_LETTERS = 4

# Names at the right take no more than this share of the width; those that take less stand there even where there is
# room for them above.
WIDEST_NAMES, SMALL_NAMES = 0.45, 0.25

# Share of its least height that a plot has where its bars would otherwise stay without a name.
LOWER = 0.6

# Height of a value over its bar, in its font sizes.
TIP_ROW = 1.1


class _TipText(NamedTuple):
    """How the values at the bars are written."""

    form: int
    """Which of the ways to write them: the first is the longest."""
    size: float
    """Font size, px."""

    def of(self, tip: Tip) -> str:
        return tip.texts[min(self.form, len(tip.texts) - 1)]


@dataclass(frozen=True)
class Columns(BarContent):
    """Upright bars across `frame.area`; where there is no room for their values, an axis with ticks says them."""

    def ops(self) -> list[Op]:
        """Everything, from back to front."""
        frame, layout = self.frame, self._layout
        plot = layout.plot(frame)
        tips = self._tip_text(plot) if layout.above else None
        plot, ops = self._field(plot, tips)
        # Names are read as all words are; numbers and dates run to the right on every screen, as in a line chart.
        is_read = any(is_right_to_left(slot.label) for slot in self.slots)
        if layout.head:
            head = layout.head.draw(frame)
            ops += head if is_read else frame.kept(head, frame.area.x, frame.area.right)
        slot_px = (plot.right - plot.left) / len(self.slots)
        zero = plot.y(0.0)
        ops.append(Line(((plot.left, zero), (plot.right, zero)), 2 * frame.unit, frame.theme.grid))
        for index, slot in enumerate(self.slots):
            x = plot.left + slot_px * (index + 0.5)
            if self.whole is not None and slot.abreast == 1 and not self.is_piled:
                ops.append(standing_track(frame, slot, plot, x, slot_px))
            ops += standing(frame, slot, plot, x, slot_px)
            for tip in slot.tips:
                ops += self._tip(slot, tip, plot, x, slot_px, tips)
        ops += [one.line for one in limits(frame, plot, None, None, self.target)]
        if layout.has_texts:
            ops += _names(frame, self.slots, plot, slot_px)
        if layout.labels:
            x, foot = plot.right + LABEL_SPACE * frame.unit, plot.bottom + frame.small * CAP_HEIGHT / 2
            ops += layout.labels.draw(frame, self._levels(layout.labels, plot), x, frame.area.y, foot)
        return ops if is_read else frame.kept(ops, frame.area.x, frame.area.right)

    def names_all(self) -> bool:
        """True where every series has its name on the glass."""
        head, labels = self._layout.head, self._layout.labels
        return bool(self.entries) and (labels is not None or (isinstance(head, Legend) and not head.left_over))

    def wanted_height(self) -> float:
        """Height of a good plot with the values, labels and names around it, px."""
        frame = self.frame
        words = frame.label * 1.5 if self.entries or self.notes else 0.0
        return least_height(frame) + frame.small * TEXT_ROW + frame.label * 1.1 + words

    # Where things stand

    @cached_property
    def _layout(self) -> ChartLayout:
        return first_fitting(self.frame, self._layouts())

    def _layouts(self) -> Iterator[ChartLayout]:
        """Ways to share the tile, the least important part left out first."""
        base = ChartLayout(has_texts=any(slot.label for slot in self.slots))
        with_words = list(self._with_words(base))
        for layout in with_words:
            yield from self._with_tips(layout)
        yield from with_words
        if self.entries:
            # Bars a little shorter, rather than colours that nobody can tell.
            yield from (layout._replace(needs=LOWER) for layout in with_words)
            yield base._replace(head=part_of_legend(self.frame, self.entries), needs=LOWER)
        yield from self._with_tips(base)
        # What a bar is about is worth more than its length, too.
        yield base._replace(needs=LOWER)
        yield ChartLayout()

    def _with_words(self, base: ChartLayout) -> Iterator[ChartLayout]:
        """`base` with all names, in the places where they can stand; then without those that are only compared with."""
        frame, entries = self.frame, tuple(self.entries)
        if not entries and not self.notes:
            yield base
            return
        for some in dict.fromkeys(((*entries, *self.notes), entries)):
            beside = self._beside(some)
            if beside and beside.width < SMALL_NAMES * frame.area.width:
                yield base._replace(labels=beside)
            rows = legend(frame, some, 2) if some else None
            if rows and len(rows.rows) == 1:
                yield base._replace(head=rows)
            if beside:
                yield base._replace(labels=beside)
            if rows and len(rows.rows) > 1:
                yield base._replace(head=rows)
        if not entries:
            yield base

    def _beside(self, entries: Sequence[Entry]) -> EndLabels | None:
        """The names at the right: beside the last pile at the heights of its blocks, else from the top down."""
        frame = self.frame
        height = frame.area.height - frame.small * TEXT_ROW
        if not entries:
            return None
        width = frame.area.width * (WIDEST_NAMES if self.entries else SMALL_NAMES)
        if any(entry.chip != "dots" for entry in entries) and not self.is_piled:
            return side_legend(frame, entries, width, height)
        return end_labels(frame, entries, width, height)

    def _with_tips(self, base: ChartLayout) -> Iterator[ChartLayout]:
        """`base` with the values at the bars, if they fit."""
        tips = self._tip_text(base.plot(self.frame))
        if tips:
            row = tips.size * TIP_ROW
            is_down = any(tip.amount < 0 for slot in self.slots for tip in slot.tips)
            yield base._replace(above=row, below=row if is_down else 0.0)

    def _levels(self, labels: EndLabels, plot: Plot) -> list[float]:
        """Where the names at the right belong, y in px."""
        if any(label.has_chip for label in labels.labels):
            return [float(self.frame.area.y + number) for number in range(len(labels.labels))]
        # The middle of each series' block in the last pile that has it.
        middles = {block.series: (block.start + block.end) / 2 for slot in self.slots for block in slot.blocks}
        entries = [label.entry for label in labels.labels]
        amounts = [self.target if one.chip == "dots" else middles.get(index) for index, one in enumerate(entries)]
        return [plot.y(amount or 0.0) for amount in amounts]

    def _tip_text(self, plot: Plot) -> _TipText | None:
        """How all values fit above the bars of `plot`, or None."""
        frame = self.frame
        tips = [(slot, tip) for slot in self.slots for tip in slot.tips]
        slot_px = (plot.right - plot.left) / len(self.slots)
        for form in range(max((len(tip.texts) for _, tip in tips), default=0)):
            for size in (frame.label, frame.small):
                text = _TipText(form, size)
                if all(self._fits(text, slot, tip, slot_px) for slot, tip in tips):
                    return text
        return None

    def _fits(self, text: _TipText, slot: Slot, tip: Tip, slot_px: float) -> bool:
        room = slot_px if slot.abreast == 1 else cluster_width(self.frame, slot, slot_px) / slot.abreast
        width = self.frame.fonts.width(text.of(tip), text.size, "semibold")
        return width <= room - (8 if slot.abreast == 1 else 4) * self.frame.unit

    def _field(self, plot: Plot, tips: _TipText | None) -> tuple[Plot, list[Op]]:
        """`plot` with its scale, and with an axis where no values are at the bars."""
        frame, ends = self.frame, self.ends
        if tips or any(block.text for slot in self.slots for block in slot.blocks):
            return plot._replace(scale=self.tight_scale), []

        def scale_for(intervals: int) -> Scale:
            return value_scale(self.amounts, ends.unit, ends.minimum, self.whole, intervals, from_zero=True)

        plot, ops = with_axes(frame, plot, axis_for(frame, plot.bottom - plot.top, scale_for, ends.unit))
        return plot, [*ops, *(one.line for one in limits(frame, plot, ends.amber, ends.red))]

    # Words

    def _tip(self, slot: Slot, tip: Tip, plot: Plot, x: float, slot_px: float, text: _TipText | None) -> list[Op]:
        """The value beyond the end of a bar, and the mark of its level if the bar is too small for it."""
        frame = self.frame
        end, is_down = plot.y(tip.amount), tip.amount < 0
        away = 1 if is_down else -1
        size = text.size if text else 0.0
        width = cluster_width(frame, slot, slot_px)
        middle = x + tip.middle * width
        ops: list[Op] = []
        mark, length = mark_size(frame), abs(end - plot.y(0.0))
        block = Block(0.0, tip.amount, tip.middle, 1.0, "")
        is_marked = tip.level in ("amber", "red") and mark * 1.4 < slot_px / slot.abreast
        is_inside = has_mark_inside(frame, block, length, width / slot.abreast)
        if is_marked and not is_inside and plot.top < end + away * mark * 1.5 < plot.bottom:
            ops += level_mark(tip.level, middle, end + away * mark * 0.9, mark, frame.theme)
            end += away * mark * 1.5
        if not text:
            return ops
        lines = [plot.y(one.amount) for one in slot.marks if abs(one.middle - tip.middle) < 0.5 / slot.abreast]
        lines += [] if self.target is None else [plot.y(self.target)]
        for line in sorted(lines, key=lambda y: abs(y - end)):
            reach = end + away * size * 1.1
            if min(end, reach) - 4 * frame.unit < line < max(end, reach) + 4 * frame.unit:
                end = line
        baseline = end + (size * 0.95 if is_down else -size * 0.26)
        color = frame.theme.text if slot.stands_out else frame.theme.dim
        return [*ops, Text(middle, baseline, text.of(tip), size, color, "center", "semibold")]


def has_all_names(widest: float, slot_px: float, size: float) -> bool:
    """Whether each column has its name under it, if need be cut short.

    Args:
        widest: width of the longest name in font size `size`, px.
        slot_px: width of a column with the space around it, px.
    """
    return widest + size * 0.25 <= slot_px or slot_px >= size * 0.55 * FEWEST_LETTERS


def _names(frame: Frame, slots: Sequence[Slot], plot: Plot, slot_px: float) -> list[Op]:
    """The labels under the bars: all, all cut short, or every so many of them."""
    size = frame.small
    space = size * 0.25
    widths = [frame.fonts.width(slot.label, size) for slot in slots]
    every = 1
    if not has_all_names(max(widths), slot_px, size):
        # Fewer than would fit: they are there to find one's way, not to be read.
        every = math.ceil((min(max(widths), plot.right - plot.left) + 1.2 * size) / slot_px)
    room = min(slot_px * every - space, plot.right - plot.left)
    is_mixed = not all(slot.stands_out for slot in slots)
    ops: list[Op] = []
    edge = plot.right
    # Counted from the end: of a series of days, the last one is the one to know.
    for index in range(len(slots) - 1, -1, -every):
        width = min(widths[index], room)
        x = min(max(plot.left + slot_px * (index + 0.5) - width / 2, plot.left), plot.right - width)
        if not slots[index].label or x + width > edge + 0.01:
            continue
        color = frame.theme.text if is_mixed and slots[index].stands_out else frame.theme.dim
        ops.append(Text(x, frame.area.bottom - size * 0.26, slots[index].label, size, color, max_width=room))
        edge = x - space
    return ops
