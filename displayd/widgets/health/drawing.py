"""A score over its bar, and its parts in rows."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.chart.plot import row_of_texts
from displayd.drawing.chart.trend_line import is_trend, span_words, trendline
from displayd.drawing.figure.column import Column, Graphic, column_offer, column_ops
from displayd.drawing.figure.dial import zones
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height
from displayd.drawing.figure.notes import Note, change_note, notes_of
from displayd.drawing.figure.strip import PIN, Strip
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows, rows_height
from displayd.drawing.scale import Scale, tick_texts
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.widgets.health.widget import Health, Part

__all__ = ["draw", "offer", "wanted_height"]

# The shortest bar of a part, in font sizes.
SHORTEST_PART = 2.0

# The bar with the pin that stands out of it, in labels and at least, in 1080ths of the screen's short side.
STRIP, LEAST_STRIP = 1.35, 70.0

# In labels: the space under the bar, and the narrowest sparkline.
SPACE, NARROWEST_LINE = 0.45, 3.5

# Height of the row with the ends of the scale, in font sizes.
ENDS = 1.25

# In a tile so many times as wide as high the parts stand beside the bar, in so much of the width.
WIDE = 2.1

PARTS_SHARE = 0.56


def draw(widget: Health, frame: Frame) -> list[Op]:
    """The score over its bar; the parts under it, or beside it in a wide tile."""
    if frame.fit is not None:
        return column_ops(frame, _column(widget, frame), frame.fit)
    whole, room = _areas(widget, frame)
    laid = replace(frame, area=room, left_out=[])
    parts = _parts(widget, laid) if room.height >= frame.small else []
    beside = replace(frame, area=whole)
    if not parts or _says_less(widget, beside, frame):
        # Without any part the tile is the score of all of them, and nothing is missing.
        return _score(widget, frame)
    frame.leaves_out(sum(laid.left_out))
    return _score(widget, beside) + parts


def offer(widget: Health, frame: Frame, shape: Shape) -> Offer | None:
    """The score over its bar; with parts it is more than a value."""
    return None if widget.parts else column_offer(frame, _column(widget, frame), shape)


def _column(widget: Health, frame: Frame) -> Column:
    forms = figure_forms(frame, widget.score(), widget.unit, widget.decimals)
    high, ends = _strip_height(frame), ENDS * frame.small

    def draw_bar(frame: Frame, room: Rect) -> list[Op]:
        has_ends = room.height >= high + ends
        top = room.y + max(0.0, room.height - high - ends * has_ends) / 2
        thick = high / (1 + PIN)
        strip = Strip(room.x, room.right, top + high - thick / 2, thick, _scale(widget), frame.unit)
        return _bar(widget, frame, strip) + (_ticks(widget, frame, strip) if has_ends else [])

    return Column(forms, _notes(widget, frame), Graphic(high, high + ends, draw_bar))


def wanted_height(widget: Health, frame: Frame) -> float:
    """The score with its notes, the bar with its ends, and the parts."""
    label = frame.label
    parts = rows_height(frame, len(widget.parts)) + SPACE * label if widget.parts else 0.0
    bar = headline_height(frame, _notes(widget, frame), frame.area.width) + _strip_height(frame) + ENDS * frame.small
    return max(bar, parts) if _is_wide(frame.area) else bar + parts


def _says_less(widget: Health, frame: Frame, larger: Frame) -> bool:
    """True where the score is too small or without a word in `frame`, and not in the area of `larger`."""
    bar = _strip_height(frame)
    one, other = (_headline(widget, at, max(1.0, at.area.height - bar)) for at in (frame, larger))
    return one.size < min(frame.small, other.size) or (not one.notes and bool(other.notes))


def _areas(widget: Health, frame: Frame) -> tuple[Rect, Rect]:
    """Room for the score with its bar, and for the parts; that is empty where there are none, or no room."""
    area, label = frame.area, frame.label
    if not widget.parts:
        return area, Rect(area.x, area.bottom, 0, 0)
    if _is_wide(area):
        width = round(area.width * PARTS_SHARE)
        return area.inset(0, 0, width + round(label), 0), area.inset(area.width - width, 0, 0, 0)
    least = headline_height(frame, _notes(widget, frame)[:1], area.width) * 0.85 + _strip_height(frame) + SPACE * label
    high = round(min(area.height - least, rows_height(frame, len(widget.parts)) * 1.25))
    return area.inset(0, 0, 0, high + round(SPACE * label)), area.inset(0, area.height - high, 0, 0)


def _score(widget: Health, frame: Frame) -> list[Op]:
    """Figure with notes, sparkline and bar."""
    area, label = frame.area, frame.label
    high, ends = _strip_height(frame), ENDS * frame.small
    if area.height - high < 1.1 * label:
        head = _headline(widget, frame, area.height)
        return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
    head = _headline(widget, frame, area.height - high - ends)
    full = _headline(widget, frame, area.height - high)
    if head.notes != full.notes or head.size < 2.0 * label:
        head, ends = full, 0.0
    spare = area.height - high - ends - head.height
    top = area.y + spare * 0.42
    thick = high / (1 + PIN)
    middle = top + head.height + spare * 0.16 + high - thick / 2
    strip = Strip(area.x, area.right, middle, thick, _scale(widget), frame.unit)
    ops = head.draw(frame, area.x, top) + _line(widget, frame, head, top) + _bar(widget, frame, strip)
    return ops + (_ticks(widget, frame, strip) if ends else [])


def _line(widget: Health, frame: Frame, head: Headline, top: float) -> list[Op]:
    """The sparkline on the right of the figure, where there is room."""
    area = frame.area
    left = round(area.x + head.figure_width(frame) + 3 * frame.gap)
    high = round(min(head.figure_height, 3.2 * frame.label))
    if not is_trend(widget.history) or area.right - left < NARROWEST_LINE * frame.label:
        return []
    room = Rect(left, round(top + (head.figure_height - high) / 2), area.right - left, high)
    span = span_words(frame, widget.history_seconds)
    return trendline(frame, widget.history, room, frame.theme.series[0], span)


def _ticks(widget: Health, frame: Frame, strip: Strip) -> list[Op]:
    """The thresholds under the bar with the ends of the scale, or the one or the other, as there is room."""
    scale = strip.scale
    ends = {scale.low, scale.high}
    limits = {one for one in (widget.amber, widget.red) if one is not None and scale.low <= one <= scale.high}
    baseline = strip.middle + strip.thick * 0.68 + frame.small
    for places in (sorted(ends | limits), sorted(limits), sorted(ends)):
        texts = zip(map(strip.x, places), tick_texts(frame.format, places, widget.unit), strict=True)
        ops = row_of_texts(frame, list(texts), strip.left, strip.right, baseline)
        if len(ops) == len(places) > 0:
            return ops
    return []


def _headline(widget: Health, frame: Frame, height: float) -> Headline:
    return headline(frame, widget, widget.score(), _notes(widget, frame), frame.area.width, height)


def _notes(widget: Health, frame: Frame) -> list[Note]:
    return notes_of(frame, widget, widget.score(), widget.previous, widget.previous_label, None)


def _scale(widget: Health) -> Scale:
    high = widget.maximum if widget.maximum > widget.minimum else widget.minimum + (abs(widget.minimum) or 1.0)
    return Scale(widget.minimum, high, ())


def _bar(widget: Health, frame: Frame, strip: Strip) -> list[Op]:
    """Zones with a pin at the score; without thresholds a bar that fills."""
    theme, score = frame.theme, widget.score() or 0.0
    found = zones(strip.scale, widget.direction, widget.amber, widget.red)
    ops = strip.zones(frame, found, widget.level(), has_bar=False)
    if not found:
        return ops + strip.bar(score, theme.series[0], strip.thick)
    return ops + strip.pin(score, theme.text, theme.card)


def _parts(widget: Health, frame: Frame) -> list[Op]:
    """A row with a bar for each part, as many as fit; nothing for one of several: it says little of the whole."""
    rows = [_row(widget, frame, part) for part in widget.parts]
    laid = graph_rows(frame, rows, SHORTEST_PART)
    if len(laid.graphics) < min(2, len(rows)):
        return []
    frame.leaves_out(laid.untold)
    ops = laid.ops
    for part, row, room in zip(widget.parts, rows, laid.graphics, strict=False):
        if room.width > frame.small:
            thick = min(room.height * 0.6, laid.size * 0.42)
            strip = Strip(room.x, room.right, room.y + room.height / 2, thick, _scale(widget), frame.unit)
            ops += _part_bar(frame, strip, part.value, row.level)
    return ops


def _row(widget: Health, frame: Frame, part: Part) -> GraphRow:
    level = widget.level_of_item(part)
    forms = figure_forms(frame, part.value, widget.unit, widget.decimals)
    return GraphRow(part.label, forms, level, change_note(frame, widget, part.value, part.previous))


def _strip_height(frame: Frame) -> float:
    return max(STRIP * frame.label, LEAST_STRIP * frame.unit)


def _part_bar(frame: Frame, strip: Strip, value: float | None, level: Level) -> list[Op]:
    color = frame.theme.figure_color(level)
    return [strip.track(frame.theme.raised), *(strip.bar(value, color, strip.thick) if value is not None else [])]


def _is_wide(area: Rect) -> bool:
    return area.width > WIDE * area.height
