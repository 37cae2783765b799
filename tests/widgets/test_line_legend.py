"""What is said of each line: its last value, the lowest, the highest and the mean."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.widgets.drawing import frame_of, texts_of, widget_of

HOUR = 3600
START = 1_795_200_000
WIDE = frame_of(1500, 700)


def points(*values: float | None) -> list[list[float | None]]:
    return [[START + HOUR * index, value] for index, value in enumerate(values)]


TWO: list[dict[str, Any]] = [
    {"name": "shop", "points": points(10, None, 30, 25)},
    {"name": "search", "points": points(100, 90, 95)},
]


def test_each_of_several_lines_says_what_is_asked_for_in_that_order() -> None:
    texts = texts_of("line", WIDE, series=TWO, legend=["last", "max", "min", "mean"], decimals=1)

    assert "25.0 · max 30.0 · min 10.0 · mean 21.7" in texts
    assert "95.0 · max 100.0 · min 90.0 · mean 95.0" in texts


def test_without_a_choice_it_is_the_last_value() -> None:
    assert {"25", "95"} <= set(texts_of("line", WIDE, series=TWO))
    assert {"max 30", "max 100"} <= set(texts_of("line", WIDE, series=TWO, legend=["max", "max"]))


def test_the_unit_is_said_by_the_axis_of_several_lines_and_stays_on_the_right() -> None:
    right = {"name": "r", "axis": "right", "points": points(0.5, 0.25)}

    texts = texts_of(
        "line", WIDE, series=[*TWO, right], unit="celsius", right_unit="percentunit", legend=["last", "max"]
    )

    assert "25 · max 30" in texts
    assert "25% · max 50%" in texts


def test_a_single_line_says_the_rest_beside_its_figure() -> None:
    texts = texts_of("line", WIDE, points=points(10, 40, 20), unit="ms", legend=["last", "max", "mean"], decimals=0)

    assert "20" in texts
    assert "max 40 ms · mean 23 ms" in [text.replace("\u202f", " ") for text in texts]


def test_where_there_is_no_room_the_first_is_said_alone() -> None:
    for width in (420, 600, 800):
        texts = texts_of("line", frame_of(width, 330), series=TWO, legend=["last", "max", "min", "mean"])

        assert {"shop", "search"} <= set(texts)
        assert not any("…" in text for text in texts)


def test_as_many_are_said_as_have_room_from_the_first_on() -> None:
    found = set()
    for width in range(600, 1500, 20):
        texts = texts_of("line", frame_of(width, 700), series=TWO, legend=["last", "max", "min", "mean"])
        found |= {text.count("\N{MIDDLE DOT}") for text in texts if text.startswith("25") and text != "25 "}

    assert {1, 2, 3} <= found


def test_a_period_that_still_runs_has_no_part_in_the_statistics() -> None:
    fields: dict[str, Any] = {"points": points(10, 40, 3), "incomplete_from": START + 2 * HOUR}

    assert any("min 10" in text for text in texts_of("line", WIDE, **fields, legend=["min"]))
    fields["incomplete_from"] = START
    assert any("min 3" in text for text in texts_of("line", WIDE, **fields, legend=["min"]))


def test_the_highest_and_lowest_that_are_said_go_before_those_of_the_points() -> None:
    """The points are means of stretches; a short peak is none of them."""
    said = {"lowest": 2, "highest": 95}
    lines = [{**TWO[0], **said}, {**TWO[1], "highest": 99, "lowest": 95}]

    alone = texts_of("line", WIDE, points=points(10, 40, 20), decimals=0, legend=["min", "max", "mean"], **said)
    several = texts_of("line", WIDE, series=lines, legend=["max", "min"])
    zeros = texts_of("line", WIDE, points=points(10, None, 20), missing="zero", legend=["min"], decimals=0, **said)

    assert "min 2 · max 95 · mean 23" in alone
    # What is drawn is never beyond them.
    assert {"max 95 · min 2", "max 100 · min 90"} <= set(several)
    assert "min 0" in zeros


def test_while_a_period_runs_its_part_in_the_highest_is_not_known() -> None:
    fields: dict[str, Any] = {"points": points(10, 40, 3), "highest": 95, "legend": ["max"]}

    assert any("max 40" in text for text in texts_of("line", WIDE, **fields, incomplete_from=START + 2 * HOUR))
    assert any("max 95" in text for text in texts_of("line", WIDE, **fields, incomplete_from=START + 3 * HOUR))


def test_parts_of_a_stack_have_statistics_and_shares_have_none() -> None:
    lines = [{"name": "a", "points": points(5, 9)}, {"name": "b", "points": points(20, 10)}]

    stacked, share = (
        texts_of("line", WIDE, series=lines, arrangement=one, legend=["last", "max"]) for one in ("stacked", "share")
    )

    assert {"9 · max 9", "10 · max 20"} <= set(stacked)
    assert not any("max" in text for text in share)


@pytest.mark.parametrize("legend", [["median"], "last", ["last", 3], ["last"] * 5])
def test_what_is_no_statistic_is_refused(legend: Any) -> None:
    with pytest.raises(msgspec.ValidationError, match="legend"):
        widget_of("line", points=points(1), legend=legend)
