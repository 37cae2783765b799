"""Words for values in each form that Grafana had, and their colours as thresholds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.protocol.limits import MAX_UNIT_LETTERS
from displayd.protocol.vocabulary import level_of
from displayd.text.units import is_known_unit, unit_of
from displayd.tools.grafana.meaning import Figures, figures_of


def values(**words: str) -> dict[str, Any]:
    """A mapping of values: `_` before a number for its minus; `OK|green` for a word with a colour."""
    options = {}
    for value, told in words.items():
        word, _, colour = told.partition("|")
        options[value.lstrip("v").replace("_", "-")] = {"text": word} | ({"color": colour} if colour else {})
    return {"type": "value", "options": options}


def stretch(low: object, high: object, told: str) -> dict[str, Any]:
    word, _, colour = told.partition("|")
    return {"type": "range", "options": {"from": low, "to": high, "result": {"text": word, "color": colour}}}


def special(match: str, word: str) -> dict[str, Any]:
    return {"type": "special", "options": {"match": match, "result": {"text": word, "index": 0}}}


def figures(*mappings: dict[str, Any], kind: str = "stat", **defaults: Any) -> Figures:
    return figures_of({"type": kind, "fieldConfig": {"defaults": {"mappings": [*mappings], **defaults}}})


@pytest.mark.parametrize(
    ("mappings", "defaults", "unit"),
    [
        ([values(v0="OK", v1="Warning", v2="Critical")], {}, "words:0=OK, 1=Warning, 2=Critical"),
        ([values(v0="OK, fine", v1="Bad; very", v2="x")], {}, "words:0=OK, fine; 1=Bad, very; 2=x"),
        ([values(v0="fine, really")], {}, "words:0=fine, really;"),
        ([values(v_1="n/a")], {"unit": "celsius"}, "words:-1=n/a, celsius"),
        ([values(v_1="n/a")], {"unit": "none"}, "words:-1=n/a"),
        (
            [stretch(0, 50, "Low"), stretch(50, None, "High")],
            {"unit": "percent"},
            "words:0..50=Low, 50..=High, percent",
        ),
        ([stretch(None, 0, "none"), stretch(None, None, "some")], {}, "words:..0=none, *=some"),
        ([stretch("0", "0.9", "Down"), stretch("1", "9", "Up")], {}, "words:0..0.9=Down, 1..9=Up"),
        ([special("true", "Yes"), special("false", "No")], {}, "bool:Yes/No"),
        ([values(v0="Down", v1="Up"), special("null+nan", "Offline")], {}, "words:0=Down, 1=Up, none=Offline"),
        ([values(v0="Down", v1="Up"), special("null", "N/A")], {}, "bool:Up/Down"),
        ([special("null", "N/A")], {"unit": "bytes"}, "bytes"),
        ([special("empty", "nobody")], {"unit": "bytes"}, "words:none=nobody, bytes"),
        ([values(v0="Zero"), stretch(0, 5, "Few"), values(v3="Three")], {}, "words:0=Zero, 0..5=Few"),
        ([values(v0="a/b", v1="c/d")], {}, "words:0=a/b, 1=c/d"),
        ([values(running="Run")], {}, ""),
    ],
)
def test_words_become_a_unit(mappings: list[dict[str, Any]], defaults: dict[str, Any], unit: str) -> None:
    found = figures(*mappings, **defaults)

    assert found.unit == unit
    assert not unit or is_known_unit(unit)


def test_a_figure_in_place_of_nothing_is_asked_for() -> None:
    found = figures(special("null", "0"), unit="bytes")

    assert (found.unit, found.when_none, found.remarks) == ("bytes", 0.0, [])


def test_mappings_of_grafana_7_are_read() -> None:
    found = figures(
        {"id": 0, "op": "=", "type": 1, "value": "0", "text": "Init", "from": "", "to": ""},
        {"id": 1, "op": "=", "type": 2, "value": "", "text": "Few", "from": "1", "to": "5"},
        {"id": 2, "op": "=", "type": 1, "value": "null", "text": "N/A"},
    )

    assert found.unit == "words:0=Init, 1..5=Few"


@pytest.mark.parametrize(
    ("kind", "unit"),
    [(1, "words:0=zero, 7=seven"), (2, "words:0..0.99=Down, 1..2=Up"), (None, "words:0=zero, 7=seven")],
)
def test_a_singlestat_has_the_words_of_its_chosen_kind(kind: int | None, unit: str) -> None:
    panel = {
        "type": "singlestat",
        "mappingType": kind,
        "valueMaps": [
            {"op": "=", "text": "N/A", "value": "null"},
            {"op": "=", "text": "zero", "value": "0"},
            {"op": "=", "text": "seven", "value": "7"},
        ],
        "rangeMaps": [
            {"from": "null", "text": "N/A", "to": "null"},
            {"from": "0", "text": "Down", "to": "0.99"},
            {"from": "1", "text": "Up", "to": "2"},
        ],
    }

    assert figures_of(panel).unit == unit


GREEN_ALONE = {"mode": "absolute", "steps": [{"color": "green", "value": None}, {"color": "red", "value": 80}]}
AMBER_FROM_70 = {"mode": "absolute", "steps": [{"color": "green"}, {"color": "orange", "value": 70}]}


@pytest.mark.parametrize(
    ("mappings", "thresholds", "levels"),
    [
        ([values(v0="OK|green", v1="Warn|yellow", v2="Bad|red")], {}, {0: "good", 1: "amber", 2: "red"}),
        ([values(v2="OK|green", v1="Warn|#EAB839", v0="Bad|dark-red")], {}, {2: "good", 1: "amber", 0: "red"}),
        ([values(v0="OK|green", v1="Bad|red", v3="Worse|red")], {}, {0: "good", 1: "red", 3: "red"}),
        ([values(v0="Down|red"), stretch(1, 99, "Up|green")], {}, {0: "red", 1: "good", 50: "good"}),
        ([values(v0="Down|red")], GREEN_ALONE, {0: "red", 1: "good", 5: "good"}),
        ([values(v1="Firing|red")], GREEN_ALONE, {0: "good", 1: "red"}),
        ([stretch(80, None, "High|red")], {}, {79: "good", 81: "red"}),
        ([values(v0="OK|green"), stretch(None, None, "Bad|red")], {}, {0: "good", 1: "red"}),
        (
            [stretch(0, 50, "Low|green"), stretch(50, 80, "Mid|orange"), stretch(80, None, "High|red")],
            {},
            {49: "good", 51: "amber", 79: "amber", 81: "red"},
        ),
        ([values(v_1="n/a|text")], AMBER_FROM_70, {-1: "good", 60: "good", 75: "amber"}),
        ([values(v0="OK", v1="Bad")], AMBER_FROM_70, {0: "good", 71: "amber"}),
    ],
)
def test_colours_in_an_order_are_thresholds(
    mappings: list[dict[str, Any]], thresholds: dict[str, Any], levels: dict[float, str]
) -> None:
    found = figures(*mappings, thresholds=thresholds)
    zones = found.zones

    assert {value: level_of(value, zones.direction, zones.amber, zones.red) for value in levels} == levels
    assert found.remarks == []


@pytest.mark.parametrize(
    ("mappings", "thresholds"),
    [
        ([values(v0="Stopped|red", v1="Running|green", v2="Paused|yellow")], {}),
        ([values(v5="Failed|red")], {}),
        ([stretch(None, 5, "Low|red"), stretch(7, None, "High|red")], {}),
        ([values(v1="Up|red")], AMBER_FROM_70),
    ],
)
def test_colours_that_thresholds_cannot_say_are_named(
    mappings: list[dict[str, Any]], thresholds: dict[str, Any]
) -> None:
    (remark,) = figures(*mappings, thresholds=thresholds).remarks

    assert remark.startswith("colours of words that two thresholds cannot say are not kept: `")


@pytest.mark.parametrize(
    ("kind", "options", "custom", "is_coloured"),
    [
        ("stat", {"colorMode": "none"}, {}, False),
        ("table", {}, {}, False),
        ("table", {}, {"cellOptions": {"type": "color-background"}}, True),
        ("timeseries", {}, {}, False),
        ("piechart", {}, {}, True),
    ],
)
def test_colours_of_words_count_where_grafana_shows_them(
    kind: str, options: dict[str, Any], custom: dict[str, Any], is_coloured: bool
) -> None:
    defaults = {
        "mappings": [values(v0="OK|green", v1="Bad|red")],
        "custom": custom,
        "color": {"mode": "palette-classic"},
    }
    found = figures_of({"type": kind, "options": options, "fieldConfig": {"defaults": defaults}})

    assert (found.zones.red is not None) == is_coloured
    assert found.remarks == []


def test_words_that_are_too_many_are_named() -> None:
    found = figures({"type": "value", "options": {str(one): {"text": f"state {one} " * 3} for one in range(30)}})

    assert is_known_unit(found.unit)
    assert len(found.unit) <= MAX_UNIT_LETTERS
    assert "words for values are not shown: " in found.remarks[0]


ENDS = st.none() | st.integers(-20, 20) | st.sampled_from(["3", "x", "", "-1.5"])
MAPPINGS = st.lists(
    st.builds(stretch, ENDS, ENDS, st.sampled_from(["a", "b, c", "d;e|red", "f=g|green", "", "|red"]))
    | st.builds(special, st.sampled_from(["null", "nan", "true", "empty", "x"]), st.text(max_size=5))
    | st.builds(lambda at, word: values(**{str(at): word}), st.integers(-9, 9), st.text(max_size=60)),
    max_size=6,
)


@given(MAPPINGS, st.sampled_from(["", "bytes", "suffix:a, b", "suffix:a;b", "bool", "dateTimeAsIso"]))
def test_whatever_is_mapped_is_a_unit_that_has_its_words(mappings: list[dict[str, Any]], unit: str) -> None:
    found = figures(*mappings, unit=unit)

    assert not found.unit or is_known_unit(found.unit)
    assert all(one.word for one in unit_of(found.unit).named)
