"""Services in rows, in a grid, or as marks for a crowd."""

from __future__ import annotations

import functools
import math
from dataclasses import replace

from displayd.drawing.rows.rows import MORE_LINE, more_text
from displayd.protocol.vocabulary import (
    LEVEL_OF_STATE,
    State,
)
from displayd.scene.operations import Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.dates import until_age_changes
from displayd.text.language import word
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.status.axis import STATES, strip_axis
from displayd.widgets.status.grid import Grid, grid_for
from displayd.widgets.status.mosaic import mosaic, state_mark
from displayd.widgets.status.rows import LINE, ShownService, service_rows
from displayd.widgets.status.widget import Service, Status

__all__ = ["draw", "wanted_height"]

WORST_FIRST: tuple[State, ...] = ("down", "degraded", "unknown", "up")

# So many times more services than rows, and their marks say more than the first names.
CROWD = 2.5

# Height of the axis of time under strips, in font sizes.
AXIS = 1.25

# Least height of the marks of a crowd, and from which height on they are counted, in lines of text.
MOSAIC_LINES, COUNTED_FROM = 2, 4


def draw(widget: Status, frame: Frame) -> list[Op]:
    """One row for each; else a grid of names; for a crowd the names of those that are not up, and marks."""
    items = list(widget.items)
    if widget.worst_first:
        items.sort(key=lambda item: WORST_FIRST.index(item.state))
    fitting = int(frame.area.height / (frame.small * LINE) + 1e-6)
    if len(items) <= fitting:
        shown = [_shown(frame, item) for item in items]
        return _with_axis(widget, frame, shown) or service_rows(frame, shown).ops
    if grid := grid_for(frame, [item.label for item in items]):
        return _names(frame, items, grid)
    if len(items) > fitting * CROWD and fitting > MOSAIC_LINES:
        return _crowd(frame, items)
    ops, count = service_rows(frame, [_shown(frame, item) for item in items], frame.small * MORE_LINE)[:2]
    if fitting > 1:
        return ops + _rest(frame, items[count:])
    # A single row has taken the height of the line about the others.
    frame.leaves_out(len(items) - count)
    return ops


def wanted_height(widget: Status, frame: Frame) -> float:
    """One row for each, and the axis of time."""
    axis = AXIS * frame.small if widget.history_seconds else 0.0
    return len(widget.items) * frame.label * LINE + axis


def _with_axis(widget: Status, frame: Frame, shown: list[ShownService]) -> list[Op]:
    """The rows over an axis that says when their strips begin and end; nothing where it would cost a row or a strip."""
    seconds, high = widget.history_seconds, round(AXIS * frame.small)
    above = replace(frame, area=frame.area.inset(0, 0, 0, high))
    if seconds is None or len(shown) * frame.small * LINE > above.area.height or not frame.has_time:
        return []
    rows = service_rows(above, shown)
    if rows.strip is None or rows.shown < len(shown):
        return []
    frame.changes_at(above.until)
    end = frame.unix_time if widget.as_of is None else min(widget.as_of, frame.unix_time)
    baseline = min(rows.bottom + frame.small * 0.9, frame.area.bottom - frame.small * 0.26)
    return rows.ops + strip_axis(frame, [one.history for one in shown], rows.strip, baseline, (end - seconds, end))


def _shown(frame: Frame, item: Service) -> ShownService:
    return ShownService(item.label, LEVEL_OF_STATE[item.state], _notes(frame, item), item.levels())


def _notes(frame: Frame, item: Service) -> list[str]:
    """Why and since how long it is so, then one of the two alone, for where both have no room."""
    age = ""
    if item.since is not None and frame.has_time:
        seconds = frame.unix_time - item.since
        frame.changes_at(frame.unix_time + until_age_changes(seconds))
        age = frame.format.age(max(0.0, seconds))
    if item.detail:
        return [f"{item.detail} · {age}", item.detail, age] if age else [item.detail]
    state = frame.format.say_as("state of a service", STATES[item.state])
    if age:
        return [frame.format.say("{state} {age}", state=state, age=age), age]
    return [] if item.state == "up" else [state]


