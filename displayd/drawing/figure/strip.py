"""A lying bar with a scale: its zones, how far a value reaches, and what is marked on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.figure.dial import Zone
from displayd.drawing.scale import Scale, tick_texts
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Circle, Color, Line, Op, Polygon, Text
from displayd.scene.theme import mixed
from displayd.tile.frame import Frame

__all__ = ["PIN", "Strip"]

# In 1080ths of the screen's short side: round ends, space between zones, and the least that is drawn for a value.
RADIUS, GAP, SHORTEST = 10.0, 4.0, 6.0

PIN = 0.72
"""How far a pin stands out above its strip, in heights of the strip."""

# What zones have of the card's colour: those that the value is not in, and those behind a bar.
QUIET, BEHIND = 0.55, 0.72


class Strip(NamedTuple):
    """Where the bar is, px."""

    left: float
    right: float
    middle: float
    thick: float
    scale: Scale
    unit: float
    """A 1080th of the screen's short side."""

    def x(self, value: float) -> float:
        """Where `value` is, px; what is beyond the scale is at its end."""
        return self.left + self.scale.share(value) * (self.right - self.left)

    def track(self, color: Color) -> Box:
        """The whole strip."""
        width = max(0.0, self.right - self.left)
        return Box(self.left, self.middle - self.thick / 2, width, self.thick, color, self._radius)

    def zones(self, frame: Frame, parts: Sequence[Zone], level: Level, has_bar: bool) -> list[Op]:
        """The zones of the scale; without thresholds a plain track.

        Args:
            level: the zone that stands out.
            has_bar: True for pale zones, on which a bar can be seen.
        """
        theme = frame.theme
        if not parts:
            return [self.track(theme.raised)]
        ops: list[Op] = []
        for number, zone in enumerate(parts):
            share = BEHIND if has_bar else 0.0 if zone.level == level else QUIET
            color = mixed(theme.level_color(zone.level), theme.card, share)
            start, end = (self.left + one * (self.right - self.left) for one in (zone.start, zone.end))
            is_last = number + 1 == len(parts)
            end -= 0.0 if is_last else min(GAP * self.unit, (end - start) / 2)
            ops += self._piece(start, end, self.thick, color, not number, is_last)
        return ops

    def bar(self, value: float, color: Color, thick: float) -> list[Op]:
        """From the start of the scale, or from 0 where that is on it, to `value`."""
        zero = self.x(min(max(0.0, self.scale.low), self.scale.high))
        end = self.x(value)
        if abs(end - zero) < SHORTEST * self.unit:
            is_down = value < 0 or zero + SHORTEST * self.unit > self.right
            end = zero + SHORTEST * self.unit * (-1 if is_down else 1)
        start, stop = sorted((max(self.left, min(zero, self.right)), max(self.left, min(end, self.right))))
        is_at_left, is_at_right = start <= self.left + 0.01, True
        if end < zero:
            is_at_left, is_at_right = True, stop >= self.right - 0.01
        return self._piece(start, stop, thick, color, is_at_left, is_at_right)

    def tick(self, value: float, color: Color, halo: Color) -> list[Op]:
        """A stroke across the strip, for a target."""
        x, reach = self._inside(value, 5 * self.unit), self.thick * 0.5 + 7 * self.unit
        points = ((x, self.middle - reach), (x, self.middle + reach))
        return [Line(points, 13 * self.unit, halo), Line(points, 6 * self.unit, color)]

    def notch(self, value: float, color: Color) -> list[Op]:
        """A gap in the strip."""
        x = self.x(value)
        return [Box(x - 3 * self.unit, self.middle - self.thick / 2, 6 * self.unit, self.thick, color)]

    def caret(self, value: float, color: Color) -> list[Op]:
        """A triangle under the strip that points at it, for what is usual; 24 units high with the space above."""
        high = 20 * self.unit
        x, top = self._inside(value, high * 0.62), self.middle + self.thick / 2 + 4 * self.unit
        return [Polygon(((x, top), (x + high * 0.62, top + high), (x - high * 0.62, top + high)), color)]

    def pin(self, value: float, color: Color, halo: Color) -> list[Op]:
        """A pointer from above, for a value on zones; it stands out by `PIN` of the strip's height."""
        head = self.thick * PIN / 2
        x = self._inside(value, head)
        top = self.middle - self.thick / 2 - head
        foot = self.middle + self.thick / 2
        stem = ((x, top), (x, foot))
        return [
            Line(stem, 13 * self.unit, halo),
            Line(stem, 7 * self.unit, color),
            Circle(x, top, head, color),
        ]

    def ends(self, frame: Frame, baseline: float, unit: str) -> list[Op]:
        """The amounts at both ends of the scale, under it; none where they would touch."""
        size = frame.small
        texts = tick_texts(frame.format, (self.scale.low, self.scale.high), unit)
        widths = [frame.fonts.width(text, size) for text in texts]
        if sum(widths) + size > self.right - self.left:
            return []
        return [
            Text(self.left, baseline, texts[0], size, frame.theme.dim, "left"),
            Text(self.right, baseline, texts[1], size, frame.theme.dim, "right"),
        ]

    @property
    def _radius(self) -> float:
        return max(0.0, min(RADIUS * self.unit, self.thick / 2, (self.right - self.left) / 2))

    def _inside(self, value: float, reach: float) -> float:
        """x of `value`, so far from the ends that a mark of `reach` px to each side stays on the strip."""
        return min(max(self.x(value), self.left + reach), max(self.left + reach, self.right - reach))

    def _piece(
        self, start: float, end: float, thick: float, color: Color, is_round_left: bool, is_round_right: bool
    ) -> list[Op]:
        """A part of the strip, round at one end or both."""
        top, width = self.middle - thick / 2, max(0.0, end - start)
        radius = max(0.0, min(RADIUS * self.unit, thick / 2, width / 2))
        if not (is_round_left or is_round_right):
            return [Box(start, top, width, thick, color)]
        ops: list[Op] = [Box(start, top, width, thick, color, radius)]
        if not is_round_left:
            ops.append(Box(start, top, width / 2, thick, color))
        if not is_round_right:
            ops.append(Box(start + width / 2, top, width / 2, thick, color))
        return ops
