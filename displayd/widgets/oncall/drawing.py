"""A name in large letters, until when, and the next name."""

from __future__ import annotations

from displayd.drawing.marks.message import message
from displayd.drawing.marks.sizes import falling_sizes
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.signage_words import BUSY, NOBODY, until
from displayd.tile.events import Event, coming, next_step, on_now
from displayd.tile.frame import Frame, fitted_size
from displayd.widgets.oncall.widget import OnCall

__all__ = ["draw", "wanted_height"]

# Height of a line in font sizes; largest letters in 1080ths of the short side.
LINE, LARGEST = 1.25, 200.0

# From one size that is tried to the next.
STEP = 0.93

# Of those who are on call at the same time so many are named.
MOST = 3


def draw(widget: OnCall, frame: Frame) -> list[Op]:
    """Who it is, and who comes after."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    now, theme, area = frame.unix_time, frame.theme, frame.area
    frame.changes_at(min(next_step(widget.items, now), frame.format.midnight_after(now)))
    on = sorted(on_now(widget.items, now), key=lambda one: one.label)[:MOST]
    later = [one for one in coming(widget.items, now) if one.begins > now]
    names = [one.label or frame.format.say(BUSY) for one in on] or [frame.format.say(NOBODY)]
    under = _under(frame, on, later)
    size_under = frame.label
    count = max(0, min(len(under), int((area.height - len(names) * frame.small * LINE) / (size_under * LINE))))
    names = names[: max(1, int(area.height / (frame.small * LINE)))]
    names, size = _fitted(frame, names, area.height - count * size_under * LINE)
    height = size * LINE * len(names) + count * size_under * LINE
    y = area.y + max(0.0, (area.height - height) / 2)
    ops: list[Op] = []
    for name in names:
        y += size * LINE
        foot = y - size * (LINE - CAP_HEIGHT) / 2
        ink = theme.text if on else theme.amber
        ops.append(Text(area.x, foot, name, size, ink, "left", "semibold", area.width, is_tabular=False))
    for line in under[:count]:
        y += size_under * LINE
        foot = y - size_under * (LINE - CAP_HEIGHT) / 2
        fitted = fitted_size(frame, [line], size_under, area.width, "medium")
        ops.append(Text(area.x, foot, line, fitted, theme.dim, "left", "medium", area.width))
    return ops


def wanted_height(widget: OnCall, frame: Frame) -> float:
    """A large name and two lines."""
    return 5.5 * frame.label


def _fitted(frame: Frame, names: list[str], room: float) -> tuple[list[str], float]:
    """The lines and font size of the names in `room` px of height; one on its own may take two lines."""
    width = frame.area.width
    most = max(1.0, min(room / len(names) / LINE, LARGEST * frame.unit))
    size = fitted_size(frame, names, most, width, "semibold", min(most, frame.small))
    if len(names) > 1 or " " not in names[0]:
        return names, size
    for one in falling_sizes(min(most, room / 2 / LINE), max(size, frame.small), STEP):
        lines = list(frame.fonts.wrap(names[0], one, "semibold", width, 2))
        longest = max(frame.fonts.width(word, one, "semibold") for word in names[0].split())
        if (
            one > size * 1.05
            and longest <= width
            and all(frame.fonts.width(x, one, "semibold") <= width for x in lines)
        ):
            return lines, one
    return names, size


def _under(frame: Frame, on: list[Event], later: list[Event]) -> list[str]:
    """Until when, and who is next from when on."""
    now = frame.unix_time
    lines = [until(frame.format, frame.format.coming(min(one.ends for one in on), now))] if on else []
    if later:
        lines.append(
            frame.format.say(
                "next {who}, {moment}",
                who=later[0].label or frame.format.say(BUSY),
                moment=frame.format.coming(later[0].begins, now),
            )
        )
    return lines
