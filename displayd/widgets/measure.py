"""How the figures of one item are written and judged: by the item itself, else by its widget."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from displayd.widgets.base import Direction, Level, Measured, level_of

__all__ = ["Measure", "MeasuredItem", "measure_of"]


class MeasuredItem(Protocol):
    """An item with a unit and thresholds of its own; None for those of the widget."""

    @property
    def unit(self) -> str | None: ...
    @property
    def decimals(self) -> int | None: ...
    @property
    def direction(self) -> Direction | None: ...
    @property
    def amber(self) -> float | None: ...
    @property
    def red(self) -> float | None: ...


class Measure(NamedTuple):
    """Unit, direction and thresholds of a figure; the fields are those of `Measured`."""

    unit: str
    decimals: int | None
    direction: Direction
    amber: float | None
    red: float | None

    def level_of(self, value: float | None) -> Level:
        """How good `value` is."""
        return level_of(value, self.direction, self.amber, self.red)


def measure_of(widget: Measured, item: MeasuredItem | None = None) -> Measure:
    """The measure of `item`, or of the widget as a whole.

    An item that has one threshold of its own has only its own: half of the widget's would make no sense beside it.
    """
    if item is None:
        return Measure(widget.unit, widget.decimals, widget.direction, widget.amber, widget.red)
    owner = widget if item.amber is None and item.red is None else item
    has_unit = item.unit is not None
    return Measure(
        widget.unit if item.unit is None else item.unit,
        widget.decimals if item.decimals is None and not has_unit else item.decimals,
        item.direction or widget.direction,
        owner.amber,
        owner.red,
    )
