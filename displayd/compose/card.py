"""The card around a widget: title, level, age, definition, and what stands in for content that cannot be shown."""

from __future__ import annotations

import functools
from dataclasses import replace

from displayd.document.freshness import Freshness
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.message import clock_face, message
from displayd.protocol.limits import NEW_SECONDS
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text
from displayd.scene.theme import Theme, contrast_ratio, ink_on, mixed
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.widget import Widget

__all__ = ["PADDING", "RADIUS", "card"]

RADIUS = 18
"""Of a card's corners, units (1080ths of the page's short side)."""

PADDING = 28
"""From the edge of a card to its content at the sides, units."""

# How much of the card's colour is mixed into content that is old: seen as pale from every seat, and still readable.
STALE_SHARE = 0.5
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0

LINE_HEIGHT = 1.28

# A definition longer than this is no definition but a text.
MOST_ABOUT_LINES = 3

# Wherever it is midnight, a quarter of an hour begins.
QUARTER_SECONDS = 900

# A line cut to fewer font sizes says nothing.
NARROWEST = 2.0

SHOWN = ("fresh", "ageing", "stale")
"""States in which the content is on show."""


def card(widget: Widget, frame: Frame, freshness: Freshness, says_sample: bool) -> list[Op]:
    """`widget` with everything around it, filling `frame.area`.

    Args:
        says_sample: True to mark made-up data on this tile (the page does it when all of it is made up).
    """
    outer = frame.area
    unit = frame.unit
    ops: list[Op] = [Box(*outer, frame.theme.card, RADIUS * unit)]
    padding = round(PADDING * unit)
    inner = outer.inset(padding, round(22 * unit), padding, round(22 * unit))
    level: Level = widget.level_at(frame) if freshness.state in SHOWN else "none"
    if level in ("amber", "red"):
        ops += _edge(outer, unit, frame.theme.level_color(level))
    head, used = _head(widget, frame, inner, freshness, level)
    ops += head
    content = inner.inset(0, used, 0, 0)
    foot, used = _foot(widget, frame, content, freshness, says_sample)
    ops += foot
    content = content.inset(0, 0, 0, used)
    if min(content.width, content.height) < frame.small:
        return ops
    theme = _paled(frame.theme) if freshness.state == "stale" else frame.theme
    inner_frame = replace(frame, area=content, theme=theme)
    ops += widget.draw(inner_frame) if freshness.state in SHOWN else _stand_in(widget, inner_frame, freshness)
    frame.changes_at(inner_frame.until)
    return ops


def _head(widget: Widget, frame: Frame, inner: Rect, freshness: Freshness, level: Level) -> tuple[list[Op], int]:
    """Title and marks in one row, or the title in two where the tile is high; the height with the space below."""
    unit, theme = frame.unit, frame.theme
    ops: list[Op] = []
    size = frame.label
    right = float(inner.right)
    baseline = inner.y + size * 0.86
    middle = baseline - size * 0.36
    mark = size * 0.72
    if level in ("amber", "red"):
        ops += level_mark(level, right - mark / 2, middle, mark, theme)
        right -= mark + 14 * unit
    if freshness.state in ("ageing", "stale") and right - mark >= inner.x:
        ops += clock_face(right - mark / 2, middle, mark / 2, theme.amber, theme.card)
        right -= mark + 14 * unit
    if _is_new(widget, frame):
        chip, width = _new_mark(widget, frame, inner.x, right, middle)
        ops += chip
        right -= width
    room = right - inner.x
    if not widget.title or room < NARROWEST * size:
        return ops, round(size * 1.3) if ops else 0
    size = fitted_size(frame, [widget.title], size, room, "medium")
    lines = [widget.title]
    if frame.fonts.width(widget.title, size, "medium") > room and inner.height > 6.5 * frame.label:
        lines = list(frame.fonts.wrap(widget.title, size, "medium", room))
        lines = [lines[0], " ".join(lines[1:])] if len(lines) > 1 else lines
    for number, line in enumerate(lines):
        y = baseline + number * size * 1.22
        ops.append(Text(inner.x, y, line, size, theme.dim, "left", "medium", room))
    return ops, round(frame.label * 1.3 + (len(lines) - 1) * size * 1.22)


def _is_new(widget: Widget, frame: Frame) -> bool:
    """True for a day after the definition changed."""
    if widget.changed_at is None or not frame.has_time:
        return False
    over_at = widget.changed_at + NEW_SECONDS
    if frame.unix_time < over_at:
        frame.changes_at(over_at)
    return frame.unix_time < over_at


