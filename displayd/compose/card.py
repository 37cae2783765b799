"""The card around a widget: title, level, age, definition, and what stands in for content that cannot be shown."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import NamedTuple

from displayd.compose.card_foot import card_foot, told_moment
from displayd.compose.card_head import card_head
from displayd.document.freshness import Freshness, State
from displayd.drawing.marks.message import Sign, message, sign_ops
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op
from displayd.scene.theme import Theme, contrast_ratio, mixed
from displayd.tile.fit import Fit
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget

__all__ = ["PADDING", "RADIUS", "TilePlan", "card", "card_room"]

RADIUS = 18
"""Of a card's corners, units (1080ths of the page's short side)."""

PADDING = 28
"""From the edge of a card to its content at the sides, units."""

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


def card_room(frame: Frame) -> Rect:
    """The room inside a card that fills `frame.area`: for title, content and foot."""
    padding = round(PADDING * frame.unit)
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
    inner = card_room(frame)
    level: Level = widget.level_at(frame) if freshness.state in SHOWN else "none"
    if level in ("amber", "red"):
        ops += _edge(outer, unit, frame.theme.level_color(level))
    title = (plan.title_px, plan.title_lines) if plan else None
    head, used = card_head(widget, frame, inner, freshness, level, title)
    ops += head
    if plan is not None and plan.fit is not None:
        used = plan.head_px
    content = inner.inset(0, used, 0, 0)
    says_about = plan.says_about if plan is not None and plan.fit is not None else None
    foot, used = card_foot(widget, frame, content, freshness, says_sample, says_about, is_told)
    ops += foot
    content = content.inset(0, 0, 0, max(used, plan.foot_px if plan else 0))
    if min(content.width, content.height) < frame.small:
        return ops
    theme = _paled(frame.theme) if freshness.state in ("stale", "unanswered") else frame.theme
    inner_frame = replace(frame, area=content, theme=theme, fit=plan.fit if plan else None)
    if freshness.state in SHOWN:
        ops += widget.draw(inner_frame)
    else:
        ops += _mark(inner_frame, freshness) if is_told else _stand_in(widget, inner_frame, freshness)
    frame.changes_at(inner_frame.until)
    return ops


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
