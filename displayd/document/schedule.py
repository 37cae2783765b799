"""Which page is on show at a moment, and for how long."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from displayd.document.model import Document, Page
from displayd.text.language import language_of
from displayd.tile.span import Span, span_of
from displayd.widgets.text.widget import Words

__all__ = ["Showing", "nothing_on_show", "page_spans", "showing_at"]


@functools.lru_cache(maxsize=8)
def nothing_on_show(locale: str) -> Page:
    """What is shown while no page of a document has its time."""
    text = language_of(locale).say("Nothing is planned for now.")
    return Page(widgets={"nothing": Words(text=text, align="center", size="large")})


class Showing(NamedTuple):
    """A page on show, and from when until when."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    """Number of the page, from 0."""
    page: Page
    since: float
    """Unix time at which the page came on show in this round of the loop."""
    until: float
    """Unix time at which the next page takes over; later than the moment asked for. Infinity for a single page."""
    place: int = 0
    """Of the page among those in the loop, from 0, in document order."""
    places: int = 0
    """How many pages are in the loop; 0 for all of the document, each in its place."""
    rounds: int = 0
    """How often the loop has gone round since it began."""


def showing_at(document: Document, unix_time: float) -> Showing:
    """The page of `document` on show at `unix_time`.

    Pages follow document order, and every loop has begun at the epoch (1970-01-01 UTC) and repeated ever since, so
    screens with the same pages and the same clock show the same page without talking to each other. Whole
    milliseconds are counted, so that years of repeating lose nothing.

    Where pages have a time of their own (`Page.starts`, `Page.ends`, `Widget.on_show`), the loop begins anew whenever
    one of them comes or goes: with the page that comes, so that it is seen when it was to be, else with the first.

    Args:
        unix_time: wall clock, seconds since the epoch; fractions allowed.
    """
    spans = [page_spans(page, document.timezone) for page in document.pages]
    if not any(spans):
        return _looping(document.pages, range(len(document.pages)), 0, unix_time)
    inside = [_is_inside(one, unix_time) for one in spans]
    begun = max((edge for edge in _edges(spans) if edge <= unix_time), default=0.0)
    ended = min((edge for edge in _edges(spans) if edge > unix_time), default=math.inf)
    numbers = [number for number, is_in in enumerate(inside) if is_in]
    if not numbers:
        return Showing(0, nothing_on_show(document.locale), begun, ended, places=1)
    first = next((place for place, number in enumerate(numbers) if any(one.start == begun for one in spans[number])), 0)
    showing = _looping(document.pages, numbers[first:] + numbers[:first], _milliseconds(begun), unix_time)
    place = numbers.index(showing.index)
    return showing._replace(until=min(showing.until, ended), place=place, places=len(numbers))


def page_spans(page: Page, timezone: str) -> tuple[Span, ...]:
    """When `page` is in the loop, in their order, none touching the next; empty for always.

    As long as it is to be itself, and there is something to be seen of one of its widgets.
    """
    own = _whole_milliseconds(span_of(page.starts, page.ends, timezone))
    of_widgets = [_whole_milliseconds(widget.on_show(timezone)) for widget in page.widgets.values()]
    cut = (Span(max(own.start, one.start), min(own.end, one.end)) for one in of_widgets)
    joined = tuple(_joined(one for one in cut if one.start < one.end))
    if joined == (Span(-math.inf, math.inf),):
        return ()
    return joined or (Span(math.inf, math.inf),)


def _whole_milliseconds(span: Span) -> Span:
    """`span`, whose ends are where pages may change."""
    start, end = (round(edge, 3) if math.isfinite(edge) else edge for edge in span)
    return Span(start, end)


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def _is_inside(spans: Sequence[Span], unix_time: float) -> bool:
    return not spans or any(one.start <= unix_time < one.end for one in spans)


def _edges(spans: Iterable[Sequence[Span]]) -> set[float]:
    return {edge for of_page in spans for one in of_page for edge in one if math.isfinite(edge)}


def _looping(pages: Sequence[Page], numbers: Sequence[int], begun_ms: int, unix_time: float) -> Showing:
    """That of the pages of these `numbers` which is on show, in a loop that began at `begun_ms`."""
    if len(numbers) == 1:
        return Showing(numbers[0], pages[numbers[0]], begun_ms / 1000, math.inf)
    lengths_ms = [max(1, round(pages[number].seconds * 1000)) for number in numbers]
    loop_ms = sum(lengths_ms)
    now_ms = _milliseconds(unix_time)
    position_ms = (now_ms - begun_ms) % loop_ms
    start_ms = now_ms - position_ms
    for number, length_ms in zip(numbers, lengths_ms, strict=True):
        if position_ms < length_ms:
            rounds = (now_ms - begun_ms) // loop_ms
            return Showing(number, pages[number], start_ms / 1000, (start_ms + length_ms) / 1000, rounds=rounds)
        position_ms -= length_ms
        start_ms += length_ms
    raise AssertionError("a position inside the loop is inside one of its pages")


def _milliseconds(unix_time: float) -> int:
    """The last whole millisecond that is not after `unix_time`.

    Multiplying rounds: 1.001 s is a little less than 1001 ms, and a page would still be on show when its time is up.
    """
    whole = round(unix_time * 1000)
    return whole if whole / 1000 <= unix_time else whole - 1
