"""A value on a dial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.drawing.chart.scale import Scale, tick_texts
from displayd.drawing.figure.dial import Dial, zones
from displayd.drawing.figure.headline import headline, headline_height
from displayd.drawing.figure.limits import figure_scale
from displayd.drawing.figure.notes import Note, notes_of
from displayd.drawing.marks.marks import level_mark
from displayd.protocol.vocabulary import Amount, Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured
from displayd.widgets.gauge.dial_words import ROW, dial_words, ends_row
from displayd.widgets.gauge.zone_bar import ZONE_BAR, zone_bar

__all__ = ["Gauge"]

# In a tile so many times as wide as high the value stands beside the dial.
WIDE = 2.1

# Least size of the figure inside a dial, in labels: with everything, and before the dial gives way to a flat scale.
LARGE, LEAST = 1.9, 1.3

# Least height, in labels, at which a dial beside its value has room for the ends of its scale.
ENDS_FROM = 6

# Heights in labels that the definition leaves to the rest: with the figure beside the dial, and with it inside.
EXPLAINED, EXPLAINED_HIGH = 3.3, 5.0

# In a tile less wide than so many labels the figure has no room beside the dial.
NARROW = 7.5


class Gauge(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="gauge"):
    """Where a value stands between the ends of its scale, and in which zone."""

    value: Amount | None = None
    previous: Amount | None = None
    """The figure to compare with, for example yesterday's."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` is, for example `last week`."""

    target: Amount | None = None
    """Marked on the dial."""

    minimum: Amount | None = None
    """Lower end of the scale; when left out 0, or chosen by unit, value and thresholds."""
    maximum: Amount | None = None
    """Upper end of the scale; when left out 100 %, or chosen by value and thresholds."""

    DROPS: ClassVar[tuple[str, ...]] = ("ends of the scale", "target", "change label", "about", "change", "dial")

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Alert follow-up",
            "value": 0.86,
            "previous": 0.81,
            "previous_label": "last week",
            "target": 0.95,
            "unit": "percentunit",
            "direction": "up",
            "amber": 0.8,
            "red": 0.5,
        },
        "near the end": {
            "title": "Uptime, 30 days",
            "value": 0.9963,
            "unit": "percentunit",
            "direction": "up",
            "amber": 0.999,
            "red": 0.99,
        },
        "both sides of zero": {
            "title": "Net promoter score",
            "value": -12,
            "minimum": -100,
            "maximum": 100,
            "direction": "up",
            "amber": 30,
            "red": 0,
        },
        "awkward": {"title": "Beyond its scale", "value": 9_999_999_999, "maximum": 100, "unit": "suffix: widgets"},
    }

    def is_empty(self) -> bool:
        """True without a value."""
        return self.value is None

    def level(self) -> Level:
        """By the value."""
        return self.level_of(self.value)

    def wanted_height(self, frame: Frame) -> float:
        """A dial with a large figure in it and the words under it, or the figure with its words beside the dial."""
        area = frame.area
        if area.width > WIDE * area.height:
            beside = headline_height(frame, self._notes(frame), area.width * 0.5)
            return min(max(4.5 * frame.label, beside), 6.5 * frame.label)
        return 6.5 * frame.label

    def explained_height(self, frame: Frame) -> float:
        """The dial with the figure beside it, or in it where the tile is narrow."""
        return (EXPLAINED if frame.area.width > NARROW * frame.label else EXPLAINED_HIGH) * frame.label

    def draw(self, frame: Frame) -> list[Op]:
        """A dial around the value; in a wide tile the value stands beside it, in a tiny one over a flat scale."""
        area, label = frame.area, frame.label
        if area.width > WIDE * area.height and area.height >= 2 * label:
            return self._beside(frame) or self._flat(frame)
        notes = self._notes(frame)
        # The less stands around it, the larger the figure; the first that makes it large enough is taken.
        ways = [
            dial_words(frame, self, self.value, notes[:count], self._ends(frame) if has_ends else None)
            for count in range(len(notes), -1, -1)
            for has_ends in (True, False)
        ]
        known = [way for way in ways if way is not None]
        best = next((way for way in known if way.size >= LARGE * label), None)
        best = best or max(known, key=lambda way: (round(way.size, 1), way.note_count), default=None)
        if best is None or best.size < LEAST * label:
            return self._flat(frame)
        return self._dial(frame, best.dial) + best.draw(frame)

    def scale(self) -> Scale:
        """The ends of the dial."""
        others = (self.target, self.amber)
        return figure_scale(self.value, others, self.unit, self.direction, self.red, self.minimum, self.maximum)

    def _dial(self, frame: Frame, dial: Dial) -> list[Op]:
        scale, theme = self.scale(), frame.theme
        level = self.level()
        color = theme.series[0] if level == "none" else theme.level_color(level)
        ops: list[Op] = [dial.arc(0.0, 1.0, theme.raised)]
        # A round end at the start of the scale is how 0 is seen.
        ops.append(dial.arc(0.0, max(scale.share(self.value or 0.0), 0.002), color))
        ops += dial.rim(frame, zones(scale, self.direction, self.amber, self.red), level)
        if self.target is not None:
            ops.append(dial.tick(scale.share(self.target), 7 * frame.unit, theme.text))
        return ops

    def _beside(self, frame: Frame) -> list[Op]:
        """The dial on the left, the value with change and target on the right; nothing where that has no room."""
        area = frame.area
        foot = frame.small * ROW if area.height >= ENDS_FROM * frame.label else 0.0
        dial = Dial.within(area.x, area.y, min(area.width * 0.42, area.height * 1.5), area.height - foot, frame.unit)
        left = round(dial.x + dial.radius + dial.stroke / 2 + 60 * frame.unit)
        room = Rect(left, area.y, max(1, area.right - left), area.height)
        head = headline(frame, self, self.value, self._notes(frame), room.width, room.height)
        if head.size < LEAST * frame.label:
            return []
        ops = self._dial(frame, dial) + (ends_row(frame, dial, self._ends(frame)) if foot else [])
        ops += level_mark(self.level(), dial.x, (dial.y - dial.inner + dial.foot) / 2, dial.radius * 0.5, frame.theme)
        return ops + head.draw(frame, room.x, room.y + (room.height - head.height) / 2)

    def _ends(self, frame: Frame) -> tuple[str, str]:
        scale = self.scale()
        texts = tick_texts(frame.format, (scale.low, scale.high), self.unit)
        return texts[0], texts[-1]

    def _notes(self, frame: Frame) -> list[Note]:
        return notes_of(frame, self, self.value, self.previous, self.previous_label, self.target)

    def _flat(self, frame: Frame) -> list[Op]:
        """The value over a flat scale with its zones, where there is height for one."""
        area = frame.area
        high = round(frame.label * ZONE_BAR)
        if area.height < high + 1.5 * frame.label:
            high = 0
        room = area.inset(0, 0, 0, high)
        head = headline(frame, self, self.value, self._notes(frame), room.width, room.height)
        ops = head.draw(frame, room.x, room.y + (room.height - head.height) / 2)
        if high:
            ops += zone_bar(frame, self, self.scale(), self.value or 0.0, self.target, area.bottom - high * 0.7)
        return ops
