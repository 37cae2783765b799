"""A page at a moment as a scene: header, notice and one cell per widget."""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from displayd.compose.card import message, tile
from displayd.compose.figure_changes import Change
from displayd.compose.tile_animation import in_motion
from displayd.document.freshness import freshness_at
from displayd.document.model import Document, Page, template_of
from displayd.document.schedule import Showing
from displayd.scene.geometry import Rect, cells
from displayd.scene.operations import Box, Cell, Circle, Fonts, Op, Picture, Scene, Text
from displayd.scene.theme import THEMES, ink_on
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES, font_px
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.widget import Widget

__all__ = ["Memo", "Notice", "compose", "dark_scene"]

logger = logging.getLogger(__name__)

# In 1080ths of the short side, like every length of a page.
MARGIN = 28
GAP = 20

# In labels (see `Frame.label`).
HEADER = 1.68
NOTICE = 1.4
TITLE = 1.27

# A logo that is wider, in heights of the header's title, is made lower.
WIDEST_LOGO = 5.0

MOST_DOTS = 12
DOT_STEP = 26


class Notice(NamedTuple):
    """A line across the bottom of the page that concerns the whole screen."""

    text: str
    level: str = "amber"
    """`amber` or `red`."""


class Memo:
    """Cells made before, to be used again while nothing about them has changed."""

    def __init__(self) -> None:
        self._common: tuple[object, ...] = ()
        self._cells: dict[str, tuple[tuple[object, ...], float, Cell]] = {}
        self._layouts: dict[int, tuple[tuple[object, ...], dict[str, Rect]]] = {}
        self._document: Document | None = None

    def begin(self, common: tuple[object, ...], document: Document) -> None:
        """Forget everything when what all cells have in common has changed, and what `document` no longer has."""
        if common != self._common:
            self._cells.clear()
            self._layouts.clear()
            self._common = common
        if document is not self._document:
            self._document = document
            names = {f"{index}/{name}" for index, page in enumerate(document.pages) for name in ("", *page.widgets)}
            self._cells = {name: kept for name, kept in self._cells.items() if name in names}
            count = len(document.pages)
            self._layouts = {number: kept for number, kept in self._layouts.items() if number < count}

    def cell(self, name: str, inputs: tuple[object, ...], unix_time: float, make: Callable[[], Cell]) -> Cell:
        """The cell `name` made from these very `inputs`: a new one, or the last if time has not changed it since."""
        kept = self._cells.get(name)
        if kept is not None and kept[1] <= unix_time < kept[2].until and kept[0] == inputs:
            return kept[2]
        made = make()
        self._cells[name] = (inputs, unix_time, made)
        return made

    def layout(self, number: int, inputs: tuple[object, ...], make: Callable[[], dict[str, Rect]]) -> dict[str, Rect]:
        """The rectangles of page `number`, which depend on `inputs`."""
        kept = self._layouts.get(number)
        if kept is not None and kept[0] == inputs:
            return kept[1]
        made = make()
        self._layouts[number] = (inputs, made)
        return made


