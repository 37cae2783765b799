"""How far it is to a goal."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Amount
from displayd.text.wholes import WHOLES
from displayd.tile.fields import Target
from displayd.tile.roles import role
from displayd.tile.widget import Compared

__all__ = ["Progress"]


class Progress(Compared, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="progress"):
    """A bar that fills from a start to a goal, and how much of the way that is."""

    PACKAGE: ClassVar[str] = "displayd.widgets.progress"

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

    def is_empty(self) -> bool:
        """True without a value, without a goal, and where nothing of nothing is done: 0 of 0 is no 100 %."""
        if self.value is None or self.goal is None:
            return True
        # Who is to have less has reached a goal of 0 with 0.
        return self.value == self.goal == self.minimum and self.direction != "down"

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
