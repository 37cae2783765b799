"""Bars lying under each other, each with its label and its value beside or above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.scene import Op, Text
from displayd.widgets.axis import tight_scale
from displayd.widgets.bars import ShownBar, amounts_of, lying
from displayd.widgets.base import Frame, fitted_size
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.marks import level_mark
from displayd.widgets.plot import Ends
from displayd.widgets.rows import more_row, places_for

__all__ = ["barrows"]


class _Layout(NamedTuple):
    """Where things stand in every row, px."""

    is_stacked: bool
    """True with label and value above the bar, False with all on one line."""
    pitch: float
    left: float
    right: float
    """Ends of the longest bar."""
    name_width: float
    value_size: float
    mark: float
    """Width of the column of level marks; 0 for none."""


def barrows(frame: Frame, bars: Sequence[ShownBar], ends: Ends) -> list[Op]:
    """The bars from the top of `frame.area` to its bottom, as many as fit."""
    layout, places, left_over = _laid_out(frame, bars)
    scale = tight_scale(amounts_of(bars), ends.minimum, ends.maximum)
    ops: list[Op] = []
    for index, bar in enumerate(bars[:places]):
        top = frame.area.y + index * layout.pitch
        middle, thick = top + layout.pitch / 2, min(layout.pitch * 0.56, 52 * frame.unit)
        baseline = middle + frame.label * CAP_HEIGHT / 2
        if layout.is_stacked:
            thick = min(layout.pitch * 0.26, 28 * frame.unit)
            baseline = top + frame.label * 0.95
            middle = baseline + frame.label * 0.3 + thick / 2
        ops += _words(frame, bar, layout, baseline)
        if layout.right - layout.left >= 24 * frame.unit:
            ops += lying(frame, bar, scale, layout.left, layout.right, middle, thick)
    return ops + more_row(frame, left_over)


def _laid_out(frame: Frame, bars: Sequence[ShownBar]) -> tuple[_Layout, int, int]:
    """The layout, how many bars have a place, and how many have none."""
    area = frame.area
    texts = [_text(frame, bar) for bar in bars]
    widest_name = max(frame.fonts.width(bar.label, frame.label) for bar in bars)
    mark = 40 * frame.unit if any(bar.level in ("amber", "red") for bar in bars) else 0.0
    size = fitted_size(frame, texts, frame.label, area.width * 0.5 - mark)
    value_width = max(frame.fonts.width(text, size, "semibold") for text in texts) + mark
    is_stacked = widest_name + value_width > area.width * 0.5 and area.height / len(bars) > 1.9 * frame.label
    least = frame.label * (1.75 if is_stacked else 1.2)
    foot = frame.small * 1.4
    places, left_over = places_for(area.height, least, len(bars), foot)
    pitch = min((area.height - (foot if left_over else 0)) / places, 2.2 * least)
    if is_stacked:
        name_width = area.width - value_width - frame.gap
        return _Layout(True, pitch, area.x, area.right, name_width, size, mark), places, left_over
    name_width = min(widest_name, area.width * 0.42)
    left = area.x + (name_width + 1.6 * frame.gap if name_width else 0.0)
    right = area.right - value_width - 1.6 * frame.gap
    return _Layout(False, pitch, left, right, name_width, size, mark), places, left_over


def _words(frame: Frame, bar: ShownBar, layout: _Layout, baseline: float) -> list[Op]:
    """Label, value and level of one bar."""
    area = frame.area
    color = frame.theme.text if bar.stands_out else frame.theme.dim
    size, text = layout.value_size, _text(frame, bar)
    ops: list[Op] = [Text(area.right, baseline, text, size, color, "right", "semibold")]
    if bar.label and layout.name_width > frame.small:
        ops.append(Text(area.x, baseline, bar.label, frame.label, color, max_width=layout.name_width))
    if bar.level in ("amber", "red"):
        x = area.right - frame.fonts.width(text, size, "semibold") - layout.mark * 0.55
        ops += level_mark(bar.level, x, baseline - size * CAP_HEIGHT / 2, 24 * frame.unit, frame.theme)
    return ops


def _text(frame: Frame, bar: ShownBar) -> str:
    return bar.text or frame.format.text(None)
