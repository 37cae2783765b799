"""What is planned for a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.document.model import Document, Page
from displayd.document.schedule import showing_at
from displayd.hub.publish.planned import RENEW_SECONDS, planned_at
from displayd.widgets.text.widget import Words
from tests.hub.walls import NOON


def document(*seconds: float, on: str = "") -> Document:
    """A document with a page for each length."""
    pages = [Page(title=f"Page {n}", seconds=one, widgets={"a": Words(title="A")}) for n, one in enumerate(seconds)]
    return Document(format=1, screen="lobby", on=on, timezone="Europe/London", pages=pages)


@given(st.lists(st.floats(1, 300), min_size=1, max_size=6), st.floats(0, 1e5))
def test_the_page_is_the_one_that_a_screen_shows_at_that_moment(seconds: list[float], later: float) -> None:
    one, now = document(*seconds), NOON + later

    planned, showing = planned_at(one, now), showing_at(one, now)

    assert (planned.page, planned.title, planned.until) == (showing.index, showing.page.title, showing.until)
    assert showing.since <= planned.drawn_at <= now


@given(st.lists(st.floats(1, 300), min_size=1, max_size=6), st.floats(0, 1e5))
def test_a_picture_is_never_older_than_a_minute(seconds: list[float], later: float) -> None:
    assert NOON + later - planned_at(document(*seconds), NOON + later).drawn_at < RENEW_SECONDS


def test_a_picture_holds_until_the_page_changes_or_the_minute_is_over() -> None:
    one = document(20, 20)
    start = NOON - NOON % 120

    drawn = [planned_at(one, start + second).drawn_at - start for second in range(0, 80, 5)]

    assert drawn == [0.0] * 4 + [20.0] * 4 + [40.0] * 4 + [60.0] * 4


def test_outside_its_hours_a_screen_is_dark_until_they_begin() -> None:
    closed = planned_at(document(20, on="23:00-23:30"), NOON)

    assert closed.page is None
    assert closed.until > NOON
    assert planned_at(document(20, on="00:00-24:00"), NOON).page == 0
