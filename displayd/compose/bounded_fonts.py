"""Fonts for one tile, which has only so much room, and only so much time.

Whatever is in a document, a page is drawn in about a second: text that is far wider than the tile is measured as far as
that can be seen, only so many rare letters are looked up in all the fonts of the machine, and a tile that still takes
too long is given up. The first two depend on the tile alone, so that mirrors draw the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from displayd.scene.geometry import Rect
from displayd.scene.operations import Fonts, Weight

__all__ = ["TILE_SECONDS", "BoundedFonts", "TooSlowError"]

TILE_SECONDS = 1.0
"""CPU time that one tile may take."""

MEASURE_PX = 100.0

# In em: few letters are narrower on the mean of a text, few are wider.
NARROW, WIDE = 0.3, 1.0

# What is more than so many times as wide as the tile is only told to be too wide.
ROOMS = 2.0

# Titles and labels that are no longer than this are always looked at as a whole.
SHORT = 16

# Letters from here on may each need a font of their own, which is looked for among all there are: it takes 0.05 ms.
# Those before are Latin.
RARE_FROM = "\u0370"

# Different rare letters that a tile may have: so many, and half as many as would fill it. No script but the Chinese
# has that many, and of those that fill a page with Chinese text, a few hundred are different.
RARE_LETTERS, RARE_SHARE = 40, 0.5

# What a letter in the smallest size takes, with the space between lines, in squares of the font size.
LETTER_AREA = 0.65


class TooSlowError(Exception):
    """A tile takes too long to draw."""


class BoundedFonts:
    """Fonts as a tile in `area` gets them."""

    def __init__(
        self, fonts: Fonts, area: Rect, small: float, cpu_seconds: Callable[[], float], budget: float = TILE_SECONDS
    ) -> None:
        """Fonts for one drawing of one tile.

        Args:
            area: the cell, px.
            small: the smallest font size there is, px.
            cpu_seconds: how much CPU time the drawing thread has had; asked before each call.
            budget: CPU seconds from now on after which every call raises `TooSlowError`.
        """
        self._fonts = fonts
        self._small = small
        self._room = ROOMS * area.width
        self._cpu_seconds = cpu_seconds
        self._deadline = cpu_seconds() + budget
        self._widths: dict[tuple[str, Weight, bool], float] = {}
        """In letters of `MEASURE_PX`: a text is asked for in many sizes."""
        self._rare: set[str] = set()
        self.is_over = False
        """True once a call has raised `TooSlowError`."""
        self._most_rare = RARE_LETTERS + RARE_SHARE * area.width * area.height / (LETTER_AREA * small * small)

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        """Advance of one line, px; an estimate for what is much wider than the tile in the smallest letters."""
        self._check_time()
        key = (text, weight, is_tabular)
        width = self._widths.get(key)
        if width is None:
            width = self._widths[key] = self._measured(*key)
        return width * size / MEASURE_PX

    def wrap(
        self, text: str, size: float, weight: Weight, max_width: float, most_lines: int | None = None
    ) -> Sequence[str]:
        """`text` as lines no wider than `max_width` px; see `Fonts.wrap`."""
        self._check_time()
        in_a_line = SHORT + int(max_width / (size * NARROW))
        if self._knows(text if most_lines is None else text[: in_a_line * most_lines]):
            return self._fonts.wrap(text, size, weight, max_width, most_lines)
        return _estimated_lines(text, max(1, int(max_width / (size * WIDE))), most_lines)

    def _measured(self, text: str, weight: Weight, is_tabular: bool) -> float:
        """Width in letters of `MEASURE_PX`."""
        room = self._room * MEASURE_PX / self._small
        most = SHORT + int(room / (MEASURE_PX * NARROW))
        if len(text) > most:
            width = self._known_width(text[:most], weight, is_tabular)
            if width > room:
                return width * len(text) / most
        return self._known_width(text, weight, is_tabular)

    def _known_width(self, text: str, weight: Weight, is_tabular: bool) -> float:
        if self._knows(text):
            return self._fonts.width(text, MEASURE_PX, weight, is_tabular)
        return len(text) * MEASURE_PX * WIDE

    def _knows(self, text: str) -> bool:
        """False for a text with more rare letters than are still to be looked up."""
        if text.isascii():
            return True
        new = {letter for letter in set(text) - self._rare if letter >= RARE_FROM}
        if len(self._rare) + len(new) > self._most_rare:
            return False
        self._rare |= new
        return True

    def _check_time(self) -> None:
        if self._cpu_seconds() > self._deadline:
            self.is_over = True
            raise TooSlowError


def _estimated_lines(text: str, letters: int, most_lines: int | None) -> list[str]:
    """`text` in lines of so many letters."""
    words = " ".join(text.split())
    count = max(1, -(-len(words) // letters))
    if most_lines is not None:
        count = min(count, most_lines)
    lines = [words[number * letters : (number + 1) * letters] for number in range(count - 1)]
    return [*lines, words[(count - 1) * letters :]]
