"""Made-up weather."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.reading import Weather
from displayd.hub.sources.sample_spec import SampleWeather
from displayd.hub.sources.sample_weather import sample_weather
from tests.hub.walls import NOON, mistakes, wall

ZONE = "Europe/Amsterdam"


def weather(unix_time: float = NOON, **recipe: object) -> Weather:
    return sample_weather("here", SampleWeather(**{"between": (-3, 12), **recipe}), unix_time, ZONE)  # type: ignore[arg-type]


@given(st.floats(0, 4e9), st.integers(0, 16))
def test_weather_stays_in_its_range_and_is_the_same_every_time(unix_time: float, days: int) -> None:
    found = weather(unix_time, days=days)

    assert found == weather(unix_time, days=days)
    assert len(found.days) == days
    for sky in [found.now, *found.days]:
        assert sky is not None
        assert -3 <= (sky.temperature or 0) <= 12
        assert sky.code in SampleWeather(between=(0, 1)).skies
    for day in found.days:
        assert -3 <= (day.low or 0) <= (day.temperature or 0) <= 12
        assert 0 <= (day.chance or 0) <= 100


def test_skies_come_day_after_day_and_today_is_the_first() -> None:
    days = weather(skies=(0, 61), days=4).days
    dates = [datetime.datetime.fromtimestamp(day.time or 0, zoneinfo.ZoneInfo(ZONE)).date() for day in days]

    assert [day.code for day in days] in ([0, 61, 0, 61], [61, 0, 61, 0])
    assert dates[0] == datetime.datetime.fromtimestamp(NOON, zoneinfo.ZoneInfo(ZONE)).date()
    assert [(date - dates[0]).days for date in dates] == [0, 1, 2, 3]


def test_it_is_warmer_in_the_afternoon_than_at_night_and_the_moon_is_out_then() -> None:
    day = datetime.datetime(2026, 6, 3, tzinfo=zoneinfo.ZoneInfo(ZONE)).timestamp()
    night, afternoon = (weather(day + hour * 3600).now for hour in (3, 15))

    assert night is not None
    assert afternoon is not None
    assert (night.temperature or 0) < (afternoon.temperature or 0)
    assert night.is_night
    assert not afternoon.is_night


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("weather: {between: [9, 2]}", "the smallest value is larger"),
        ("between: [1, 2], weather: {between: [2, 9]}", "the metric has a number as well"),
        ("weather: {between: [2, 9], skies: [100]}", "100"),
        ("weather: {between: [2, 9], skies: []}", "at least"),
    ],
)
def test_what_is_wrong_with_a_recipe_has_its_line(recipe: str, words: str) -> None:
    found = mistakes({"metrics.yaml": f"orders: {{}}\nlatency: {{}}\nerrors:\n  sample: {{{recipe}}}\n"})

    assert any(words in one and "metrics.yaml:4" in one for one in found), found


def test_it_fills_the_tile_of_that_name() -> None:
    layout = "pages: [{widgets: {a: {type: weather, metric: orders}}}]\n"
    recipe = "orders: {title: Here, sample: {weather: {between: [2, 9]}}}\nlatency: {}\nerrors: {}\n"

    assert wall({"layouts/team.yaml": layout, "metrics.yaml": recipe}).metrics["orders"].origin.is_made_up
