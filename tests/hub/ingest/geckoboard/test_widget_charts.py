"""Charts among the payloads of Geckoboard's custom widgets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from displayd.hub.ingest.geckoboard.dataset_body import BodyError
from displayd.hub.metrics.reading import Item, Manner
from tests.hub.ingest.geckoboard.test_widget_reading import midnight, said


def test_a_line_over_dates_that_may_be_cut_short() -> None:
    found = said(
        {
            "x_axis": {"labels": ["2026-08", "2026-09", "2026-10"], "type": "datetime"},
            "y_axis": {"format": "currency", "unit": "USD"},
            "series": [{"name": "MRR", "data": [1.6, "2", 3], "incomplete_from": "2026-10-20"}],
        }
    )

    assert found.history == [(midnight("2026-08-01"), 1.6), (midnight("2026-09-01"), 2.0)]
    assert (found.value, found.value_at) == (3.0, midnight("2026-10-01"))
    assert found.manner == Manner(unit="currencyUSD")


def test_a_line_of_pairs() -> None:
    found = said(
        {"x_axis": {"type": "datetime"}, "series": [{"data": [["2026-11-20", 1], ["2026-11-21T06:00:00Z", 2]]}]}
    )

    assert found.history == [(midnight("2026-11-20"), 1.0)]
    assert found.value_at == midnight("2026-11-21T06:00")


@pytest.mark.parametrize(
    ("labels", "times"),
    [
        (["Sep", "Oct", "Nov"], ["2026-09-01", "2026-10-01", "2026-11-01"]),
        (["December", "January"], ["2025-12-01", "2026-01-01"]),
        (["Thu", "Fri", "Sat"], ["2026-11-19", "2026-11-20", "2026-11-21"]),
        (["Sun", "Mon"], ["2026-11-15", "2026-11-16"]),
        (["10:00", "11:00"], ["2026-11-21T10:00", "2026-11-21T11:00"]),
        (["23:00", "1:00"], ["2026-11-20T23:00", "2026-11-21T01:00"]),
        (["Nov '25", "Dec 2025"], ["2025-11-01", "2025-12-01"]),
    ],
)
def test_names_of_months_days_and_hours_lead_up_to_now(labels: list[str], times: list[str]) -> None:
    found = said({"x_axis": {"labels": labels}, "series": [{"data": list(range(len(labels)))}]})

    assert found.history is not None
    assert [*(at for at, _ in found.history), found.value_at] == [midnight(time) for time in times]


@pytest.mark.parametrize("labels", [["North", "South"], ["2", "1"], ["2026-02", "2026-01"], []])
def test_a_line_of_which_nobody_knows_the_times_is_a_trend(labels: list[str]) -> None:
    found = said({"x_axis": {"labels": labels}, "series": [{"data": [1, 2]}]})

    assert (found.series, found.history) == ([1.0, 2.0], None)


def test_one_of_several_series() -> None:
    data = {
        "x_axis": {"labels": ["Oct", "Nov"]},
        "series": [{"name": "A", "data": [1, 2]}, {"name": "B", "data": [3, 4]}],
    }

    assert said(data).value == 2.0
    assert said(data, "B").value == said(data, 1).value == 4.0
    assert said(data).rows == [["Oct", 1.0, 3.0], ["Nov", 2.0, 4.0]]
    with pytest.raises(BodyError, match="no series 'C'; there are A, B"):
        said(data, "C")


def test_several_series_with_dates_are_lines_of_one_tile() -> None:
    data = {
        "x_axis": {"labels": ["2026-10-01", "2026-11-01"], "type": "datetime"},
        "series": [{"name": "A", "data": [1, 2]}, {"data": [3, None]}, {"name": "C", "data": [5]}],
    }
    times = [midnight("2026-10-01"), midnight("2026-11-01")]

    found = said(data)

    assert [(one.label, one.value, one.points) for one in found.lines or ()] == [
        ("A", 2.0, list(zip(times, [1.0, 2.0], strict=True))),
        ("Series 2", None, list(zip(times, [3.0, None], strict=True))),
        ("C", 5.0, [(times[0], 5.0)]),
    ]
    assert found.columns == ["", "A", "Series 2", "C"]
    assert said(data, "A").lines is None


@pytest.mark.parametrize("labels", [[], ["North", "South"]])
def test_several_series_without_dates_are_lines_over_no_times(labels: list[str]) -> None:
    found = said({"x_axis": {"labels": labels}, "series": [{"data": [1, 2]}, {"data": []}, {"data": [3, 4]}]})

    lines = [(one.label, one.value, one.points, one.history) for one in found.lines or ()]
    assert lines == [("Series 1", 2.0, None, [1.0, 2.0]), ("Series 3", 4.0, None, [3.0, 4.0])]


def test_values_without_labels_are_called_by_their_numbers() -> None:
    found = said({"x_axis": {"labels": ["North"]}, "series": [{"data": [3, 5, 8]}]})

    assert [(one.label, one.value) for one in found.items or ()] == [("North", 3.0), ("2", 5.0), ("3", 8.0)]
    assert [row[0] for row in found.rows or ()] == ["North", "2", "3"]


def test_a_single_series_is_the_line_of_the_metric_itself() -> None:
    assert said({"x_axis": {"labels": ["2026-10-01"]}, "series": [{"name": "A", "data": [1]}]}).lines is None


def test_bars() -> None:
    found = said(
        {
            "x_axis": {"labels": ["2000", "North &amp; South"]},
            "y_axis": {"format": "decimal"},
            "series": [{"data": [1000, 1500]}],
        }
    )

    assert found.items == [Item(label="2000", value=1000.0), Item(label="North & South", value=1500.0)]


def test_a_line_as_it_was_written_before_2015() -> None:
    found = said(
        {"item": ["12.3", "2.3"], "settings": {"axisx": ["Jun", "Jul"], "axisy": ["Min", "Max"], "colour": "ff9900"}}
    )

    assert (found.value, found.value_at) == (2.3, midnight("2026-07-01"))
    assert said({"item": [1, 2, 3], "settings": {"axisx": ["Jun", "Jul"]}}).series == [1.0, 2.0, 3.0]


CHART = {
    "chart": {"type": "line"},
    "title": {"text": "Visits"},
    "xAxis": {"categories": ["Oct", "Nov"]},
    "series": [{"name": "A", "data": [1, {"y": 2}]}],
}


@pytest.mark.parametrize("data", [CHART, {"highchart": CHART}, {"highchart": json.dumps(CHART)}])
def test_highcharts_is_data_in_all_the_ways_it_comes(data: dict[str, Any]) -> None:
    found = said(data)

    assert (found.value, found.manner) == (2.0, Manner(title="Visits"))
    assert found.items == [Item(label="Oct", value=1.0), Item(label="Nov", value=2.0)]


def test_highcharts_with_programs_in_it_is_not_run() -> None:
    found = said({"highchart": "{chart: {events: {load: function() { alert(1) }}}, series: [{data: [1, 2]}]}"})

    assert found.series == [1.0, 2.0]
    with pytest.raises(BodyError, match="neither JSON nor an object of JavaScript: there is no `}`, line 1"):
        said({"highchart": "{chart: {"})


def test_highcharts_over_milliseconds_and_as_a_pie() -> None:
    times = said(
        {"chart": {}, "xAxis": {"type": "datetime"}, "series": [{"data": [[1795219200000, 1], [1795222800000, 2]]}]}
    )
    pie = said({"chart": {"type": "pie"}, "series": [{"data": [["Firefox", 45.0], {"name": "Chrome", "y": 12.8}]}]})

    assert (times.history, times.value_at) == ([(1795219200.0, 1.0)], 1795222800.0)
    assert pie.items == [Item(label="Firefox", value=45.0), Item(label="Chrome", value=12.8)]
