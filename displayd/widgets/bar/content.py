"""What a bar chart is to show, standing or lying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from displayd.drawing.chart.legend import Entry
from displayd.drawing.chart.plot import Ends
from displayd.drawing.scale import Scale, tight_scale
from displayd.text.wholes import WHOLES
from displayd.tile.frame import Frame
from displayd.widgets.bar.slots import Slot, amounts_of

__all__ = ["BarContent"]


@dataclass(frozen=True)
class BarContent:
    """Bars, what they are compared with, and the frame that they are drawn in."""

    frame: Frame
    slots: Sequence[Slot]
    ends: Ends
    target: float | None
    """A line across all bars."""
    entries: Sequence[Entry]
    """Names of the series, in the order of the bars."""
    notes: Sequence[Entry]
    """Names of what the bars are compared with."""
    is_piled: bool
    """True for bars on top of each other."""

    @cached_property
    def amounts(self) -> list[float]:
        """All that must have a place on the scale."""
        return [*amounts_of(self.slots), *([] if self.target is None else [self.target])]

    @property
    def whole(self) -> float | None:
        """The most that there can be: the end of the scale that was asked for, else 100 % of shares, else None."""
        whole = WHOLES.get(self.ends.unit, 0.0)
        return whole if self.ends.maximum is None and max(self.amounts) <= whole else self.ends.maximum

    @property
    def tight_scale(self) -> Scale:
        """The scale whose ends are the amounts' own; that of shares ends with the whole."""
        return tight_scale(self.amounts, self.ends.minimum, self.whole)
