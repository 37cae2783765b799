"""How much is done, over a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from displayd.drawing.figure.column import Column, Graphic, column_offer, column_ops
from displayd.drawing.figure.error_budget import budget_figure, error_budget, error_budget_height, error_budget_offer
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height, largest_figure
from displayd.drawing.figure.notes import Note, compared_notes
from displayd.drawing.figure.strip import Strip
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows, rows_height
from displayd.drawing.scale import Scale
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.text.numbers import Quantity
from displayd.text.wholes import WHOLES
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.tile.measure import Measure, measure_of
from displayd.widgets.progress.widget import Progress, Stretch, mark_on_whole

__all__ = ["draw", "offer", "wanted_height"]

# Height of the bar with what stands out of it, in labels: at most and at least.
HIGHEST, LOWEST = 1.9, 1.0

# From so many labels of width on, name, bar and percentage of a row stand on one line.
FLAT = 13.0

# Height of the bar of a row, in font sizes.
ROW_BAR = 0.62

# A bar so many times as long as the way to the goal is long enough.
LONGEST = 4.0


def draw(widget: Progress, frame: Frame) -> list[Op]:
    """How much is done over a bar as wide as the tile; rows when there are items."""
    if widget.items:
        return _rows(widget, frame)
    if widget.availability is not None:
        return error_budget(widget.availability, frame)
    if frame.fit is not None:
        return column_ops(frame, _column(widget, frame), frame.fit)
    area, label = frame.area, frame.label
    high = min(HIGHEST * label, max(LOWEST * label, area.height * 0.22))
    if area.height - high < 1.1 * label:
        head = _headline(widget, frame, area.height)
        return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
    head = _headline(widget, frame, area.height - high)
    spare = area.height - high - head.height
    top = area.y + spare * 0.42
    middle = top + head.height + spare * 0.16 + high / 2
    return head.draw(frame, area.x, top) + _bar(widget, frame, middle, high - 22 * frame.unit)


def wanted_height(widget: Progress, frame: Frame) -> float:
    """All rows, or the figure with all its notes and the bar."""
    if widget.items:
        return rows_height(frame, len(widget.items), frame.area.width > FLAT * frame.label)
    if widget.availability is not None:
        return error_budget_height(widget.availability, frame)
    return headline_height(frame, _notes(widget, frame), frame.area.width) + 1.5 * frame.label


def offer(widget: Progress, frame: Frame, shape: Shape) -> Offer | None:
    """The figure over its bar."""
    if widget.availability is not None and not widget.items:
        return error_budget_offer(widget.availability, frame, shape)
    return None if widget.items else column_offer(frame, _column(widget, frame), shape)


def _column(widget: Progress, frame: Frame) -> Column:
    measure, value = _shown(widget)
    forms = figure_forms(frame, value, measure.unit, measure.decimals)

    def draw_bar(frame: Frame, room: Rect) -> list[Op]:
        thick = min(float(room.height), HIGHEST * frame.label) - 22 * frame.unit
        return _bar(widget, replace(frame, area=room), room.y + room.height / 2, thick)

    return Column(forms, _notes(widget, frame), Graphic(LOWEST * frame.label, HIGHEST * frame.label, draw_bar))


def _headline(widget: Progress, frame: Frame, height: float) -> Headline:
    measure, value = _shown(widget)
    largest = largest_figure(frame)
    return headline(frame, measure, value, _notes(widget, frame), frame.area.width, height, largest)


def _shown(widget: Progress) -> tuple[Measure, float]:
    """A percentage is shown as it is, of other figures the share that is done."""
    measure, value = Measure("percentunit", None, "up", None, None), widget.share_of(widget.value or 0.0)
    if widget.unit in WHOLES:
        measure, value = Measure(widget.unit, widget.decimals, widget.direction, None, None), widget.value or 0.0
    else:
        measure = measure._replace(decimals=_decimals(value))
    return measure, value


def _decimals(share: float) -> int | None:
    """Whole percents, but not where they would say 0 or 100."""
    return 0 if 0.01 <= abs(share) < 0.99 or abs(share) >= 1.01 else None


def _rows(widget: Progress, frame: Frame) -> list[Op]:
    """Name, bar and percentage of each item; all bars on one scale, and a track to the goal behind each."""
    shares = [widget.share_of_item(item) for item in widget.items]
    rows = [_row(widget, frame, item, share) for item, share in zip(widget.items, shares, strict=True)]
    laid = graph_rows(frame, rows)
    frame.leaves_out(laid.untold)
    ops, theme = laid.ops, frame.theme
    end = min(max(1.0, *(share for share in shares if share is not None)), LONGEST)
    for item, row, share, room in zip(widget.items, rows, shares, laid.graphics, strict=False):
        if room.width <= 2 * frame.small:
            continue
        thick = min(float(room.height), laid.size * ROW_BAR)
        strip = Strip(room.x, room.right, room.y + room.height / 2, thick, Scale(0.0, end, ()), frame.unit)
        ops.append(strip.track(theme.raised))
        # Nothing done, or less than at the start, has no bar.
        if share is not None and share > 0:
            ops += strip.bar(share, theme.figure_color(row.level), thick)
        if end > 1.0:
            ops += strip.notch(1.0, theme.card)
        mark = mark_on_whole(widget.target_of(item), measure_of(widget, item).unit)
        if mark is not None and widget.availability_of_item(item) is None:
            ops += strip.tick(mark, theme.text, theme.card)
    return ops


def _row(widget: Progress, frame: Frame, item: Stretch, share: float | None) -> GraphRow:
    """A percentage is shown as it is, an uptime as what is left, of other figures the share that is done."""
    measure, known = measure_of(widget, item), widget.availability_of_item(item)
    forms: Sequence[Quantity]
    if known is not None:
        forms = [budget_figure(known, frame)]
    elif measure.unit in WHOLES:
        forms = figure_forms(frame, item.value, measure.unit, measure.decimals)
    else:
        forms = figure_forms(frame, share, "percentunit", None if share is None else _decimals(share))
    return GraphRow(item.label, forms, widget.level_of_stretch(item), None)


def _notes(widget: Progress, frame: Frame) -> list[Note]:
    """Of how much, ahead or behind, and the change: the most important first."""
    notes = []
    if widget.unit in WHOLES and widget.target is not None:
        text = frame.format.text(widget.target, widget.unit, widget.decimals)
        notes.append(Note("tick", frame.format.say("target {value}", value=text), frame.theme.dim, "target"))
    words = _words(widget, frame)
    if words:
        fitting = [text for text in words if frame.fonts.width(text, frame.small, "medium") <= frame.area.width]
        notes.append(Note("none", (fitting or words[-1:])[0], frame.theme.dim, "target"))
    if widget.expected is not None:
        notes.append(_pace(widget, frame, widget.expected))
    return notes + compared_notes(frame, widget, is_judged=True)


def _words(widget: Progress, frame: Frame) -> list[str]:
    """Value and goal, then the goal alone; nothing for a percentage, whose way is always the whole."""
    if widget.unit in WHOLES:
        return []
    value, goal = (frame.format.text(one, widget.unit, widget.decimals) for one in (widget.value, widget.goal))
    say = frame.format.say
    if widget.minimum or (widget.goal or 0.0) <= 0:
        return [say("{value}, goal {goal}", value=value, goal=goal), say("goal {goal}", goal=goal)]
    return [say("{value} of {goal}", value=value, goal=goal), say("of {goal}", goal=goal)]


def _pace(widget: Progress, frame: Frame, expected: float) -> Note:
    """How far ahead of `expected` the value is, or behind."""
    value = widget.value or 0.0
    text = frame.format.text(abs(value - expected), widget.unit, widget.decimals)
    if widget.unit in WHOLES:
        text = frame.format.change(max(value, expected), min(value, expected), widget.unit).removeprefix("+")
    ahead = widget.share_of(value) - widget.share_of(expected)
    if not ahead or not any(digit in text for digit in "123456789"):
        return Note("level", frame.format.say("on schedule"), frame.theme.dim)
    if ahead > 0:
        return Note("good up", frame.format.say("{amount} ahead", amount=text), frame.theme.good)
    return Note("bad down", frame.format.say("{amount} behind", amount=text), frame.theme.red)


def _bar(widget: Progress, frame: Frame, middle: float, thick: float) -> list[Op]:
    """The way as a bar, or the whole of a percentage; what is beyond it makes it longer, and its end is marked."""
    area, theme = frame.area, frame.theme
    share = widget.length_of(widget.value or 0.0)
    expected = None if widget.expected is None else widget.length_of(widget.expected)
    end = min(max(1.0, share, expected or 0.0), LONGEST)
    strip = Strip(area.x, area.right, middle, thick, Scale(0.0, end, ()), frame.unit)
    level = widget.level()
    color = theme.figure_color(level)
    ops: list[Op] = [strip.track(theme.raised)]
    # Nothing done, or less than at the start, has no bar.
    if share > 0:
        ops += strip.bar(share, color, thick)
    if end > 1.0:
        ops += strip.notch(1.0, theme.card)
    if expected is not None:
        # Only one of two strokes is the brighter one, which the words speak of.
        ops += strip.tick(max(0.0, expected), theme.text if widget.target_mark is None else theme.dim, theme.card)
    if widget.target_mark is not None:
        ops += strip.tick(widget.target_mark, theme.text, theme.card)
    return ops
