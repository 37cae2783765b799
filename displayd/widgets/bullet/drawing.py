"""A figure on its bar, or rows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from msgspec.structs import replace as replace_fields

from displayd.drawing.figure.column import Column, Graphic, column_offer, column_ops
from displayd.drawing.figure.dial import zones
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height, largest_figure
from displayd.drawing.figure.limits import figure_scale
from displayd.drawing.figure.notes import Note, compared_notes, notes_ops, notes_width
from displayd.drawing.figure.strip import Strip
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows, rows_height
from displayd.drawing.scale import Scale
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.tile.measure import Measure, level_of_item, measure_of
from displayd.widgets.bullet.widget import TYPICAL, Bullet, BulletGraph

__all__ = ["draw", "offer", "wanted_height"]

# Height of one large bar with what stands out of it, in labels; at least, in 1080ths of the screen's short side.
STRIP, LEAST_STRIP = 1.3, 68.0

# The height of the bar for the value, in that of the zones, and of the caret under them, in labels.
BAR, CARET = 0.46, 0.5

# Height of the row with the ends of the scale, in font sizes.
ENDS = 1.3

# Height of the line under rows that explains the marks, in font sizes.
LEGEND = 1.5


def draw(widget: BulletGraph, frame: Frame) -> list[Op]:
    """Rows when there are items, else the figure above a bar as wide as the tile."""
    if widget.items:
        return _rows(widget, frame)
    if frame.fit is not None:
        return column_ops(frame, _column(widget, frame), frame.fit)
    area = frame.area
    head, below, has_ends = _above(widget, frame)
    if not below:
        return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
    if widget.benchmark is not None:
        plain = replace_fields(widget, benchmark=None)
        others = [note for note in head.notes if note.mark != "caret"]
        # A mark that nobody explains only raises questions, and more important words come first.
        if len(others) == len(head.notes) or len(_above(plain, frame)[0].notes) > len(others):
            return draw(plain, frame)
    top = area.y + (area.height - below - head.height) / 2
    foot = top + head.height + (area.height - below - head.height) * 0.4
    return head.draw(frame, area.x, top) + _bar(widget, frame, foot, has_ends)


def wanted_height(widget: BulletGraph, frame: Frame) -> float:
    """All rows, or the figure with its notes, the bar and the ends of its scale."""
    if widget.items:
        return rows_height(frame, len(widget.items))
    return headline_height(frame, _notes(widget, frame), frame.area.width) + _below(widget, frame, has_ends=True)


def offer(widget: BulletGraph, frame: Frame, shape: Shape) -> Offer | None:
    """The figure over its bar."""
    return None if widget.items else column_offer(frame, _column(widget, frame), shape)


def _column(widget: BulletGraph, frame: Frame) -> Column:
    forms = figure_forms(frame, widget.value, widget.unit, widget.decimals)
    # Not every row has room to say what the mark of a benchmark is, and one that is not explained raises questions.
    plain = replace_fields(widget, benchmark=None)
    notes = [note for note in _notes(plain, frame) if note.mark != "target"]
    least, most = _below(plain, frame, has_ends=False), _below(plain, frame, has_ends=True)

    def draw_bar(frame: Frame, room: Rect) -> list[Op]:
        top = room.y + max(0.0, room.height - most) / 2
        return _bar(plain, replace(frame, area=room), top, has_ends=room.height >= most)

    return Column(forms, notes, Graphic(least, most, draw_bar))


def _above(widget: BulletGraph, frame: Frame) -> tuple[Headline, float, bool]:
    """The figure with its notes, the height left below it for the bar, px, and whether its ends have room there.

    The height is 0 where there is no room for a bar.
    """
    area, notes = frame.area, _notes(widget, frame)
    has_ends = area.height >= _below(widget, frame, has_ends=True) + headline_height(frame, notes[:1], area.width)
    below = _below(widget, frame, has_ends)
    if area.height - below < 1.1 * frame.label:
        below = 0.0
    head = headline(frame, widget, widget.value, notes, area.width, area.height - below, largest_figure(frame))
    return head, below, has_ends


def _below(widget: BulletGraph, frame: Frame, has_ends: bool) -> float:
    """Height of the bar with what stands under it, px."""
    caret = CARET if widget.benchmark is not None else 0.0
    return _strip_height(frame) + frame.label * caret + (frame.small * ENDS if has_ends else 0.0)


def _bar(widget: BulletGraph, frame: Frame, top: float, has_ends: bool) -> list[Op]:
    """The bar under the figure, in the room that begins at `top` px."""
    area, measure = frame.area, measure_of(widget)
    high = _strip_height(frame)
    thick = high - 24 * frame.unit
    one = _Shown(measure, widget.level(), widget.value, widget.target, widget.benchmark, widget.minimum, widget.maximum)
    strip = Strip(area.x, area.right, top + high / 2, thick, one.scale(), frame.unit)
    ops = _ops(frame, strip, one, thick * BAR)
    if has_ends:
        under = top + high + (frame.label * CARET if widget.benchmark is not None else 0.0)
        ops += strip.ends(frame, under + frame.small, widget.unit)
    return ops


def _notes(widget: BulletGraph, frame: Frame) -> list[Note]:
    """Target, change, what is usual, and since when the change is: the most important first."""
    every = compared_notes(frame, widget, is_judged=widget.target is not None)
    if widget.target is not None:
        text = frame.format.text(widget.target, widget.unit, widget.decimals)
        every.insert(0, Note("tick", frame.format.say("target {value}", value=text), frame.theme.dim, "target"))
    if widget.benchmark is not None:
        text = frame.format.text(widget.benchmark, widget.unit, widget.decimals)
        every.append(Note("caret", f"{_benchmark_words(widget, frame)} {text}".strip(), frame.theme.dim, "target"))
    return every


def _benchmark_words(widget: BulletGraph, frame: Frame) -> str:
    """What the document calls what is usual, else our own word."""
    label = widget.benchmark_label
    return frame.format.say_as("what is usual", "typical") if label == TYPICAL else label


def _shown(widget: BulletGraph, item: Bullet) -> _Shown:
    minimum = widget.minimum if item.minimum is None else item.minimum
    maximum = widget.maximum if item.maximum is None else item.maximum
    measure = measure_of(widget, item)
    return _Shown(
        measure, level_of_item(widget, item, item.value), item.value, item.target, item.benchmark, minimum, maximum
    )


def _rows(widget: BulletGraph, frame: Frame) -> list[Op]:
    shown = [_shown(widget, item) for item in widget.items]
    rows = [
        GraphRow(item.label, figure_forms(frame, one.value, one.unit, one.decimals), one.level, None)
        for item, one in zip(widget.items, shown, strict=True)
    ]
    common = _common_scale(widget, shown)
    laid = graph_rows(frame, rows)
    ops, above = _legend(widget, frame)
    with_legend = graph_rows(above, rows)
    if len(with_legend.graphics) == len(rows):
        laid = with_legend
    else:
        ops = []
    frame.leaves_out(laid.untold)
    ops += laid.ops
    for one, room in zip(shown, laid.graphics, strict=False):
        if room.width > 2 * frame.small:
            ops += _ops(frame, _row_strip(frame, room, laid.size, common or one.scale()), one, laid.size * 0.3)
    return ops


def _legend(widget: BulletGraph, frame: Frame) -> tuple[list[Op], Frame]:
    """What the marks on the bars are, in a line at the bottom, and the frame above it."""
    area, dim, size = frame.area, frame.theme.dim, frame.small
    notes = []
    if any(item.target is not None for item in widget.items):
        notes.append(Note("tick", frame.format.say_as("what a mark is", "target"), dim))
    if any(item.benchmark is not None for item in widget.items) and widget.benchmark_label:
        notes.append(Note("caret", _benchmark_words(widget, frame), dim))
    above = area.inset(0, 0, 0, round(size * LEGEND))
    if not notes or above.height < frame.label or notes_width(frame, notes, size) > area.width:
        return [], frame
    return notes_ops(frame, notes, area.x, area.bottom - size * 0.26, size), replace(frame, area=above)


def _common_scale(widget: BulletGraph, shown: list[_Shown]) -> Scale | None:
    """One scale for all rows, so that they can be compared; None where units or ends differ."""
    measures = {(one.measure.unit, one.minimum, one.maximum) for one in shown}
    if len(measures) > 1:
        return None
    scales = [one.scale() for one in shown if one.value is not None]
    return Scale(min(one.low for one in scales), max(one.high for one in scales), ())


class _Shown(NamedTuple):
    """One bar as it is drawn."""

    measure: Measure
    level: Level
    value: float | None
    target: float | None
    benchmark: float | None
    minimum: float | None
    maximum: float | None

    @property
    def unit(self) -> str:
        return self.measure.unit

    @property
    def decimals(self) -> int | None:
        return self.measure.decimals

    def scale(self) -> Scale:
        measure = self.measure
        others = (self.target, self.benchmark, measure.amber)
        return figure_scale(
            self.value, others, measure.unit, measure.direction, measure.red, self.minimum, self.maximum
        )


def _strip_height(frame: Frame) -> float:
    return max(STRIP * frame.label, LEAST_STRIP * frame.unit)


def _row_strip(frame: Frame, room: Rect, size: float, scale: Scale) -> Strip:
    """The bar of a row, with room under it for the triangle."""
    thick = max(4 * frame.unit, min(room.height - 28 * frame.unit, size * 0.72))
    return Strip(room.x, room.right, room.y + room.height / 2 - 4 * frame.unit, thick, scale, frame.unit)


def _ops(frame: Frame, strip: Strip, one: _Shown, thick: float) -> list[Op]:
    theme, measure = frame.theme, one.measure
    parts = zones(strip.scale, measure.direction, measure.amber, measure.red)
    ops = strip.zones(frame, parts, one.level, has_bar=True)
    if one.value is not None:
        color = theme.figure_color(one.level)
        ops += strip.bar(one.value, color, thick)
    if one.benchmark is not None:
        ops += strip.caret(one.benchmark, theme.dim)
    if one.target is not None:
        ops += strip.tick(one.target, theme.text, theme.card)
    return ops
