"""What a dataset is."""

from __future__ import annotations

import itertools

import pytest

from displayd.hub.metrics.dataset import DatasetSchema, Table, TableField

DAY = TableField(type="date", name="Day")
PRICE = TableField(type="money", name="Price", currency_code="EUR")


@pytest.mark.parametrize(
    ("field", "unit", "amount"),
    [
        (TableField(type="number", name="N"), None, 123400.0),
        (TableField(type="percentage", name="N"), "percentunit", 123400.0),
        (TableField(type="money", name="N", currency_code="USD"), "currencyUSD", 1234.0),
        (TableField(type="money", name="N", currency_code="JPY"), "currencyJPY", 123400.0),
        (TableField(type="money", name="N", currency_code="KWD"), "currencyKWD", 123.4),
        (TableField(type="duration", name="N", time_unit="milliseconds"), "ms", 123400.0),
        (TableField(type="duration", name="N", time_unit="minutes"), "m", 123400.0),
    ],
)
def test_a_field_says_its_unit_and_money_comes_in_its_smallest_coins(
    field: TableField, unit: str | None, amount: float
) -> None:
    assert field.unit == unit
    assert field.amount(123400.0) == amount


def test_schemas_are_the_same_in_any_order_and_under_other_names_for_people() -> None:
    schema = DatasetSchema(fields={"day": DAY, "price": PRICE}, unique_by=("day", "price"))
    renamed = TableField(type="money", name="What it costs", currency_code="EUR")

    assert schema.is_same(DatasetSchema(fields={"price": renamed, "day": DAY}, unique_by=("price", "day")))


def test_schemas_differ_in_all_that_changes_the_rows() -> None:
    fields = [
        {"day": DAY},
        {"date": DAY},
        {"day": DAY, "price": PRICE},
        {"day": TableField(type="datetime", name="Day")},
        {"day": TableField(type="date", name="Day", optional=True)},
        {"day": DAY, "price": TableField(type="money", name="Price", currency_code="USD")},
    ]
    schemas = [DatasetSchema(fields=one) for one in fields]
    schemas.append(DatasetSchema(fields={"day": DAY}, unique_by=("day",)))

    assert not any(one.is_same(other) for one, other in itertools.permutations(schemas, 2))


def test_a_column_of_a_table() -> None:
    table = Table("a.b", {"day": DAY, "price": PRICE}, [("mon", 1.0), ("tue", None)], 0.0, 1)

    assert table.column("price") == [1.0, None]
