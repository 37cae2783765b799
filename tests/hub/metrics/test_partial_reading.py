"""Readings of which a part has no answer."""

from __future__ import annotations

from displayd.hub.metrics.reading import Past, Reading
from tests.hub.metrics.test_live import defined, facts, put
from tests.hub.walls import NOON


def test_a_reading_that_lacks_a_part_is_there_and_tells_why_since_it_is_so() -> None:
    metrics = defined()
    put(metrics, 1, NOON)

    for second in (60, 120):
        metrics.put("m", Reading(value=2, as_of=NOON + second, fault="column `B`: no answer"), NOON + second, "CRM")
    failure = metrics.failure("m")
    version = metrics.version_of("m")
    metrics.put("m", Reading(value=2, as_of=NOON + 121, fault="column `B`: no answer"), NOON + 121, "CRM")

    assert facts(metrics).value == 2
    assert failure is not None
    assert (failure.reason, failure.since, failure.who) == ("column `B`: no answer", NOON + 60, "CRM")
    assert metrics.version_of("m") == version


def test_a_whole_reading_takes_the_place_of_one_that_lacks_a_part_though_its_samples_are_older() -> None:
    metrics = defined()
    metrics.put("m", Reading(value=1, as_of=NOON, fault="column `B`: no answer"), NOON)

    put(metrics, 2, NOON - 30)

    assert metrics.failure("m") is None
    assert facts(metrics).value == 2


def test_a_reading_that_lacks_a_part_tells_it_after_a_restart_too() -> None:
    metrics = defined(past=Past(Reading(value=1, as_of=NOON, fault="column `B`: no answer")))

    assert facts(metrics).failure.reason == "column `B`: no answer"
