"""What a screen is to show at a moment, by the document that it is served: the hub draws it and says so."""

from __future__ import annotations

import functools
from typing import NamedTuple

from displayd.document.model import Document
from displayd.document.schedule import showing_at
from displayd.validation.opening_hours import hours_at, parse_hours

__all__ = ["Planned", "planned_at"]

# Times of day and ages on a page that stays for long are told in minutes.
RENEW_SECONDS = 60.0

_windows = functools.lru_cache(256)(parse_hours)


class Planned(NamedTuple):
    """A page that is to be on the glass."""

    page: int | None
    """Number of the page, from 0; None while the glass is dark, outside the screen's hours."""
    title: str
    """Of the page; empty for none."""
    drawn_at: float
    """Unix time for which a picture of it holds: when the page came, or the last whole minute since."""
    until: float
    """Unix time at which something else is planned; infinity when nothing is."""


def planned_at(document: Document, unix_time: float) -> Planned:
    """What is planned for `unix_time`; the same until `until`, or for a minute."""
    is_on, hours_until = hours_at(_windows(document.on), unix_time, document.timezone)
    if not is_on:
        return Planned(None, "", 0.0, hours_until)
    showing = showing_at(document, unix_time)
    minute = unix_time - unix_time % RENEW_SECONDS
    return Planned(showing.index, showing.page.title, max(showing.since, minute), min(showing.until, hours_until))
