"""Every shape of a payload of Geckoboard's custom widgets, as the reference and its clients have them."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from displayd.hub.ingest.geckoboard.dataset_body import BodyError
from displayd.hub.ingest.geckoboard.widget_reading import payload_in, payload_reading
from displayd.hub.metrics.reading import Item, Manner, Reading

NOW = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.UTC).timestamp()


def said(data: Any, series: str | int | None = None) -> Reading:
    """What a payload says, on its way through JSON."""
    found = payload_reading(json.loads(json.dumps(data)), NOW, "UTC", series)
    # It is kept, so it has to survive that.
    assert msgspec.json.decode(msgspec.json.encode(found), type=Reading) == found
    return found


def midnight(text: str) -> float:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC).timestamp()


def test_a_number_with_a_currency_and_a_word() -> None:
    found = said({"item": [{"value": 5723, "text": "Customers", "prefix": "€"}]})

    assert (found.value, found.manner) == (5723.0, Manner(title="Customers", unit="currencyEUR"))


@pytest.mark.parametrize(
    ("prefix", "unit"),
    [
        ("&pound;", "currencyGBP"),
        ("$", "currencyUSD"),
        ("%", "percent"),
        ("kr", "prefix:kr"),
        ("", None),
        (None, None),
        ("<b>&#8364;</b>", "currencyEUR"),
    ],
)
def test_a_prefix_is_a_unit_whatever_it_is_written_in(prefix: str | None, unit: str | None) -> None:
    found = said({"item": [{"value": "12", "prefix": prefix}]})

    assert found.manner is not None
    assert found.manner.unit == unit


def test_a_number_and_the_one_before_and_that_more_may_be_worse() -> None:
    more = said({"item": [{"value": 142}, {"value": "200", "text": "last week"}]})
    less = said({"absolute": True, "type": "reverse", "item": [{"value": 142}, {"value": 200}]})

    assert (more.value, more.previous, more.previous_label) == (142.0, 200.0, "last week")
    assert more.manner is not None
    assert more.manner.direction == "up"
    assert less.manner is not None
    assert less.manner.direction == "down"


@pytest.mark.parametrize(
    ("absolute", "change_as"), [(True, "points"), ("true", "points"), (False, None), ("false", None), (None, None)]
)
def test_a_change_is_told_in_the_unit_where_it_is_absolute(absolute: object, change_as: str | None) -> None:
    found = said({"absolute": absolute, "item": [{"value": 142}, {"value": 200}]})

    assert found.manner is not None
    assert found.manner.change_as == change_as


@pytest.mark.parametrize(("rank", "known"), [(2, 2), ("3", 3), (None, None), ("", None), (0, None), (1.5, None)])
def test_a_leaderboard_knows_who_was_where(rank: object, known: int | None) -> None:
    found = said({"items": [{"label": "Peter", "value": 234000, "previous_rank": rank}, {"label": "Jon"}]})

    assert found.items == [Item(label="Peter", value=234000.0, previous_rank=known), Item(label="Jon")]


def test_a_number_with_a_trend() -> None:
    found = said({"item": [{"value": "274057"}, ["38594", "39957", None, "35316"]]})

    assert (found.value, found.series) == (274057.0, [38594.0, 39957.0, None, 35316.0])


def test_a_second_number_of_nothing_is_none() -> None:
    assert said({"item": [{"value": 1}, {"value": None, "text": "", "prefix": ""}]}).previous is None


def test_red_amber_and_green() -> None:
    data = {"item": [{"value": 16, "text": "Long past due"}, {}, {"value": "32", "text": "Due", "prefix": "$"}]}

    found = said(data)

    assert found.items == [
        Item(label="Long past due", value=16.0, level="red"),
        Item(label="Due", value=32.0, level="good"),
    ]
    assert found.manner == Manner(unit="currencyUSD")
    assert [item.level for item in said({"type": "reverse", **data}).items or []] == ["good", "red"]


@pytest.mark.parametrize("nothing", [{}, {"value": ""}, {"value": None, "text": " "}, {"value": "", "text": "<br>"}])
def test_a_colour_of_which_nothing_is_said_is_not_shown(nothing: dict[str, Any]) -> None:
    found = said({"item": [nothing, {"value": 64, "text": "Overdue"}, {"value": 0, "text": ""}]})

    assert [(one.label, one.value, one.level) for one in found.items or ()] == [
        ("Overdue", 64.0, "amber"),
        ("", 0.0, "good"),
    ]


def test_a_geckometer() -> None:
    found = said(
        {
            "item": "23",
            "type": "reverse",
            "format": "percent",
            "min": {"value": 10, "text": "min"},
            "max": {"value": "30"},
        }
    )

    assert found.value == 23.0
    assert found.manner == Manner(unit="percent", direction="down", minimum=10.0, maximum=30.0)
    assert said({"item": 0.23, "format": "percent", "min": {"value": 0}, "max": {"value": 1}}).manner == Manner(
        unit="percentunit", direction="up", minimum=0.0, maximum=1.0
    )


def test_a_pie_and_a_funnel() -> None:
    pie = said({"item": [{"value": 100, "label": "May", "color": "13699c"}, {"value": "160", "label": "June"}]})
    funnel = said({"type": "reverse", "percentage": "hide", "item": [{"value": "87809", "label": "Step 1"}]})

    assert pie.items == [Item(label="May", value=100.0), Item(label="June", value=160.0)]
    assert funnel.items == [Item(label="Step 1", value=87809.0)]


BULLET: dict[str, Any] = {
    "label": "Revenue",
    "sublabel": "k$",
    "axis": {"point": ["0", "500", "1000"]},
    "range": {
        "red": {"start": 0, "end": 400},
        "amber": {"start": 401, "end": 700},
        "green": {"start": 701, "end": 1000},
    },
    "measure": {"current": {"start": "0", "end": "500"}, "projected": {"start": "100", "end": "900"}},
    "comparative": {"point": "600"},
}


def test_a_bullet_graph() -> None:
    found = said({"orientation": "horizontal", "item": BULLET})

    assert (found.value, found.target) == (500.0, 600.0)
    assert found.manner == Manner(title="Revenue", direction="up", amber=701.0, red=401.0, minimum=0.0, maximum=1000.0)


def test_several_bullets_and_zones_in_a_list() -> None:
    zones = [{"color": color, **BULLET["range"][color]} for color in ("red", "amber", "green")]
    less = {"green": {"start": 0, "end": 2}, "red": {"start": 2, "end": 5}}
    churn = {"label": "Churn", "axis": {"point": [0, 5]}, "range": less, "measure": {"current": {"start": 0, "end": 3}}}
    found = said({"item": [{**BULLET, "range": zones}, churn, {"label": "Bare", "measure": {"current": {"end": 1}}}]})

    assert [(one.label, one.value, one.target, one.detail) for one in found.items or ()] == [
        ("Revenue", 500.0, 600.0, "k$"),
        ("Churn", 3.0, None, None),
        ("Bare", 1.0, None, None),
    ]
    assert [(one.direction, one.amber, one.red, one.minimum, one.maximum) for one in found.items or ()] == [
        ("up", 701.0, 401.0, 0.0, 1000.0),
        ("down", None, 2.0, 0.0, 5.0),
        (None, None, None, None, None),
    ]
    assert found.manner is None


def test_a_bullet_whose_less_is_better() -> None:
    zones = {"green": {"start": 0, "end": 100}, "amber": {"start": 100, "end": 200}, "red": {"start": 200, "end": 300}}

    assert said({"item": {**BULLET, "range": zones}}).manner == Manner(
        title="Revenue", direction="down", amber=100.0, red=200.0, minimum=0.0, maximum=1000.0
    )


def test_a_leaderboard() -> None:
    found = said(
        {
            "format": "currency",
            "unit": "USD",
            "items": [{"label": "Peter", "value": 234000, "previous_rank": 2}, {"label": "Jon"}],
        }
    )

    assert found.items == [Item(label="Peter", value=234000.0, previous_rank=2), Item(label="Jon")]
    assert found.manner == Manner(unit="currencyUSD")


def test_a_list() -> None:
    found = said(
        [{"title": {"text": "Chrome"}, "label": {"name": "New!", "color": "#ff2015"}, "description": "40327 visits"}]
    )

    assert found.items == [Item(label="Chrome", detail="New! · 40327 visits")]


def test_a_map() -> None:
    found = said(
        {
            "points": {
                "point": [
                    {"city": {"city_name": "London", "country_code": "GB"}, "size": 8, "color": "d8f709"},
                    {"latitude": "22.26", "longitude": "114.18"},
                    {"host": "x.org"},
                    {"ip": "203.0.113.9"},
                ]
            }
        }
    )

    assert found.items is not None
    assert [item.label for item in found.items] == ["London", "22.26, 114.18", "x.org", "203.0.113.9"]
    assert [(item.lat, item.lon) for item in found.items] == [(51.5, -0.1), (22.26, 114.18), (None, None), (None, None)]


def test_a_text_has_no_html_and_no_scripts() -> None:
    found = said(
        {
            "item": [
                {"text": "<h2>Hello</h2><script>alert(1)</script> &lt;world&gt;<br>and <b>all</b>", "type": 0},
                {"text": "Fire!", "type": 1},
            ]
        }
    )

    assert found.text == "Hello\n<world>\nand all\n\nFire!"
    assert [(item.label, item.level) for item in found.items or []] == [
        ("Hello <world> and all", None),
        ("Fire!", "red"),
    ]


@pytest.mark.parametrize(
    ("word", "state", "value"), [("Up", "up", 1.0), ("DOWN", "down", 0.0), ("unreported", "unknown", None)]
)
def test_monitoring(word: str, state: str, value: float | None) -> None:
    found = said({"status": word, "downTime": "9 days ago", "responseTime": "593 ms"})

    assert found.value == value
    assert found.items is not None
    assert (found.items[0].state, found.items[0].detail) == (state, "last down 9 days ago · 593 ms")
    assert said({"status": word, "downtime": "9 days ago"}).items


def test_the_same_in_xml() -> None:
    number = payload_in(
        b'<?xml version="1.0" encoding="UTF-8"?><root><type>reverse</type>'
        b"<item><value>142</value><text>A &amp; B</text></item><item><value>200</value></item></root>"
    )
    one = payload_in(b"<root><item><value>5</value></item></root>")
    meter = payload_in(b"<root><item>23</item><min><value>10</value></min><max><value>30</value></max></root>")
    old_line = payload_in(
        b"<root><item>1</item><item>2</item><settings><axisx>Jun</axisx><axisx>Jul</axisx></settings></root>"
    )

    assert (said(number).value, said(number).previous) == (142.0, 200.0)
    assert said(one).value == 5.0
    assert said(meter).value == 23.0
    assert said(old_line).value_at == midnight("2026-07-01")


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE r [<!ENTITY a "aaa">]><root><item>&a;</item></root>',
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><root/>',
        b"<root>",
        b"<" + b"a><" * 5000,
        "<root/>".encode("utf-16-le"),
        b"",
        b"{",
    ],
)
def test_documents_that_are_none(body: bytes) -> None:
    with pytest.raises(BodyError):
        payload_in(body)


@pytest.mark.parametrize(
    "data",
    [
        {},
        None,
        7,
        {"item": []},
        {"item": [{"value": "many"}]},
        {"item": [{"value": True}]},
        {"item": "x", "min": {"value": 0}},
        {"item": {"measure": {}}},
        {"items": [7]},
        {"status": "fine"},
        {"series": []},
        {"series": [{"data": [[1, 2, 3]]}]},
        {"points": {"point": [{"latitude": 91, "longitude": 0}]}},
        {"y_axis": {"format": "currency", "unit": "dollars"}, "series": [{"data": [1]}]},
        [7],
    ],
)
def test_payloads_that_are_none(data: Any) -> None:
    with pytest.raises(BodyError):
        said(data)


WORDS = st.sampled_from(
    re.findall(
        r"\w+",
        "item items value text label series data x_axis labels y_axis format unit min max points point city status "
        "measure current end range axis highchart chart xAxis categories title type settings axisx prefix name y x "
        "latitude longitude",
    )
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["Nov", "1", "2026-11", "percent", "reverse", "0001-01-01T00:00", "9999-12-31"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=25,
)


@settings(deadline=None, max_examples=400)
@given(data=ANYTHING)
def test_whatever_comes_is_a_reading_that_can_be_kept_or_a_word_about_it(data: Any) -> None:
    with contextlib.suppress(BodyError):
        found = payload_reading(data, NOW, "Europe/Berlin")
        assert msgspec.json.decode(msgspec.json.encode(found), type=Reading) is not None
        msgspec.convert(msgspec.to_builtins(found.items or []), list[Item])
