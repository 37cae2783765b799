"""Rows of tiles laid out together: what each could show, and what all of them do.

Tiles of one row with a value of their own have values of one size on one line, and one set of further lines; and so
have tiles of equal size wherever they stand on the page. A dial gives way to a flat scale where a tile of its row has
none. All titles of a page are of one size, and where they need two lines the whole row has two.
"""

from __future__ import annotations

import itertools
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from displayd.compose.bounded_fonts import BoundedFonts, TooSlowError
from displayd.compose.card import TilePlan, card_room
from displayd.compose.card_foot import about_lines, foot_height
from displayd.compose.card_head import has_broken_word, head_height, title_lines
from displayd.compose.context import PageContext
from displayd.drawing.figure.headline import largest_figure
from displayd.scene.geometry import Rect
from displayd.text.moments import Present
from displayd.tile.fit import VALUE_LINE, Fit, Offer, Part, Shape, on_scale
from displayd.tile.frame import Frame
from displayd.tile.seen_texts import seen_of
from displayd.tile.widget import Widget

__all__ = ["Planned", "planned"]

logger = logging.getLogger(__name__)

# What tiles show, from most to least: the first that leaves values a good size is taken.
_PARTS: tuple[tuple[Part, ...], ...] = (
    ("graphic", "change", "target", "since"),
    ("graphic", "change", "target"),
    ("graphic", "change"),
    ("change", "target"),
    ("change",),
    ("graphic",),
)
# The same for tiles that are about their graphic: a bar of progress without its bar would be a number.
_PARTS_OF_FACES: tuple[tuple[Part, ...], ...] = (*_PARTS[:3], ("graphic",), *_PARTS[3:-1])
_IN_DIALS: tuple[tuple[Part, ...], ...] = (("change", "ends"), ("change",), ("ends",), ())
_BARE = Shape("under", frozenset())

# In labels and in 1080ths of the page's short side: values of this size are large enough for everything else to stay.
LARGE, LARGE_UNITS = 1.9, 110.0

# A value keeps at least so much of the size that it would have without anything around it.
KEPT = 0.62

# A figure in a dial, in labels.
IN_DIAL = 1.45

# In labels: no row is made smaller than this because of one tile in it, nor than the other size where that makes it
# half as large as it would be; that tile then goes its own way.
LEAST, LEAST_OF_HALF, HALF = 1.3, 1.9, 0.5

# Sizes of two rows that differ by less are made one: the eye takes them for a mistake.
ALIKE = 1.45

# In tiles so many times as wide as high the graphic is rather beside the value.
WIDE = 2.0

# Of the height that is left over: what a graphic gets at most, and what is above the value.
GRAPHIC_SHARE, ABOVE = 0.6, 0.42

# Definitions of a row stand where they leave the values so much of their size.
EXPLAINED = 0.8

# In labels: in tiles of that height a second line of a title costs nothing else.
AIRY = 6.5

# Tracks of equal weight differ by a pixel.
ROUNDING_PX = 2


class Planned(NamedTuple):
    """How the tiles of a page go together."""

    plans: Mapping[str, TilePlan]
    """By name."""

    until: float
    """Unix time at which time alone may change that."""

    is_cut_short: bool = False
    """True where there was no time to find out, so that tiles may go their own ways."""


class _Tile(NamedTuple):
    """One tile before it is drawn."""

    name: str
    widget: Widget
    area: Rect
    frame: Frame
    """Of the room inside its card, title and all."""

    fonts: BoundedFonts
    """Those of the frame."""

    is_marked: bool
    """True where it says that its data is made up."""


class _Group(NamedTuple):
    """Tiles that are laid out together, with what they were found to do."""

    tiles: Sequence[_Tile]
    shape: Shape
    title_lines: int
    foot_lines: int
    says_about: bool
    room: Rect
    """Of the content of the narrowest tile, at any place."""
    offers: Sequence[Offer]
    value_px: float


