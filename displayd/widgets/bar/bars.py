"""Bars as shapes, standing or lying, with what is marked and written on them."""

from __future__ import annotations

import math
from typing import Literal

from displayd.drawing.chart.plot import Plot
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.scale import Scale
from displayd.scene.operations import Box, Line, Op, Text
from displayd.scene.theme import ink_on
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.widgets.bar.slots import Block, Slot

__all__ = ["cluster_width", "has_mark_inside", "lying", "mark_size", "standing", "standing_track", "track"]

End = Literal["top", "bottom", "left", "right"]

# In 1080ths of the screen's short side: a bar for 0 is still to be seen.
SHORTEST = 4
BROADEST = 120
ROUND_END = 10

# Between the blocks of a stack, and between bars side by side.
SEAM, SPACE = 3, 6

# Bars thinner than this are drawn without round ends and without a space.
THIN = 10


def cluster_width(frame: Frame, slot: Slot, slot_px: float) -> float:
    """How wide the bars of a slot are together, px, standing in `slot_px`."""
    share = 0.64 if slot.abreast == 1 else 0.84
    return min(
        slot_px * (share if slot_px > 20 * frame.unit else 0.84), BROADEST * frame.unit * math.pow(slot.abreast, 0.7)
    )


def mark_size(frame: Frame) -> float:
    """Height of the mark of a level on or beside a bar, px."""
    return frame.small * 0.54


def has_mark_inside(frame: Frame, block: Block, length: float, breadth: float) -> bool:
    """True when the mark of a block has room on it; lengths in px."""
    mark = mark_size(frame)
    return not block.text and length > 2 * mark and breadth > 1.4 * mark


def standing(frame: Frame, slot: Slot, plot: Plot, x: float, slot_px: float) -> list[Op]:
    """The bars of `slot` with their middle at `x` px."""
    unit, width = frame.unit, cluster_width(frame, slot, slot_px)
    ops: list[Op] = []
    for block in slot.blocks:
        middle, breadth = x + block.middle * width, _breadth(frame, slot, block, width, slot_px)
        start, end = _ends(frame, block, plot.y(block.start), plot.y(block.end), -1)
        top, height = min(start, end), abs(end - start)
        left = middle - breadth / 2
        radius = _radius(frame, block, breadth, height)
        ops += _shape(block, (left, top, breadth, height), radius, "top" if end < start else "bottom")
        towards_zero = 1 if end < start else -1
        mark_y = end + towards_zero * mark_size(frame)
        if any(abs(plot.y(mark.amount) - mark_y) < mark_size(frame) * 0.7 for mark in slot.marks):
            mark_y += towards_zero * mark_size(frame)
        ops += _on_block(
            frame, block, (middle, mark_y), (middle, (start + end) / 2), (height, breadth), (breadth, height)
        )
    for mark in slot.marks:
        middle, y = x + mark.middle * width, plot.y(mark.amount)
        reach = min(slot_px * 0.46, mark.breadth * width / 2)
        ops.append(Line(((middle - reach, y), (middle + reach, y)), 5 * unit, frame.theme.text))
    return ops


def lying(frame: Frame, slot: Slot, scale: Scale, left: float, right: float, middle: float, thick: float) -> list[Op]:
    """The bars of `slot` between `left` and `right` px, together `thick` px high, with their middle at `middle` px."""
    unit = frame.unit

    def x_of(amount: float) -> float:
        return left + scale.share(amount) * (right - left)

    ops: list[Op] = []
    for block in slot.blocks:
        y, breadth = middle + block.middle * thick, _breadth(frame, slot, block, thick, thick * 1.5)
        start, end = _ends(frame, block, x_of(block.start), x_of(block.end), 1)
        near, width = min(start, end), abs(end - start)
        radius = _radius(frame, block, breadth, width)
        ops += _shape(block, (near, y - breadth / 2, width, breadth), radius, "right" if end > start else "left")
        if block.text:
            ops += _text(frame, block, ((start + end) / 2, y), (width, breadth))
    for mark in slot.marks:
        x, y, reach = x_of(mark.amount), middle + mark.middle * thick, mark.breadth * thick / 2
        ops.append(Line(((x, y - reach), (x, y + reach)), 5 * unit, frame.theme.text))
    return ops


