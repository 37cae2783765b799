"""Shares of a whole as a ring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.tile.fields import ItemLabel, ItemLevel, Value
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Donut", "Slice"]


class Slice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One share."""

    label: ItemLabel = ""

    value: Annotated[
        Value, Meta(description="Amount, not share: the widget works out the share. Negative amounts have none.")
    ] = None

    level: Annotated[
        ItemLevel,
        Meta(
            description="Colours the slice by how good it is, for example detractors; else it gets the next "
            "colour of the theme."
        ),
    ] = "none"


class Donut(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="donut"):
    """What a whole is made of."""

    DRAWING: ClassVar[str] = "displayd.widgets.donut.drawing"
    slices: Annotated[
        list[Slice],
        Meta(max_length=100),
        role(
            "parts",
            "Clockwise from the top; of more than six, the smaller ones are put together as `other`.",
            fills="items",
        ),
    ] = []

    middle: Annotated[
        Literal["total", "largest", "none"],
        role("look", "What stands in the ring: the sum of all amounts, the share of the largest, or nothing."),
    ] = "total"

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Contacts by answer",
            "slices": [
                {"label": "Promoters", "value": 412, "level": "good"},
                {"label": "Passives", "value": 268, "level": "amber"},
                {"label": "Detractors", "value": 97, "level": "red"},
                {"label": "No answer", "value": 523},
            ],
        },
        "many": {
            "title": "Revenue by country",
            "unit": "currencyEUR",
            "middle": "largest",
            "slices": [
                {"label": country, "value": value}
                for country, value in (
                    ("Germany", 412_000),
                    ("France", 288_000),
                    ("Spain", 97_000),
                    ("Italy", 81_500),
                    ("Norway", 60_200),
                    ("Poland", 44_000),
                    ("Greece", 31_000),
                    ("Malta", 900),
                )
            ],
        },
        "awkward": {
            "title": "A sliver, a debt and a very long name",
            "slices": [
                {"label": "A name that is much too long to stand beside a ring", "value": 9_999_999_999},
                {"label": "sliver", "value": 1},
                {"label": "debt", "value": -50},
                {"label": "nothing", "value": None},
            ],
        },
        "one": {"title": "All the same", "slices": [{"label": "Standard plan", "value": 7}]},
    }

    def is_empty(self) -> bool:
        """True when no slice has a value above 0."""
        return not self.amounts()

    def amounts(self) -> list[tuple[int, float]]:
        """Number and amount of the slices that have a share."""
        return [(index, one.value) for index, one in enumerate(self.slices) if one.value is not None and one.value > 0]
