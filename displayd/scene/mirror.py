"""Operations with left and right exchanged: a page that is read from the right.

Places change their sides; what is drawn does not turn: letters are never seen in a mirror, and a picture stays itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import structs

from displayd.scene.operations import Align, Arc, Area, Box, Circle, Film, Line, Op, Picture, Point, Polygon, Text

__all__ = ["mirrored"]

_OTHER_SIDE: Mapping[Align, Align] = {"left": "right", "center": "center", "right": "left"}


def mirrored(ops: Iterable[Op], left: float, right: float) -> list[Op]:
    """`ops` as they lie when everything from `left` to `right` px changes its side; twice that is the same again."""
    ends = left + right
    return [_mirrored(op, ends) for op in ops]


def _mirrored(op: Op, ends: float) -> Op:
    """`op` at `ends` minus where it is, px."""
    match op:
        case Box() | Picture() | Film():
            return structs.replace(op, x=ends - op.x - op.width)
        case Text():
            return structs.replace(op, x=ends - op.x, align=_OTHER_SIDE[op.align])
        case Circle():
            return structs.replace(op, x=ends - op.x)
        case Arc():
            return structs.replace(op, x=ends - op.x, start=-op.end, end=-op.start)
        case Line() | Area() | Polygon():
            return structs.replace(op, points=_points(op.points, ends))


def _points(points: tuple[Point, ...], ends: float) -> tuple[Point, ...]:
    return tuple((ends - x, y) for x, y in points)
