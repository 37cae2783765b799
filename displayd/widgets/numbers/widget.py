"""Several figures side by side, all of one size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.fields import ItemLabel, Previous, PreviousLabel, Target, Value
from displayd.tile.measure import MeasuredItem, level_of_item
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Figure", "Numbers"]


class Figure(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the figures."""

    label: ItemLabel = ""
    value: Value = None
    previous: Previous = None
    target: Target = None


class Numbers(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="numbers"):
    """A few figures that belong together, in a row, a column or a grid, as the tile is."""

    DRAWING: ClassVar[str] = "displayd.widgets.numbers.drawing"

    items: Annotated[
        list[Figure],
        Meta(max_length=200),
        role("parts", "The most important first: the last ones are left out where there is no room.", fills="items"),
    ] = []

    previous_label: Annotated[
        PreviousLabel, Meta(description="What `previous` of the items is, for example `last week`.")
    ] = ""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Support today",
            "previous_label": "last week",
            "items": [
                {"label": "Open", "value": 128, "previous": 141, "direction": "down", "amber": 120, "red": 200},
                {"label": "First answer", "value": 2_460, "unit": "s", "previous": 2_190, "direction": "down"},
                {"label": "Satisfied", "value": 0.93, "unit": "percentunit", "previous": 0.93, "direction": "up"},
            ],
        },
        "with targets": {
            "title": "Recurring revenue",
            "unit": "currencyEUR",
            "direction": "up",
            "items": [
                {"label": "New", "value": 18_400, "previous": 12_100, "target": 20_000},
                {"label": "Expansion", "value": 9_350, "previous": 9_800, "target": 8_000},
                {"label": "Lost", "value": -4_120, "previous": -2_000, "level": "red"},
                {"label": "Net", "value": 23_630, "previous": 19_900, "target": 25_000, "level": "amber"},
            ],
        },
        "awkward": {
            "title": "Holes and giants",
            "items": [
                {"label": "A label of sixty letters, which is more than any cell can hold", "value": -9_999_999_999},
                {"label": "", "value": 0, "previous": 0},
                {"label": "nobody knows", "value": None, "previous": 3},
                {"label": "widgets", "value": 1_284, "unit": "suffix: widgets", "previous": 1},
                {"label": "for", "value": 183_600, "unit": "dtdurations"},
            ],
        },
        "one": {"title": "Signed in", "items": [{"label": "Now", "value": 1_284, "previous": 1_190}]},
        "many": {
            "title": "Offices",
            "items": [
                {"label": f"Office {number}", "value": 40 * number, "previous": 900, "direction": "up"}
                for number in range(1, 25)
            ],
        },
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(item.value is None for item in self.items)

    def level(self) -> Level:
        """Of the worst figure."""
        return worst(level_of_item(self, item, item.value) for item in self.items)
