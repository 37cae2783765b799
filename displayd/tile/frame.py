"""The frame a widget draws in: where, with what, and in which sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from displayd.scene.geometry import Rect
from displayd.scene.mirror import mirrored
from displayd.scene.operations import Fonts, Op, Weight
from displayd.scene.theme import Theme
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES, font_px
from displayd.text.formatter import Formatter
from displayd.tile.fit import Fit

__all__ = ["Frame", "fitted_size"]

# Font sizes in 1080ths of the short side: the smallest where nobody says how large the screen is and how far away.
FLOOR = font_px(MINIMUM_ARC_MINUTES, (1920, 1080), diagonal_in=50.0, viewing_m=5.0)

# Smaller would look lost on a large TV that is near; larger leaves no room for anything on a small one far away.
FINEST, COARSEST = 30.0, 84.0


@dataclass
class Frame:
    """Where and with what a widget draws, at one moment.

    Font sizes are px and follow the screen, not the tile, so that text is as readable in one tile as in the next.
    """

    step: ClassVar[float] = 1.125
    """From one font size of the scale to the next: a major second."""

    area: Rect
    """Room for the content, in page pixels."""

    unit: float
    """A 1080th of the page's short side, px: the measure for gaps, strokes and large figures."""

    theme: Theme
    fonts: Fonts
    format: Formatter
    unix_time: float
    """The moment drawn."""

    picture_digest: Callable[[str], str | None] = field(default=lambda source: None)
    """SHA-256 (hex) of the picture that a widget names, or None while it has not arrived."""

    has_time: bool = True
    """False when `unix_time` may be wrong: no time of day is then to be shown."""

    floor_px: float = 0.0
    """Font size of 16 arc-minutes at the viewer's distance, px; 0 for that of 50 inches at 5 m."""

    film_fault: Callable[[str], str] = field(default=lambda digest: "")
    """Why the film with this SHA-256 (hex) cannot be played here, in words; empty while nothing is known against it."""

    is_poster: bool = False
    """True for one figure that has a page to itself: in the middle, and as large as can be."""

    is_hero: bool = False
    """True for the main tile of a page, whose figure is as large as can be."""

    is_alone: bool = False
    """True for what has a page to itself: few rows and few words may then be as large as their room allows."""

    is_roomy: bool = False
    """True on a page of three tiles and fewer: a text may then be as large as its room allows."""

    is_mirrored: bool = False
    """True for readers from the right: whoever asked for the drawing exchanges left and right in it."""

    fit: Fit | None = None
    """What was decided for this tile and its neighbours together; None where it stands alone."""

    left_out: list[int] = field(default_factory=list)
    """How many items each part of the content shows nothing of and says nothing of: see `leaves_out`."""

    names_left_out: list[str] = field(default_factory=list)
    """What those of them are called that have a name in the layout, such as columns: for whoever writes that."""

    until: float = float("inf")
    """Unix time at which time alone changes what was drawn; see `changes_at`."""

    @cached_property
    def small(self) -> float:
        """The smallest text there is: captions, ticks, definitions (16 arc-minutes where that is possible)."""
        return min(max(self.floor_px or FLOOR * self.unit, FINEST * self.unit), COARSEST * self.unit)

    @cached_property
    def label(self) -> float:
        """Titles of tiles, names and rows: one step up the scale (18 arc-minutes)."""
        return self.small * self.step

    @property
    def gap(self) -> float:
        """Space between things that belong together."""
        return 12 * self.unit

    def kept(self, ops: list[Op], left: float, right: float) -> list[Op]:
        """`ops`, from `left` to `right` px, as they are seen on every page: not mirrored in themselves.

        For what has a direction of its own: an axis of time, the hands of a clock, a map, a code, a figure with its
        unit. Only its place as a whole changes sides.
        """
        return mirrored(ops, left, right) if self.is_mirrored else ops

    def leaves_out(self, count: int, names: Sequence[str] = ()) -> None:
        """Say that `count` items have no place, and their number none either: the card says it beside the title.

        Args:
            names: what they are called, where that is of use to whoever wrote them.
        """
        if count > 0:
            self.left_out.append(count)
            self.names_left_out.extend(names)

    def changes_at(self, unix_time: float) -> None:
        """Ask to be drawn again at `unix_time`; the earliest wish wins."""
        self.until = min(self.until, unix_time)


def fitted_size(
    frame: Frame,
    texts: list[str],
    largest: float,
    max_width: float,
    weight: Weight = "semibold",
    smallest: float | None = None,
) -> float:
    """The largest font size, up to `largest` px, at which every one of `texts` fits in `max_width` px.

    Args:
        smallest: never go below this, px, and not below `frame.small` if None; text that is still too wide is then
            cut by its own `max_width`.
    """
    smallest = min(largest, frame.small) if smallest is None else smallest
    widest = max((frame.fonts.width(text, largest, weight) for text in texts), default=0.0)
    if widest <= max(0.0, max_width):
        return largest
    return max(smallest, largest * max(0.0, max_width) / widest * 0.995)
