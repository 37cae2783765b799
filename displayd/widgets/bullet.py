"""A figure against its zones, its target and what is usual, on a bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, NamedTuple

from msgspec import Meta
from msgspec.structs import replace as replace_fields

from displayd.drawing.chart.scale import Scale
from displayd.drawing.figure.dial import zones
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height
from displayd.drawing.figure.limits import figure_scale
from displayd.drawing.figure.measure import Measure, MeasuredItem, measure_of
from displayd.drawing.figure.notes import Note, notes_of, notes_ops, notes_width
from displayd.drawing.figure.strip import Strip
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows, rows_height
from displayd.protocol.vocabulary import Amount, Label, Level, worst
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["Bullet", "BulletGraph"]

# Height of one large bar with what stands out of it, in labels; at least, in 1080ths of the screen's short side.
STRIP, LEAST_STRIP = 1.3, 68.0

# The height of the bar for the value, in that of the zones, and of the caret under them, in labels.
BAR, CARET = 0.46, 0.5

# Height of the row with the ends of the scale, in font sizes.
ENDS = 1.3

# Height of the line under rows that explains the marks, in font sizes.
LEGEND = 1.5


class Bullet(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One row."""

    label: Label = ""
    value: Amount | None = None
    target: Amount | None = None
    benchmark: Amount | None = None
    """What is usual, for example the median of all offices."""

    minimum: Amount | None = None
    """Lower end of the scale; when left out that of the widget."""
    maximum: Amount | None = None
    """Upper end of the scale; when left out that of the widget."""


