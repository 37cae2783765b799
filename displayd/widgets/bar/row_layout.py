"""How the rows of lying bars share their tile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from displayd.drawing.chart.plot import TEXT_ROW
from displayd.drawing.rows.rows import MORE_LINE, places_for, row_sizes
from displayd.tile.frame import Frame
from displayd.widgets.bar.bars import mark_size
from displayd.widgets.bar.slots import Slot, Tip

__all__ = ["ONE_LINE", "BarRowLayout", "BarRowRoom", "text_of"]

ONE_LINE, TWO_LINES = 1.2, 1.8
"""Heights of a row in its font size: all on one line, and with label and value above the bar."""

# Labels beside the bars take no more than this share of the width, values no more than that.
WIDEST_LABELS, WIDEST_VALUES = 0.5, 0.4

# Bars are to have this part of the width, beside label and value; else these go above them.
LEAST_BAR = 0.22

# In 1080ths of the screen's short side: bars without values are as thin as this, if need be.
THINNEST = 14


Amounts = Literal["values", "axis", "none"]
"""What says how long the bars are: values beside them, an axis below, or nothing."""


class BarRowLayout(NamedTuple):
    """Where things stand in every row, px."""

    size: float
    """Font size of the labels."""
    is_above: bool
    """True with label and value above the bar, False with all on one line."""
    pitch: float
    left: float
    right: float
    """Ends of the longest bar; equal where there is no room for bars."""
    label_width: float
    form: int
    """Which of the ways to write the values; see `text_of`."""
    amounts: Amounts
    shown: int
    left_over: int
    lack: float
    """By how much even one row is too high; 0 where all is well."""
    untold: int = 0
    """How many are left over where a line that says so has no room."""


@dataclass(frozen=True)
class BarRowRoom:
    """Rows that want a place in `frame.area`."""

    frame: Frame
    slots: Sequence[Slot]

    def best(self) -> BarRowLayout:
        """The layout with the most rows, the wholest labels and the largest text, in this order."""
        return max(self._layouts(), key=self._worth)

    @cached_property
    def abreast(self) -> int:
        """How many bars are in a row, at most."""
        return max(slot.abreast for slot in self.slots)

    def value_size(self, size: float) -> float:
        """Font size of the values beside labels of `size` px."""
        return size if self.abreast == 1 else self.frame.small

    def _layouts(self) -> Iterator[BarRowLayout]:
        """Every way to lay out the rows; of equally good ones the first is taken."""
        height = self.frame.area.height / len(self.slots)
        sizes = row_sizes(self.frame, max(height / TWO_LINES, self.frame.label))
        ways: tuple[Amounts, ...] = ("values", "axis", "none") if self.abreast > 1 else ("values",)
        for amounts in ways:
            for size in sizes if self.abreast == 1 else sizes[-2:]:
                for is_above in (False, True):
                    yield self._laid_out(size, is_above, amounts)

    def _worth(self, layout: BarRowLayout) -> tuple[float, bool, bool, int, float]:
        """How little is lacking, whether there are bars, long enough, rows on show, how much of the longest label.

        A chart stays a chart: rows are left out, and counted, before bars are. A row whose label is cut to nothing
        counts half.
        """
        wanted = self._label_width(layout.size)
        is_readable = layout.label_width >= min(wanted, layout.size * 4.5)
        share = round(min(1.0, layout.label_width / wanted), 1) if wanted else 1.0
        long = layout.right - layout.left
        is_long = long > self.frame.area.width * LEAST_BAR
        return -layout.lack, long > 0, is_long, layout.shown if is_readable else layout.shown // 2, share

    def _label_width(self, size: float) -> float:
        return max(self.frame.fonts.width(slot.label, size) for slot in self.slots)

    def _laid_out(self, size: float, is_above: bool, amounts: Amounts) -> BarRowLayout:
        frame, area = self.frame, self.frame.area
        form, value_width = self._values(size) if amounts == "values" else (0, 0.0)
        gap = 1.4 * frame.gap if value_width else 0.0
        left, right = float(area.x), area.right - value_width - gap
        beside_value = max(0.0, right - left)
        # A single value stands above its bar too, several stand beside theirs.
        label_width = float(area.width) if is_above and self.abreast > 1 else beside_value
        if not is_above:
            label_width = min(self._label_width(size), area.width * WIDEST_LABELS)
            left += label_width + 1.4 * frame.gap if label_width else 0.0
        elif self.abreast == 1:
            right = float(area.right)
        if right - left < 1.5 * frame.label:
            # A table without bars.
            label_width, left = beside_value, right
        least = self._least(size, is_above, amounts == "values")
        foot = frame.small * TEXT_ROW if amounts == "axis" else 0.0
        more = frame.small * MORE_LINE
        shown, left_over = places_for(area.height - foot, least, len(self.slots), more)
        pitch = min((area.height - foot - (more if left_over else 0.0)) / shown, 2.2 * least)
        lack = round(max(0.0, least - pitch), 1)
        if lack and is_above:
            left = right
        return BarRowLayout(
            size,
            is_above,
            max(1.0, pitch),
            left,
            right,
            label_width,
            form,
            amounts,
            shown,
            left_over,
            lack,
            len(self.slots) - shown - left_over,
        )

    def _least(self, size: float, is_above: bool, has_values: bool) -> float:
        """Height of the lowest row, px."""
        frame = self.frame
        if self.abreast == 1:
            return size * (TWO_LINES if is_above else ONE_LINE)
        bars = self.abreast * (frame.small * 1.02 if has_values else THINNEST * frame.unit)
        return size * 1.15 + bars if is_above else max(size * ONE_LINE, bars + frame.small * 0.3)

    def _values(self, size: float) -> tuple[int, float]:
        """How the values are written to fit in their room, and their width with the marks before them, px."""
        frame, value_size = self.frame, self.value_size(size)
        tips = [tip for slot in self.slots for tip in slot.tips]
        if not tips:
            return 0, 0.0
        mark = mark_size(frame) * 1.5 if any(tip.level in ("amber", "red") for tip in tips) else 0.0
        widths = [0.0]
        for form in range(max(len(tip.texts) for tip in tips)):
            widths.append(max(frame.fonts.width(text_of(tip, form), value_size, "semibold") for tip in tips) + mark)
            if widths[-1] <= frame.area.width * WIDEST_VALUES:
                return form, widths[-1]
        return max(0, len(widths) - 2), min(widths[-1], float(frame.area.width))


def text_of(tip: Tip, form: int) -> str:
    """The value of `tip` in words; the larger `form`, the shorter they are. Nothing where it has no place anyway."""
    return tip.texts[min(form, len(tip.texts) - 1)] if tip.texts else ""
