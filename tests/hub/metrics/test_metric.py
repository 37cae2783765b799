"""What a metric tells its tiles of what its source has said."""

from __future__ import annotations

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.reading import Manner, Reading
from tests.hub.metrics.test_live import defined, facts, put
from tests.hub.walls import NOON


def test_what_a_source_says_of_its_numbers_fills_what_the_definition_leaves_open() -> None:
    manner = Manner(title="Sales", unit="currencyEUR", direction="up", amber=10.0, maximum=50.0)
    metrics = defined(MetricEntry(title="Own"))
    put(metrics, 5.0, NOON, manner=manner)

    told = facts(metrics)

    assert (told.title, told.unit, told.direction, told.amber, told.maximum) == ("Own", "currencyEUR", "up", 10.0, 50.0)
    assert told.level == "amber"


def test_a_definition_that_judges_is_not_judged_with_by_halves() -> None:
    metrics = defined(MetricEntry(red=7.0))
    put(metrics, 5.0, NOON, manner=Manner(direction="up", amber=10.0))

    told = facts(metrics)

    assert (told.direction, told.amber, told.red, told.level) == (None, None, 7.0, "good")


def test_values_of_unknown_times_are_a_trend_and_no_line() -> None:
    metrics = defined()
    put(metrics, 3.0, NOON, series=[1.0, None, 3.0])

    told = facts(metrics)

    assert (told.history, told.points) == ([1.0, None, 3.0], None)


def test_a_line_ends_where_the_source_says_that_its_value_is() -> None:
    metrics = defined()
    put(metrics, 3.0, NOON, history=[(NOON - 200, 1.0), (NOON - 100, 2.0)], value_at=NOON - 100)

    assert facts(metrics).points == [(NOON - 200, 1.0), (NOON - 100, 3.0)]


def test_a_source_that_knows_the_past_may_take_the_newest_value_back() -> None:
    metrics = defined()
    put(metrics, 3.0, NOON, history=[(NOON - 100, 2.0)])
    metrics.put("m", Reading(value=2.0, as_of=NOON - 100, history=[]), NOON + 1)

    assert facts(metrics).value == 2.0
