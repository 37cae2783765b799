"""The stages of a funnel, and how many go on from each to the next."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.figure.notes import change_note, notes_ops, notes_width
from displayd.drawing.marks.marks import level_mark
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.language import word
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = [
    "FOOT",
    "ShownStage",
    "conversions",
    "overall_conversion",
    "overall_row",
    "ratio_text",
    "value_ops",
    "weakest_step",
]

FOOT = 1.3
"""Height of the row with the conversion of the whole, in font sizes."""


# Why a step stands out.
WEAKEST = (word("weakest step"), word("weakest"))


class _Percent(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a conversion is measured in."""


PERCENT = _Percent(unit="percentunit", direction="up", decimals=1)


class ShownStage(NamedTuple):
    """One stage as it is drawn."""

    label: str
    forms: Sequence[Quantity]
    """The value, then without the word of its unit."""
    share: float
    """Of the largest stage, 0..1."""
    step: str
    """How many of the stage before; empty for the first and where nobody knows."""
    is_weakest: bool
    """True where the fewest go on to this stage."""
    level: Level

    def text(self, frame: Frame, size: float, room: float) -> str:
        """The value as exactly as `room` px allow."""
        texts = [form.text for form in self.forms]
        return next((text for text in texts if frame.fonts.width(text, size, "semibold") <= room), texts[-1])


def conversions(values: Sequence[float | None]) -> list[float | None]:
    """For each stage what part of the stage before it is; None for the first and where nobody knows."""
    steps: list[float | None] = [None]
    for before, value in itertools.pairwise(values):
        steps.append(_ratio(value, before))
    return steps[: len(values)]


def weakest_step(steps: Sequence[float | None]) -> int | None:
    """Number of the stage to which the fewest go on; None where the steps do not differ."""
    known = [(step, number) for number, step in enumerate(steps) if step is not None]
    return min(known)[1] if len({step for step, _ in known}) > 1 else None


def overall_conversion(values: Sequence[float | None]) -> float | None:
    """What part the last stage is of the first; None where nobody knows, or with fewer than two stages."""
    if len(values) < 2:
        return None
    return _ratio(values[-1], values[0])


def _ratio(value: float | None, whole: float | None) -> float | None:
    return None if value is None or whole is None or value < 0 or whole <= 0 else value / whole


def ratio_text(frame: Frame, ratio: float) -> str:
    """`ratio` as a percentage of two digits or three; what is very small or very large is only said to be so."""
    least, most = 0.001, 10.0
    if 0 < ratio < least:
        return f"<{frame.format.percent(least)}"
    if ratio > most:
        return f">{frame.format.percent(most, 0)}"
    if 0.99 <= ratio < 1:
        # Not to be rounded to all.
        return frame.format.percent(ratio)
    return frame.format.percent(ratio, 1 if 0 < ratio < 0.1 else 0)


def value_ops(
    frame: Frame, stage: ShownStage, text: str, x: float, baseline: float, size: float, room: float
) -> list[Op]:
    """`text`, the value of `stage`, ending at `x` px, with the mark of a bad level before it."""
    theme = frame.theme
    ops: list[Op] = [Text(x, baseline, text, size, theme.text, "right", "semibold", room)] if room > 0 else []
    width = frame.fonts.width(text, size, "semibold")
    if stage.level in ("amber", "red") and width + size * 0.8 <= room:
        ops += level_mark(stage.level, x - width - size * 0.45, baseline - size * CAP_HEIGHT / 2, size * 0.55, theme)
    return ops


def overall_row(frame: Frame, now: float, before: float | None, has_weakest: bool = False) -> list[Op]:
    """What part of the first stage reaches the last, and how that changed, at the bottom of `frame.area`.

    Args:
        has_weakest: True where a step stands out on a pill, for the foot to say why.
    """
    area, theme, size = frame.area, frame.theme, frame.small
    baseline = area.bottom - size * 0.28
    text = ratio_text(frame, now)
    forms = (frame.format.say("Overall"), frame.format.say_as("of a funnel, in short", "All"), "")
    words = next((one for one in forms if frame.fonts.width(one, size) <= area.width * 0.5), "")
    ops: list[Op] = [Text(area.x, baseline, words, size, theme.dim)] if words else []
    x = area.x + (frame.fonts.width(words, size) + size * 0.4 if words else 0.0)
    ops.append(Text(x, baseline, text, size, theme.text, "left", "bold", area.right - x))
    x += frame.fonts.width(text, size, "bold") + size * 0.7
    note = change_note(frame, PERCENT, now, before)
    if note is not None and x + notes_width(frame, [note], size) <= area.right:
        ops += notes_ops(frame, [note], x, baseline, size)
        x += notes_width(frame, [note], size) + size * 0.7
    return ops + (_reason(frame, x, baseline) if has_weakest else [])


def _reason(frame: Frame, left: float, baseline: float) -> list[Op]:
    """Why one of the steps stands out, at the right end of the foot, where that has room from `left` px on."""
    size, theme, right = frame.small, frame.theme, float(frame.area.right)
    chip = size * 0.9
    words = next(
        (one for one in map(frame.format.say, WEAKEST) if right - frame.fonts.width(one, size) - chip >= left), ""
    )
    if not words:
        return []
    x = right - frame.fonts.width(words, size) - chip
    middle, high = baseline - size * CAP_HEIGHT / 2, size * 0.44
    pill = Box(x, middle - high / 2, chip - size * 0.3, high, theme.text, high / 2)
    return [pill, Text(right, baseline, words, size, theme.dim, "right")]
