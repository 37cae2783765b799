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

# Up to so high rows together leave figures, and charts, room for titles in two lines.
HEIGHT_FOR_FIGURES, HEIGHT_FOR_CHARTS = 3.0, 5.0

# Charts over each other on a page higher than wide.
MOST_UPRIGHT = 6

# More columns than this cannot be read in a template.
MOST_TRACKS = 12


class _Row(NamedTuple):
    """One row of a template, as the tiles in each of Grafana's columns."""

    cells: list[Tile | None]
    height: float


class _Lines(NamedTuple):
    """How many lines a title may have."""

    figure: int
    chart: int

    def have(self, tile: Tile, share: float) -> bool:
        """True where the title of `tile` is whole at that share of the page's width."""
        return lines_of(tile, share) <= (self.figure if tile.is_small else self.chart)


# On a page that is as high as any: two lines for charts, where that is looked after.
FEWEST_LINES = _Lines(1, 2)


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
        own = _rows(band, FEWEST_LINES)
        count = len(pages[-1]) if pages else 0
        if not pages or count + len(band) > MOST_TILES or count >= wanted or _is_too_high([*rows, *own]):
            pages.append([])
            rows = []
        pages[-1] += band
        rows += own
    return pages


def _low(band: list[Tile]) -> Iterator[list[Tile]]:
    """`band`, in parts where its rows are too high for a page."""
    rows = _rows(band, FEWEST_LINES)
    if len(band) == 1 or not _is_too_high(rows):
        yield band
        return
    parts = max(2, math.ceil(sum(row.height for row in rows) / MOST_HEIGHT))
    for part in _parts(band, math.ceil(len(band) / parts)):
        yield from _low(part)


def _is_too_high(rows: Sequence[_Row]) -> bool:
    """True where a page of these rows leaves too little to each, or no room for titles in two lines."""
    height = sum(row.height for row in rows)
    return height > MOST_HEIGHT or (height > HEIGHT_FOR_CHARTS and not _are_whole(rows, _Lines(1, 1)))


def drawn(tiles: Sequence[Tile]) -> Drawn:
    """The template of a page for these tiles, which have their names."""
    bands = _bands(tiles)
    for lines in (_Lines(2, 2), _Lines(1, 2), _Lines(1, 1)):
        rows = [row for band in bands for row in _rows(band, lines)]
        if lines == _lines_on(rows):
            break
    edges = sorted({0, COLUMNS, *(edge for row in rows for edge in _edges(row))})
    if len(edges) - 1 > MOST_TRACKS:
        rows = list(_flowed(list(tiles), lines))
        edges = sorted({0, COLUMNS, *(edge for row in rows for edge in _edges(row))})
    template = [
        " ".join("." if row.cells[start] is None else str(row.cells[start].name) for start in edges[:-1])  # type: ignore[union-attr]
        for row in rows
    ]
    widths = [float(end - start) for start, end in itertools.pairwise(edges)]
    return Drawn(_aligned(template), _weights([row.height for row in rows]), _weights(widths))


def _lines_on(rows: Sequence[_Row]) -> _Lines:
    """How many lines titles have on a page of these rows."""
    height = sum(row.height for row in rows)
    return _Lines(2 if height <= HEIGHT_FOR_FIGURES else 1, 2 if height <= HEIGHT_FOR_CHARTS else 1)


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


def _rows(band: list[Tile], lines: _Lines) -> list[_Row]:
    """A band as rows of a template: as it stands in Grafana, or in rows of its own where it cannot stay so."""
    is_plain = len({(tile.place.y, tile.place.height) for tile in band}) == 1
    if is_plain and len(band) <= COLUMNS // NARROWEST:
        for most in range(len(band), 0, -1):
            rows = [_Row(_stretched(part), _height(part)) for part in _parts(band, most)]
            if _are_whole(rows, lines):
                break
        return rows
    if not is_plain and min(tile.place.width for tile in band) >= NARROWEST:
        placed = _as_placed(band)
        if placed is not None and _are_whole(placed, lines):
            return placed
    return list(_flowed(band, lines))


def _are_whole(rows: Sequence[_Row], lines: _Lines) -> bool:
    """True where all titles are."""
    return all(
        lines.have(tile, row.cells.count(tile) / COLUMNS)
        for row in rows
        for tile in {id(cell): cell for cell in row.cells if cell is not None}.values()
    )


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


def _flowed(tiles: list[Tile], lines: _Lines) -> Iterator[_Row]:
    """Rows of up to four figures, or three charts, the most even ones; of fewer where titles are long."""
    for _, group in itertools.groupby(tiles, key=lambda tile: tile.is_small):
        some = list(group)
        for most in range(4 if some[0].is_small else 3, 0, -1):
            parts = _parts(some, most)
            rows = [_Row([part[at * len(part) // COLUMNS] for at in range(COLUMNS)], _height(part)) for part in parts]
            if _are_whole(rows, lines):
                break
        yield from rows


def _height(tiles: Sequence[Tile]) -> float:
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
