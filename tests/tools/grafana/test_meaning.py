"""What a panel says of its figures, in our words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from displayd.protocol.vocabulary import level_of
from displayd.text.units import is_known_unit
from displayd.tools.grafana.meaning import figures_of, unit_of_grafana, zones_of
from displayd.tools.grafana.word_colours import Zones

UNITS = json.loads((Path(__file__).parent.parent.parent / "fixtures" / "grafana_unit_ids.json").read_text())


def steps(*found: tuple[float | None, str], mode: str = "absolute") -> dict[str, Any]:
    thresholds = {"mode": mode, "steps": [{"value": value, "color": colour} for value, colour in found]}
    return {"fieldConfig": {"defaults": {"thresholds": thresholds}}}


@pytest.mark.parametrize(
    ("panel", "zones"),
    [
        (steps((None, "green"), (70, "yellow"), (90, "red")), Zones("down", 70, 90)),
        (steps((0, "green"), (70, "#EAB839"), (90, "rgba(245, 54, 54, 0.9)")), Zones("down", 70, 90)),
        (steps((None, "rgb(50, 172, 45)"), (85, "rgba(237, 129, 40, 0.89)"), (95, "#d44a3a")), Zones("down", 85, 95)),
        (steps((None, "blue"), (50, "dark-red")), Zones("down", None, 50)),
        (steps((None, "semi-dark-orange"), (50, "green")), Zones("up", 50, None)),
        (steps((None, "red"), (70, "orange"), (90, "green")), Zones("up", 90, 70)),
        (steps((None, "red"), (90, "green"), (95, "blue")), Zones("up", None, 90)),
        (
            steps((None, "green"), (1, "yellow"), (20, "orange"), (30, "light-red"), (40, "dark-red")),
            Zones("down", 0.99, 30),
        ),
        (steps((90, "red"), (None, "green"), (70, "yellow")), Zones("down", 70, 90)),
        (steps((None, "green")), Zones()),
        (steps((None, "green"), (80, "red")), Zones()),
        (steps((None, "purple"), (80, "blue"), (90, "text")), Zones()),
        ({}, Zones()),
        ({"thresholds": "2,4", "colorValue": True, "colors": ["green", "orange", "red"]}, Zones("down", 1.99, 3.99)),
        ({"thresholds": "2,4", "colors": ["green", "orange", "red"]}, Zones()),
        ({"thresholds": [{"value": 5, "op": "gt", "colorMode": "critical"}]}, Zones("down", None, 4.99)),
        ({"thresholds": [{"value": 5, "op": "lt", "colorMode": "critical"}]}, Zones("up", None, 5)),
    ],
)
def test_steps_of_colour_become_two_thresholds_and_which_way_is_good(panel: dict[str, Any], zones: Zones) -> None:
    assert zones_of(panel, "short") == zones


def test_the_steps_that_grafana_begins_with_are_kept_where_they_may_be_meant() -> None:
    assert zones_of(steps((None, "green"), (80, "red")), "percent") == Zones("down", None, 80)


def test_steps_in_percent_are_of_the_scale() -> None:
    panel = steps((None, "green"), (70, "orange"), (90, "red"), mode="percentage")

    assert zones_of(panel, "percentunit") == Zones("down", 0.7, 0.9)
    assert zones_of(panel, "short", 100, 300) == Zones("down", 240, 280)
    assert zones_of(panel, "short").remark == "thresholds in percent of a scale without an end are not kept"


def test_of_steps_on_both_sides_one_is_kept_and_that_is_told() -> None:
    found = zones_of(steps((None, "red"), (18, "green"), (26, "red")), "celsius")

    assert found == Zones("down", None, 26, "of thresholds on both sides, one side is kept")


@pytest.mark.parametrize("value", [0, 1, 2, 69, 70, 89, 90, 1000])
def test_a_whole_figure_is_as_good_as_in_grafana(value: int) -> None:
    for first, second, unit in ((1, 2, "none"), (70, 90, "percent")):
        panel = steps((None, "green"), (first, "orange"), (second, "red"))
        zones = zones_of(panel, unit)
        theirs = "red" if value >= second else "amber" if value >= first else "good"
        is_at_the_edge = unit == "percent" and value in (70, 90)

        assert level_of(value, zones.direction, zones.amber, zones.red) == theirs or is_at_the_edge


@pytest.mark.parametrize(
    ("unit", "ours"),
    [
        ("", ""),
        ("farenheit", "fahrenheit"),
        ("tickets", "suffix:tickets"),
        ("suffix:", ""),
        ("prefix:", ""),
        ("si:", "sishort"),
        ("time:", ""),
        ("x" * 60, f"suffix:{'x' * 33}"),
        (" ms ", "ms"),
    ],
)
def test_a_unit_is_ours_or_stands_behind_the_figure(unit: str, ours: str) -> None:
    assert unit_of_grafana(unit) == ours
    assert not ours or is_known_unit(ours)


@pytest.mark.parametrize("unit", [unit for units in UNITS["categories"].values() for unit in units])
def test_every_unit_of_grafana_keeps_its_name(unit: str) -> None:
    assert unit_of_grafana(unit) == unit


def test_words_for_0_and_1_are_a_unit_and_their_colours_say_which_is_good() -> None:
    mappings = [
        {"type": "value", "options": {"1": {"text": "Down", "color": "red"}, "0": {"text": "Up", "color": "green"}}}
    ]
    found = figures_of({"fieldConfig": {"defaults": {"mappings": mappings}}})

    assert (found.unit, found.remarks) == ("bool:Down/Up", [])
    assert level_of(1, found.zones.direction, found.zones.amber, found.zones.red) == "red"
    assert level_of(0, found.zones.direction, found.zones.amber, found.zones.red) == "good"


def test_words_of_grafana_7_are_read() -> None:
    mappings = [{"type": 1, "value": "0", "text": "no"}, {"type": 1, "value": "1", "text": "yes"}]
    maps = [
        {"op": "=", "value": "0", "text": "no"},
        {"op": "=", "value": "1", "text": "yes"},
        {"value": "null", "text": "-"},
    ]

    assert figures_of({"fieldConfig": {"defaults": {"mappings": mappings}}}).unit == "bool:yes/no"
    assert figures_of({"valueMaps": maps}).unit == "bool:yes/no"


RED_FROM_70 = {"mode": "absolute", "steps": [{"color": "green"}, {"color": "orange", "value": 70}]}


@pytest.mark.parametrize(
    ("kind", "defaults", "options", "is_coloured"),
    [
        ("stat", {}, {}, True),
        ("stat", {"color": {"mode": "thresholds"}}, {"colorMode": "value"}, True),
        ("stat", {"color": {"mode": "thresholds"}}, {"colorMode": "none"}, False),
        ("stat", {"color": {"mode": "fixed", "fixedColor": "blue"}}, {}, False),
        ("bargauge", {"color": {"mode": "continuous-GrYlRd"}}, {}, False),
        ("piechart", {"color": {"mode": "palette-classic"}}, {}, False),
        ("gauge", {"color": {"mode": "fixed"}}, {}, True),
        ("table", {}, {}, False),
        ("table", {"custom": {"cellOptions": {"type": "auto"}}}, {}, False),
        ("table", {"custom": {"cellOptions": {"type": "color-background"}}}, {}, True),
        ("table", {"custom": {"displayMode": "lcd-gauge"}}, {}, True),
        ("table", {"custom.cellOptions": {"type": "color-text"}}, {}, True),
    ],
)
def test_thresholds_count_where_grafana_shows_them(
    kind: str, defaults: dict[str, Any], options: dict[str, Any], is_coloured: bool
) -> None:
    panel = {"type": kind, "options": options, "fieldConfig": {"defaults": {**defaults, "thresholds": RED_FROM_70}}}

    assert zones_of(panel, "bytes").amber == (70 if is_coloured else None)


def test_a_step_of_a_singlestat_behind_one_that_is_worse_is_left_out() -> None:
    colours = ["rgba(50, 172, 45, 0.97)", "rgba(237, 129, 40, 0.89)", "rgba(245, 54, 54, 0.9)"]
    panel = {"type": "singlestat", "thresholds": "20,10", "colors": colours, "colorValue": True}

    assert zones_of(panel, "bytes") == Zones("down", None, 10.0)