def planned(
    context: PageContext, widgets: Mapping[str, Widget], areas: Mapping[str, Rect], says_sample: bool, unix_time: float
) -> Planned:
    """How the tiles of a page go together.

    Args:
        widgets: of the page, by name.
        areas: where they stand, px.
        says_sample: True to mark made-up data on tiles.
    """
    tiles = [_tile(context, name, widgets[name], area, says_sample, unix_time) for name, area in areas.items()]
    if is_tight := any(_is_broken(tile) for tile in tiles):
        tiles = [tile._replace(frame=replace(tile.frame, area=_tight(context, tile))) for tile in tiles]
    title_px = _title_px(tiles)
    groups = [found for tiles_of in _together(tiles) if (found := _group(tiles_of, title_px)) is not None]
    plans = {tile.name: TilePlan(title_px, _lines_of_title(tile, title_px)) for tile in tiles}
    for group in _alike(groups):
        plan = _plan(group, title_px)
        plans |= {tile.name: plan for tile in group.tiles}
        plans |= {name: _without_span(plan) for name in _told_before(group, context.is_mirrored)}
    plans = {name: plan._replace(is_tight=is_tight) for name, plan in plans.items()}
    until = min((tile.frame.until for tile in tiles), default=math.inf)
    return Planned(plans, until, any(tile.fonts.is_over for tile in tiles))


def _tile(context: PageContext, name: str, widget: Widget, area: Rect, says_sample: bool, unix_time: float) -> _Tile:
    frame = context.frame(area, unix_time)
    fonts = BoundedFonts(frame.fonts, area, frame.small, context.cpu_seconds)
    present = Present(unix_time) if frame.has_time else None
    inner = replace(frame, area=card_room(frame), fonts=fonts, format=frame.format.at(present))
    return _Tile(name, seen_of(widget), area, inner, fonts, says_sample and widget.sample)


def _is_broken(tile: _Tile) -> bool:
    """True where a word of the title is wider than the tile."""
    # The fence around a tile, as for its lines.
    try:
        return has_broken_word(tile.widget, tile.frame, tile.frame.small)
    except TooSlowError:
        return False


def _tight(context: PageContext, tile: _Tile) -> Rect:
    return card_room(context.frame(tile.area, tile.frame.unix_time), is_tight=True)


def _title_px(tiles: Sequence[_Tile]) -> float:
    """Font size of all titles: the usual one, unless more of them would be cut, or take room, than in the smallest."""
    if not tiles:
        return 0.0
    label, small = tiles[0].frame.label, tiles[0].frame.small
    cost = {
        size: (sum(_is_cut(tile, size) for tile in tiles), sum(_takes_room(tile, size) for tile in tiles))
        for size in (label, small)
    }
    return label if cost[label] <= cost[small] else small


def _is_cut(tile: _Tile, size: float) -> bool:
    found = _lines_of_title(tile, size, is_counted=True)
    return found > _lines_of_title(tile, size)


def _takes_room(tile: _Tile, size: float) -> bool:
    """True where the title has a second line at the cost of what stands under it."""
    return tile.frame.area.height < AIRY * tile.frame.label and _lines_of_title(tile, size) > 1


def _lines_of_title(tile: _Tile, size: float, is_counted: bool = False) -> int:
    # The fence around a tile: one that cannot be measured says so when it is drawn.
    try:
        return title_lines(tile.widget, tile.frame, size, is_counted)
    except TooSlowError:
        return 1


def _together(tiles: Sequence[_Tile]) -> list[list[_Tile]]:
    """Tiles that share a row or a size, and the tiles that share one with those."""
    group_of = {tile.name: tile.name for tile in tiles}
    for one, other in itertools.combinations(tiles, 2):
        if group_of[one.name] != group_of[other.name] and _is_kin(one.area, other.area):
            old, new = group_of[other.name], group_of[one.name]
            group_of = {name: new if group == old else group for name, group in group_of.items()}
    groups: dict[str, list[_Tile]] = {}
    for tile in tiles:
        groups.setdefault(group_of[tile.name], []).append(tile)
    return list(groups.values())


