"""What is written around the cells of a heat map: names, headings and the legend of the colours."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.heat.plan import LEGEND_LINE, HeatRow, Plan, has_legend
from displayd.scene.operations import Box, Color, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["Coloring", "headings", "key", "legend", "names"]

# Least distance of two names in font sizes: of plain letters and digits, and of those with accents, brackets and the
# like, which are higher and deeper.
PLAIN_LINE, NAME_LINE = 0.94, 1.15

# In columns so many font sizes wide all headings have a place, cut short; in narrower ones every so many.
CUT_FROM = 2.2

# How deep letters hang below their line, in font sizes.
FEET = 0.21

Coloring = Callable[[float], Color]
"""The colour of an amount."""

# Between the colours of the legend and its amounts, in font sizes.
SPACE = 0.35

# Steps of the legend, and its least and its usual width in font sizes.
STEPS, NARROWEST, USUAL = 10, 1.5, 6.0


def names(frame: Frame, rows: Sequence[HeatRow], plan: Plan) -> list[Op]:
    """The names of the rows: of all, or of every so many where they are too close."""
    small, area = frame.small, frame.area
    line = small * (PLAIN_LINE if all(_is_plain(row.label + row.size) for row in rows) else NAME_LINE)
    every = max(1, math.ceil(line / plan.height)) if plan.height > 0 else len(rows)
    if every > 1 and every * plan.height * 2 > len(rows) * plan.height and len(rows) > 1:
        # The first and the last say more than the first alone.
        every = len(rows) - 1 if (len(rows) - 1) * plan.height >= line else len(rows)
    end = plan.size_right - max(frame.fonts.width(row.size, small) for row in rows) if plan.size_right else plan.left
    ops: list[Op] = []
    last = -math.inf
    for number in range(0, len(rows), every):
        middle = plan.top + (number + 0.5) * plan.height
        # At the edge, the name keeps inside.
        middle = min(max(middle, area.y + small * CAP_HEIGHT / 2), area.bottom - small * (CAP_HEIGHT / 2 + FEET))
        if middle - last < line * 0.99:
            continue
        last, baseline = middle, middle + small * CAP_HEIGHT / 2
        row, room = rows[number], end - small * 0.4 - area.x
        if row.label and room > small:
            ops.append(Text(area.x, baseline, row.label, small, frame.theme.dim, max_width=room))
        if plan.size_right and row.size:
            ops.append(Text(plan.size_right, baseline, row.size, small, frame.theme.dim, "right"))
    return ops


def _is_plain(text: str) -> bool:
    """True for letters without accents, digits, and what stands between them."""
    return text.isascii() and all(letter.isalnum() or letter in " -.,:%" for letter in text)


def headings(frame: Frame, texts: Sequence[str], plan: Plan) -> list[Op]:
    """The names of the columns: of all, or of every so many where they are too close."""
    small, area = frame.small, frame.area
    if not any(texts) or plan.width <= 0 or plan.top <= area.y:
        return []
    widest = max(frame.fonts.width(text, small) for text in texts)
    space = small * 0.25
    every = 1 if plan.width >= CUT_FROM * small else max(1, math.ceil((widest + space) / plan.width))
    ops: list[Op] = []
    edge = -math.inf
    for column in range(0, len(texts), every):
        text = texts[column]
        width = min(frame.fonts.width(text, small), every * plan.width - space, area.right - plan.left)
        center = plan.left + (column + 0.5) * plan.width
        x = min(max(center - width / 2, plan.left), area.right - width)
        if text and width > 0 and x >= edge:
            ops.append(Text(x, area.y + small * 0.86, text, small, frame.theme.dim, max_width=width))
            edge = x + width + space
    return ops


def legend(frame: Frame, measure: Measured, ends: tuple[float, float], left: float, color_of: Coloring) -> list[Op]:
    """The colours from the least to the most under the cells, from `left` px on, with the amounts at both `ends`."""
    if not has_legend(frame):
        return []
    area, small = frame.area, frame.small
    for texts in _legend_texts(frame, measure, *ends):
        for start in (left, float(area.x)):
            steps = _steps(frame, texts, (start, area.right, area.bottom - small * 0.24), ends, color_of)
            if steps:
                return steps
    return []


def key(
    frame: Frame,
    measure: Measured,
    ends: tuple[float, float],
    rows: Sequence[HeatRow],
    plan: Plan,
    color_of: Coloring,
) -> list[Op]:
    """What the colours beside figures mean, where that takes no room from cells.

    In the corner, after the last row, or under all; where all amounts are alike there is nothing to tell.

    Args:
        ends: the amounts of the faintest and the strongest colour.
    """
    area, small = frame.area, frame.small
    low, high = ends
    if low == high:
        return []
    places = [(float(area.x), plan.left - 2 * SPACE * small, area.y + small * 0.86)] if plan.top > area.y else []
    bottom = plan.top + len(rows) * plan.height
    filled = max((column + 1 for column, value in enumerate(rows[-1].values) if value is not None), default=0)
    if filled < len(rows[-1].values):
        start = plan.left + filled * plan.width + 2 * SPACE * small
        places.append((start, float(area.right), bottom - plan.height / 2 + small * CAP_HEIGHT / 2))
    if area.bottom - bottom >= LEGEND_LINE * small:
        places.append((plan.left, float(area.right), bottom + small * (LEGEND_LINE - 0.24)))
    for texts in _legend_texts(frame, measure, *ends):
        for start, end, baseline in places:
            steps = _steps(frame, texts, (start, end, baseline), ends, color_of)
            if steps:
                return steps
    return []


def _steps(
    frame: Frame,
    texts: tuple[str, str],
    place: tuple[float, float, float],
    ends: tuple[float, float],
    color_of: Coloring,
) -> list[Op]:
    """The colours from one of `ends` to the other between `texts`; nothing without room.

    Args:
        place: left end and most right end, and the line that the texts stand on, px.
    """
    (left, right, baseline), (low, high) = place, ends
    small, theme = frame.small, frame.theme
    widths = [frame.fonts.width(text, small) for text in texts]
    space = small * SPACE
    room = right - left - sum(widths) - 2 * space
    if room < small * NARROWEST:
        return []
    long = min(room, USUAL * small)
    step, high_px = long / STEPS, small * 0.6
    x, top = left + widths[0] + space, baseline - small * CAP_HEIGHT / 2 - high_px / 2
    boxes = [
        Box(x + number * step, top, step, high_px, color_of(low + (high - low) * number / (STEPS - 1)))
        for number in range(STEPS)
    ]
    low_text = Text(left, baseline, texts[0], small, theme.dim)
    return [low_text, *boxes, Text(x + long + space, baseline, texts[1], small, theme.dim)]


def _legend_texts(frame: Frame, measure: Measured, low: float, high: float) -> list[tuple[str, str]]:
    """The amounts at the ends of the legend, with the word of their unit at both, at the second, at none."""
    unit, decimals = measure.unit, measure.decimals
    long = [frame.format.text(value, unit, decimals) for value in (low, high)]
    bare = [figure_forms(frame, value, unit, decimals)[-1].text for value in (low, high)]
    return [(long[0], long[1]), (bare[0], long[1]), (bare[0], bare[1])]
