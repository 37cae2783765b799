"""Bars lying under each other, each with its label and its value beside or above it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from displayd.drawing.chart.legend import Legend, legend, part_of_legend
from displayd.drawing.chart.plot import TEXT_ROW, row_of_texts
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import MORE_LINE, more_row
from displayd.drawing.scale import Scale, tick_texts, value_scale
from displayd.scene.operations import Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import fitted_size
from displayd.widgets.bar.bars import lying, mark_size, track
from displayd.widgets.bar.content import BarContent
from displayd.widgets.bar.row_layout import ONE_LINE, BarRowLayout, BarRowRoom, text_of
from displayd.widgets.bar.slots import Slot

__all__ = ["BarRows"]

# In 1080ths of the screen's short side: a bar beside its label, and under it.
THICKEST, THICKEST_BELOW = 60, 36


@dataclass(frozen=True)
class BarRows(BarContent):
    """Lying bars from the top of `frame.area` to its bottom, as many as fit."""

    def ops(self) -> list[Op]:
        """Everything, from back to front."""
        head = self._head()
        return [*(head.draw(self.frame) if head else ()), *self._below(head).rows()]

    def shows_all(self) -> bool:
        """True where no row is left out, and each has room for its label, its value and a bar."""
        layout = BarRowRoom(self._below(self._head()).frame, self.slots).best()
        return not layout.left_over and layout.right > layout.left

    def _below(self, head: Legend | None) -> BarRows:
        """The rows alone, under the names."""
        if not head:
            return self
        inner = self.frame.area.inset(0, round(head.height + 0.8 * self.frame.gap), 0, 0)
        return replace(self, frame=replace(self.frame, area=inner), entries=(), notes=())

    def names_all(self) -> bool:
        """True where every series has its name on the glass."""
        head = self._head()
        return bool(self.entries) and head is not None and not head.left_over

    def wanted_height(self) -> float:
        """Height of all rows with the names above them, px."""
        frame = self.frame
        row = max(frame.label * ONE_LINE, max(slot.abreast for slot in self.slots) * frame.small * 0.6)
        return len(self.slots) * row + (frame.label * 1.5 if self.entries or self.notes else 0.0)

    def _head(self) -> Legend | None:
        """The names above the rows; those of what the bars are compared with only if that costs no row its place."""
        frame, count = self.frame, len(self.slots)
        height, row = frame.area.height - frame.gap, frame.small * ONE_LINE
        every = (*self.entries, *self.notes)
        for some, needed in ((every, count), (self.entries, min(4, (count + 1) // 2))):
            rows = legend(frame, some, 2) if some else None
            if rows and height - rows.height >= needed * row and (some is not every or not self._costs_rows(rows)):
                return rows
        return part_of_legend(frame, self.entries) if self.entries and height > 4 * frame.label else None

    def _costs_rows(self, head: Legend) -> bool:
        """True where rows are left out below `head` that would stand without it."""
        below = BarRowRoom(self._below(head).frame, self.slots).best()
        return bool(self.notes) and below.left_over > self._room.best().left_over

    def rows(self) -> list[Op]:
        """The bars without names and notes over them."""
        frame, layout = self.frame, self._room.best()
        has_bars = layout.right > layout.left
        ops, scale = self._axis(layout) if has_bars and layout.amounts == "axis" else ([], self.tight_scale)
        for index, slot in enumerate(self.slots[: layout.shown]):
            baseline, middle, thick = self._places(layout, slot, frame.area.y + index * layout.pitch)
            if has_bars and layout.amounts == "values" and slot.abreast == 1 and not self.is_piled:
                ops.append(track(frame, slot, layout.left, layout.right, middle, thick))
            if has_bars:
                ops += lying(frame, slot, scale, layout.left, layout.right, middle, thick)
                ops += self._target(layout, scale, middle, thick)
            ops += self._words(slot, layout, baseline, middle, thick)
        return ops + more_row(frame, layout.left_over, layout.untold)

    @cached_property
    def _room(self) -> BarRowRoom:
        return BarRowRoom(self.frame, self.slots)

    def _places(self, layout: BarRowLayout, slot: Slot, top: float) -> tuple[float, float, float]:
        """In the row from `top` px down: baseline of the label, middle and height of the bars, px."""
        unit, size = self.frame.unit, layout.size
        growth = math.pow(slot.abreast, 0.8)
        # Each of several values stands beside its own bar.
        least = slot.abreast * self.frame.small if slot.abreast > 1 and layout.amounts == "values" else 0.0
        if not layout.is_above:
            middle = top + layout.pitch / 2
            thick = min(layout.pitch * (0.6 if slot.abreast == 1 else 0.86), max(THICKEST * unit * growth, least))
            return middle + size * CAP_HEIGHT / 2, middle, thick
        baseline = top + size * 0.9
        # Nearer to its own label than to the next one.
        room = (layout.pitch - size * 1.12) * (0.66 if slot.abreast == 1 else 0.86)
        thick = min(room, max(THICKEST_BELOW * unit * growth, size * 0.75, least))
        return baseline, baseline + size * 0.25 + thick / 2, thick

    def _target(self, layout: BarRowLayout, scale: Scale, middle: float, thick: float) -> list[Op]:
        """The part of the line across all bars that belongs to one row."""
        if self.target is None or not scale.low <= self.target <= scale.high:
            return []
        x = layout.left + scale.share(self.target) * (layout.right - layout.left)
        reach = thick * 0.72 if layout.is_above else layout.pitch / 2
        dots = (0.1 * self.frame.unit, 12 * self.frame.unit)
        return [Line(((x, middle - reach), (x, middle + reach)), 4.5 * self.frame.unit, self.frame.theme.text, dots)]

    def _axis(self, layout: BarRowLayout) -> tuple[list[Op], Scale]:
        """Lines down at round amounts, with their texts below; and the scale."""
        frame, ends = self.frame, self.ends
        across, foot = layout.right - layout.left, frame.area.y + layout.shown * layout.pitch
        intervals = max(1, min(4, int(across / (4.5 * frame.small))))
        scale = value_scale(self.amounts, ends.unit, ends.minimum, ends.maximum, intervals, from_zero=True)
        places = [layout.left + scale.share(tick) * across for tick in scale.ticks]
        texts = zip(places, tick_texts(frame.format, scale.ticks, ends.unit), strict=True)
        ops: list[Op] = [Line(((x, frame.area.y), (x, foot)), 2 * frame.unit, frame.theme.grid) for x in places]
        end = frame.area.bottom - (frame.small * MORE_LINE if layout.left_over else 0.0)
        if foot + frame.small * TEXT_ROW <= end + 1:
            ops += row_of_texts(frame, list(texts), layout.left, frame.area.right, foot + frame.small * 1.1)
        return ops, scale

    def _words(self, slot: Slot, layout: BarRowLayout, baseline: float, middle: float, thick: float) -> list[Op]:
        """Label, values and levels of one row."""
        frame, area, mark = self.frame, self.frame.area, mark_size(self.frame)
        color = frame.theme.text if slot.stands_out else frame.theme.dim
        ops: list[Op] = []
        tips = slot.tips if layout.amounts == "values" else ()
        texts = [text_of(tip, layout.form) for tip in tips]
        size = fitted_size(frame, texts, self._room.value_size(layout.size), area.width, "semibold", 1.0)
        # Where the figure has to shrink, nothing else has a place.
        if slot.label and layout.label_width > frame.small and size >= min(frame.small, layout.size):
            ops.append(Text(area.x, baseline, slot.label, layout.size, color, max_width=layout.label_width))
        for tip, text in zip(tips, texts, strict=True):
            y = baseline if self._room.abreast == 1 else middle + tip.middle * thick + size * CAP_HEIGHT / 2
            ops.append(Text(area.right, y, text, size, color, "right", "semibold", area.width))
            x = area.right - frame.fonts.width(text, size, "semibold") - mark * 0.85
            if tip.level in ("amber", "red") and x - mark > area.x:
                ops += level_mark(tip.level, x, y - size * CAP_HEIGHT / 2, mark, frame.theme)
        return ops
