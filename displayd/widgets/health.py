"""How well an account, a team or a service is: a score on a bar, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.drawing.chart.plot import row_of_texts
from displayd.drawing.chart.scale import Scale, tick_texts
from displayd.drawing.chart.trend_line import is_trend, trendline
from displayd.drawing.figure.dial import zones
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height
from displayd.drawing.figure.notes import Note, change_note, notes_of
from displayd.drawing.figure.strip import PIN, Strip
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows, rows_height
from displayd.protocol.vocabulary import MAX_POINTS, Amount, Direction, Label, Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["Health", "Part"]

# The shortest bar of a part, in font sizes.
SHORTEST_PART = 2.0

# The bar with the pin that stands out of it, in labels and at least, in 1080ths of the screen's short side.
STRIP, LEAST_STRIP = 1.35, 70.0

# In labels: the space under the bar, and the narrowest sparkline.
SPACE, NARROWEST_LINE = 0.45, 3.5

# Height of the row with the ends of the scale, in font sizes.
ENDS = 1.25

# In a tile so many times as wide as high the parts stand beside the bar, in so much of the width.
WIDE = 2.1
PARTS_SHARE = 0.56


class Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the things that the score is made of."""

    label: Label = ""
    value: Amount | None = None
    """On the scale of the whole; null drops out of the mean."""

    previous: Amount | None = None
    weight: Annotated[float, Meta(ge=0, le=1_000_000)] = 1.0
    """How much it counts."""

    level: Level = "none"
    """`none` for that of the thresholds."""


