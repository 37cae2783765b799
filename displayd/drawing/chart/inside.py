"""Words inside a plot: where nothing else is drawn."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from displayd.drawing.chart.plot import LEAST_TICKED, Axis, Plot
from displayd.scene.operations import Align, Area, Box, Circle, Line, Op, Point, Polygon, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame

__all__ = ["HIGH_INSIDE", "ends_inside", "first_clear", "on_level"]

# Room around a word that is clear of all else, in 1080ths of the screen's short side.
AROUND = 4.0

HIGH_INSIDE = 2.8
"""In a plot that is lower than so many font sizes nobody could read texts that stand on lines, nor the lines."""

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom, px."""


def first_clear(
    frame: Frame, places: Sequence[Text], ops: Iterable[Op], *, may_cross_lines: bool = False
) -> list[Text]:
    """The first of `places` that is clear of what `ops` draw, alone in a list; else an empty one.

    Lines of the grid are none to be kept clear of.

    Args:
        may_cross_lines: True for what has to be told: where no place is clear of lines too, one that is of the rest.
    """
    drawn = [op for op in ops if not (isinstance(op, Line) and op.color == frame.theme.grid)]
    for others in (drawn, _solid(drawn)) if may_cross_lines else (drawn,):
        for place in places:
            edges = _edges_of_text(frame, place, AROUND * frame.unit)
            if not any(_meets(frame, op, edges) for op in others):
                return [place]
    return []


def on_level(frame: Frame, plot: Plot, y: float, text: str, color: str) -> list[Text]:
    """Where `text` may stand at the line across `plot` at `y` px: over or under it, at an end or in between."""
    size, space = frame.small, 8 * frame.unit
    width = frame.fonts.width(text, size, "medium")
    # Room for what letters have under their line.
    over, under = y - 0.26 * size - 2 * frame.unit, y + space + size * CAP_HEIGHT
    ys = [one for one in (over, under) if plot.top + size * CAP_HEIGHT <= one + 0.01]
    ys = [one for one in ys if one <= plot.bottom + 0.01]
    left, right = plot.left + space, plot.right - space - width
    xs = [left + share * (right - left) for share in (1.0, 0.0, 0.75, 0.25, 0.5)]
    return [
        Text(x, one, text, size, color, "left", "medium")
        for x, one in itertools.product(xs, ys)
        if plot.left <= x and x + width <= plot.right
    ]


def ends_inside(frame: Frame, plot: Plot, axis: Axis, align: Align, ops: Sequence[Op]) -> list[Op]:
    """The texts of the highest and the lowest tick of `axis`, under the one and over the other.

    For a plot that is too narrow to have them beside it. One that would stand on something else than lines is left out;
    lines are covered where it stands.
    """
    if not axis.texts or plot.bottom - plot.top < frame.small * LEAST_TICKED:
        return []
    size, space = frame.small, 5 * frame.unit
    scaled = plot._replace(scale=axis.scale)
    high = scaled.y(axis.scale.ticks[-1]) + space + size * CAP_HEIGHT
    if high > plot.bottom:
        # The only tick of a low plot is at its foot.
        high = scaled.y(axis.scale.ticks[-1]) - space
    low = scaled.y(axis.scale.ticks[0]) - space
    texts = [(axis.texts[-1] + axis.unit_text, high)]
    if low - high > size * 1.1:
        texts.append((axis.texts[0], low))
    found: list[Op] = []
    for text, baseline in texts:
        width = frame.fonts.width(text, size)
        xs = [plot.left, plot.right - width] if align == "left" else [plot.right - width, plot.left]
        places = [
            Text(max(x, plot.left), baseline, text, size, axis.color, max_width=plot.right - plot.left) for x in xs
        ]
        drawn = [*ops, *found]
        clear = first_clear(frame, places, drawn)
        if not clear and plot.bottom - plot.top >= HIGH_INSIDE * size:
            clear = first_clear(frame, places, _solid(drawn))
            # Nobody reads letters that a line runs through: the line makes way.
            found += [_ground(frame, text) for text in clear]
        found += clear
    return found


def _ground(frame: Frame, text: Text) -> Op:
    left, top, right, bottom = _edges_of_text(frame, text, AROUND * frame.unit)
    return Box(left, top, right - left, bottom - top, frame.theme.card)


def _edges_of_text(frame: Frame, text: Text, around: float = 0.0) -> Edges:
    width = frame.fonts.width(text.text, text.size, text.weight, text.is_tabular)
    width = min(width, text.max_width) if text.max_width else width
    left = text.x - {"left": 0.0, "center": width / 2, "right": width}[text.align]
    return left - around, text.y - text.size * 0.8 - around, left + width + around, text.y + text.size * 0.22 + around


def _meets(frame: Frame, op: Op, edges: Edges) -> bool:
    """True when `op` draws within `edges`."""
    match op:
        case Line() | Area() | Polygon() if not isinstance(op, Polygon) or _is_shade(op):
            return any(_crosses(one, other, edges) for one, other in itertools.pairwise(op.points))
        case Circle():
            found = op.x - op.radius, op.y - op.radius, op.x + op.radius, op.y + op.radius
        case Polygon():
            across, down = zip(*op.points, strict=True)
            found = min(across), min(down), max(across), max(down)
        case Text():
            found = _edges_of_text(frame, op)
        case Box():
            found = op.x, op.y, op.x + op.width, op.y + op.height
        case _:
            return False
    return found[0] < edges[2] and edges[0] < found[2] and found[1] < edges[3] and edges[1] < found[3]


def _solid(ops: Iterable[Op]) -> list[Op]:
    """What no word may stand on, whatever has to be told."""
    return [op for op in ops if not isinstance(op, Line | Area) and not _is_shade(op)]


def _is_shade(op: Op) -> bool:
    """True for an area that one sees through: words can stand on it, if not on its edge."""
    return isinstance(op, Polygon) and len(op.color) > len("#rrggbb")


def _crosses(one: Point, other: Point, edges: Edges) -> bool:
    """True when the way from `one` to `other` has a part within `edges`. Source: Liang and Barsky, 1984."""
    start, end = 0.0, 1.0
    for axis in (0, 1):
        length, low, high = other[axis] - one[axis], edges[axis] - one[axis], edges[axis + 2] - one[axis]
        if length == 0:
            if low > 0 or high < 0:
                return False
            continue
        enter, leave = sorted((low / length, high / length))
        start, end = max(start, enter), min(end, leave)
        if start > end:
            return False
    return True
