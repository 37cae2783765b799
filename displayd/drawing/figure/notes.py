"""What stands under a figure: how it changed, and what it should be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.marks.marks import Step, step_mark
from displayd.scene.operations import Color, Op, Text
from displayd.tile.fit import Part
from displayd.tile.frame import Frame
from displayd.tile.measure import Measure
from displayd.tile.widget import Compared, Measured

__all__ = [
    "Note",
    "change_note",
    "compared_notes",
    "note_lines",
    "note_width",
    "notes_of",
    "notes_ops",
    "notes_width",
    "stacked",
]

# In font sizes: the room of a mark, the space before words that belong to what stands before them, and before others.
MARK = 1.12
NEAR = 0.32
APART = 0.9


class Note(NamedTuple):
    """A mark and a few words."""

    mark: Step
    """`none` for words that go on from the note before."""
    text: str
    color: Color
    part: Part = "change"
    """What of a tile it is; a row of tiles shows one part in all of them, or in none."""


def change_note(
    frame: Frame,
    measure: Measured | Measure,
    value: float | None,
    previous: float | None,
    is_judged: bool = False,
) -> Note | None:
    """The change since `previous`, None when it is not known, or between states that have words.

    Good and bad are told by colour and by shape: an arrow in a disc, an arrow in a diamond. A bare arrow is neither:
    that of a figure for which nobody has said what is good. A change within the noise is told in words.

    Args:
        is_judged: True where something else than the thresholds, such as a target, says what is good.
    """
    if value is None or previous is None:
        return None
    if value == previous:
        return Note("level", frame.format.say("no change"), frame.theme.dim)
    text = frame.format.change(value, previous, measure.unit, measure.decimals, measure.change_as == "points")
    if _is_noise(frame, measure, value, previous) or {int(letter) for letter in text if letter.isdecimal()} == {0}:
        return Note("level", frame.format.say_as("of a figure", "steady"), frame.theme.dim)
    if not text:
        return None
    is_up = value > previous
    is_judged = is_judged or measure.amber is not None or measure.red is not None
    if measure.direction == "none" or not is_judged:
        return Note("up" if is_up else "down", text, frame.theme.dim)
    if is_up == (measure.direction == "up"):
        return Note("good up" if is_up else "good down", text, frame.theme.good)
    return Note("bad up" if is_up else "bad down", text, frame.theme.red)


def _is_noise(frame: Frame, measure: Measured | Measure, value: float, previous: float) -> bool:
    """Whether a change says nothing: it is no larger than the noise, or the digits shown do not show it."""
    if measure.noise is not None:
        return abs(value - previous) <= measure.noise
    now, then = (frame.format.text(one, measure.unit, measure.decimals) for one in (value, previous))
    return now == then


def notes_of(
    frame: Frame,
    measure: Measured | Measure,
    value: float | None,
    previous: float | None,
    label: str,
    target: float | None,
    is_judged: bool = False,
) -> list[Note]:
    """The change, since when (`label`), and the target: those that are known, the most important first.

    Args:
        is_judged: True where something that stands elsewhere, such as a goal, says what is good.
    """
    notes = []
    change = change_note(frame, measure, value, previous, is_judged or target is not None)
    if change is not None:
        notes.append(change)
        if label:
            notes.append(Note("none", frame.format.say("vs {label}", label=label), frame.theme.dim, "since"))
    if target is not None:
        text = frame.format.text(target, measure.unit, measure.decimals)
        notes.append(Note("target", frame.format.say("target {value}", value=text), frame.theme.dim, "target"))
    return notes


def compared_notes(frame: Frame, widget: Compared, target: float | None = None, is_judged: bool = False) -> list[Note]:
    """As `notes_of`, for the main figure of `widget`."""
    return notes_of(frame, widget, widget.value, widget.previous, widget.previous_label, target, is_judged)


def note_width(frame: Frame, note: Note, size: float) -> float:
    """Width of one note in `size` px, with its mark."""
    mark = 0.0 if note.mark == "none" else size * MARK
    return mark + frame.fonts.width(note.text, size, "medium")


def notes_width(frame: Frame, notes: Sequence[Note], size: float) -> float:
    """Width of notes side by side."""
    spaces = [size * (NEAR if note.mark == "none" else APART) for note in notes[1:]]
    return sum(note_width(frame, note, size) for note in notes) + sum(spaces)


def note_lines(frame: Frame, notes: Sequence[Note], size: float, width: float) -> list[list[Note]] | None:
    """`notes` in as few lines as hold them in `width` px; None when one of them is wider."""
    lines: list[list[Note]] = []
    for note in notes:
        if lines and notes_width(frame, [*lines[-1], note], size) <= width:
            lines[-1].append(note)
        else:
            lines.append([note])
    return None if any(notes_width(frame, line, size) > width for line in lines) else lines


def stacked(notes: Sequence[Note]) -> list[list[Note]]:
    """Each note on a line of its own, with the words that go on from it."""
    lines: list[list[Note]] = []
    for note in notes:
        if lines and note.mark == "none":
            lines[-1].append(note)
        else:
            lines.append([note])
    return lines


def notes_ops(frame: Frame, notes: Sequence[Note], x: float, baseline: float, size: float) -> list[Op]:
    """Notes side by side from `x` px on."""
    ops: list[Op] = []
    for index, note in enumerate(notes):
        if index:
            x += size * (NEAR if note.mark == "none" else APART)
        if note.mark != "none":
            ops += step_mark(note.mark, x + size * 0.45, baseline - size * 0.36, size * 0.58, note.color, frame.theme)
            x += size * MARK
        if note.text:
            ops.append(Text(x, baseline, note.text, size, note.color, "left", "medium"))
        x += frame.fonts.width(note.text, size, "medium")
    return ops
