"""The line above the tiles: logo and titles on the left, on the right what holds for the page."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from displayd.compose.notice import Notice, notice_ops
from displayd.document.model import Document
from displayd.document.schedule import Showing
from displayd.scene.geometry import Rect
from displayd.scene.mirror import mirrored
from displayd.scene.operations import Box, Cell, Circle, Op, Picture, Text
from displayd.scene.theme import readable_on
from displayd.text.invisible import is_invisible
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import from_its_side

__all__ = ["HEADER_CELL", "HEADER_LABELS", "HeaderContent", "header_cell", "header_content", "header_height"]

HEADER_CELL = "(header)"
"""Name of the cell; no widget can be called that."""

# In labels (see `Frame.label`).
HEADER_LABELS = 1.68

# Font size of title and time, in that of the smallest text: two steps up the scale of values.
TITLE_SMALLS = 2**0.5

# Of the line under the title of an upright page, and from there to the baseline of that line.
SECOND_LABELS = 1.12

# A line that is less wide than so many labels has no room for dots.
NARROW_LABELS = 22

# A logo that is wider for its height is drawn no wider than this, and so lower: the title needs the room.
WIDEST_LOGO_ASPECT = 5.0

# Between what stands beside each other, units.
SPACE = 24

MOST_DOTS = 12
DOT_STEP = 26


class HeaderContent(NamedTuple):
    """Everything that a header says, but for the time."""

    title: str
    dashboard: str
    """What stands beside the title where both have room; empty for nothing."""

    logo: str
    """Source of the picture, empty for none."""

    logo_aspect: float
    """Width of the logo divided by its height."""

    page: int
    """Number of the page among those in the loop, from 0."""

    page_count: int
    """How many pages are in the loop."""

    is_sample: bool
    """True when all figures of the page are sample data."""

    notice: Notice | None = None
    """What stands in place of logo, titles and dots while something is the matter."""


def header_content(document: Document, showing: Showing, is_sample: bool) -> HeaderContent | None:
    """What the header of a page says; None for a page that has none, as nothing has a title."""
    title, own, whole = ("" if is_invisible(one) else one for one in _seen_titles(document, showing))
    if not (title or own or whole):
        return None
    dashboard = own if title and own != title else ""
    return HeaderContent(
        title or whole,
        dashboard,
        document.logo,
        document.logo_aspect,
        showing.place if showing.places else showing.index,
        showing.places or len(document.pages),
        is_sample,
    )


def _seen_titles(document: Document, showing: Showing) -> tuple[str, str, str]:
    """Of the page, of its dashboard, of the screen."""
    return showing.page.title, showing.page.dashboard, document.title


def header_height(content: HeaderContent, frame: Frame) -> float:
    """Height in px of the header at the top of `frame.area`, the room of the whole page.

    An upright page has a second line for the name of the dashboard and the dots; a wide one has no height to give
    away, however few letters its width holds.
    """
    is_upright = frame.area.width < frame.area.height
    has_more = bool(content.dashboard) or 1 < content.page_count <= MOST_DOTS
    return (HEADER_LABELS + (SECOND_LABELS if is_upright and has_more else 0.0)) * frame.label


def header_cell(content: HeaderContent, frame: Frame) -> Cell:
    """`content` and the time, filling `frame.area`."""
    area, unit, theme = frame.area, frame.unit, frame.theme
    size = frame.small * TITLE_SMALLS
    baseline = area.y + size * 0.92
    ops: list[Op] = []
    right = float(area.right)
    if frame.has_time:
        text = frame.format.time(frame.unix_time)
        ops.append(Text(right, baseline, text, size, theme.text, "right", "semibold"))
        right -= frame.fonts.width(text, size, "semibold") + 32 * unit
        frame.changes_at(math.floor(frame.unix_time / 60) * 60 + 60)
    if area.height > (HEADER_LABELS + SECOND_LABELS / 2) * frame.label:
        has_chip = content.is_sample and not _fit_beside(content.title, frame, right - area.x)
        ops += _second_line(content._replace(is_sample=has_chip), frame, baseline + SECOND_LABELS * frame.label)
        content = content._replace(dashboard="", is_sample=content.is_sample and not has_chip)
    elif 1 < content.page_count <= MOST_DOTS and area.width > NARROW_LABELS * frame.label:
        # Of little use where the page is narrow: the title goes first.
        ops += _dots(content, frame, right, baseline - size * 0.34)
        right -= content.page_count * DOT_STEP * unit + 14 * unit
    if content.is_sample:
        chip, width = _sample_chip(frame, right, baseline - size * 0.36)
        ops += chip
        right -= width + SPACE * unit
    if content.notice is None:
        left, logo = _logo(content, frame, size)
        ops += [*logo, *_titles(content, frame, left, right)]
    else:
        # Everything else stays where it is.
        bar = Rect(area.x, area.y, round(right - area.x), round(area.height - 0.18 * frame.label))
        ops += notice_ops(content.notice, replace(frame, area=bar))
    if frame.is_mirrored:
        ops = mirrored(ops, area.x, area.right)
    return Cell(HEADER_CELL, area, theme.background, tuple(ops), frame.until)


def _fit_beside(title: str, frame: Frame, room: float) -> bool:
    """True where the page's title and the mark of sample data have room beside each other."""
    _, width = _sample_chip(frame, 0, 0)
    return frame.fonts.width(title, frame.small * TITLE_SMALLS, "bold") + width + SPACE * frame.unit <= room


