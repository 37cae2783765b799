"""The rows of a leaderboard: rank, movement, name and value, over a bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.marks.marks import level_mark, step_mark
from displayd.drawing.rows.rows import RowPlan, more_row, row_plan, row_sizes
from displayd.drawing.rows.under_bar import under_bar
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Color, Op, Text, Weight
from displayd.scene.theme import mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.leaderboard.ranking import Ranked

__all__ = ["LINE", "Standing", "rank_rows"]

LINE = 1.25
"""Height of a row in font sizes."""

# The same with the value under the name.
TWO_LINES = 2.4

# And where there is no air around them.
TIGHT = 2.25

# From the name to the value under it, in font sizes.
LINE_STEP = 1.08

# How much of the card's colour is in the bars of those who do not lead.
FADED = 0.35

# A name that is cut shorter than this many font sizes says nothing.
NARROWEST = 2.8

# With this many, what is cut can be guessed.
COMFORTABLE = 5

# Width of a level's mark with its space, in font sizes.
MARK = 0.85


class Standing(NamedTuple):
    """One row."""

    one: Ranked
    forms: Sequence[Quantity]
    """The value, then without the word of its unit."""
    share: float
    """Length of the bar, 0..1."""
    level: Level
    is_leader: bool

    def text(self, is_short: bool) -> str:
        """The value as it is written."""
        return self.forms[-1 if is_short else 0].text

    def fitting(self, frame: Frame, size: float, room: float) -> str:
        """The value as exactly as `room` px allow."""
        texts = [form.text for form in self.forms]
        return next((text for text in texts if frame.fonts.width(text, size, "semibold") <= room), texts[-1])


class _Columns(NamedTuple):
    """Where the parts of every row stand, px."""

    size: float
    is_short: bool
    is_stacked: bool
    """True with the value under the name."""
    move: float
    """Left end of the movement; negative for none."""
    has_ranks: bool
    left: float
    """Left end of the bars."""
    value_width: float
    """With the marks before it."""


def rank_rows(frame: Frame, standings: Sequence[Standing]) -> list[Op]:
    """The rows from the top of `frame.area`, as many as fit, and how many are left over."""
    plan, columns = _best(frame, standings)
    room = _room(frame, columns)
    values = (standing.fitting(frame, frame.small, room) for standing in standings[: plan.shown])
    # Where a value has to be smaller than the smallest text, nothing less important stands beside any.
    has_details = all(frame.fonts.width(value, frame.small, "semibold") <= room * 1.001 for value in values)
    ops: list[Op] = []
    has_bars = _has_values(standings)
    for number, standing in enumerate(standings[: plan.shown]):
        row = under_bar(frame.area.y + number * plan.pitch, plan.pitch, columns.size, _lines(columns))
        if has_bars:
            ops += row.draw(frame, columns.left, frame.area.right, standing.share, _bar_color(frame, standing))
        ops += _place(frame, standing, columns, row.baseline)
        ops += _words(frame, standing, columns, row.baseline, has_details)
    return ops + more_row(frame, plan.left_over, plan.untold)


def _best(frame: Frame, standings: Sequence[Standing]) -> tuple[RowPlan, _Columns]:
    """The largest letters with which nothing is cut; then values under names, if that costs no row.

    Where neither has room: short values, then no movement, then no ranks, then values under names and fewer rows.
    """
    flat = row_plan(frame, frame.area.height, len(standings), LINE)
    high = row_plan(frame, frame.area.height, len(standings), TWO_LINES)
    sizes = row_sizes(frame, flat.size)
    whole = [(flat, _tried(frame, standings[: flat.shown], size)) for size in sizes]
    if high.shown == len(standings) and _has_values(standings) and high.size >= frame.small * 0.999:
        tall = row_sizes(frame, high.size)
        whole += [(high, _tried(frame, standings, size, is_stacked=True)) for size in tall]
    rows = standings[: flat.shown]
    cut = [
        (flat, _tried(frame, rows, sizes[-1], is_short=True)),
        (flat, _tried(frame, rows, sizes[-1], is_short=True, has_moves=False)),
        (flat, _tried(frame, rows, sizes[-1], is_short=True, has_moves=False, has_ranks=False)),
    ]
    least = max(row_sizes(frame, high.size)[-1], min(frame.small, high.pitch / TIGHT))
    bare = _tried(frame, standings[: high.shown], least, is_stacked=True, has_moves=False, has_ranks=False)
    for ways, narrowest in ((whole, math.inf), (whole[: len(sizes) - 1 : -1], COMFORTABLE), (cut, NARROWEST)):
        for plan, columns in ways:
            shown = standings[: plan.shown]
            names = _names(frame, shown, columns.size)
            has_names = _name_room(frame, columns) >= min(names, narrowest * columns.size)
            if has_names and _least_width(frame, shown, columns.size) <= _room(frame, columns):
                return plan, columns
    # Two lines that are too small are worse than one with a name that is cut.
    return (high, bare) if least >= frame.small * 0.999 and _has_values(standings) else cut[-1]


def _has_values(standings: Sequence[Standing]) -> bool:
    """False for names alone, which need no bars and no second lines."""
    return any(standing.one.item.value is not None for standing in standings)


def _names(frame: Frame, standings: Sequence[Standing], size: float) -> float:
    return max(frame.fonts.width(standing.one.item.label, size, "medium") for standing in standings)


def _least_width(frame: Frame, standings: Sequence[Standing], size: float) -> float:
    """Of the values as short as they can be, with the marks before them, px."""
    widths = [
        frame.fonts.width(standing.text(is_short=True), size, "semibold")
        + (size * MARK if standing.level in ("amber", "red") else 0.0)
        for standing in standings
    ]
    return max(widths)


def _room(frame: Frame, columns: _Columns) -> float:
    """Width of the words of a row, px."""
    return frame.area.right - columns.left


def _lines(columns: _Columns) -> float:
    """From the name to the value, in font sizes."""
    return LINE_STEP if columns.is_stacked else 0.0


def _tried(
    frame: Frame,
    standings: Sequence[Standing],
    size: float,
    is_short: bool = False,
    is_stacked: bool = False,
    has_moves: bool = True,
    has_ranks: bool = True,
) -> _Columns:
    x = float(frame.area.x)
    if has_ranks:
        x += max(frame.fonts.width(_rank(standing), size, "medium") for standing in standings)
    moved = [abs(standing.one.moved) for standing in standings if standing.one.moved]
    move = -1.0
    if has_moves and moved:
        move = x + (size * 0.3 if has_ranks else 0.0)
        x = move + size * 0.6 + max(frame.fonts.width(str(one), frame.small, "semibold") for one in moved)
    left = x + (size * 0.35 if x > frame.area.x else 0.0)
    values = max(frame.fonts.width(standing.text(is_short), size, "semibold") for standing in standings)
    marks = size * MARK if any(standing.level in ("amber", "red") for standing in standings) else 0.0
    return _Columns(size, is_short, is_stacked, move, has_ranks, left, values + marks)


def _name_room(frame: Frame, columns: _Columns) -> float:
    beside = 0.0 if columns.is_stacked else columns.value_width + columns.size * 0.4
    return _room(frame, columns) - beside


def _bar_color(frame: Frame, standing: Standing) -> Color:
    """That of a bad level; else the leader's stands out."""
    theme = frame.theme
    if standing.level in ("amber", "red"):
        return theme.level_color(standing.level)
    return theme.series[0] if standing.is_leader else mixed(theme.series[0], theme.card, FADED)


