"""A text in the largest letters that its room allows."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Literal

from displayd.drawing.marks.sizes import falling_sizes, largest_fitting, shared_sizes
from displayd.scene.operations import Align, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.fit import SCALE_STEP
from displayd.tile.frame import Frame
from displayd.tile.text_side import from_its_side

__all__ = ["TextSize", "below_title", "fitted_words", "largest_letters"]

TextSize = Literal["small", "normal", "large", "hero"]
"""How large letters may be; `hero` fills the room."""

LINE_HEIGHT = 1.3

# Largest letters of a text that fills its tile, in 1080ths of the screen's short side.
HERO = 260

# From one size that is tried to the next.
STEP = 0.93

# Steps of the scale of values from the smallest text to large letters.
LARGE_STEPS = 3


def fitted_words(frame: Frame, text: str, size: TextSize = "normal", align: Align = "left") -> list[Op]:
    """Lines of the largest size at which all fit; of what does not fit even in small letters, the beginning."""
    is_hero = size == "hero"
    fills = is_hero or ((frame.is_alone or frame.is_roomy) and size != "small")
    weight: Weight = "bold" if is_hero else "semibold" if size == "large" else "regular"
    frame = frame if is_hero else below_title(frame)
    area = frame.area
    font_px, lines = _fitted(frame, text.strip(), largest_letters(frame, "hero" if fills else size), weight)
    height = sum(LINE_HEIGHT if line else LINE_HEIGHT / 2 for line in lines) * font_px
    # Capitals fill 0.73 of an em; the rest of the first line is below them.
    y = area.y + font_px * CAP_HEIGHT * 1.04
    if fills:
        y += max(0.0, (area.height - height + font_px * (LINE_HEIGHT - CAP_HEIGHT)) / 2)
    x = area.x + area.width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    ops: list[Op] = []
    for line in lines:
        if line:
            op = Text(x, y, line, font_px, frame.theme.text, align, weight, area.width, is_tabular=False)
            ops.append(from_its_side(op, frame))
        y += font_px * (LINE_HEIGHT if line else LINE_HEIGHT / 2)
    return ops


def below_title(frame: Frame) -> Frame:
    """`frame` with some air between a title and what is read, where the tile is high."""
    has_air = frame.area.height > 4 * frame.label
    return replace(frame, area=frame.area.inset(0, round(0.3 * frame.label), 0, 0)) if has_air else frame


def largest_letters(frame: Frame, size: TextSize) -> float:
    """Font size of the largest letters, px."""
    if size == "hero":
        return max(frame.small, HERO * frame.unit)
    return {"small": frame.small, "normal": frame.label, "large": frame.small * SCALE_STEP**LARGE_STEPS}[size]


def _fitted(frame: Frame, text: str, largest: float, weight: Weight) -> tuple[float, list[str]]:
    """Font size in px, up to `largest`, and the lines at that size."""
    area = frame.area
    lines = _wrapped(frame, text, frame.small, weight)
    if frame.small >= largest or _height(lines, frame.small) > area.height:
        return min(frame.small, area.height), _cut(frame, text, lines, weight)
    # All of it fits in small letters, so it is short enough to be looked at word by word.
    widest = max(frame.fonts.width(word, largest, weight, False) for word in text.split())
    size = max(frame.small, min(largest, largest * area.width / max(widest, 1.0) * 0.99))
    # What fills its room has a size of its own.
    sizes = falling_sizes if weight == "bold" or frame.is_alone else functools.partial(shared_sizes, frame)
    size = largest_fitting(
        sizes(size, frame.small, STEP),
        lambda one: _height(_wrapped(frame, text, one, weight), one) <= area.height,
    )
    lines = _wrapped(frame, text, size, weight)
    if size > frame.label and len(lines) > 1:
        lines = _balanced(frame, text, size, weight, len(lines))
    return min(size, area.height), lines


def _wrapped(frame: Frame, text: str, size: float, weight: Weight) -> list[str]:
    """The lines of `text`, with some more than fit where they are too many; empty lines are half as high."""
    most = 2 * int(frame.area.height / (size * LINE_HEIGHT)) + 2
    return list(frame.fonts.wrap(text, size, weight, frame.area.width, most))


def _cut(frame: Frame, text: str, lines: list[str], weight: Weight) -> list[str]:
    """Those of `lines`, of the smallest size, that fit; all the rest on the last, which is cut with an ellipsis."""
    fitting = len(lines)
    # An empty line is lower than the one that the rest makes.
    while fitting > 1 and (not lines[fitting - 1] or _height(lines[:fitting], frame.small) > frame.area.height):
        fitting -= 1
    if fitting == len(lines):
        return lines
    return list(frame.fonts.wrap(text, frame.small, weight, frame.area.width, fitting))


def _height(lines: list[str], size: float) -> float:
    """From the top of the capitals of the first line to the feet of the last."""
    return size * (sum(LINE_HEIGHT if line else LINE_HEIGHT / 2 for line in lines) - LINE_HEIGHT + 1.0)


def _balanced(frame: Frame, text: str, size: float, weight: Weight, count: int) -> list[str]:
    """`text` in `count` lines of nearly equal length, instead of long ones and a last short one."""
    wide, narrow = float(frame.area.width), frame.area.width / 2
    longest = frame.fonts.width(max(text.split(), key=len), size, weight, False)
    for _ in range(7):
        middle = (wide + narrow) / 2
        if longest <= middle and len(frame.fonts.wrap(text, size, weight, middle, count + 1)) <= count:
            wide = middle
        else:
            narrow = middle
    return list(frame.fonts.wrap(text, size, weight, wide))
