"""Bars over ranges, with the figures that half or most do not exceed marked above them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.chart.plot import TEXT_ROW, row_of_texts
from displayd.drawing.scale import Scale, tick_texts, value_scale
from displayd.scene.operations import Box, Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.widgets.histogram.counting import Bin, bins_of, percentiles_of
from displayd.widgets.histogram.widget import Histogram

__all__ = ["draw", "wanted_height"]

# Height of a row of words over the bars in font sizes, and how many there are at most.
WORDS, MOST_ROWS = 1.2, 3

# Between neighbouring bars, in 1080ths of the screen's short side; bars have none when they are thin.
SEAM, THIN = 3, 12

# Least height of the bars, in labels.
LEAST = 2.0


class _Mark(NamedTuple):
    """A figure on the scale, with its words."""

    x: float
    words: str
    left: float
    """Left end of the words, px."""
    row: int
    """0 for the lowest row of words."""


def draw(widget: Histogram, frame: Frame) -> list[Op]:
    """Bars, the scale below, counts at the left, and the marks over them as far as there is room."""
    bins, area, theme, small = bins_of(widget), frame.area, frame.theme, frame.small
    foot = small * TEXT_ROW if area.height > small * TEXT_ROW + LEAST * frame.label else 0.0
    spaces = max(1, min(3, int((area.height - foot) / (3 * small))))
    counts = value_scale([one.number for one in bins], "short", 0.0, None, spaces, from_zero=True)
    ticks = tick_texts(frame.format, counts.ticks, "short")
    beside = max((frame.fonts.width(text, small) for text in ticks), default=0.0) + small * 0.5
    beside = beside if beside < area.width * 0.25 and foot else 0.0
    left, right = area.x + beside, float(area.right)
    across = Scale(bins[0].low, bins[-1].high, tuple(dict.fromkeys(edge for one in bins for edge in one[:2])))
    marks = _marks(widget, frame, bins, across, left, right)
    head = _head(frame, marks, foot)
    top, bottom = area.y + head * WORDS * small + small * CAP_HEIGHT / 2 * bool(beside or head), area.bottom - foot
    ops: list[Op] = []
    for tick, text in zip(counts.ticks, ticks, strict=True):
        y = bottom - counts.share(tick) * (bottom - top)
        ops.append(Line(((left, y), (right, y)), 2 * frame.unit, theme.grid))
        if beside and tick:
            # The scale below begins where 0 would stand.
            ops.append(Text(left - small * 0.5, y + small * CAP_HEIGHT / 2, text, small, theme.dim, "right"))
    ops += _bars(frame, bins, across, counts, (left, right, top, bottom))
    if widget.target is not None and across.low <= widget.target <= across.high:
        x = left + across.share(widget.target) * (right - left)
        ops.append(Line(((x, top), (x, bottom)), 4.5 * frame.unit, theme.text, (0.1 * frame.unit, 12 * frame.unit)))
    ops += _mark_ops(frame, [mark for mark in marks if mark.row < head], top, bottom)
    if foot:
        ops += _edges(widget, frame, across, left, right, bottom)
    # An axis of figures runs to the right on every screen.
    return frame.kept(ops, area.x, area.right)


def wanted_height(widget: Histogram, frame: Frame) -> float:
    """Bars worth the name, with the scale and a row of words."""
    return 4.0 * frame.label + frame.small * (TEXT_ROW + WORDS)


def _bars(
    frame: Frame, bins: Sequence[Bin], across: Scale, counts: Scale, room: tuple[float, float, float, float]
) -> list[Op]:
    """The bars; ranges of another width have another area, so their height is a count, which the scale says."""
    left, right, top, bottom = room
    ops: list[Op] = []
    for one in bins:
        start, end = (left + across.share(edge) * (right - left) for edge in (one.low, one.high))
        seam = SEAM * frame.unit if end - start > THIN * frame.unit else 0.0
        high = counts.share(one.number) * (bottom - top)
        if one.number:
            high = max(high, 3 * frame.unit)
            ops.append(Box(start, bottom - high, max(1.0, end - start - seam), high, frame.theme.series[0]))
    return ops


def _marks(
    widget: Histogram, frame: Frame, bins: Sequence[Bin], across: Scale, left: float, right: float
) -> list[_Mark]:
    """The shares with their figures; where not all have a place, the smallest shares go first."""
    told: dict[str, tuple[float, float]] = {}
    for share, value in percentiles_of(widget, bins):
        # Of several shares with one figure the largest says it for all.
        told[frame.format.text(value, widget.unit, widget.decimals)] = share, value
    marks = []
    for figure, (share, value) in told.items():
        words = f"{frame.format.percent(share / 100)} ≤ {figure}"
        marks.append(_Mark(left + across.share(value) * (right - left), words, 0.0, 0))
    while marks:
        if placed := _placed(frame, marks, []):
            return placed
        marks = marks[1:]
    return []


def _placed(frame: Frame, marks: Sequence[_Mark], before: Sequence[_Mark]) -> list[_Mark]:
    """`marks` beside or over their lines, in rows as low as can be; empty when there is no way.

    No words stand on others, and no line runs through words.
    """
    if not marks:
        return list(before)
    mark, area, small = marks[0], frame.area, frame.small
    width = frame.fonts.width(mark.words, small, "medium")
    middle = min(max(mark.x - width / 2, float(area.x)), area.right - width)
    for row in range(MOST_ROWS):
        for start in (middle, mark.x + small * 0.15, mark.x - small * 0.15 - width):
            tried = mark._replace(left=start, row=row)
            is_inside = area.x - 0.01 <= start and start + width <= area.right + 0.01
            if is_inside and all(_is_clear(frame, tried, one) for one in before):
                found = _placed(frame, marks[1:], [*before, tried])
                if found:
                    return found
    return []


def _is_clear(frame: Frame, one: _Mark, other: _Mark) -> bool:
    small = frame.small
    (start, end), (first, last) = (
        (mark.left, mark.left + frame.fonts.width(mark.words, small, "medium")) for mark in (one, other)
    )
    if one.row == other.row:
        return start >= last + small * 0.5 or end <= first - small * 0.5
    upper, (begin, stop) = (one, (first, last)) if one.row > other.row else (other, (start, end))
    return not begin - small * 0.1 < upper.x < stop + small * 0.1


def _head(frame: Frame, marks: Sequence[_Mark], foot: float) -> int:
    """How many rows of words there are over the bars."""
    rows = max((mark.row + 1 for mark in marks), default=0)
    while rows and frame.area.height - foot - rows * WORDS * frame.small < LEAST * frame.label:
        rows -= 1
    return rows


def _mark_ops(frame: Frame, marks: Sequence[_Mark], top: float, bottom: float) -> list[Op]:
    small, theme = frame.small, frame.theme
    ops: list[Op] = []
    for mark in marks:
        foot = top - small * CAP_HEIGHT / 2 - mark.row * WORDS * small
        ops.append(Line(((mark.x, foot + small * 0.12), (mark.x, bottom)), 3 * frame.unit, theme.text))
        ops.append(Text(mark.left, foot - small * 0.14, mark.words, small, theme.text, "left", "medium"))
    return ops


def _edges(widget: Histogram, frame: Frame, across: Scale, left: float, right: float, bottom: float) -> list[Op]:
    """Ends of the ranges in words, as many as have room: the first and the last before those between."""
    edges = across.ticks
    texts = tick_texts(frame.format, edges, widget.unit)
    widest = max(frame.fonts.width(text, frame.small) for text in texts) + frame.small
    every = max(1, -(-int(widest * (len(edges) - 1)) // max(1, int(right - left))))
    chosen = [
        (left + across.share(edge) * (right - left), text)
        for number, (edge, text) in enumerate(zip(edges, texts, strict=True))
        if number % every == 0
    ]
    return row_of_texts(frame, chosen, float(frame.area.x), right, bottom + frame.small * 1.1)
