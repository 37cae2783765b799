"""The card around a widget: title, level, age, definition, and what stands in for content that cannot be shown."""

from __future__ import annotations

from dataclasses import replace

from displayd.freshness import Freshness
from displayd.geometry import Rect
from displayd.scene import Box, Circle, Line, Op, Text
from displayd.theme import Theme, mixed
from displayd.widgets.base import Frame, Level, Widget, fitted_size
from displayd.widgets.marks import level_mark
from displayd.widgets.message import message

__all__ = ["card", "level_mark", "message"]

RADIUS = 18
PADDING = 28

# How much of the card's colour is mixed into content that is growing old: seen as pale from every seat.
STALE_SHARE = 0.5


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
    level: Level = widget.level() if freshness.state in ("fresh", "stale") else "none"
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
    if freshness.state in ("fresh", "stale"):
        theme = _paled(frame.theme) if freshness.state == "stale" else frame.theme
        inner_frame = replace(frame, area=content, theme=theme)
        ops += widget.draw(inner_frame)
        frame.until = min(frame.until, inner_frame.until)
    else:
        ops += _stand_in(widget, replace(frame, area=content), freshness)
    return ops


def _head(widget: Widget, frame: Frame, inner: Rect, freshness: Freshness, level: Level) -> tuple[list[Op], int]:
    """Title and marks in one row, or the title in two where the tile is high; the height with the space below."""
    unit, theme = frame.unit, frame.theme
    ops: list[Op] = []
    size = frame.label
    right = float(inner.right)
    baseline = inner.y + size * 0.86
    middle = baseline - size * 0.36
    mark = 34 * unit
    if level in ("amber", "red"):
        ops += level_mark(level, right - mark / 2, middle, mark, theme)
        right -= mark + 14 * unit
    if freshness.state in ("stale", "expired"):
        ops += _clock_face(right - mark / 2, middle, mark / 2, theme.amber, theme.card, unit)
        right -= mark + 14 * unit
    if not widget.title:
        return ops, round(size * 1.3) if ops else 0
    room = right - inner.x
    smallest = min(size, 34 * unit)
    size = fitted_size(frame, [widget.title], size, room, "medium", smallest)
    lines = [widget.title]
    if frame.fonts.width(widget.title, size, "medium") > room and inner.height > 300 * unit:
        lines = list(frame.fonts.wrap(widget.title, size, "medium", room))
        lines = [lines[0], " ".join(lines[1:])] if len(lines) > 1 else lines
    for number, line in enumerate(lines):
        y = baseline + number * size * 1.22
        ops.append(Text(inner.x, y, line, size, theme.dim, "left", "medium", room))
    return ops, round(frame.label * 1.3 + (len(lines) - 1) * size * 1.22)


def _foot(widget: Widget, frame: Frame, content: Rect, freshness: Freshness, says_sample: bool) -> tuple[list[Op], int]:
    """Age, else definition, and the sample mark at the bottom, where there is room for them."""
    theme = frame.theme
    size = frame.small * 0.94
    line_height = size * 1.28
    ops: list[Op] = []
    bottom = content.bottom - size * 0.22
    taken = 0.0
    if says_sample:
        mark = "sample data"
        taken = frame.fonts.width(mark, size, "medium") + 2 * frame.gap
        ops.append(Text(content.right, bottom, mark, size, theme.series[1], "right", "medium"))
    room = content.width - taken
    color, lines = theme.dim, []
    if freshness.state == "stale" and widget.as_of is not None:
        color, lines = theme.amber, [f"as of {frame.format.moment(widget.as_of, frame.unix_time)}"]
    elif widget.about and content.height > 230 * frame.unit and freshness.state in ("fresh", "empty"):
        lines = list(frame.fonts.wrap(widget.about, size, "regular", room))
        if len(lines) > 2 or (len(lines) == 2 and content.height < 300 * frame.unit):
            lines = []
    for number, line in enumerate(reversed(lines)):
        y = bottom - number * line_height
        ops.append(Text(content.x, y, line, size, color, "left", "regular", room, is_tabular=False))
    count = max(len(lines), int(says_sample))
    return ops, round(count * line_height + (frame.gap if count else 0))


def _stand_in(widget: Widget, frame: Frame, freshness: Freshness) -> list[Op]:
    theme = frame.theme
    if freshness.state == "error":
        return message(frame, "No answer", [widget.error], theme.red)
    if freshness.state == "expired":
        lines = []
        if widget.as_of is not None:
            lines.append(f"nothing new since {frame.format.moment(widget.as_of, frame.unix_time)}")
        return message(frame, "Out of date", lines, theme.amber)
    return message(frame, "No data", [], theme.dim)


def _edge(outer: Rect, unit: float, color: str) -> list[Op]:
    """A bar down the left edge, inside the rounded corners."""
    width = 8 * unit
    inset = RADIUS * unit
    return [Box(outer.x, outer.y + inset, width, outer.height - 2 * inset, color, width / 2)]


def _clock_face(x: float, y: float, radius: float, color: str, ink: str, unit: float) -> list[Op]:
    hands = ((x, y - radius * 0.55), (x, y), (x + radius * 0.45, y + radius * 0.2))
    return [Circle(x, y, radius, color), Line(hands, 3.5 * unit, ink)]


def _paled(theme: Theme) -> Theme:
    def pale(color: str) -> str:
        return mixed(color, theme.card, STALE_SHARE)

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
        series=tuple(pale(color) for color in theme.series),
    )
