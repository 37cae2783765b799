"""Cells coloured by their amounts, with names on the left and above, and figures in them or a legend under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from displayd.drawing.heat import labels
from displayd.drawing.heat.plan import HeatRow, Plan, plan_for
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
    plan = plan_for(frame, measure, rows, any(headings))
    color_of = _coloring(frame, measure, plan, low, high)
    ops = labels.names(frame, rows, plan) + labels.headings(frame, headings, plan)
    for number, row in enumerate(rows):
        for column, value in enumerate(row.values):
            if value is not None:
                text = plan.texts[number][column] if plan.texts else ""
                color = color_of(value)
                ops += _cell(frame, plan, number, column, color, text, measure.level_of(value))
    return ops if plan.texts else ops + labels.legend(frame, measure, low, high, plan.left, color_of)


def _coloring(frame: Frame, measure: Measured, plan: Plan, low: float, high: float) -> Callable[[float], Color]:
    """The colour of each amount: that of its level where there are thresholds, else the stronger the more it is.

    Where cells have no room for the mark of a level, the colour alone would say it to some only.
    """
    has_limits = measure.amber is not None or measure.red is not None
    if has_limits and all(_mark_px(frame, plan, text) for row in plan.texts or [[""]] for text in row):
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
    ops: list[Op] = [Box(x, y, width, height, color, min(CORNER * unit, width / 4, height / 4))]
    if level in ("amber", "red") and (mark := _mark_px(frame, plan, text)):
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
    mark = min(plan.text_size * 0.42 if text else 20 * frame.unit, width * 0.3, height * 0.3)
    beside = (width - frame.fonts.width(text, plan.text_size, "semibold")) / 2
    is_clear = beside >= mark * 1.4 or (height - plan.text_size * CAP_HEIGHT) / 2 >= mark * 1.4
    return mark if mark >= 6 * frame.unit and is_clear else 0.0
