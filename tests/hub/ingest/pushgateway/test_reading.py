"""What pushed samples say of one metric."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.client_states import ClientStates
from displayd.hub.ingest.pushgateway.families import checked
from displayd.hub.ingest.pushgateway.reading import PushgatewayOrigin, reading_of
from displayd.hub.ingest.pushgateway.text_format import families_in_text
from displayd.hub.metrics.reading import Item
from displayd.hub.pushed_groups import PushedGroups
from tests.hub.walls import NOON

HISTOGRAM = """# TYPE seconds histogram
seconds_bucket{le="0.1"} 10
seconds_bucket{le="0.5"} 30
seconds_bucket{le="+Inf"} 40
seconds_sum 20
seconds_count 40
"""


def pushed(*texts: str) -> PushedGroups:
    """Groups into which `texts` were pushed one after the other, a minute apart: `job/a`, then again `job/a` ..."""
    groups = PushedGroups(ClientStates())
    for number, text in enumerate(texts):
        job, _, body = text.partition(": ")
        families = checked(families_in_text(body.encode()))
        groups.push((("job", job),), families, NOON + 60 * number, replaces_all=True)
    return groups


def value(groups: PushedGroups, metric: str, **fields: Any) -> float | None:
    """The value of a metric."""
    return reading_of(groups, PushgatewayOrigin(metric=metric, **fields)).value


def test_one_sample_is_the_value_as_old_as_its_push() -> None:
    reading = reading_of(pushed("a: x 1.5\n"), PushgatewayOrigin(metric="x"))

    assert (reading.value, reading.as_of) == (1.5, NOON)


def test_labels_choose_and_several_are_reduced_to_the_age_of_the_oldest() -> None:
    groups = pushed('a: x{q="1"} 1\nx{q="2"} 2\n', 'b: x{q="1"} 6\n')

    assert value(groups, "x", labels={"job": "b"}) == 6.0
    assert value(groups, "x", labels={"q": "2"}) == 2.0
    assert [value(groups, "x", reduce=word) for word in ("sum", "mean", "min", "max", "count")] == [9, 3, 1, 6, 3]
    assert reading_of(groups, PushgatewayOrigin(metric="x", reduce="sum")).as_of == NOON
    with pytest.raises(SourceError, match="3 samples of `x` match: add `labels`, `reduce` or `by`"):
        value(groups, "x")


def test_values_of_a_label_are_items() -> None:
    groups = pushed('a: x{q="in",h="1"} 1\nx{q="in",h="2"} 2\nx{q="out",h="1"} 5\n')

    reading = reading_of(groups, PushgatewayOrigin(metric="x", by="q", reduce="max"))

    assert reading.items == [Item(label="in", value=2.0), Item(label="out", value=5.0)]
    assert reading.value == 5.0
    assert reading_of(groups, PushgatewayOrigin(metric="x", by="q")).items == [
        Item(label="in", value=3.0),
        Item(label="out", value=5.0),
    ]


def test_a_rate_is_the_growth_between_two_pushes_and_a_smaller_counter_has_begun_anew() -> None:
    first, second, third = (f"a: # TYPE x counter\nx {number}\n" for number in (100, 220, 30))

    with pytest.raises(SourceError, match="a second push"):
        value(pushed(first), "x", rate="minute")
    assert value(pushed(first, second), "x", rate="minute") == 120.0
    assert value(pushed(first, second), "x", rate="second") == 2.0
    assert value(pushed(first, second, third), "x", rate="hour") == 1800.0


def test_quantile_of_a_histogram_is_as_prometheus_reckons_it() -> None:
    groups = pushed("a: " + HISTOGRAM)

    assert value(groups, "seconds", quantile=0.5) == pytest.approx(0.3)
    assert value(groups, "seconds", quantile=0.25) == pytest.approx(0.1)
    assert value(groups, "seconds", quantile=0.9) == 0.5
    assert value(pushed("a: " + HISTOGRAM, "b: " + HISTOGRAM), "seconds", quantile=0.5) == pytest.approx(0.3)
    assert value(groups, "seconds_sum") == 20.0
    assert value(groups, "seconds_count") == 40.0
    with pytest.raises(SourceError, match="is a histogram: say which `quantile`"):
        value(groups, "seconds")


def test_quantile_of_a_summary_is_the_one_that_was_pushed() -> None:
    groups = pushed('a: # TYPE s summary\ns{quantile="0.5"} 1\ns{quantile="0.99"} 4\ns_sum 9\ns_count 3\n')

    assert value(groups, "s", quantile=0.99) == 4.0
    assert value(groups, "s", labels={"quantile": "0.5"}) == 1.0
    assert value(groups, "s_count") == 3.0
    with pytest.raises(SourceError, match="nobody has pushed `s`"):
        value(groups, "s", quantile=0.1)


@pytest.mark.parametrize("number", ["NaN", "+Inf", "-Inf", "1e300"])
def test_a_value_that_is_no_amount_is_no_data(number: str) -> None:
    assert value(pushed(f"a: x {number}\n"), "x") is None


def test_nothing_pushed_says_so() -> None:
    with pytest.raises(SourceError, match="nobody has pushed `x`"):
        value(pushed("a: y 1\n"), "x")
    with pytest.raises(SourceError, match="with the labels of"):
        value(pushed("a: x 1\n"), "x", labels={"job": "b"})


def test_when_a_group_was_pushed_is_a_metric_of_its_own() -> None:
    assert value(pushed("a: x 1\n"), "push_time_seconds", labels={"job": "a"}) == NOON
