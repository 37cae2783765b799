"""Where tiles stand: Grafana's long page cut into pages of a wall, each with an area template."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.tools.grafana.parts import Tile
from displayd.tools.grafana.title_room import PORTRAIT, lines_of

__all__ = ["Drawn", "drawn", "pages_of", "upright"]

MOST_TILES = 9
"""On one page: more are too small to be read from a seat."""

COLUMNS = 24

# A tile narrower than this of Grafana's columns is put into another row.
NARROWEST = 6

# Heights of all rows of a page together; a row of figures counts for one, one of charts for two.
MOST_HEIGHT = 6.0

# Headings and some rows: in less room a table has no headings, and nobody knows what its figures are.
TABLE_HEIGHT = 4.0

# Up to so high rows together leave room for titles in two lines, those of charts and those of figures.
HEIGHT_FOR_TWO_LINES, HEIGHT_FOR_FIGURES = 5.0, 4.5

MOST_LINES = 2

# Of a row of figures, with titles in one line and in two.
FIGURE_HEIGHTS = (1.0, 1.5)

# Charts over each other on a page higher than wide.
MOST_UPRIGHT = 6

# More columns than this cannot be read in a template.
MOST_TRACKS = 12


class _Row(NamedTuple):
    """One row of a template, as the tiles in each of Grafana's columns."""

    cells: list[Tile | None]
    height: float


class Drawn(NamedTuple):
    """A template, with the weights of its rows and columns; no weights where all are alike."""

    template: list[str]
    rows: list[float]
    columns: list[float]


def pages_of(tiles: Sequence[Tile]) -> list[list[Tile]]:
    """`tiles`, which belong together, on as many pages as they need, about equally many on each."""
    bands = [low for band in _bands(tiles) for part in _parts(band, MOST_TILES) for low in _low(part)]
    wanted = math.ceil(len(tiles) / max(1, math.ceil(len(tiles) / MOST_TILES)))
    pages: list[list[Tile]] = []
    rows: list[_Row] = []
    for band in bands:
        own = _rows(band)
        count = len(pages[-1]) if pages else 0
        if not pages or count + len(band) > MOST_TILES or count >= wanted or _is_too_high([*rows, *own]):
            pages.append([])
            rows = []
        pages[-1] += band
        rows += own
    return pages


def _low(band: list[Tile]) -> Iterator[list[Tile]]:
    """`band`, in parts where its rows are too high for a page."""
    rows = _rows(band)
    if len(band) == 1 or not _is_too_high(rows):
        yield band
        return
    parts = max(2, math.ceil(sum(row.height for row in rows) / MOST_HEIGHT))
    for part in _parts(band, math.ceil(len(band) / parts)):
        yield from _low(part)


def _is_too_high(rows: Sequence[_Row]) -> bool:
    """True where a page of these rows leaves too little to each, or no room for titles in two lines."""
    even = _even(rows)
    height = sum(row.height for row in even)
    if any(row.height == FIGURE_HEIGHTS[True] for row in even):
        return height > HEIGHT_FOR_FIGURES
    return height > MOST_HEIGHT or (height > HEIGHT_FOR_TWO_LINES and not _are_whole(rows, 1))


def drawn(tiles: Sequence[Tile]) -> Drawn:
    """The template of a page for these tiles, which have their names."""
    rows = _even([row for band in _bands(tiles) for row in _rows(band)])
    edges = sorted({0, COLUMNS, *(edge for row in rows for edge in _edges(row))})
    if len(edges) - 1 > MOST_TRACKS:
        rows = list(_flowed(list(tiles)))
        edges = sorted({0, COLUMNS, *(edge for row in rows for edge in _edges(row))})
    template = [
        " ".join("." if row.cells[start] is None else str(row.cells[start].name) for start in edges[:-1])  # type: ignore[union-attr]
        for row in rows
    ]
    widths = [float(end - start) for start, end in itertools.pairwise(edges)]
    return Drawn(_aligned(template), _weights([row.height for row in rows]), _weights(widths))


