"""Recent values as a line without axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from displayd.scene.geometry import Rect
from displayd.scene.operations import Area, Circle, Line, Op, Point, Polygon
from displayd.tile.frame import Frame

__all__ = ["is_trend", "trendline"]

STROKE = 5.0
"""Width of the line, in 1080ths of the screen's short side."""

# Radius of the space around the mark at the newest value, and of the mark, in strokes.
MARK, DOT = 2.2, 1.5

# Values closer than so many strokes are a scribble; they are drawn as columns so many strokes wide.
DENSE, COLUMN = 1.2, 2.4

# Differences smaller than this share of the values are what a float leaves, not movement.
NOISE = 1e-9

# From the lowest to the highest is so much of the values at least: a few tenths of a percent are no crash.
LEAST_SPAN = 0.02

# Values that fall below this share of the highest are drawn from zero on: that costs little height.
FROM_ZERO = 0.5

# What the band behind a dense line has of its colour, as two hex digits of alpha.
BAND_ALPHA = "4d"


def is_trend(history: Sequence[float | None]) -> bool:
    """True when there is a line to be drawn: more than one value."""
    return sum(value is not None for value in history) > 1


def trendline(frame: Frame, history: Sequence[float | None], room: Rect, color: str) -> list[Op]:
    """The values from left to right, the newest marked; gaps where values are missing.

    The highest is at the top of `room`, the lowest at the bottom, unless zero is not far below it: then that is, and
    the line is filled. Values that hardly differ make a line that hardly moves, in the middle. A single value is at
    the right, where the newest always is, for readers from the right too. Where there are more values than strokes
    find room for, the line is their mean, in a band from the lowest to the highest.

    Args:
        color: `#rrggbb`.
    """
    if room.is_empty or all(value is None for value in history):
        return []
    scale = _Scale.over(frame, history, room)
    stroke = STROKE * frame.unit
    runs = _runs(history, scale)
    ops: list[Op] = []
    for run in runs:
        line = tuple(run)
        if scale.step < DENSE * stroke:
            columns = list(_columns(run, COLUMN * stroke))
            line = ((run[0][0], columns[0].mean), *((one.x, one.mean) for one in columns), run[-1])
            ops.append(_band(columns, run[0][0], run[-1][0], color))
        if len(run) > 1:
            # What is filled claims to be as much as it is high.
            ops += [Area(line, float(room.bottom), color, 0.30, 0.0)] if scale.low == 0 else []
            ops.append(Line(line, stroke, color))
        else:
            ops.append(Circle(*run[0], stroke, color))
    if history[-1] is not None:
        x, y = runs[-1][-1]
        ops += [Circle(x, y, stroke * MARK, frame.theme.card), Circle(x, y, stroke * DOT, color)]
    return frame.kept(ops, room.x, room.right)


class _Scale(NamedTuple):
    """Where the values fall, px."""

    low: float
    high: float
    left: float
    step: float
    """From one value to the next."""
    top: float
    bottom: float

    @classmethod
    def over(cls, frame: Frame, history: Sequence[float | None], room: Rect) -> _Scale:
        known = [value for value in history if value is not None]
        low, high = _ends(min(known), max(known))
        # The mark at the newest value has its room at every edge but the left one.
        margin = min(MARK * STROKE * frame.unit, room.width / 2, room.height / 2)
        steps = len(history) - 1
        left = room.x + margin / 4 if steps else room.right - margin
        step = (room.right - margin - left) / steps if steps else float(room.width)
        return cls(low, high, left, step, room.y + margin, room.bottom - margin)

    def point(self, index: int, value: float) -> Point:
        share = 0.5 if self.low else 0.0
        if self.high > self.low:
            share = (value - self.low) / (self.high - self.low)
        return self.left + index * self.step, self.bottom - share * (self.bottom - self.top)


def _ends(lowest: float, highest: float) -> tuple[float, float]:
    """What is at the bottom and at the top; equal for values that do not move."""
    largest = max(abs(lowest), abs(highest))
    if highest - lowest <= largest * NOISE:
        return lowest, lowest
    if 0 <= lowest < highest * FROM_ZERO:
        return 0.0, highest
    lacking = max(0.0, LEAST_SPAN * largest - (highest - lowest))
    return lowest - lacking / 2, highest + lacking / 2


class _Column(NamedTuple):
    """Values that are too close to be drawn one by one, px."""

    x: float
    top: float
    mean: float
    bottom: float


def _runs(history: Sequence[float | None], scale: _Scale) -> list[list[Point]]:
    """The points, cut at the gaps; none of the runs is empty."""
    runs: list[list[Point]] = [[]]
    for index, value in enumerate(history):
        if value is not None:
            runs[-1].append(scale.point(index, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _columns(run: Sequence[Point], width: float) -> Iterator[_Column]:
    """`run` in columns of `width` px."""
    for _, group in groupby(run, key=lambda point: int((point[0] - run[0][0]) / width)):
        points = list(group)
        heights = [y for _, y in points]
        yield _Column((points[0][0] + points[-1][0]) / 2, min(heights), sum(heights) / len(heights), max(heights))


def _band(columns: Sequence[_Column], left: float, right: float, color: str) -> Polygon:
    """From the highest to the lowest of every column, from `left` to `right` px."""
    across = [left, *(one.x for one in columns), right]
    every = [columns[0], *columns, columns[-1]]
    above = [(x, one.top) for x, one in zip(across, every, strict=True)]
    below = [(x, one.bottom) for x, one in zip(across, every, strict=True)]
    return Polygon((*above, *reversed(below)), color + BAND_ALPHA)
