"""How far it is to a goal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Amount
from displayd.tile.fields import Target
from displayd.tile.roles import role
from displayd.tile.widget import Compared

__all__ = ["Progress"]


# What is done when nobody named a goal.
WHOLES = {"percentunit": 1.0, "percent": 100.0}


class Progress(Compared, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="progress"):
    """A bar that fills from a start to a goal, and how much of the way that is."""

    DRAWING: ClassVar[str] = "displayd.widgets.progress.drawing"

    target: Annotated[Target, Meta(description="The goal; all (100 %) for a percentage without one.")] = None

    minimum: Annotated[
        Amount, role("scale", "Where the way to the goal began. More than `target` where the goal is to have less.")
    ] = 0.0

    expected: Annotated[
        Amount | None,
        role(
            "comparison",
            "The value that is needed by now to reach the goal in time; marked by a stroke across the bar.",
            fills="expected",
        ),
    ] = None

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "New revenue this quarter",
            "value": 341_600,
            "target": 500_000,
            "expected": 372_000,
            "previous": 322_000,
            "previous_label": "last week",
            "unit": "currencyEUR",
            "direction": "up",
        },
        "a share": {
            "title": "Accounts moved to the new billing",
            "value": 0.83,
            "unit": "percentunit",
            "direction": "up",
            "expected": 0.75,
            "about": "Accounts whose last invoice came from the new system",
        },
        "beyond the goal": {
            "title": "Donations",
            "value": 11_240,
            "target": 10_000,
            "unit": "currencyUSD",
            "direction": "up",
            "amber": 6_000,
            "red": 3_000,
        },
        "downhill": {
            "title": "Old invoices still open",
            "value": 52,
            "minimum": 140,
            "target": 0,
            "direction": "down",
            "previous": 58,
        },
        "not begun": {"title": "Beta testers", "value": 0, "target": 25},
        "awkward": {
            "title": "A start that is the goal",
            "value": -9_999_999_999,
            "target": 9_999_999_999,
            "minimum": 9_999_999_999,
            "expected": 0,
            "unit": "suffix: widgets",
        },
    }

    def is_empty(self) -> bool:
        """True without a value or without a goal."""
        return self.value is None or self.goal is None

    @property
    def goal(self) -> float | None:
        """The target, or all."""
        return WHOLES.get(self.unit) if self.target is None else self.target

    def share_of(self, value: float) -> float:
        """How much of the way from start to goal is done at `value`: 0 to 1, and beyond."""
        goal = self.goal or 0.0
        way = goal / 2 - self.minimum / 2
        if not way:
            # No way at all is done by who is there.
            is_there = value <= goal if self.direction == "down" else value >= goal
            return 1.0 if is_there else 0.0
        return (value / 2 - self.minimum / 2) / way
