"""Operations onto a cairo context."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import cairo

from displayd.paint.pictures import PictureShelf
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Arc, Area, Box, Cell, Circle, Color, Film, Line, Op, Picture, Point, Polygon, Text

__all__ = ["Painter"]


class Painter:
    """Paints cells. Holds the fonts and pictures, nothing of what was painted."""

    def __init__(self, fonts: PangoFonts, pictures: PictureShelf | None = None) -> None:
        self.fonts = fonts
        self.pictures = pictures or PictureShelf()
        self.frame_of: Callable[[Film], Any | None] = _no_frame
        """The surface of a frame of a film, no larger than its place; None where it is not there."""

    def paint(self, context: Any, cell: Cell, unit: float) -> None:
        """Paint `cell`, whose page coordinates are the context's user coordinates.

        Args:
            unit: a 1080th of the page's short side, px.
        """
        context.save()
        context.rectangle(*cell.rect)
        context.clip()
        context.set_source_rgba(*_rgba(cell.background))
        context.paint()
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        for op in cell.ops:
            self._paint(context, op, unit)
        context.restore()

    def _paint(self, context: Any, op: Op, unit: float) -> None:
        match op:
            case Text():
                context.set_source_rgba(*_rgba(op.color))
                self.fonts.draw(context, op, unit)
            case Box():
                context.set_source_rgba(*_rgba(op.color))
                _rectangle_path(context, op)
                context.fill()
            case Line():
                _paint_line(context, op)
            case Area():
                _paint_area(context, op)
            case Circle():
                context.set_source_rgba(*_rgba(op.color))
                context.arc(op.x, op.y, op.radius, 0, 2 * math.pi)
                context.fill()
            case Arc():
                context.set_source_rgba(*_rgba(op.color))
                context.set_line_width(op.width)
                context.set_line_cap(cairo.LINE_CAP_ROUND if op.is_round else cairo.LINE_CAP_BUTT)
                context.arc(op.x, op.y, op.radius, math.radians(op.start - 90), math.radians(op.end - 90))
                context.stroke()
            case Polygon():
                context.set_source_rgba(*_rgba(op.color))
                _trace(context, op.points)
                context.close_path()
                context.fill()
            case Picture():
                self._paint_picture(context, op)
            case Film():
                self._paint_film(context, op)

    def _paint_film(self, context: Any, op: Film) -> None:
        surface = self.frame_of(op) if op.frame >= 0 else None
        if surface is not None:
            _paint_surface(context, op, surface)
        elif op.poster:
            self._paint_picture(context, Picture(op.x, op.y, op.width, op.height, op.poster, op.covers))
        else:
            _paint_sign(context, op)

    def _paint_picture(self, context: Any, op: Picture) -> None:
        surface = self.pictures.surface(op.digest, round(op.width), round(op.height), op.covers)
        if surface is not None:
            _paint_surface(context, op, surface)


def _paint_surface(context: Any, op: Picture | Film, surface: Any) -> None:
    """Paint `surface` into the middle of the place of `op`."""
    left = round(op.x + (op.width - surface.get_width()) / 2)
    top = round(op.y + (op.height - surface.get_height()) / 2)
    context.set_source_surface(surface, left, top)
    context.paint()


def _paint_sign(context: Any, op: Film) -> None:
    """A dark place with the sign that everybody knows from players: there is a film, and nothing of it to show."""
    context.set_source_rgb(0, 0, 0)
    context.rectangle(op.x, op.y, op.width, op.height)
    context.fill()
    size = min(op.width, op.height) / 8
    middle_x, middle_y = op.x + op.width / 2, op.y + op.height / 2
    context.set_source_rgba(1, 1, 1, 0.75)
    _trace(
        context,
        (
            (middle_x - 0.6 * size, middle_y - size),
            (middle_x + size, middle_y),
            (middle_x - 0.6 * size, middle_y + size),
        ),
    )
    context.close_path()
    context.fill()


def _no_frame(op: Film) -> Any | None:
    return None


def _trace(context: Any, points: tuple[Point, ...]) -> None:
    context.move_to(*points[0])
    line_to = context.line_to
    for x, y in points[1:]:
        line_to(x, y)


def _paint_line(context: Any, op: Line) -> None:
    if not op.points:
        return
    context.set_source_rgba(*_rgba(op.color))
    context.set_line_width(op.width)
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    if op.dash:
        context.set_dash(op.dash)
    # Long strokes are half the cost of a page; FAST is still 39 dB against a browser's rendering.
    is_long = len(op.points) > 60
    if is_long:
        context.set_antialias(cairo.ANTIALIAS_FAST)
    _trace(context, op.points)
    if len(op.points) == 1:
        context.line_to(*op.points[0])
    context.stroke()
    if is_long:
        context.set_antialias(cairo.ANTIALIAS_DEFAULT)
    if op.dash:
        context.set_dash(())


def _paint_area(context: Any, op: Area) -> None:
    if len(op.points) < 2:
        return
    red, green, blue, alpha = _rgba(op.color)
    top = min(y for _, y in op.points)
    bottom = max(op.baseline, *(y for _, y in op.points))
    gradient = cairo.LinearGradient(0, top, 0, bottom)
    gradient.add_color_stop_rgba(0, red, green, blue, alpha * op.top_alpha)
    gradient.add_color_stop_rgba(1, red, green, blue, alpha * op.bottom_alpha)
    context.set_source(gradient)
    context.set_antialias(cairo.ANTIALIAS_FAST)
    _trace(context, op.points)
    context.line_to(op.points[-1][0], op.baseline)
    context.line_to(op.points[0][0], op.baseline)
    context.close_path()
    context.fill()
    context.set_antialias(cairo.ANTIALIAS_DEFAULT)


def _rectangle_path(context: Any, op: Box) -> None:
    radius = min(op.radius, op.width / 2, op.height / 2)
    if radius <= 0:
        context.rectangle(op.x, op.y, op.width, op.height)
        return
    quarter = math.pi / 2
    right, bottom = op.x + op.width - radius, op.y + op.height - radius
    context.new_sub_path()
    context.arc(right, op.y + radius, radius, -quarter, 0)
    context.arc(right, bottom, radius, 0, quarter)
    context.arc(op.x + radius, bottom, radius, quarter, 2 * quarter)
    context.arc(op.x + radius, op.y + radius, radius, 2 * quarter, 3 * quarter)
    context.close_path()


@functools.lru_cache(maxsize=256)
def _rgba(color: Color) -> tuple[float, float, float, float]:
    channels = [int(color[start : start + 2], 16) / 255 for start in range(1, len(color), 2)]
    return channels[0], channels[1], channels[2], channels[3] if len(channels) > 3 else 1.0
