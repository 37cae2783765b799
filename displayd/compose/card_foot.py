"""The lines at the bottom of a card: how old it is, else its definition, and whether its figures are made up."""

from __future__ import annotations

import math
from dataclasses import replace

from msgspec import structs

from displayd.document.freshness import Freshness
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text
from displayd.scene.theme import ink_on
from displayd.tile.frame import Frame
from displayd.tile.text_side import from_its_side
from displayd.tile.widget import Widget

__all__ = ["about_lines", "card_foot", "foot_height", "told_moment"]

LINE_HEIGHT = 1.28

# A definition longer than this is no definition but a text.
MOST_ABOUT_LINES = 3

# Height of a figure that can be read, in font sizes.
LEAST_CONTENT = 1.1

# Wherever it is midnight, a quarter of an hour begins.
QUARTER_SECONDS = 900


def foot_height(frame: Frame, count: int) -> int:
    """Height of so many lines at the bottom, with the space above them; 0 for none, px."""
    return round(count * frame.small * LINE_HEIGHT + (frame.gap if count else 0))


def about_lines(widget: Widget, frame: Frame, says_sample: bool) -> int | None:
    """In how many lines the definition stands at the bottom of `frame.area`, None where it is too long."""
    if not widget.about:
        return int(says_sample)
    room = frame.area.width - _sample_width(frame, says_sample)
    count = len(frame.fonts.wrap(widget.about, frame.small, "regular", room, MOST_ABOUT_LINES + 1))
    return count if count <= MOST_ABOUT_LINES else None


def card_foot(
    widget: Widget,
    frame: Frame,
    content: Rect,
    freshness: Freshness,
    says_sample: bool,
    says_about: bool | None = None,
    is_told: bool = False,
) -> tuple[list[Op], int]:
    """Age, else definition, and the sample mark at the bottom, where there is room for them; and their height.

    Args:
        says_about: whether the definition is shown; None where its room decides.
        is_told: True where the page says what is the matter with the data.
    """
    if is_told:
        return _lines(frame, content, [], frame.theme.amber, says_sample)
    if freshness.state in ("ageing", "stale") and widget.as_of is not None:
        text = frame.format.say_as("of a figure", "old")
        if frame.has_time:
            text = frame.format.say("as of {moment}", moment=told_moment(frame, widget.as_of))
        if freshness.state == "stale" and content.height > (3.2 + says_sample * LINE_HEIGHT) * frame.label:
            band, used = _band(frame, content, text)
            sample, more = _lines(frame, content.inset(0, 0, 0, used), [], frame.theme.amber, says_sample)
            return band + sample, used + more
        if content.height - foot_height(frame, 1 + says_sample) < LEAST_CONTENT * frame.small:
            # The clock in the head says that it is old; the figure is what the tile is for.
            return _lines(frame, content, [], frame.theme.amber, says_sample)
        return _lines(frame, content, [text], frame.theme.amber, says_sample)
    if freshness.state == "unanswered":
        return _no_answer(widget, frame, content, says_sample)
    lines: list[str] = []
    if widget.about and freshness.state in ("fresh", "empty"):
        room = content.width - _sample_width(frame, says_sample)
        lines = list(frame.fonts.wrap(widget.about, frame.small, "regular", room, MOST_ABOUT_LINES + 1))
        left = content.height - foot_height(frame, len(lines))
        inner = replace(frame, area=content)
        wanted = frame.label * 2
        if says_about is not None:
            wanted = 0.0 if says_about else math.inf
        elif freshness.state == "fresh":
            wanted = widget.explained_height(inner) if len(lines) < MOST_ABOUT_LINES else widget.wanted_height(inner)
        if len(lines) > MOST_ABOUT_LINES or left < wanted:
            lines = []
    # Under the title, which stands on the left where the content does.
    below = replace(frame, is_poster=frame.is_poster and widget.IS_CENTRED)
    return _lines(below, content, lines, frame.theme.dim, says_sample)


def _no_answer(widget: Widget, frame: Frame, content: Rect, says_sample: bool) -> tuple[list[Op], int]:
    """Who does not answer, and since when, under the last reading: on a bar, in two lines, or not at all."""
    width = frame.fonts.width(widget.error, frame.small, "semibold")
    if width <= content.width - 2 * frame.gap and content.height > (3.2 + says_sample * LINE_HEIGHT) * frame.label:
        band, used = _band(frame, content, widget.error)
        sample, more = _lines(frame, content.inset(0, 0, 0, used), [], frame.theme.amber, says_sample)
        return band + sample, used + more
    for count in (2, 1):
        lines = list(frame.fonts.wrap(widget.error, frame.small, "regular", content.width, count))
        if content.height - foot_height(frame, len(lines) + says_sample) >= LEAST_CONTENT * frame.small:
            return _lines(frame, content, lines, frame.theme.amber, says_sample)
    # The cross in the head says that there is no answer; the figure is what the tile is for.
    return _lines(frame, content, [], frame.theme.amber, says_sample)


def _band(frame: Frame, content: Rect, text: str) -> tuple[list[Op], int]:
    """The age on a bar across the tile: these figures are old."""
    size, color = frame.small, frame.theme.amber
    height = round(size * 1.5)
    bar = Rect(content.x, content.bottom - height, content.width, height)
    words = Text(
        bar.x + bar.width / 2,
        bar.bottom - size * 0.42,
        text,
        size,
        ink_on(color),
        "center",
        "semibold",
        bar.width - 2 * frame.gap,
    )
    return [Box(*bar, color, 10 * frame.unit), words], height + round(frame.gap)


def _lines(frame: Frame, content: Rect, lines: list[str], color: str, says_sample: bool) -> tuple[list[Op], int]:
    """`lines` at the bottom of `content`, the sample mark at the end of the last, or under it in a narrow tile."""
    size = frame.small
    ops: list[Op] = []
    bottom = content.bottom - size * 0.24
    room = content.width - _sample_width(frame, says_sample)
    widest = max((frame.fonts.width(line, size, is_tabular=False) for line in lines), default=0.0)
    is_under = says_sample and widest > room
    if is_under and content.height < (len(lines) + 1) * size * LINE_HEIGHT + 2 * frame.label:
        # That figures are made up must be said; the clock in the head says that they are old.
        lines, is_under = [], False
    if says_sample:
        words = _sample_words(frame)
        if frame.fonts.width(words, size, "medium") > content.width:
            words = frame.format.say("sample")
        ops.append(Text(content.right, bottom, words, size, frame.theme.sample_color, "right", "medium", content.width))
    if is_under:
        room, bottom = float(content.width), bottom - size * LINE_HEIGHT
    for number, line in enumerate(reversed(lines)):
        y = bottom - number * size * LINE_HEIGHT
        text = Text(content.x, y, line, size, color, "left", "regular", room, is_tabular=False)
        if frame.is_poster and not says_sample:
            text = structs.replace(text, x=content.x + content.width / 2, align="center")
        ops.append(from_its_side(text, frame))
    return ops, foot_height(frame, max(len(lines) + is_under, int(says_sample)))


def _sample_width(frame: Frame, says_sample: bool) -> float:
    return frame.fonts.width(_sample_words(frame), frame.small, "medium") + 2 * frame.gap if says_sample else 0.0


def _sample_words(frame: Frame) -> str:
    return frame.format.say("sample data")


def told_moment(frame: Frame, unix_time: float) -> str:
    """When something was, in words that midnight changes."""
    frame.changes_at((frame.unix_time // QUARTER_SECONDS + 1) * QUARTER_SECONDS)
    return frame.format.moment(unix_time, frame.unix_time)