class BulletGraph(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="bullet"):
    """How a figure stands to its target and to what is usual, in which zone; alone or in rows."""

    ITEMS_FIELD: ClassVar[str] = "items"

    value: Amount | None = None
    previous: Amount | None = None
    """The figure to compare with, for example yesterday's."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` is, for example `last week`."""

    target: Amount | None = None
    """Marked by a stroke across the bar."""

    benchmark: Amount | None = None
    """What is usual; marked by a triangle under the bar."""

    benchmark_label: Annotated[str, Meta(max_length=60)] = "typical"
    """What `benchmark` is, for example `median of all offices`."""

    minimum: Amount | None = None
    """Lower end of the scale; when left out 0, or chosen by unit, value and thresholds."""
    maximum: Amount | None = None
    """Upper end of the scale; when left out 100 %, or chosen by value and thresholds."""

    items: Annotated[list[Bullet], Meta(max_length=200)] = []
    """Rows instead of the one figure; the most important first."""

    DROPS: ClassVar[tuple[str, ...]] = (
        "about", "legend", "ends of the scale", "benchmark", "change label", "change", "target", "last items"
    )  # fmt: skip

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Adoption",
            "value": 0.47,
            "previous": 0.44,
            "target": 0.6,
            "benchmark": 0.3,
            "unit": "percentunit",
            "direction": "up",
            "amber": 0.5,
            "red": 0.25,
        },
        "rows": {
            "title": "Hours booked of hours there are",
            "unit": "percentunit",
            "direction": "down",
            "amber": 0.9,
            "red": 1.0,
            "maximum": 1.3,
            "items": [
                {"label": "Onboarding", "value": 1.12, "target": 0.8, "benchmark": 0.86},
                {"label": "Support", "value": 0.93, "target": 0.8, "benchmark": 0.9},
                {"label": "Training", "value": 0.61, "target": 0.8, "benchmark": 0.7},
                {"label": "Consulting", "value": 0.88, "target": 0.85},
            ],
        },
        "less is better": {
            "title": "Time to first answer",
            "value": 5_400,
            "previous": 6_100,
            "previous_label": "last week",
            "target": 3_600,
            "benchmark": 7_200,
            "benchmark_label": "median of our trade",
            "unit": "s",
            "direction": "down",
            "amber": 3_600,
            "red": 7_200,
            "about": "Median time from a new ticket to the first reply of a person, last 7 days",
        },
        "both sides of zero": {
            "title": "Net promoter score",
            "value": -12,
            "minimum": -100,
            "maximum": 100,
            "direction": "up",
            "amber": 30,
            "red": 0,
            "benchmark": 32,
        },
        "awkward": {
            "title": "Beyond its scale",
            "value": 9_999_999_999,
            "target": -5,
            "maximum": 100,
            "unit": "suffix: widgets",
        },
        "awkward rows": {
            "title": "Units of their own",
            "items": [
                {"label": "A label of sixty letters, which is more than any row can hold", "value": -9_999_999_999},
                {"label": "", "value": None, "target": 3},
                {"label": "Zero", "value": 0, "benchmark": 0},
                {"label": "Uptime", "value": 0.9993, "unit": "percentunit", "direction": "up", "red": 0.99},
                *({"label": f"Team {number}", "value": number, "target": 9} for number in range(20)),
            ],
        },
    }

    def is_empty(self) -> bool:
        """True without a value."""
        return all(item.value is None for item in self.items) if self.items else self.value is None

    def level(self) -> Level:
        """Of the worst figure."""
        if self.items:
            return worst(self._level_of(item) for item in self.items)
        return self.level_of(self.value)

    def wanted_height(self, frame: Frame) -> float:
        """All rows, or the figure with its notes, the bar and the ends of its scale."""
        if self.items:
            return rows_height(frame, len(self.items))
        return headline_height(frame, self._notes(frame), frame.area.width) + self._below(frame, has_ends=True)

    def draw(self, frame: Frame) -> list[Op]:
        """Rows when there are items, else the figure above a bar as wide as the tile."""
        if self.items:
            return self._rows(frame)
        area = frame.area
        head, below, has_ends = self._above(frame)
        if not below:
            return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
        if self.benchmark is not None:
            plain = replace_fields(self, benchmark=None)
            others = [note for note in head.notes if note.mark != "caret"]
            # A mark that nobody explains only raises questions, and more important words come first.
            if len(others) == len(head.notes) or len(plain._above(frame)[0].notes) > len(others):
                return plain.draw(frame)
        top = area.y + (area.height - below - head.height) / 2
        foot = top + head.height + (area.height - below - head.height) * 0.4
        return head.draw(frame, area.x, top) + self._bar(frame, foot, has_ends)

    def _above(self, frame: Frame) -> tuple[Headline, float, bool]:
        """The figure with its notes, the height left below it for the bar, px, and whether its ends have room there.

        The height is 0 where there is no room for a bar.
        """
        area, notes = frame.area, self._notes(frame)
        has_ends = area.height >= self._below(frame, has_ends=True) + headline_height(frame, notes[:1], area.width)
        below = self._below(frame, has_ends)
        if area.height - below < 1.1 * frame.label:
            below = 0.0
        return headline(frame, self, self.value, notes, area.width, area.height - below), below, has_ends

    def _below(self, frame: Frame, has_ends: bool) -> float:
        """Height of the bar with what stands under it, px."""
        caret = CARET if self.benchmark is not None else 0.0
        return _strip_height(frame) + frame.label * caret + (frame.small * ENDS if has_ends else 0.0)

    def _bar(self, frame: Frame, top: float, has_ends: bool) -> list[Op]:
        """The bar under the figure, in the room that begins at `top` px."""
        area, measure = frame.area, measure_of(self)
        high = _strip_height(frame)
        thick = high - 24 * frame.unit
        one = _Shown(measure, self.level(), self.value, self.target, self.benchmark, self.minimum, self.maximum)
        strip = Strip(area.x, area.right, top + high / 2, thick, one.scale(), frame.unit)
        ops = _ops(frame, strip, one, thick * BAR)
        if has_ends:
            under = top + high + (frame.label * CARET if self.benchmark is not None else 0.0)
            ops += strip.ends(frame, under + frame.small, self.unit)
        return ops

    def _notes(self, frame: Frame) -> list[Note]:
        """Target, change, what is usual, and since when the change is: the most important first."""
        every = notes_of(frame, self, self.value, self.previous, self.previous_label, None)
        if self.target is not None:
            text = frame.format.text(self.target, self.unit, self.decimals)
            every.insert(0, Note("tick", f"target {text}", frame.theme.dim))
        if self.benchmark is not None:
            text = frame.format.text(self.benchmark, self.unit, self.decimals)
            every.append(Note("caret", f"{self.benchmark_label} {text}".strip(), frame.theme.dim))
        return every

    def _level_of(self, item: Bullet) -> Level:
        return item.level if item.level != "none" else measure_of(self, item).level_of(item.value)

    def _shown(self, item: Bullet) -> _Shown:
        minimum = self.minimum if item.minimum is None else item.minimum
        maximum = self.maximum if item.maximum is None else item.maximum
        measure = measure_of(self, item)
        return _Shown(measure, self._level_of(item), item.value, item.target, item.benchmark, minimum, maximum)

    def _rows(self, frame: Frame) -> list[Op]:
        shown = [self._shown(item) for item in self.items]
        rows = [
            GraphRow(item.label, figure_forms(frame, one.value, one.unit, one.decimals), one.level, None)
            for item, one in zip(self.items, shown, strict=True)
        ]
        common = self._common_scale(shown)
        laid = graph_rows(frame, rows)
        ops, above = self._legend(frame)
        with_legend = graph_rows(above, rows)
        if len(with_legend.graphics) == len(rows):
            laid = with_legend
        else:
            ops = []
        ops += laid.ops
        for one, room in zip(shown, laid.graphics, strict=False):
            if room.width > 2 * frame.small:
                ops += _ops(frame, _row_strip(frame, room, laid.size, common or one.scale()), one, laid.size * 0.3)
        return ops

    def _legend(self, frame: Frame) -> tuple[list[Op], Frame]:
        """What the marks on the bars are, in a line at the bottom, and the frame above it."""
        area, dim, size = frame.area, frame.theme.dim, frame.small
        notes = []
        if any(item.target is not None for item in self.items):
            notes.append(Note("tick", "target", dim))
        if any(item.benchmark is not None for item in self.items) and self.benchmark_label:
            notes.append(Note("caret", self.benchmark_label, dim))
        above = area.inset(0, 0, 0, round(size * LEGEND))
        if not notes or above.height < frame.label or notes_width(frame, notes, size) > area.width:
            return [], frame
        return notes_ops(frame, notes, area.x, area.bottom - size * 0.26, size), replace(frame, area=above)

    def _common_scale(self, shown: list[_Shown]) -> Scale | None:
        """One scale for all rows, so that they can be compared; None where units or ends differ."""
        measures = {(one.measure.unit, one.minimum, one.maximum) for one in shown}
        if len(measures) > 1:
            return None
        scales = [one.scale() for one in shown if one.value is not None]
        return Scale(min(one.low for one in scales), max(one.high for one in scales), ())


