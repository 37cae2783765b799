"""What a metric is right now."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.metric import past_hours, previous_label
from displayd.hub.metrics.reading import Item, Past, Reading
from tests.hub.walls import NOON


def defined(entry: MetricEntry | None = None, past: Past | None = None) -> Metrics:
    """One metric `m`."""
    metrics = Metrics()
    metrics.define({"m": entry or MetricEntry(title="M")}, {"m": past} if past else {})
    return metrics


def put(metrics: Metrics, value: float, at: float, **fields: Any) -> None:
    """A reading at its own time."""
    metrics.put("m", Reading(value=value, as_of=at, **fields), at)


def facts(metrics: Metrics, name: str = "m") -> Any:
    """The facts of one that is defined."""
    found = metrics.facts(name)
    assert found is not None
    return found


def test_a_new_value_raises_the_version() -> None:
    metrics = defined()
    put(metrics, 1, NOON)
    before = metrics.version_of("m")

    put(metrics, 2, NOON + 1)

    assert metrics.version_of("m") > before
    assert facts(metrics).value == 2


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
    assert facts(metrics).as_of == NOON + 60


def test_a_line_before_that_moves_on_is_no_news_by_itself() -> None:
    metrics = defined()
    put(metrics, 1, NOON, history=[], before=[(NOON, 5.0)])
    before = metrics.version_of("m")

    put(metrics, 1, NOON + 5, history=[], before=[(NOON + 5, 5.0)])
    unchanged = metrics.version_of("m")
    put(metrics, 1, NOON + 60, history=[], before=[(NOON + 60, 5.0)])

    assert unchanged == before
    assert metrics.version_of("m") > before


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

        assert NOON + second - facts(metrics).as_of < 15


def test_a_reading_that_comes_late_does_not_replace_a_newer_one() -> None:
    metrics = defined()
    put(metrics, 5, NOON)

    metrics.put("m", Reading(value=1, as_of=NOON - 3600), NOON)

    assert (facts(metrics).value, facts(metrics).as_of) == (5, NOON)


def test_what_comes_late_is_in_the_line_and_the_comparison_at_once() -> None:
    metrics = defined(MetricEntry(compare_hours=24))
    put(metrics, 9, NOON)
    before, version = facts(metrics), metrics.version_of("m")

    for hours, value in ((24, 5.0), (2, 7.0)):
        metrics.put("m", Reading(value=value, as_of=NOON - hours * 3600), NOON)

    found = facts(metrics)
    assert (before.previous, found.value, found.previous) == (None, 9, 5.0)
    assert [value for value in found.history if value is not None] == [7.0, 9]
    assert metrics.version_of("m") > version


def test_a_reading_from_a_clock_that_was_wrong_gives_way() -> None:
    metrics = defined()
    put(metrics, 5, NOON + 86_400)

    put(metrics, 6, NOON)

    found = facts(metrics)
    assert (found.value, found.history) == (6, [6])


def test_a_value_is_compared_with_the_one_a_day_before() -> None:
    metrics = defined()
    put(metrics, 10, NOON - 86_400)
    put(metrics, 12, NOON - 3600)
    put(metrics, 14, NOON)

    found = facts(metrics)

    assert (found.previous, found.previous_label) == (10, "yesterday")


def test_a_value_is_never_compared_with_its_own_quarter_of_an_hour() -> None:
    for hours in (0.1, 0.25, 0.5):
        metrics = defined(MetricEntry(compare_hours=hours))
        put(metrics, 10, NOON - 1)
        put(metrics, 14, NOON)

        assert facts(metrics).previous is None


def test_a_value_is_not_compared_with_one_further_than_half_the_way_off() -> None:
    metrics = defined(MetricEntry(compare_hours=0.25))
    put(metrics, 10, NOON - 2 * 900)
    put(metrics, 14, NOON)
    near = defined(MetricEntry(compare_hours=0.25))
    put(near, 10, NOON - 900)
    put(near, 14, NOON)

    assert facts(metrics).previous is None
    assert facts(near).previous == 10


def test_a_comparison_of_ones_own_wins_and_none_is_made_up() -> None:
    metrics = defined()
    put(metrics, 14, NOON, previous=3)
    alone = defined()
    put(alone, 14, NOON)
    never = defined(MetricEntry(compare_hours=0))
    put(never, 10, NOON - 86_400)
    put(never, 14, NOON)

    assert facts(metrics).previous == 3
    assert facts(alone).previous is None
    assert facts(never).previous is None


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
    assert facts(metrics).failure is None


def test_the_past_from_the_store_makes_the_sparkline() -> None:
    past = Past(Reading(value=7, as_of=NOON), [(NOON - 7200, 5.0, 60), (NOON - 3600, 6.0, 60)])

    found = facts(defined(past=past))

    assert [value for value in found.history if value is not None] == [5.0, 6.0, 7]


def test_a_definition_that_changes_keeps_the_values() -> None:
    metrics = defined()
    put(metrics, 1, NOON)
    before = metrics.version_of("m")

    metrics.define({"m": MetricEntry(title="Another"), "n": MetricEntry()})

    found = facts(metrics)
    assert (found.title, found.value) == ("Another", 1)
    assert metrics.version_of("m") > before
    assert metrics.version_of("n") > 0


def test_an_edit_of_words_keeps_the_visible_history_and_the_failure() -> None:
    metrics = defined()
    for minute in range(0, 120, 12):
        put(metrics, minute, NOON + minute * 60)
    metrics.fail("m", "no answer", NOON + 7200)
    before = facts(metrics)

    metrics.define({"m": MetricEntry(title="Another", red=5)})

    found = facts(metrics)
    assert found.points == before.points
    assert len(found.points) == 10
    assert metrics.failure("m") == before.failure
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
    shown = facts(metrics).history
    assert [value for value in shown if value is not None] == [1.0, 2.0, 3.0, 4]


def test_a_value_of_the_file_gives_way_to_the_one_in_the_reading() -> None:
    metrics = defined(MetricEntry(target=10, expire_after=100, amber=1, red=5, direction="down"))
    put(metrics, 3, NOON, target=20, expire_after=50)

    found = facts(metrics)

    assert (found.target, found.expire_after, found.level) == (20, 50, "amber")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "1 h ago"),
        (1.5, "1.5 h ago"),
        (24, "yesterday"),
        (48, "2 days ago"),
        (168, "last week"),
        (672, "4 weeks ago"),
        (720, "30 days ago"),
        (8736, "last year"),
        (8760, "last year"),
    ],
)
def test_a_time_before_is_called_as_people_call_it(hours: float, words: str) -> None:
    assert previous_label(hours) == words


def test_the_line_before_is_the_one_of_the_day_before_moved_to_now() -> None:
    metrics = defined(MetricEntry(compare_line=True, history_hours=6))
    start = NOON // 900 * 900
    for quarter in range(-4 * 32, 0):
        put(metrics, 1.0 if quarter < -4 * 24 else 2.0, start + quarter * 900 + 1)
    put(metrics, 3, start + 10)

    found = facts(metrics)

    assert (found.before_label, found.now_label) == ("yesterday", "today")
    assert found.before[0] == (start - 6 * 3600 + 450, 1.0)
    assert [value for _, value in found.before] == [1.0] * 24 + [2.0]
    assert found.before[-1] == (start + 10, found.previous)
    assert [at for at, _ in found.before] == sorted(at for at, _ in found.before)
    assert found.before[-1][0] == found.points[-1][0]


def test_the_line_before_has_stretches_as_long_as_the_line() -> None:
    metrics = defined(MetricEntry(compare_line=True, history_hours=168, compare_hours=168))
    for hour in range(-336, 1):
        put(metrics, float(hour), NOON + hour * 3600)

    found = facts(metrics)

    assert (found.before_label, found.now_label) == ("last week", "this week")
    assert 110 <= len(found.before) <= 120
    assert found.before[-1][1] == -168
    middle = found.before[60]
    assert middle[1] == pytest.approx((middle[0] - NOON) / 3600 - 168, abs=1.5)


def test_a_gap_of_the_day_before_is_a_gap_in_the_line_before() -> None:
    metrics = defined(MetricEntry(compare_line=True))
    start = NOON // 900 * 900
    for quarter in range(-4 * 48, 0):
        if not -4 * 36 <= quarter < -4 * 30:
            put(metrics, 1.0, start + quarter * 900 + 1)

    found = facts(metrics)

    gap = [at for at, value in found.before if value is None]
    assert len(gap) == 24
    assert gap[0] == start - 12 * 3600 + 450


def test_there_is_no_line_before_where_nobody_asked_or_nothing_is_known() -> None:
    unasked = defined()
    put(unasked, 1, NOON - 86_400)
    put(unasked, 2, NOON)
    new = defined(MetricEntry(compare_line=True))
    put(new, 2, NOON)
    never = defined(MetricEntry(compare_line=True, compare_hours=0))
    put(never, 2, NOON - 86_400)
    put(never, 2, NOON)

    for metrics in (unasked, new, never):
        assert (facts(metrics).before, facts(metrics).before_label) == (None, None)


def test_asking_for_the_line_before_takes_the_past_of_the_store() -> None:
    metrics = defined()
    put(metrics, 2, NOON)
    asked = MetricEntry(compare_line=True)
    past = Past(None, [(NOON - 30 * 3600, 1.0, 5), (NOON - 29 * 3600, 1.5, 5)])

    needs = metrics.needs_past("m", asked)
    metrics.define({"m": asked}, {"m": past})

    assert needs
    assert past_hours(asked) > 48 > past_hours(MetricEntry())
    assert [value for _, value in facts(metrics).before][:2] == [1.0, 1.5]


def test_what_a_pushed_comparison_is_called_says_the_push_and_nobody_else() -> None:
    named, unnamed = defined(), defined()
    put(named, 14, NOON, previous=3, previous_label="May")
    put(unnamed, 14, NOON, previous=3)

    assert facts(named).previous_label == "May"
    assert facts(unnamed).previous_label is None


def test_lines_of_a_list_with_a_comparison_of_unknown_age_are_not_called_yesterday() -> None:
    metrics = defined()
    put(metrics, 10, NOON - 86_400)
    metrics.put("m", Reading(value=12, as_of=NOON, items=[Item(label="x", value=1, previous=2)]), NOON)

    found = facts(metrics)

    assert found.previous == 10
    assert found.previous_label is None


def test_a_target_for_a_period_says_how_far_it_should_be_by_now() -> None:
    noon = 1_795_003_200.0 + 11 * 3600 + 1800
    entry = MetricEntry(period="day", target=100)
    metrics = Metrics()
    metrics.define({"m": entry, "n": MetricEntry(target=100)}, timezone="Europe/Amsterdam")
    for name in ("m", "n"):
        metrics.put(name, Reading(value=30, as_of=noon), noon)

    local = (noon + 3600) % 86_400 / 86_400
    assert facts(metrics).expected == pytest.approx(100 * local)
    assert facts(metrics, "n").expected is None


def test_a_period_begins_anew_when_the_office_moves() -> None:
    metrics = Metrics()
    entries = {"m": MetricEntry(period="day", target=100), "n": MetricEntry(compare_hours=1)}
    metrics.define(entries)
    metrics.put("m", Reading(value=30, as_of=NOON), NOON)
    before, versions = facts(metrics).expected, {name: metrics.version_of(name) for name in entries}

    metrics.define(entries, timezone="Asia/Tokyo")

    assert facts(metrics).expected != before
    assert metrics.version_of("m") > versions["m"]
    assert metrics.version_of("n") == versions["n"]


def test_it_is_told_how_far_back_the_history_reaches() -> None:
    metrics = defined()
    put(metrics, 1, NOON)
    at_first = facts(metrics).history_seconds
    put(metrics, 2, NOON + 7_200)

    assert at_first is None
    assert facts(metrics).history_seconds == facts(metrics).points[-1][0] - facts(metrics).points[0][0]
    assert 6_000 < facts(metrics).history_seconds < 8_000
