"""The cell of one widget: still, moving to its new figures, or a card that says that it cannot be drawn."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from displayd.compose.bounded_fonts import BoundedFonts, TooSlowError
from displayd.compose.card import PADDING, RADIUS, TilePlan, card
from displayd.compose.context import PageContext, nothing_spent
from displayd.compose.figure_changes import Change
from displayd.compose.tile_animation import in_motion
from displayd.document.freshness import Freshness, freshness_at
from displayd.drawing.marks.message import message
from displayd.scene.geometry import Rect
from displayd.scene.mirror import mirrored
from displayd.scene.operations import Box, Cell, Op
from displayd.text.language import word
from displayd.text.moments import Present
from displayd.tile.frame import Frame
from displayd.tile.seen_texts import seen_of
from displayd.tile.widget import Widget

__all__ = ["POSTER_TEXT", "TileContent", "moving_cell", "tile_cell", "tile_ops"]

logger = logging.getLogger(__name__)


POSTER_TEXT = 1.5
"""How many times as large as usual the smallest text of a poster is."""

# The same for the hero of a page: two steps, as one is hardly seen from afar. A tile of less than so many labels has no
# height for larger words: they would make its value smaller than its neighbours'.
HERO_TEXT, HERO_HEIGHT = Frame.step**2, 8.0


class TileContent(NamedTuple):
    """What is in one cell of a page, and where."""

    name: str
    """Name of the widget on its page."""

    widget: Widget
    area: Rect
    says_sample: bool
    """True to mark made-up data on this tile (the page does it when all of it is made up)."""
    is_poster: bool = False
    """True for a figure that has the page to itself: all its words are larger."""
    plan: TilePlan | None = None
    """How it goes with the other tiles of the page."""
    is_told: bool = False
    """True where the page says for many tiles what is the matter with their data."""
    is_alone: bool = False
    """True where it has the page to itself, figure or not."""
    is_hero: bool = False
    """True for the main tile of a page: its words are larger, and its value as large as it can be."""
    is_roomy: bool = False
    """True on a page of few tiles."""


def tile_cell(content: TileContent, frame: Frame, cpu_seconds: Callable[[], float] = nothing_spent) -> Cell:
    """The cell of `content`, as it looks in `frame` when nothing moves.

    Args:
        cpu_seconds: as for `PageContext`.
    """
    content = content._replace(widget=seen_of(content.widget))
    name, widget, area, says_sample, is_poster, plan, is_told, is_alone, is_hero, is_roomy = content
    frame = replace(frame, is_alone=is_alone, is_roomy=is_roomy)
    if is_poster:
        frame = replace(frame, floor_px=frame.small * POSTER_TEXT, is_poster=True)
    elif is_hero and area.height > HERO_HEIGHT * frame.label:
        frame = replace(frame, floor_px=frame.small * HERO_TEXT, is_hero=True)
    present = Present(frame.unix_time) if frame.has_time else None
    fonts = BoundedFonts(frame.fonts, area, frame.small, cpu_seconds)
    bounded = replace(frame, fonts=fonts, format=frame.format.at(present), names_left_out=[])
    # The fence around a widget: whatever it raises becomes a card in its own cell, and the rest of the page goes on.
    try:
        freshness = freshness_at(widget, frame.unix_time)
        bounded.changes_at(freshness.until)
        ops = tile_ops(widget, bounded, freshness, says_sample, plan, is_told)
        bounded.changes_at(math.inf if present is None else present.until)
    except TooSlowError:
        logger.warning("Widget %s (%s) takes too long to draw", name, type(widget).__name__.lower())
        return structs.replace(_stand_in(content, frame, word("Cannot be drawn in time"), ""), is_cut_short=True)
    except Exception as exc:
        logger.exception("Widget %s (%s) cannot be drawn", name, type(widget).__name__.lower())
        stand_in = _stand_in(content, frame, word("Cannot be drawn"), type(exc).__name__)
        return structs.replace(stand_in, until=bounded.until)
    left_out = tuple(bounded.names_left_out)
    return Cell(name, area, frame.theme.background, _as_read(ops, frame), bounded.until, left_out=left_out)


def _as_read(ops: list[Op], frame: Frame) -> tuple[Op, ...]:
    """`ops` of a tile that fills `frame.area`, on the sides where readers look for them."""
    return tuple(mirrored(ops, frame.area.x, frame.area.right) if frame.is_mirrored else ops)


def _stand_in(content: TileContent, frame: Frame, heading: str, reason: str) -> Cell:
    """A card that says that there is nothing to be seen of a widget.

    Args:
        heading: in English, as it is in the log too.
    """
    name, widget, area = content[:3]
    theme = frame.theme
    inner = replace(frame, area=area.inset(round(PADDING * frame.unit)))
    # The name of a fault is English; whoever mends it finds it in the log and on the wall page.
    line = ": ".join(filter(None, (widget.title or name, reason if frame.format.is_english else "")))
    ops = [Box(*area, theme.card, RADIUS * frame.unit), *message(inner, frame.format.say(heading), [line], theme.red)]
    fault = ": ".join(filter(None, (heading.lower(), reason)))
    return Cell(name, area, theme.background, _as_read(ops, frame), fault=fault)


def moving_cell(old: Cell, new: Cell, change: Change, context: PageContext, unix_time: float) -> Cell:
    """The tile at `unix_time`, on its way from `old` to `new`."""
    # The fence around what moves: a tile that cannot stands still, and the page goes on.
    try:
        return in_motion(old, new, change, unix_time, context.theme, context.fonts)
    except Exception:
        logger.exception("Widget %s cannot move", new.name)
        return new


def tile_ops(
    widget: Widget,
    frame: Frame,
    freshness: Freshness,
    says_sample: bool,
    plan: TilePlan | None = None,
    is_told: bool = False,
) -> list[Op]:
    """`widget` as it stands in its cell, `frame.area`: to the edges if it wants to and its data is good, else a card.

    Args:
        says_sample: as for `TileContent`.
        plan: as for `TileContent`.
        is_told: as for `TileContent`.
    """
    if widget.takes_whole_cell() and freshness.state in ("fresh", "ageing"):
        return widget.draw(frame)
    return card(widget, frame, freshness, says_sample, plan, is_told)
