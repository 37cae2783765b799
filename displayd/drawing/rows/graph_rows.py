"""Rows with a label, a small graphic, a figure and its change: how they share their room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from displayd.drawing.figure.notes import Note, note_width, notes_ops
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import RowPlan, more_row, row_plan, row_sizes
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side

__all__ = ["GraphRow", "GraphRows", "graph_rows", "rows_height"]

Kind = Literal["flat", "under", "beside"]
"""All on one line; the graphic under label and figure; label above, and under it the graphic beside the figure."""

# Height of a row in font sizes.
LINES: Mapping[Kind, float] = {"flat": 1.3, "under": 2.25, "beside": 2.45}

# In font sizes: the shortest graphic beside words, a label that still says something, the space between columns, a
# level's mark with its space.
SHORTEST, NARROWEST, SPACE, MARK = 3.6, 3.5, 0.5, 0.85

# Height of a line of words over a graphic, in font sizes.
ABOVE = 1.12

# Rows get smaller letters rather than a graphic of less than this share of their width.
GRAPHIC_SHARE = 0.3

# Labels that take more of the width than this are cut before anything else goes.
WIDEST = 0.5


class GraphRow(NamedTuple):
    """The words of one row."""

    label: str
    forms: Sequence[Quantity]
    """The figure, then without the word of its unit; see `figure_forms`."""
    level: Level
    change: Note | None


class GraphRows(NamedTuple):
    """Rows that were laid out."""

    ops: list[Op]
    """Words and marks."""
    graphics: list[Rect]
    """Room for the graphic of each row that is shown; empty ones where there is none."""
    size: float
    """Font size of the rows, px."""
    untold: int = 0
    """How many rows are left over without a line that says so: for `Frame.leaves_out`."""


class _Way(NamedTuple):
    """One way to lay out all rows; widths and font size in px."""

    plan: RowPlan
    size: float
    kind: Kind
    form: int
    """Which of the forms of every figure is taken; -1 for the shortest."""
    changes: list[Note | None]
    figure_width: float
    """With the marks before it."""
    change_width: float
    """With the space before it; 0 for none."""
    labels: float
    """Of the widest label."""
    needed: float
    """Without the labels, of the line on which they stand."""
    other: float
    """Of the other line."""
    has_graphics: bool


def rows_height(frame: Frame, count: int, is_flat: bool = True) -> float:
    """Height in px at which `count` rows are large enough.

    Args:
        is_flat: False for rows with their graphic under the words.
    """
    return count * frame.label * LINES["flat" if is_flat else "under"]


def graph_rows(frame: Frame, rows: Sequence[GraphRow], shortest: float = SHORTEST) -> GraphRows:
    """The rows from the top of `frame.area`, as many as fit, and how many are left over.

    Where there is too little room, the words of changes go first, then their marks; then the words of units,
    labels cut and graphics left out, and at last rows from the end.

    Args:
        shortest: length of the shortest graphic that says something, in font sizes; 0 for rows without.
    """
    way = _best(frame, rows, shortest)
    ops: list[Op] = []
    graphics = []
    for index, row in enumerate(rows[: way.plan.shown]):
        top = frame.area.y + index * way.plan.pitch
        ops += _words(frame, row, way, way.changes[index], top)
        graphics.append(_graphic(frame, way, top))
    return GraphRows(ops + more_row(frame, way.plan.left_over), graphics, way.size, way.plan.untold)


def _best(frame: Frame, rows: Sequence[GraphRow], shortest: float) -> _Way:
    """The largest letters with which nothing is cut; see `graph_rows` for what goes where there is no such way."""
    plans = _plans(frame, len(rows), shortest > 0)
    for changes, form, kinds in _stages(rows, plans, shortest > 0):
        ways = [
            _way(frame, rows, plans[kind], size, kind, changes, form, shortest)
            for kind in kinds
            for size in row_sizes(frame, plans[kind].size)
        ]
        way = _chosen(frame, ways, shortest > 0)
        if way is not None:
            return way
    bare: list[Note | None] = [None] * len(rows)
    least = [
        _way(frame, rows, plan, row_sizes(frame, plan.size)[-1], kind, bare, -1, shortest)
        for kind, plan in plans.items()
    ]
    width = frame.area.width
    cut = [way for way in least if way.needed + min(way.labels, NARROWEST * way.size) <= width >= way.other]
    return (cut or least[-1:])[0]


def _plans(frame: Frame, count: int, has_graphics: bool) -> Mapping[Kind, RowPlan]:
    """The kinds of rows that have height enough; one line always has."""
    plans = {kind: row_plan(frame, frame.area.height, count, line) for kind, line in LINES.items()}
    # A line alone needs no air around it.
    size = max(plans["flat"].size, min(frame.small, frame.area.height))
    plans["flat"] = plans["flat"]._replace(size=size)
    return {
        kind: plan
        for kind, plan in plans.items()
        if kind == "flat" or (plan.size >= frame.small * 0.999 and (has_graphics or kind == "beside"))
    }


def _stages(
    rows: Sequence[GraphRow], plans: Mapping[Kind, RowPlan], has_graphics: bool
) -> list[tuple[list[Note | None], int, list[Kind]]]:
    """Changes, form of the figures and kinds of rows to try, one after the other."""
    # Those that show as many rows, and say how many they do not show.
    flat_plan = plans["flat"]
    high = [
        kind
        for kind, plan in plans.items()
        if plan.shown >= flat_plan.shown and plan.shown + plan.left_over >= flat_plan.shown + flat_plan.left_over
    ]
    whole = [row.change for row in rows]
    marks = [change and change._replace(text="") for change in whole]
    bare: list[Note | None] = [None] * len(rows)
    if has_graphics:
        return [(whole, 0, high), (marks, 0, high), (bare, 0, high), (bare, -1, high)]
    # A second line is worth its room only where changes would be lost.
    flat: list[Kind] = ["flat"]
    changes = [(notes, 0, kinds) for kinds in (flat, high) for notes in (whole, marks)]
    return [*changes, (bare, 0, flat), (bare, -1, flat)]


def _chosen(frame: Frame, ways: Sequence[_Way], has_graphics: bool) -> _Way | None:
    """The largest letters with whole labels and long graphics; else the smallest that leave labels a good length."""
    width = frame.area.width
    whole = [way for way in ways if way.needed + way.labels <= width >= way.other]
    if has_graphics:
        roomy = [way for way in whole if _graphic(frame, way, 0.0).width >= GRAPHIC_SHARE * width]
        whole = roomy or whole
    if whole:
        return max(whole, key=lambda way: way.size)
    cut = [way for way in ways if way.needed + min(way.labels, WIDEST * width) <= width >= way.other]
    return min(cut, key=lambda way: way.size, default=None)


def _way(
    frame: Frame,
    rows: Sequence[GraphRow],
    plan: RowPlan,
    size: float,
    kind: Kind,
    changes: Sequence[Note | None],
    form: int,
    shortest: float,
) -> _Way:
    shown = rows[: plan.shown]
    figures = max(frame.fonts.width(row.forms[form].text, size, "semibold") for row in shown)
    if any(row.level in ("amber", "red") for row in shown):
        figures += size * MARK
    notes = max((note_width(frame, note, frame.small) for note in changes[: plan.shown] if note), default=0.0)
    notes += size * SPACE if notes else 0.0
    labels = max(frame.fonts.width(row.label, size, "medium") for row in shown)
    words, space = figures + notes, size * SPACE if labels else 0.0
    graphic = size * (shortest + SPACE) if shortest else 0.0
    needed, other = {
        "flat": (space + graphic + words, 0.0),
        "under": (space + words, graphic),
        "beside": (0.0, graphic + words),
    }[kind]
    return _Way(plan, size, kind, form, list(changes), figures, notes, labels, needed, other, shortest > 0)


def _label_width(frame: Frame, way: _Way) -> float:
    """Room of the labels, px."""
    return min(way.labels, max(0.0, frame.area.width - way.needed))


def _graphic(frame: Frame, way: _Way, top: float) -> Rect:
    """Room for the graphic of the row that begins at `top` px."""
    area, size, pitch = frame.area, way.size, way.plan.pitch
    above = 0.0 if way.kind == "flat" else size * ABOVE
    high = min((pitch - above) * 0.86, size * 1.6)
    label = _label_width(frame, way) if way.kind == "flat" else 0.0
    left = area.x + (label + size * SPACE if label else 0.0)
    right = float(area.right)
    if way.kind != "under":
        right -= way.figure_width + way.change_width + size * SPACE
    top += above if way.kind == "under" else above + (pitch - above - high) / 2
    return Rect(round(left), round(top), max(0, round(right) - round(left)), max(0, round(high)))


def _baselines(way: _Way, top: float) -> tuple[float, float]:
    """Where label and figure of the row that begins at `top` px stand."""
    size, pitch = way.size, way.plan.pitch
    middle = top + (pitch + size * CAP_HEIGHT) / 2
    if way.kind == "flat":
        return middle, middle
    if way.kind == "under":
        return top + size * 0.86, top + size * 0.86
    if way.has_graphics:
        return top + size * 0.86, middle + size * ABOVE / 2
    label = top + max(0.0, pitch - LINES["beside"] * size) / 2 + size * 0.86
    return label, label + size * 1.14


def _words(frame: Frame, row: GraphRow, way: _Way, change: Note | None, top: float) -> list[Op]:
    area, size = frame.area, way.size
    label_y, figure_y = _baselines(way, top)
    is_left = way.kind == "beside" and not way.has_graphics
    right = area.x + way.figure_width if is_left else area.right - way.change_width
    ops = _figure(frame, row, way, min(right, area.right), figure_y, is_left)
    if change is not None:
        ops += notes_ops(frame, [change], right + size * SPACE, figure_y, frame.small)
    room = _label_width(frame, way)
    if row.label and room > size:
        color = frame.theme.dim if is_left else frame.theme.text
        name = Text(area.x, label_y, row.label, size, color, "left", "medium", room)
        ops.append(name_from_its_side(name, frame))
    return ops


def _figure(frame: Frame, row: GraphRow, way: _Way, right: float, baseline: float, is_left: bool) -> list[Op]:
    """The figure and its level, up to `right` px.

    Args:
        is_left: True with the figure at the left edge and the mark behind it, False with the mark before it.
    """
    area, size, text = frame.area, way.size, row.forms[way.form].text
    width = frame.fonts.width(text, size, "semibold")
    x = area.x if is_left else right
    ops: list[Op] = [
        Text(x, baseline, text, size, frame.theme.text, "left" if is_left else "right", "semibold", right - area.x)
    ]
    mark_x = x + width + size * 0.5 if is_left else x - width - size * 0.5
    if row.level in ("amber", "red") and area.x <= mark_x - size * 0.34 and mark_x + size * 0.34 <= area.right:
        ops += level_mark(row.level, mark_x, baseline - size * CAP_HEIGHT / 2, size * 0.6, frame.theme)
    return ops
