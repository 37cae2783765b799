"""How crowded a page is: what there is to read on it, in how many sizes, and whether its values line up."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from displayd.document.model import Page
from displayd.scene.operations import Cell, Scene, Text
from displayd.scene.theme import Theme
from displayd.tile.widget import Compared

__all__ = ["AIMS", "BOUNDS", "Bounds", "Crowding", "crowding"]

# Sizes that differ by less are one to the eye.
SAME_SIZE_PX = 1.0

# So many times the size of all other figures of its tile, a figure is the tile's value.
LARGER = 1.15

# A tile with so much of another's area is as large as that.
SAME_AREA = 0.98

# So many times the median text the largest one is at least on a page of figures.
STANDS_OUT = 1.5

# So many figures make a page of figures.
FIGURES = 3

# Places that were rounded differ by so much.
ROUNDING_PX = 2.0

# In font sizes: half the height of capitals, and how far the middles of texts on one line are apart at most.
HALF_CAPITAL, BESIDE = 0.36, 0.3


class Crowding(NamedTuple):
    """What a page has its readers look at, counted as it is drawn.

    What stands on one line of a tile counts as one text: a figure with its unit, a row of a table or of names and
    figures, the marks of an axis of time. It is one thing to find and is read in one go, however many pieces it has.
    """

    tiles: int
    texts: int
    """Lines of text."""
    sizes: int
    """Different font sizes."""

    second_rank: int
    """Lines on which nothing is as bright as a title, nor both coloured and as large: notes, axes, captions."""

    size_ratio: float
    """Of the largest text to the median: a page with a main thing has a high one."""

    uneven_rows: tuple[tuple[str, ...], ...] = ()
    """Names of the tiles of each row whose values do not stand on one line; the hero of a page has its own."""

    rivals: tuple[str, ...] = ()
    """Names of the tiles that are as large as the hero of the page, or larger."""

    level_with_words: tuple[str, ...] = ()
    """Names of the tiles whose one figure should stand out, where at least half of the page are such and none does."""


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

BOUNDS = Bounds(tiles=9, texts=30, sizes=7, second_rank=15)
"""What is warned of: a fifth above the aims, which the shipped pages keep to, and one size more.

Names, titles and figures of other offices are longer than those of the sample, and so are languages: on a page of five
tiles a second line of each title, or a note that had no room beside another, is no reason to warn. More than nine tiles
are more than three rows of three, and the eye has no place left to begin.
"""


def crowding(scene: Scene, page: Page, theme: Theme) -> Crowding:
    """What there is to read on `scene`, the picture of `page` in the colours of `theme`."""
    texts = {cell.name: list(_texts(cell)) for cell in scene.cells}
    every = [text for of_cell in texts.values() for text in of_cell]
    sizes = sorted(text.size for text in every)
    title_px = min(_title_sizes(page, texts), default=0.0)
    lines = [line for of_cell in texts.values() for line in _lines(of_cell)]
    return Crowding(
        len(page.widgets),
        len(lines),
        _different(sizes),
        sum(not any(_is_first_rank(text, title_px, theme) for text in line) for line in lines),
        sizes[-1] / statistics.median(sizes) if sizes else 1.0,
        tuple(_uneven_rows(scene, page, texts)),
        _rivals(scene, page),
        _level_with_words(page, texts),
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


def _lines(texts: Iterable[Text]) -> list[list[Text]]:
    """`texts` of one tile by the line that they stand on: with one baseline, or beside each other in their middles."""
    lines: list[list[Text]] = []
    for text in sorted(texts, key=_middle):
        # What is in the same line is not far before.
        line = next((line for line in lines[-3:] if any(_is_beside(text, other) for other in line)), None)
        if line is None:
            lines.append([text])
        else:
            line.append(text)
    return lines


def _middle(text: Text) -> float:
    """Of its capitals, px from the top of the page."""
    return text.y - HALF_CAPITAL * text.size


def _is_beside(one: Text, other: Text) -> bool:
    apart = abs(_middle(one) - _middle(other))
    return abs(one.y - other.y) <= ROUNDING_PX or apart <= BESIDE * min(one.size, other.size)


def _is_first_rank(text: Text, title_px: float, theme: Theme) -> bool:
    if text.color == theme.dim:
        return False
    return text.color == theme.text or text.size >= title_px - SAME_SIZE_PX


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


def _level_with_words(page: Page, texts: Mapping[str, list[Text]]) -> tuple[str, ...]:
    """Tiles of one figure each, at least half of the page, of which none is much larger than the words in them."""
    figures = [name for name, widget in page.widgets.items() if widget.IS_ONE_FIGURE and texts.get(name)]
    sizes = [text.size for name in page.widgets for text in texts.get(name, ())]
    if len(figures) < FIGURES or 2 * len(figures) < len(page.widgets):
        return ()
    largest = max(text.size for name in figures for text in texts[name])
    return () if largest >= STANDS_OUT * statistics.median(sizes) else tuple(figures)


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
