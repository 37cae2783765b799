"""Objects as JavaScript writes them are data, and nothing of them is run."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.ingest.geckoboard.dataset_body import BodyError
from displayd.hub.ingest.geckoboard.script_literal import script_literal
from displayd.hub.ingest.geckoboard.widget_reading import payload_in
from tests.support.laws import law

CHART = """{
  chart: { type: 'column', renderTo: "container", },   // a comma before the end
  title: { text: 'It\\'s 5 o\\u2019clock' },
  /* a comment, } */
  xAxis: { type: "datetime", categories: ['A', "B",] },
  tooltip: { formatter: function () { return '<b>}' + this.y + "</b>"; /* } */ } },
  plotOptions: { series: { pointStart: Date.UTC(2026, 10, 21), point: { events: { click() { alert(1); } } } } },
  colors: Highcharts.getOptions().colors.slice(0, 3),
  series: [{ name: `now`, data: [.5, -3., 1e3, 0x10, null, , undefined, 1 + 1, new Date(5), x => x * 2] }],
  credits: { enabled: !1 }, 7: true, "quoted key": false
};"""


def test_a_chart_as_a_page_has_it() -> None:
    assert script_literal(CHART) == {
        "chart": {"type": "column", "renderTo": "container"},
        "title": {"text": "It's 5 o\u2019clock"},
        "xAxis": {"type": "datetime", "categories": ["A", "B"]},
        "tooltip": {"formatter": None},
        "plotOptions": {"series": {"pointStart": 1795219200000.0, "point": {"events": {"click": None}}}},
        "colors": None,
        "series": [{"name": "now", "data": [0.5, -3.0, 1000.0, 16.0, None, None, None, None, None, None]}],
        "credits": {"enabled": None},
        "7": True,
        "quoted key": False,
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "there is no `}`"),
        ("{a: 1} {b: 2}", "more behind its end"),
        ("{a: 1}; alert(1)", "more behind its end"),
        ("{a 1}", "no colon after `a`"),
        ("{a: }", "a value is missing"),
        ("{-: 2}", "no name of a field"),
        ("{a:" * 100, "nested too deeply"),
        ("[1]", "there is no object"),
        ("", "there is no object"),
    ],
)
def test_what_is_wrong_is_said(text: str, words: str) -> None:
    with pytest.raises(BodyError, match=f"neither JSON nor an object of JavaScript: .*{words}, line 1"):
        script_literal(text)


def test_what_is_fetched_may_be_written_so() -> None:
    assert payload_in(b"\xef\xbb\xbf{ series: [{ data: [1] }] }") == {"series": [{"data": [1.0]}]}
    with pytest.raises(BodyError, match="not JSON"):
        payload_in(b"series")


@pytest.mark.parametrize("piece", ["{a:", "[", "(", "/*", "'", "\\", "a+", "1,", "{a(", "0x", "//\n", "Date.UTC(1,"])
def test_no_text_takes_long(piece: str) -> None:
    begin = time.monotonic()
    for text in ("{a: " + piece * 20_000, "{a: b " + piece * 20_000 + "}"):
        with contextlib.suppress(BodyError):
            script_literal(text)

    assert time.monotonic() - begin < 5


_DATA = st.recursive(
    st.none() | st.booleans() | st.floats(-1e17, 1e17) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@law
@given(st.dictionaries(st.text(), _DATA, max_size=4))
def test_whatever_is_written_as_json_is_read_as_the_same(data: dict[str, Any]) -> None:
    text = json.dumps(data)

    # The one notation has whole numbers, the other has not.
    assert script_literal(text) == json.loads(text)


@law
@given(st.text("{}[]():,'\"`\\/*\n a1.eDUTC+-;xu", max_size=60))
def test_nothing_but_our_own_error_comes_out_of_any_text(text: str) -> None:
    with contextlib.suppress(BodyError):
        script_literal(text)
