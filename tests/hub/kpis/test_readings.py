"""The rows of a query as what a tile can show: what is not there is no zero, and what is wrong is said."""

from __future__ import annotations

import math
from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.kpis.header import Result
from displayd.hub.kpis.readings import reading_of
from displayd.hub.metrics.reading import Date, Item, Reading

NOW = 1_795_000_000.0


def read(result: Result, columns: str, *rows: list[Any], zone: str = "Europe/London") -> Reading:
    return reading_of(result, columns.split(), rows, NOW, zone)


@pytest.mark.parametrize("row", [[None], [math.nan], [math.inf], ["nan"]])
def test_what_is_no_number_is_no_data(row: list[Any]) -> None:
    assert read("scalar", "value", row) == Reading(as_of=NOW)


def test_no_row_is_no_data_and_never_zero() -> None:
    assert read("scalar", "value") == Reading(as_of=NOW)
    assert read("items", "label value") == Reading(as_of=NOW, items=[])
    assert read("series", "t value") == Reading(as_of=NOW, history=[])
    assert read("table", "a b") == Reading(as_of=NOW, columns=["a", "b"], rows=[])


def test_scalar_has_what_it_is_compared_with() -> None:
    reading = read("scalar", "VALUE previous target as_of", [2, "1.5", True, ("day", "2026-06-01")])

    assert reading == Reading(value=2.0, previous=1.5, target=1.0, as_of=1_780_268_400.0)


@pytest.mark.parametrize(
    ("as_of", "unix_time"),
    [
        (("time", "2026-06-01 12:00:00"), 1_780_311_600.0),
        (("moment", "1780311600.5"), 1_780_311_600.5),
        ("2026-06-01T11:00:00Z", 1_780_311_600.0),
        ("2026-06-01 12:00:00", 1_780_311_600.0),
        (1_780_311_600, 1_780_311_600.0),
        (None, NOW),
        ("never", NOW),
    ],
)
def test_moments_are_by_the_clock_of_the_wall_unless_they_have_a_zone(as_of: Any, unix_time: float) -> None:
    assert read("scalar", "value as_of", [1, as_of]).as_of == unix_time


def test_items_have_labels_of_words() -> None:
    columns = "label value previous target detail level weight time"
    rows: list[list[Any]] = [
        ["A", 1, 2, 3, "x", "red", 5, ("day", "2026-06-01")],
        [7.0, None, None, None, None, None, -1, None],
        [None, 1, *[None] * 6],
    ]

    assert read("items", columns, *rows).items == [
        Item(label="A", value=1, previous=2, target=3, detail="x", level="red", weight=5, time=1_780_268_400.0),
        Item(label="7", weight=0),
        Item(label="-", value=1),
    ]


def test_items_may_make_a_whole() -> None:
    assert read("items", "label value whole", ["A", 1, 1.5], ["B", 2, 1.5]).value == 1.5
    assert read("items", "label value whole", ["A", 1, None]).value is None
    assert read("items", "label value whole").value is None


def test_a_series_is_the_past_of_the_metric_in_the_order_of_time() -> None:
    reading = read("series", "t value", [("day", "2026-02-01"), 2], [("day", "2026-01-01"), None])

    assert reading == Reading(value=2, as_of=NOW, history=[(1_767_225_600.0, None), (1_769_904_000.0, 2.0)])


def test_several_series_are_items_each_with_its_past() -> None:
    rows = [
        [("day", f"2026-0{month}-01"), month, name] for name in "AB" for month in (1, 2) if (name, month) != ("B", 1)
    ]

    times = (1_767_225_600.0, 1_769_904_000.0)
    assert read("series", "t value series", *rows).items == [
        Item(label="A", value=2, history=[1.0, 2.0], points=[(times[0], 1.0), (times[1], 2.0)]),
        Item(label="B", value=2, history=[None, 2.0], points=[(times[0], None), (times[1], 2.0)]),
    ]


def test_cells_of_a_table_are_words_figures_and_dates() -> None:
    row = [
        "x",
        1,
        1.5,
        True,
        None,
        math.nan,
        ("day", "2026-06-01"),
        ("time", "2026-06-01 12:00:00"),
        ("day", "0001-01-01"),
    ]

    assert read("table", "a b c d e f g h i", row).rows == [
        ["x", 1.0, 1.5, "yes", None, None, Date(1_780_311_600.0), Date(1_780_311_600.0), "0001-01-01"]
    ]


@pytest.mark.parametrize(
    ("result", "columns", "rows", "said"),
    [
        ("scalar", "valu", [[1]], "a result `scalar` needs a column `value`"),
        ("scalar", "value x", [[1, 2]], "a result `scalar` has no column `x`"),
        ("scalar", "value", [[1], [2]], "the query gives more than one row"),
        ("scalar", "value", [["much"]], "the query gives `much` where a number belongs"),
        ("scalar", "value", [[("day", "2026-01-01")]], "the query gives the date 2026-01-01 where a number belongs"),
        ("scalar", "value", [[1e19]], "which is more than a tile can show"),
        ("items", "label value", [["a", 1]] * 101, "the query gives more than 100 rows"),
        ("items", "label value level", [["a", 1, "bad"]], "the query gives the level `bad`"),
        ("series", "t value", [[None, 1]], "the query gives no time in the column `t`"),
        ("series", "t value", [[t, 1] for t in range(601)], "more than 600 points of a series"),
        ("series", "t value series", [[1, 1, str(n)] for n in range(9)], "the query gives more than 8 series"),
        ("table", "a", [[1]] * 201, "the query gives more than 200 rows"),
    ],
)
def test_what_a_tile_cannot_show_is_said(result: Result, columns: str, rows: list[list[Any]], said: str) -> None:
    with pytest.raises(SourceError, match=said.replace("(", r"\(")):
        read(result, columns, *rows)
