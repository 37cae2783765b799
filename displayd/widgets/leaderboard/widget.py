"""Who is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.roles import role
from displayd.tile.widget import Measured
from displayd.widgets.leaderboard.ranking import Contender

__all__ = ["Leaderboard"]


class Leaderboard(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="leaderboard"):
    """A ranking by value, with who moved up and who down."""

    DRAWING: ClassVar[str] = "displayd.widgets.leaderboard.drawing"

    items: Annotated[
        list[Contender], Meta(max_length=200), role("parts", "In any order: they are ranked by value.", fills="items")
    ] = []

    order: Annotated[
        Literal["desc", "asc"], role("look", "`desc` puts the largest value first, `asc` the smallest.")
    ] = "desc"

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Follow-ups this week",
            "items": [
                {"label": "Amelia", "value": 31, "previous_rank": 3, "detail": "Enterprise"},
                {"label": "Bo", "value": 28, "previous_rank": 1, "detail": "Mid-market"},
                {"label": "Chidi", "value": 28, "previous_rank": 2, "detail": "Enterprise"},
                {"label": "Dana", "value": 17, "previous_rank": 4, "detail": "Start-ups"},
                {"label": "Ewa", "value": 9, "detail": "new in the team"},
            ],
        },
        "smallest first": {
            "title": "Time to first answer",
            "unit": "s",
            "order": "asc",
            "items": [
                {"label": "Support Lisbon", "value": 340, "previous": 610},
                {"label": "Support Oslo", "value": 2_800, "previous": 1_900},
                {"label": "Support Galway", "value": 410, "previous": 380},
            ],
        },
        "awkward": {
            "title": "Names, debts and holes",
            "unit": "currencyEUR",
            "items": [
                {"label": "A name that is much too long for the tile that it was given", "value": 9_999_999_999},
                {"label": "", "value": -9_999_999_999, "detail": "owes"},
                {"label": "nobody knows", "value": None},
                {"label": "zero", "value": 0},
            ],
        },
        "many": {
            "title": "All offices",
            "items": [{"label": f"Office {number}", "value": 1000 - 7 * number} for number in range(1, 41)],
        },
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(one.value is None for one in self.items)

    def level(self) -> Level:
        """Of the worst value."""
        return worst(self.level_of_item(item) for item in self.items)
