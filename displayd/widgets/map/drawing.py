"""A map with its places, and the places in a list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from displayd.drawing.figure.figure import figure_forms, fitting_text
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import MORE_LINE, more_row, row_plan
from displayd.scene.geometry import Rect
from displayd.scene.operations import Circle, Op, Polygon, Text
from displayd.scene.theme import mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.map.names import is_told, name_ops
from displayd.widgets.map.pins import pin_ops
from displayd.widgets.map.signs import SEVERITY, named_sign, signs_of
from displayd.widgets.map.widget import Place, WorldMap, is_placed
from displayd.widgets.map.world import View, aspect_of, shapes_in, view_of

__all__ = ["draw", "wanted_height"]

# How much smaller than its best a map may be to make room for a list.
LIST_SHARE = 0.85

# A list that is narrower than this many font sizes cuts its names.
NARROWEST = 8.0

# Height of a row of the list, in font sizes.
ROW = 1.35

# Radius of the corners of a map that goes on beyond them, in 1080ths of the screen's short side.
CORNER = 16.0

# How far signs are kept apart until the name of what is wrong has room, in widths of the number of all places.
SPREADS = (0.0, 1.0, 1.8, 3.0)


def draw(widget: WorldMap, frame: Frame) -> list[Op]:
    """The map, and beside or under it the places in a list, where both have room."""
    spots = [(place.lon, place.lat) for place in widget.places if place.lon is not None and place.lat is not None]
    whole = view_of(widget.region, spots, frame.area)
    order = [place for place in widget.places if not is_placed(place) or _is_in(place, whole)]
    order.sort(key=lambda place: (SEVERITY.index(widget.level_of_item(place)), -(place.value or 0.0)))
    map_area, list_area = _split(widget, frame, order, aspect_of(widget.region, spots))
    view = view_of(widget.region, spots, map_area)
    has_list = list_area is not None
    shown = [place for place in order if _is_in(place, view)]
    for spread in SPREADS:
        signs = signs_of(widget, frame, view, shown, spread)
        named = [named_sign(widget, frame, sign, not has_list) for sign in signs]
        ink = frame.theme.dim if not has_list and any(one.figure for one in named) else frame.theme.text
        unplaced = len(widget.places) - sum(len(sign.places) for sign in signs)
        names = name_ops(frame, map_area, named, ink, has_list, unplaced)
        # In a crowd, what is wrong is to have its name before all have signs of their own.
        is_wrong = bool(named) and named[0].pin.level in ("amber", "red")
        if has_list or not is_wrong or is_told(frame, map_area.width, named[0], names):
            break
    ops = [*_land(frame, view), *pin_ops(frame, [one.pin for one in named], frame.theme.card), *names]
    # East is on the right for everybody.
    ops = frame.kept(ops, map_area.x, map_area.right)
    if list_area is None:
        return ops
    return ops + _list(widget, replace(frame, area=list_area), order, len(widget.places) - len(order))


def wanted_height(widget: WorldMap, frame: Frame) -> float:
    """A map that shows coasts and has room for names."""
    return 6.5 * frame.label


def _split(widget: WorldMap, frame: Frame, order: Sequence[Place], aspect: float) -> tuple[Rect, Rect | None]:
    """The area of the map, and of the list where the map does not need all of the room."""
    area = frame.area
    if len(order) < 2 or not any(place.label for place in order):
        return area, None
    space = round(2 * frame.gap)
    least = min(len(order), 3) * ROW * frame.small
    if area.height < least:
        return area, None
    wanted = max(_row_width(widget, frame, place) for place in order)
    wide = round(min(area.width * 0.4, wanted))
    is_readable = wide >= min(wanted, NARROWEST * frame.small)
    is_readable = is_readable and _has_figures_whole(widget, frame, order, wide)
    if is_readable and area.width - wide - space >= aspect * area.height * LIST_SHARE:
        left = area.right - wide
        return area.inset(0, 0, wide + space, 0), Rect(left, area.y, wide, area.height)
    high = min(area.height - round(area.width / aspect * LIST_SHARE) - space, round(len(order) * ROW * frame.label))
    if high < least or not _has_figures_whole(widget, frame, order, area.width):
        return area, None
    return area.inset(0, 0, 0, high + space), Rect(area.x, area.bottom - high, area.width, high)


def _row_width(widget: WorldMap, frame: Frame, place: Place) -> float:
    """What a row of the list would like, px."""
    figure = "" if place.value is None else frame.format.text(place.value, widget.unit, widget.decimals)
    words = frame.fonts.width(place.label, frame.label, "medium") + frame.fonts.width(figure, frame.label)
    return words + 2.4 * frame.label


def _has_figures_whole(widget: WorldMap, frame: Frame, order: Sequence[Place], width: float) -> bool:
    """True where rows of a list that is `width` px wide have room for their figures."""
    room = width - 1.05 * frame.label
    texts = (fitting_text(frame, _forms(widget, frame, place), frame.label, room) for place in order)
    return all(frame.fonts.width(text, frame.label, "semibold") <= room for text in texts)


def _forms(widget: WorldMap, frame: Frame, place: Place) -> list[Quantity]:
    return figure_forms(frame, place.value, widget.unit, widget.decimals)


def _list(widget: WorldMap, frame: Frame, order: Sequence[Place], elsewhere: int) -> list[Op]:
    """The places in rows: mark, name and figure; those `elsewhere`, outside of the map, are counted."""
    area = frame.area
    foot = frame.small * MORE_LINE
    plan = row_plan(frame, area.height - foot, len(order), ROW, 0.0) if elsewhere else None
    plan = plan or row_plan(frame, area.height, len(order), ROW)
    left_over = plan.left_over + elsewhere
    size = min(plan.size, frame.label)
    pitch = min(plan.pitch, size * 1.8)
    top = area.y if left_over else area.y + (area.height - pitch * plan.shown) / 2
    shown = order[: plan.shown]
    names = max(frame.fonts.width(place.label, size, "medium") for place in shown)
    ops: list[Op] = []
    for number, place in enumerate(shown):
        ops += _row(widget, frame, place, top + (number + 0.5) * pitch, size, names)
    return ops + more_row(frame, left_over, plan.untold)


def _row(widget: WorldMap, frame: Frame, place: Place, middle: float, size: float, names: float) -> list[Op]:
    """One row of the list; the word of its unit is left out where names of `names` px would be cut otherwise."""
    area, theme = frame.area, frame.theme
    left, baseline = area.x + size * 1.05, middle + size * CAP_HEIGHT / 2
    level, mark = widget.level_of_item(place), size * 0.62
    if level in ("amber", "red"):
        ops = level_mark(level, area.x + mark * 0.58, middle, mark, theme)
    else:
        color = theme.good if level == "good" else theme.series[0]
        ops = [Circle(area.x + mark * 0.58, middle, mark * 0.4, color)]
    room = area.right - left
    if place.value is not None:
        wanted = max(room * 0.3, room - names - 1.5 * frame.gap)
        text = fitting_text(frame, _forms(widget, frame, place), size, wanted)
        own = fitted_size(frame, [text], size, room, "semibold", 1.0)
        ops.append(Text(area.right, baseline, text, own, theme.text, "right", "semibold", room))
        room -= min(room, frame.fonts.width(text, own, "semibold") + 1.5 * frame.gap)
    if place.label and room > size:
        name = Text(left, baseline, place.label, size, theme.text, "left", "medium", room)
        ops.append(name_from_its_side(name, frame))
    return ops


def _is_in(place: Place, view: View) -> bool:
    """True when the place lies in the part of the world that is shown."""
    if place.lon is None or place.lat is None:
        return False
    (x, y), area = view.point(place.lon, place.lat), view.area
    return area.x <= x <= area.right and area.y <= y <= area.bottom


def _land(frame: Frame, view: View) -> list[Op]:
    """Land, and the waters in it in the colour of the sea, which is that of the card."""
    theme = frame.theme
    land = mixed(theme.raised, theme.grid, 0.5)
    ops: list[Op] = [Polygon(shape.points, theme.card if shape.is_water else land) for shape in shapes_in(view)]
    return ops if view.projection.is_world else ops + _corners(frame, view.area)


def _corners(frame: Frame, area: Rect) -> list[Op]:
    """What rounds the corners of a map that goes on beyond them."""
    radius = min(CORNER * frame.unit, area.width / 2, area.height / 2)
    turns = [math.radians(angle) for angle in range(0, 91, 15)]
    ops: list[Op] = []
    for x, across in ((area.x, 1), (area.right, -1)):
        for y, down in ((area.y, 1), (area.bottom, -1)):
            bow = [(x + across * radius * (1 - math.sin(a)), y + down * radius * (1 - math.cos(a))) for a in turns]
            ops.append(Polygon(((x, y), *bow), frame.theme.card))
    return ops
