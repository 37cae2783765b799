"""What is new on a screen: which tiles read otherwise since a document took over from another.

All of it follows from two documents and the instant at which the second took over, so that mirrors have the same news.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from displayd.document.model import Document
from displayd.document.schedule import Showing, showing_at
from displayd.text.digits import MINUS
from displayd.text.formatter import Formatter
from displayd.text.numbers import Quantity
from displayd.tile.roles import NEWS, Field, field_of, fields_of, parts_of
from displayd.tile.widget import Widget

__all__ = ["CALM_SECONDS", "COUNT_SECONDS", "GLOW_SECONDS", "Change", "Renewal", "moving_at", "renewed"]

COUNT_SECONDS = 0.6
"""How long a figure takes to count to its new value."""

GLOW_SECONDS = 1.5
"""How long a tile with a new figure is lit up."""

# Figures that change all the time are no news: they light up only after so long without a change, and count only when
# there is time to read them in between.
STEADY_SECONDS = 60.0
CALM_SECONDS = 10.0

# When more tiles of a page change at once, to light them all up says nothing.
MOST_GLOWING = 3

_Key = tuple[int, str]
"""Number of a page and name of a tile on it."""


class Change(NamedTuple):
    """New figures in a tile."""

    since: float
    """Unix time at which they took effect."""
    before: Widget
    """The tile as it was."""
    numbers: frozenset[str]
    """The new figures that were others before, as text without their units and signs."""
    counts: bool
    glows: bool

    @property
    def until(self) -> float:
        """Unix time at which nothing moves any more."""
        return self.since + (GLOW_SECONDS if self.glows else COUNT_SECONDS if self.counts else 0.0)


class Renewal(NamedTuple):
    """A document taking over from another."""

    document: Document
    since: float
    """Unix time at which it took effect."""
    changed_at: Mapping[_Key, float]
    """When the figures of each tile changed last, as far as this screen knows."""
    page_before: int
    """Number of the page that was on show at `since`; -1 for none."""
    changes: Mapping[_Key, Change]


def renewed(before: Renewal | None, document: Document, since: float) -> Renewal:
    """`document` taking over from that of `before` at `since` (unix time).

    Args:
        before: what was on show until then; None when it is the first, in which nothing is new.
    """
    keys = {(index, name) for index, page in enumerate(document.pages) for name in page.widgets}
    if before is None:
        return Renewal(document, since, dict.fromkeys(keys, since), -1, {})
    changed_at = {key: before.changed_at.get(key, since) for key in keys}
    changes: dict[_Key, Change] = {}
    formatter = Formatter(document.locale, document.timezone)
    for key, old, new in _pairs(before.document, document):
        numbers = _news(old, new, formatter)
        if numbers is None:
            continue
        rested = since - changed_at[key]
        changed_at[key] = since
        change = Change(since, old, numbers, bool(numbers) and rested >= CALM_SECONDS, rested >= STEADY_SECONDS)
        if change.counts or change.glows:
            changes[key] = change
    glowing = Counter(index for (index, _), change in changes.items() if change.glows)
    changes = {
        key: change if glowing[key[0]] <= MOST_GLOWING else change._replace(glows=False)
        for key, change in changes.items()
    }
    # What still moves is not cut short by news from elsewhere.
    moving = {key: change for key, change in before.changes.items() if since < change.until and key in keys}
    return Renewal(document, since, changed_at, showing_at(before.document, since).index, {**moving, **changes})


def moving_at(renewal: Renewal, showing: Showing, unix_time: float) -> dict[str, Change]:
    """The tiles of the page of `showing` that move at `unix_time`.

    None when it came on show with its new figures, and none that would still move when the next page is due: what is
    painted then would keep it waiting.
    """
    if showing.index != renewal.page_before:
        return {}
    return {
        name: change
        for (index, name), change in renewal.changes.items()
        if index == showing.index and showing.since < change.since <= unix_time < change.until <= showing.until
    }


def _pairs(old: Document, new: Document) -> Iterator[tuple[_Key, Widget, Widget]]:
    """The tiles that both documents have in the same place, where they differ."""
    for index, (old_page, page) in enumerate(zip(old.pages, new.pages, strict=False)):
        if old_page.title != page.title:
            continue
        for name, widget in page.widgets.items():
            before = old_page.widgets.get(name)
            if before is not None and type(before) is type(widget) and before != widget:
                yield (index, name), before, widget


class _Figure(NamedTuple):
    value: Any
    """A number, or text."""
    unit: str = ""
    decimals: int | None = None


def _news(old: Widget, new: Widget, formatter: Formatter) -> frozenset[str] | None:
    """The numbers of `new` that read otherwise in `old`; None when nothing that matters does."""
    ours, theirs = list(_figures(old)), list(_figures(new))
    if ours == theirs:
        return None
    before = [_quantity(figure, formatter) for figure in ours]
    after = [_quantity(figure, formatter) for figure in theirs]
    if before == after:
        return None
    return frozenset(
        one.number.removeprefix(MINUS)
        for one, other in zip(after, before, strict=False)
        if one != other and _around(one) == _around(other)
    )


def _figures(part: Struct, unit: str = "short", decimals: int | None = None) -> Iterator[_Figure]:
    """What a tile is about: its value, or the names, values and states of its items; no history, no reference."""
    kind = type(part)
    unit = _own(part, field_of(kind, "unit")) or unit
    own_decimals = _own(part, field_of(kind, "decimals"))
    decimals = decimals if own_decimals is None else own_decimals
    for field in fields_of(kind):
        value = getattr(part, field.name)
        if field.role.kind == "cells":
            yield from (_Figure(cell, unit, decimals) for row in value for cell in row)
        elif field.role.kind in NEWS:
            yield _Figure(value, unit, decimals)
        elif field.role.kind == "parts":
            for item in parts_of(value):
                yield from _figures(item, unit, decimals)


def _own(part: Struct, field: Field | None) -> Any:
    return None if field is None else getattr(part, field.name)


def _quantity(figure: _Figure, formatter: Formatter) -> Quantity:
    """The figure as it is read; text as a quantity that is all unit, as there is nothing in it to count."""
    if isinstance(figure.value, int | float):
        return formatter.quantity(figure.value, figure.unit, figure.decimals)
    return Quantity(str(figure.value), "", "")


def _around(quantity: Quantity) -> tuple[str, str, bool]:
    """What must be the same for one figure to count to the other: currency, scale and sign."""
    return quantity.prefix, quantity.suffix, quantity.number.startswith(MINUS)
