"""Who is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta, Struct

from displayd.scene import Box, Op, Text
from displayd.theme import mixed
from displayd.widgets.base import Amount, Frame, Label, Measured, fitted_size
from displayd.widgets.marks import Step, step_mark
from displayd.widgets.rows import more_row, places_for

__all__ = ["Contender", "Leaderboard"]


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


class Leaderboard(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="leaderboard"):
    """A ranking by value, with who moved up and who down."""

    ITEMS_FIELD: ClassVar[str] = "items"

    items: Annotated[list[Contender], Meta(max_length=200)] = []
    """In any order: they are ranked by value."""

    order: Literal["desc", "asc"] = "desc"
    """`desc` puts the largest value first, `asc` the smallest."""

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

    def draw(self, frame: Frame) -> list[Op]:
        """Rank, movement, name and value in rows, each with a thin bar that compares."""
        area, unit = frame.area, frame.unit
        ranked = self._ranked()
        has_bars = area.height / len(ranked) > frame.label * 1.7 or area.height > frame.label * 5
        least = frame.label * (1.7 if has_bars else 1.2)
        count, left_over = places_for(area.height, least, len(ranked), frame.small * 1.4)
        pitch = min((area.height - (frame.small * 1.4 if left_over else 0)) / count, frame.label * 2.1)
        shown = ranked[:count]
        texts = [frame.format.text(one.item.value, self.unit, self.decimals) for one in shown]
        size = fitted_size(frame, texts, min(frame.label, pitch / 1.1), area.width * 0.45)
        rank_width = max(frame.fonts.width(str(one.rank), size, "medium") for one in shown) + 1.6 * frame.gap
        mark_width = 38 * unit if any(one.moved for one in shown) else 0.0
        left = area.x + rank_width + mark_width
        if area.right - left - max(frame.fonts.width(text, size, "semibold") for text in texts) < size * 4:
            left, mark_width = area.x + rank_width, 0.0
        largest = max(abs(one.item.value or 0.0) for one in shown) or 1.0
        ops: list[Op] = []
        for number, (one, text) in enumerate(zip(shown, texts, strict=True)):
            top = area.y + number * pitch
            baseline = top + (pitch + size * (0.44 if has_bars else 0.727)) / 2
            ops += self._row(frame, one, text, left, baseline, size)
            if mark_width and one.moved:
                color = frame.theme.good if one.moved > 0 else frame.theme.red
                step: Step = "up" if one.moved > 0 else "down"
                ops += step_mark(step, left - 25 * unit, baseline - size * 0.36, 22 * unit, color, frame.theme)
            if has_bars:
                bar_top = baseline + size * 0.34
                width, high = area.right - left, 8 * unit
                share = max(0.0, one.item.value or 0.0) / largest
                ops.append(Box(left, bar_top, width, high, frame.theme.raised, high / 2))
                if share > 0:
                    length = max(high, width * share)
                    accent = frame.theme.series[0]
                    color = accent if one.rank == 1 else mixed(accent, frame.theme.card, 0.4)
                    ops.append(Box(left, bar_top, length, high, color, high / 2))
        return ops + more_row(frame, left_over)

    def _row(self, frame: Frame, one: _Ranked, text: str, left: float, baseline: float, size: float) -> list[Op]:
        area, theme, fonts = frame.area, frame.theme, frame.fonts
        ops: list[Op] = [Text(area.right, baseline, text, size, theme.text, "right", "semibold", area.width)]
        if one.rank:
            ops.append(Text(area.x, baseline, str(one.rank), size, theme.dim, "left", "medium"))
        room = area.right - left - fonts.width(text, size, "semibold") - 2 * frame.gap
        if one.item.label and room > size:
            ops.append(Text(left, baseline, one.item.label, size, theme.text, "left", "medium", room))
        label_width = fonts.width(one.item.label, size, "medium") + 1.5 * frame.gap
        detail = one.item.detail
        if detail and fonts.width(detail, frame.small) <= room - label_width:
            ops.append(Text(left + label_width, baseline, detail, frame.small, theme.dim))
        return ops

    def _ranked(self) -> list[_Ranked]:
        """All items from the first to the last, equal values with equal ranks."""
        sign = -1 if self.order == "desc" else 1
        before = self._ranks_before(sign)
        known = [item for item in self.items if item.value is not None]
        ranked: list[_Ranked] = []
        for place, item in enumerate(sorted(known, key=lambda one: sign * (one.value or 0.0)), 1):
            is_tie = bool(ranked) and ranked[-1].item.value == item.value
            rank = ranked[-1].rank if is_tie else place
            was = item.previous_rank or before.get(id(item), rank)
            ranked.append(_Ranked(rank, was - rank, item))
        return ranked + [_Ranked(0, 0, item) for item in self.items if item.value is None]

    def _ranks_before(self, sign: int) -> dict[int, int]:
        """Ranks by the values before, when all are known, by the items' identity."""
        amounts = [sign * item.previous for item in self.items if item.previous is not None]
        if len(amounts) < len(self.items):
            return {}
        return {
            id(item): 1 + sum(one < mine for one in amounts) for item, mine in zip(self.items, amounts, strict=True)
        }


class _Ranked(NamedTuple):
    """One item and its place."""

    rank: int
    """From 1; 0 for none."""
    moved: int
    """Places gained; negative for places lost."""
    item: Contender
