"""Which page is on show."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from displayd.document.model import Document, Page, decode, encode
from displayd.document.schedule import showing_at
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
