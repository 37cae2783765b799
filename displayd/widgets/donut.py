"""Shares of a whole as a ring."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta, Struct

from displayd.scene import Arc, Box, Color, Op, Text
from displayd.theme import Theme
from displayd.widgets.base import Amount, Frame, Label, Level, Measured
from displayd.widgets.figure import CAP_HEIGHT, figure, figure_size
from displayd.widgets.rows import more_row, places_for

__all__ = ["Donut", "Slice"]

# More shares than this cannot be told apart from five metres.
MOST_SLICES = 6

# In 1080ths of the screen's short side: smaller rings look like icons.
SMALLEST_RING = 200


class Slice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One share."""

    label: Label = ""
    value: Amount | None = None
    """Amount, not share: the widget works out the share. Negative amounts have none."""

    level: Level = "none"
    """Colours the slice by how good it is, for example detractors; else it gets the next colour of the theme."""


class Donut(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="donut"):
    """What a whole is made of."""

    ITEMS_FIELD: ClassVar[str] = "slices"

    slices: Annotated[list[Slice], Meta(max_length=100)] = []
    """Clockwise from the top; of more than six, the smaller ones are put together as `other`."""

    middle: Literal["total", "largest", "none"] = "total"
    """What stands in the ring: the sum of all amounts, the share of the largest, or nothing."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Contacts by answer",
            "slices": [
                {"label": "Promoters", "value": 412, "level": "good"},
                {"label": "Passives", "value": 268, "level": "amber"},
                {"label": "Detractors", "value": 97, "level": "red"},
                {"label": "No answer", "value": 523},
            ],
        },
        "many": {
            "title": "Revenue by country",
            "unit": "currencyEUR",
            "middle": "largest",
            "slices": [
                {"label": country, "value": value}
                for country, value in (
                    ("Germany", 412_000),
                    ("France", 288_000),
                    ("Spain", 97_000),
                    ("Italy", 81_500),
                    ("Norway", 60_200),
                    ("Poland", 44_000),
                    ("Greece", 31_000),
                    ("Malta", 900),
                )
            ],
        },
        "awkward": {
            "title": "A sliver, a debt and a very long name",
            "slices": [
                {"label": "A name that is much too long to stand beside a ring", "value": 9_999_999_999},
                {"label": "sliver", "value": 1},
                {"label": "debt", "value": -50},
                {"label": "nothing", "value": None},
            ],
        },
        "one": {"title": "All the same", "slices": [{"label": "Standard plan", "value": 7}]},
    }

    def is_empty(self) -> bool:
        """True when no slice has a value above 0."""
        return not self._amounts()

    def draw(self, frame: Frame) -> list[Op]:
        """The ring with the shares beside it, or below it in a high tile; in a small one a strip instead of a ring."""
        area, unit = frame.area, frame.unit
        parts = self._parts(frame.theme)
        total = sum(part.amount for part in parts)
        row = frame.label * 1.4
        if area.width >= area.height * 1.25:
            # The names come before the size of the ring, up to a point.
            wide, narrow = (self._row_width(frame, parts, size) + 60 * unit for size in (frame.label, frame.small))
            across = min(area.height, max(area.width - wide, min(area.width * 0.44, area.width - narrow)))
            ring = (area.x + across / 2, area.y + area.height / 2, across / 2)
            room = area.inset(round(across + 48 * unit), 0, 0, 0)
        else:
            across = min(area.width, max(area.height - len(parts) * row - 36 * unit, area.height * 0.5))
            ring = (area.x + area.width / 2, area.y + across / 2, across / 2)
            room = area.inset(0, round(across + 28 * unit), 0, 0)
        if across >= SMALLEST_RING * unit and room.width >= 150 * unit and room.height >= row:
            return self._ring(frame, parts, total, *ring) + self._shares(replace(frame, area=room), parts, total)
        thick = 44 * unit
        room = area.inset(0, round(thick + 20 * unit), 0, 0)
        if room.height >= row and room.width >= 150 * unit:
            strip = _strip(frame, parts, total, thick)
            return strip + self._shares(replace(frame, area=room), parts, total)
        middle = (area.x + area.width / 2, area.y + area.height / 2, min(area.width, area.height) / 2)
        return self._ring(frame, parts, total, *middle)

    def _amounts(self) -> list[tuple[int, float]]:
        """Number and amount of the slices that have a share."""
        return [(index, one.value) for index, one in enumerate(self.slices) if one.value is not None and one.value > 0]

    def _parts(self, theme: Theme) -> list[_Part]:
        """What is drawn: every slice, or the largest ones and the sum of the others."""
        amounts = self._amounts()
        kept = {index for index, _ in amounts}
        if len(amounts) > MOST_SLICES:
            by_size = sorted(amounts, key=lambda pair: -pair[1])
            kept = {index for index, _ in by_size[: MOST_SLICES - 1]}
        has_levels = any(one.level != "none" for one in self.slices)
        plain = itertools.cycle(
            color for color in theme.series if not has_levels or color not in (theme.good, theme.amber, theme.red)
        )
        parts: list[_Part] = []
        for index, amount in amounts:
            if index in kept:
                one = self.slices[index]
                color = next(plain) if one.level == "none" else theme.level_color(one.level)
                parts.append(_Part(one.label, amount, color))
        rest = [amount for index, amount in amounts if index not in kept]
        return [*parts, _Part(f"{len(rest)} others", sum(rest), theme.dim)] if rest else parts

    def _row_width(self, frame: Frame, parts: list[_Part], size: float) -> float:
        """Width of colour, name and share of the widest part, px."""
        names = max(frame.fonts.width(part.label, size) for part in parts)
        return names + frame.fonts.width("100%", size, "semibold") + size * 0.6 + 3.4 * frame.gap

    def _ring(self, frame: Frame, parts: list[_Part], total: float, x: float, y: float, outer: float) -> list[Op]:
        stroke = outer * 0.26
        radius = outer - stroke / 2
        space = math.degrees(5 * frame.unit / radius) if len(parts) > 1 else 0.0
        ops: list[Op] = []
        start = 0.0
        for part in parts:
            sweep = part.amount / total * 360
            # A sliver thinner than the space around it is drawn as thin as can be seen.
            end = max(start + sweep - space / 2, start + space / 2 + 0.3)
            ops.append(Arc(x, y, radius, stroke, start + space / 2, end, part.color))
            start += sweep
        inner = outer - stroke
        if self.middle == "none" or inner < frame.label:
            return ops
        if self.middle == "largest":
            largest = max(parts, key=lambda part: part.amount)
            quantity, caption = frame.format.quantity(largest.amount / total, "percentunit", 0), largest.label
        else:
            quantity, caption = frame.format.quantity(total, self.unit, self.decimals), "total"
        size = figure_size(frame, quantity, inner * 0.62, inner * 1.55)
        if size < frame.small:
            return ops
        small = frame.small
        room = 1.9 * math.sqrt(inner**2 - (inner * 0.62) ** 2)
        is_captioned = bool(caption) and inner * 0.5 > small and frame.fonts.width(caption, small) <= room
        # Figure and caption stand in the middle together.
        height = size * CAP_HEIGHT + (small * 1.5 if is_captioned else 0.0)
        top = y - height / 2
        ops += figure(frame, quantity, x, top + size * CAP_HEIGHT, size, frame.theme.text, "center")
        if is_captioned:
            ops.append(Text(x, top + height, caption, small, frame.theme.dim, "center"))
        return ops

    def _shares(self, frame: Frame, parts: list[_Part], total: float) -> list[Op]:
        """Colour, name and share of each part, one to a row."""
        area, theme = frame.area, frame.theme
        size = frame.label * min(1.0, area.width / self._row_width(frame, parts, frame.label))
        size = max(frame.small, size)
        count, left_over = places_for(area.height, size * 1.2, len(parts), frame.small * 1.4)
        pitch = min((area.height - (frame.small * 1.4 if left_over else 0)) / count, size * 1.75)
        top = area.y if left_over else area.y + (area.height - count * pitch) / 2
        texts = [_share_text(frame, part.amount / total) for part in parts[:count]]
        share_width = max(frame.fonts.width(text, size, "semibold") for text in texts)
        ops: list[Op] = []
        for number, (part, text) in enumerate(zip(parts, texts, strict=False)):
            middle = top + (number + 0.5) * pitch
            baseline = middle + size * CAP_HEIGHT / 2
            chip = size * 0.6
            ops.append(Box(area.x, middle - chip / 2, chip, chip, part.color, chip * 0.28))
            x = area.x + chip + frame.gap * 1.4
            room = area.right - share_width - 2 * frame.gap - x
            if room > size * 2:
                ops.append(Text(x, baseline, part.label, size, theme.text, "left", "regular", room))
            ops.append(Text(area.right, baseline, text, size, theme.text, "right", "semibold"))
        return ops + more_row(frame, left_over)


class _Part(NamedTuple):
    """One slice as it is drawn."""

    label: str
    amount: float
    color: Color


def _strip(frame: Frame, parts: list[_Part], total: float, thick: float) -> list[Op]:
    """The parts side by side along the top of `frame.area`."""
    area = frame.area
    space = 5 * frame.unit
    room = area.width - space * (len(parts) - 1)
    ops: list[Op] = []
    x = float(area.x)
    for part in parts:
        width = room * part.amount / total
        ops.append(Box(x, area.y, width, thick, part.color, 8 * frame.unit))
        x += width + space
    return ops


def _share_text(frame: Frame, share: float) -> str:
    """Whole percents; what is there but rounds to 0 is `<1%`."""
    if share < 0.005:
        return f"<{frame.format.percent(0.01)}"
    if 0.995 <= share < 1:
        return f">{frame.format.percent(0.99)}"
    return frame.format.percent(share, 0)