def _new_mark(widget: Widget, frame: Frame, left: float, right: float, middle: float) -> tuple[list[Op], float]:
    """The word, or a dot where the title needs the room; and the width that it takes."""
    theme, unit, size = frame.theme, frame.unit, frame.small
    color = theme.series[0]
    width = frame.fonts.width("new", size, "semibold") + 28 * unit
    wanted = frame.fonts.width(widget.title, size, "medium")
    if wanted + width + 14 * unit > right - left:
        dot = size * 0.5
        if right - dot < left:
            return [], 0.0
        return [Box(right - dot, middle - dot / 2, dot, dot, color, dot / 2)], dot + 14 * unit
    height = size * 1.16
    chip = Box(right - width, middle - height / 2, width, height, color, height / 2)
    word = Text(right - width / 2, middle + size * 0.32, "new", size, ink_on(color), "center", "semibold")
    return [chip, word], width + 14 * unit


def _foot(widget: Widget, frame: Frame, content: Rect, freshness: Freshness, says_sample: bool) -> tuple[list[Op], int]:
    """Age, else definition, and the sample mark at the bottom, where there is room for them; and their height."""
    if freshness.state in ("ageing", "stale") and widget.as_of is not None:
        text = f"as of {_moment(frame, widget.as_of)}" if frame.has_time else "old"
        if freshness.state == "stale" and content.height > (3.2 + says_sample * LINE_HEIGHT) * frame.label:
            band, used = _band(frame, content, text)
            sample, more = _lines(frame, content.inset(0, 0, 0, used), [], frame.theme.amber, says_sample)
            return band + sample, used + more
        return _lines(frame, content, [text], frame.theme.amber, says_sample)
    lines: list[str] = []
    if widget.about and freshness.state in ("fresh", "empty"):
        room = content.width - _sample_width(frame, says_sample)
        lines = list(frame.fonts.wrap(widget.about, frame.small, "regular", room))
        left = content.height - _lines_height(frame, len(lines))
        inner = replace(frame, area=content)
        wanted = frame.label * 2
        if freshness.state == "fresh":
            wanted = widget.explained_height(inner) if len(lines) < MOST_ABOUT_LINES else widget.wanted_height(inner)
        if len(lines) > MOST_ABOUT_LINES or left < wanted:
            lines = []
    return _lines(frame, content, lines, frame.theme.dim, says_sample)


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
        words = "sample data" if frame.fonts.width("sample data", size, "medium") <= content.width else "sample"
        ops.append(Text(content.right, bottom, words, size, frame.theme.sample_color, "right", "medium", content.width))
    if is_under:
        room, bottom = float(content.width), bottom - size * LINE_HEIGHT
    for number, line in enumerate(reversed(lines)):
        y = bottom - number * size * LINE_HEIGHT
        ops.append(Text(content.x, y, line, size, color, "left", "regular", room, is_tabular=False))
    return ops, _lines_height(frame, max(len(lines) + is_under, int(says_sample)))


def _lines_height(frame: Frame, count: int) -> int:
    return round(count * frame.small * LINE_HEIGHT + (frame.gap if count else 0))


def _sample_width(frame: Frame, says_sample: bool) -> float:
    return frame.fonts.width("sample data", frame.small, "medium") + 2 * frame.gap if says_sample else 0.0


def _stand_in(widget: Widget, frame: Frame, freshness: Freshness) -> list[Op]:
    theme = frame.theme
    if freshness.state == "error":
        return message(frame, "No answer", [widget.error], theme.red, "cross")
    if freshness.state == "expired":
        lines = []
        if widget.as_of is not None and frame.has_time:
            lines.append(f"nothing new since {_moment(frame, widget.as_of)}")
        return message(frame, "Out of date", lines, theme.amber, "clock")
    return message(frame, "No data", [], theme.dim, "dash")


def _moment(frame: Frame, unix_time: float) -> str:
    """When something was, in words that midnight changes."""
    frame.changes_at((frame.unix_time // QUARTER_SECONDS + 1) * QUARTER_SECONDS)
    return frame.format.moment(unix_time, frame.unix_time)


def _edge(outer: Rect, unit: float, color: str) -> list[Op]:
    """A bar down the left edge, inside the rounded corners."""
    width = 8 * unit
    inset = RADIUS * unit
    return [Box(outer.x, outer.y + inset, width, outer.height - 2 * inset, color, width / 2)]


@functools.lru_cache(maxsize=16)
def _paled(theme: Theme) -> Theme:
    """`theme` with its colours nearer to the card's, as far as contrast allows."""

    def pale(color: str, least: float = TEXT_CONTRAST) -> str:
        shares = (STALE_SHARE - step * 0.05 for step in range(10))
        paler = (mixed(color, theme.card, share) for share in shares)
        return next((one for one in paler if contrast_ratio(one, theme.card) >= least), color)

    return Theme(
        background=theme.background,
        card=theme.card,
        raised=theme.raised,
        grid=theme.grid,
        text=pale(theme.text),
        dim=pale(theme.dim),
        good=pale(theme.good),
        amber=pale(theme.amber),
        red=pale(theme.red),
        series=tuple(pale(color, SHAPE_CONTRAST) for color in theme.series),
    )
