"""Who is where in a ranking, and who was where before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from displayd.tile.fields import ItemDetail, ItemLabel, ItemLevel, Previous, Value
from displayd.tile.roles import role

__all__ = ["Contender", "Ranked", "ranked"]


class Contender(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line of the ranking."""

    label: ItemLabel = ""
    value: Annotated[
        Value, Meta(description="Null stands at the end, without a rank; names alone are told in the order given.")
    ] = None

    previous: Annotated[
        Previous, Meta(description="The value before; ranks before are worked out from it, among those who have one.")
    ] = None

    previous_rank: Annotated[
        Annotated[int, Meta(ge=1, le=10_000)] | None,
        role("comparison", "Place before, 1 for the first.", fills="previous_rank"),
    ] = None

    detail: Annotated[ItemDetail, Meta(description="A few words beside the label, where there is room.")] = ""

    level: Annotated[
        ItemLevel, Meta(description="How good the value is, where the thresholds of the leaderboard do not say it.")
    ] = "none"


class Ranked(NamedTuple):
    """One contender and its place."""

    rank: int
    """From 1; 0 for none."""
    moved: int | None
    """Places gained; negative for places lost, None where nobody knows the place before."""
    item: Contender


def ranked(items: Sequence[Contender], is_descending: bool) -> list[Ranked]:
    """All items from the first to the last, equal values with equal ranks, those without a value at the end."""
    sign = -1 if is_descending else 1
    before = _ranks_before(items, sign)
    known = [(item.value, number) for number, item in enumerate(items) if item.value is not None]
    order: list[Ranked] = []
    for place, (value, number) in enumerate(sorted(known, key=lambda pair: sign * pair[0]), 1):
        is_tie = bool(order) and order[-1].item.value == value
        rank = order[-1].rank if is_tie else place
        was = items[number].previous_rank or before.get(number)
        order.append(Ranked(rank, None if was is None else was - rank, items[number]))
    return order + [Ranked(0, None, item) for item in items if item.value is None]


def _ranks_before(items: Sequence[Contender], sign: int) -> dict[int, int]:
    """By the number of each item that has a value before, its rank by those values."""
    known = {number: sign * item.previous for number, item in enumerate(items) if item.previous is not None}
    return {number: 1 + sum(one < mine for one in known.values()) for number, mine in known.items()}
