"""What all widgets share: fields, freshness, and the frame they draw in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.scene.geometry import Rect
from displayd.scene.operations import Fonts, Op, Weight
from displayd.scene.theme import Theme
from displayd.text.formatter import Formatter

__all__ = [
    "MAX_POINTS",
    "Amount",
    "Direction",
    "Frame",
    "Label",
    "Level",
    "Measured",
    "UnixTime",
    "Widget",
    "fitted_size",
    "level_of",
    "worst",
]

MAX_POINTS = 600
"""Most points in one series: more than the columns of pixels a tile has for them."""

Amount = Annotated[float, Meta(ge=-1e18, le=1e18)]
"""A finite number; the bounds also keep out NaN and infinity."""

UnixTime = Annotated[float, Meta(ge=0, le=253_370_764_799)]
"""Seconds since 1970-01-01 UTC, up to the end of the year 9998: no time zone takes it past what Python can date."""

Label = Annotated[str, Meta(max_length=200)]
Direction = Literal["up", "down", "none"]
"""Which way is good; `none` for figures that are neither."""

Level = Literal["none", "good", "amber", "red"]
"""How good a value is: `none` where nobody said what good is."""


# Font sizes in 1080ths of the short side. 16 arc-minutes on 50 inches (622 mm high) at 4 m, for a font whose capitals
# are 0.727 of its size: ISO 9241-3 has 16 as the least for reading, 20 to 22 as comfortable.
FLOOR = 44.5

# Smaller would look lost on a large TV that is near; larger leaves no room for anything on a small one far away.
FINEST, COARSEST = 30.0, 84.0

STEP = 1.125
"""From one font size of the scale to the next: a major second."""


class Widget(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """One tile. Subclasses add their fields, `draw` and `EXAMPLES`."""

    title: Label = ""
    """Shown above the content; empty for none."""

    about: Annotated[str, Meta(max_length=300)] = ""
    """One line that defines what is shown, so that all understand it."""

    as_of: UnixTime | None = None
    """When the data was true; None when nobody knows."""

    expire_after: Annotated[float, Meta(gt=0, le=31_536_000)] | None = None
    """Age in seconds at which the data is no longer shown as valid; None for never."""

    error: Annotated[str, Meta(max_length=300)] = ""
    """Why there is no data, in words; shown instead of the content."""

    sample: bool = False
    """True for made-up data; the tile says so."""

    changed_at: UnixTime | None = None
    """When title, definition or thresholds changed last; the tile is marked as new for a day."""

    HAS_FIGURES: ClassVar[bool] = True
    """False for what is neither measured nor made up, such as a clock, a logo or a sentence."""

    DROPS: ClassVar[tuple[str, ...]] = ("about",)
    """Parts that are left out, one after the other, before text gets smaller than `Frame.small`; the rest stays."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {}
    """Name and fields of typical, extreme and awkward uses: the gallery and the golden pictures are made of them."""

    def is_empty(self) -> bool:
        """True when there is nothing to show: the tile then says "no data"."""
        return False

    def takes_whole_cell(self) -> bool:
        """True for a widget that draws to the edges of its cell: no card, no padding, no title."""
        return False

    def level(self) -> Level:
        """How good the tile's main figure is; the tile's edge shows it."""
        return "none"

    def level_at(self, frame: Frame) -> Level:
        """As `level`, for the moment that `frame` is drawn at."""
        return self.level()

    def wanted_height(self, frame: Frame) -> float:
        """Height in px from which on no item, no name and no figure of the content is left out."""
        return 5.0 * frame.label

    def explained_height(self, frame: Frame) -> float:
        """Height in px that the definition leaves to the content, at least; what does not fit into it goes first."""
        return self.wanted_height(frame)

    def draw(self, frame: Frame) -> list[Op]:
        """The content as operations inside `frame.area`, in page coordinates.

        The area has room for a word at least; it is asked for only when the widget is not empty.
        """
        raise NotImplementedError


class Measured(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A widget whose figures have a unit, a direction and thresholds."""

    unit: Annotated[str, Meta(max_length=40)] = "short"
    """A unit name as Grafana has it (`percentunit`, `ms`, `reqps`, `currencyEUR` ...); see `units.py`."""

    decimals: Annotated[int, Meta(ge=0, le=6)] | None = None
    """Digits after the decimal mark; None to choose by size."""

    direction: Direction = "none"
    amber: Amount | None = None
    """Where good ends; worse values are amber. Which side is worse follows from `direction`."""

    red: Amount | None = None
    """Where amber ends; worse values are red."""

    def level_of(self, value: float | None) -> Level:
        """How good `value` is by this widget's direction and thresholds."""
        return level_of(value, self.direction, self.amber, self.red)


def level_of(value: float | None, direction: Direction, amber: float | None, red: float | None) -> Level:
    """How good `value` is: a value exactly at a threshold is still on the better side of it.

    With no direction, thresholds are taken to be upper limits.
    """
    if value is None or (amber is None and red is None):
        return "none"
    # Turned so that more is worse.
    sign = -1 if direction == "up" else 1
    if red is not None and sign * value > sign * red:
        return "red"
    if amber is not None and sign * value > sign * amber:
        return "amber"
    return "good"


def worst(levels: Iterable[Level]) -> Level:
    """The worst of `levels`; `none` counts for less than `good`."""
    return max(levels, key=("none", "good", "amber", "red").index, default="none")


@dataclass
class Frame:
    """Where and with what a widget draws, at one moment.

    Font sizes are px and follow the screen, not the tile, so that text is as readable in one tile as in the next.
    """

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
    """Font size of 16 arc-minutes at the viewer's distance, px; 0 for that of 50 inches at 4 m."""

    until: float = float("inf")
    """Unix time at which time alone changes what was drawn; see `changes_at`."""

    @property
    def small(self) -> float:
        """The smallest text there is: captions, ticks, definitions (16 arc-minutes where that is possible)."""
        return min(max(self.floor_px or FLOOR * self.unit, FINEST * self.unit), COARSEST * self.unit)

    @property
    def label(self) -> float:
        """Titles of tiles, names and rows: one step up the scale (18 arc-minutes)."""
        return self.small * STEP

    @property
    def gap(self) -> float:
        """Space between things that belong together."""
        return 12 * self.unit

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
