"""The picture whose turn it is, with its caption on a band across its foot."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.marks.message import message
from displayd.drawing.rows.turning import turn_at
from displayd.scene.operations import Box, Op, Picture, Text
from displayd.text.language import word
from displayd.tile.frame import Frame
from displayd.widgets.slideshow.widget import Slideshow

__all__ = ["draw", "wanted_height"]

RADIUS = 18
NOT_YET = word("No picture yet")

# Whatever is under it, white letters on it have a contrast of 4.5:1.
BAND, INK = "#000000b8", "#ffffff"

# Of the height of the tile: with a higher band there would be little to see.
MOST_BAND_SHARE = 0.25


def draw(widget: Slideshow, frame: Frame) -> list[Op]:
    """One of the pictures that have arrived; in words that none has."""
    found = [(frame.picture_digest(slide.source), slide) for slide in widget.items if slide.source]
    here = [(digest, slide) for digest, slide in found if digest is not None]
    if not here:
        return _waiting(widget, frame)
    turn = turn_at(frame.unix_time, widget.seconds, len(here))
    frame.changes_at(turn.until)
    digest, slide = here[turn.number]
    ops: list[Op] = []
    if widget.takes_whole_cell() and not widget.covers:
        # The edges of a picture of another shape stand on a card, as everything else.
        ops.append(Box(*frame.area, frame.theme.card, RADIUS * frame.unit))
    ops.append(Picture(*frame.area, digest, widget.covers))
    return ops + _caption(frame, slide.caption)


def wanted_height(widget: Slideshow, frame: Frame) -> float:
    """A picture in which something is to be made out."""
    return 8.0 * frame.label


def _waiting(widget: Slideshow, frame: Frame) -> list[Op]:
    if not widget.takes_whole_cell():
        return message(frame, frame.format.say(NOT_YET), [], frame.theme.dim)
    padding = round(min(28 * frame.unit, 0.15 * min(frame.area.width, frame.area.height)))
    card = Box(*frame.area, frame.theme.card, RADIUS * frame.unit)
    inner = replace(frame, area=frame.area.inset(padding))
    return [card, *message(inner, frame.format.say(NOT_YET), [], frame.theme.dim)]


def _caption(frame: Frame, caption: str) -> list[Op]:
    area, size = frame.area, frame.label
    height = round(1.7 * size)
    if not caption.strip() or height > MOST_BAND_SHARE * area.height or area.width < 4 * size:
        return []
    top, middle = area.bottom - height, area.x + area.width / 2
    words = Text(
        middle, top + 1.18 * size, caption.strip(), size, INK, "center", "medium", area.width - 2 * size, False
    )
    return [Box(area.x, top, area.width, height, BAND), words]
