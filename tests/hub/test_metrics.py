"""What a metric is right now."""

from __future__ import annotations

from displayd.hub.files import MetricEntry
from displayd.hub.metrics import Metrics
from displayd.hub.reading import Past, Reading
from tests.hub.walls import NOON


def defined(entry: MetricEntry | None = None, past: Past | None = None) -> Metrics:
    """One metric `m`."""
    metrics = Metrics()
    metrics.define({"m": entry or MetricEntry(title="M")}, {"m": past} if past else {})
    return metrics


def put(metrics: Metrics, value: float, at: float, **fields: float) -> None:
    """A reading at its own time."""
    metrics.put("m", Reading(value=value, as_of=at, **fields), at)


def test_a_new_value_raises_the_version() -> None:
    metrics = defined()
    put(metrics, 1, NOON)
    before = metrics.version_of("m")

    put(metrics, 2, NOON + 1)

    assert metrics.version_of("m") > before
    assert (metrics.facts("m") or {})["value"] == 2


def test_the_same_value_again_is_told_only_once_a_minute() -> None:
    metrics = defined()
    put(metrics, 1, NOON)
    before = metrics.version_of("m")

    for second in range(1, 60):
        put(metrics, 1, NOON + second)
    after_a_while = metrics.version_of("m")
    put(metrics, 1, NOON + 60)

    assert after_a_while == before
    assert metrics.version_of("m") > before
    assert (metrics.facts("m") or {})["as_of"] == NOON + 60


def test_a_value_that_expires_soon_is_renewed_before_it_looks_stale() -> None:
    metrics = defined()
    put(metrics, 1, NOON, expire_after=20)
    before = metrics.version_of("m")

    put(metrics, 1, NOON + 4, expire_after=20)
    early = metrics.version_of("m")
    put(metrics, 1, NOON + 5, expire_after=20)

    assert early == before
    assert metrics.version_of("m") > before


def test_a_value_whose_definition_says_when_it_expires_is_renewed_in_time_too() -> None:
    metrics = defined(MetricEntry(expire_after=30))

    for second in range(0, 120, 5):
        put(metrics, 1, NOON + second)

        assert NOON + second - (metrics.facts("m") or {})["as_of"] < 15


def test_a_reading_that_comes_late_does_not_replace_a_newer_one() -> None:
    metrics = defined()
    put(metrics, 5, NOON)
    before = metrics.version_of("m")

    metrics.put("m", Reading(value=1, as_of=NOON - 3600), NOON)

    assert metrics.version_of("m") == before
    assert (metrics.facts("m") or {})["value"] == 5
    put(metrics, 6, NOON + 1)
    assert 1 in (metrics.facts("m") or {})["history"]


def test_a_reading_from_a_clock_that_was_wrong_gives_way() -> None:
    metrics = defined()
    put(metrics, 5, NOON + 86_400)

    put(metrics, 6, NOON)

    facts = metrics.facts("m") or {}
    assert (facts["value"], facts["history"]) == (6, [6])


def test_a_value_is_compared_with_the_one_a_day_before() -> None:
    metrics = defined()
    put(metrics, 10, NOON - 86_400)
    put(metrics, 12, NOON - 3600)
    put(metrics, 14, NOON)

    facts = metrics.facts("m") or {}

    assert (facts["previous"], facts["previous_label"]) == (10, "yesterday")


def test_a_value_is_never_compared_with_its_own_quarter_of_an_hour() -> None:
    for hours in (0.1, 0.25, 0.5):
        metrics = defined(MetricEntry(compare_hours=hours))
        put(metrics, 10, NOON - 1)
        put(metrics, 14, NOON)

        assert "previous" not in (metrics.facts("m") or {})