def compose(
    document: Document,
    showing: Showing,
    size: tuple[int, int],
    unix_time: float,
    fonts: Fonts,
    notice: Notice | None = None,
    pictures: Mapping[str, str] | None = None,
    has_time: bool = True,
    memo: Memo | None = None,
    moving: Mapping[str, Change] = MappingProxyType({}),
) -> Scene:
    """The page of `showing` as it looks at `unix_time`.

    Equal arguments give equal scenes; `memo` only saves work.

    Args:
        size: width and height of the upright page, px.
        notice: shown across the bottom; the page makes room for it.
        pictures: source of each picture that has arrived, and its SHA-256 in hex. Must not change once handed in.
        has_time: False when the clock cannot be trusted; no time of day is then shown.
        moving: by name, the tiles whose new figures have just come.
    """
    width, height = size
    unit = min(width, height) / 1080
    theme = document.palette or THEMES[document.theme]
    floor_px = font_px(MINIMUM_ARC_MINUTES, size, document.diagonal_in, document.viewing_m)
    formatter = Formatter(document.locale, document.timezone)
    page = showing.page
    memo = memo or Memo()
    memo.begin((size, theme, formatter, floor_px, pictures, has_time), document)
    margin, gap = round(MARGIN * unit), round(GAP * unit)
    room = Rect(0, 0, width, height).inset(margin)
    made: list[Cell] = []

    def frame_for(rect: Rect) -> Frame:
        sources = pictures or {}
        return Frame(rect, unit, theme, fonts, formatter, unix_time, sources.get, has_time, floor_px)

    is_sample = _is_all_made_up(page)

    def tile(name: str, widget: Widget, rect: Rect) -> Cell:
        def make() -> Cell:
            return _tile(name, widget, frame_for(rect), widget.sample and not is_sample)

        return memo.cell(f"{showing.index}/{name}", (widget, rect, is_sample), unix_time, make)

    def moving_tile(name: str, change: Change, rect: Rect) -> Cell:
        old, new = tile(f"{name}/before", change.before, rect), tile(name, page.widgets[name], rect)
        # The fence around what moves: a tile that cannot stands still, and the page goes on.
        try:
            return in_motion(old, new, change, unix_time, theme, fonts)
        except Exception:
            logger.exception("Widget %s cannot move", name)
            return new

    label = frame_for(room).label
    if page.title or page.dashboard or document.title:
        header = Rect(room.x, room.y, room.width, round(HEADER * label))
        logo = document.logo, document.logo_aspect
        inputs = (page.title, page.dashboard, document.title, logo, len(document.pages), is_sample)
        make = functools.partial(_header, document, showing, is_sample)
        made.append(memo.cell(f"{showing.index}/", inputs, unix_time, lambda: make(frame_for(header))))
        room = room.inset(0, header.height + round(4 * unit), 0, 0)
    if notice is not None:
        bar_height = round(NOTICE * label)
        bar = Rect(room.x, room.bottom - bar_height, room.width, bar_height)
        made.append(_notice(notice, frame_for(bar)))
        room = room.inset(0, 0, 0, bar.height + gap)
    rects = memo.layout(showing.index, (page, room), lambda: _layout(page, room, gap, width >= height))
    for name, rect in rects.items():
        change = moving.get(name)
        made.append(moving_tile(name, change, rect) if change else tile(name, page.widgets[name], rect))
    return Scene(width, height, theme.background, tuple(made))


def _is_all_made_up(page: Page) -> bool:
    """True when all figures of `page` are sample data, so that one mark on the page will do.

    What has no figures does not count: the mark is about what the others say.
    """
    figures = [one for one in page.widgets.values() if one.sample or one.HAS_FIGURES]
    return bool(figures) and all(widget.sample for widget in figures)


def _layout(page: Page, room: Rect, gap_px: int, is_landscape: bool) -> dict[str, Rect]:
    template = template_of(page, is_landscape)
    if is_landscape:
        return cells(template, room, gap_px, page.landscape_rows, page.landscape_columns)
    return cells(template, room, gap_px, page.portrait_rows, page.portrait_columns)


def dark_scene(size: tuple[int, int]) -> Scene:
    """Nothing on the glass: outside opening hours."""
    return Scene(size[0], size[1], "#000000", ())


def _tile(name: str, widget: Widget, frame: Frame, says_sample: bool) -> Cell:
    rect, theme = frame.area, frame.theme
    # The fence around a widget: whatever it raises becomes a card in its own cell, and the rest of the page goes on.
    try:
        freshness = freshness_at(widget, frame.unix_time)
        frame.changes_at(freshness.until)
        ops = tile(widget, frame, freshness, says_sample)
    except Exception as exc:
        logger.exception("Widget %s (%s) cannot be drawn", name, type(widget).__name__.lower())
        inner = replace(frame, area=rect.inset(round(28 * frame.unit)))
        ops = [
            Box(*rect, theme.card, 18 * frame.unit),
            *message(inner, "Cannot be drawn", [f"{widget.title or name}: {type(exc).__name__}"], theme.red),
        ]
    return Cell(name, rect, theme.background, tuple(ops), frame.until)


