"""The card around a widget: title, level, age, definition, and what stands in for content that cannot be shown."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from displayd.compose.card_foot import card_foot, told_moment
from displayd.compose.card_head import card_head, head_height, head_width
from displayd.document.freshness import Freshness, State
from displayd.drawing.marks.message import Sign, message, sign_ops
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text
from displayd.scene.theme import Theme, contrast_ratio, mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.fit import VALUE_LINE, Fit
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget

__all__ = ["PADDING", "RADIUS", "TilePlan", "card", "card_room"]

RADIUS = 18
"""Of a card's corners, units (1080ths of the page's short side)."""

PADDING = 28
"""From the edge of a card to its content at the sides, units."""

# In labels, and in units: a narrower tile is less wide for its words than for its edges.
NARROW, NARROW_PADDING = 6.0, 16

# In labels: a tile that has no height for more than its title shows title and content beside each other where it is as
# wide as this. The title then takes so much of the width at most.
LOW_WIDTH, LOW_TITLE = 5.0, 0.5

# Over and under what is in a tile that is low and narrow, units.
LOW_PADDING = 8

# In font sizes of the title: two lines of it have room in a tile that is so high inside.
LOW_LINES = 2.1

# How much of the card's colour is mixed into content that is old: seen as pale from every seat, and still readable.
STALE_SHARE = 0.5
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0

SHOWN = ("fresh", "ageing", "stale", "unanswered")
"""States in which the content is on show."""


class TilePlan(NamedTuple):
    """How a tile is drawn so that it goes with the others of its page; lengths in px."""

    title_px: float
    """Font size of its title."""

    title_lines: int
    """In how many lines titles of its row stand, at most."""

    head_px: int = 0
    """Height of title and marks with the space below; 0 for what they need."""

    foot_px: int = 0
    """Height of what stands at the bottom of every tile of the row."""

    says_about: bool = False
    """True where the definitions of all tiles of the row have room."""

    fit: Fit | None = None
    """How the value stands; None where it has no neighbours to line up with."""

    is_tight: bool = False
    """True where narrow tiles of the page have narrow edges, as words of titles would be broken."""


def card_room(frame: Frame, is_tight: bool = False) -> Rect:
    """The room inside a card that fills `frame.area`: for title, content and foot.

    Args:
        is_tight: True where narrow tiles need their width for words.
    """
    is_narrow = is_tight and frame.area.width < NARROW * frame.label
    padding = round((NARROW_PADDING if is_narrow else PADDING) * frame.unit)
    return frame.area.inset(padding, round(22 * frame.unit), padding, round(22 * frame.unit))


def card(
    widget: Widget,
    frame: Frame,
    freshness: Freshness,
    says_sample: bool,
    plan: TilePlan | None = None,
    is_told: bool = False,
) -> list[Op]:
    """`widget` with everything around it, filling `frame.area`.

    Args:
        says_sample: True to mark made-up data on this tile (the page does it when all of it is made up).
        plan: how it goes with the others of its page; None for one that is looked at alone.
        is_told: True where the page says what is the matter with the data: a small mark is enough here.
    """
    outer = frame.area
    unit = frame.unit
    ops: list[Op] = [Box(*outer, frame.theme.card, RADIUS * unit)]
    inner = card_room(frame, plan is not None and plan.is_tight)
    level: Level = widget.level_at(frame) if freshness.state in SHOWN else "none"
    if level in ("amber", "red"):
        ops += _edge(outer, unit, frame.theme.level_color(level))
    title = (plan.title_px, plan.title_lines) if plan else None
    if inner.height < head_height(frame, frame.label, int(bool(widget.title))) + VALUE_LINE * frame.small:
        inner = Rect(inner.x, outer.y, inner.width, outer.height).inset(0, round(LOW_PADDING * unit))
        if inner.width > LOW_WIDTH * frame.label and inner.height >= frame.small:
            return ops + _in_one_line(widget, frame, inner, freshness, level, title)
    head, high = card_head(widget, frame, inner, freshness, level, title)
    used = high
    if plan is not None and plan.fit is not None:
        used = plan.head_px
    content = inner.inset(0, used, 0, 0)
    says_about = plan.says_about if plan is not None and plan.fit is not None else None
    foot, used = card_foot(widget, frame, content, freshness, says_sample, says_about, is_told)
    ops += foot
    content = content.inset(0, 0, 0, max(used, plan.foot_px if plan else 0))
    if min(content.width, content.height) < frame.small:
        return ops + head
    theme = _paled(frame.theme) if freshness.state in ("stale", "unanswered") else frame.theme
    inner_frame = replace(frame, area=content, theme=theme, fit=plan.fit if plan else None, left_out=[])
    if freshness.state in SHOWN:

        def head_with(left_out: int) -> tuple[list[Op], int]:
            size = title[0] if title else frame.label
            lines = next((count for count in (1, 2) if high <= head_height(frame, size, count)), 3)
            return card_head(widget, frame, inner, freshness, level, (size, lines), left_out)

        ops += _content(widget, inner_frame, (head, high), head_with)
    else:
        ops += head
        ops += _mark(inner_frame, freshness) if is_told else _stand_in(widget, inner_frame, freshness)
    frame.changes_at(inner_frame.until)
    return ops


def _in_one_line(
    widget: Widget, frame: Frame, inner: Rect, freshness: Freshness, level: Level, title: tuple[float, int] | None
) -> list[Op]:
    """Title and marks, and beside them what else stands under them: for a tile that has no height for both."""
    size = title[0] if title else frame.label
    wanted = head_width(widget, frame, size, freshness, level) + frame.gap
    wide = round(min(wanted, LOW_TITLE * inner.width))
    lines = 2 if wanted > wide and inner.height >= LOW_LINES * size else 1
    theme = _paled(frame.theme) if freshness.state in ("stale", "unanswered") else frame.theme
    room = inner.inset(wide + round(2 * frame.gap), 0, 0, 0) if widget.title else inner
    content = replace(frame, area=room, theme=theme, fit=None, left_out=[])
    drawn = widget.draw(content) if freshness.state in SHOWN else _mark(content, freshness)
    frame.changes_at(content.until)
    # In the middle: the last line needs no space below.
    high = round((1.0 + (lines - 1) * 1.22) * size)
    left = Rect(inner.x, inner.y + max(0, (inner.height - high) // 2), wide, min(high, inner.height))
    head, _ = card_head(widget, frame, left, freshness, level, (size, lines), sum(content.left_out))
    return head + drawn


def _content(
    widget: Widget, frame: Frame, head: tuple[list[Op], int], head_with: Callable[[int], tuple[list[Op], int]]
) -> list[Op]:
    """The head and what is under it; the head says how many items have no place where the content has no line for it.

    The title keeps its lines. Without one, the number stands over the content, which makes room for it.

    Args:
        frame: of the content.
        head: without the number, and its height, px.
        head_with: the same with the number that it is given.
    """
    ops, high = head
    drawn = widget.draw(frame)
    if not frame.left_out:
        return ops + drawn
    told, needed = head_with(sum(frame.left_out))
    if told == ops:
        return ops + _beside(widget, frame, drawn)
    if needed <= high:
        return told + drawn
    above = frame.area.inset(0, needed - high, 0, 0)
    if above.height >= frame.small and (less := _redrawn(widget, frame, above, drawn)):
        return head_with(less[1])[0] + less[0]
    return ops + _beside(widget, frame, drawn)


def _beside(widget: Widget, frame: Frame, drawn: list[Op]) -> list[Op]:
    """The content with the number of what it leaves out at its end: for tiles without title that are low, too."""
    area, size = frame.area, frame.small
    width = round(frame.fonts.width(f"+{sum(frame.left_out)}", size) + size * 0.4)
    less = _redrawn(widget, frame, area.inset(0, 0, width, 0), drawn) if area.width >= 2 * width + size else None
    if less is None:
        return drawn
    baseline = area.y + area.height / 2 + size * CAP_HEIGHT / 2
    return [*less[0], Text(area.right, baseline, f"+{less[1]}", size, frame.theme.dim, "right")]


def _redrawn(widget: Widget, frame: Frame, area: Rect, drawn: list[Op]) -> tuple[list[Op], int] | None:
    """The content in less room and how many items it leaves out there; None where words get too small to read."""
    less = replace(frame, area=area, left_out=[], names_left_out=[])
    ops = widget.draw(less)
    least, before = (min((op.size for op in one if isinstance(op, Text)), default=frame.small) for one in (ops, drawn))
    if least < 0.999 * min(frame.small, before):
        return None
    frame.changes_at(less.until)
    frame.names_left_out[:] = less.names_left_out
    return ops, sum(less.left_out)


def _mark(frame: Frame, freshness: Freshness) -> list[Op]:
    """A quiet sign in the middle: what it means, the page says."""
    signs: dict[State, Sign] = {"error": "cross", "expired": "clock"}
    middle = frame.area.x + frame.area.width / 2, frame.area.y + frame.area.height / 2
    return sign_ops(frame, signs.get(freshness.state, "dash"), *middle, 0.8 * frame.label, frame.theme.dim)


def _stand_in(widget: Widget, frame: Frame, freshness: Freshness) -> list[Op]:
    theme = frame.theme
    if freshness.state == "error":
        return message(frame, frame.format.say("No answer"), [widget.error], theme.red, "cross")
    if freshness.state == "expired":
        lines = []
        if widget.as_of is not None and frame.has_time:
            lines.append(frame.format.say("nothing new since {moment}", moment=told_moment(frame, widget.as_of)))
        return message(frame, frame.format.say("Out of date"), lines, theme.amber, "clock")
    return message(frame, frame.format.say("No data"), [], theme.dim, "dash")


def _edge(outer: Rect, unit: float, color: str) -> list[Op]:
    """A bar down the left edge, inside the rounded corners."""
    width = 8 * unit
    inset = RADIUS * unit
    return [Box(outer.x, outer.y + inset, width, outer.height - 2 * inset, color, width / 2)]


@functools.lru_cache(maxsize=16)
def _paled(theme: Theme) -> Theme:
    """`theme` with its colours nearer to the card's, as far as contrast allows."""

    def pale(color: str, least: float = TEXT_CONTRAST) -> str:
        shares = (STALE_SHARE - step * 0.05 for step in range(10))
        paler = (mixed(color, theme.card, share) for share in shares)
        return next((one for one in paler if contrast_ratio(one, theme.card) >= least), color)

    return Theme(
        background=theme.background,
        card=theme.card,
        raised=theme.raised,
        grid=theme.grid,
        text=pale(theme.text),
        dim=pale(theme.dim),
        good=pale(theme.good),
        amber=pale(theme.amber),
        red=pale(theme.red),
        series=tuple(pale(color, SHAPE_CONTRAST) for color in theme.series),
    )
