"""The place of a film, or in words why it does not play."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.marks.message import message
from displayd.scene.operations import Box, Film, Op
from displayd.text.language import word
from displayd.tile.frame import Frame
from displayd.widgets.video.widget import Video

__all__ = ["draw", "wanted_height"]

RADIUS = 18
NOT_YET, CANNOT = word("No video yet"), word("The video cannot be played")


def draw(widget: Video, frame: Frame) -> list[Op]:
    """The film, its poster while it does not play, and words where there is neither."""
    digest, poster = frame.picture_digest(widget.source), None
    if widget.poster:
        poster = frame.picture_digest(widget.poster)
    fault = frame.film_fault(digest) if digest else ""
    if fault:
        return _said(widget, frame, CANNOT, [frame.format.say(fault)])
    if digest is None and poster is None:
        return _said(widget, frame, NOT_YET, [])
    ops: list[Op] = []
    if widget.takes_whole_cell() and not widget.covers:
        # The edges of a film of another shape stand on a card, as everything else.
        ops.append(Box(*frame.area, frame.theme.card, RADIUS * frame.unit))
    return [*ops, Film(*frame.area, digest or "", poster or "", widget.covers)]


def wanted_height(widget: Video, frame: Frame) -> float:
    """A picture in which something is to be made out."""
    return 8.0 * frame.label


def _said(widget: Video, frame: Frame, heading: str, lines: list[str]) -> list[Op]:
    if not widget.takes_whole_cell():
        return message(frame, frame.format.say(heading), lines, frame.theme.dim)
    padding = round(min(28 * frame.unit, 0.15 * min(frame.area.width, frame.area.height)))
    card = Box(*frame.area, frame.theme.card, RADIUS * frame.unit)
    inner = replace(frame, area=frame.area.inset(padding))
    return [card, *message(inner, frame.format.say(heading), lines, frame.theme.dim)]
