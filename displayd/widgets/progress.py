"""How far it is to a goal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.drawing.chart.scale import Scale
from displayd.drawing.figure.headline import Headline, headline, headline_height
from displayd.drawing.figure.measure import Measure
from displayd.drawing.figure.notes import Note, notes_of
from displayd.drawing.figure.strip import Strip
from displayd.protocol.vocabulary import Amount, Level
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["Progress"]

# Height of the bar with what stands out of it, in labels: at most and at least.
HIGHEST, LOWEST = 1.9, 1.0

# A bar so many times as long as the way to the goal is long enough.
LONGEST = 4.0

# What is done when nobody named a goal.
WHOLES = {"percentunit": 1.0, "percent": 100.0}


class Progress(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="progress"):
    """A bar that fills from a start to a goal, and how much of the way that is."""

    value: Amount | None = None
    target: Amount | None = None
    """The goal; all (100 %) for a percentage without one."""

    minimum: Amount = 0.0
    """Where the way to the goal began. More than `target` where the goal is to have less."""

    expected: Amount | None = None
    """The value that is needed by now to reach the goal in time; marked by a stroke across the bar."""

    previous: Amount | None = None
    """The figure to compare with, for example yesterday's."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` is, for example `last week`."""

    DROPS: ClassVar[tuple[str, ...]] = ("about", "change label", "change", "ahead or behind", "goal")

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "New revenue this quarter",
            "value": 341_600,
            "target": 500_000,
            "expected": 372_000,
            "previous": 322_000,
            "previous_label": "last week",
            "unit": "currencyEUR",
            "direction": "up",
        },
        "a share": {
            "title": "Accounts moved to the new billing",
            "value": 0.83,
            "unit": "percentunit",
            "direction": "up",
            "expected": 0.75,
            "about": "Accounts whose last invoice came from the new system",
        },
        "beyond the goal": {
            "title": "Donations",
            "value": 11_240,
            "target": 10_000,
            "unit": "currencyUSD",
            "direction": "up",
            "amber": 6_000,
            "red": 3_000,
        },
        "downhill": {
            "title": "Old invoices still open",
            "value": 52,
            "minimum": 140,
            "target": 0,
            "direction": "down",
            "previous": 58,
        },
        "not begun": {"title": "Beta testers", "value": 0, "target": 25},
        "awkward": {
            "title": "A start that is the goal",
            "value": -9_999_999_999,
            "target": 9_999_999_999,
            "minimum": 9_999_999_999,
            "expected": 0,
            "unit": "suffix: widgets",
        },
    }

    def is_empty(self) -> bool:
        """True without a value or without a goal."""
        return self.value is None or self.goal is None

    def level(self) -> Level:
        """By the value."""
        return self.level_of(self.value)

    @property
    def goal(self) -> float | None:
        """The target, or all."""
        return WHOLES.get(self.unit) if self.target is None else self.target

    def share_of(self, value: float) -> float:
        """How much of the way from start to goal is done at `value`: 0 to 1, and beyond."""
        goal = self.goal or 0.0
        way = goal / 2 - self.minimum / 2
        if not way:
            # No way at all is done by who is there.
            is_there = value <= goal if self.direction == "down" else value >= goal
            return 1.0 if is_there else 0.0
        return (value / 2 - self.minimum / 2) / way

    def wanted_height(self, frame: Frame) -> float:
        """The figure with all its notes, and the bar."""
        return headline_height(frame, self._notes(frame), frame.area.width) + 1.5 * frame.label

    def draw(self, frame: Frame) -> list[Op]:
        """How much is done over a bar as wide as the tile."""
        area, label = frame.area, frame.label
        high = min(HIGHEST * label, max(LOWEST * label, area.height * 0.22))
        if area.height - high < 1.1 * label:
            head = self._headline(frame, area.height)
            return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
        head = self._headline(frame, area.height - high)
        spare = area.height - high - head.height
        top = area.y + spare * 0.42
        middle = top + head.height + spare * 0.16 + high / 2
        return head.draw(frame, area.x, top) + self._bar(frame, middle, high - 22 * frame.unit)

    def _headline(self, frame: Frame, height: float) -> Headline:
        """A percentage is shown as it is, of other figures the share that is done."""
        measure, value = Measure("percentunit", None, "up", None, None), self.share_of(self.value or 0.0)
        if self.unit in WHOLES:
            measure, value = Measure(self.unit, self.decimals, self.direction, None, None), self.value or 0.0
        elif 0.01 <= abs(value) < 0.99 or abs(value) >= 1.01:
            # Whole percents, but not where they would say 0 or 100.
            measure = measure._replace(decimals=0)
        return headline(frame, measure, value, self._notes(frame), frame.area.width, height)

    def _notes(self, frame: Frame) -> list[Note]:
        """Of how much, ahead or behind, and the change: the most important first."""
        notes = []
        words = self._words(frame)
        if words:
            fitting = [text for text in words if frame.fonts.width(text, frame.small, "medium") <= frame.area.width]
            notes.append(Note("none", (fitting or words[-1:])[0], frame.theme.dim))
        if self.expected is not None:
            notes.append(self._pace(frame, self.expected))
        return notes + notes_of(frame, self, self.value, self.previous, self.previous_label, None)

    def _words(self, frame: Frame) -> list[str]:
        """Value and goal, then the goal alone; nothing where the goal is all."""
        value, goal = (frame.format.text(one, self.unit, self.decimals) for one in (self.value, self.goal))
        if self.unit in WHOLES:
            return [f"of {goal}"] if self.target is not None else []
        if self.minimum or (self.goal or 0.0) <= 0:
            return [f"{value}, goal {goal}", f"goal {goal}"]
        return [f"{value} of {goal}", f"of {goal}"]

    def _pace(self, frame: Frame, expected: float) -> Note:
        """How far ahead of `expected` the value is, or behind."""
        value = self.value or 0.0
        text = frame.format.text(abs(value - expected), self.unit, self.decimals)
        if self.unit in WHOLES:
            text = frame.format.change(max(value, expected), min(value, expected), self.unit).removeprefix("+")
        ahead = self.share_of(value) - self.share_of(expected)
        if not ahead or not any(digit in text for digit in "123456789"):
            return Note("level", "on schedule", frame.theme.dim)
        if ahead > 0:
            return Note("good up", f"{text} ahead", frame.theme.good)
        return Note("bad down", f"{text} behind", frame.theme.red)

    def _bar(self, frame: Frame, middle: float, thick: float) -> list[Op]:
        """The way as a bar; what is beyond the goal makes it longer, and the goal is marked."""
        area, theme = frame.area, frame.theme
        share = self.share_of(self.value or 0.0)
        expected = None if self.expected is None else self.share_of(self.expected)
        end = min(max(1.0, share, expected or 0.0), LONGEST)
        strip = Strip(area.x, area.right, middle, thick, Scale(0.0, end, ()), frame.unit)
        level = self.level()
        color = theme.series[0] if level == "none" else theme.level_color(level)
        ops: list[Op] = [strip.track(theme.raised), *strip.bar(max(0.0, share), color, thick)]
        if end > 1.0:
            ops += strip.notch(1.0, theme.card)
        if expected is not None:
            ops += strip.tick(max(0.0, expected), theme.text, theme.card)
        return ops
