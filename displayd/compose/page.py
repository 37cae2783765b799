"""A page at a moment as a scene: header, notice and one cell per widget."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from msgspec import structs

from displayd.compose.card import TilePlan
from displayd.compose.context import PageContext
from displayd.compose.definitions import (
    DEFINITION_CELL,
    DefinitionLine,
    definition_cell,
    definition_line,
    explained,
    line_count,
    line_height,
    without_definition,
)
from displayd.compose.figure_changes import Change
from displayd.compose.group_fit import Planned, planned
from displayd.compose.header import HeaderContent, header_cell, header_content, header_height
from displayd.compose.memo import CellKey, Memo
from displayd.compose.notice import Notice, notice_cell, notice_height
from displayd.compose.page_cause import page_cause
from displayd.compose.row_heights import least_height, row_weights
from displayd.compose.tile_cell import TileContent, moving_cell, tile_cell
from displayd.document.model import Page, template_of
from displayd.document.schedule import Showing
from displayd.document.settings import DefinitionsShown
from displayd.scene.geometry import Rect, cells
from displayd.scene.operations import Cell, Scene
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget

__all__ = ["compose", "dark_scene"]

# In 1080ths of the short side, like every length of a page.
GAP = 20
HEADER_GAP = 4

# A page of so many tiles has room for larger words.
FEW = 3


def compose(
    context: PageContext,
    showing: Showing,
    unix_time: float,
    notice: Notice | None = None,
    memo: Memo | None = None,
    moving: Mapping[str, Change] = MappingProxyType({}),
) -> Scene:
    """The page of `showing` as it looks at `unix_time`.

    Equal arguments give equal scenes; `memo` only saves work.

    Args:
        showing: of the document of `context`.
        notice: shown in the header, else over the lower edge: no tile moves for it.
        moving: by name, the tiles whose new figures have just come.
    """
    memo = memo or Memo()
    memo.begin(context)
    shown = showing.page.definitions or context.document.definitions
    page = _told(context, showing, shown, unix_time, memo)
    composer = _Composer(context, showing, unix_time, memo, _is_all_made_up(page), page)
    made: list[Cell] = []
    room = context.room
    cause = page_cause(page.widgets, composer.frame(room))
    if notice is None and cause is not None:
        notice = cause.notice
    header = header_content(context.document, showing, composer.is_sample)
    if header is not None:
        area = Rect(room.x, room.y, room.width, round(header_height(header, composer.frame(room))))
        made.append(composer.header(header._replace(notice=notice), area))
        room = room.inset(0, area.height + round(HEADER_GAP * context.unit), 0, 0)
    areas = dict(composer.areas(room, line_height(showing.page, shown, composer.frame(room))))
    if (foot := areas.pop(DEFINITION_CELL, None)) is not None:
        made.append(composer.definition(definition_line(showing, composer.frame(foot), line_count(room))))
    together = composer.together(areas)
    told = cause.tiles if cause is not None else frozenset()
    for name, area in areas.items():
        change, plan, is_told = moving.get(name), together.plans.get(name), name in told
        tile = composer.tile(name, area, plan, is_told)
        made.append(composer.moving(name, tile, change, plan, is_told) if change else tile)
    if notice is not None and header is None:
        made = _under_bar(made, notice, composer)
    again_at = together.until if together.is_cut_short else math.inf
    return Scene(*context.size, context.theme.background, tuple(made), again_at)


def _under_bar(made: list[Cell], notice: Notice, composer: _Composer) -> list[Cell]:
    """`made` and a bar with `notice` at the lower edge of the page, over what is there.

    It takes the margin and little more; what it covers is drawn as ever, so that no figure changes its place or size.
    """
    context = composer.context
    # Never where the TV may cut it off; else half of the margin is enough.
    spare = 0 if context.document.safe_area_percent else context.room.x // 2
    room = context.room.inset(-spare)
    bar_height = round(notice_height(notice, composer.frame(room)))
    bar = Rect(room.x, room.bottom - bar_height, room.width, bar_height)
    cut = [
        structs.replace(cell, rect=cell.rect.inset(0, 0, 0, max(0, cell.rect.bottom - bar.y)))
        for cell in made
        if cell.rect.y < bar.y
    ]
    return [notice_cell(notice, composer.frame(bar)), *cut]


def dark_scene(size: tuple[int, int]) -> Scene:
    """Nothing on the glass: outside opening hours."""
    return Scene(size[0], size[1], "#000000", ())


@dataclass(slots=True)
class _Composer:
    """Makes the parts of one page at one moment, or finds them in the memo."""

    context: PageContext
    showing: Showing
    unix_time: float
    memo: Memo
    is_sample: bool
    """True when all figures of the page are sample data."""

    page: Page
    """The page, its tiles with no more definitions than they tell."""

    @property
    def gap_px(self) -> int:
        return round(GAP * self.context.unit)

    def frame(self, area: Rect) -> Frame:
        return self.context.frame(area, self.unix_time)

    def header(self, content: HeaderContent, area: Rect) -> Cell:
        key = CellKey(self.showing.index, "")
        return self.memo.cell(key, content, self.unix_time, lambda: header_cell(content, self.frame(area)))

    def definition(self, line: DefinitionLine) -> Cell:
        key = CellKey(self.showing.index, DEFINITION_CELL)
        seconds = self.context.cpu_seconds
        return self.memo.cell(key, line, self.unix_time, lambda: definition_cell(line, self.frame(line.area), seconds))

    def areas(self, room: Rect, foot_px: int) -> Mapping[str, Rect]:
        """Where each widget of the page is in `room`, and the line at its foot, `foot_px` high, if tiles spare that."""
        content = (self.page, room, foot_px)
        return self.memo.areas(self.showing.index, content, lambda: self._areas(room, foot_px))

    def _areas(self, room: Rect, foot_px: int) -> dict[str, Rect]:
        page, gap_px, context = self.page, self.gap_px, self.context
        template = template_of(page, context.is_landscape)
        rows, columns = (
            (page.landscape_rows, page.landscape_columns)
            if context.is_landscape
            else (page.portrait_rows, page.portrait_columns)
        )
        placed: dict[str, Rect] = {}
        if foot_px and least_height(template, page.widgets, self.frame(room), gap_px) <= room.height - foot_px:
            placed[DEFINITION_CELL] = Rect(room.x, room.bottom - foot_px, room.width, foot_px)
            room = room.inset(0, 0, 0, foot_px)
        heights = row_weights(template, page.widgets, rows, self.frame(room), gap_px)
        placed |= cells(template, room, gap_px, heights, columns)
        return {name: area.mirrored(room) for name, area in placed.items()} if context.is_mirrored else placed

    def together(self, areas: Mapping[str, Rect]) -> Planned:
        """How the tiles in `areas` go together; a tile alone on its page and its hero go with none."""
        page = self.page
        if len(areas) < 2:
            return Planned({}, math.inf)
        says_sample = not self.is_sample

        def make() -> Planned:
            others = {name: area for name, area in areas.items() if name != page.hero}
            return planned(self.context, page.widgets, others, says_sample, self.unix_time)

        return self.memo.plans(self.showing.index, (page, areas), self.unix_time, make)

    def tile(self, name: str, area: Rect, plan: TilePlan | None, is_told: bool) -> Cell:
        return self._tile(CellKey(self.showing.index, name), self.page.widgets[name], area, plan, is_told)

    def moving(self, name: str, tile: Cell, change: Change, plan: TilePlan | None, is_told: bool) -> Cell:
        key = CellKey(self.showing.index, name, is_before=True)
        widget = change.before if self.page.widgets[tile.name].about else without_definition(change.before)
        before = self._tile(key, widget, tile.rect, plan, is_told)
        return moving_cell(before, tile, change, self.context, self.unix_time)

    def _tile(self, key: CellKey, widget: Widget, area: Rect, plan: TilePlan | None, is_told: bool) -> Cell:
        page = self.page
        is_alone = len(page.widgets) == 1
        is_poster, is_roomy = is_alone and widget.is_one_figure(), len(page.widgets) <= FEW
        is_hero, says_sample = key.name == page.hero, widget.sample and not self.is_sample
        content = TileContent(key.name, widget, area, says_sample, is_poster, plan, is_told, is_alone, is_hero)
        content = content._replace(is_roomy=is_roomy)
        return self.memo.cell(key, content, self.unix_time, lambda: self._made(content))

    def _made(self, content: TileContent) -> Cell:
        return tile_cell(content, self.frame(content.area), self.context.cpu_seconds)


def _is_all_made_up(page: Page) -> bool:
    """True when all figures of `page` are sample data, so that one mark on the page will do.

    What has no figures does not count: the mark is about what the others say.
    """
    figures = [one for one in page.widgets.values() if one.sample or one.HAS_FIGURES]
    return bool(figures) and all(widget.sample for widget in figures)


def _told(context: PageContext, showing: Showing, shown: DefinitionsShown, unix_time: float, memo: Memo) -> Page:
    """The page of `showing`, its tiles with no more definitions than they tell."""
    page = showing.page
    told = explained(page, shown, context.frame(context.room, unix_time))

    def make() -> Page:
        items = page.widgets.items()
        return structs.replace(page, widgets={n: w if n in told else without_definition(w) for n, w in items})

    return memo.told(showing.index, (page, told), make)
