"""What can be said of a query without asking it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.tools.grafana.promql import apart, is_single, labels_of, united
from tests.support.laws import law


@pytest.mark.parametrize(
    "expression",
    [
        "sum(rate(x[5m]))",
        "sum(x) / sum(y)",
        "sum(x) / on(a) group_left sum(y) * 100",
        '100 - (avg(irate(node_cpu{mode="idle"}[5m])) * 100)',
        "histogram_quantile(0.9, sum by (le) (rate(x[5m])))",
        "histogram_quantile(0.9, sum(rate(x[5m])) by (le))",
        "count(count(x) by (cpu))",
        "scalar(x)",
        "time() - max(x)",
        "-sum(x)",
        "sum(x) or vector(0)",
        'max(up{a="sum(x) by (b)"}) unless sum(z)',
        "((sum(x)))",
        "round(sum(x), 0.1)",
        "max_over_time(sum(x)[5m:1m])",
    ],
)
def test_an_aggregation_of_all_is_one_series(expression: str) -> None:
    assert is_single(expression)


@pytest.mark.parametrize(
    ("expression", "labels"),
    [
        ("x", []),
        ("rate(x[5m])", []),
        ("sum by (a, b) (x)", ["a", "b"]),
        ("sum(x) by (a)", ["a"]),
        ("sum without(a) (x)", []),
        ("sum(x) + x", []),
        ("topk(5, x)", []),
        ("histogram_quantile(.9, sum(rate(x[5m])) by (le, a))", ["a"]),
        ("sum(max by (b, c) (x)) by (a)", ["a"]),
        ("sum(rate(x[5m])) by (a) / sum(rate(y[5m])) by (a, b)", ["a"]),
        ("100 * (1 - sum by (a) (x) / sum by (a) (y))", ["a"]),
        ("topk(3, sort_desc(sum(x) by (a)))", ["a"]),
        ("sum without (b) (sum by (a) (x))", []),
        ("sum(x", []),
        ("", []),
        ("(", []),
        ("and", []),
    ],
)
def test_of_other_expressions_nobody_knows_how_many_series_they_give(expression: str, labels: list[str]) -> None:
    assert not is_single(expression)
    assert labels_of(expression) == labels


def test_several_queries_become_one_whose_series_have_the_names_of_their_legends() -> None:
    queries = [
        ("sum(a)", 'A $ "x"'),
        ("b", "{{device}} read"),
        ("c # no", "{{x}} to {{ y }}!"),
        ("scalar(d)", "D"),
    ]

    assert united(queries) == (
        'label_replace(sum(a), "series", "A $$ \\"x\\"", "", "")\n'
        'or label_replace(b, "series", "$1 read", "device", "(.*)")\n'
        'or label_replace(label_join(c # no\n, "series", " to ", "x", "y"), "series", "$1!", "series", "(.*)")\n'
        'or label_replace(vector(scalar(d)), "series", "D", "", "")'
    )


def test_series_of_the_same_legend_are_told_apart_by_what_their_metrics_do_not_share() -> None:
    received, sent = "rate(net_receive_bytes_total[5m])", 'rate(net_transmit_bytes_total{device="eth0"}[5m])'

    assert apart(["{{pod}}", "{{pod}}", "all"], [received, sent, "sum(x)"], ["A", "B", "C"]) == [
        "{{pod}} · receive",
        "{{pod}} · transmit",
        "all",
    ]
    assert apart(["up", "up"], ["sum(up) by (a)", "sum(up) by (b)"], ["A", "B"]) == ["up · A", "up · B"]
    assert apart(["up", "up"], ["up", "up"], ["A", "A"]) == ["up · A", "up · A (2)"]


@law
@given(st.text("sumby()abxy,{}[]\"'=~5:m+-*/ or#\n\\.", max_size=60))
def test_nothing_that_is_written_is_too_odd_to_look_at(expression: str) -> None:
    assert is_single(expression) in (True, False)
    assert "le" not in labels_of(expression)
