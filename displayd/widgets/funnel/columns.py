"""A funnel from left to right: names and figures over their stages, and how many go on between them."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.ramp import behind_text
from displayd.drawing.rows.rows import row_sizes
from displayd.scene.operations import Box, Op, Polygon, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.widgets.funnel.rows import step_pill
from displayd.widgets.funnel.stages import ShownStage

__all__ = ["funnel_columns"]

# Share of a stage's width that is the stage itself; the rest is the way to the next.
STAGE_SHARE = 0.36

# How much colour the ways between the stages have.
WAY_SHARE = 0.34

# Least height of the lowest stage, in 1080ths of the screen's short side; of the funnel, in labels.
SLENDER, LOWEST = 8, 2.2


def funnel_columns(frame: Frame, stages: Sequence[ShownStage]) -> list[Op] | None:
    """The stages across `frame.area`; None where one of the words would not fit."""
    area, small = frame.area, frame.small
    # The last stage needs no way after it.
    slot = area.width / (len(stages) - 1 + STAGE_SHARE)
    size = _value_size(frame, stages, slot)
    head = small * 1.25 + size * 1.1
    steps = max((frame.fonts.width(stage.step, small, "semibold") for stage in stages), default=0.0)
    if not size or area.height - head < LOWEST * frame.label or steps + small * 0.8 > slot * (1 - STAGE_SHARE):
        return None
    ops: list[Op] = []
    middle, half = area.y + head + (area.height - head) / 2, (area.height - head) / 2 - 2 * frame.unit
    heights = [max(half * stage.share, min(SLENDER * frame.unit / 2, half)) * (stage.share > 0) for stage in stages]
    way = behind_text(frame.theme, frame.theme.series[0], WAY_SHARE)
    for number in range(len(stages)):
        left = area.x + number * slot
        right = left + slot * STAGE_SHARE
        if number + 1 < len(stages) and heights[number] and heights[number + 1]:
            ops.append(_way(right, left + slot, middle, heights[number], heights[number + 1], way))
        if heights[number]:
            radius = min(6 * frame.unit, heights[number])
            high = 2 * heights[number]
            ops.append(Box(left, middle - high / 2, right - left, high, frame.theme.series[0], radius))
    for number, stage in enumerate(stages):
        left = area.x + number * slot
        # The words of the last stage may begin before it does.
        ops += _head(frame, stage, min(left, area.right - _head_width(frame, stage, size)), size)
        if number and stage.step:
            ops += step_pill(frame, stage, left - slot * (1 - STAGE_SHARE) / 2, middle, "center")
    return ops


def _value_size(frame: Frame, stages: Sequence[ShownStage], slot: float) -> float:
    """Font size of the figures, px, with which no word meets another where stages are `slot` px apart; 0 for none."""
    space = frame.small * 0.5
    for size in row_sizes(frame, frame.label * 1.6):
        widths = [_head_width(frame, stage, size) + space for stage in stages]
        # The last stage has no more room than it is wide itself, and what the one before it leaves.
        last_two = sum(widths[-2:]) - space
        if max(widths[:-1], default=0.0) <= slot and last_two <= min(slot * (1 + STAGE_SHARE), frame.area.width):
            return size if size >= frame.small * 0.999 else 0.0
    return 0.0


def _head_width(frame: Frame, stage: ShownStage, size: float) -> float:
    """Of the wider of name and figure, px."""
    mark = size * 0.8 if stage.level in ("amber", "red") else 0.0
    figure = mark + frame.fonts.width(stage.forms[0].text, size, "semibold")
    return max(frame.fonts.width(stage.label, frame.small, "medium"), figure)


def _head(frame: Frame, stage: ShownStage, left: float, size: float) -> list[Op]:
    """Name and figure of one stage, at its left edge."""
    theme, small, top = frame.theme, frame.small, frame.area.y
    ops: list[Op] = []
    if stage.label:
        ops.append(Text(left, top + small * 0.86, stage.label, small, theme.dim, "left", "medium"))
    baseline = top + small * 1.25 + size * 0.8
    x = left
    if stage.level in ("amber", "red"):
        ops += level_mark(stage.level, x + size * 0.3, baseline - size * CAP_HEIGHT / 2, size * 0.55, theme)
        x += size * 0.8
    ops.append(Text(x, baseline, stage.forms[0].text, size, theme.text, "left", "semibold"))
    return ops


def _way(left: float, right: float, middle: float, high: float, low: float, color: str) -> Polygon:
    """The way from one stage to the next, half heights in px."""
    return Polygon(((left, middle - high), (right, middle - low), (right, middle + low), (left, middle + high)), color)
