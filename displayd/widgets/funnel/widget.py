"""How many come how far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Level
from displayd.tile.fields import ItemLabel, Previous, Value
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Funnel", "Stage"]


class Stage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One stage, in the order in which people go through them."""

    label: ItemLabel = ""
    value: Annotated[Value, Meta(description="How many have come so far.")] = None

    previous: Annotated[Previous, Meta(description="How many had in the period before.")] = None


class Funnel(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="funnel"):
    """Stages that fewer and fewer reach, how many go on at each step, and the weakest step.

    Thresholds judge the last stage: it is what all the others are for.
    """

    DRAWING: ClassVar[str] = "displayd.widgets.funnel.drawing"

    stages: Annotated[list[Stage], Meta(max_length=24), role("parts", "The first stage first.", fills="items")] = []

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Sales funnel",
            "stages": [
                {"label": "Leads", "value": 4_820, "previous": 4_410},
                {"label": "Qualified", "value": 2_065, "previous": 1_930},
                {"label": "Demo", "value": 930, "previous": 905},
                {"label": "Offer", "value": 214, "previous": 260},
                {"label": "Won", "value": 121, "previous": 98},
            ],
        },
        "three steps": {
            "title": "Sign-up",
            "direction": "up",
            "amber": 500,
            "red": 300,
            "stages": [
                {"label": "Visited", "value": 18_400},
                {"label": "Registered", "value": 1_120},
                {"label": "Active", "value": 410},
            ],
        },
        "awkward": {
            "title": "Growing, empty and unknown",
            "unit": "currencyEUR",
            "stages": [
                {"label": "A name that is much too long for the tile that it was given", "value": 9_999_999_999},
                {"label": "", "value": 0},
                {"label": "from nothing", "value": 12},
                {"label": "nobody knows", "value": None},
                {"label": "more than before", "value": 4_000_000_000},
                {"label": "owed", "value": -50},
            ],
        },
        "many": {
            "title": "Onboarding",
            "stages": [{"label": f"Step {number}", "value": 1000 - number * 80} for number in range(1, 12)],
        },
        "all alike": {
            "title": "Nobody leaves",
            "stages": [{"label": name, "value": 7} for name in ("In", "On", "Out")],
        },
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(stage.value is None for stage in self.stages)

    def level(self) -> Level:
        """By the last stage."""
        return self.level_of(self.stages[-1].value) if self.stages else "none"
