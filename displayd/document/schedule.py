"""Which page is on show at a moment, and for how long."""

from __future__ import annotations

from typing import NamedTuple

from displayd.document.model import Document, Page

__all__ = ["Showing", "showing_at"]


class Showing(NamedTuple):
    """A page on show, and from when until when."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    """Number of the page, from 0."""
    page: Page
    since: float
    """Unix time at which the page came on show in this round of the loop."""
    until: float
    """Unix time at which the next page takes over; later than the moment asked for. Infinity for a single page."""


def showing_at(document: Document, unix_time: float) -> Showing:
    """The page of `document` on show at `unix_time`.

    Pages follow document order, and every loop has begun at the epoch (1970-01-01 UTC) and repeated ever since, so
    screens with the same pages and the same clock show the same page without talking to each other. Whole
    milliseconds are counted, so that years of repeating lose nothing.

    Args:
        unix_time: wall clock, seconds since the epoch; fractions allowed.
    """
    pages = document.pages
    if len(pages) == 1:
        return Showing(0, pages[0], 0.0, float("inf"))
    lengths_ms = [max(1, round(page.seconds * 1000)) for page in pages]
    loop_ms = sum(lengths_ms)
    now_ms = _milliseconds(unix_time)
    position_ms = now_ms % loop_ms
    start_ms = now_ms - position_ms
    for index, length_ms in enumerate(lengths_ms):
        if position_ms < length_ms:
            return Showing(index, pages[index], start_ms / 1000, (start_ms + length_ms) / 1000)
        position_ms -= length_ms
        start_ms += length_ms
    raise AssertionError("a position inside the loop is inside one of its pages")


def _milliseconds(unix_time: float) -> int:
    """The last whole millisecond that is not after `unix_time`.

    Multiplying rounds: 1.001 s is a little less than 1001 ms, and a page would still be on show when its time is up.
    """
    whole = round(unix_time * 1000)
    return whole if whole / 1000 <= unix_time else whole - 1
