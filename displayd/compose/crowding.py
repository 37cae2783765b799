"""How crowded a page is: what there is to read on it, in how many sizes, and whether its values line up."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from displayd.document.model import Page
from displayd.scene.operations import Cell, Color, Scene, Text
from displayd.scene.theme import Theme
from displayd.tile.widget import Compared

__all__ = ["AIMS", "BOUNDS", "Bounds", "Crowding", "crowding"]

# Sizes that differ by less are one to the eye.
SAME_SIZE_PX = 1.0

# So many times the size of all other figures of its tile, a figure is the tile's value.
LARGER = 1.15

# A tile with so much of another's area is as large as that.
SAME_AREA = 0.98

# Places that were rounded differ by so much.
ROUNDING_PX = 2.0


class Crowding(NamedTuple):
    """What a page has its readers look at, counted as it is drawn; a line of text counts as one."""

    tiles: int
    texts: int
    sizes: int
    """Different font sizes."""

    second_rank: int
    """Texts that are smaller than the titles of the tiles, or dim."""

    size_ratio: float
    """Of the largest text to the median: a page with a main thing has a high one."""

    uneven_rows: tuple[tuple[str, ...], ...] = ()
    """Names of the tiles of each row whose values do not stand on one line; the hero of a page has its own."""

    rivals: tuple[str, ...] = ()
    """Names of the tiles that are as large as the hero of the page, or larger."""


class Bounds(NamedTuple):
    """How many of each there may be on a page."""

    tiles: int
    texts: int
    sizes: int
    second_rank: int

    def exceeded(self, counted: Crowding) -> list[str]:
        """Names of the counts that are above."""
        return [name for name in self._fields if getattr(counted, name) > getattr(self, name)]


AIMS = Bounds(tiles=9, texts=25, sizes=6, second_rank=12)
"""What a page that is seen at a glance has at most: so much is on the best of the dashboards that were compared."""

BOUNDS = Bounds(tiles=9, texts=100, sizes=10, second_rank=70)
"""What is warned of: a fifth above the fullest shipped page (83 texts, 9 sizes, 56 of second rank).

A page with a table or a list of people is no mistake, and has three times the aims; one above these is hardly read.
More than nine tiles are more than three rows of three, and the eye has no place left to begin.
"""


def crowding(scene: Scene, page: Page, theme: Theme) -> Crowding:
    """What there is to read on `scene`, the picture of `page` in the colours of `theme`."""
    texts = {cell.name: list(_texts(cell)) for cell in scene.cells}
    every = [text for of_cell in texts.values() for text in of_cell]
    sizes = sorted(text.size for text in every)
    title_px = min(_title_sizes(page, texts), default=0.0)
    return Crowding(
        len(page.widgets),
        len(every),
        _different(sizes),
        sum(_is_second_rank(text, title_px, theme.dim) for text in every),
        sizes[-1] / statistics.median(sizes) if sizes else 1.0,
        tuple(_uneven_rows(scene, page, texts)),
        _rivals(scene, page),
    )


def _texts(cell: Cell) -> Iterator[Text]:
    return (op for op in cell.ops if isinstance(op, Text) and op.text.strip() and op.size > 0)


def _title_sizes(page: Page, texts: Mapping[str, list[Text]]) -> Iterator[float]:
    """Sizes of the titles of tiles; one in several lines stands in several texts."""
    for name, widget in page.widgets.items():
        title = " ".join(widget.title.split())
        yield from (text.size for text in texts.get(name, ()) if text.weight == "semibold" and text.text in title)


def _different(sizes: list[float]) -> int:
    count, last = 0, -math.inf
    for size in sizes:
        if size - last >= SAME_SIZE_PX:
            count, last = count + 1, size
    return count


def _is_second_rank(text: Text, title_px: float, dim: Color) -> bool:
    return text.color == dim or text.size < title_px - SAME_SIZE_PX


def _uneven_rows(scene: Scene, page: Page, texts: Mapping[str, list[Text]]) -> Iterator[tuple[str, ...]]:
    """Rows of tiles of one height with a value each, on different lines."""
    rows: dict[tuple[int, int], dict[str, float]] = {}
    for cell in scene.cells:
        value = _value(cell.name, page, texts[cell.name])
        if value is not None and cell.name != page.hero:
            key = (round(cell.rect.y / ROUNDING_PX), round(cell.rect.height / ROUNDING_PX))
            rows.setdefault(key, {})[cell.name] = value.y
    for row in rows.values():
        if max(row.values()) - min(row.values()) > ROUNDING_PX:
            yield tuple(row)


def _rivals(scene: Scene, page: Page) -> tuple[str, ...]:
    areas = {cell.name: cell.rect.width * cell.rect.height for cell in scene.cells if cell.name in page.widgets}
    hero = areas.pop(page.hero, math.inf)
    return tuple(name for name, area in areas.items() if area >= hero * SAME_AREA)


def _value(name: str, page: Page, texts: list[Text]) -> Text | None:
    """The value of a tile that has one: a figure that is larger than all others in it."""
    if not isinstance(page.widgets.get(name), Compared):
        return None
    figures = [text for text in texts if any(letter.isdigit() for letter in text.text)]
    largest = max(figures, key=lambda text: text.size, default=None)
    if largest is None:
        return None
    others = [text.size for text in figures if text is not largest]
    return largest if largest.size > LARGER * max(others, default=0.0) else None
