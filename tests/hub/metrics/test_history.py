"""Past values in stretches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.history import History, step_seconds


def test_values_of_one_stretch_become_their_mean() -> None:
    history = History(10)
    for second, value in ((101, 1.0), (104, 3.0), (111, 8.0), (121, 9.0)):
        history.add(second, value)

    assert history.means(125) == [(105.0, 2.0), (115.0, 8.0)]


def test_a_time_without_values_that_is_longer_than_usual_is_a_gap() -> None:
    history = History(60)
    for second in (0, 60, 120, 420, 480):
        history.add(second, 1.0)

    assert history.means(540) == [
        *((middle, 1.0) for middle in (30.0, 90.0, 150.0)),
        *((middle, None) for middle in (210.0, 270.0, 330.0, 390.0)),
        *((middle, 1.0) for middle in (450.0, 510.0)),
    ]


def test_many_values_in_a_stretch_make_an_empty_one_beside_it_a_gap() -> None:
    history = History(720)
    history.extend([(360, 1.0, 144), (1080, 2.0, 144), (2520, 4.0, 144)])

    assert history.means(2880) == [(360.0, 1.0), (1080.0, 2.0), (1800.0, None), (2520.0, 4.0)]


def test_a_metric_that_is_seldom_pushed_is_a_line_without_gaps() -> None:
    history = History(720)
    for hour in range(5):
        history.add(hour * 3600, float(hour))

    assert history.means(5 * 3600) == [(hour * 3600 + 360.0, float(hour)) for hour in range(5)]


def test_means_of_minutes_in_short_stretches_are_a_line_without_gaps() -> None:
    history = History(7.5)
    history.extend([(minute * 60 + 30, float(minute), 12) for minute in range(10)])

    assert [value for _, value in history.means(600)] == [float(minute) for minute in range(10)]


def test_a_value_of_yesterday_is_found_near_its_time() -> None:
    history = History(900, 100)
    history.add(900 * 10, 5.0)

    assert history.mean_at(900 * 11.5) == 5.0
    assert history.mean_at(900 * 20) is None
    assert history.mean_at(900 * 9, before=900 * 10.5) is None
    assert history.mean_at(900 * 9, before=900 * 11) == 5.0


def test_a_clock_put_back_takes_the_future_with_it() -> None:
    history = History(10)
    history.add(1_000_000, 1.0)
    history.forget_after(100)
    history.add(101, 2.0)

    assert history.means(125) == [(105.0, 2.0)]


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(-1e9, 1e9)), max_size=200), st.sampled_from([1.0, 7.5, 900.0]))
def test_there_are_never_more_stretches_than_asked_for_and_they_rise(
    values: list[tuple[float, float]], step: float
) -> None:
    history = History(step, 20)
    for at, value in values:
        history.add(at, value)

    means = history.means(1e6 + step)

    assert len(means) <= 20
    assert [at for at, _ in means] == sorted(at for at, _ in means)
    assert len(history.values()) <= 20


def test_a_day_is_cut_into_twelve_minutes() -> None:
    assert step_seconds(24) == 720