def upright(tiles: Sequence[Tile]) -> Drawn | None:
    """The template for a page higher than wide: charts over all of its width, figures in pairs.

    None where there are too many charts for that; what the hub derives from the other template is as good.
    """
    charts = sum(not tile.is_small for tile in tiles)
    if not 1 < charts <= MOST_UPRIGHT:
        return None
    rows = []
    for band in _bands(tiles):
        for is_small, group in itertools.groupby(band, key=lambda tile: tile.is_small):
            some = list(group)
            rows += list(_pairs(some)) if is_small else [[one] for one in some]
    heights = [_height(row) for row in rows]
    if max(len(row) for row in rows) == 1:
        return Drawn([str(row[0].name) for row in rows], _weights(heights), [])
    return Drawn(_aligned([f"{row[0].name} {row[-1].name}" for row in rows]), _weights(heights), [])


def _pairs(tiles: list[Tile]) -> Iterator[list[Tile]]:
    """Two beside each other, and one alone whose title is too long for that."""
    waiting: list[Tile] = []
    for tile in tiles:
        if lines_of(tile, 0.5, PORTRAIT) > 2:
            yield from ([one] for one in (*waiting, tile))
            waiting = []
        else:
            waiting.append(tile)
            if len(waiting) == 2:
                yield waiting
                waiting = []
    if waiting:
        yield waiting


def _bands(tiles: Sequence[Tile]) -> list[list[Tile]]:
    """Tiles that stand beside each other; where one ends, all do."""
    bands: list[list[Tile]] = []
    bottom = -math.inf
    for tile in sorted(tiles, key=lambda one: (one.place.y, one.place.x)):
        if tile.place.y >= bottom:
            bands.append([])
        bands[-1].append(tile)
        bottom = max(bottom if len(bands[-1]) > 1 else -math.inf, tile.place.y + tile.place.height)
    return bands


