"""The piece of news whose turn it is, as large as it fits."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from displayd.drawing.marks.dots import dots, dots_width
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.turning import turn_at
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.text_side import from_its_side
from displayd.widgets.ticker.widget import Item, Ticker

__all__ = ["draw", "wanted_height"]

# Sizes of the words, in labels: the largest with which all of them fit.
# Those of one that has a page to itself come before them.
ALONE_SIZES = (6.4, 5.7, 5.07, 4.5, 4.0, 3.56, 3.16, 2.81, 2.5)
SIZES = (2.27, 2.03, 1.8, 1.6, 1.42, 1.27, 1.125, 1.0)

# Height of a line, and width of a mark with its space, in font sizes.
LINE, MARK = 1.22, 1.0

# Least height, in labels, at which there is room for the dots under the words.
DOTS_FROM = 4.5

# In a band so many times as wide as high the detail stands beside the words.
BAND = 4.0

# Corners, and space around the words, of a ticker without a title, in 1080ths of the screen's short side.
RADIUS, PADDING = 18, 28


def draw(widget: Ticker, frame: Frame) -> list[Op]:
    """The item whose turn it is, as large as it fits."""
    known = [item for item in widget.items if item.label or item.detail]
    turn = turn_at(frame.unix_time, widget.seconds, len(known))
    frame.changes_at(turn.until)
    item = known[turn.number]
    ops: list[Op] = []
    if widget.takes_whole_cell():
        ops, frame = _own_card(frame, item.level)
    if len(known) > 1 and frame.area.height >= DOTS_FROM * frame.label:
        ops += _position(frame, turn.number, len(known))
        frame = replace(frame, area=frame.area.inset(0, 0, 0, round(frame.small * LINE)))
    return ops + _item_ops(frame, item)


def wanted_height(widget: Ticker, frame: Frame) -> float:
    """Two lines of large words, a detail and the dots."""
    return 5.5 * frame.label


class _Words(NamedTuple):
    """The lines of one piece of news."""

    label: list[str]
    size: float
    detail: list[str]
    mark: float
    """Width of the mark before the words, px."""
    is_beside: bool = False
    """True with the detail on the line of the label."""


def _own_card(frame: Frame, level: Level) -> tuple[list[Op], Frame]:
    """A card without a title, and the frame inside it; as much space above and below as the words can spare."""
    area, unit = frame.area, frame.unit
    ops: list[Op] = [Box(*area, frame.theme.card, RADIUS * unit)]
    if level in ("amber", "red"):
        high = max(0.0, area.height - 2 * RADIUS * unit)
        ops.append(Box(area.x, area.y + RADIUS * unit, 8 * unit, high, frame.theme.level_color(level), 4 * unit))
    space = min(PADDING * unit, max(0.0, (area.height - frame.label * LINE) / 2))
    return ops, replace(frame, area=area.inset(round(PADDING * unit), int(space)))


def _position(frame: Frame, number: int, count: int) -> list[Op]:
    """Dots, or numbers where those would be too many, in the lower right corner."""
    area, size = frame.area, frame.small
    if 0 < dots_width(frame, count) <= area.width:
        return dots(frame, number, count, area.right, area.bottom - size * 0.4)
    text = frame.format.say("{rows} of {count}", rows=number + 1, count=count)
    if frame.fonts.width(text, size) > area.width:
        return []
    return [Text(area.right, area.bottom - size * 0.28, text, size, frame.theme.dim, "right")]


def _item_ops(frame: Frame, item: Item) -> list[Op]:
    area, theme, small = frame.area, frame.theme, frame.small
    words = _words(frame, item)
    height = (len(words.label) * words.size + (0 if words.is_beside else len(words.detail)) * small) * LINE
    middle = area.y + (area.height - height) / 2 + words.size * LINE / 2
    left, room = area.x + words.mark, area.width - words.mark
    ops: list[Op] = []
    if words.mark:
        ops += level_mark(item.level, area.x + words.size * 0.34, middle, words.size * 0.62, theme)
    for number, line in enumerate(words.label):
        y = middle + number * words.size * LINE + words.size * CAP_HEIGHT / 2
        text = Text(left, y, line, words.size, theme.text, "left", "semibold", room, is_tabular=False)
        ops.append(from_its_side(text, frame))
    if words.is_beside:
        x = left + frame.fonts.width(words.label[0], words.size, "semibold", False) + words.size * 0.5
        y = middle + words.size * CAP_HEIGHT / 2
        return [*ops, *(Text(x, y, line, small, theme.dim, is_tabular=False) for line in words.detail)]
    top = middle + (len(words.label) - 0.5) * words.size * LINE
    for number, line in enumerate(words.detail):
        y = top + (number + 0.5) * small * LINE + small * CAP_HEIGHT / 2
        text = Text(left, y, line, small, theme.dim, "left", "regular", room, is_tabular=False)
        ops.append(from_its_side(text, frame))
    return ops


def _words(frame: Frame, item: Item) -> _Words:
    """The words in the largest letters in which all of them fit; then the detail is left out, then they are cut."""
    area = frame.area
    text, detail = (item.label, item.detail) if item.label else (item.detail, "")
    share = MARK if item.level != "none" else 0.0
    sizes = ALONE_SIZES + SIZES if frame.is_alone else SIZES
    for more in dict.fromkeys((detail, "")):
        for size in [*(frame.label * one for one in sizes), frame.small]:
            mark = share * size
            found = _band(frame, text, more, size, mark) or _block(frame, text, more, size, mark)
            if found is not None:
                return found
    size = min(frame.small, float(area.height))
    # The edge of the tile shows the level too.
    if (found := _block(frame, text, "", size, 0.0)) is not None:
        return found
    mark = share * size if area.width > 4 * size else 0.0
    count = max(1, int(area.height / (size * LINE) + 1e-6))
    # What does not fit is cut with an ellipsis at the end of the last line.
    return _Words(list(frame.fonts.wrap(text, size, "semibold", area.width - mark, count)), size, [], mark)


def _band(frame: Frame, text: str, detail: str, size: float, mark: float) -> _Words | None:
    """All on one line, None where the tile is no band or has no room for that."""
    if frame.area.width < BAND * frame.area.height or size * LINE > frame.area.height:
        return None
    width = mark + frame.fonts.width(text, size, "semibold", False)
    width += size * 0.5 + frame.fonts.width(detail, frame.small, "regular", False) if detail else 0.0
    if width > frame.area.width:
        return None
    return _Words([text], size, [detail] if detail else [], mark, True)


def _block(frame: Frame, text: str, detail: str, size: float, mark: float) -> _Words | None:
    """Lines under each other with no word broken inside, None where there is no room for that."""
    room = frame.area.width - mark
    longest = max(frame.fonts.width(word, size, "semibold", False) for word in text.split() or [""])
    if longest > room or room <= size:
        return None
    most = int(frame.area.height / (min(size, frame.small) * LINE)) + 1
    lines = list(frame.fonts.wrap(text, size, "semibold", room, most))
    under = list(frame.fonts.wrap(detail, frame.small, "regular", room, most)) if detail else []
    is_high = (len(lines) * size + len(under) * frame.small) * LINE > frame.area.height
    return None if is_high else _Words(lines, size, under, mark)
