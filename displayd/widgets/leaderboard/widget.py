"""Who is ahead."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.protocol.vocabulary import Amount, Level, worst
from displayd.text.invisible import is_invisible
from displayd.tile.roles import role
from displayd.tile.widget import Measured
from displayd.widgets.leaderboard.ranking import Contender

__all__ = ["Leaderboard"]


class Leaderboard(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="leaderboard"):
    """A ranking by value, with who moved up and who down."""

    PACKAGE: ClassVar[str] = "displayd.widgets.leaderboard"

    items: Annotated[
        list[Contender], Meta(max_length=200), role("parts", "In any order: they are ranked by value.", fills="items")
    ] = []

    order: Annotated[
        Literal["desc", "asc"], role("look", "`desc` puts the largest value first, `asc` the smallest.")
    ] = "desc"

    maximum: Annotated[
        Amount | None,
        role(
            "scale",
            "What a full bar is; when left out 100 % for percentages, and the largest value for all others.",
            fills="maximum",
        ),
    ] = None

    def is_empty(self) -> bool:
        """True without a single value or name; names alone are told, each without a value."""
        return all(one.value is None and is_invisible(one.label) for one in self.items)

    def level(self) -> Level:
        """Of the worst value."""
        return worst(self.level_of_item(item) for item in self.items)
