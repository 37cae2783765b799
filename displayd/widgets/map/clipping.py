"""Shapes cut to a rectangle, so that nothing is drawn outside a tile."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.scene.operations import Point

__all__ = ["clipped"]


def clipped(points: Sequence[Point], left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The part of a filled shape that lies in a rectangle; empty when there is none.

    Parts that hang together only outside are joined along the edge, which is not seen when the shape is filled.

    Args:
        points: corners in order; the last is joined to the first.

    Source: I. E. Sutherland, G. W. Hodgman, Reentrant polygon clipping (1974).
    """
    inside = list(points)
    for axis, limit, sign in ((0, left, 1.0), (0, right, -1.0), (1, top, 1.0), (1, bottom, -1.0)):
        inside = _half(inside, axis, limit, sign)
    return inside if len(inside) > 2 else []


def _half(points: list[Point], axis: int, limit: float, sign: float) -> list[Point]:
    """What lies at `limit` or beyond it, on the side that `sign` says, along x (0) or y (1)."""
    kept: list[Point] = []
    for number, point in enumerate(points):
        before = points[number - 1]
        is_in = sign * (point[axis] - limit) >= 0
        if is_in != (sign * (before[axis] - limit) >= 0):
            kept.append(_crossing(before, point, axis, limit))
        if is_in:
            kept.append(point)
    return kept


def _crossing(one: Point, other: Point, axis: int, limit: float) -> Point:
    """Where the way from `one` to `other` meets `limit`."""
    share = (limit - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
    return (limit, across) if axis == 0 else (across, limit)