def _names(frame: Frame, items: list[Service], grid: Grid) -> list[Op]:
    ops: list[Op] = []
    size, theme = grid.size, frame.theme
    for item, spot in zip(items, grid.spots(frame), strict=False):
        middle = spot.top + spot.height / 2
        ops += state_mark(LEVEL_OF_STATE[item.state], spot.x + size * 0.33, middle, size * 0.66, theme)
        left, baseline = spot.x + size * 1.1, middle + size * CAP_HEIGHT / 2
        color = theme.dim if item.state == "up" else theme.text
        weight: Weight = "regular" if item.state == "up" else "semibold"
        if item.label:
            name = Text(left, baseline, item.label, size, color, "left", weight, spot.x + spot.width - left)
            ops.append(name_from_its_side(name, frame))
    return ops


def _crowd(frame: Frame, items: list[Service]) -> list[Op]:
    """Those that are not up by name, as many as leave room for a mark for each of the others."""
    area, line = frame.area, frame.small * LINE
    lines = int(area.height / line + 1e-6)
    bad = sorted((item for item in items if item.state != "up"), key=lambda item: WORST_FIRST.index(item.state))
    named = bad[: lines - MOSAIC_LINES - (lines >= COUNTED_FROM)]
    ops: list[Op] = []
    top = float(area.y)
    if named:
        rows = replace(frame, area=area._replace(height=math.ceil(line * len(named))))
        ops += service_rows(rows, [_shown(frame, item)._replace(history=()) for item in named])[0]
        frame.until = rows.until
        top += line * len(named)
    others = [item for item in items if item not in named]
    if lines >= COUNTED_FROM:
        ops += _counted(frame, others, top + line * 0.5 + frame.small * CAP_HEIGHT / 2)
        top += line
    return ops + mosaic(frame, [LEVEL_OF_STATE[item.state] for item in others], top + frame.gap / 2, float(area.bottom))


def _counted(frame: Frame, items: list[Service], baseline: float) -> list[Op]:
    """How many there are of each state."""
    states = [item.state for item in items]
    counts = [_count_text(frame, state, states.count(state)) for state in WORST_FIRST if state in states]
    text = functools.reduce(lambda one, other: _joined(frame, one, other), counts, "")
    area, size = frame.area, frame.small
    return [Text(area.x, baseline, text, size, frame.theme.dim, max_width=area.width)]


def _count_text(frame: Frame, state: State, count: int) -> str:
    """How many services are in `state`."""
    match state:
        case "up":
            return frame.format.say_count("{count} up", "{count} up", count)
        case "degraded":
            return frame.format.say_count("{count} degraded", "{count} degraded", count)
        case "down":
            return frame.format.say_count("{count} down", "{count} down", count)
        case "unknown":
            return frame.format.say_count("{count} unknown", "{count} unknown", count)


def _all_text(frame: Frame, state: State) -> str:
    return frame.format.say(
        {
            "up": word("all up"),
            "degraded": word("all degraded"),
            "down": word("all down"),
            "unknown": word("all unknown"),
        }[state]
    )


def _joined(frame: Frame, one: str, other: str) -> str:
    return frame.format.say("{first}, {second}", first=one, second=other) if one else other


def _rest(frame: Frame, rest: list[Service]) -> list[Op]:
    """How many are left over, and how they are."""
    states = [item.state for item in rest]
    worst_state = min(states, key=WORST_FIRST.index)
    count = states.count(worst_state)
    area, size = frame.area, frame.small
    how = _all_text(frame, worst_state) if count == len(rest) else _count_text(frame, worst_state, count)
    every, bare = more_text(frame, len(rest)), f"+{len(rest)}"
    forms = (_joined(frame, every, how), _joined(frame, bare, how), every, bare)
    more = next((form for form in forms if frame.fonts.width(form, size) <= area.width), forms[-1])
    return [Text(area.x, area.bottom - size * 0.26, more, size, frame.theme.dim, max_width=area.width)]