def _is_kin(one: Rect, other: Rect) -> bool:
    if abs(one.height - other.height) > ROUNDING_PX:
        return False
    return abs(one.y - other.y) <= ROUNDING_PX or abs(one.width - other.width) <= ROUNDING_PX


def _group(tiles: Sequence[_Tile], title_px: float) -> _Group | None:
    """What those of `tiles` do together that have a value; None where fewer than two have."""
    bare = {tile.name: _offer(tile, _BARE, tile.frame.area) for tile in tiles if not tile.widget.takes_whole_cell()}
    members = [tile for tile in tiles if bare.get(tile.name) is not None]
    members = _without_misfits(members, {name: one.value_px for name, one in bare.items() if one is not None})
    if len(members) < 2:
        return None
    lines = max(_lines_of_title(tile, title_px) for tile in members)
    marks = int(any(tile.is_marked for tile in members))
    room = _room(members, title_px, lines, marks)
    if room.height < members[0].frame.small or (alone := _sized(members, _BARE, room)) is None:
        return None
    found = _best(members, room, alone)
    group = _Group(members, found.shape, lines, marks, False, room, found.offers, found.value_px)
    return _explained(group, title_px)


def _without_misfits(tiles: Sequence[_Tile], widths: Mapping[str, float]) -> list[_Tile]:
    """`tiles` without those whose figure is so long that it would make the others small."""
    kept = sorted(tiles, key=lambda tile: widths[tile.name])
    while len(kept) > 1:
        label, (smallest, next_one) = kept[0].frame.label, (widths[tile.name] for tile in kept[:2])
        is_small = smallest < LEAST * label and next_one > 1.3 * smallest
        if not is_small and not (smallest < LEAST_OF_HALF * label and smallest < HALF * next_one):
            break
        kept = kept[1:]
    names = {tile.name for tile in kept}
    return [tile for tile in tiles if tile.name in names]


def _room(tiles: Sequence[_Tile], title_px: float, lines: int, foot_lines: int) -> Rect:
    """Room of the content: of the narrowest tile."""
    frame = tiles[0].frame
    used = head_height(frame, title_px, lines) + foot_height(frame, foot_lines)
    high = min(tile.frame.area.height for tile in tiles) - used
    return Rect(0, 0, min(tile.frame.area.width for tile in tiles), max(0, high))


class _Sized(NamedTuple):
    """What tiles do in one shape."""

    shape: Shape
    offers: Sequence[Offer]
    value_px: float


def _best(tiles: Sequence[_Tile], room: Rect, alone: _Sized) -> _Sized:
    """The first shape that leaves values a good size; else the values alone."""
    frame = tiles[0].frame
    for parts in _IN_DIALS:
        found = _sized(tiles, Shape("around", frozenset(parts)), room)
        if found is not None and found.value_px >= IN_DIAL * frame.label:
            return found
    large = max(LARGE * frame.label, LARGE_UNITS * frame.unit)
    enough = max(KEPT * alone.value_px, min(large, 0.9 * alone.value_px))
    is_wide = room.width > WIDE * room.height
    about_graphics = sum(offer.is_face for offer in alone.offers)
    for parts in _PARTS_OF_FACES if 2 * about_graphics > len(tiles) else _PARTS:
        for arrangement in ("beside", "under") if is_wide else ("under", "beside"):
            if arrangement == "beside" and "graphic" not in parts:
                continue
            found = _sized(tiles, Shape(arrangement, frozenset(parts)), room)
            if found is not None and found.value_px >= enough:
                return found
    return alone