def _header(document: Document, showing: Showing, is_sample: bool, frame: Frame) -> Cell:
    """Logo and titles on the left; on the right what holds for the page: sample data, place in the loop, time."""
    area, unit, theme = frame.area, frame.unit, frame.theme
    size = frame.label * TITLE
    baseline = area.y + size * 0.92
    left, ops = _logo(document, frame, size)
    right = float(area.right)
    if frame.has_time:
        text = frame.format.time(frame.unix_time)
        ops.append(Text(right, baseline, text, size, theme.text, "right", "semibold"))
        right -= frame.fonts.width(text, size, "semibold") + 32 * unit
        frame.changes_at(math.floor(frame.unix_time / 60) * 60 + 60)
    # Of little use where the page is narrow: the title goes first.
    count = len(document.pages)
    if 1 < count <= MOST_DOTS and area.width > 22 * frame.label:
        ops += _dots(frame, count, showing.index, right, baseline - size * 0.34)
        right -= count * DOT_STEP * unit + 14 * unit
    if is_sample:
        chip, width = _sample_chip(frame, right, baseline - size * 0.36)
        ops += chip
        right -= width + 24 * unit
    return Cell(
        "(header)", area, theme.background, (*ops, *_titles(document, showing, frame, left, right)), frame.until
    )


def _logo(document: Document, frame: Frame, size: float) -> tuple[float, list[Op]]:
    """Where the title begins, px, and the logo before it."""
    area = frame.area
    digest = frame.picture_digest(document.logo) if document.logo else None
    if digest is None:
        return area.x, []
    width = size * 1.24 * min(WIDEST_LOGO, document.logo_aspect)
    logo = Picture(area.x, area.y, width, size * 1.24, digest)
    return area.x + width + 28 * frame.unit, [logo]


def _dots(frame: Frame, count: int, index: int, right: float, middle: float) -> list[Op]:
    """One dot for each page of the loop, that of page `index` larger."""
    unit, theme = frame.unit, frame.theme
    start = right - (count - 1) * DOT_STEP * unit - 9 * unit
    return [
        Circle(
            start + number * DOT_STEP * unit,
            middle,
            (9 if number == index else 7) * unit,
            theme.text if number == index else theme.grid,
        )
        for number in range(count)
    ]


def _sample_chip(frame: Frame, right: float, middle: float) -> tuple[list[Op], float]:
    """A mark that says that the figures are made up, and its width."""
    theme, size, pad = frame.theme, frame.small, 20 * frame.unit
    # The whole words, where the page is wide enough for them and a title.
    text = "Sample data" if frame.area.width > 24 * frame.label else "Sample"
    width = frame.fonts.width(text, size, "semibold") + 2 * pad
    height = size * 1.36
    chip = Box(right - width, middle - height / 2, width, height, theme.raised, height / 2)
    return [chip, Text(right - pad, middle + size * 0.35, text, size, theme.sample_color, "right", "semibold")], width


def _titles(document: Document, showing: Showing, frame: Frame, left: float, right: float) -> list[Op]:
    """Title of the page and, where both have room, of its dashboard."""
    theme, unit = frame.theme, frame.unit
    size, room = frame.label * TITLE, right - left
    baseline = frame.area.y + size * 0.92
    title = showing.page.title or document.title
    dashboard = showing.page.dashboard if showing.page.title and showing.page.dashboard != showing.page.title else ""
    size = fitted_size(frame, [title], size, room, "bold")
    ops: list[Op] = [Text(left, baseline, title, size, theme.text, "left", "bold", room)]
    end = left + frame.fonts.width(title, size, "bold") + 24 * unit
    if dashboard and end + frame.fonts.width(dashboard, frame.label, "regular") <= right:
        ops.append(Text(end, baseline, dashboard, frame.label, theme.dim, "left", "regular"))
    return ops


def _notice(notice: Notice, frame: Frame) -> Cell:
    area, unit, theme = frame.area, frame.unit, frame.theme
    color = theme.level_color(notice.level)
    room = area.width - 56 * unit
    size = fitted_size(frame, [notice.text], frame.label, room, "semibold")
    middle = (area.x + area.width / 2, area.y + area.height / 2 + size * 0.36)
    text = Text(*middle, notice.text, size, ink_on(color), "center", "semibold", room)
    return Cell("(notice)", area, theme.background, (Box(*area, color, 14 * unit), text))
