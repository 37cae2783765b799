"""A value on a dial."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.geometry import Rect
from displayd.scene import Op, Text
from displayd.widgets.axis import Scale, tick_texts, value_scale
from displayd.widgets.base import Amount, Frame, Level, Measured, fitted_size
from displayd.widgets.dial import Dial, zones
from displayd.widgets.figure import CAP_HEIGHT, figure, figure_size
from displayd.widgets.marks import level_mark, step_mark
from displayd.widgets.notes import Note, notes_of, notes_row

__all__ = ["Gauge"]


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

    def draw(self, frame: Frame) -> list[Op]:
        """A dial around the value; in a wide tile the value stands beside it, in a tiny one alone."""
        area, unit = frame.area, frame.unit
        if min(area.width, area.height) < 150 * unit:
            return self._figure(frame, area)
        ends = frame.small * 1.25 if area.height >= 250 * unit else 0.0
        if area.width > (2.3 if area.height >= 280 * unit else 1.6) * area.height:
            return self._beside(frame, ends)
        dial = Dial.within(area.x, area.y, area.width, area.height - ends, unit)
        return self._dial(frame, dial, bool(ends)) + self._middle(frame, dial)

    def scale(self) -> Scale:
        """The ends of the dial."""
        known = [amount for amount in (self.value, self.target, self.amber, self.red) if amount is not None]
        whole = {"percentunit": 1.0, "percent": 100.0}.get(self.unit, 0.0)
        if whole and all(0 <= amount <= whole for amount in known):
            low, high = 0.0, whole
            if self.direction == "up" and self.red is not None and self.red >= 0.9 * whole:
                # All that matters happens in the last few percent; of the whole it would be a hair's breadth.
                lowest = min(known) if min(known) < self.red else whole - 2 * (whole - self.red)
                low = value_scale([lowest, whole], self.unit, None, whole, 4).low
        else:
            rounded = value_scale([*known, 1.1 * (self.value or 0.0)], self.unit, from_zero=True)
            low, high = rounded.low, rounded.high
        low = low if self.minimum is None else self.minimum
        high = high if self.maximum is None else self.maximum
        return Scale(low, high if high > low else low + (abs(low) or 1.0), ())

    def _dial(self, frame: Frame, dial: Dial, has_ends: bool) -> list[Op]:
        scale, theme = self.scale(), frame.theme
        level = self.level()
        color = theme.series[0] if level == "none" else theme.level_color(level)
        ops: list[Op] = [dial.arc(0.0, 1.0, theme.raised)]
        # A round end at the start of the scale is how 0 is seen.
        ops.append(dial.arc(0.0, max(scale.share(self.value or 0.0), 0.002), color))
        ops += dial.rim(frame, zones(scale, self.direction, self.amber, self.red), level)
        if self.target is not None:
            ops.append(dial.tick(scale.share(self.target), 7 * frame.unit, theme.text))
        texts = tick_texts(frame.format, (scale.low, scale.high), self.unit)
        return ops + (dial.ends(frame, texts[0], texts[-1]) if has_ends else [])

    def _middle(self, frame: Frame, dial: Dial) -> list[Op]:
        """The value in the middle of the dial, and the change or the target under it."""
        inner = dial.radius - dial.stroke / 2
        quantity = frame.format.quantity(self.value, self.unit, self.decimals)
        size = figure_size(frame, quantity, inner * 0.8, inner * 1.62)
        baseline = dial.y + size * CAP_HEIGHT * 0.42
        ops = figure(frame, quantity, dial.x, baseline, size, frame.theme.text, "center")
        y = dial.y + inner * 0.6
        room = 1.7 * math.sqrt(max(0.0, inner**2 - (y - dial.y) ** 2))
        short = notes_of(frame, self, self.value, self.previous, "", self.target)
        for mark, text, color in [*self._notes(frame)[:1], *short]:
            note_size = fitted_size(frame, [text], frame.label, room - frame.label, "medium")
            if note_size < frame.small or y - note_size * CAP_HEIGHT < baseline + frame.gap:
                continue
            width = frame.fonts.width(text, note_size, "medium") + note_size * 0.85
            x = dial.x - width / 2
            ops += step_mark(mark, x + note_size * 0.3, y - note_size * 0.36, note_size * 0.55, color, frame.theme)
            ops.append(Text(x + note_size * 0.85, y, text, note_size, color, "left", "medium"))
            break
        return ops

    def _beside(self, frame: Frame, ends: float) -> list[Op]:
        """The dial on the left, the value with change and target on the right.

        Args:
            ends: height left for the amounts at the ends of the dial, px.
        """
        area, unit = frame.area, frame.unit
        dial = Dial.within(area.x, area.y, min(area.width * 0.42, area.height * 1.25), area.height - ends, unit)
        ops = self._dial(frame, dial, bool(ends))
        ops += level_mark(self.level(), dial.x, dial.y, dial.radius * 0.5, frame.theme)
        left = round(dial.x + dial.radius + dial.stroke / 2 + 60 * unit)
        room = Rect(left, area.y, area.right - left, area.height)
        notes = self._notes(frame)
        height = frame.label * 1.25 if notes and room.height > 150 * unit else 0
        quantity = frame.format.quantity(self.value, self.unit, self.decimals)
        size = figure_size(frame, quantity, min((room.height - height) * 0.9, 200 * unit), room.width)
        top = room.y + (room.height - size - height) / 2
        ops += figure(frame, quantity, room.x, top + size * 0.86, size, frame.theme.text)
        if height:
            ops += notes_row(replace(frame, area=room), notes, top + size)
        return ops

    def _notes(self, frame: Frame) -> list[Note]:
        return notes_of(frame, self, self.value, self.previous, self.previous_label, self.target)

    def _figure(self, frame: Frame, room: Rect) -> list[Op]:
        """The value alone."""
        quantity = frame.format.quantity(self.value, self.unit, self.decimals)
        size = figure_size(frame, quantity, room.height * 0.9, room.width)
        baseline = room.y + (room.height + size * CAP_HEIGHT) / 2
        return figure(frame, quantity, room.x, baseline, size, frame.theme.text)
