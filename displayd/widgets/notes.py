"""What stands under a figure: how it changed, and what it should be."""

from __future__ import annotations

from typing import NamedTuple

from displayd.scene import Color, Op, Text
from displayd.widgets.base import Frame, Measured
from displayd.widgets.marks import Step, step_mark

__all__ = ["Note", "notes_of", "notes_row"]


class Note(NamedTuple):
    """A mark and a few words."""

    mark: Step
    text: str
    color: Color


def notes_of(
    frame: Frame, widget: Measured, value: float | None, previous: float | None, label: str, target: float | None
) -> list[Note]:
    """The change since `previous`, which `label` names, and the target: those that are known."""
    notes = []
    if value is not None and previous is not None:
        change = frame.format.change(value, previous, widget.unit, widget.decimals)
        step = value - previous
        mark: Step = "up" if step > 0 else "down" if step < 0 else "level"
        color = frame.theme.dim
        if widget.direction != "none" and step:
            color = frame.theme.good if mark == widget.direction else frame.theme.red
        notes.append(Note(mark, f"{change} {label}".strip(), color))
    if target is not None:
        text = frame.format.text(target, widget.unit, widget.decimals)
        notes.append(Note("target", f"target {text}", frame.theme.dim))
    return notes


def notes_row(frame: Frame, notes: list[Note], y: float) -> list[Op]:
    """The notes side by side, as many as fit, in the row that begins at `y` px."""
    area, unit = frame.area, frame.unit
    ops: list[Op] = []
    mark_width = 34 * unit
    space = 36 * unit
    size = frame.label * 0.95

    def needed(count: int, size: float) -> float:
        widths = sum(frame.fonts.width(note.text, size, "medium") for note in notes[:count])
        return widths + mark_width * count + space * (count - 1)

    count = len(notes)
    while count > 1 and needed(count, frame.small) > area.width:
        count -= 1
    if needed(count, size) > area.width:
        fixed = mark_width * count + space * (count - 1)
        size = max(frame.small, size * (area.width - fixed) / (needed(count, size) - fixed) * 0.99)
    x = float(area.x)
    baseline = y + frame.label * 0.95
    for note in notes[:count]:
        room = area.right - x - mark_width
        if room < size:
            break
        ops += step_mark(note.mark, x + mark_width * 0.36, baseline - size * 0.36, 24 * unit, note.color, frame.theme)
        ops.append(Text(x + mark_width, baseline, note.text, size, note.color, "left", "medium", room))
        x += mark_width + frame.fonts.width(note.text, size, "medium") + space
    return ops
