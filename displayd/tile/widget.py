"""What all widgets share: their common fields, and what they answer to whoever lays them out and draws them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Protocol

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Label, Level, UnixTime, level_of
from displayd.scene.operations import Op
from displayd.tile.fields import (
    Amber,
    ChangeTold,
    Decimals,
    GoodDirection,
    Noise,
    Previous,
    PreviousLabel,
    Red,
    UnitName,
    Value,
)
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.tile.roles import role
from displayd.tile.span import ALWAYS, Span
from displayd.tile.whole_figures import with_whole_figures

__all__ = ["Compared", "Judged", "Measured", "Widget"]


class Widget(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """One tile. Subclasses add their fields, examples, and how they are drawn.

    A widget is told apart from its drawing, so that a hub checks and publishes widgets without loading what draws them:
    the file of a subclass imports nothing that draws. Either it stands in a package of its own and names that, or it
    has its `EXAMPLES`, overrides `draw`, and imports inside it.
    """

    PACKAGE: ClassVar[str] = ""
    """The package of this kind of widget, with its `examples.py` and its `drawing.py`, each loaded when it is needed.

    The functions of `drawing` take the widget and the frame: `draw`, and, where their answers here will not do,
    `wanted_height`, `explained_height` and `offer`, which also takes a shape.
    """

    title: Annotated[Label, role("title", "Shown above the content; empty for none.", fills="title")] = ""

    about: Annotated[
        str,
        Meta(max_length=300),
        role("about", "One line that defines what is shown, so that all understand it.", fills="about"),
    ] = ""

    as_of: Annotated[
        UnixTime | None,
        role("moment", "Unix time (seconds) at which the data was true; null when nobody knows.", fills="as_of"),
    ] = None

    expire_after: Annotated[
        Annotated[float, Meta(gt=0, le=31_536_000)] | None,
        role(
            "age", "Age in seconds at which the data is no longer shown as valid; null for never.", fills="expire_after"
        ),
    ] = None

    error: Annotated[
        str,
        Meta(max_length=300),
        role(
            "failure",
            "Why there is no new data, in words; shown instead of the content, or under it while it has not expired.",
            fills="failure",
        ),
    ] = ""

    sample: Annotated[bool, role("sample", "True for made-up data; the tile says so.", fills="sample")] = False

    changed_at: Annotated[
        UnixTime | None,
        role(
            "moment",
            "Unix time (seconds) at which title, definition or thresholds changed last; the tile is "
            "marked as new for a day.",
        ),
    ] = None

    HAS_FIGURES: ClassVar[bool] = True
    """False for what is neither measured nor made up, such as a clock, a logo or a sentence."""

    IS_ONE_FIGURE: ClassVar[bool] = False
    """True for a widget that shows one figure or a few words, if it does not say otherwise of its rows."""

    IS_CENTRED: ClassVar[bool] = False
    """True for a poster whose content stands in the middle of the page, and its title over it."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {}
    """As `examples`; of a widget with a package they stand there."""

    @classmethod
    def examples(cls) -> Mapping[str, Mapping[str, object]]:
        """Name and fields of typical, extreme and awkward uses; the gallery and the golden files are made of them."""
        if not cls.PACKAGE:
            return cls.EXAMPLES
        found: Mapping[str, Mapping[str, object]] = importlib.import_module(f"{cls.PACKAGE}.examples").EXAMPLES
        return found

    def is_empty(self) -> bool:
        """True when there is nothing to show: the tile then says "no data"."""
        return False

    def is_one_figure(self) -> bool:
        """True where it is a poster when it is alone on its page (see `Frame.is_poster`)."""
        return self.IS_ONE_FIGURE

    def takes_whole_cell(self) -> bool:
        """True for a widget that draws to the edges of its cell: no card, no padding, no title."""
        return False

    def on_show(self, timezone: str) -> Span:
        """From when until when there is something of it to be seen; a page of nothing else is left out of the loop.

        Args:
            timezone: whose clocks its dates are of, unless it says so itself.
        """
        return ALWAYS

    def pictures_at(self, unix_time: float, sources: list[str]) -> list[str]:
        """Those of `sources`, which are all its pictures, that are to be seen at a moment when all of them are here."""
        return sources

    def films(self) -> list[str]:
        """What the tile calls its films; a page of such tiles alone is skipped where none of them can be played."""
        return []

    def definition(self, frame: Frame) -> str:
        """What the line at the foot of the page says of the tile: its definition, and what a drawing cannot name."""
        return self.about

    def level(self) -> Level:
        """How good the tile's main figure is; the tile's edge shows it."""
        return "none"

    def level_at(self, frame: Frame) -> Level:
        """As `level`, for the moment that `frame` is drawn at."""
        return self.level()

    def wanted_height(self, frame: Frame) -> float:
        """Height in px from which on no item, no name and no figure of the content is left out."""
        found = _drawing(self, "wanted_height")
        return found(self, frame) if found else 5.0 * frame.label

    def explained_height(self, frame: Frame) -> float:
        """Height in px that the definition leaves to the content, at least; what does not fit into it goes first."""
        found = _drawing(self, "explained_height")
        return found(self, frame) if found else self.wanted_height(frame)

    def offer(self, frame: Frame, shape: Shape) -> Offer | None:
        """What the content could be in `shape`, in an area of this size; None for one that has no value to line up.

        A widget that offers anything is drawn by what was decided with its neighbours: see `Frame.fit`.
        """
        found = _drawing(self, "offer")
        answer: Offer | None = found(self, frame, shape) if found else None
        return answer

    def draw(self, frame: Frame) -> list[Op]:
        """The content as operations inside `frame.area`, in page coordinates.

        The area has room for a word at least; it is asked for only when the widget is not empty.
        """
        found = _drawing(self, "draw")
        if found is None:
            raise NotImplementedError
        return with_whole_figures(frame, found(self, frame))


def _drawing(widget: Widget, name: str) -> Callable[..., Any] | None:
    """The function `name` of the module that draws `widget`; None where there is none."""
    return getattr(importlib.import_module(f"{widget.PACKAGE}.drawing"), name, None) if widget.PACKAGE else None


class Judged(Protocol):
    """An item of a widget that may say itself how good it is."""

    @property
    def level(self) -> Level:
        """`none` for that of the thresholds."""

    @property
    def value(self) -> float | None:
        """What the thresholds judge."""


class Measured(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A widget whose figures have a unit, a direction and thresholds."""

    unit: UnitName = "short"

    decimals: Decimals = None

    direction: GoodDirection = "none"
    amber: Amber = None

    red: Red = None

    noise: Noise = None
    change_as: ChangeTold = "percent"

    def level_of(self, value: float | None) -> Level:
        """How good `value` is by this widget's direction and thresholds."""
        return level_of(value, self.direction, self.amber, self.red)

    def level_of_item(self, item: Judged) -> Level:
        """That of `item` itself, else that of its value by this widget's thresholds."""
        return item.level if item.level != "none" else self.level_of(item.value)


class Compared(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A widget with one main figure, which is compared with an earlier one."""

    value: Value = None
    previous: Previous = None
    previous_label: PreviousLabel = ""

    def is_empty(self) -> bool:
        """True without a value."""
        return self.value is None

    def level(self) -> Level:
        """By the value."""
        return self.level_of(self.value)
