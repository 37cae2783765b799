"""How the figures of one item are written and judged: by the item itself, else by its widget."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import ChangeAs, Direction, Level, level_of
from displayd.tile.fields import Amber, Decimals, ItemLevel, Red, UnitName
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Measure", "MeasuredItem", "level_of_item", "measure_of"]


class MeasuredItem(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """An item with a unit and thresholds of its own."""

    unit: Annotated[
        UnitName | None, Meta(description="A unit name as Grafana has it; when left out that of the widget.")
    ] = None

    decimals: Annotated[
        Decimals, Meta(description="Digits after the decimal mark; when left out those of the widget.")
    ] = None

    direction: Annotated[
        Direction | None,
        role(
            "direction",
            "Which way is good: `up`, `down` or `none`; when left out that of the widget.",
            fills="direction",
        ),
    ] = None

    amber: Annotated[Amber, Meta(description="Where good ends; when left out that of the widget.")] = None
    red: Annotated[Red, Meta(description="Where amber ends; when left out that of the widget.")] = None

    level: ItemLevel = "none"


class Measure(NamedTuple):
    """Unit, direction and thresholds of a figure; the fields are those of `Measured`."""

    unit: str
    decimals: int | None
    direction: Direction
    amber: float | None
    red: float | None
    noise: float | None = None
    change_as: ChangeAs = "percent"

    def level_of(self, value: float | None) -> Level:
        """How good `value` is."""
        return level_of(value, self.direction, self.amber, self.red)


def measure_of(widget: Measured, item: MeasuredItem | None = None) -> Measure:
    """The measure of `item`, or of the widget as a whole.

    An item that has one threshold of its own has only its own: half of the widget's would make no sense beside it.
    """
    if item is None:
        return Measure(
            widget.unit,
            widget.decimals,
            widget.direction,
            widget.amber,
            widget.red,
            widget.noise,
            widget.change_as,
        )
    owner = widget if item.amber is None and item.red is None else item
    has_unit = item.unit is not None
    return Measure(
        widget.unit if item.unit is None else item.unit,
        widget.decimals if item.decimals is None and not has_unit else item.decimals,
        item.direction or widget.direction,
        owner.amber,
        owner.red,
        None if has_unit else widget.noise,
        "percent" if has_unit else widget.change_as,
    )


def level_of_item(widget: Measured, item: MeasuredItem, value: float | None) -> Level:
    """That of `item` itself, else that of its `value` by its measure."""
    return item.level if item.level != "none" else measure_of(widget, item).level_of(value)
