"""Whether a title is whole in a tile of so many columns; an estimate, as nothing is drawn here."""

from __future__ import annotations

import math
import textwrap

from displayd.tools.grafana.parts import Tile

__all__ = ["LANDSCAPE", "PORTRAIT", "lines_of"]

# Room for tiles beside each other, px of a page whose short side has 1080.
LANDSCAPE, PORTRAIT = 1785.0, 1004.0

# Of a tile its sides and the gap, and the mark of a level beside a title.
_SIDES_PX, _MARK_PX = 80.0, 57.0

# Of letters on average: a title is set smaller before it is cut, but not where it may have two lines.
_SMALL_LETTER_PX, _LETTER_PX = 25.0, 28.5


def lines_of(tile: Tile, share: float, page_px: float = LANDSCAPE) -> float:
    """Lines of the title of `tile` where it has so much of the page's width; infinite where a word has no room."""
    has_level = tile.metric is not None and not {"amber", "red"}.isdisjoint(tile.metric.fields)
    room = page_px * share - _SIDES_PX - _MARK_PX * has_level
    if len(tile.title) * _SMALL_LETTER_PX <= room:
        return 1
    letters = max(int(room / _LETTER_PX), 1)
    lines = textwrap.wrap(tile.title, letters, break_long_words=False, break_on_hyphens=True)
    return math.inf if any(len(line) > letters for line in lines) else max(len(lines), 2)