def _parts(band: list[Tile], most: int) -> Iterator[list[Tile]]:
    """`band`, in equal parts where it has too many tiles for a page."""
    parts = math.ceil(len(band) / most)
    for number in range(parts):
        yield band[len(band) * number // parts : len(band) * (number + 1) // parts]


def _rows(band: list[Tile]) -> list[_Row]:
    """A band as rows of a template: as it stands in Grafana, or in rows of its own where it cannot stay so."""
    is_plain = len({(tile.place.y, tile.place.height) for tile in band}) == 1
    if is_plain and len(band) <= COLUMNS // NARROWEST:
        for most in range(len(band), 0, -1):
            rows = [_row_of(_stretched(part)) for part in _parts(band, most)]
            if _are_whole(rows):
                break
        return rows
    if not is_plain and min(tile.place.width for tile in band) >= NARROWEST:
        placed = _as_placed(band)
        if placed is not None and _are_whole(placed):
            return placed
    return list(_flowed(band))


def _are_whole(rows: Sequence[_Row], most_lines: int = MOST_LINES) -> bool:
    """True where no title needs more lines."""
    return all(lines_of(tile, share) <= most_lines for row in rows for tile, share in _shares(row.cells))


def _shares(cells: Sequence[Tile | None]) -> Iterator[tuple[Tile, float]]:
    """The tiles of a row, and how much of its width each has."""
    for tile, group in itertools.groupby(cells):
        if tile is not None:
            yield tile, len(list(group)) / COLUMNS


def _stretched(band: list[Tile]) -> list[Tile | None]:
    """Tiles side by side over the whole width, each as wide among them as it was, in even columns."""
    total = sum(tile.place.width for tile in band)
    edges, before = [0], 0.0
    for number, tile in enumerate(band, 1):
        before += tile.place.width
        even = round(before / total * COLUMNS / 2) * 2
        edges.append(min(max(even, edges[-1] + 2), COLUMNS - 2 * (len(band) - number)))
    edges[-1] = COLUMNS
    widths = [end - start for start, end in itertools.pairwise(edges)]
    return [tile for tile, width in zip(band, widths, strict=True) for _ in range(width)]


def _as_placed(band: list[Tile]) -> list[_Row] | None:
    """The rows of a band of which some are higher than others; None where two are in one place."""
    tops = sorted({edge for tile in band for edge in (tile.place.y, tile.place.y + tile.place.height)})
    rows = [_Row([None] * COLUMNS, _scaled(end - start)) for start, end in itertools.pairwise(tops)]
    if len(rows) > 4:
        return None
    for tile in band:
        left, right = round(tile.place.x), round(tile.place.x + tile.place.width)
        for (start, end), row in zip(itertools.pairwise(tops), rows, strict=True):
            if tile.place.y < end and tile.place.y + tile.place.height > start:
                if any(row.cells[left:right]):
                    return None
                row.cells[left:right] = [tile] * (right - left)
    return rows


def _flowed(tiles: list[Tile]) -> Iterator[_Row]:
    """Rows of up to four figures, or three charts, the most even ones; of fewer where titles are long."""
    for some in _alike(tiles):
        for most in range(4 if all(tile.is_small for tile in some) else 3, 0, -1):
            parts = _parts(some, most)
            rows = [_row_of([part[at * len(part) // COLUMNS] for at in range(COLUMNS)]) for part in parts]
            if _are_whole(rows):
                break
        yield from rows


def _alike(tiles: list[Tile]) -> Iterator[list[Tile]]:
    """Figures, and charts, that follow each other; where kinds alternate, all of them: a row each would be too low."""
    groups = [list(group) for _, group in itertools.groupby(tiles, key=lambda tile: tile.is_small)]
    is_mixed = len(groups) > 2 and any(len(group) == 1 for group in groups)
    yield from [tiles] if is_mixed else groups


def _row_of(cells: list[Tile | None]) -> _Row:
    """A row of these tiles, as high as they want it."""
    height = _height([tile for tile, _ in _shares(cells)])
    is_long = any(lines_of(tile, share) > 1 for tile, share in _shares(cells))
    return _Row(cells, FIGURE_HEIGHTS[is_long] if height == 1 else height)


def _even(rows: Sequence[_Row]) -> Sequence[_Row]:
    """`rows`, those of figures all as high as the highest of them."""
    highest = max((row.height for row in rows if row.height in FIGURE_HEIGHTS), default=1.0)
    return [row._replace(height=highest) if row.height in FIGURE_HEIGHTS else row for row in rows]


def _height(tiles: Sequence[Tile]) -> float:
    if any(tile.fields.get("type") == "table" for tile in tiles):
        return TABLE_HEIGHT
    return 1.0 if all(tile.is_small for tile in tiles) else 2.0


def _scaled(rows: float) -> float:
    """Grafana's rows as ours: a chart has eight there mostly, and counts for two here."""
    return min(max(round(rows / 4 * 2) / 2, 0.5), 3.0)


def _edges(row: _Row) -> Iterator[int]:
    """The columns at which another tile begins."""
    for column, (before, after) in enumerate(itertools.pairwise(row.cells), 1):
        if before is not after:
            yield column


def _weights(sizes: Sequence[float]) -> list[float]:
    """`sizes` with the smallest whole numbers; none where all are alike."""
    if len(set(sizes)) < 2:
        return []
    halves = [round(size * 2) for size in sizes]
    divisor = math.gcd(*halves)
    return [half // divisor for half in halves]


def _aligned(template: list[str]) -> list[str]:
    """The rows with their names under each other."""
    rows = [line.split(" ") for line in template]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [" ".join(f"{name:<{width}}" for name, width in zip(row, widths, strict=True)).rstrip() for row in rows]
