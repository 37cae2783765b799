"""Who is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.scene import Box, Op, Text
from displayd.theme import mixed
from displayd.widgets.base import Frame, Measured, fitted_size
from displayd.widgets.marks import Step, step_mark
from displayd.widgets.ranking import Contender, Ranked, ranked
from displayd.widgets.rows import more_row, places_for

__all__ = ["Contender", "Leaderboard"]


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
        area = frame.area
        order = ranked(self.items, self.order == "desc")
        has_bars = area.height / len(order) > frame.label * 1.7 or area.height > frame.label * 5
        foot = frame.small * 1.4
        count, left_over = places_for(area.height, frame.label * (1.7 if has_bars else 1.2), len(order), foot)
        pitch = min((area.height - (foot if left_over else 0)) / count, frame.label * 2.1)
        shown = order[:count]
        texts = [frame.format.text(one.item.value, self.unit, self.decimals) for one in shown]
        size = self._size(frame, shown, texts, min(frame.label, pitch / 1.1))
        left, has_marks = self._left(frame, shown, texts, size)
        largest = max(abs(one.item.value or 0.0) for one in shown) or 1.0
        ops: list[Op] = []
        for number, (one, text) in enumerate(zip(shown, texts, strict=True)):
            baseline = area.y + number * pitch + (pitch + size * (0.44 if has_bars else 0.727)) / 2
            ops += _words(frame, one, text, left, baseline, size)
            if has_marks and one.moved:
                ops += _movement(frame, one.moved, left, baseline - size * 0.36)
            if has_bars:
                share = max(0.0, one.item.value or 0.0) / largest
                ops += _bar(frame, share, one.rank == 1, left, baseline + size * 0.34)
        return ops + more_row(frame, left_over)

    def _size(self, frame: Frame, shown: list[Ranked], texts: list[str], largest: float) -> float:
        """Font size in px: smaller, but not small, where that keeps names whole; values always are."""
        needed = max(
            frame.fonts.width(f"{one.rank}{one.item.label}", largest, "medium")
            + frame.fonts.width(text, largest, "semibold")
            for one, text in zip(shown, texts, strict=True)
        )
        room = frame.area.width - 2.4 * largest
        size = max(min(largest, (frame.label + frame.small) / 2), largest * min(1.0, max(0.0, room / needed)))
        return fitted_size(frame, texts, size, frame.area.width * 0.5)

    def _left(self, frame: Frame, shown: list[Ranked], texts: list[str], size: float) -> tuple[float, bool]:
        """Where names begin, px, and whether there is room for movement before them."""
        ranks = frame.area.x + max(frame.fonts.width(str(one.rank), size, "medium") for one in shown) + 1.6 * frame.gap
        left = ranks + 38 * frame.unit
        values = max(frame.fonts.width(text, size, "semibold") for text in texts)
        has_marks = any(one.moved for one in shown) and frame.area.right - left - values >= size * 4
        return (left if has_marks else ranks), has_marks


def _words(frame: Frame, one: Ranked, text: str, left: float, baseline: float, size: float) -> list[Op]:
    """Rank, name with its detail, and value."""
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


def _movement(frame: Frame, moved: int, left: float, middle: float) -> list[Op]:
    color = frame.theme.good if moved > 0 else frame.theme.red
    step: Step = "up" if moved > 0 else "down"
    return step_mark(step, left - 25 * frame.unit, middle, 22 * frame.unit, color, frame.theme)


def _bar(frame: Frame, share: float, is_first: bool, left: float, top: float) -> list[Op]:
    """A thin bar in its track, from `left` px to the edge."""
    theme, width, high = frame.theme, max(0.0, frame.area.right - left), 8 * frame.unit
    ops: list[Op] = [Box(left, top, width, high, theme.raised, high / 2)]
    if share > 0:
        color = theme.series[0] if is_first else mixed(theme.series[0], theme.card, 0.4)
        ops.append(Box(left, top, min(width, max(high, width * share)), high, color, high / 2))
    return ops
