"""What all cells of a page are drawn with, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from displayd.document.model import Document
from displayd.scene.geometry import Rect
from displayd.scene.operations import Fonts
from displayd.scene.theme import THEMES, Theme
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES, font_px
from displayd.text.direction import is_read_from_right
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame

__all__ = ["PageContext", "nothing_spent"]


# In 1080ths of the short side: an edge that is seen looks better with some air.
MARGIN = 28


def nothing_spent() -> float:
    """No CPU time, for whoever draws without a limit."""
    return 0.0


@dataclass(frozen=True)
class PageContext:
    """A document on a screen of one size; good for all its pages and for every moment."""

    document: Document

    size: tuple[int, int]
    """Width and height of the upright page, px."""

    fonts: Fonts

    pictures: Mapping[str, str] = field(default_factory=dict)
    """Source of each picture that has arrived, and its SHA-256 in hex. Must not change once handed in."""

    has_time: bool = True
    """False when the clock cannot be trusted; no time of day is then shown."""

    cpu_seconds: Callable[[], float] = nothing_spent
    """How much CPU time the drawing thread has had, so that a tile which takes too long is given up."""

    film_faults: Mapping[str, str] = field(default_factory=dict)
    """By SHA-256 of the films that this screen cannot play: why. Must not change once handed in."""

    @cached_property
    def unit(self) -> float:
        """A 1080th of the page's short side, px."""
        return min(self.size) / 1080

    @cached_property
    def theme(self) -> Theme:
        """The document's own colours, else those of the theme that it names."""
        return self.document.palette or THEMES[self.document.theme]

    @cached_property
    def formatter(self) -> Formatter:
        """How the document writes numbers and moments."""
        return Formatter(self.document.locale, self.document.timezone)

    @cached_property
    def floor_px(self) -> float:
        """The smallest font size that the farthest reader can read, px."""
        return font_px(MINIMUM_ARC_MINUTES, self.size, self.document.diagonal_in, self.document.viewing_m)

    @cached_property
    def label_px(self) -> float:
        """Font size of labels (see `Frame.label`), px: the measure for the heights of header and notice."""
        return self.frame(Rect(0, 0, *self.size), 0.0).label

    @cached_property
    def drawn_with(self) -> tuple[object, ...]:
        """Equal for two contexts in which equal contents look the same."""
        known = self.pictures, self.film_faults
        return self.size, self.theme, self.formatter, self.floor_px, known, self.has_time, self.room

    @cached_property
    def room(self) -> Rect:
        """Where a page has its parts: inside of what the TV may cut off, and not at the edge of one that shows all."""
        least, share = round(MARGIN * self.unit), self.document.safe_area_percent / 100
        across, down = (max(least, round(share * length)) for length in self.size)
        return Rect(0, 0, *self.size).inset(across, down)

    @cached_property
    def is_mirrored(self) -> bool:
        """True when the document's readers begin on the right."""
        return is_read_from_right(self.document.locale)

    @property
    def is_landscape(self) -> bool:
        """True when the page is at least as wide as high."""
        return self.size[0] >= self.size[1]

    def _film_fault(self, digest: str) -> str:
        return self.film_faults.get(digest, "")

    def frame(self, area: Rect, unix_time: float) -> Frame:
        """The frame to draw in at `area` of the page."""
        return Frame(
            area,
            self.unit,
            self.theme,
            self.fonts,
            self.formatter,
            unix_time,
            self.pictures.get,
            self.has_time,
            self.floor_px,
            self._film_fault,
            is_mirrored=self.is_mirrored,
        )
