"""Who is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.protocol.vocabulary import Level, worst
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured
from displayd.widgets.leaderboard.ranking import Contender, Ranked, ranked
from displayd.widgets.leaderboard.rows import LINE, Standing, rank_rows

__all__ = ["Contender", "Leaderboard"]


class Leaderboard(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="leaderboard"):
    """A ranking by value, with who moved up and who down."""

    ITEMS_FIELD: ClassVar[str] = "items"

    items: Annotated[list[Contender], Meta(max_length=200)] = []
    """In any order: they are ranked by value."""

    order: Literal["desc", "asc"] = "desc"
    """`desc` puts the largest value first, `asc` the smallest."""

    DROPS: ClassVar[tuple[str, ...]] = ("about", "detail", "movement", "ranks", "last rows")

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
        return worst(self._level(item) for item in self.items)

    def wanted_height(self, frame: Frame) -> float:
        """All rows."""
        return len(self.items) * frame.label * LINE

    def draw(self, frame: Frame) -> list[Op]:
        """Rank, movement, name and value in rows, each on a bar that compares."""
        order = ranked(self.items, self.order == "desc")
        largest = max(abs(one.item.value or 0.0) for one in order) or 1.0
        is_race = len({one.rank for one in order if one.rank}) > 1
        return rank_rows(frame, [self._standing(frame, one, largest, is_race) for one in order])

    def _standing(self, frame: Frame, one: Ranked, largest: float, is_race: bool) -> Standing:
        # Where all are equal nobody is first, and nobody has moved.
        one = one if is_race else one._replace(rank=0, moved=None)
        forms = frame.format.forms(one.item.value, self.unit, self.decimals)
        share = max(0.0, one.item.value or 0.0) / largest
        return Standing(one, forms, share, self._level(one.item), is_race and one.rank == 1)

    def _level(self, item: Contender) -> Level:
        return item.level if item.level != "none" else self.level_of(item.value)
