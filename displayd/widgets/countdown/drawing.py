"""A wait as figures, with its moment and a bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from displayd.drawing.figure.figure import figure, figure_width
from displayd.drawing.figure.headline import largest_figure
from displayd.drawing.figure.time_spans import Span, span_at
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.message import message
from displayd.drawing.marks.sizes import shared_size
from displayd.drawing.marks.words import fitted_words
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.formatter import Formatter
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame
from displayd.widgets.countdown.widget import Countdown

__all__ = ["draw", "wanted_height"]

# The largest figures, in 1080ths of the screen's short side; smaller than so many labels, other parts go first.
LARGEST, LEAST = 230.0, 1.7

# Height of the line of the figure and of the one under it, in font sizes.
FIGURE_LINE, MOMENT_LINE = 1.02, 1.4

# So many seconds away the date is written with its year.
LONG = 300 * 86_400

BAR = 20.0
"""Height of the bar, in 1080ths of the screen's short side."""

# Width of a space between two parts, and of a mark with its space, in sizes of the figure.
SPACE, MARK = 0.28, 0.62


def draw(widget: Countdown, frame: Frame) -> list[Op]:
    """The figure as large as there is room, under it the moment and the bar."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    here = Formatter(frame.format.locale, widget.timezone or frame.format.timezone)
    moment = widget.moment(here.timezone)
    span = span_at(moment, frame.unix_time)
    level = widget.urgency(frame, moment)
    if not span.is_over:
        frame.changes_at(span.until)
    parts = [] if span.is_over else span.parts(frame.format)
    has_moment, has_bar = _has_room(widget, frame)
    # Beside a figure that is small because the tile is narrow there is no place for anything else.
    has_moment = has_moment and (not parts or _arranged(frame, parts[:1], level)[1] >= frame.small)
    ways = [(has_moment, has_bar), (False, has_bar), (False, False)]
    has_moment, has_bar = next((way for way in ways if _has_all(_above(frame, *way), parts, level)), ways[0])
    inner = _above(frame, has_moment, has_bar)
    if parts:
        ops, bottom = _figures(inner, parts, level)
    else:
        ops, bottom = (
            fitted_words(inner, widget.done.strip() or frame.format.say_as("of a wait", "Over"), "hero"),
            float(inner.area.bottom),
        )
    if has_moment:
        ops.append(_moment_text(frame, here, moment, span.is_over, bottom + frame.small * 0.95))
    if has_bar and widget.since is not None:
        ops += _bar(frame, widget.since, moment, span, level)
    return ops


def wanted_height(widget: Countdown, frame: Frame) -> float:
    """A large figure, the moment and the bar."""
    bar = 0.0 if widget.since is None else BAR * frame.unit + 2 * frame.gap
    return 2.4 * frame.label * FIGURE_LINE + MOMENT_LINE * frame.small + bar


def _has_room(widget: Countdown, frame: Frame) -> tuple[bool, bool]:
    """Whether moment and bar leave enough for a large figure: the moment goes first, then the bar."""
    room = frame.area.height - LEAST * frame.label * FIGURE_LINE
    bar = BAR * frame.unit + 1.5 * frame.gap
    has_bar = widget.since is not None and bar <= room
    return has_bar * bar + MOMENT_LINE * frame.small <= room, has_bar


def _above(frame: Frame, has_moment: bool, has_bar: bool) -> Frame:
    """The frame without the room of what stands under the figure."""
    below = has_moment * MOMENT_LINE * frame.small + has_bar * (BAR * frame.unit + 1.5 * frame.gap)
    return replace(frame, area=frame.area.inset(0, 0, 0, math.ceil(below)))


def _has_all(frame: Frame, parts: Sequence[Quantity], level: Level) -> bool:
    """True where no part has to be left out."""
    return _arranged(frame, parts, level)[1] >= _least(frame) if parts else True


def _least(frame: Frame) -> float:
    """Font size in px below which the second part is left out."""
    return min(LEAST * frame.label, LARGEST * frame.unit, frame.area.height / FIGURE_LINE)


def _figures(frame: Frame, parts: Sequence[Quantity], level: Level) -> tuple[list[Op], float]:
    """Mark and parts, as large as they fit in `frame.area`, side by side or one under the other; and where they end.

    The second part is left out rather than made small.
    """
    area, theme = frame.area, frame.theme
    rows, size = _arranged(frame, parts, level)
    if size < _least(frame):
        rows, size = _arranged(frame, parts[:1], level)
    size = shared_size(frame, size)
    line = FIGURE_LINE * size
    top = area.y + (area.height - len(rows) * line) / 2
    is_marked = level in ("amber", "red")
    color = theme.level_color(level) if is_marked else theme.text
    middle = top + line / 2
    ops = level_mark(level, area.x + 0.23 * size, middle, 0.4 * size, theme) if is_marked else []
    for number, row in enumerate(rows):
        x = area.x + is_marked * MARK * size
        for part in row:
            baseline = middle + number * line + size * CAP_HEIGHT / 2
            ops += figure(frame, part, x, baseline, size, color, is_tabular=True)
            x += figure_width(frame, part, size, True) + SPACE * size
    return ops, top + len(rows) * line


def _arranged(frame: Frame, parts: Sequence[Quantity], level: Level) -> tuple[list[Sequence[Quantity]], float]:
    """The rows of parts that can be largest, and their font size in px."""
    mark = MARK if level in ("amber", "red") else 0.0
    choices: list[list[Sequence[Quantity]]] = [[parts]]
    if len(parts) > 1:
        choices.append([[part] for part in parts])
    sizes = []
    most = largest_figure(frame, LARGEST) * frame.unit
    for rows in choices:
        largest = max(1.0, min(most, frame.area.height / FIGURE_LINE / len(rows)))
        sizes.append(min(_size(frame, row, mark, largest) for row in rows))
    best = max(range(len(choices)), key=sizes.__getitem__)
    return choices[best], sizes[best]


def _size(frame: Frame, row: Sequence[Quantity], mark: float, largest: float) -> float:
    """The largest size of figures, up to `largest` px, at which a row fits after a mark of `mark` sizes."""

    def width(size: float) -> float:
        figures = sum(figure_width(frame, part, size, True) for part in row)
        return figures + (mark + SPACE * (len(row) - 1)) * size

    size = largest
    while size > 1 and (needed := width(size)) > frame.area.width:
        size *= max(0.5, frame.area.width / needed * 0.995)
    return size


def _moment_text(frame: Frame, here: Formatter, moment: float, is_over: bool, baseline: float) -> Text:
    """The day and time, as long as it fits; today only the time."""
    time = here.time(moment)
    days = [here.date(moment), here.date(moment, "short")]
    forms = [f"{day}, {time}" for day in days] + days[1:]
    if abs(moment - frame.unix_time) > LONG:
        # A day without its year would be taken for one of this year.
        day = here.moment(moment, frame.unix_time)
        forms = [day, day.split("-")[0]]
    elif here.date(frame.unix_time) == days[0] and abs(moment - frame.unix_time) < 86_400:
        forms = [frame.format.say("today, {time}", time=time), time]
        frame.changes_at((frame.unix_time // 900 + 1) * 900)
    if is_over:
        forms = [*(frame.format.say("since {moment}", moment=form) for form in forms), forms[-1]]
    size, room = frame.small, frame.area.width
    text = next((form for form in forms if frame.fonts.width(form, size) <= room), forms[-1])
    return Text(frame.area.x, baseline, text, size, frame.theme.dim, max_width=room)


def _bar(frame: Frame, since: float, moment: float, span: Span, level: Level) -> list[Op]:
    """How much of the wait is over, along the bottom."""
    area, theme, high = frame.area, frame.theme, BAR * frame.unit
    passed = 1.0 if span.is_over or moment <= since else 1 - span.seconds / (moment - since)
    color = theme.level_color(level) if level in ("amber", "red") else theme.series[0]
    top = area.bottom - high
    ops: list[Op] = [Box(area.x, top, area.width, high, theme.raised, high / 2)]
    if passed > 0:
        ops.append(Box(area.x, top, min(area.width, max(high, area.width * passed)), high, color, high / 2))
    return ops
