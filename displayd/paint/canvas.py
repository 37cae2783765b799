"""A picture in the panel's own orientation that knows what is painted on it."""

from __future__ import annotations

import io
import logging
import math
from typing import Any

import cairo

from displayd.paint.painter import Painter
from displayd.paint.pixels import Pixels, surface_of
from displayd.scene.geometry import Rect, upright_size
from displayd.scene.operations import Cell, Scene, Text

__all__ = ["Canvas"]

logger = logging.getLogger(__name__)

# Of no theme: what has failed may have been the theme's.
MESSAGE_COLOR = "#ff6b6b"
MESSAGE_BACKGROUND = "#151a23"


class Canvas:
    """Paints scenes and turns them once, cell by cell, on their way to the panel.

    Cells that are already there are not painted again.
    """

    def __init__(self, pixels: Pixels, painter: Painter) -> None:
        self.pixels = pixels
        self.painter = painter
        self.cells_painted = 0
        """Since the canvas was made; the daemon reports it, and tests assert it."""
        self._cells: tuple[Cell, ...] = ()
        self._frame: tuple[object, ...] = ()

    def draw(self, scene: Scene, rotate: int = 0, inner: Rect | None = None) -> list[Rect]:
        """Bring the canvas to show `scene`.

        Args:
            rotate: degrees clockwise.
            inner: where on the panel the page goes (overscan margins are outside it); the whole panel if None. Its
                size must be the scene's, turned. What of it is outside the panel is not seen.

        Returns:
            The panel rectangles that were painted; empty when nothing had changed.
        """
        inner = inner or Rect(0, 0, self.pixels.width, self.pixels.height)
        frame = (scene.width, scene.height, scene.background, rotate, inner)
        todo = _changed(self._cells, scene.cells) if frame == self._frame else None
        is_whole = todo is None
        if todo is None:
            todo = scene.cells
        elif not todo:
            self._cells = scene.cells
            return []
        # Forgotten first: a canvas that fails in the middle must be painted as a whole next time.
        self._frame = ()
        with surface_of(self.pixels) as surface:
            if is_whole:
                _clear(cairo.Context(surface), scene.background)
            for cell in todo:
                self._paint_or_say(surface, cell, scene, rotate, inner)
        self._frame, self._cells = frame, scene.cells
        self.cells_painted += len(todo)
        if is_whole:
            return [Rect(0, 0, self.pixels.width, self.pixels.height)]
        panel = Rect(0, 0, self.pixels.width, self.pixels.height)
        seen = (_common(_on_panel(cell.rect, scene, rotate, inner), panel) for cell in todo)
        return [rect for rect in seen if not rect.is_empty]

    def take_over(self, other: Canvas) -> None:
        """Remember what `other` shows, after its pixels were copied here."""
        self._frame, self._cells = other._frame, other._cells

    def snapshot(self, max_width: int | None = None, rotate: int = 0) -> bytes:
        """What is on the canvas as a PNG, upright.

        Args:
            max_width: widest allowed, px; None for the panel's own size.
            rotate: degrees clockwise by which the page was turned; it is turned back.
        """
        width, height = upright_size(self.pixels.width, self.pixels.height, rotate)
        scale = 1.0 if max_width is None else min(1.0, max_width / width)
        small = cairo.ImageSurface(cairo.FORMAT_RGB24, round(width * scale), round(height * scale))
        with surface_of(self.pixels) as panel:
            context = cairo.Context(small)
            context.translate(small.get_width() / 2, small.get_height() / 2)
            context.scale(scale, scale)
            context.rotate(-math.radians(rotate))
            context.translate(-self.pixels.width / 2, -self.pixels.height / 2)
            context.set_source_surface(panel, 0, 0)
            context.get_source().set_filter(cairo.FILTER_NEAREST if scale == 1 else cairo.FILTER_GOOD)
            context.paint()
            # Lets go of the panel.
            context.set_source_rgb(0, 0, 0)
        out = io.BytesIO()
        small.write_to_png(out)
        return out.getvalue()

    def forget(self) -> None:
        """Paint everything anew next time: somebody else has drawn over the pixels."""
        self._frame = ()

    def _paint_or_say(self, surface: Any, cell: Cell, scene: Scene, rotate: int, inner: Rect) -> None:
        # The fence around a cell: a damaged picture or an impossible number becomes a message in its own cell, and the
        # rest of the page goes on. Each cell has a context of its own, as one that has failed is of no more use.
        try:
            self._paint(cairo.Context(surface), cell, scene, rotate, inner)
        except Exception as exc:
            logger.exception("Cell %s cannot be painted", cell.name)
            self._paint(cairo.Context(surface), _message(cell, str(exc)), scene, rotate, inner)

    def _paint(self, context: Any, cell: Cell, scene: Scene, rotate: int, inner: Rect) -> None:
        if cell.rect.is_empty:
            return
        unit = min(scene.width, scene.height) / 1080
        if rotate == 0:
            context.save()
            context.translate(inner.x, inner.y)
            self.painter.paint(context, cell, unit)
            context.restore()
            return
        upright = cairo.ImageSurface(cairo.FORMAT_RGB24, cell.rect.width, cell.rect.height)
        upright_context = cairo.Context(upright)
        upright_context.translate(-cell.rect.x, -cell.rect.y)
        self.painter.paint(upright_context, cell, unit)
        target = _on_panel(cell.rect, scene, rotate, inner)
        context.save()
        context.rectangle(*target)
        context.clip()
        context.translate(target.x + target.width / 2, target.y + target.height / 2)
        context.rotate(math.radians(rotate))
        context.translate(-cell.rect.width / 2, -cell.rect.height / 2)
        context.set_source_surface(upright, 0, 0)
        context.get_source().set_filter(cairo.FILTER_NEAREST)
        context.paint()
        context.restore()


def _message(cell: Cell, reason: str) -> Cell:
    """What stands in for a cell that cannot be painted."""
    rect = cell.rect
    size = max(8.0, min(rect.width / 14, rect.height / 5))
    middle = rect.x + rect.width / 2
    y = rect.y + rect.height / 2
    heading = Text(middle, y, "Cannot be drawn", size, MESSAGE_COLOR, "center", "semibold", rect.width * 0.9)
    line = Text(middle, y + size * 1.4, reason, size * 0.6, MESSAGE_COLOR, "center", "regular", rect.width * 0.9)
    return Cell(cell.name, rect, MESSAGE_BACKGROUND, (heading, line))


def _changed(painted: tuple[Cell, ...], cells: tuple[Cell, ...]) -> tuple[Cell, ...] | None:
    """The cells that look different from those `painted`; None when they lie differently on the page."""
    if len(painted) != len(cells):
        return None
    changed = []
    for old, new in zip(painted, cells, strict=True):
        if old is new:
            continue
        if old.name != new.name or old.rect != new.rect:
            return None
        if old.ops != new.ops or old.background != new.background:
            changed.append(new)
    return tuple(changed)


def _on_panel(rect: Rect, scene: Scene, rotate: int, inner: Rect) -> Rect:
    turned = rect.turned(rotate, scene.width, scene.height)
    return Rect(turned.x + inner.x, turned.y + inner.y, turned.width, turned.height)


def _common(one: Rect, other: Rect) -> Rect:
    """What two rectangles have in common; empty when that is nothing."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    return Rect(left, top, min(one.right, other.right) - left, min(one.bottom, other.bottom) - top)


def _clear(context: Any, background: str) -> None:
    channels = [int(background[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    context.set_source_rgb(*channels)
    context.paint()
