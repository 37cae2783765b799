"""What the metrics inside a tile say about the tile as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.hub.layouts.captions import caption_in_words
from displayd.hub.layouts.offers import reason_of
from displayd.hub.layouts.slots import Mention
from displayd.hub.metrics.facts import Facts
from displayd.text.formatter import Formatter
from displayd.tile.roles import Fact, Side

__all__ = ["Summary", "summary_of"]

Summary = dict[tuple[Fact, Side], object]
"""By fact, and by the axis for which it holds."""

# A tile whose numbers are all inside takes these from the metrics there, when they agree.
_SHARED: tuple[Fact, ...] = ("unit", "direction", "decimals", "noise", "change_as", "amber", "red")

# The same, when those agree that have one.
_CAPTIONS: tuple[Fact, ...] = ("previous_label", "before_label", "now_label")


def summary_of(inside: Sequence[tuple[Mention, Facts]], has_own: bool, formatter: Formatter) -> Summary:
    """What the metrics `inside` a tile say about it.

    Args:
        has_own: whether the tile has a metric of its own too, which says the rest.
    """
    summary: Summary = {}
    if any(facts.sample for _, facts in inside):
        summary["sample", "left"] = True
    numbers = [facts for mention, facts in inside if mention.has_numbers]
    for fact in _CAPTIONS:
        if (words := _agreed(fact, [facts for facts in numbers if getattr(facts, fact) is not None])) is not None:
            summary[fact, "left"] = caption_in_words(str(words), formatter)
    counted = numbers or [facts for _, facts in inside]
    if has_own or not counted:
        return summary
    right = [facts for mention, facts in inside if mention.is_right]
    left = [facts for facts in counted if not any(facts is one for one in right)] or counted
    sides: tuple[tuple[Side, list[Facts]], ...] = (("left", left), ("right", right))
    for side, shown in sides:
        summary |= {(fact, side): value for fact in _SHARED if (value := _agreed(fact, shown)) is not None}
    if all(facts.failure is not None for facts in counted):
        summary["failure", "left"] = reason_of(counted[0], formatter, counted[0].title)
    return summary | _age(counted)


def _agreed(fact: Fact, inside: Sequence[Facts]) -> object:
    """What all of `inside` say; None where they say nothing, or different things."""
    values = {getattr(facts, fact) for facts in inside}
    return values.pop() if len(values) == 1 else None


def _age(inside: Sequence[Facts]) -> Summary:
    """As old as the one that expires first; where none expires, as old as the oldest."""
    dated = [(facts.as_of, facts.expire_after) for facts in inside if facts.as_of is not None]
    expiring = [(as_of + lasts, as_of, lasts) for as_of, lasts in dated if lasts is not None]
    if expiring:
        _, as_of, lasts = min(expiring)
        return {("as_of", "left"): as_of, ("expire_after", "left"): lasts}
    return {("as_of", "left"): min(as_of for as_of, _ in dated)} if dated else {}