def track(frame: Frame, slot: Slot, left: float, right: float, middle: float, thick: float) -> Box:
    """What a bar as long as the whole scale would be, behind the only bar of `slot`; arguments as those of `lying`."""
    block = Block(0.0, 1.0, 0.0, 1.0, frame.theme.raised)
    breadth = _breadth(frame, slot, block, thick, thick * 1.5)
    radius = _radius(frame, block, breadth, right - left)
    return Box(left, middle - breadth / 2, right - left, breadth, frame.theme.raised, radius)


def standing_track(frame: Frame, slot: Slot, plot: Plot, x: float, slot_px: float) -> Box:
    """What a bar as high as the whole scale would be, behind the only one of `slot`; arguments as of `standing`."""
    color = frame.theme.raised
    block = Block(0.0, 1.0, 0.0, 1.0, color)
    breadth = _breadth(frame, slot, block, cluster_width(frame, slot, slot_px), slot_px)
    top, bottom = plot.y(plot.scale.high), plot.y(max(0.0, plot.scale.low))
    return Box(x - breadth / 2, top, breadth, bottom - top, color, _radius(frame, block, breadth, bottom - top))


def _ends(frame: Frame, block: Block, start: float, end: float, rising: int) -> tuple[float, float]:
    """Both ends of a block, px, with a seam to what it stands on and long enough to be seen.

    Args:
        rising: 1 where larger amounts have larger coordinates, -1 where they have smaller ones.
    """
    shortest, seam = SHORTEST * frame.unit, SEAM * frame.unit
    direction = rising * (-1 if block.end < block.start else 1)
    if block.start and abs(end - start) > 2 * seam:
        start += seam * direction
    if not block.start and abs(end - start) < shortest:
        end = start + shortest * direction
    return start, end


def _breadth(frame: Frame, slot: Slot, block: Block, width: float, most: float) -> float:
    breadth = block.breadth * width
    if slot.abreast > 1 and breadth > THIN * frame.unit:
        breadth -= min(SPACE * frame.unit, breadth * 0.15)
    return max(0.0, min(breadth, most * 0.92))


def _radius(frame: Frame, block: Block, breadth: float, length: float) -> float:
    if not block.is_outer or breadth < THIN * frame.unit or length < 2:
        return 0.0
    return min(ROUND_END * frame.unit, breadth / 2, length / 2)


def _shape(block: Block, box: tuple[float, float, float, float], radius: float, end: End) -> list[Op]:
    """The rectangle of a block (left, top, width, height in px), round at its `end` only."""
    left, top, width, height = box
    if not radius:
        return [Box(left, top, width, height, block.color)]
    # Whole pixels: two shapes over each other would have edges of two kinds.
    right, bottom, square = round(left + width), round(top + height), math.ceil(radius)
    left, top = round(left), round(top)
    width, height = max(1, right - left), max(1, bottom - top)
    whole = Box(left, top, width, height, block.color, radius)
    if end in ("left", "right"):
        return [whole, Box(left + (square if end == "left" else 0), top, width - square, height, block.color)]
    return [whole, Box(left, top + (square if end == "top" else 0), width, height - square, block.color)]


def _on_block(
    frame: Frame,
    block: Block,
    mark_at: tuple[float, float],
    text_at: tuple[float, float],
    lengths: tuple[float, float],
    box: tuple[float, float],
) -> list[Op]:
    """The text of a block, or the mark of its level.

    Args:
        lengths: length and breadth of the bar, px.
        box: width and height of what the text may fill, px.
    """
    if block.text:
        return _text(frame, block, text_at, box)
    if block.level in ("amber", "red") and has_mark_inside(frame, block, *lengths):
        return level_mark(block.level, *mark_at, mark_size(frame), frame.theme, ink_on(block.color))
    return []


def _text(frame: Frame, block: Block, at: tuple[float, float], box: tuple[float, float]) -> list[Op]:
    """The text of a block, where it has room."""
    size = frame.small
    if frame.fonts.width(block.text, size, "semibold") > box[0] - 6 * frame.unit or size * 0.95 > box[1]:
        return []
    y = at[1] + size * CAP_HEIGHT / 2
    return [Text(at[0], y, block.text, size, ink_on(block.color), "center", "semibold")]
