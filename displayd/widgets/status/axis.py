"""Under strips of states: when they begin and end, and what their higher blocks are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from displayd.drawing.chart.time_row import span_ends
from displayd.protocol.vocabulary import LEVEL_OF_STATE, Level, State
from displayd.scene.operations import Box, Op, Text
from displayd.text.language import word
from displayd.tile.frame import Frame
from displayd.widgets.status.blocks import HEIGHTS, strip_width

__all__ = ["STATES", "strip_axis"]

STATES: Mapping[State, str] = {
    "up": word("up", "state of a service"),
    "degraded": word("degraded", "state of a service"),
    "down": word("down", "state of a service"),
    "unknown": word("unknown", "state of a service"),
}
"""What the states are called."""

# Between texts, height of the highest block of the key, and its width with the space after it, in font sizes.
APART, KEY_HIGH, KEY_WIDE = 0.8, 0.6, 0.5


def strip_axis(
    frame: Frame,
    histories: Sequence[Sequence[Level]],
    strip: tuple[float, float],
    baseline: float,
    span: tuple[float, float],
) -> list[Op]:
    """First and last instant under the ends of the strips, and between them, with room, what higher blocks are.

    Args:
        strip: left and right end of the strips, px.
        span: unix times of the first and the last block.
    """
    size, dim = frame.small, frame.theme.dim
    left, right = strip
    left = right - strip_width(frame, max(map(len, histories)), right - left)
    first, last = span_ends(frame, *span)
    widths = [frame.fonts.width(text, size) for text in (first, last)]
    if sum(widths) + APART * size > right - left:
        # A strip that is that short ends where all do: when it begins is what is to know.
        return frame.kept([Text(right, baseline, first, size, dim, "right")], left, right) if widths[0] <= right else []
    ops: list[Op] = [Text(left, baseline, first, size, dim), Text(right, baseline, last, size, dim, "right")]
    low, high = left + widths[0] + APART * size, right - widths[1] - APART * size
    return frame.kept([*ops, *_key(frame, histories, low, high, baseline)], left, right)


def _key(frame: Frame, histories: Sequence[Sequence[Level]], left: float, right: float, baseline: float) -> list[Op]:
    """A block and the word for each bad state that there is in the strips, in the middle; nothing without room."""
    size, theme = frame.small, frame.theme
    found = {level for history in histories for level in history}
    states: list[State] = [state for state in ("degraded", "down") if LEVEL_OF_STATE[state] in found]
    words = [frame.format.say_as("state of a service", STATES[state]) for state in states]
    widths = [KEY_WIDE * size + frame.fonts.width(text, size) + APART * size for text in words]
    if not states or sum(widths) > right - left:
        return []
    ops: list[Op] = []
    x = (left + right - sum(widths)) / 2
    for state, text, width in zip(states, words, widths, strict=True):
        level = LEVEL_OF_STATE[state]
        high, wide = HEIGHTS[level] * KEY_HIGH * size, KEY_WIDE * 0.6 * size
        ops.append(Box(x, baseline - high, wide, high, theme.level_color(level), 3 * frame.unit))
        ops.append(Text(x + KEY_WIDE * size, baseline, text, size, theme.dim))
        x += width
    return ops
