"""A page as data: drawing operations, grouped into cells.

Operations use the pixels of an upright page, floats where sub-pixel places help. They are frozen and hashable:
equal cells are the same picture, which is how the painter knows what it need not paint again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

from displayd.scene.geometry import Rect

__all__ = [
    "Align",
    "Arc",
    "Area",
    "Box",
    "Cell",
    "Circle",
    "Color",
    "Film",
    "Fonts",
    "Line",
    "Op",
    "Picture",
    "Point",
    "Polygon",
    "Scene",
    "Text",
    "Weight",
]

Color = str
"""`#rrggbb` or `#rrggbbaa`."""

Point = tuple[float, float]
"""x and y in px."""

Align = Literal["left", "center", "right"]
Weight = Literal["regular", "medium", "semibold", "bold"]


class Box(Struct, frozen=True, tag="box"):
    """A filled rectangle, with round corners when `radius` is more than 0."""

    x: float
    y: float
    width: float
    height: float
    color: Color
    radius: float = 0.0


class Line(Struct, frozen=True, tag="line"):
    """A stroke through `points`, round joins and caps."""

    points: tuple[Point, ...]
    width: float
    color: Color
    dash: tuple[float, ...] = ()
    """Lengths of strokes and gaps in px; empty for a solid line."""


class Area(Struct, frozen=True, tag="area"):
    """The space between `points` and the level `baseline` (y in px), fading from `top_alpha` to `bottom_alpha`."""

    points: tuple[Point, ...]
    baseline: float
    color: Color
    top_alpha: float = 0.35
    bottom_alpha: float = 0.02


class Polygon(Struct, frozen=True, tag="polygon"):
    """A filled shape; the last point is joined to the first."""

    points: tuple[Point, ...]
    color: Color


class Circle(Struct, frozen=True, tag="circle"):
    """A filled disc."""

    x: float
    y: float
    radius: float
    color: Color


class Arc(Struct, frozen=True, tag="arc"):
    """Part of a ring, flat ends unless `is_round`.

    Angles in degrees, 0 at twelve o'clock, clockwise. `radius` is the middle of the stroke.
    """

    x: float
    y: float
    radius: float
    width: float
    start: float
    end: float
    color: Color
    is_round: bool = False


class Text(Struct, frozen=True, tag="text"):
    """One line of text.

    `x` is the left, middle or right end as `align` says; `y` is the baseline. Text wider than `max_width` is cut with
    an ellipsis. Colour emoji keep their own colours.
    """

    x: float
    y: float
    text: str
    size: float
    """Font size (em) in px."""
    color: Color
    align: Align = "left"
    weight: Weight = "regular"
    max_width: float = 0.0
    """Widest allowed, px; 0 for no limit."""
    is_tabular: bool = True
    """All digits equally wide, so that changing numbers do not jump."""


class Picture(Struct, frozen=True, tag="picture"):
    """A picture, scaled to fit inside the rectangle and centred in it."""

    x: float
    y: float
    width: float
    height: float
    digest: str
    """SHA-256 of the picture file, hex; the painter is handed the pictures by digest."""
    covers: bool = False
    """True to fill the rectangle and cut what stands over, False to show the whole picture."""


class Film(Struct, frozen=True, tag="film"):
    """A film, scaled as a picture is. What stands still shows its poster; a screen that plays it paints its frames."""

    x: float
    y: float
    width: float
    height: float
    digest: str
    """SHA-256 of the file, hex; empty while it has not arrived."""
    poster: str = ""
    """SHA-256 of the picture that stands for it, hex; empty for none."""
    covers: bool = False
    """True to fill the rectangle and cut what stands over, False to show the whole picture."""
    frame: int = -1
    """Number of the frame since the epoch of its page, -1 for the poster; whoever plays it counts."""


Op = Box | Line | Area | Polygon | Circle | Arc | Text | Picture | Film


class Cell(Struct, frozen=True):
    """One part of a page that is painted on its own."""

    name: str
    rect: Rect
    background: Color
    """Painted under everything, to the edges of `rect`."""
    ops: tuple[Op, ...]
    """In painting order; page coordinates; nothing is painted outside `rect`."""
    until: float = float("inf")
    """Unix time until which this cell stays as it is with the same data."""
    fault: str = ""
    """Why it is not what it should be, in words; empty when it is."""
    is_cut_short: bool = False
    """True where there was no time to draw it."""
    left_out: tuple[str, ...] = ()
    """What of it has no room, by the names that its layout gives them, such as columns; nothing for what has none."""


class Scene(Struct, frozen=True):
    """Everything on the glass at one moment."""

    width: int
    """Of the upright page, px."""
    height: int
    background: Color
    cells: tuple[Cell, ...]
    """They do not overlap."""
    again_at: float = float("inf")
    """Unix time at which cells are to be laid out once more, for which there was no time."""

    @property
    def until(self) -> float:
        """Unix time of the first change that comes with time alone (a clock's tick, a value growing stale)."""
        return min([self.again_at, *(cell.until for cell in self.cells)])

    def digest(self) -> str:
        """First 16 hex digits of the SHA-256 of what is to be seen; equal for equal pictures."""
        seen = [self.width, self.height, self.background]
        told = hashlib.sha256(msgspec.json.encode(seen))
        for cell in self.cells:
            told.update(msgspec.json.encode((cell.name, cell.rect, cell.background, cell.ops)))
        return told.hexdigest()[:16]


class Fonts(Protocol):
    """What widgets need to know about text. `paint.text` asks Pango; tests may use fixed widths."""

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        """Advance of one line, px."""

    def wrap(
        self, text: str, size: float, weight: Weight, max_width: float, most_lines: int | None = None
    ) -> Sequence[str]:
        """`text` as lines no wider than `max_width` px, broken where the language allows.

        Args:
            most_lines: at most so many; all the rest is then on the last, which may be wider, and is not looked at.
        """