def _rank(standing: Standing) -> str:
    return str(standing.one.rank) if standing.one.rank else ""


def _place(frame: Frame, standing: Standing, columns: _Columns, baseline: float) -> list[Op]:
    """Rank, and how many places were gained or lost since."""
    theme, size, small = frame.theme, columns.size, frame.small
    ops: list[Op] = []
    if columns.has_ranks and standing.one.rank:
        color = theme.text if standing.is_leader else theme.dim
        weight: Weight = "semibold" if standing.is_leader else "medium"
        ops.append(Text(frame.area.x, baseline, _rank(standing), size, color, "left", weight))
    moved = standing.one.moved
    if columns.move < 0 or not moved:
        return ops
    x, mark, middle = columns.move + size * 0.25, size * 0.5, baseline - size * CAP_HEIGHT / 2
    color = theme.good if moved > 0 else theme.red
    ops += step_mark("up" if moved > 0 else "down", x, middle, mark, color, theme)
    foot = middle + min(size, small) * CAP_HEIGHT / 2
    ops.append(Text(columns.move + size * 0.6, foot, str(abs(moved)), min(size, small), color, weight="semibold"))
    return ops


def _words(frame: Frame, standing: Standing, columns: _Columns, baseline: float, has_details: bool) -> list[Op]:
    """Name with its detail, and value."""
    theme, fonts, size = frame.theme, frame.fonts, columns.size
    right, left = float(frame.area.right), columns.left
    if left >= right:
        return []
    item, text = standing.one.item, standing.text(columns.is_short)
    if columns.is_stacked:
        text = standing.fitting(frame, size, right - left)
    under = baseline + size * _lines(columns)
    mark = size * MARK if standing.level in ("amber", "red") else 0.0
    own = fitted_size(frame, [text], size, right - left - mark, "semibold", min(size, frame.small))
    own = fitted_size(frame, [text], own, right - left, "semibold", 1.0)
    width = fonts.width(text, own, "semibold")
    ops: list[Op] = [Text(right, under, text, own, theme.text, "right", "semibold", right - left)]
    if mark and right - left >= width + mark:
        ops += level_mark(
            standing.level, right - width - size * 0.45, under - size * CAP_HEIGHT / 2, size * 0.55, theme
        )
    room = _name_room(frame, columns)
    is_readable = own >= 0.999 * frame.small
    if item.label and room > size and is_readable:
        name = Text(left, baseline, item.label, size, theme.text, "left", "medium", room)
        ops.append(name if item.detail else name_from_its_side(name, frame))
    label_width = fonts.width(item.label, size, "medium") + (size * 0.4 if item.label else 0.0)
    has_room = is_readable and has_details and fonts.width(item.detail, frame.small) <= room - label_width
    if item.detail and has_room:
        ops.append(Text(left + label_width, baseline, item.detail, frame.small, theme.dim))
    return ops
