"""Where figures have been going: a line without axes, alone or in a table of trends."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.fields import History, HistorySeconds, ItemLabel, Previous, Value
from displayd.tile.measure import MeasuredItem, level_of_item
from displayd.tile.roles import role
from displayd.tile.widget import Compared

__all__ = ["Sparkline", "Trend"]


class Trend(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One row of the table."""

    label: ItemLabel = ""
    value: Annotated[Value, Meta(description="The figure now; when left out the last of `history`.")] = None

    previous: Previous = None
    history: History = []


class Sparkline(Compared, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="sparkline"):
    """One large line with its figure, or a row with a line for each of several figures."""

    PACKAGE: ClassVar[str] = "displayd.widgets.sparkline"
    IS_ONE_FIGURE: ClassVar[bool] = True

    value: Annotated[Value, Meta(description="The figure now; when left out the last of `history`.")] = None

    history: History = []
    history_seconds: HistorySeconds = None

    items: Annotated[
        list[Trend],
        Meta(max_length=200),
        role("parts", "A table of trends instead of the one line; the most important first.", fills="items"),
    ] = []

    def is_one_figure(self) -> bool:
        """False for rows."""
        return not self.items

    def is_empty(self) -> bool:
        """True without a value and without a history."""
        if self.items:
            return all(newest(item) is None for item in self.items)
        return newest(self) is None and all(value is None for value in self.history)

    def level(self) -> Level:
        """Of the worst figure."""
        if self.items:
            return worst(level_of_item(self, item, newest(item)) for item in self.items)
        return self.level_of(newest(self))


def newest(one: Sparkline | Trend) -> float | None:
    """The figure now."""
    return one.value if one.value is not None or not one.history else one.history[-1]
