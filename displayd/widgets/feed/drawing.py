"""The headline whose turn it is, what it is about, and its age."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from displayd.drawing.marks.dots import dots, dots_width
from displayd.drawing.marks.message import message
from displayd.drawing.rows.turning import turn_at
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.dates import until_age_changes
from displayd.text.signage_words import NO_ITEMS, ago
from displayd.tile.frame import Frame
from displayd.tile.text_side import from_its_side
from displayd.widgets.feed.widget import Entry, Feed

__all__ = ["draw", "wanted_height"]

# Sizes of the headline, in labels.
SIZES = (2.27, 2.03, 1.8, 1.6, 1.42, 1.27, 1.125, 1.0)

LINE = 1.22
"""Height of a line in font sizes."""

# A headline takes no more lines than this while it can be smaller, and no more of the height.
MOST_LINES, SHARE = 4, 0.66

# Clocks differ a little; what is further ahead has no age.
AHEAD_SECONDS = 60.0

# From so many lines of small letters there is one for age and dots.
FOOT_FROM = 2.6


def draw(widget: Feed, frame: Frame) -> list[Op]:
    """The entry whose turn it is."""
    known = [one for one in widget.items if one.label or one.detail]
    if not known:
        return message(frame, frame.format.say(NO_ITEMS), [], frame.theme.dim)
    turn = turn_at(frame.unix_time, widget.seconds, len(known))
    frame.changes_at(turn.until)
    one = known[turn.number]
    ops: list[Op] = []
    area = frame.area
    if area.height >= FOOT_FROM * frame.small * LINE:
        foot = _foot(frame, one, turn.number, len(known))
        if foot:
            ops += foot
            frame = replace(frame, area=area.inset(0, 0, 0, round(frame.small * LINE * 1.1)))
    return ops + _words(frame, one)


def wanted_height(widget: Feed, frame: Frame) -> float:
    """A headline of two lines, two lines under it, and the foot."""
    return 6.5 * frame.label


def _foot(frame: Frame, one: Entry, number: int, count: int) -> list[Op]:
    """How old it is, and which of all it is."""
    area, small, theme = frame.area, frame.small, frame.theme
    age = ""
    if one.time is not None and frame.has_time and frame.unix_time < one.time - AHEAD_SECONDS:
        frame.changes_at(one.time - AHEAD_SECONDS)
    elif one.time is not None and frame.has_time:
        seconds = frame.unix_time - one.time
        age = ago(frame.format, frame.format.age(max(60.0, seconds)))
        frame.changes_at(frame.unix_time + max(1.0, until_age_changes(max(60.0, seconds))))
    baseline = area.bottom - small * 0.28
    ops: list[Op] = [Text(area.x, baseline, age, small, theme.dim, max_width=area.width)] if age else []
    used = frame.fonts.width(age, small) + small if age else 0.0
    if 0 < dots_width(frame, count) <= area.width - used:
        return [*ops, *dots(frame, number, count, area.right, baseline - small * CAP_HEIGHT / 2)]
    place = f"{number + 1}/{count}"
    if count > 1 and frame.fonts.width(place, small) <= area.width - used:
        ops.append(Text(area.right, baseline, place, small, theme.dim, "right"))
    return ops


class _Block(NamedTuple):
    """The lines of headline and summary."""

    label: list[str]
    size: float
    detail: list[str]


def _words(frame: Frame, one: Entry) -> list[Op]:
    area, theme, small = frame.area, frame.theme, frame.small
    block = _block(frame, *((one.label, one.detail) if one.label else (one.detail, "")))
    height = (len(block.label) * block.size + len(block.detail) * small) * LINE
    y = area.y + max(0.0, (area.height - height) / 2 if not block.detail else 0.0)
    ops: list[Op] = []
    for line in block.label:
        foot = y + (block.size * LINE + block.size * CAP_HEIGHT) / 2
        op = Text(area.x, foot, line, block.size, theme.text, "left", "semibold", area.width, is_tabular=False)
        ops.append(from_its_side(op, frame))
        y += block.size * LINE
    y += min(small * 0.3, max(0.0, area.bottom - y - len(block.detail) * small * LINE))
    for line in block.detail:
        foot = y + (small * LINE + small * CAP_HEIGHT) / 2
        op = Text(area.x, foot, line, small, theme.dim, "left", "regular", area.width, is_tabular=False)
        ops.append(from_its_side(op, frame))
        y += small * LINE
    return ops


def _block(frame: Frame, text: str, detail: str) -> _Block:
    """The headline in the largest letters in which it takes few lines; the summary in what is left."""
    area, small = frame.area, frame.small
    room = area.height * (SHARE if detail else 1.0)
    for size in [frame.label * one for one in SIZES] + [small]:
        if size * LINE > area.height:
            continue
        words = max((frame.fonts.width(word, size, "semibold", False) for word in text.split()), default=0.0)
        lines = list(frame.fonts.wrap(text, size, "semibold", area.width, MOST_LINES + 1))
        if words <= area.width and len(lines) <= MOST_LINES and len(lines) * size * LINE <= room:
            return _Block(lines, size, _under(frame, detail, area.height - len(lines) * size * LINE))
    size = min(small, float(area.height) / LINE)
    most = max(1, int(area.height / (size * LINE) + 1e-6))
    lines = list(frame.fonts.wrap(text, size, "semibold", area.width, most))
    return _Block(lines, size, _under(frame, detail, area.height - len(lines) * size * LINE))


def _under(frame: Frame, detail: str, room: float) -> list[str]:
    """The summary in `room` px of height; what does not fit is cut at the end of its last line."""
    count = int((room - frame.small * 0.3) / (frame.small * LINE) + 1e-6)
    if not detail or count < 1:
        return []
    return list(frame.fonts.wrap(detail, frame.small, "regular", frame.area.width, count))
