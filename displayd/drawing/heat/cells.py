"""Cells coloured by their amounts, with names on the left and above, and figures in them or a legend under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from displayd.drawing.heat import labels
from displayd.drawing.heat.plan import HeatRow, Plan, bare_plan, plan_for
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.ramp import level_tint, shade
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Color, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["heat_cells"]

# Space between cells and their corners, in 1080ths of the screen's short side, and at most as parts of a cell.
SPACE, CORNER, SPACE_SHARE = 4, 6, 0.14

# Amounts from which a scale begins at 0: those whose least is less than this share of the most.
FROM_ZERO = 0.2

# A mark in a corner has so many times its height of room, and below this height, in 1080ths, it is no shape.
MARK_ROOM, LEAST_MARK = 1.4, 9

# Of a cell without room for the mark of its level, how much is filled: across and down.
_PARTS: Mapping[Level, float] = {"none": 1.0, "good": 0.62, "amber": 0.82, "red": 1.0}

# Strength of the colour where all amounts are equal.
EVEN = 0.6


def heat_cells(frame: Frame, measure: Measured, rows: Sequence[HeatRow], headings: Sequence[str]) -> list[Op]:
    """The cells over all of `frame.area`: with sizes and figures, else figures alone, else a legend.

    Args:
        rows: equally many values each, at least one known.
        headings: those of the values; if there are more, the last ones count.
    """
    count = len(rows[0].values)
    headings = headings[-count:] if len(headings) >= count else [*headings, *[""] * (count - len(headings))]
    low, high = _ends([value for row in rows for value in row.values if value is not None])
    plan = _plan(frame, measure, rows, any(headings))
    color_of = _coloring(frame, measure, low, high)
    ops = labels.names(frame, rows, plan) + labels.headings(frame, headings, plan)
    for number, row in enumerate(rows):
        for column, value in enumerate(row.values):
            if value is not None:
                text = plan.texts[number][column] if plan.texts else ""
                color = color_of(value)
                ops += _cell(frame, plan, number, column, color, text, measure.level_of(value))
    if plan.texts:
        return ops + labels.key(frame, measure, (low, high), rows, plan, color_of)
    return ops + labels.legend(frame, measure, (low, high), plan.left, color_of)


def _plan(frame: Frame, measure: Measured, rows: Sequence[HeatRow], has_headings: bool) -> Plan:
    """With figures, but without them where they leave no room for the mark of a level: where it is bad matters more."""
    plan = plan_for(frame, measure, rows, has_headings)
    bad = [
        text
        for row, texts in zip(rows, plan.texts, strict=False)
        for value, text in zip(row.values, texts, strict=True)
        if measure.level_of(value) in ("amber", "red")
    ]
    return plan if all(_mark_px(frame, plan, text) for text in bad) else bare_plan(frame, rows, has_headings)


def _coloring(frame: Frame, measure: Measured, low: float, high: float) -> Callable[[float], Color]:
    """The colour of each amount: that of its level where there are thresholds, else the stronger the more it is."""
    if measure.amber is not None or measure.red is not None:
        return lambda value: level_tint(frame.theme, measure.level_of(value))
    return lambda value: shade(frame.theme, round((value - low) / (high - low) if high > low else EVEN, 2))


def _ends(known: Sequence[float]) -> tuple[float, float]:
    """The amounts of the faintest and the strongest colour."""
    low, high = min(known), max(known)
    return (0.0 if 0 <= low < FROM_ZERO * high else low), high


def _cell(frame: Frame, plan: Plan, row: int, column: int, color: Color, text: str, level: Level) -> list[Op]:
    unit = frame.unit
    width, height = _size(frame, plan)
    x, y = plan.left + column * plan.width, plan.top + row * plan.height
    ink = frame.theme.text
    mark = _mark_px(frame, plan, text)
    ops: list[Op] = []
    if level == "none" or mark or text:
        ops.append(Box(x, y, width, height, color, min(CORNER * unit, width / 4, height / 4)))
    else:
        # Without room for the mark of a level its size says it too, to those who see no difference between the colours.
        part = _PARTS[level]
        left, top = x + width * (1 - part) / 2, y + height * (1 - part) / 2
        ops.append(Box(left, top, width * part, height * part, color, min(CORNER * unit, width / 4, height / 4)))
    if mark and level in ("amber", "red"):
        ops += level_mark(level, x + width - mark * 0.85, y + mark * 0.85, mark, frame.theme, ink)
    if text:
        baseline = y + height / 2 + plan.text_size * CAP_HEIGHT / 2
        ops.append(Text(x + width / 2, baseline, text, plan.text_size, ink, "center", "semibold"))
    return ops


def _size(frame: Frame, plan: Plan) -> tuple[float, float]:
    """Width and height of a cell without the space around it, px."""
    space = min(SPACE * frame.unit, plan.width * SPACE_SHARE, plan.height * SPACE_SHARE)
    return plan.width - space, plan.height - space


def _mark_px(frame: Frame, plan: Plan, text: str) -> float:
    """Height of the mark of a level beside the figure `text`, or above its digits; 0 where it has no room."""
    width, height = _size(frame, plan)
    beside = (width - frame.fonts.width(text, plan.text_size, "semibold")) / 2
    above = (height - plan.text_size * CAP_HEIGHT) / 2
    most = plan.text_size * 0.42 if text else 20 * frame.unit
    mark = min(most, width * 0.3, height * 0.3, max(beside, above) / MARK_ROOM)
    return mark if mark >= LEAST_MARK * frame.unit else 0.0