class _Shown(NamedTuple):
    """One bar as it is drawn."""

    measure: Measure
    level: Level
    value: float | None
    target: float | None
    benchmark: float | None
    minimum: float | None
    maximum: float | None

    @property
    def unit(self) -> str:
        return self.measure.unit

    @property
    def decimals(self) -> int | None:
        return self.measure.decimals

    def scale(self) -> Scale:
        measure = self.measure
        others = (self.target, self.benchmark, measure.amber)
        return figure_scale(
            self.value, others, measure.unit, measure.direction, measure.red, self.minimum, self.maximum
        )


def _strip_height(frame: Frame) -> float:
    return max(STRIP * frame.label, LEAST_STRIP * frame.unit)


def _row_strip(frame: Frame, room: Rect, size: float, scale: Scale) -> Strip:
    """The bar of a row, with room under it for the triangle."""
    thick = max(4 * frame.unit, min(room.height - 28 * frame.unit, size * 0.72))
    return Strip(room.x, room.right, room.y + room.height / 2 - 4 * frame.unit, thick, scale, frame.unit)


def _ops(frame: Frame, strip: Strip, one: _Shown, thick: float) -> list[Op]:
    theme, measure = frame.theme, one.measure
    parts = zones(strip.scale, measure.direction, measure.amber, measure.red)
    ops = strip.zones(frame, parts, one.level, has_bar=True)
    if one.value is not None:
        color = theme.series[0] if one.level == "none" else theme.level_color(one.level)
        ops += strip.bar(one.value, color, thick)
    if one.benchmark is not None:
        ops += strip.caret(one.benchmark, theme.dim)
    if one.target is not None:
        ops += strip.tick(one.target, theme.text, theme.card)
    return ops
