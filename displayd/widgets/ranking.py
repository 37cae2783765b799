"""Who is where in a ranking, and who was where before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from displayd.widgets.base import Amount, Label

__all__ = ["Contender", "Ranked", "ranked"]


class Contender(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line of the ranking."""

    label: Label = ""
    value: Amount | None = None
    """Null stands at the end, without a rank."""

    previous: Amount | None = None
    """The value before; ranks before are worked out from it when all have one."""

    previous_rank: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    """Place before, 1 for the first."""

    detail: Label = ""
    """A few words beside the label, where there is room."""


class Ranked(NamedTuple):
    """One contender and its place."""

    rank: int
    """From 1; 0 for none."""
    moved: int
    """Places gained; negative for places lost."""
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
        was = items[number].previous_rank or before.get(number, rank)
        order.append(Ranked(rank, was - rank, items[number]))
    return order + [Ranked(0, 0, item) for item in items if item.value is None]


def _ranks_before(items: Sequence[Contender], sign: int) -> dict[int, int]:
    """By the number of each item, the rank by the values before; empty unless all are known."""
    amounts = [sign * item.previous for item in items if item.previous is not None]
    if len(amounts) < len(items):
        return {}
    return {number: 1 + sum(one < mine for one in amounts) for number, mine in enumerate(amounts)}
