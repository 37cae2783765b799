"""The weather: what is known of it, in words, figures and signs."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.drawing.marks.weather_signs import weather_sign
from displayd.scene.operations import Circle, Text
from displayd.scene.theme import THEMES
from displayd.text.weather_words import look_of, weather_word
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of
from tests.widgets.ink import fixed_ink, ink_of

DAY = 86_400.0
RAIN = {"code": 61, "temperature": 8.4, "feels": 5.2, "wind": 24, "chance": 70}


def test_now_in_words_and_figures() -> None:
    texts = texts_of("weather", frame_of(900, 420), now=RAIN)

    assert texts == ["8\u202f°C", "Light rain", "feels 5\u202f°C · wind 24\u202fkm/h · rain 70%"]


def test_units_are_those_of_the_tile() -> None:
    texts = texts_of("weather", unit="fahrenheit", wind_unit="velocitymph", now=RAIN)

    assert texts[0] == "8\u202f°F"
    assert "24\u202fmph" in texts[-1]


def test_days_that_are_over_leave_at_midnight() -> None:
    days = [{"time": NOW + number * DAY, "temperature": 10 + number} for number in (-1, 0, 1)]
    frame = frame_of()

    texts = texts_of("weather", frame, days=days)

    assert texts == ["Today", "10°", "Sun", "11°"]
    assert frame.until == frame.format.midnight_after(NOW)


@pytest.mark.parametrize("size", [(900, 500), (500, 620), (1244, 400)])
def test_now_and_days_share_the_tile(size: tuple[int, int]) -> None:
    days = [{"time": NOW + number * DAY, "temperature": 10 + number, "code": 3} for number in range(3)]

    texts = texts_of("weather", frame_of(*size), now=RAIN, days=days)

    assert texts[0] == "8\u202f°C"
    assert {"Today", "10°"} <= set(texts)


def test_what_nobody_knows_is_not_drawn() -> None:
    ops = ops_of("weather", now={"temperature": 3})

    assert [type(op) for op in ops] == [Text]
    assert widget_of("weather").is_empty()


def test_at_night_there_is_no_sun() -> None:
    day, night = (
        ops_of("weather", now={"code": 0, "temperature": 3, "is_night": is_night}) for is_night in (False, True)
    )

    assert any(isinstance(op, Circle) for op in day)
    assert not any(isinstance(op, Circle) for op in night)


@pytest.mark.parametrize("code", range(100))
def test_every_code_has_a_word_and_a_sign_inside_its_square(code: int) -> None:
    ops = weather_sign(look_of(code), 100, 100, 80, THEMES["dark"])

    assert weather_word(code)
    assert ops
    for op in ops:
        ink = ink_of(op, fixed_ink)
        assert min(ink.left, ink.top) >= 57, op
        assert max(ink.right, ink.bottom) <= 143, op


def test_news_has_its_age_which_grows() -> None:
    items: list[dict[str, Any]] = [{"label": "Release", "detail": "On Thursday", "time": NOW - 7300}]
    frame = frame_of()

    texts = texts_of("feed", frame, items=items)

    assert texts == ["2\u202fh ago", "Release", "On Thursday"]
    assert frame.until == pytest.approx(NOW - 7300 + 3 * 3600)


def test_news_takes_turns_and_a_feed_without_any_says_so() -> None:
    items = [{"label": "One"}, {"label": "Two"}, {"label": ""}]

    seen = [texts_of("feed", frame_of(unix_time=time), items=items)[-1] for time in (0.0, 12.0, 24.0)]

    assert seen == ["One", "Two", "One"]
    assert texts_of("feed", as_of=NOW) == ["No items"]
    assert widget_of("feed").is_empty()
