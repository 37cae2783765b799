"""What lies behind lines: the zones of thresholds, and bands of what is usual."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from displayd.drawing.chart.inside import first_clear
from displayd.drawing.chart.plot import Ends, Plot
from displayd.scene.operations import Color, Line, Op, Polygon, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.fields import Points
from displayd.tile.frame import Frame
from displayd.widgets.line.series import Band
from displayd.widgets.line.trace import TimePlot, runs

__all__ = ["Zone", "band_name", "band_ops", "middle_of", "zone_names", "zone_ops", "zones_of"]

# What zones and bands have of their colours, as two hex digits of alpha.
ZONE_ALPHA, BAND_ALPHA = "2b", "40"

# A name has its place in what is so many font sizes high.
LEAST_ROOM = 1.17


class Zone(NamedTuple):
    """Amounts of one level."""

    name: str
    low: float
    high: float
    """Both of them on the scale."""
    color: Color


def zones_of(frame: Frame, plot: Plot, ends: Ends, names: Mapping[str, str], is_up: bool) -> list[Zone]:
    """The zones of amber and red that are on the scale of `plot`.

    Args:
        names: of `amber` and `red`.
        is_up: True where more is better: they are below the thresholds then, else above.
    """
    scale, zones = plot.scale, []
    told = (
        (ends.amber, ends.red, names["amber"], frame.theme.amber),
        (ends.red, None, names["red"], frame.theme.red),
    )
    for start, end, name, color in told:
        if start is None:
            continue
        low, high = (scale.low if end is None else end, start) if is_up else (start, scale.high if end is None else end)
        low, high = max(low, scale.low), min(high, scale.high)
        if low < high:
            zones.append(Zone(name, low, high, color))
    return zones


def zone_ops(plot: Plot, zones: Sequence[Zone]) -> list[Op]:
    """`zones` as tinted stripes across."""
    return [
        Polygon(
            tuple(
                (x, plot.y(value))
                for x, value in (
                    (plot.left, zone.low),
                    (plot.left, zone.high),
                    (plot.right, zone.high),
                    (plot.right, zone.low),
                )
            ),
            zone.color + ZONE_ALPHA,
        )
        for zone in zones
    ]


def zone_names(frame: Frame, plot: Plot, zones: Sequence[Zone], ops: Sequence[Op]) -> list[Op]:
    """The names of `zones` in them, where nothing else is drawn."""
    found: list[Op] = []
    # Their own edges are as far away as the letters need.
    others = [op for op in ops if not (isinstance(op, Line) and op.dash) and op not in zone_ops(plot, zones)]
    for zone in zones:
        places = _places(frame, plot, zone.name, zone.color, (plot.y(zone.high), plot.y(zone.low)))
        found += first_clear(frame, places, [*others, *found])
    return found


def band_name(frame: Frame, plot: Plot, name: str, ops: Sequence[Op], shades: Sequence[Op]) -> list[Op]:
    """The name of a band in the plot, for one that has none beside it: in the band, under it or over it."""
    edges = [point for op in shades if isinstance(op, Polygon) for point in op.points]
    if not edges:
        return []
    ys = [y for _, y in edges]
    levels = ((min(ys), max(ys)), (max(ys), plot.bottom), (plot.top, min(ys)))
    places = [place for level in levels for place in _places(frame, plot, name, frame.theme.dim, level)]
    return list(first_clear(frame, places, ops))


def _places(frame: Frame, plot: Plot, text: str, color: Color, level: tuple[float, float]) -> list[Text]:
    """Where `text` can stand in `plot` between two heights (px, the upper one first)."""
    size, space, (top, bottom) = frame.small, 5 * frame.unit, level
    width = frame.fonts.width(text, size, "medium")
    beside = size * (LEAST_ROOM - CAP_HEIGHT) / 2
    low, high = top + beside + size * CAP_HEIGHT, bottom - beside
    ys = dict.fromkeys(((low + high) / 2, low, high)) if low <= high else {}
    xs = [plot.right - 2 * space - width, plot.left + 2 * space, (plot.left + plot.right - width) / 2]
    return [
        Text(x, y, text, size, color, "left", "medium") for x in xs if plot.left <= x <= plot.right - width for y in ys
    ]


def band_ops(plot: TimePlot, band: Band, color: Color) -> list[Op]:
    """`band` as tinted areas, as far as its edges are known."""
    scale = plot.field.scale
    ops: list[Op] = []
    for low_run, high_run in itertools.product(
        _edges(band.low_points, band.low, scale.low, plot), _edges(band.high_points, band.high, scale.high, plot)
    ):
        start, end = max(low_run[0][0], high_run[0][0]), min(low_run[-1][0], high_run[-1][0])
        if start >= end:
            continue
        lows, highs = (
            tuple(
                plot.point((time, min(max(value, scale.low), scale.high))) for time, value in _between(run, start, end)
            )
            for run in (low_run, high_run)
        )
        ops.append(Polygon((*lows, *reversed(highs)), color + BAND_ALPHA))
    return ops


def middle_of(band: Band) -> float:
    """The amount in the middle of `band` at its end; that of its one edge where it has no other."""
    lasts = [
        next((value for _, value in reversed(points) if value is not None), fixed)
        for points, fixed in ((band.low_points, band.low), (band.high_points, band.high))
    ]
    known = [value for value in lasts if value is not None]
    return sum(known) / len(known) if known else 0.0


def _edges(points: Points, fixed: float | None, open_end: float, plot: TimePlot) -> list[list[tuple[float, float]]]:
    """One edge of a band as runs without gaps: its points in the time of `plot`, or a level line."""
    if points:
        cut = [_between(run, plot.start, plot.end) for run in runs(sorted(points, key=lambda pair: pair[0]))]
        return [run for run in cut if len(run) > 1]
    level = open_end if fixed is None else fixed
    margin = plot.margin / max(1e-9, plot.field.right - plot.right_margin - plot.field.left - plot.margin)
    # A level edge is from side to side; time begins a little later.
    return [[(plot.start - margin * (plot.end - plot.start), level), (plot.end, level)]]


def _between(run: Sequence[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    """The part of `run` from `start` to `end`, with points of its own there."""
    inner = [pair for pair in run if start < pair[0] < end]
    edges = [_at(run, time) for time in (start, end)]
    return [one for one in (edges[0], *inner, edges[1]) if one is not None]


def _at(run: Sequence[tuple[float, float]], time: float) -> tuple[float, float] | None:
    for (start, low), (end, high) in itertools.pairwise(run):
        if start <= time <= end:
            return time, low + (high - low) * (time - start) / (end - start) if end > start else high
    return None
