"""The row at the top of a card: title, level, age, and whether its definition is new."""

from __future__ import annotations

from msgspec import structs

from displayd.document.freshness import Freshness
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.message import clock_face, cross_face
from displayd.protocol.limits import NEW_SECONDS
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text, Weight
from displayd.scene.theme import ink_on
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import from_its_side
from displayd.tile.widget import Measured, Widget

__all__ = ["card_head", "has_broken_word", "head_height", "head_width", "is_new", "title_lines"]

# Titles are what a wall is searched by: as bright as values, and heavier than what stands in rows.
TITLE_WEIGHT: Weight = "semibold"

# A title cut to fewer font sizes says nothing.
NARROWEST = 2.0

# From one line of a title to the next, in font sizes, and height of the row of title and marks, in labels.
TITLE_PITCH, ROW = 1.22, 1.3

# In labels: a tile of that height has room for a title in two lines; one whose content is a figure has from so much on,
# as a title that is cut says less than what stands under the figure.
HIGH, HIGH_FOR_FIGURE = 4.6, 3.4

# Of a mark, in font sizes, and between marks and title, units.
MARK, SPACE = 0.72, 14


def head_height(frame: Frame, title_px: float, lines: int) -> int:
    """Height of a title in so many lines, with the space below, px; 0 for none."""
    return round(frame.label * ROW + (lines - 1) * title_px * TITLE_PITCH) if lines else 0


def head_width(widget: Widget, frame: Frame, title_px: float, freshness: Freshness, level: Level) -> float:
    """Width of a title in one line with the marks beside it, px."""
    marks = (level in ("amber", "red")) + (freshness.state in ("ageing", "stale", "unanswered"))
    width = frame.fonts.width(widget.title, title_px, TITLE_WEIGHT) if widget.title else 0.0
    width += marks * (frame.label * MARK + SPACE * frame.unit)
    return width + (0.5 * frame.small + SPACE * frame.unit if is_new(widget, frame) else 0.0)


def title_lines(widget: Widget, frame: Frame, size: float, is_counted: bool = False) -> int:
    """In how many lines the title of `widget` stands in `size` px at the top of `frame.area`.

    Args:
        is_counted: True for the lines that it needs, False for those that it gets.
    """
    room = _title_room(widget, frame, size)
    if not widget.title:
        return 0
    if room < NARROWEST * size or frame.fonts.width(widget.title, size, TITLE_WEIGHT) <= room:
        return 1
    if not is_counted:
        return 1 + _is_high(widget, frame.area.height / frame.label)
    lines = frame.fonts.wrap(widget.title, size, TITLE_WEIGHT, room, 3)
    # A word that is broken is as bad as a line that is cut.
    return max(3, len(lines)) if has_broken_word(widget, frame, size) else len(lines)


def has_broken_word(widget: Widget, frame: Frame, size: float) -> bool:
    """True where a word of the title is wider in `size` px than `frame.area` and its marks leave it."""
    room = _title_room(widget, frame, size)
    return any(frame.fonts.width(word, size, TITLE_WEIGHT) > room for word in widget.title.split())


def _title_room(widget: Widget, frame: Frame, size: float) -> float:
    # Levels come and go, and what stands under the title stays where it is.
    return frame.area.width - (size * MARK + SPACE * frame.unit if _may_be_marked(widget) else 0.0)


def _may_be_marked(widget: Widget) -> bool:
    has_limits = isinstance(widget, Measured) and (widget.amber is not None or widget.red is not None)
    return has_limits or widget.level() in ("amber", "red")


def _is_high(widget: Widget, height_labels: float) -> bool:
    """True where the title may have two lines."""
    return height_labels > (HIGH_FOR_FIGURE if widget.is_one_figure() else HIGH)


def card_head(
    widget: Widget,
    frame: Frame,
    inner: Rect,
    freshness: Freshness,
    level: Level,
    title: tuple[float, int] | None = None,
    left_out: int = 0,
) -> tuple[list[Op], int]:
    """Title and marks in one row, or the title in two where the tile is high; the height with the space below.

    Args:
        left_out: how many items of the content have no place and are told of here, where that has room.
        title: font size of the title in px and its lines at most; None where its own room decides.
    """
    unit, theme = frame.unit, frame.theme
    ops: list[Op] = []
    size = frame.label
    right = float(inner.right)
    baseline = inner.y + size * 0.86
    middle = baseline - size * 0.36
    mark = size * MARK
    if level in ("amber", "red"):
        ops += level_mark(level, right - mark / 2, middle, mark, theme)
        right -= mark + SPACE * unit
    if freshness.state in ("ageing", "stale") and right - mark >= inner.x:
        face = clock_face(right - mark / 2, middle, mark / 2, theme.amber, theme.card)
        ops += frame.kept(face, right - mark, right)
        right -= mark + SPACE * unit
    if freshness.state == "unanswered" and right - mark >= inner.x:
        ops += cross_face(right - mark / 2, middle, mark / 2, theme.amber, theme.card)
        right -= mark + SPACE * unit
    least = min(frame.fonts.width(widget.title, size, TITLE_WEIGHT), NARROWEST * size) if widget.title else 0.0
    if left_out and (width := _more_width(frame, left_out)) + least <= right - inner.x:
        ops.append(Text(right, baseline, f"+{left_out}", frame.small, theme.dim, "right", "medium"))
        right -= width
    if is_new(widget, frame):
        chip, width = _new_mark(widget, frame, inner.x, right, middle)
        ops += chip
        right -= width
    room = right - inner.x
    if not widget.title or room < NARROWEST * size:
        return ops, round(size * ROW) if ops else 0
    wanted, most = title or (size, 1 + _is_high(widget, inner.height / frame.label))
    lines = [widget.title]
    if frame.fonts.width(widget.title, wanted, TITLE_WEIGHT) <= room:
        size = wanted
    elif most > 1:
        size = wanted
        lines = list(frame.fonts.wrap(widget.title, size, TITLE_WEIGHT, room, most))
    else:
        size = fitted_size(frame, [widget.title], wanted, room, TITLE_WEIGHT)
    # In the middle of the card, where that is clear of the marks on the right.
    widest = max(frame.fonts.width(line, size, TITLE_WEIGHT) for line in lines)
    is_centred = frame.is_poster and widget.IS_CENTRED and widest <= inner.width - 2 * (inner.right - right)
    for number, line in enumerate(lines):
        y = baseline + number * size * TITLE_PITCH
        text = from_its_side(Text(inner.x, y, line, size, theme.text, "left", TITLE_WEIGHT, room), frame)
        ops.append(structs.replace(text, x=inner.x + inner.width / 2, align="center") if is_centred else text)
    return ops, head_height(frame, size, len(lines))


def _more_width(frame: Frame, left_out: int) -> float:
    return frame.fonts.width(f"+{left_out}", frame.small, "medium") + SPACE * frame.unit


def is_new(widget: Widget, frame: Frame) -> bool:
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
    wanted = frame.fonts.width(widget.title, size, TITLE_WEIGHT)
    if wanted + width + SPACE * unit > right - left:
        dot = size * 0.5
        if right - dot < left:
            return [], 0.0
        return [Box(right - dot, middle - dot / 2, dot, dot, color, dot / 2)], dot + SPACE * unit
    height = size * 1.16
    chip = Box(right - width, middle - height / 2, width, height, color, height / 2)
    text = Text(right - width / 2, middle + size * 0.32, word, size, ink_on(color), "center", "semibold")
    return [chip, text], width + SPACE * unit
