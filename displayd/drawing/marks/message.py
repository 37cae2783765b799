"""A few words, and a sign that is told from every seat, in place of content."""

from __future__ import annotations

from typing import Literal

from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Circle, Color, Line, Op, Text
from displayd.tile.frame import Frame, fitted_size

__all__ = ["Sign", "clock_face", "cross_face", "message", "sign_ops"]

Sign = Literal["", "clock", "cross", "dash"]
"""Too old, no answer, nothing there."""

LINE_HEIGHT = 1.28

MOST_LINES = 40


def message(frame: Frame, heading: str, lines: list[str], color: str, sign: Sign = "") -> list[Op]:
    """A short message in the middle of `frame.area`: a sign, a heading and lines of explanation, cut to what fits.

    What has no room is left out: further lines of explanation, then the sign, then all of the explanation.
    """
    area, small = frame.area, frame.small
    wanted = min(frame.label * frame.step, area.height * 0.6)
    size = fitted_size(frame, [heading], wanted, area.width, "semibold")
    line_height = small * LINE_HEIGHT
    text = "\n".join(line.replace("\n", " ") for line in lines)
    # No tile is as high as that.
    wrapped = list(frame.fonts.wrap(text, small, "regular", area.width, MOST_LINES)) if lines else []
    room = area.height - size * 1.3
    space = frame.gap * 1.5
    # Two lines of explanation say more than a larger sign, a sign more than further lines.
    left = room - space - min(len(wrapped), 2) * line_height
    sign_height = min(room * 0.62, 170 * frame.unit, left, area.width) if sign else 0.0
    if sign_height < size * 1.2:
        sign_height = space = 0.0
    count = max(0, int((room - sign_height - space) / line_height))
    if len(wrapped) > count:
        # All the rest on the last line, which is then cut with an ellipsis.
        wrapped = list(frame.fonts.wrap(text, small, "regular", area.width, count)) if count else []
    height = sign_height + space + size * 1.3 + len(wrapped) * line_height
    top = area.y + (area.height - height) / 2
    middle = area.x + area.width / 2
    ops = sign_ops(frame, sign, middle, top + sign_height / 2, sign_height / 2, color) if sign_height else []
    y = top + sign_height + space + size
    ops.append(Text(middle, y, heading, size, color, "center", "semibold", area.width))
    for line in wrapped:
        y += line_height
        ops.append(Text(middle, y, line, small, frame.theme.dim, "center", "regular", area.width, is_tabular=False))
    return ops


def clock_face(x: float, y: float, radius: float, color: Color, ink: Color) -> list[Op]:
    """A filled clock with its middle at `x`, `y`: something is old."""
    hands = ((x, y - radius * 0.55), (x, y), (x + radius * 0.45, y + radius * 0.2))
    return [Circle(x, y, radius, color), Line(hands, radius * 0.2, ink)]


def cross_face(x: float, y: float, radius: float, color: Color, ink: Color) -> list[Op]:
    """A filled cross with its middle at `x`, `y`: there is no answer."""
    reach = radius * 0.42
    strokes = (((x - reach, y - reach), (x + reach, y + reach)), ((x - reach, y + reach), (x + reach, y - reach)))
    return [Circle(x, y, radius, color), *(Line(stroke, radius * 0.22, ink) for stroke in strokes)]


def sign_ops(frame: Frame, sign: Sign, x: float, y: float, radius: float, color: Color) -> list[Op]:
    """`sign` in a circle with its middle at `x`, `y`."""
    card = frame.theme.card
    if sign == "clock":
        return frame.kept(clock_face(x, y, radius, color, card), x - radius, x + radius)
    if sign == "cross":
        return cross_face(x, y, radius, color, card)
    bar = Rect(round(x - radius * 0.5), round(y - radius * 0.09), round(radius), round(radius * 0.18))
    return [Circle(x, y, radius, color), Circle(x, y, radius * 0.84, card), Box(*bar, color, bar.height / 2)]
