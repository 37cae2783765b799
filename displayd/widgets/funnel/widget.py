"""How many come how far."""

from __future__ import annotations

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

    PACKAGE: ClassVar[str] = "displayd.widgets.funnel"

    stages: Annotated[list[Stage], Meta(max_length=24), role("parts", "The first stage first.", fills="items")] = []

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(stage.value is None for stage in self.stages)

    def level(self) -> Level:
        """By the last stage."""
        return self.level_of(self.stages[-1].value) if self.stages else "none"
