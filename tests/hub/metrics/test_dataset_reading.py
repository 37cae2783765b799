"""What a dataset says of a metric."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.metrics.dataset import Row, Table, TableField
from displayd.hub.metrics.dataset_origin import DatasetOrigin
from displayd.hub.metrics.dataset_reading import reading_of
from displayd.hub.metrics.reading import Date, Item, Manner, Reading

ZONE = "Europe/Berlin"
FIELDS = {
    "day": TableField(type="date", name="Day"),
    "team": TableField(type="string", name="Team"),
    "n": TableField(type="number", name="Tickets", optional=True),
    "csat": TableField(type="percentage", name="CSAT", optional=True),
    "mrr": TableField(type="money", name="MRR", currency_code="EUR", optional=True),
}
TODAY = datetime.date(2026, 11, 21)
PUSHED_AT = 1_795_260_000.0  # in the afternoon of TODAY


def day(ago: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=ago)


def midnight(date: datetime.date) -> float:
    return datetime.datetime.combine(date, datetime.time(), zoneinfo.ZoneInfo(ZONE)).timestamp()


ROWS: list[Row] = [
    (day(2), "EMEA", 10.0, 0.9, 100_00.0),
    (day(2), "US", 20.0, 0.8, 200_00.0),
    (day(0), "EMEA", 30.0, 0.7, 300_00.0),
    (day(1), "EMEA", 5.0, None, None),
    (day(0), "US", 40.0, 0.6, 400_50.0),
]


def said(rows: list[Row] | None = None, compare_hours: float = 24.0, **origin: Any) -> Reading:
    table = Table("a.b", FIELDS, ROWS if rows is None else rows, PUSHED_AT, 1)
    return reading_of(table, DatasetOrigin(id="a.b", **origin), compare_hours, ZONE)


def test_by_default_it_is_the_last_number_of_the_latest_date_with_its_line() -> None:
    found = said()

    assert found.value == 40.0
    assert found.history == [(midnight(day(2)), 20.0), (midnight(day(1)), 5.0)]
    assert found.value_at == midnight(TODAY)
    assert found.as_of == PUSHED_AT
    assert (found.previous, found.previous_label) == (5.0, "yesterday")


@pytest.mark.parametrize(
    ("reducer", "value"),
    [
        ("sum", 105.0),
        ("mean", 21.0),
        ("median", 20.0),
        ("min", 5.0),
        ("max", 40.0),
        ("first", 10.0),
        ("count", 5.0),
        ("rows", 5.0),
    ],
)
def test_other_reducers_make_one_number_of_all_rows(reducer: str, value: float) -> None:
    found = said(reducer=reducer)

    assert found.value == value
    assert found.history is None
    assert found.as_of == PUSHED_AT


def test_over_dates_the_numbers_of_each_date_become_one() -> None:
    found = said(reducer="sum", over="day")

    assert found.value == 70.0
    assert found.history == [(midnight(day(2)), 30.0), (midnight(day(1)), 5.0)]


def test_dates_are_taken_together_by_weeks() -> None:
    found = said(reducer="sum", over="day", per="week")

    assert found.history == []
    assert (found.value, found.value_at) == (105.0, midnight(datetime.date(2026, 11, 16)))


def test_a_count_leaves_out_what_has_no_number() -> None:
    assert said(value="csat", reducer="count").value == 4.0
    assert said(value="csat", reducer="rows").value == 5.0


def test_the_unit_is_that_of_the_field() -> None:
    assert said(value="csat").manner == Manner(unit="percentunit")
    assert said(value="mrr").manner == Manner(unit="currencyEUR")
    assert said(value="mrr").value == 400.5
    assert said(value="n").manner is None
    assert said(value="mrr", reducer="count").manner is None


def test_items_are_those_of_the_first_text_field() -> None:
    assert said(reducer="sum").items == [Item(label="EMEA", value=45.0), Item(label="US", value=60.0)]
    assert said(reducer="sum", largest_first=True).items == [
        Item(label="US", value=60.0),
        Item(label="EMEA", value=45.0),
    ]
    assert said(reducer="sum", by="day").items == [
        Item(label="2026-11-19", value=30.0),
        Item(label="2026-11-21", value=70.0),
        Item(label="2026-11-20", value=5.0),
    ]


def test_items_over_dates_are_as_of_the_latest_with_a_line_each() -> None:
    items = said(reducer="sum", over="day", by="team").items

    assert items == [
        Item(label="EMEA", value=30.0, history=[10.0, 5.0, 30.0]),
        Item(label="US", value=40.0, history=[20.0, None, 40.0]),
    ]


def test_a_line_has_no_items_unless_somebody_asks_for_them() -> None:
    """A widget that shows a line or a table of lines has then the line."""
    assert said().items is None
    assert said(by="team").items == [Item(label="EMEA", value=30.0), Item(label="US", value=40.0)]


def test_more_of_each_item_is_that_of_its_last_row() -> None:
    items = said(reducer="sum", by="team", item={"detail": "day", "previous": "mrr", "time": "day"}).items

    assert items is not None
    assert items[1] == Item(label="US", value=60.0, detail="2026-11-21", previous=400.5, time=midnight(TODAY))


def test_places_have_both_of_their_numbers_or_none() -> None:
    fields = {
        "city": TableField(type="string", name="C"),
        **{key: TableField(type="number", name=key, optional=True) for key in ("lat", "lon")},
    }
    rows: list[Row] = [("London", 51.5, -0.1), ("Nowhere", 91.0, 0.0), ("Half", 1.0, None)]
    origin = DatasetOrigin(id="a.b", reducer="rows", item={"lat": "lat", "lon": "lon"})

    found = reading_of(Table("a.b", fields, rows, PUSHED_AT, 1), origin, 24.0, ZONE)

    assert found.items == [
        Item(label="London", value=1.0, lat=51.5, lon=-0.1),
        Item(label="Nowhere", value=1.0),
        Item(label="Half", value=1.0),
    ]


def test_rows_are_the_newest_first_in_the_units_of_their_fields() -> None:
    found = said(columns=["day", "team", "mrr"])

    assert found.rows is not None
    assert found.rows[0] == [Date(midnight(TODAY)), "US", 400.5]
    assert found.rows[-1] == [Date(midnight(day(2))), "EMEA", 100.0]
    assert len(said().rows or []) == 5
    assert [one.unit for one in found.column_manners or ()] == [None, None, "currencyEUR"]


def test_only_rows_that_have_a_value() -> None:
    assert said(reducer="sum", where={"team": "EMEA"}).value == 45.0
    assert said(reducer="rows", where={"team": "EMEA", "n": 10}).value == 1.0
    assert said(reducer="sum", where={"day": "2026-11-19"}).value == 30.0
    assert said(reducer="sum", where={"team": "APAC"}).value is None


def test_only_the_newest() -> None:
    assert said(newest=2).history == [(midnight(day(1)), 5.0)]
    assert said(reducer="sum", newest=2).value == 45.0


def test_nothing_is_no_data_and_never_zero() -> None:
    for reducer in ("last", "sum", "count", "rows", "mean"):
        found = said([], reducer=reducer)
        assert (found.value, found.items or [], found.rows) == (None, [], [])


def test_a_value_is_as_old_as_its_date() -> None:
    """Pushed again today, what was counted in October is no newer."""
    old: list[Row] = [(datetime.date(2026, 10, 1), "EMEA", 10.0, None, None)]

    assert said(old).as_of == midnight(datetime.date(2026, 10, 2))


def test_dates_that_no_screen_knows_are_left_out_of_the_line() -> None:
    found = said([(datetime.date(1815, 6, 18), "EMEA", 1.0, None, None), (TODAY, "EMEA", 2.0, None, None)])

    assert (found.value, found.history) == (2.0, [])


def test_what_is_compared_with_is_called_what_it_is() -> None:
    """Where there is no value of the time that the definition says, it is the one before."""
    weekly: list[Row] = [
        (day(14), "EMEA", 1.0, None, None),
        (day(7), "EMEA", 2.0, None, None),
        (TODAY, "EMEA", 3.0, None, None),
    ]

    assert (said(weekly).previous, said(weekly).previous_label) == (2.0, "last week")
    older = said(weekly, compare_hours=336.0)
    assert (older.previous, older.previous_label) == (1.0, "2 weeks ago")
    assert said(weekly, compare_hours=0).previous is None


def test_a_field_that_is_not_there_is_named() -> None:
    for origin in (
        {"value": "sales"},
        {"over": "sales"},
        {"by": "sales"},
        {"columns": ["sales"]},
        {"where": {"sales": 1}},
    ):
        with pytest.raises(SourceError, match="no field `sales`"):
            said(**origin)
    with pytest.raises(SourceError, match="no numbers"):
        said(value="team")
    with pytest.raises(SourceError, match="no dates"):
        said(over="team")
