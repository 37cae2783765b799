"""What most tiles of a page suffer from: said once for all of them, with a small mark on each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from displayd.compose.card_foot import told_moment
from displayd.compose.notice import Notice
from displayd.document.freshness import State, freshness_at
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget

__all__ = ["PageCause", "page_cause"]

Kind = Literal["silent", "old", "empty"]

_KINDS: Mapping[State, Kind] = {
    "unanswered": "silent",
    "error": "silent",
    "stale": "old",
    "expired": "old",
    "empty": "empty",
}

# Of the tiles with data: from this share on the page says it. One tile alone says it itself.
SHARE, FEWEST = 0.5, 2


class PageCause(NamedTuple):
    """One trouble of many tiles."""

    notice: Notice
    tiles: frozenset[str]
    """Names of those that have it."""


def page_cause(widgets: Mapping[str, Widget], frame: Frame) -> PageCause | None:
    """What at least half of the tiles with data have in common at `frame.unix_time`; None for nothing.

    Args:
        widgets: of the page, by name.
    """
    found: dict[Kind, dict[str, Widget]] = {}
    with_data = {name: one for name, one in widgets.items() if one.HAS_FIGURES or one.error or one.as_of is not None}
    for name, widget in with_data.items():
        if (kind := _KINDS.get(freshness_at(widget, frame.unix_time).state)) is not None:
            found.setdefault(kind, {})[name] = widget
    kind, most = max(found.items(), key=lambda one: len(one[1]), default=(None, {}))
    if kind is None or len(most) < max(FEWEST, SHARE * len(with_data)):
        return None
    return PageCause(_notice(kind, list(most.values()), frame), frozenset(most))


def _notice(kind: Kind, widgets: list[Widget], frame: Frame) -> Notice:
    say = frame.format.say
    if kind == "silent":
        # The hub says who does not answer, and since when: one partner with many tiles is one sentence.
        errors = {widget.error for widget in widgets}
        return Notice(errors.pop()) if len(errors) == 1 else Notice(say("No answer"))
    newest = max((widget.as_of for widget in widgets if widget.as_of is not None), default=None)
    if kind == "empty" or newest is None or not frame.has_time:
        return Notice(say("No data") if kind == "empty" else say("Out of date"))
    return Notice(say("Out of date"), more=say("nothing new since {moment}", moment=told_moment(frame, newest)))
