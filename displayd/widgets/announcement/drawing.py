"""An announcement: words as large as they fit, and a picture beside or above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from displayd.drawing.marks.sizes import largest_fitting, shared_size, shared_sizes
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Color, Op, Picture, Text
from displayd.scene.theme import ink_on, mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.text_side import from_its_side
from displayd.widgets.announcement.widget import AnnouncementTile

__all__ = ["draw", "wanted_height"]

RADIUS = 18
LINE_HEIGHT = 1.24

# Of the room: wide ones have the picture on the right, others above.
WIDE_ASPECT = 1.15
PICTURE_SHARE = 0.44

# With less room for words, in labels, there is no picture.
LEAST_WORDS_WIDTH, LEAST_WORDS_HEIGHT = 7.0, 3.2

# Of letters, in 1080ths of the short side, and in parts of the height of their room.
LARGEST_HEADLINE, HEADLINE_OF_HEIGHT = 150.0, 0.3

# Largest letters of the text, and those of headlines, in relation to each other.
TEXT_OF_HEADLINE = 0.58
STEP = 0.94

# The bar at the side, which has the colour of what must not be missed; units.
BAR = 14


def draw(widget: AnnouncementTile, frame: Frame) -> list[Op]:
    """The whole of it while it is on show, nothing before and after."""
    span = widget.on_show(frame.format.timezone)
    for edge in span:
        if frame.unix_time < edge:
            frame.changes_at(edge)
    # A screen that does not know the time shows what has been sent to it.
    if frame.has_time and not span.start <= frame.unix_time < span.end:
        return []
    theme = frame.theme
    color = {"good": theme.good, "warning": theme.amber, "urgent": theme.red}.get(widget.importance, "")
    paper = color if widget.importance == "urgent" else theme.card
    ops: list[Op] = [Box(*frame.area, paper, RADIUS * frame.unit)]
    digest = frame.picture_digest(widget.source) if widget.source else None
    words_room, picture_room = _rooms(widget, frame, has_picture=digest is not None)
    if digest is not None and picture_room is not None:
        ops.append(Picture(*picture_room, digest, widget.covers))
    if not _has_words(widget):
        return ops
    if color and paper != color:
        ops.append(_bar(frame, words_room, color))
    ink = ink_on(paper) if paper == color else theme.text
    quiet = mixed(ink, paper, 0.12) if paper == color else theme.dim
    return ops + _words(widget, replace(frame, area=_inner(frame, words_room)), ink, quiet)


def wanted_height(widget: AnnouncementTile, frame: Frame) -> float:
    """A headline, and a text of a few lines."""
    return 7.0 * frame.label


def _has_words(widget: AnnouncementTile) -> bool:
    return bool(widget.headline.strip() or widget.text.strip() or widget.title)


def _rooms(widget: AnnouncementTile, frame: Frame, *, has_picture: bool) -> tuple[Rect, Rect | None]:
    """Room of the words, and of the picture where there is one."""
    area = frame.area
    if not has_picture:
        return area, None
    if not _has_words(widget):
        return area, area
    if area.width >= WIDE_ASPECT * area.height:
        width = round(PICTURE_SHARE * area.width)
        words, picture = area.inset(0, 0, width, 0), area._replace(x=area.right - width, width=width)
    else:
        height = round(PICTURE_SHARE * area.height)
        words, picture = area.inset(0, height, 0, 0), area._replace(height=height)
    inner = _inner(frame, words)
    if inner.width < LEAST_WORDS_WIDTH * frame.label or inner.height < LEAST_WORDS_HEIGHT * frame.label:
        return area, None
    return words, picture


def _inner(frame: Frame, room: Rect) -> Rect:
    """`room` without its margins, which are those of other tiles in small rooms and wider in large ones."""
    padding = round(max(28 * frame.unit, 0.07 * min(room.width, room.height)))
    padding = min(padding, round(0.15 * min(room.width, room.height)))
    return room.inset(padding)


def _bar(frame: Frame, room: Rect, color: Color) -> Op:
    inset = min(RADIUS * frame.unit, room.height / 4)
    return Box(room.x, room.y + inset, BAR * frame.unit, room.height - 2 * inset, color, BAR * frame.unit / 2)


class _Block(NamedTuple):
    """Lines of one size."""

    text: str
    lines: Sequence[str]
    size: float
    is_headline: bool
    space: float
    """Above it, px."""

    @property
    def height(self) -> float:
        return self.space + sum(LINE_HEIGHT if line else LINE_HEIGHT / 2 for line in self.lines) * self.size


def _words(widget: AnnouncementTile, frame: Frame, ink: Color, quiet: Color) -> list[Op]:
    """Title, headline and text in the middle of their room."""
    area = frame.area
    largest = max(frame.label, min(LARGEST_HEADLINE * frame.unit, HEADLINE_OF_HEIGHT * area.height))
    sizes = shared_sizes(frame, largest, frame.label, STEP)
    size = largest_fitting(sizes, lambda one: _fits(widget, frame, one))
    blocks = _cut(frame, _blocks(widget, frame, size))
    y = area.y + max(0.0, area.height - sum(block.height for block in blocks)) / 2
    ops: list[Op] = []
    for block in blocks:
        y += block.space
        for line in block.lines:
            high = LINE_HEIGHT * block.size * (1 if line else 0.5)
            baseline = y + (high + CAP_HEIGHT * block.size) / 2
            y += high
            if line:
                weight, color = ("bold", ink) if block.is_headline else ("regular", quiet)
                op = Text(area.x, baseline, line, block.size, color, "left", weight, area.width, is_tabular=False)  # type: ignore[arg-type]
                ops.append(from_its_side(op, frame))
    return ops


def _fits(widget: AnnouncementTile, frame: Frame, size: float) -> bool:
    area = frame.area
    words = widget.headline.split()
    return all(frame.fonts.width(word, size, "bold", False) <= area.width for word in words) and (
        sum(block.height for block in _blocks(widget, frame, size)) <= area.height
    )


def _blocks(widget: AnnouncementTile, frame: Frame, size: float) -> list[_Block]:
    """What there is to say with a headline of `size`."""
    area = frame.area
    text_size = max(frame.small, shared_size(replace(frame, is_hero=False), size * TEXT_OF_HEADLINE))
    found: list[_Block] = []
    for text, one, is_headline in (
        (widget.title, frame.label, False),
        (widget.headline, size, True),
        (widget.text, text_size, False),
    ):
        if not text.strip():
            continue
        most = 2 * int(area.height / (one * LINE_HEIGHT)) + 2
        weight = "bold" if is_headline else "regular"
        lines = frame.fonts.wrap(text.strip(), one, weight, area.width, most)  # type: ignore[arg-type]
        found.append(
            _Block(text.strip(), lines, one, is_headline, (0.45 if is_headline else 0.7) * one if found else 0.0)
        )
    return found


def _cut(frame: Frame, blocks: list[_Block]) -> list[_Block]:
    """Of `blocks` what fits: the text loses its last lines first, and then goes; so on upwards."""
    area = frame.area
    for number in reversed(range(len(blocks))):
        over = sum(block.height for block in blocks) - area.height
        if over <= 0:
            break
        block = blocks[number]
        room = block.height - block.space - over
        count = int(room / (block.size * LINE_HEIGHT))
        if count < 1 and number:
            del blocks[number]
            continue
        weight = "bold" if block.is_headline else "regular"
        lines = frame.fonts.wrap(block.text, block.size, weight, area.width, max(1, count))  # type: ignore[arg-type]
        blocks[number] = block._replace(lines=lines)
    if len(blocks) == 1 and blocks[0].height > area.height:
        blocks[0] = blocks[0]._replace(size=min(blocks[0].size, area.height / LINE_HEIGHT))
    return blocks
