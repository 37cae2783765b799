"""How well an account, a team or a service is: a score on a bar, and what it is made of."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Amount, Level
from displayd.tile.fields import (
    GoodDirection,
    History,
    HistorySeconds,
    ItemLabel,
    ItemLevel,
    Previous,
    PreviousLabel,
    Value,
)
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Health", "Part"]


class Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the things that the score is made of."""

    label: ItemLabel = ""
    value: Annotated[Value, Meta(description="On the scale of the whole; null drops out of the mean.")] = None

    previous: Previous = None
    weight: Annotated[float, Meta(ge=0, le=1_000_000), role("weight", "How much it counts.", fills="weight")] = 1.0

    level: ItemLevel = "none"


class Health(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="health"):
    """A health bar: the score on zones from bad to good, where it has been, and its parts."""

    PACKAGE: ClassVar[str] = "displayd.widgets.health"

    value: Annotated[Value, Meta(description="The score; when left out the mean of the parts by weight.")] = None

    previous: Annotated[Previous, Meta(description="The score to compare with, for example last month's.")] = None

    previous_label: Annotated[PreviousLabel, Meta(description="What `previous` is, for example `last month`.")] = ""

    minimum: Annotated[Amount, role("scale", "Lower end of the scale.")] = 0.0
    maximum: Annotated[Amount, role("scale", "Upper end of the scale.")] = 100.0
    direction: GoodDirection = "up"

    history: Annotated[
        History, Meta(description="Recent scores at equal distances, oldest first; null leaves a gap.")
    ] = []

    history_seconds: HistorySeconds = None

    parts: Annotated[
        list[Part],
        Meta(max_length=50),
        role("parts", "The most important first: the last ones are left out where there is no room.", fills="items"),
    ] = []

    def score(self) -> float | None:
        """The value, else the mean of the known parts by weight; None where neither is known."""
        if self.value is not None:
            return self.value
        known = [(part.value, part.weight) for part in self.parts if part.value is not None]
        total = sum(weight for _, weight in known)
        return sum(value * weight for value, weight in known) / total if total else None

    def is_empty(self) -> bool:
        """True without a score."""
        return self.score() is None

    def level(self) -> Level:
        """By the score."""
        return self.level_of(self.score())