def _sized(tiles: Sequence[_Tile], shape: Shape, room: Rect) -> _Sized | None:
    """The values in `shape`, as large as all of them can be; None where one tile cannot be of that shape."""
    offers = []
    for tile in tiles:
        # A dial is as large as that of the narrowest tile; every other tile has its own width.
        width = room.width if shape.arrangement == "around" else tile.frame.area.width
        offer = _offer(tile, shape, Rect(0, 0, width, room.height))
        if offer is None:
            return None
        offers.append(offer)
    frame = tiles[0].frame
    around = sum(max(getattr(offer, part) for offer in offers) for part in ("label_px", "notes_px", "graphic_px"))
    largest = largest_figure(replace(frame, area=room)) * frame.unit
    size = min(largest, (room.height - around) / VALUE_LINE, *(offer.value_px for offer in offers))
    size = on_scale(size, frame.small)
    return _Sized(shape, offers, size) if size >= frame.small * 0.999 else None


def _offer(tile: _Tile, shape: Shape, area: Rect) -> Offer | None:
    """What one tile says; nothing where its widget fails: then its own cell says that when it is drawn."""
    # The fence around a widget: whatever it raises, the others are laid out without it.
    try:
        return None if tile.widget.is_empty() else tile.widget.offer(replace(tile.frame, area=area), shape)
    except Exception:
        logger.debug("Widget %s cannot be laid out with others", tile.name, exc_info=True)
        return None


def _explained(group: _Group, title_px: float) -> _Group:
    """`group` with the definitions of all its tiles, where they have room."""
    frame = group.tiles[0].frame
    counts = [about_lines(tile.widget, tile.frame, tile.is_marked) for tile in group.tiles]
    if not any(counts) or None in counts:
        return group
    foot = max(count or 0 for count in counts)
    room = _room(group.tiles, title_px, group.title_lines, foot)
    found = _sized(group.tiles, group.shape, room) if room.height > frame.small else None
    if found is None or found.value_px < EXPLAINED * group.value_px:
        return group
    return group._replace(foot_lines=foot, says_about=True, room=room, offers=found.offers, value_px=found.value_px)


def _alike(groups: Sequence[_Group]) -> list[_Group]:
    """`groups`, with values of one size where the sizes hardly differ."""
    chosen: list[_Group] = []
    size = 0.0
    for group in sorted(groups, key=lambda one: one.value_px):
        size = size if size and group.value_px < ALIKE * size else group.value_px
        chosen.append(group._replace(value_px=size))
    return chosen


def _told_before(group: _Group, is_mirrored: bool) -> list[str]:
    """The names of tiles whose line is as long as one that stands before it in its row."""
    side = -1 if is_mirrored else 1
    in_order = sorted(
        zip(group.tiles, group.offers, strict=True), key=lambda one: (one[0].area.y, side * one[0].area.x)
    )
    told: set[tuple[int, str]] = set()
    found: list[str] = []
    for tile, offer in in_order:
        key = tile.area.y, offer.span
        if offer.span and key in told:
            found.append(tile.name)
        told.add(key)
    return found


def _without_span(plan: TilePlan) -> TilePlan:
    return plan if plan.fit is None else plan._replace(fit=plan.fit._replace(says_span=False))


def _plan(group: _Group, title_px: float) -> TilePlan:
    """Where the height goes that the values leave."""
    frame, offers, room = group.tiles[0].frame, group.offers, group.room
    label, notes = max(one.label_px for one in offers), max(one.notes_px for one in offers)
    graphic, most = max(one.graphic_px for one in offers), max(one.most_graphic_px for one in offers)
    spare = max(0.0, room.height - label - notes - graphic - VALUE_LINE * group.value_px)
    more = min(max(0.0, most - graphic), GRAPHIC_SHARE * spare) if graphic else 0.0
    above = (spare - more) * ABOVE
    fit = Fit(group.shape, group.value_px, 0.0, graphic + more, room.width, room.height)
    fit = fit._replace(baseline_px=above + label - fit.value_top_px)
    return TilePlan(
        title_px,
        group.title_lines,
        head_height(frame, title_px, group.title_lines),
        foot_height(frame, group.foot_lines),
        group.says_about,
        fit,
    )
