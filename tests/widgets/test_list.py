"""Lists: all rows get their turn, at the same time on every screen."""

from __future__ import annotations

from typing import Any

from displayd.scene.operations import Polygon, Text
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of

FOURTEEN = [{"label": f"item {number}"} for number in range(1, 15)]


def shown(texts: list[str]) -> list[str]:
    """The names among `texts`."""
    return [text for text in texts if text.startswith("item")]


def test_what_fits_stays() -> None:
    frame = frame_of(600, 400)

    texts = texts_of("list", frame, items=FOURTEEN[:5])

    assert shown(texts) == [item["label"] for item in FOURTEEN[:5]]
    assert frame.until == float("inf")


def test_every_row_gets_its_turn_and_says_which_it_is() -> None:
    seen: list[str] = []
    positions = []
    for turn in range(3):
        texts = texts_of("list", frame_of(600, 350, unix_time=turn * 8.0), items=FOURTEEN)
        seen += shown(texts)
        positions += [text for text in texts if text.endswith("of 14")]

    assert seen == [item["label"] for item in FOURTEEN]
    assert positions == ["1–5 of 14", "6–10 of 14", "11–14 of 14"]


def test_rows_turn_at_multiples_of_the_time_they_have() -> None:
    frame = frame_of(600, 350)

    texts_of("list", frame, items=FOURTEEN, rotate_seconds=20)

    assert frame.until == (NOW // 20 + 1) * 20


def test_rows_keep_their_places_on_every_page() -> None:
    def places(unix_time: float) -> list[float]:
        ops = ops_of("list", frame_of(600, 350, unix_time=unix_time), items=FOURTEEN)
        return [op.y for op in ops if isinstance(op, Text) and op.text.startswith("item")]

    assert places(0.0) == places(8.0)
    assert places(16.0) == places(0.0)[:4]


def test_detail_and_time_stand_under_the_name_where_there_is_height() -> None:
    items = [{"label": "Contoso", "detail": "Bo", "value": 5, "time": NOW - 3600}]

    ops = ops_of("list", frame_of(600, 400), items=items)

    lines = {op.text: op.y for op in ops if isinstance(op, Text)}
    assert lines["Contoso"] == lines["5"] < lines["Bo"] == lines["19:08"]


def test_time_stands_beside_the_name_where_there_is_none() -> None:
    items = [{"label": f"item {number}", "time": NOW + number * 86_400} for number in range(5)]

    ops = ops_of("list", frame_of(600, 350), items=items)

    lines = {op.text: op.y for op in ops if isinstance(op, Text)}
    assert lines["item 1"] == lines["22 Nov"]


def test_no_time_while_the_clock_is_not_to_be_trusted() -> None:
    frame = frame_of()
    frame.has_time = False

    assert texts_of("list", frame, items=[{"label": "a", "time": NOW}]) == ["a"]


def test_a_long_name_goes_on_in_a_second_line() -> None:
    words = "Answered in two minutes on a Sunday"

    texts = texts_of("list", frame_of(560, 350), items=[{"label": words}, {"label": "Fine"}])

    assert words not in texts
    assert " ".join(texts[:2]) == words


def test_a_detail_without_a_name_takes_its_place() -> None:
    assert texts_of("list", items=[{"detail": "alone"}]) == ["alone"]


def test_bad_rows_have_a_shape() -> None:
    fields: dict[str, Any] = {
        "direction": "up",
        "amber": 10,
        "red": 0,
        "items": [{"value": 5}, {"value": -5}, {"level": "red"}],
    }

    ops = ops_of("list", **fields)

    assert [len(op.points) for op in ops if isinstance(op, Polygon)] == [3, 4, 4]
