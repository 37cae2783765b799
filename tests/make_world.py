"""Writes `displayd/widgets/map/world.json` from Natural Earth's land: `python -m tests.make_world land-50m.json`.

The file is in the npm package `world-atlas` (2.0.2), as TopoJSON. Coasts are made coarser until they are as fine as a
TV shows them when a continent fills it; islands smaller than 0.1 square degrees are left out.

The result is one JSON array with a line for each coast. A coast is a flat array of steps in twentieths of a degree,
longitude and latitude in turn, the first from 0, 0; the last point is joined to the first. Coasts that cross the
180th meridian go on beyond 180. Lakes and seas inside land follow the land, under `waters`.

Source: Natural Earth 4.1.0 (public domain), https://www.naturalearthdata.com
"""

from __future__ import annotations

import itertools
import json
import math
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

TABLE = pathlib.Path(__file__).parent.parent / "displayd" / "widgets" / "map" / "world.json"

Ring = list[tuple[float, float]]

# In degrees, at the equator's scale: what a pixel shows when 50 degrees fill 330 px.
TOLERANCE = 0.15
LEAST_AREA = 0.1
STEPS_PER_DEGREE = 20

# East of the last land before the Bering Strait: what is west of it is counted from the other side.
WESTERNMOST = -169.0


def rings(topology: dict[str, Any]) -> Iterator[tuple[bool, Ring]]:
    """Every closed line of a TopoJSON file with one object, `land`, and whether it is one of water inside land."""
    (across, down), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * across + left, y * down + bottom))
        arcs.append(arc)
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"]:
            for number, indexes in enumerate(polygon):
                ring: Ring = []
                for index in indexes:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    ring += arc[1:] if ring else arc
                yield number > 0, ring


def unrolled(ring: Ring) -> Ring:
    """`ring` without jumps from 180 to -180; the one around the South Pole is closed by way of the pole."""
    turns = [ring[0]]
    for x, y in ring[1:]:
        x += 360 * round((turns[-1][0] - x) / 360)
        turns.append((x, y))
    (first, _), (last, y) = turns[0], turns[-1]
    if abs(first - last) > 180:
        turns += [(last, -90.0), (first, -90.0), turns[0]]
    middle = (min(x for x, _ in turns) + max(x for x, _ in turns)) / 2
    shift = 360 if middle < WESTERNMOST else 0
    return [(x + shift, y) for x, y in turns]


def simplified(ring: Ring, tolerance: float) -> Ring:
    """`ring` with no more points than keep it within `tolerance` degrees of where it was.

    Source: D. Douglas, T. Peucker, Algorithms for the reduction of the number of points (1973).
    """
    kept = {0, len(ring) - 1}
    open_spans = [(0, len(ring) - 1)]
    while open_spans:
        start, end = open_spans.pop()
        if end - start < 2:
            continue
        farthest = max(range(start + 1, end), key=lambda index: distance(ring[index], ring[start], ring[end]))
        if distance(ring[farthest], ring[start], ring[end]) > tolerance:
            kept.add(farthest)
            open_spans += [(start, farthest), (farthest, end)]
    return [ring[index] for index in sorted(kept)]


def distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """From `point` to the line between two others, degrees; those of longitude count as long as they are there."""
    scale = math.cos(math.radians(point[1]))
    along, up = (end[0] - start[0]) * scale, end[1] - start[1]
    x, y = (point[0] - start[0]) * scale, point[1] - start[1]
    square = along * along + up * up
    share = max(0.0, min(1.0, (x * along + y * up) / square)) if square else 0.0
    return math.hypot(x - share * along, y - share * up)


def area(ring: Ring) -> float:
    """Of a small `ring`, in square degrees at the equator's scale."""
    middle = sum(y for _, y in ring) / len(ring)
    double = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    return abs(double) / 2 * math.cos(math.radians(middle))


def steps(ring: Ring) -> list[int]:
    """`ring` as the file has it; empty when nothing is left of it."""
    points = [(round(x * STEPS_PER_DEGREE), round(y * STEPS_PER_DEGREE)) for x, y in ring[:-1]]
    points = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    flat = []
    last_x = last_y = 0
    for x, y in points:
        flat += [x - last_x, y - last_y]
        last_x, last_y = x, y
    return flat if len(points) > 2 else []


def table(topology: dict[str, Any]) -> dict[str, list[list[int]]]:
    """Coasts of land and of water inside land, the largest first."""
    found: dict[str, list[tuple[float, list[int]]]] = {"lands": [], "waters": []}
    for is_water, ring in rings(topology):
        whole = unrolled(ring)
        if max(y for _, y in ring) < -85 or area(whole) < LEAST_AREA:
            continue
        if line := steps(simplified(whole, TOLERANCE)):
            found["waters" if is_water else "lands"].append((area(whole), line))
    return {kind: [line for _, line in sorted(lines, reverse=True)] for kind, lines in found.items()}


def written(coasts: dict[str, list[list[int]]]) -> str:
    """The text of `world.json`."""
    parts = []
    for kind, lines in coasts.items():
        rows = ",\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
        parts.append(f'"{kind}":[\n{rows}\n]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(written(table(json.loads(pathlib.Path(sys.argv[1]).read_text()))), encoding="utf-8")