def test_a_value_is_not_compared_with_one_further_than_half_the_way_off() -> None:
    metrics = defined(MetricEntry(compare_hours=0.25))
    put(metrics, 10, NOON - 2 * 900)
    put(metrics, 14, NOON)
    near = defined(MetricEntry(compare_hours=0.25))
    put(near, 10, NOON - 900)
    put(near, 14, NOON)

    assert "previous" not in (metrics.facts("m") or {})
    assert (near.facts("m") or {})["previous"] == 10


def test_a_comparison_of_ones_own_wins_and_none_is_made_up() -> None:
    metrics = defined()
    put(metrics, 14, NOON, previous=3)
    alone = defined()
    put(alone, 14, NOON)
    never = defined(MetricEntry(compare_hours=0))
    put(never, 10, NOON - 86_400)
    put(never, 14, NOON)

    assert (metrics.facts("m") or {})["previous"] == 3
    assert "previous" not in (alone.facts("m") or {})
    assert "previous" not in (never.facts("m") or {})


def test_a_failure_is_told_with_the_time_it_began_and_goes_with_the_next_reading() -> None:
    metrics = defined()
    put(metrics, 1, NOON)
    metrics.fail("m", "no answer", NOON + 10)
    metrics.fail("m", "no answer", NOON + 20)

    failure = metrics.failure("m")
    put(metrics, 1, NOON + 30)

    assert failure is not None
    assert (failure.reason, failure.since) == ("no answer", NOON + 10)
    assert metrics.failure("m") is None
    assert "failure" not in (metrics.facts("m") or {})


def test_the_past_from_the_store_makes_the_sparkline() -> None:
    past = Past(Reading(value=7, as_of=NOON), [(NOON - 7200, 5.0, 60), (NOON - 3600, 6.0, 60)])

    facts = defined(past=past).facts("m") or {}

    assert [value for value in facts["history"] if value is not None] == [5.0, 6.0, 7]


def test_a_definition_that_changes_keeps_the_values() -> None:
    metrics = defined()
    put(metrics, 1, NOON)
    before = metrics.version_of("m")

    metrics.define({"m": MetricEntry(title="Another"), "n": MetricEntry()})

    facts = metrics.facts("m") or {}
    assert (facts["title"], facts["value"]) == ("Another", 1)
    assert metrics.version_of("m") > before
    assert metrics.version_of("n") > 0


def test_an_edit_of_words_keeps_the_visible_history_and_the_failure() -> None:
    metrics = defined()
    for minute in range(0, 120, 12):
        put(metrics, minute, NOON + minute * 60)
    metrics.fail("m", "no answer", NOON + 7200)
    before = metrics.facts("m") or {}

    metrics.define({"m": MetricEntry(title="Another", red=5)})

    facts = metrics.facts("m") or {}
    assert facts["points"] == before["points"]
    assert len(facts["points"]) == 10
    assert metrics.failure("m") == before["failure"]
    assert len(metrics.take_unsaved()[1]) == 1


def test_an_edit_of_the_span_of_a_history_takes_the_past_of_the_store_and_what_is_newer() -> None:
    metrics = defined()
    put(metrics, 3, NOON - 3600)
    put(metrics, 4, NOON)
    longer = MetricEntry(history_hours=48)
    past = Past(None, [(NOON - 40 * 3600, 1.0, 5), (NOON - 7200, 2.0, 5)])

    asked = metrics.needs_past("m", longer), metrics.needs_past("m", MetricEntry(title="Another"))
    metrics.define({"m": longer}, {"m": past})

    assert asked == (True, False)
    shown = (metrics.facts("m") or {})["history"]
    assert [value for value in shown if value is not None] == [1.0, 2.0, 3.0, 4]


def test_a_value_of_the_file_gives_way_to_the_one_in_the_reading() -> None:
    metrics = defined(MetricEntry(target=10, expire_after=100, amber=1, red=5, direction="down"))
    put(metrics, 3, NOON, target=20, expire_after=50)

    facts = metrics.facts("m") or {}

    assert (facts["target"], facts["expire_after"], facts["level"]) == (20, 50, "amber")
