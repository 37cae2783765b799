"""Definitions of tiles: in the tiles, or one after the other on a line at the foot of the page.

A definition in every tile makes a page full of small grey text that is read once. On the line at the foot each has its
turn, in an order that follows from the hub's time, and no tile moves or changes for it.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from displayd.compose.bounded_fonts import BoundedFonts, TooSlowError
from displayd.compose.card_head import is_new
from displayd.compose.context import nothing_spent
from displayd.document.model import Page
from displayd.document.schedule import Showing
from displayd.document.settings import DefinitionsShown
from displayd.scene.geometry import Rect
from displayd.scene.mirror import mirrored
from displayd.scene.operations import Align, Cell, Op, Text
from displayd.text.invisible import is_invisible
from displayd.tile.frame import Frame
from displayd.tile.text_side import runs_against
from displayd.tile.widget import Widget

__all__ = [
    "DEFINITION_CELL",
    "MORE",
    "TURN_SECONDS",
    "DefinitionLine",
    "definition_cell",
    "definition_line",
    "explained",
    "line_count",
    "line_height",
    "without_definition",
]

logger = logging.getLogger(__name__)

DEFINITION_CELL = "(definition)"
"""Name of the cell of the line; no widget can be called that."""

TURN_SECONDS = 10.0
"""For so long a definition stays, or longer where its page goes before the next would have as long."""

LINE_HEIGHT = 1.28

# An upright page is narrow and high: a definition stands in two lines there.
LINES, UPRIGHT_LINES = 1, 2

# In labels: a page that is less high needs all of it for its tiles.
LEAST_HEIGHT = 14.0

# Between a title and its definition, in font sizes.
SPACE = 0.5

MORE = "\N{HORIZONTAL ELLIPSIS}"
"""Where a definition that is too long for its lines goes on in the next turn, and where it does so."""


class DefinitionLine(NamedTuple):
    """What the line at the foot of a page is made of."""

    definitions: tuple[tuple[str, str], ...]
    """Title and definition of each tile that has one, in the order of their turns."""
    area: Rect
    line_count: int
    """How many lines of text it has."""
    since: float
    """Unix time at which the page came on show."""
    until: float
    """And at which it goes."""
    rounds: int
    """How often the loop had gone round before."""


class _Part(NamedTuple):
    """A definition, or as much of it as there is room for."""

    title: str
    """Of the tile, with which the first line begins; empty where it does not."""
    lines: tuple[str, ...]


def explained(page: Page, shown: DefinitionsShown, frame: Frame) -> frozenset[str]:
    """Names of the tiles of `page` that have their definition in them, where there is room for it.

    That of a page of one tile, and on their first day those that are new; all or none where the page says so.
    """
    if shown == "always" or (shown == "in-turn" and len(page.widgets) == 1):
        return frozenset(page.widgets)
    if shown == "never":
        return frozenset()
    return frozenset(name for name, widget in page.widgets.items() if is_new(widget, frame))


def without_definition(widget: Widget) -> Widget:
    """`widget`, whose definition is not told in its tile."""
    return structs.replace(widget, about="") if widget.about else widget


def line_height(page: Page, shown: DefinitionsShown, frame: Frame) -> int:
    """Height of the line at the foot of a page whose tiles have `frame.area`, with the space above, px; 0 for none."""
    if shown != "in-turn" or len(page.widgets) == 1 or frame.area.height < LEAST_HEIGHT * frame.label:
        return 0
    # A page without definitions gives no height to the name of a line, for which its tile has more room so.
    has_any = any(not is_invisible(widget.about) for widget in page.widgets.values())
    return round(line_count(frame.area) * frame.small * LINE_HEIGHT + 0.75 * frame.gap) if has_any else 0


def definition_line(showing: Showing, frame: Frame, lines: int) -> DefinitionLine:
    """What stands in `frame.area`, the foot of the page of `showing`, in so many lines of text."""
    defined = tuple(_defined(showing.page.widgets, frame))
    return DefinitionLine(defined, frame.area, lines, showing.since, showing.until, showing.rounds)


def definition_cell(line: DefinitionLine, frame: Frame, cpu_seconds: Callable[[], float] = nothing_spent) -> Cell:
    """The definition whose turn it is, in `frame.area`.

    Args:
        cpu_seconds: as for `PageContext`.
    """
    frame = replace(frame, fonts=BoundedFonts(frame.fonts, frame.area, frame.small, cpu_seconds))
    # The fence around a tile, for words that no line should hold: the page goes on without them.
    try:
        return _cell(line, frame)
    except TooSlowError:
        logger.warning("The definitions of a page take too long to draw")
        fault = "cannot be drawn in time"
        return Cell(DEFINITION_CELL, frame.area, frame.theme.background, (), fault=fault, is_cut_short=True)


def _cell(line: DefinitionLine, frame: Frame) -> Cell:
    area, size, theme = frame.area, frame.small, frame.theme
    parts = [part for title, about in line.definitions for part in _parts(title, about, line.line_count, frame)]
    turn, until = _turn(line, frame.unix_time)
    title, lines = parts[turn % len(parts)]
    is_from_far = runs_against(" ".join(lines), frame)
    align: Align = "right" if is_from_far else "left"
    ops: list[Op] = []
    for number, words in enumerate(lines):
        x = float(area.right if is_from_far else area.x)
        y = area.bottom - 0.24 * size - (line.line_count - 1 - number) * size * LINE_HEIGHT
        if number == 0 and title:
            ops.append(Text(x, y, title, size, theme.dim, align, "semibold", area.width))
            used = frame.fonts.width(title, size, "semibold") + SPACE * size
            x += -used if is_from_far else used
            words = words[len(title) :].strip()
        if words:
            ops.append(Text(x, y, words, size, theme.dim, align, "regular", area.width, is_tabular=False))
    if frame.is_mirrored:
        ops = mirrored(ops, area.x, area.right)
    return Cell(DEFINITION_CELL, area, theme.background, tuple(ops), until if len(parts) > 1 else math.inf)


def _defined(widgets: Mapping[str, Widget], frame: Frame) -> Iterator[tuple[str, str]]:
    for widget in widgets.values():
        definition = widget.definition(frame)
        if not is_invisible(definition):
            yield "" if is_invisible(widget.title) else " ".join(widget.title.split()), " ".join(definition.split())


def line_count(room: Rect) -> int:
    """How many lines of text the foot of a page has whose tiles have `room`."""
    return LINES if room.width >= room.height else UPRIGHT_LINES


def _parts(title: str, about: str, most: int, frame: Frame) -> list[_Part]:
    """`about` in as many parts of `most` lines as it needs."""
    size, fonts, whole = frame.small, frame.fonts, f"{title} {about}".strip()
    space = SPACE * size if title else 0.0
    in_one = fonts.width(title, size, "semibold") + space + fonts.width(about, size, is_tabular=False)
    if in_one <= frame.area.width:
        return [_Part(title, (whole,))]
    # All of it as heavy as the title, which is a little wider than it will be.
    room = frame.area.width - space - 2 * fonts.width(f" {MORE}", size, "semibold")
    lines = fonts.wrap(whole, size, "semibold", room)
    parts = [tuple(lines[start : start + most]) for start in range(0, len(lines), most)]
    begins = title if lines[0].startswith(title) else ""
    return [
        _Part("" if number else begins, _going_on(part, number > 0, number < len(parts) - 1))
        for number, part in enumerate(parts)
    ]


def _going_on(lines: tuple[str, ...], has_before: bool, has_after: bool) -> tuple[str, ...]:
    first = f"{MORE} {lines[0]}" if has_before else lines[0]
    lines = (first, *lines[1:])
    return (*lines[:-1], f"{lines[-1]} {MORE}") if has_after else lines


def _turn(line: DefinitionLine, unix_time: float) -> tuple[int, float]:
    """How many turns there were before the one at `unix_time`, in all rounds of the loop, and when it ends.

    A page has as many turns as there is time for, whole ones; the last is as long as the page stays.
    """
    turns = max(1, math.floor((line.until - line.since) / TURN_SECONDS)) if math.isfinite(line.until) else math.inf
    own = math.floor(max(0.0, unix_time - line.since) / TURN_SECONDS)
    if own + 1 >= turns:
        return (line.rounds + 1) * int(turns) - 1, line.until
    ends = line.since + (own + 1) * TURN_SECONDS
    return (line.rounds * int(turns) if math.isfinite(turns) else 0) + own, ends
