"""Recent values as a line without axes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from displayd.scene.geometry import Rect
from displayd.scene.operations import Area, Circle, Line, Op, Point, Text
from displayd.tile.frame import Frame

__all__ = ["is_trend", "span_words", "trendline"]

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

# How long it is stands beside a line that keeps at least so much of its width.
SPAN_SHARE = 0.55

# What is so many times as far from the mean of its column as is usual stands out.
OUTSTANDING = 4.0

# A count falls to less than this share of what it was when it begins again, and so rarely among its steps.
AFRESH, MOST_FALLS = 0.35, 0.1

# Fewer values may rise and fall once by chance.
LEAST_OF_COUNT, LEAST_RISES = 12, 3


def is_trend(history: Sequence[float | None]) -> bool:
    """True when there is a line to be drawn: more than one value."""
    return sum(value is not None for value in history) > 1


def span_words(frame: Frame, history_seconds: float | None) -> str:
    """How long a line is, in words; empty where nobody says it."""
    return "" if history_seconds is None else frame.format.span(history_seconds)


def trendline(frame: Frame, history: Sequence[float | None], room: Rect, color: str, span: str = "") -> list[Op]:
    """The values from left to right, the newest marked; gaps where values are missing.

    The highest is at the top of `room`, the lowest at the bottom, unless zero is not far below it: then that is, and
    the line is filled. Values that hardly differ make a line that hardly moves, in the middle. A single value is at
    the right, where the newest always is, for readers from the right too. Where there are more values than strokes
    find room for, the line is their mean, and goes to those that stand out. What counts up and begins again at zero,
    as a day's count at midnight, is a line for each time.

    Args:
        color: `#rrggbb`.
        span: how long the line is; written before it where that costs it little.
    """
    if room.is_empty or all(value is None for value in history):
        return []
    if span:
        words, rest = _with_span(frame, span, room)
        return [*words, *trendline(frame, history, rest, color)]
    scale = _Scale.over(frame, history, room)
    stroke = STROKE * frame.unit
    runs = _runs(history, scale)
    ops: list[Op] = []
    for run in runs:
        line = tuple(run)
        if scale.step < DENSE * stroke:
            columns = list(_columns(run, COLUMN * stroke))
            line = ((run[0][0], columns[0].mean), *_with_peaks(columns), run[-1])
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


def _with_span(frame: Frame, span: str, room: Rect) -> tuple[list[Op], Rect]:
    """`span` at the foot of the line where that begins, for all readers, and the room that is left."""
    width = frame.fonts.width(span, frame.small)
    used = round(width + frame.gap)
    if room.height < frame.small or room.width - used < max(SPAN_SHARE * room.width, 3 * frame.small):
        return [], room
    text = Text(room.x, room.bottom - MARK * STROKE * frame.unit * 0.5, span, frame.small, frame.theme.dim)
    return frame.kept([text], room.x, room.right), (
        room._replace(width=room.width - used) if frame.is_mirrored else room.inset(used, 0, 0, 0)
    )


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
    """The points, cut at the gaps and where a count begins again; none of the runs is empty."""
    runs: list[list[Point]] = [[]]
    afresh = _afresh(history)
    for index, value in enumerate(history):
        if index in afresh:
            runs.append([])
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


def _with_peaks(columns: Sequence[_Column]) -> list[Point]:
    """A point for each of `columns`: its mean, or what stands out of it."""
    reaches = sorted(max(one.mean - one.top, one.bottom - one.mean) for one in columns)
    usual = max(reaches[len(reaches) // 2] * OUTSTANDING, 1.0)
    points: list[Point] = []
    for one in columns:
        peak = one.top if one.mean - one.top >= one.bottom - one.mean else one.bottom
        points.append((one.x, peak if abs(peak - one.mean) > usual else one.mean))
    return points


def _afresh(history: Sequence[float | None]) -> set[int]:
    """Where what only counts up otherwise begins again, as places in `history`; none for what goes up and down."""
    known = [(index, value) for index, value in enumerate(history) if value is not None]
    if len(known) < LEAST_OF_COUNT or min(value for _, value in known) < 0:
        return set()
    falls: set[int] = set()
    rises = 0
    for (_, before), (index, after) in itertools.pairwise(known):
        if after >= before:
            rises += after > before
            continue
        # A peak rises at once; a count takes several steps.
        if after >= AFRESH * before or rises < LEAST_RISES:
            return set()
        falls.add(index)
        rises = 0
    return falls if len(falls) <= max(1, MOST_FALLS * len(known)) else set()
