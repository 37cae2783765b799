"""A dial with its value in it or beside it, or a flat scale."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.figure.column import Column, Graphic, column_offer, column_ops
from displayd.drawing.figure.dial import Dial, zones
from displayd.drawing.figure.error_budget import error_budget, error_budget_height, error_budget_offer
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import headline, headline_height
from displayd.drawing.figure.limits import figure_scale
from displayd.drawing.figure.notes import compared_notes
from displayd.drawing.scale import Scale, tick_texts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Text
from displayd.tile.fit import Fit, Offer, Shape
from displayd.tile.frame import Frame
from displayd.widgets.gauge.dial_words import ROW, DialContent, dial_words, ends_row, row_words
from displayd.widgets.gauge.widget import Gauge
from displayd.widgets.gauge.zone_bar import ZONE_BAR, zone_bar

__all__ = ["draw", "explained_height", "offer", "scale_of", "wanted_height"]

# In a tile so many times as wide as high the value stands beside the dial.
WIDE = 2.1

# Least size of the figure inside a dial, in labels: with everything, and before the dial gives way to a flat scale.
LARGE, LEAST = 1.45, 1.3

# Least height, in labels, at which a dial beside its value has room for the ends of its scale.
ENDS_FROM = 6

# Heights in labels that the definition leaves to the rest: with the figure beside the dial, and with it inside.
EXPLAINED, EXPLAINED_HIGH = 3.3, 5.0

# In labels: from this height on a dial stands beside the value, not a flat scale.
DIAL_FROM = 2.5

# In a tile less wide than so many labels the figure has no room beside the dial.
NARROW = 7.5


def draw(widget: Gauge, frame: Frame) -> list[Op]:
    """A dial around the value; in a wide tile the value stands beside it, in a tiny one over a flat scale."""
    if widget.availability is not None:
        return error_budget(widget.availability, frame)
    if frame.fit is not None:
        return _in_row(widget, frame, frame.fit)
    area, label = frame.area, frame.label
    if area.width > WIDE * area.height and area.height >= 2 * label and not frame.is_poster:
        return _beside(widget, frame) or _flat(widget, frame)
    notes = compared_notes(frame, widget, widget.target)
    forms = figure_forms(frame, widget.value, widget.unit, widget.decimals)
    # The less stands around it, the larger the figure; the first that makes it large enough is taken.
    ways = [
        dial_words(frame, DialContent(forms, notes[:count], _ends(widget, frame) if has_ends else None))
        for count in range(len(notes), -1, -1)
        for has_ends in (True, False)
    ]
    known = [way for way in ways if way is not None]
    best = next((way for way in known if way.size >= LARGE * label), None)
    best = best or max(known, key=lambda way: (round(way.size, 1), way.note_count), default=None)
    if best is None or best.size < LEAST * label:
        return _flat(widget, frame)
    return _dial(widget, frame, best.dial) + best.draw(frame)


def offer(widget: Gauge, frame: Frame, shape: Shape) -> Offer | None:
    """A dial around the figure, or the figure over a flat scale or beside a dial."""
    if widget.availability is not None:
        return error_budget_offer(widget.availability, frame, shape)
    if shape.arrangement != "around":
        return column_offer(frame, _column(widget, frame), shape)
    words = row_words(frame, _said(widget, frame, shape), bool(shape.parts))
    return None if words is None else Offer(words.size)


def _in_row(widget: Gauge, frame: Frame, fit: Fit) -> list[Op]:
    """As was decided for a row of tiles."""
    if fit.shape.arrangement != "around":
        return column_ops(frame, _column(widget, frame), fit)
    area, width = frame.area, round(fit.width_px)
    room = Rect(area.x + (area.width - width) // 2, area.y, width, round(fit.height_px))
    inner = replace(frame, area=room)
    words = row_words(inner, _said(widget, inner, fit.shape), bool(fit.shape.parts), fit.value_px)
    if words is None:
        return []
    ops = _dial(widget, frame, words.dial) + words.draw(frame)
    # What stands at the foot of a tile whose data is old has the last line.
    return [op for op in ops if not isinstance(op, Text) or op.y <= area.bottom]


def _said(widget: Gauge, frame: Frame, shape: Shape) -> DialContent:
    """What is said around the figure in `shape`."""
    forms = figure_forms(frame, widget.value, widget.unit, widget.decimals)
    notes = [note for note in compared_notes(frame, widget, widget.target) if note.part in shape.parts]
    return DialContent(forms, notes, _ends(widget, frame) if "ends" in shape.parts else None)


def _column(widget: Gauge, frame: Frame) -> Column:
    forms = figure_forms(frame, widget.value, widget.unit, widget.decimals)
    high = ZONE_BAR * frame.label

    def draw_scale(frame: Frame, room: Rect) -> list[Op]:
        if room.height >= DIAL_FROM * frame.label:
            return _dial(widget, frame, Dial.within(*room, frame.unit))
        top = room.y + (room.height - high * 0.7) / 2
        return zone_bar(replace(frame, area=room), widget, scale_of(widget), widget.value or 0.0, widget.target, top)

    return Column(forms, compared_notes(frame, widget, widget.target), Graphic(high, high, draw_scale))


def wanted_height(widget: Gauge, frame: Frame) -> float:
    """A dial with a large figure in it and the words under it, or the figure with its words beside the dial."""
    if widget.availability is not None:
        return error_budget_height(widget.availability, frame)
    area = frame.area
    if area.width > WIDE * area.height:
        beside = headline_height(frame, compared_notes(frame, widget, widget.target), area.width * 0.5)
        return min(max(4.5 * frame.label, beside), 6.5 * frame.label)
    return 6.5 * frame.label


def explained_height(widget: Gauge, frame: Frame) -> float:
    """The dial with the figure beside it, or in it where the tile is narrow."""
    return (EXPLAINED if frame.area.width > NARROW * frame.label else EXPLAINED_HIGH) * frame.label


def scale_of(widget: Gauge) -> Scale:
    """The ends of the dial."""
    others = (widget.target, widget.amber)
    return figure_scale(widget.value, others, widget.unit, widget.direction, widget.red, widget.minimum, widget.maximum)


def _dial(widget: Gauge, frame: Frame, dial: Dial) -> list[Op]:
    scale, theme = scale_of(widget), frame.theme
    level = widget.level()
    color = theme.figure_color(level)
    ops: list[Op] = [dial.arc(0.0, 1.0, theme.raised)]
    # A round end at the start of the scale is how 0 is seen.
    ops.append(dial.arc(0.0, max(scale.share(widget.value or 0.0), 0.002), color))
    ops += dial.rim(frame, zones(scale, widget.direction, widget.amber, widget.red), level)
    if widget.target is not None:
        ops.append(dial.tick(scale.share(widget.target), 7 * frame.unit, theme.text))
    return frame.kept(ops, *dial.sides)


def _beside(widget: Gauge, frame: Frame) -> list[Op]:
    """The dial on the left, the value with change and target on the right; nothing where that has no room."""
    area = frame.area
    foot = frame.small * ROW if area.height >= ENDS_FROM * frame.label else 0.0
    dial = Dial.within(area.x, area.y, min(area.width * 0.42, area.height * 1.5), area.height - foot, frame.unit)
    left = round(dial.x + dial.radius + dial.stroke / 2 + 60 * frame.unit)
    room = Rect(left, area.y, max(1, area.right - left), area.height)
    head = headline(frame, widget, widget.value, compared_notes(frame, widget, widget.target), room.width, room.height)
    if head.size < LEAST * frame.label:
        return []
    ops = _dial(widget, frame, dial) + (ends_row(frame, dial, _ends(widget, frame)) if foot else [])
    return ops + head.draw(frame, room.x, room.y + (room.height - head.height) / 2)


def _ends(widget: Gauge, frame: Frame) -> tuple[str, str]:
    scale = scale_of(widget)
    texts = tick_texts(frame.format, (scale.low, scale.high), widget.unit)
    return texts[0], texts[-1]


def _flat(widget: Gauge, frame: Frame) -> list[Op]:
    """The value over a flat scale with its zones, where there is height for one."""
    area = frame.area
    high = round(frame.label * ZONE_BAR)
    if area.height < high + 1.5 * frame.label:
        high = 0
    room = area.inset(0, 0, 0, high)
    head = headline(frame, widget, widget.value, compared_notes(frame, widget, widget.target), room.width, room.height)
    ops = head.draw(frame, room.x, room.y + (room.height - head.height) / 2)
    if high:
        ops += zone_bar(frame, widget, scale_of(widget), widget.value or 0.0, widget.target, area.bottom - high * 0.7)
    return ops