def _second_line(content: HeaderContent, frame: Frame, baseline: float) -> list[Op]:
    """Name of the dashboard, and what holds for the page, under title and time."""
    area, size = frame.area, frame.label
    ops: list[Op] = []
    right = float(area.right)
    if 1 < content.page_count <= MOST_DOTS:
        ops += _dots(content, frame, right, baseline - size * 0.34)
        right -= content.page_count * DOT_STEP * frame.unit + 14 * frame.unit
    if content.is_sample:
        chip, width = _sample_chip(frame, right, baseline - size * 0.34)
        ops += chip
        right -= width + SPACE * frame.unit
    if content.dashboard and content.notice is None:
        size = fitted_size(frame, [content.dashboard], size, right - area.x, "regular")
        name = Text(area.x, baseline, content.dashboard, size, frame.theme.dim, "left", "regular", right - area.x)
        ops.append(from_its_side(name, frame))
    return ops


def _logo(content: HeaderContent, frame: Frame, size: float) -> tuple[float, list[Op]]:
    """Where the title begins, px, and the logo before it."""
    area = frame.area
    digest = frame.picture_digest(content.logo) if content.logo else None
    if digest is None:
        return area.x, []
    width = size * 1.24 * min(WIDEST_LOGO_ASPECT, content.logo_aspect)
    logo = Picture(area.x, area.y, width, size * 1.24, digest)
    return area.x + width + 28 * frame.unit, [logo]


def _dots(content: HeaderContent, frame: Frame, right: float, middle: float) -> list[Op]:
    """One dot for each page of the loop, that of this page larger."""
    unit, theme = frame.unit, frame.theme
    start = right - (content.page_count - 1) * DOT_STEP * unit - 9 * unit
    return [
        Circle(
            start + number * DOT_STEP * unit,
            middle,
            (9 if number == content.page else 7) * unit,
            theme.text if number == content.page else theme.grid,
        )
        for number in range(content.page_count)
    ]


def _sample_chip(frame: Frame, right: float, middle: float) -> tuple[list[Op], float]:
    """A mark that says that the figures are made up, and its width."""
    theme, size, pad = frame.theme, frame.small, 20 * frame.unit
    # The whole words, where the page is wide enough for them and a title.
    text = frame.format.say("Sample data") if frame.area.width > 24 * frame.label else frame.format.say("Sample")
    width = frame.fonts.width(text, size, "semibold") + 2 * pad
    height = size * 1.36
    chip = Box(right - width, middle - height / 2, width, height, theme.raised, height / 2)
    color = readable_on(theme.raised, theme.sample_color, theme.text)
    return [chip, Text(right - pad, middle + size * 0.35, text, size, color, "right", "semibold")], width


def _titles(content: HeaderContent, frame: Frame, left: float, right: float) -> list[Op]:
    """Title of the page and, where both have room, of its dashboard."""
    theme, room = frame.theme, right - left
    size = frame.small * TITLE_SMALLS
    baseline = frame.area.y + size * 0.92
    size = fitted_size(frame, [content.title], size, room, "bold")
    title = from_its_side(Text(left, baseline, content.title, size, theme.text, "left", "bold", room), frame)
    used = frame.fonts.width(content.title, size, "bold") + 24 * frame.unit
    if not content.dashboard or used + frame.fonts.width(content.dashboard, frame.label, "regular") > room:
        return [title]
    end = left + used if title.align == "left" else right - used
    return [title, Text(end, baseline, content.dashboard, frame.label, theme.dim, title.align, "regular")]