class Health(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="health"):
    """A health bar: the score on zones from bad to good, where it has been, and its parts."""

    ITEMS_FIELD: ClassVar[str] = "parts"

    value: Amount | None = None
    """The score; when left out the mean of the parts by weight."""

    previous: Amount | None = None
    """The score to compare with, for example last month's."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` is, for example `last month`."""

    minimum: Amount = 0.0
    maximum: Amount = 100.0
    direction: Direction = "up"

    history: Annotated[list[Amount | None], Meta(max_length=MAX_POINTS)] = []
    """Recent scores at equal distances, oldest first; null leaves a gap."""

    parts: Annotated[list[Part], Meta(max_length=50)] = []
    """The most important first: the last ones are left out where there is no room."""

    DROPS: ClassVar[tuple[str, ...]] = (
        "about", "ends of the scale", "sparkline", "change label", "last parts", "change"
    )  # fmt: skip

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Portfolio health",
            "value": 71,
            "previous": 68,
            "previous_label": "last month",
            "amber": 75,
            "red": 50,
            "history": [74, 73, 70, 66, 64, 65, 67, 68, 70, 71],
            "parts": [
                {"label": "Adoption", "value": 64, "weight": 0.4},
                {"label": "NPS", "value": 81, "weight": 0.2},
                {"label": "CSAT", "value": 90, "weight": 0.2},
                {"label": "Engagement", "value": 44, "weight": 0.2},
            ],
        },
        "bar alone": {"title": "Northwind Traders", "value": 38, "previous": 52, "amber": 75, "red": 50},
        "from its parts": {
            "title": "Fabrikam",
            "amber": 75,
            "red": 50,
            "about": "Adoption 40 %, NPS, CSAT and engagement 20 % each; what is not known drops out",
            "parts": [
                {"label": "Adoption", "value": 92, "weight": 4},
                {"label": "NPS", "value": None, "weight": 2},
                {"label": "CSAT", "value": 88, "weight": 2},
            ],
        },
        "awkward": {
            "title": "Beyond both ends",
            "value": 9_999_999_999,
            "previous": -40,
            "parts": [
                {"label": "A label of sixty letters, which is more than any row can hold", "value": -9_999_999_999},
                {"label": "", "value": 0},
                *({"label": f"Part {number}", "value": 10 * number, "weight": 0} for number in range(12)),
            ],
        },
    }

    def score(self) -> float | None:
        """The value, else the mean of the known parts by weight; None where neither is known."""
        if self.value is not None:
            return self.value
        known = [(part.value, part.weight) for part in self.parts if part.value is not None]
        total = sum(weight for _, weight in known)
        return sum(value * weight for value, weight in known) / total if total else None

    def is_empty(self) -> bool:
        """True without a score."""
        return self.score() is None

    def level(self) -> Level:
        """By the score."""
        return self.level_of(self.score())

    def wanted_height(self, frame: Frame) -> float:
        """The score with its notes, the bar with its ends, and the parts."""
        label = frame.label
        parts = rows_height(frame, len(self.parts)) + SPACE * label if self.parts else 0.0
        bar = headline_height(frame, self._notes(frame), frame.area.width) + _strip_height(frame) + ENDS * frame.small
        return max(bar, parts) if _is_wide(frame.area) else bar + parts

    def draw(self, frame: Frame) -> list[Op]:
        """The score over its bar; the parts under it, or beside it in a wide tile."""
        whole, room = self._areas(frame)
        parts = self._parts(replace(frame, area=room)) if room.height >= frame.small else []
        beside = replace(frame, area=whole)
        if not parts or self._says_less(beside, frame):
            return self._score(frame)
        return self._score(beside) + parts

    def _says_less(self, frame: Frame, larger: Frame) -> bool:
        """True where the score is too small or without a word in `frame`, and not in the area of `larger`."""
        bar = _strip_height(frame)
        one, other = (self._headline(at, max(1.0, at.area.height - bar)) for at in (frame, larger))
        return one.size < min(frame.small, other.size) or (not one.notes and bool(other.notes))

    def _areas(self, frame: Frame) -> tuple[Rect, Rect]:
        """Room for the score with its bar, and for the parts; that is empty where there are none, or no room."""
        area, label = frame.area, frame.label
        if not self.parts:
            return area, Rect(area.x, area.bottom, 0, 0)
        if _is_wide(area):
            width = round(area.width * PARTS_SHARE)
            return area.inset(0, 0, width + round(label), 0), area.inset(area.width - width, 0, 0, 0)
        least = headline_height(frame, self._notes(frame)[:1], area.width) * 0.85 + _strip_height(frame) + SPACE * label
        high = round(min(area.height - least, rows_height(frame, len(self.parts)) * 1.25))
        return area.inset(0, 0, 0, high + round(SPACE * label)), area.inset(0, area.height - high, 0, 0)

    def _score(self, frame: Frame) -> list[Op]:
        """Figure with notes, sparkline and bar."""
        area, label = frame.area, frame.label
        high, ends = _strip_height(frame), ENDS * frame.small
        if area.height - high < 1.1 * label:
            head = self._headline(frame, area.height)
            return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
        head = self._headline(frame, area.height - high - ends)
        full = self._headline(frame, area.height - high)
        if head.notes != full.notes or head.size < 2.0 * label:
            head, ends = full, 0.0
        spare = area.height - high - ends - head.height
        top = area.y + spare * 0.42
        thick = high / (1 + PIN)
        middle = top + head.height + spare * 0.16 + high - thick / 2
        strip = Strip(area.x, area.right, middle, thick, self._scale(), frame.unit)
        ops = head.draw(frame, area.x, top) + self._line(frame, head, top) + self._bar(frame, strip)
        return ops + (self._ticks(frame, strip) if ends else [])

    def _line(self, frame: Frame, head: Headline, top: float) -> list[Op]:
        """The sparkline on the right of the figure, where there is room."""
        area = frame.area
        left = round(area.x + head.figure_width(frame) + 3 * frame.gap)
        high = round(min(head.figure_height, 3.2 * frame.label))
        if not is_trend(self.history) or area.right - left < NARROWEST_LINE * frame.label:
            return []
        room = Rect(left, round(top + (head.figure_height - high) / 2), area.right - left, high)
        return trendline(frame, self.history, room, frame.theme.series[0])

    def _ticks(self, frame: Frame, strip: Strip) -> list[Op]:
        """The thresholds under the bar with the ends of the scale, or the one or the other, as there is room."""
        scale = strip.scale
        ends = {scale.low, scale.high}
        limits = {one for one in (self.amber, self.red) if one is not None and scale.low <= one <= scale.high}
        baseline = strip.middle + strip.thick * 0.68 + frame.small
        for places in (sorted(ends | limits), sorted(limits), sorted(ends)):
            texts = zip(map(strip.x, places), tick_texts(frame.format, places, self.unit), strict=True)
            ops = row_of_texts(frame, list(texts), strip.left, strip.right, baseline)
            if len(ops) == len(places) > 0:
                return ops
        return []

    def _headline(self, frame: Frame, height: float) -> Headline:
        return headline(frame, self, self.score(), self._notes(frame), frame.area.width, height)

    def _notes(self, frame: Frame) -> list[Note]:
        return notes_of(frame, self, self.score(), self.previous, self.previous_label, None)

    def _scale(self) -> Scale:
        high = self.maximum if self.maximum > self.minimum else self.minimum + (abs(self.minimum) or 1.0)
        return Scale(self.minimum, high, ())

    def _bar(self, frame: Frame, strip: Strip) -> list[Op]:
        """Zones with a pin at the score; without thresholds a bar that fills."""
        theme, score = frame.theme, self.score() or 0.0
        found = zones(strip.scale, self.direction, self.amber, self.red)
        ops = strip.zones(frame, found, self.level(), has_bar=False)
        if not found:
            return ops + strip.bar(score, theme.series[0], strip.thick)
        return ops + strip.pin(score, theme.text, theme.card)

    def _parts(self, frame: Frame) -> list[Op]:
        """A row with a bar for each part, as many as fit; nothing for one of several: it says little of the whole."""
        rows = [self._row(frame, part) for part in self.parts]
        laid = graph_rows(frame, rows, SHORTEST_PART)
        if len(laid.graphics) < min(2, len(rows)):
            return []
        ops = laid.ops
        for part, row, room in zip(self.parts, rows, laid.graphics, strict=False):
            if room.width > frame.small:
                thick = min(room.height * 0.6, laid.size * 0.42)
                strip = Strip(room.x, room.right, room.y + room.height / 2, thick, self._scale(), frame.unit)
                ops += _part_bar(frame, strip, part.value, row.level)
        return ops

    def _row(self, frame: Frame, part: Part) -> GraphRow:
        level = part.level if part.level != "none" else self.level_of(part.value)
        forms = figure_forms(frame, part.value, self.unit, self.decimals)
        return GraphRow(part.label, forms, level, change_note(frame, self, part.value, part.previous))


def _strip_height(frame: Frame) -> float:
    return max(STRIP * frame.label, LEAST_STRIP * frame.unit)


def _part_bar(frame: Frame, strip: Strip, value: float | None, level: Level) -> list[Op]:
    color = frame.theme.series[0] if level == "none" else frame.theme.level_color(level)
    return [strip.track(frame.theme.raised), *(strip.bar(value, color, strip.thick) if value is not None else [])]


def _is_wide(area: Rect) -> bool:
    return area.width > WIDE * area.height
