"""Which page is on show."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from displayd.document.model import Document, Page, decode, encode
from displayd.document.schedule import nothing_on_show, page_spans, showing_at
from displayd.tile.span import Span, unix_of
from displayd.tile.widget import Widget
from displayd.widgets.announcement.widget import AnnouncementTile
from displayd.widgets.text.widget import Words
from tests.support.laws import law

# Whole milliseconds are where pages change, and where floats are a little more or less than what is meant.
MOMENTS = st.floats(0, 4_000_000_000) | st.integers(0, 4_000_000_000_000).map(lambda milliseconds: milliseconds / 1000)
LENGTHS = st.lists(st.integers(50, 100_000).map(lambda milliseconds: milliseconds / 1000), min_size=2, max_size=12)


def looping(lengths: list[float]) -> Document:
    """A document with a page of each length, in seconds."""
    pages = [Page(title=str(number), seconds=length, widgets={"w": Words()}) for number, length in enumerate(lengths)]
    return Document(format=1, screen="lobby", pages=pages)


def test_pages_follow_one_another_in_document_order() -> None:
    document = looping([20, 5, 10])

    shown = [showing_at(document, moment).index for moment in (0, 19.999, 20, 24.9, 25, 34.9, 35, 55)]

    assert shown == [0, 0, 1, 1, 2, 2, 0, 1]


def test_page_changes_exactly_when_its_time_is_up() -> None:
    document = looping([20, 5, 10])

    first = showing_at(document, 1_795_291_683.5)
    second = showing_at(document, first.until)

    assert second.since == first.until
    assert second.index == (first.index + 1) % 3


def test_a_single_page_stays_for_ever() -> None:
    showing = showing_at(looping([20]), 1_795_291_683.5)

    assert (showing.index, showing.until) == (0, math.inf)


@law
@given(LENGTHS, MOMENTS)
def test_moment_lies_in_the_time_of_its_page(lengths: list[float], moment: float) -> None:
    showing = showing_at(looping(lengths), moment)

    assert showing.since <= moment < showing.until
    assert showing.page.title == str(showing.index)


@law
@given(LENGTHS, MOMENTS)
def test_next_page_is_on_show_at_the_very_moment_the_last_one_ends(lengths: list[float], moment: float) -> None:
    document = looping(lengths)
    showing = showing_at(document, moment)

    following = showing_at(document, showing.until)

    assert following.index == (showing.index + 1) % len(lengths)
    assert following.since == showing.until


@law
@given(LENGTHS, st.integers(0, 4_000_000_000), st.integers(1, 1000))
def test_loop_repeats_for_ever(lengths: list[float], second: int, loops: int) -> None:
    document = looping(lengths)
    loop_ms = sum(round(length * 1000) for length in lengths)

    now = showing_at(document, second)
    later = showing_at(document, (second * 1000 + loops * loop_ms) / 1000)

    assert now.index == later.index
    assert math.isclose(later.until - now.until, loops * loop_ms / 1000, abs_tol=1e-5)


@law
@given(LENGTHS, MOMENTS)
def test_screens_with_equal_documents_and_clocks_agree(lengths: list[float], moment: float) -> None:
    left = looping(lengths)
    right = decode(encode(left))

    assert showing_at(left, moment) == showing_at(right, moment)


@law
@given(LENGTHS)
def test_every_page_has_its_time_in_each_loop(lengths: list[float]) -> None:
    document = looping(lengths)

    moment = showing_at(document, 1_795_291_683.0).until
    shown = []
    for _ in lengths:
        showing = showing_at(document, moment)
        shown.append(showing.index)
        assert math.isclose(showing.until - showing.since, lengths[showing.index], abs_tol=0.001)
        moment = showing.until

    assert sorted(shown) == list(range(len(lengths)))


def test_no_change_in_thousands_is_a_moment_late() -> None:
    # One in two hundred milliseconds, as a float times 1000, is a little less than a whole number.
    document = looping([0.333, 0.667, 0.421])
    showing = showing_at(document, 12_345_678.0)

    for _ in range(5000):
        following = showing_at(document, showing.until)
        assert following.since == showing.until
        assert following.index == (showing.index + 1) % 3
        showing = following


NOON = unix_of("2026-11-20 12:00", "Europe/Amsterdam") or 0.0


def timed(*pages: Page) -> Document:
    """A document of an office in Amsterdam."""
    return Document(format=1, screen="lobby", timezone="Europe/Amsterdam", pages=list(pages))


def page_of(title: str, seconds: float = 20, *, starts: str | None = None, ends: str | None = None) -> Page:
    return Page(title=title, seconds=seconds, starts=starts, ends=ends, widgets={"w": Words()})


def test_page_is_on_show_at_the_moment_it_starts_and_gone_at_the_moment_it_ends() -> None:
    document = timed(
        page_of("Figures"), page_of("Party", starts="2026-11-20 12:00", ends="2026-11-20 12:01"), page_of("More")
    )

    before, at, after = (showing_at(document, NOON + seconds) for seconds in (-0.001, 0, 60))

    assert before.page.title != "Party"
    assert before.until == NOON
    assert (at.page.title, at.since, at.until) == ("Party", NOON, NOON + 20)
    assert (after.page.title, after.since) == ("Figures", NOON + 60)
    assert {showing_at(document, NOON + 60 + second).page.title for second in range(200)} == {"Figures", "More"}


def test_an_announcement_alone_on_its_page_takes_the_page_along() -> None:
    party = AnnouncementTile(headline="Party", starts="2026-11-20", ends="2026-11-20")
    alone, beside = Page(widgets={"a": party}), Page(widgets={"a": party, "b": Words()})

    assert page_spans(alone, "Europe/Amsterdam") == (Span(NOON - 12 * 3600, NOON + 12 * 3600),)
    assert page_spans(beside, "Europe/Amsterdam") == ()


def test_a_page_is_there_while_one_of_its_announcements_is() -> None:
    notices: dict[str, Widget] = {
        "a": AnnouncementTile(headline="A", starts=100.0, ends=200.0),
        "b": AnnouncementTile(headline="B", starts=150.0, ends=300.0),
        "c": AnnouncementTile(headline="C", starts=400.0, ends=500.0),
        "d": AnnouncementTile(headline="D", starts=600.0, ends=700.0),
    }

    assert page_spans(Page(widgets=notices, ends=450.0), "UTC") == (Span(100.0, 300.0), Span(400.0, 450.0))


def test_where_no_page_is_due_the_glass_says_so_until_one_is() -> None:
    document = timed(page_of("Party", starts="2026-11-20 12:00"))

    showing = showing_at(document, NOON - 100)

    assert (showing.page, showing.until) == (nothing_on_show("en-GB"), NOON)
    assert showing_at(document, NOON).page.title == "Party"


def test_dots_count_the_pages_that_are_in_the_loop() -> None:
    document = timed(page_of("Over", ends="2026-11-19"), page_of("A"), page_of("B"))

    showing = showing_at(document, NOON)

    assert (showing.places, showing.place) == (2, showing.index - 1)


EDGES = st.none() | st.integers(0, 3_000).map(lambda seconds: NOON + seconds)


@law
@given(
    st.lists(st.tuples(EDGES, EDGES, st.sampled_from([0.5, 7.25, 60])), min_size=1, max_size=6), st.floats(-9, 3_100)
)
def test_with_times_of_their_own_pages_still_follow_without_a_gap(
    times: list[tuple[float | None, float | None, float]], offset: float
) -> None:
    whole = [(starts, ends, seconds) for starts, ends, seconds in times if not starts or not ends or starts < ends]
    pages = [
        Page(title=str(number), starts=starts, ends=ends, seconds=seconds, widgets={"w": Words()})
        for number, (starts, ends, seconds) in enumerate(whole)
    ]
    document, moment = timed(*pages or [page_of("0")]), NOON + offset

    for _ in range(12):
        showing = showing_at(document, moment)
        assert showing.since <= moment < showing.until
        if showing.page is not nothing_on_show("en-GB"):
            page = document.pages[showing.index]
            assert (page.starts or 0.0) <= moment < (page.ends or math.inf)  # type: ignore[operator]
        if showing.until == math.inf:
            break
        assert showing_at(document, showing.until).since == showing.until
        moment = showing.until
