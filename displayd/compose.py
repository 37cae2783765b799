"""A page at a moment as a scene: header, notice and one cell per widget."""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from displayd.document import Document, Page, template_of
from displayd.freshness import freshness_at
from displayd.geometry import Rect, cells
from displayd.playlist import Showing
from displayd.scene import Box, Cell, Circle, Color, Fonts, Op, Scene, Text
from displayd.theme import THEMES, contrast_ratio
from displayd.units import Formatter
from displayd.widgets.base import Frame, Widget, fitted_size
from displayd.widgets.card import card, message
from displayd.widgets.clock import Clock
from displayd.widgets.picture import PictureTile
from displayd.widgets.text import Words

__all__ = ["Memo", "Notice", "compose", "dark_scene"]

logger = logging.getLogger(__name__)

# In 1080ths of the short side, like every length of a page.
MARGIN = 28
GAP = 20
HEADER = 84
NOTICE = 68

INK = "#14181f"
PAPER = "#ffffff"


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

    def begin(self, common: tuple[object, ...]) -> None:
        """Forget everything when what all cells have in common has changed."""
        if common != self._common:
            self._cells.clear()
            self._layouts.clear()
            self._common = common

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
) -> Scene:
    """The page of `showing` as it looks at `unix_time`.

    Equal arguments give equal scenes; `memo` only saves work.

    Args:
        size: width and height of the upright page, px.
        notice: shown across the bottom; the page makes room for it.
        pictures: source of each picture that has arrived, and its SHA-256 in hex. Must not change once handed in.
        has_time: False when the clock cannot be trusted; no time of day is then shown.
    """
    width, height = size
    unit = min(width, height) / 1080
    theme = THEMES[document.theme]
    formatter = Formatter(document.locale, document.timezone)
    page = showing.page
    memo = memo or Memo()
    memo.begin((size, theme, formatter, pictures, has_time))
    margin, gap = round(MARGIN * unit), round(GAP * unit)
    room = Rect(0, 0, width, height).inset(margin)
    made: list[Cell] = []

    def frame_for(rect: Rect) -> Frame:
        sources = pictures or {}
        return Frame(rect, unit, theme, fonts, formatter, unix_time, sources.get, has_time)

    is_sample = _is_all_made_up(page)

    def tile(name: str, widget: Widget, rect: Rect) -> Cell:
        def make() -> Cell:
            return _tile(name, widget, frame_for(rect), widget.sample and not is_sample)

        return memo.cell(f"{showing.index}/{name}", (widget, rect, is_sample), unix_time, make)

    if page.title or page.dashboard or document.title:
        header = Rect(room.x, room.y, room.width, round(HEADER * unit))
        inputs = (page.title, page.dashboard, document.title, len(document.pages), is_sample)
        make = functools.partial(_header, document, showing, is_sample)
        made.append(memo.cell(f"{showing.index}/", inputs, unix_time, lambda: make(frame_for(header))))
        room = room.inset(0, header.height + round(4 * unit), 0, 0)
    if notice is not None:
        bar = Rect(room.x, room.bottom - round(NOTICE * unit), room.width, round(NOTICE * unit))
        made.append(_notice(notice, frame_for(bar)))
        room = room.inset(0, 0, 0, bar.height + gap)
    rects = memo.layout(showing.index, (page, room), lambda: _layout(page, room, gap, width >= height))
    for name, rect in rects.items():
        made.append(tile(name, page.widgets[name], rect))
    return Scene(width, height, theme.background, tuple(made))


def _is_all_made_up(page: Page) -> bool:
    """True when all figures of `page` are sample data, so that one mark on the page will do.

    A clock, a logo or a sentence is neither measured nor made up: the mark is about what the others say.
    """
    figures = [one for one in page.widgets.values() if one.sample or not isinstance(one, Clock | PictureTile | Words)]
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
        if widget.takes_whole_cell() and freshness.state == "fresh":
            ops = widget.draw(frame)
        else:
            ops = card(widget, frame, freshness, says_sample)
    except Exception as exc:
        logger.exception("Widget %s (%s) cannot be drawn", name, type(widget).__name__.lower())
        inner = Frame(rect.inset(round(28 * frame.unit)), frame.unit, theme, frame.fonts, frame.format, frame.unix_time)
        ops = [
            Box(*rect, theme.card, 18 * frame.unit),
            *message(inner, "Cannot be drawn", [f"{widget.title or name}: {type(exc).__name__}"], theme.red),
        ]
    return Cell(name, rect, theme.background, tuple(ops), frame.until)


def _header(document: Document, showing: Showing, is_sample: bool, frame: Frame) -> Cell:
    area, unit, theme = frame.area, frame.unit, frame.theme
    size = 54 * unit
    baseline = area.y + size * 0.9
    ops: list[Op] = []
    right = float(area.right)
    if frame.has_time:
        text = frame.format.time(frame.unix_time)
        ops.append(Text(right, baseline, text, size, theme.text, "right", "semibold"))
        right -= frame.fonts.width(text, size, "semibold") + 32 * unit
        frame.changes_at(math.floor(frame.unix_time / 60) * 60 + 60)
    count = len(document.pages)
    if 1 < count <= 12:
        step = 26 * unit
        start = right - (count - 1) * step - 9 * unit
        for index in range(count):
            is_now = index == showing.index
            color = theme.text if is_now else theme.grid
            ops.append(Circle(start + index * step, baseline - size * 0.34, (9 if is_now else 7) * unit, color))
        right = start - 40 * unit
    if is_sample:
        text = "Sample data"
        width = frame.fonts.width(text, frame.small, "semibold")
        pad = 18 * unit
        top = baseline - size * 0.34 - 25 * unit
        ops.append(Box(right - width - 2 * pad, top, width + 2 * pad, 50 * unit, theme.raised, 25 * unit))
        ops.append(Text(right - pad, top + 36 * unit, text, frame.small, theme.series[1], "right", "semibold"))
        right -= width + 2 * pad + 32 * unit
    title = showing.page.title or document.title
    extra = showing.page.dashboard if showing.page.title and showing.page.dashboard != showing.page.title else ""
    room = right - area.x
    texts = [title, extra] if extra else [title]
    dim_size = size * 0.74
    title_width = frame.fonts.width(title, size, "bold")
    if extra and title_width + 24 * unit + frame.fonts.width(extra, dim_size, "regular") > room:
        texts = [title]
    size = fitted_size(frame, [title], size, room, "bold", smallest=40 * unit)
    ops.append(Text(area.x, baseline, title, size, theme.text, "left", "bold", room))
    if len(texts) > 1:
        ops.append(Text(area.x + title_width + 24 * unit, baseline, extra, dim_size, theme.dim, "left", "regular"))
    return Cell("(header)", area, theme.background, tuple(ops), frame.until)


def _notice(notice: Notice, frame: Frame) -> Cell:
    area, unit, theme = frame.area, frame.unit, frame.theme
    color = theme.level_color(notice.level)
    size = fitted_size(frame, [notice.text], 38 * unit, area.width - 56 * unit, "semibold", smallest=28 * unit)
    ops: list[Op] = [
        Box(*area, color, 14 * unit),
        Text(
            area.x + area.width / 2,
            area.y + area.height / 2 + size * 0.36,
            notice.text,
            size,
            _ink_on(color),
            "center",
            "semibold",
            area.width - 56 * unit,
        ),
    ]
    return Cell("(notice)", area, theme.background, tuple(ops))


def _ink_on(color: Color) -> Color:
    """The more readable of near-black and white on `color`."""
    return max((INK, PAPER), key=lambda ink: contrast_ratio(color, ink))
