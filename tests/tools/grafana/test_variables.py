"""Variables of a dashboard have the values of the file, or those that are given."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.tools.grafana.dashboard import read_dashboard
from displayd.tools.grafana.variables import Variables
from tests.tools.grafana.dashboards import dashboard_of, panel_of


def variables(*found: dict[str, Any], given: dict[str, str] | None = None, **fields: Any) -> Variables:
    return Variables(read_dashboard(dashboard_of(panel_of(), templating={"list": list(found)}, **fields)), given or {})


def of(value: Any, **fields: Any) -> dict[str, Any]:
    return {"name": "v", "type": "query", "current": {"value": value, "text": value}, **fields}


@pytest.mark.parametrize(
    ("variable", "query", "written"),
    [
        (of("a.b:9100"), 'up{i="$v"}', 'up{i="a.b:9100"}'),
        (of("a.b"), 'up{i=~"$v"}', 'up{i=~"a.b"}'),
        (of("a"), 'up{i="${v}", j="[[v]]", k="${v:raw}"}', 'up{i="a", j="a", k="a"}'),
        (of("a.b"), 'up{i=~"${v:regex}"}', 'up{i=~"a\\\\.b"}'),
        (of(["a.b", "c"]), 'up{i="$v"}', 'up{i=~"(a\\\\.b|c)"}'),
        (of(["a", "c"]), 'up{i!="$v"}', 'up{i!~"(a|c)"}'),
        (of(["a", "c"]), 'up{i=~"${v:pipe}"}', 'up{i=~"a|c"}'),
        (of(["a", "c"]), 'label_join(x, "y", "${v:csv}")', 'label_join(x, "y", "a,c")'),
        (of(None), "rate(x[$v])", "rate(x[5m])"),
        (of("$__all"), 'up{i="$v"}', 'up{i=~".*"}'),
        (of(["$__all"], allValue="web.+"), 'up{i="$v"}', 'up{i=~"web.+"}'),
        (of({}, includeAll=True), 'up{i="$v"}', 'up{i=~".*"}'),
        (of(None), 'up{i="$v"}', 'up{i=~".*"}'),
        (of(7), "topk($v, x)", "topk(7, x)"),
        (of("auto", type="interval"), "rate(x[$v])", "rate(x[1m])"),
        (of("$__auto_interval_v", type="interval"), "rate(x[$v])", "rate(x[1m])"),
        (of(None, type="interval", query="5m,10m"), "rate(x[$v])", "rate(x[5m])"),
        (of(None, type="constant", query="shop"), "$v:rate", "shop:rate"),
        (of(None, type="custom", options=[{"value": "x"}, {"value": "y", "selected": True}]), "$v", "y"),
        (
            of("rate"),
            "$v(label_replace(x, 'a', '$1', 'b', '(.*)')[1m])",
            "rate(label_replace(x, 'a', '$1', 'b', '(.*)')[1m])",
        ),
        (of("x$"), 'up{i=~"sd[a-z]$"}', 'up{i=~"sd[a-z]$"}'),
    ],
)
def test_a_query_has_the_values_of_its_variables(variable: dict[str, Any], query: str, written: str) -> None:
    assert variables(variable).in_query(query, {"__interval": "1m", "__rate_interval": "5m"}).text == written


def test_titles_have_what_grafana_shows_for_a_value() -> None:
    variable = {"name": "v", "type": "query", "current": {"value": ["i-1", "i-2"], "text": ["web", "shop"]}}

    assert variables(variable).in_words("CPU of $v", {}).text == "CPU of web + shop"
    assert variables(of("$__all")).in_words("CPU of $v", {}).text == "CPU of all"


def test_values_that_are_given_go_before_those_of_the_file() -> None:
    found = variables(of("a"), given={"v": "b,c", "w": "x"})

    assert found.in_query('up{i="$v", j="$w"}', {}).text == 'up{i=~"(b|c)", j="x"}'
    assert found.unused == ["w"]


def test_names_without_a_value_are_told_and_those_without_one_in_the_file_too() -> None:
    written = variables(of(None)).in_query('up{i="$v", j="$other", k="$__name"}', {})

    assert written.unknown == {"other", "__name"}
    assert written.assumed == {"v"}


@pytest.mark.parametrize("query", ["topk($v, x)", "x_${v}_total", 'x{a="b"} > $v'])
def test_all_values_of_a_variable_are_no_number_and_no_part_of_a_name(query: str) -> None:
    assert variables(of(None)).in_query(query, {}).unknown == {"v"}
    assert variables(of(["a", "b"])).in_query(query, {}).unknown == {"v"}


def test_a_variable_in_a_variable_is_replaced_and_one_in_itself_ends() -> None:
    first, second = of("$w"), {"name": "w", "type": "custom", "current": {"value": "x"}}

    assert variables(first, second).in_query("$v", {}).text == "x"
    assert variables(of("a $v")).in_query("$v", {}).text.startswith("a a")


def test_constants_of_a_dashboard_that_was_shared_are_known() -> None:
    inputs = [{"name": "VAR_JOB", "type": "constant", "value": "shop"}]

    assert variables(of("${VAR_JOB}"), __inputs=inputs).in_query("up{job='$v'}", {}).text == "up{job='shop'}"
