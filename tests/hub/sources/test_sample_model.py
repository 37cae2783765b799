"""Made-up numbers that are worked out of others agree with them at every moment."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.sample_spec import SampleCell, SampleItem, SampleSpec
from displayd.hub.sources.sample_values import next_change, reading_at
from displayd.hub.sources.source import Asked
from tests.hub.walls import mistakes, wall

ZONE = "Europe/Amsterdam"
NOON = 1_795_262_400.0
MOMENTS = st.floats(NOON, NOON + 40 * 86_400)

AGES = [SampleItem(label="4 h", between=(38, 60)), SampleItem(label="1 d", between=(28, 46), shape="count")]


def office(**formulas: Any) -> dict[str, Asked[SampleSpec]]:
    """Tickets by age, price and customers, and what is worked out of them."""
    specs = {
        "ages": SampleSpec(items=AGES, seconds=20),
        "price": SampleSpec(between=(161.0, 167.0), shape="drift", seconds=60),
        "customers": SampleSpec(between=(2900, 3100), shape="steady", seconds=45),
        **{name: one if isinstance(one, SampleSpec) else SampleSpec(formula=one) for name, one in formulas.items()},
    }
    return {
        name: Asked(MetricEntry(origin=spec, history_hours=2160, compare_hours=168, compare_line=True), spec)
        for name, spec in specs.items()
    }


def said(asked: dict[str, Asked[SampleSpec]], metric: str, at: float) -> Reading:
    return reading_at(metric, asked, at, ZONE)


@given(MOMENTS)
def test_a_sum_is_that_of_the_lines_on_the_same_wall_at_the_same_moment(at: float) -> None:
    asked = office(open="sum(ages)")
    lines = said(asked, "ages", at).items or []

    assert said(asked, "open", at).value == sum(item.value or 0 for item in lines)
    assert said(asked, "open", at).previous == sum(item.previous or 0 for item in lines)


@given(MOMENTS)
def test_a_product_is_that_of_the_numbers_shown_with_its_past_and_comparison(at: float) -> None:
    asked = office(revenue="price * customers")
    price, customers, revenue = (said(asked, name, at) for name in ("price", "customers", "revenue"))

    assert price.value is not None
    assert customers.value is not None
    assert revenue.value == price.value * customers.value
    assert revenue.as_of == max(price.as_of or 0, customers.as_of or 0)
    parts = zip(price.history or [], customers.history or [], revenue.history or [], strict=True)
    for (_, one), (_, other), (_, product) in list(parts)[:-2]:
        assert product == pytest.approx((one or 0) * (other or 0))
    assert revenue.before


@given(MOMENTS)
def test_a_line_and_a_cell_are_the_number_that_another_tile_shows(at: float) -> None:
    asked = office(
        waves=SampleSpec(items=[SampleItem(label="now", formula="price")], seconds=3600),
        accounts=SampleSpec(rows=[["Rosewood", SampleCell(formula="customers / 2")]], seconds=3600),
    )
    price, customers = said(asked, "price", at).value, said(asked, "customers", at).value

    assert [item.value for item in said(asked, "waves", at).items or []] == [price]
    assert said(asked, "accounts", at).rows == [["Rosewood", (customers or 0) / 2]]


@given(MOMENTS)
def test_an_earlier_number_is_the_one_that_was_shown_then(at: float) -> None:
    asked = office(usual="ago(price, 168)")

    assert (
        said(asked, "usual", at).value
        == said(asked, "price", at - 168 * 3600).value
        == said(asked, "price", at).previous
    )
    assert said(asked, "usual", at).history == (said(asked, "price", at).before or [])[:-1]


@given(MOMENTS)
def test_it_changes_no_later_than_what_it_is_worked_out_of(at: float) -> None:
    asked = office(revenue="price * customers", double="revenue * 2")
    due = next_change("double", asked, at)

    assert due == min(next_change(name, asked, at) for name in ("price", "customers", "double"))
    assert said(asked, "double", at) == said(asked, "double", due - 0.001)


METRICS = """orders: {{sample: {{between: [1, 9]}}}}
open: {{sample: {{formula: "{formula}"}}}}
ages: {{sample: {{items: [{{label: 4 h, between: [1, 9]}}]}}}}
bonus: {{sample: {{between: [1, 2]}}}}
round-trip: {{sample: {{formula: open}}}}
errors: {{}}
latency: {{}}
"""


def reasons(metrics: str) -> list[str]:
    return mistakes({"metrics.yaml": metrics})


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("sum(agse)", "there is no made-up metric `agse`"),
        ("errors", "there is no made-up metric `errors`"),
        ("ages[4h]", "`ages` has no line `4h`"),
        ("ages", "`ages` has no number of its own"),
        ("sum(bonus)", "`bonus` has no lines to add up"),
        ("until(ages[4 h])", "has no `time_in`"),
        ("open + 1", "`open` is worked out of this number"),
        ("bonus +", "it is no sum"),
    ],
)
def test_what_a_formula_cannot_mean_is_told_at_its_place(formula: str, said: str) -> None:
    found = reasons(METRICS.format(formula=formula))

    assert any(one.startswith("metrics.yaml:2") and said in one for one in found)


def test_a_circle_of_formulas_is_told_at_both() -> None:
    found = reasons(METRICS.format(formula="round-trip"))

    assert [one.split(":")[1] for one in found if "worked out of this number" in one] == ["2", "5"]


def test_a_formula_that_is_right_is_no_mistake() -> None:
    assert "open" in wall({"metrics.yaml": METRICS.format(formula="sum(ages) - bonus")}).metrics


def test_a_range_and_a_formula_do_not_stand_together() -> None:
    found = reasons(METRICS.format(formula="bonus").replace("{formula: open}", "{formula: open, between: [1, 2]}"))

    assert any("the number has a range as well" in one for one in found)
