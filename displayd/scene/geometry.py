"""Rectangles, area templates and the cells they make.

Pixels count from the top left corner, x to the right and y down. Cells have whole pixels for edges, so that
neighbours tile a page without gap or overlap in every size.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Rect", "Template", "TemplateError", "cells", "derived", "flowed", "parse_template", "split", "upright_size"]

# A template is read by people five metres away; more rows or columns than this is a mistake in the file.
MAX_TRACKS = 24


class Rect(NamedTuple):
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column outside, on the right."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row outside, below."""
        return self.y + self.height

    @property
    def is_empty(self) -> bool:
        """True when nothing can be drawn in it."""
        return self.width <= 0 or self.height <= 0

    def inset(self, left: int, top: int | None = None, right: int | None = None, bottom: int | None = None) -> Rect:
        """The rectangle with its edges moved inwards by whole pixels; never smaller than nothing.

        One argument moves all four edges.
        """
        top = left if top is None else top
        right = left if right is None else right
        bottom = top if bottom is None else bottom
        return Rect(self.x + left, self.y + top, max(0, self.width - left - right), max(0, self.height - top - bottom))

    def mirrored(self, within: Rect) -> Rect:
        """Where this rectangle lies when what is in `within` changes its sides, as for readers from the right."""
        return self._replace(x=within.x + within.right - self.right)

    def turned(self, degrees: int, page_width: int, page_height: int) -> Rect:
        """Where this rectangle of an upright page lands when the page is turned clockwise.

        Args:
            degrees: 0, 90, 180 or 270, clockwise.
            page_width: width of the upright page, px.
            page_height: height of the upright page, px.
        """
        if degrees == 0:
            return self
        if degrees == 90:
            return Rect(page_height - self.bottom, self.x, self.height, self.width)
        if degrees == 180:
            return Rect(page_width - self.right, page_height - self.bottom, self.width, self.height)
        if degrees == 270:
            return Rect(self.y, page_width - self.right, self.height, self.width)
        raise ValueError(f"a picture is turned by 0, 90, 180 or 270 degrees, not {degrees}")


def upright_size(width: int, height: int, rotate: int) -> tuple[int, int]:
    """Size of the page, in px, on a panel of `width` by `height` px turned by `rotate` degrees."""
    return (height, width) if rotate in (90, 270) else (width, height)


class TemplateError(ValueError):
    """An area template that does not describe rectangles; the message says which name and why."""


class Template(NamedTuple):
    """An area template that has been checked."""

    rows: int
    columns: int
    areas: dict[str, Rect]
    """Name of each area and its place, in tracks (columns and rows, not pixels), in reading order."""


def parse_template(lines: Sequence[str]) -> Template:
    """The template that `lines` draw, in the manner of CSS `grid-template-areas`.

    One string per row, a name per column, `.` for an empty cell; every name one rectangle.

    Raises:
        TemplateError: no rows, ragged rows, too many tracks, or a name that is not one rectangle.
    """
    grid = _grid(lines)
    areas: dict[str, Rect] = {}
    for y, row in enumerate(grid):
        for x, name in enumerate(row):
            if name != "." and name not in areas:
                areas[name] = _area_from(grid, x, y)
    for name, area in areas.items():
        count = sum(row.count(name) for row in grid)
        inside = all(grid[y][x] == name for y in range(area.y, area.bottom) for x in range(area.x, area.right))
        if not inside or count != area.width * area.height:
            raise TemplateError(f"`{name}` is not one rectangle")
    return Template(len(grid), len(grid[0]), areas)


def _grid(lines: Sequence[str]) -> list[list[str]]:
    """The names in `lines`, row by row: at least one, and equally many in each row.

    Raises:
        TemplateError: no rows, ragged rows, too many tracks.
    """
    grid = [line.split() for line in lines]
    if not grid or not grid[0]:
        raise TemplateError("the template is empty")
    columns = len(grid[0])
    for number, row in enumerate(grid, 1):
        if len(row) != columns:
            raise TemplateError(f"row {number} has {len(row)} columns, row 1 has {columns}")
    if len(grid) > MAX_TRACKS or columns > MAX_TRACKS:
        raise TemplateError(f"more than {MAX_TRACKS} rows or columns")
    return grid


def _area_from(grid: list[list[str]], x: int, y: int) -> Rect:
    """As far to the right of track `x`, and as far down from `y`, as the name there stands."""
    name = grid[y][x]
    width = next((n for n, other in enumerate(grid[y][x:]) if other != name), len(grid[y]) - x)
    height = next((n for n, row in enumerate(grid[y:]) if row[x] != name), len(grid) - y)
    return Rect(x, y, width, height)


