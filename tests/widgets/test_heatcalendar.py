"""Calendar heat maps: one cell a day in the screen's time zone, weeks in order, months and weekdays told."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import pytest

from displayd.drawing.marks.ramp import level_tint
from displayd.scene.operations import Box, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.widgets.heatcalendar.days import day_values, weeks_of
from displayd.widgets.heatcalendar.widget import HeatCalendar
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DAY = 86_400
SATURDAY_NOON = 1_795_262_400  # 21 November 2026


def points(days: int, value: float = 5.0) -> list[list[float]]:
    return [[SATURDAY_NOON - back * DAY, value + back] for back in range(days - 1, -1, -1)]


def cells(ops: list[Op]) -> list[Box]:
    """The days; the steps of the legend have no round corners."""
    return [op for op in ops if isinstance(op, Box) and op.radius]


def values(**fields: Any) -> dict[datetime.date, float]:
    widget = widget_of("heatcalendar", **fields)
    assert isinstance(widget, HeatCalendar)
    return day_values(widget, "Europe/London")


@pytest.mark.parametrize(
    ("combine", "wanted"), [("sum", 12.0), ("mean", 4.0), ("highest", 7.0), ("lowest", 2.0), ("last", 3.0)]
)
def test_figures_of_one_day_are_put_together_as_asked(combine: str, wanted: float) -> None:
    several = [[SATURDAY_NOON, 2], [SATURDAY_NOON + 60, 7], [SATURDAY_NOON + 120, None], [SATURDAY_NOON + 180, 3]]

    assert values(points=several, combine=combine) == {datetime.date(2026, 11, 21): wanted}


def test_days_are_those_of_the_screen() -> None:
    widget = widget_of("heatcalendar", points=[[SATURDAY_NOON + 11.5 * 3600, 1]])

    assert isinstance(widget, HeatCalendar)
    assert list(day_values(widget, "Europe/London")) == [datetime.date(2026, 11, 21)]
    assert list(day_values(widget, "Asia/Tokyo")) == [datetime.date(2026, 11, 22)]


def test_weeks_begin_with_the_day_that_is_asked_for_and_end_with_the_newest() -> None:
    days = {datetime.date(2026, 11, 1) + datetime.timedelta(days=number): 1.0 for number in range(21)}

    assert weeks_of(days, "monday", 54)[-1] == datetime.date(2026, 11, 16)
    assert weeks_of(days, "sunday", 54) == [datetime.date(2026, 11, day) for day in (1, 8, 15)]
    assert weeks_of(days, "saturday", 2) == [datetime.date(2026, 11, day) for day in (14, 21)]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_first_and_last_day_of_all_have_a_week(day: str) -> None:
    only = datetime.date.fromisoformat(day)

    assert len(weeks_of({only: 1.0}, "saturday", 54)) == 1


def test_each_day_has_a_cell_and_a_missing_one_between_is_pale() -> None:
    some = [one for number, one in enumerate(points(28)) if number != 10]

    drawn = cells(ops_of("heatcalendar", frame_of(1400, 500), points=some))

    assert len(drawn) == 28
    assert sum(cell.color == THEMES["dark"].raised for cell in drawn) == 1


def test_weeks_lie_side_by_side_in_a_wide_tile_and_under_each_other_in_a_high_one() -> None:
    wide, high = (
        cells(ops_of("heatcalendar", frame_of(*size), points=points(70))) for size in ((1400, 500), (500, 1400))
    )

    assert len({round(cell.y) for cell in wide}) == 7 < len({round(cell.x) for cell in wide})
    assert len({round(cell.x) for cell in high}) == 7 < len({round(cell.y) for cell in high})


def test_months_and_days_are_told_in_the_language_of_the_screen() -> None:
    texts = texts_of("heatcalendar", frame_of(1600, 600, locale="de"), points=points(120))

    assert {"Mo", "Okt.", "Nov."} <= {text.removesuffix(".") if text == "Mo." else text for text in texts}


def test_newest_weeks_are_shown_where_not_all_have_room() -> None:
    drawn = cells(ops_of("heatcalendar", frame_of(600, 300), points=points(400)))

    assert 7 < len(drawn) < 400
    assert len(cells(ops_of("heatcalendar", frame_of(1400, 500), points=points(100), weeks=4))) == 27


def test_levels_have_colour_and_mark_where_they_have_room() -> None:
    limits = {"direction": "up", "amber": 90, "red": 50}
    ops = ops_of(
        "heatcalendar",
        frame_of(900, 700),
        points=[[SATURDAY_NOON - 2 * DAY, 95], [SATURDAY_NOON - DAY, 70], [SATURDAY_NOON, 10]],
        **limits,
    )

    theme = THEMES["dark"]
    assert {cell.color for cell in cells(ops)} == {level_tint(theme, level) for level in ("good", "amber", "red")}
    assert sorted(len(op.points) for op in ops if isinstance(op, Polygon)) == [3, 4]


def test_figures_stand_in_cells_that_have_room_and_a_legend_else() -> None:
    large = texts_of("heatcalendar", frame_of(1400, 900), points=points(14))
    small = texts_of("heatcalendar", frame_of(500, 300), points=points(140, 0))

    assert {"5", "18"} <= set(large)
    assert small[-2] == "0", "the legend begins at nothing"


@pytest.mark.parametrize("fields", [{"weeks": 0}, {"weeks": 55}, {"combine": "median"}, {"first_day": "friday"}])
def test_what_makes_no_calendar_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        widget_of("heatcalendar", points=points(3), **fields)


def test_without_figures_it_is_empty() -> None:
    assert widget_of("heatcalendar", points=[[SATURDAY_NOON, None]]).is_empty()
    assert not widget_of("heatcalendar", points=[[SATURDAY_NOON, 0]]).is_empty()


def test_all_words_stay_in_the_tile() -> None:
    for size in ((300, 200), (500, 1200), (1800, 300)):
        frame = frame_of(*size)
        for op in ops_of("heatcalendar", frame, points=points(200)):
            if isinstance(op, Text) and op.align == "left":
                width = frame.fonts.width(op.text, op.size, op.weight)
                assert frame.area.x - 1 <= op.x <= op.x + width <= frame.area.right + 1
