"""Values that others push."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import DocumentError
from displayd.hub.http.push import reading_of
from displayd.hub.metrics.reading import Date, Item
from tests.hub.walls import NOON


def mistakes(body: bytes) -> list[str]:
    """What is wrong with `body`."""
    with pytest.raises(DocumentError) as caught:
        reading_of(body, NOON)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_reading_has_what_was_pushed() -> None:
    body = {
        "value": 1,
        "previous": 2,
        "target": 3,
        "as_of": NOON - 5,
        "expire_after": 600,
        "items": [{"label": "x", "value": 1, "level": "red"}],
        "rows": [["a", 1, None]],
    }

    reading = reading_of(json.dumps(body).encode(), NOON)

    assert (reading.value, reading.previous, reading.target, reading.as_of) == (1, 2, 3, NOON - 5)
    assert reading.items is not None
    assert reading.items[0].level == "red"
    assert reading.rows == [["a", 1, None]]


def test_a_line_may_have_a_moment_a_place_and_a_past() -> None:
    line: dict[str, Any] = {
        "label": "Oslo",
        "time": NOON + 60,
        "lat": 59.9,
        "lon": 10.75,
        "history": [1, None, 2.5],
        "weight": 0.4,
    }
    body = {"items": [line], "rows": [["Contoso", {"date": NOON}]], "value": 1, "previous": 2, "previous_label": "May"}

    reading = reading_of(json.dumps(body).encode(), NOON)

    assert reading.items == [Item(**line)]
    assert reading.rows == [["Contoso", Date(NOON)]]
    assert reading.previous_label == "May"


def test_a_value_without_a_time_is_of_now_and_never_of_later() -> None:
    assert reading_of(b'{"value": 1}', NOON).as_of == NOON
    assert reading_of(json.dumps({"value": 1, "as_of": NOON + 200}).encode(), NOON).as_of == NOON


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"[1]", "this is a mapping, not a list"),
        (b"{}", "nothing in it"),
        (b'{"value": NaN}', "not JSON"),
        (b'{"value": 1e400}', "out of range"),
        (b'{"value": 1e300}', "$.value"),
        (b'{"value": "12"}', "$.value"),
        (b'{"valeu": 12}', "did you mean `value`?"),
        (b'{"value": 1, "items": [{"labl": "x"}]}', "$.items[0].labl"),
        (b'{"value": 1, "items": [{"label": "x", "level": "awful"}]}', "$.items[0].level"),
        (b'{"value": 1, "expire_after": -1}', "$.expire_after"),
        (b'{"value": 1, "as_of": -5}', "$.as_of"),
        (b'{"value": 1, "as_of": 1795000000000}', "$.as_of"),
        (json.dumps({"value": 1, "as_of": NOON + 1000}).encode(), "1,000 s in the future"),
        (b'{"rows": [[' + b"1," * 62 + b"1]]}", "$.rows[0]"),
        (b'{"value": 1, "rows": [[{"a": 1}]]}', "$.rows[0][0]"),
        (b'{"value": 1, "rows": [[{"date": 1795000000000}]]}', "$.rows[0][0].date"),
        (b'{"items": [{"label": "x", "lat": 91, "lon": 0}]}', "$.items[0].lat"),
        (b'{"items": [{"label": "x", "time": "noon"}]}', "$.items[0].time"),
        (b'{"items": [{"label": "x", "history": [1, "2"]}]}', "$.items[0].history[1]"),
        (b"\xff\xfe", "not JSON"),
        (b'{"value": ' + b"[" * 100_000, "too deeply"),
    ],
)
def test_what_is_wrong_is_said(body: bytes, words: str) -> None:
    assert any(words in line for line in mistakes(body)), mistakes(body)


def test_all_mistakes_come_at_once() -> None:
    assert len(mistakes(b'{"value": "x", "previous": "y", "oops": 1}')) == 3


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(lambda d: json.dumps(d).encode())
)
def test_nothing_but_our_own_error_comes_out_of_any_body(body: bytes) -> None:
    try:
        reading = reading_of(body, NOON)
    except DocumentError:
        return
    assert reading.as_of <= NOON
