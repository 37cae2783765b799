"""Where the cells of a heat map go: beside its names, under its headings, as large as they get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.rows.rows import row_sizes
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["LEGEND_LINE", "HeatRow", "Plan", "bare_plan", "has_legend", "heat_height", "plan_for"]

LINE = 0.95
"""Least height of a row with figures in font sizes: digits have nothing below the line."""

HEADING_LINE = 1.2
"""Height of the row of headings in font sizes."""

LEGEND_LINE = 1.45
"""Height of the legend in font sizes."""

# Most of the width that names take; names that are cut shorter than so many font sizes say nothing.
MOST_NAMES, SHORTEST = 0.42, 1.6

# A cell higher than this, in labels, shows no more.
HIGHEST = 3.0

# Space on either side of the figure in a cell, in font sizes.
PAD = 0.16


class HeatRow(NamedTuple):
    """One row of cells."""

    label: str
    size: str
    """How large the group is, in words; empty for nothing."""
    values: Sequence[float | None]
    """None leaves the place empty."""


class Plan(NamedTuple):
    """Where the cells are, px."""

    left: float
    top: float
    width: float
    """From one cell to the next."""
    height: float
    """From one cell to the next."""
    texts: Sequence[Sequence[str]]
    """Figures in the cells; empty for none."""
    text_size: float
    size_right: float
    """Right end of the column of sizes; 0 for none."""


def heat_height(frame: Frame, count: int) -> float:
    """Height in px of `count` rows that are high enough for figures, or for their names over a legend."""
    rows = (count * LINE + HEADING_LINE) * frame.small
    return max(rows * frame.step, rows + LEGEND_LINE * frame.small)


def plan_for(frame: Frame, measure: Measured, rows: Sequence[HeatRow], has_headings: bool) -> Plan:
    """The plan with sizes and figures, else with figures alone, else with room for a legend."""
    for has_sizes in (True, False) if any(row.size for row in rows) else (False,):
        plan = _plan(frame, rows, has_headings, has_sizes, False)
        if plan.height < frame.small * LINE:
            continue
        for texts in _texts(frame, measure, rows):
            for size in row_sizes(frame, plan.height / LINE):
                room = plan.width - 2 * PAD * size
                if max(frame.fonts.width(text, size, "semibold") for row in texts for text in row) <= room:
                    return plan._replace(texts=texts, text_size=size)
    return bare_plan(frame, rows, has_headings)


def bare_plan(frame: Frame, rows: Sequence[HeatRow], has_headings: bool) -> Plan:
    """The plan without figures, with room for a legend."""
    return _plan(frame, rows, has_headings, False, True)


def has_legend(frame: Frame) -> bool:
    """True where the legend leaves more height for the cells than it takes."""
    return frame.area.height >= (HEADING_LINE + 2 * LEGEND_LINE) * frame.small


def _texts(frame: Frame, measure: Measured, rows: Sequence[HeatRow]) -> list[list[list[str]]]:
    """The figures in full, then in fewer letters, percentages at last without their sign."""
    ways: list[list[list[str]]] = [[], [], []]
    for row in rows:
        for way in ways:
            way.append([])
        for value in row.values:
            forms = figure_forms(frame, value, measure.unit, measure.decimals) if value is not None else []
            short = forms[-1].text if forms else ""
            is_percent = bool(forms) and not forms[-1].prefix and forms[-1].suffix.strip() == "%"
            for way, text in zip(
                ways, (forms[0].text if forms else "", short, forms[-1].number if is_percent else short), strict=True
            ):
                way[-1].append(text)
    return ways


def _plan(frame: Frame, rows: Sequence[HeatRow], has_headings: bool, has_sizes: bool, is_with_legend: bool) -> Plan:
    area, small = frame.area, frame.small
    names = max(frame.fonts.width(row.label, small) for row in rows)
    room = min(names, area.width * MOST_NAMES)
    has_names = room >= min(names, SHORTEST * small) and names > 0
    left = area.x + (room + small * 0.4 if has_names else 0.0)
    size_right = 0.0
    if has_sizes:
        size_right = left + max(frame.fonts.width(row.size, small) for row in rows)
        left = size_right + small * 0.4
    # Cells and their names come before headings.
    has_headings = has_headings and area.height >= (HEADING_LINE + LEGEND_LINE) * small
    top = area.y + (small * HEADING_LINE if has_headings else 0.0)
    bottom = area.bottom - (small * LEGEND_LINE if is_with_legend and has_legend(frame) else 0.0)
    height = min(max(0.0, bottom - top) / len(rows), HIGHEST * frame.label)
    width = max(0.0, area.right - left) / len(rows[0].values)
    return Plan(left, top, width, height, (), 0.0, size_right)