def split(length_px: int, weights: Sequence[float], gap_px: int = 0) -> list[tuple[int, int]]:
    """`length_px` cut into tracks by weight, with gaps between: (start, length) of each, in px.

    Edges are rounded from the running sum, so that the tracks and gaps add up to `length_px` exactly and a track
    differs from its ideal by less than a pixel. Gaps shrink before the tracks between them vanish.
    """
    if not weights:
        return []
    gap_px = min(gap_px, length_px // (2 * len(weights)))
    room = length_px - gap_px * (len(weights) - 1)
    total = sum(weights) or 1.0
    tracks: list[tuple[int, int]] = []
    run = 0.0
    edge = 0
    for number, weight in enumerate(weights):
        run += weight
        end = room if number == len(weights) - 1 else min(room, int(room * run / total + 0.5))
        tracks.append((edge + number * gap_px, end - edge))
        edge = end
    return tracks


def cells(
    template: Template,
    area: Rect,
    gap_px: int,
    row_weights: Sequence[float] = (),
    column_weights: Sequence[float] = (),
) -> dict[str, Rect]:
    """The pixel rectangle of every area of `template`, laid out in `area`.

    Args:
        gap_px: space between neighbouring cells; areas of several tracks include the gaps they span.
        row_weights: relative heights, one per row; equal when empty.
        column_weights: relative widths, one per column; equal when empty.
    """
    across = split(area.width, column_weights or [1.0] * template.columns, gap_px)
    down = split(area.height, row_weights or [1.0] * template.rows, gap_px)
    placed: dict[str, Rect] = {}
    for name, tracks in template.areas.items():
        left = across[tracks.x][0]
        top = down[tracks.y][0]
        right = sum(across[tracks.right - 1])
        bottom = sum(down[tracks.bottom - 1])
        placed[name] = Rect(area.x + left, area.y + top, right - left, bottom - top)
    return placed


def flowed(names: Sequence[str], is_landscape: bool) -> list[str]:
    """A template of equal cells for `names`, in reading order.

    Across, up to three stand side by side, more in rows of up to four; upright, up to four stand on one another, more
    in pairs. Only crowds are put closer, to stay within `MAX_TRACKS`.
    """
    if not names:
        return []
    if len(names) <= (3 if is_landscape else 4):
        return _drawn([names] if is_landscape else [[name] for name in names])
    rows: list[list[str]] = []
    for per_row in (4, 6, 12) if is_landscape else (2, 3, 4, 6, 12):
        rows = _balanced(names, max(2, -(-len(names) // per_row)))
        if len(rows) <= MAX_TRACKS:
            break
    return _drawn(rows)


def derived(template: Template, is_landscape: bool) -> list[str]:
    """A template for the other orientation, when the admin drew only one.

    Areas keep their reading order and flow as in `flowed`. Upright, one that is large or as wide as its page keeps a
    row of its own, of twice the height if it was high, and the others stand in pairs.

    Args:
        is_landscape: True to derive a landscape template from a portrait one.
    """
    usual = template.rows * template.columns / max(1, len(template.areas))
    large = {
        name
        for name, area in template.areas.items()
        if area.width * area.height > 1.5 * usual or area.width == template.columns > 1
    }
    rows: list[list[str]] = []
    small: list[str] = []
    for name, area in template.areas.items():
        if name not in large:
            small.append(name)
            continue
        rows += _balanced(small, -(-len(small) // 2))
        small = []
        rows += [[name]] * min(2, area.height)
    rows += _balanced(small, -(-len(small) // 2))
    if is_landscape or not large or len(rows) > MAX_TRACKS:
        return flowed(list(template.areas), is_landscape)
    return _drawn(rows)


def _balanced(names: Sequence[str], rows: int) -> list[list[str]]:
    """`names` in so many rows, none longer than another by more than one, the longer ones first."""
    edges = [-(-len(names) * row // rows) for row in range(rows + 1)] if rows else []
    return [list(names[start:end]) for start, end in itertools.pairwise(edges)]


def _drawn(rows: Sequence[Sequence[str]]) -> list[str]:
    """`rows` as a template: twelve columns, which 1, 2, 3, 4 and 6 names share evenly."""
    columns = math.lcm(*(len(row) for row in rows)) if rows else 1
    columns = columns if columns <= MAX_TRACKS else 12
    return [" ".join(row[column * len(row) // columns] for column in range(columns)) for row in rows]
