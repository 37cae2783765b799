"""What a metric can tell the tiles that show it."""

from __future__ import annotations

from typing import get_args

import msgspec

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import DefinedOnly, Facts, facts_of
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Item
from displayd.hub.sources.sample_spec import SampleSpec
from displayd.tile.roles import Fact

WHOLE = MetricEntry(
    title="Orders",
    unit="short",
    direction="up",
    amber=5,
    red=2,
    minimum=-10,
    maximum=50,
    noise=3,
    change_as="points",
    uptime_days=30,
    about="Orders of today",
    decimals=1,
    target=40,
    expire_after=60,
    origin=SampleSpec(),
)


def test_a_definition_alone_says_what_the_metric_says_before_its_first_reading() -> None:
    metrics = Metrics()
    metrics.define({"whole": WHOLE, "empty": MetricEntry()})

    assert facts_of(WHOLE) == metrics.facts("whole")
    assert facts_of(MetricEntry()) == metrics.facts("empty") == Facts()
    assert metrics.facts("unknown") is None


def test_every_fact_of_a_definition_is_under_its_own_name() -> None:
    told = facts_of(WHOLE)

    shared = set(Facts.__struct_fields__) & set(MetricEntry.__struct_fields__) - {"sample"}
    assert {name: getattr(told, name) for name in shared} == {name: getattr(WHOLE, name) for name in shared}
    assert told.sample
    assert None not in [getattr(told, name) for name in shared]


def test_roles_name_every_fact_of_a_metric_and_of_its_items() -> None:
    items = {"title" if name == "label" else name for name in Item.__struct_fields__}

    assert set(get_args(Fact)) == set(Facts.__struct_fields__) | items


def test_facts_are_not_changed_by_whoever_asks() -> None:
    assert Facts.__struct_config__.frozen
    assert msgspec.structs.replace(Facts(value=1.0), value=2.0) == Facts(value=2.0)


def test_definitions_have_no_values_and_never_change() -> None:
    defined = DefinedOnly({"orders": WHOLE})

    assert defined.facts("orders") == facts_of(WHOLE)
    assert defined.facts("unknown") is None
    assert defined.version_of("orders") == defined.version_of("unknown")
