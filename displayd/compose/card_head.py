"""The row at the top of a card: title, level, age, and whether its definition is new."""

from __future__ import annotations

from msgspec import structs

from displayd.document.freshness import Freshness
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.message import clock_face, cross_face
from displayd.protocol.limits import NEW_SECONDS
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text
from displayd.scene.theme import ink_on
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import from_its_side
from displayd.tile.widget import Widget

__all__ = ["card_head"]

# A title cut to fewer font sizes says nothing.
NARROWEST = 2.0


def card_head(widget: Widget, frame: Frame, inner: Rect, freshness: Freshness, level: Level) -> tuple[list[Op], int]:
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
        face = clock_face(right - mark / 2, middle, mark / 2, theme.amber, theme.card)
        ops += frame.kept(face, right - mark, right)
        right -= mark + 14 * unit
    if freshness.state == "unanswered" and right - mark >= inner.x:
        ops += cross_face(right - mark / 2, middle, mark / 2, theme.amber, theme.card)
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
        lines = list(frame.fonts.wrap(widget.title, size, "medium", room, 2))
    # In the middle of the card, where that is clear of the marks on the right.
    widest = max(frame.fonts.width(line, size, "medium") for line in lines)
    is_centred = frame.is_poster and widest <= inner.width - 2 * (inner.right - right)
    for number, line in enumerate(lines):
        y = baseline + number * size * 1.22
        text = from_its_side(Text(inner.x, y, line, size, theme.dim, "left", "medium", room), frame)
        ops.append(structs.replace(text, x=inner.x + inner.width / 2, align="center") if is_centred else text)
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
    word = frame.format.say_as("of a definition", "new")
    width = frame.fonts.width(word, size, "semibold") + 28 * unit
    wanted = frame.fonts.width(widget.title, size, "medium")
    if wanted + width + 14 * unit > right - left:
        dot = size * 0.5
        if right - dot < left:
            return [], 0.0
        return [Box(right - dot, middle - dot / 2, dot, dot, color, dot / 2)], dot + 14 * unit
    height = size * 1.16
    chip = Box(right - width, middle - height / 2, width, height, color, height / 2)
    text = Text(right - width / 2, middle + size * 0.32, word, size, ink_on(color), "center", "semibold")
    return [chip, text], width + 14 * unit
