"""A funnel from top to bottom: names and figures over bars that get shorter, and how many go on beside them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.marks.ramp import readable_ink
from displayd.drawing.rows.rows import RowPlan, more_row, more_text, row_plan, row_sizes
from displayd.drawing.rows.under_bar import under_bar
from displayd.scene.operations import Box, Op, Polygon, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.funnel.stages import ShownStage, value_ops

__all__ = ["LINE", "funnel_rows", "step_pill"]

LINE = 1.25
"""Height of a stage in font sizes."""

# A name that is cut shorter than this many font sizes says less than how many go on.
NARROWEST = 3.5

# Height of a pill beside the bars, and between the words of two stages, in font sizes of its own.
PILL, SEAM_PILL = 1.16, 1.0

# From the bars to the steps, in font sizes: with a small arrow between them, and without one, rather than cut a name.
WITH_ARROW, WITHOUT_ARROW = 1.6, 0.95

# Share of the width that values have before the words of their units go.
VALUE_SHARE = 0.4


class _Columns(NamedTuple):
    """Where things end, px."""

    size: float
    right: float
    """Of the bars; what is beyond belongs to the steps."""
    name_room: float
    """Negative where not even the values have room."""
    has_arrows: bool
    """True with a small arrow before each step."""


def funnel_rows(frame: Frame, stages: Sequence[ShownStage], rest: str = "") -> list[Op]:
    """The stages from the top of `frame.area` to its bottom, as many as fit.

    Args:
        rest: what to say about those left over besides how many they are, where there is room.
    """
    area = frame.area
    plan = row_plan(frame, area.height, len(stages), LINE)
    shown = stages[: plan.shown]
    columns = _columns(frame, shown, plan)
    ops: list[Op] = []
    for number, stage in enumerate(shown):
        row = under_bar(area.y + number * plan.pitch, plan.pitch, columns.size)
        ops += row.draw(frame, area.x, columns.right, stage.share, frame.theme.series[0])
        ops += _words(frame, stage, columns, row.baseline)
    first = under_bar(area.y, plan.pitch, columns.size)
    between = plan.pitch - (first.top + first.thick - first.baseline) - columns.size * CAP_HEIGHT
    has_seams = columns.right == area.right and between >= SEAM_PILL * frame.small
    widest = max(frame.fonts.width(stage.step, frame.small, "semibold") for stage in shown) + 0.6 * frame.small
    has_seams = has_seams and widest <= area.width
    for number, stage in enumerate(shown):
        seam = area.y + number * plan.pitch
        if number and stage.step and columns.right < area.right:
            ops += _step(frame, stage, columns.right, seam + first.baseline - area.y, has_arrow=columns.has_arrows)
        elif number and stage.step and has_seams:
            ops += step_pill(frame, stage, area.x + area.width / 2, seam, "center", SEAM_PILL)
    frame.leaves_out(plan.untold)
    return ops + _more(frame, plan.left_over, rest)


def _more(frame: Frame, count: int, rest: str) -> list[Op]:
    area = frame.area
    text = frame.format.say("{first}, {second}", first=more_text(frame, count), second=rest)
    if not count or not rest or frame.fonts.width(text, frame.small) > area.width:
        return more_row(frame, count)
    return [Text(area.x, area.bottom - frame.small * 0.26, text, frame.small, frame.theme.dim)]


def _columns(frame: Frame, stages: Sequence[ShownStage], plan: RowPlan) -> _Columns:
    """The largest letters with which nothing is cut.

    The arrows before the steps go before a name is cut; where names would be cut too short, the steps stand between
    the bars, or are left out.
    """
    steps = max((frame.fonts.width(stage.step, frame.small, "semibold") for stage in stages), default=0.0)
    for has_arrows, size in itertools.product((True, False), row_sizes(frame, plan.size)):
        names = max(frame.fonts.width(stage.label, size, "medium") for stage in stages)
        columns = _tried(frame, stages, size, steps, has_arrows)
        if columns.name_room >= names:
            return columns
    if columns.name_room < min(names, NARROWEST * size):
        return _tried(frame, stages, min(size, frame.small), 0.0, has_arrows=False)
    return columns


def _tried(frame: Frame, stages: Sequence[ShownStage], size: float, steps: float, has_arrows: bool) -> _Columns:
    """Columns with steps of so many px beside the bars; 0 for none."""
    space = frame.small * (WITH_ARROW if has_arrows else WITHOUT_ARROW)
    right = frame.area.right - (steps + space if steps else 0.0)
    values = max(
        frame.fonts.width(stage.text(frame, size, frame.area.width * VALUE_SHARE), size, "semibold")
        + (size * 0.8 if stage.level in ("amber", "red") else 0.0)
        for stage in stages
    )
    return _Columns(size, right, right - frame.area.x - values - size * 0.5, has_arrows)


def _words(frame: Frame, stage: ShownStage, columns: _Columns, baseline: float) -> list[Op]:
    area, size = frame.area, columns.size
    text = stage.text(frame, size, area.width * VALUE_SHARE)
    ops = value_ops(frame, stage, text, columns.right, baseline, size, columns.right - area.x)
    if stage.label and columns.name_room > size:
        name = Text(area.x, baseline, stage.label, size, frame.theme.text, "left", "medium", columns.name_room)
        ops.append(name_from_its_side(name, frame))
    return ops


def _step(frame: Frame, stage: ShownStage, left: float, baseline: float, *, has_arrow: bool) -> list[Op]:
    """How many of the stage above came to this one, on its line, after a small arrow down."""
    size = frame.small
    middle = baseline - size * CAP_HEIGHT / 2
    x, half = left + size * 0.5, size * 0.17
    color = frame.theme.text if stage.is_weakest else frame.theme.dim
    arrow = Polygon(((x - half, middle - half), (x + half, middle - half), (x, middle + half)), color)
    pill = step_pill(frame, stage, frame.area.right - size * 0.32, middle, "right")
    return [arrow, *pill] if has_arrow else pill


def step_pill(frame: Frame, stage: ShownStage, x: float, middle: float, align: str, height: float = PILL) -> list[Op]:
    """How many go on to `stage`, on a pill that stands out for the weakest step.

    Args:
        x: right end or middle of the text, px, as `align` says (`right` or `center`).
        height: of the pill, in font sizes.
    """
    size, theme = frame.small, frame.theme
    width = frame.fonts.width(stage.step, size, "semibold")
    right = x if align == "right" else x + width / 2
    pad, high = size * 0.3, size * height
    color = theme.text if stage.is_weakest else theme.card
    ink = readable_ink(theme.text) if stage.is_weakest else theme.dim
    pill = Box(right - width - pad, middle - high / 2, width + 2 * pad, high, color, high / 2)
    return [pill, Text(right, middle + size * CAP_HEIGHT / 2, stage.step, size, ink, "right", "semibold")]
