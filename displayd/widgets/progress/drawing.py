"""How much is done, over a bar."""

from __future__ import annotations

from displayd.drawing.figure.headline import Headline, headline, headline_height
from displayd.drawing.figure.notes import Note, compared_notes
from displayd.drawing.figure.strip import Strip
from displayd.drawing.scale import Scale
from displayd.scene.operations import Op
from displayd.text.wholes import WHOLES
from displayd.tile.frame import Frame
from displayd.tile.measure import Measure
from displayd.widgets.progress.widget import Progress

__all__ = ["draw", "wanted_height"]

# Height of the bar with what stands out of it, in labels: at most and at least.
HIGHEST, LOWEST = 1.9, 1.0

# A bar so many times as long as the way to the goal is long enough.
LONGEST = 4.0


def draw(widget: Progress, frame: Frame) -> list[Op]:
    """How much is done over a bar as wide as the tile."""
    area, label = frame.area, frame.label
    high = min(HIGHEST * label, max(LOWEST * label, area.height * 0.22))
    if area.height - high < 1.1 * label:
        head = _headline(widget, frame, area.height)
        return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
    head = _headline(widget, frame, area.height - high)
    spare = area.height - high - head.height
    top = area.y + spare * 0.42
    middle = top + head.height + spare * 0.16 + high / 2
    return head.draw(frame, area.x, top) + _bar(widget, frame, middle, high - 22 * frame.unit)


def wanted_height(widget: Progress, frame: Frame) -> float:
    """The figure with all its notes, and the bar."""
    return headline_height(frame, _notes(widget, frame), frame.area.width) + 1.5 * frame.label


def _headline(widget: Progress, frame: Frame, height: float) -> Headline:
    """A percentage is shown as it is, of other figures the share that is done."""
    measure, value = Measure("percentunit", None, "up", None, None), widget.share_of(widget.value or 0.0)
    if widget.unit in WHOLES:
        measure, value = Measure(widget.unit, widget.decimals, widget.direction, None, None), widget.value or 0.0
    elif 0.01 <= abs(value) < 0.99 or abs(value) >= 1.01:
        # Whole percents, but not where they would say 0 or 100.
        measure = measure._replace(decimals=0)
    return headline(frame, measure, value, _notes(widget, frame), frame.area.width, height)


def _notes(widget: Progress, frame: Frame) -> list[Note]:
    """Of how much, ahead or behind, and the change: the most important first."""
    notes = []
    words = _words(widget, frame)
    if words:
        fitting = [text for text in words if frame.fonts.width(text, frame.small, "medium") <= frame.area.width]
        notes.append(Note("none", (fitting or words[-1:])[0], frame.theme.dim))
    if widget.expected is not None:
        notes.append(_pace(widget, frame, widget.expected))
    return notes + compared_notes(frame, widget, is_judged=True)


def _words(widget: Progress, frame: Frame) -> list[str]:
    """Value and goal, then the goal alone; nothing where the goal is all."""
    value, goal = (frame.format.text(one, widget.unit, widget.decimals) for one in (widget.value, widget.goal))
    if widget.unit in WHOLES:
        return [f"of {goal}"] if widget.target is not None else []
    if widget.minimum or (widget.goal or 0.0) <= 0:
        return [f"{value}, goal {goal}", f"goal {goal}"]
    return [f"{value} of {goal}", f"of {goal}"]


def _pace(widget: Progress, frame: Frame, expected: float) -> Note:
    """How far ahead of `expected` the value is, or behind."""
    value = widget.value or 0.0
    text = frame.format.text(abs(value - expected), widget.unit, widget.decimals)
    if widget.unit in WHOLES:
        text = frame.format.change(max(value, expected), min(value, expected), widget.unit).removeprefix("+")
    ahead = widget.share_of(value) - widget.share_of(expected)
    if not ahead or not any(digit in text for digit in "123456789"):
        return Note("level", "on schedule", frame.theme.dim)
    if ahead > 0:
        return Note("good up", f"{text} ahead", frame.theme.good)
    return Note("bad down", f"{text} behind", frame.theme.red)


def _bar(widget: Progress, frame: Frame, middle: float, thick: float) -> list[Op]:
    """The way as a bar; what is beyond the goal makes it longer, and the goal is marked."""
    area, theme = frame.area, frame.theme
    share = widget.share_of(widget.value or 0.0)
    expected = None if widget.expected is None else widget.share_of(widget.expected)
    end = min(max(1.0, share, expected or 0.0), LONGEST)
    strip = Strip(area.x, area.right, middle, thick, Scale(0.0, end, ()), frame.unit)
    level = widget.level()
    color = theme.figure_color(level)
    ops: list[Op] = [strip.track(theme.raised), *strip.bar(max(0.0, share), color, thick)]
    if end > 1.0:
        ops += strip.notch(1.0, theme.card)
    if expected is not None:
        ops += strip.tick(max(0.0, expected), theme.text, theme.card)
    return ops
