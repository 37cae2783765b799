"""Bodies of the Datasets API: what is taken, and what is said of what is not."""

from __future__ import annotations

import contextlib
import datetime
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from displayd.hub.ingest.geckoboard.dataset_body import MISSING_DATA, BodyError, check_id, rows_in, schema_in
from displayd.hub.metrics.dataset import DatasetSchema, TableField

FIELDS: dict[str, Any] = {
    "day": {"type": "date", "name": "Day"},
    "at": {"type": "datetime", "name": "At", "optional": True},
    "team": {"type": "string", "name": "Team", "optional": True},
    "n": {"type": "number", "name": "N"},
    "csat": {"type": "percentage", "name": "CSAT", "optional": True},
    "frt": {"type": "duration", "name": "First reply", "time_unit": "minutes", "optional": True},
    "mrr": {"type": "money", "name": "MRR", "currency_code": "USD", "optional": True},
}


def schema(fields: object = None, **more: object) -> DatasetSchema:
    return schema_in(json.dumps({"fields": FIELDS if fields is None else fields, **more}).encode())


def rows(*records: dict[str, Any], **more: object) -> list[Any]:
    body = {"data": [{"day": "2026-11-21", "n": 1, **one} for one in records], **more}
    return rows_in(json.dumps(body).encode(), schema()).rows


def fault(make: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(BodyError) as caught:
        make(*arguments, **named)
    return caught.value.message


def test_every_type_of_field() -> None:
    found = schema(unique_by=["day", "team"])

    assert found.fields["frt"] == TableField(type="duration", name="First reply", time_unit="minutes", optional=True)
    assert found.fields["mrr"] == TableField(type="money", name="MRR", currency_code="USD", optional=True)
    assert found.fields["day"].optional is False
    assert found.unique_by == ("day", "team")


def test_what_the_client_for_go_sends_is_the_same_schema() -> None:
    """An id in the body, `optional` at every field, empty fields that other types need, and another order."""
    fields = {
        key: {"currency_code": "", "time_unit": "", "optional": False, **one} for key, one in reversed(FIELDS.items())
    }

    assert schema(fields, id="a.b", unique_by=None).is_same(schema())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "text"}, "unknown type 'text'"),
        ({"type": "money"}, "currency_code"),
        ({"type": "money", "currency_code": "dollars"}, "currency_code"),
        ({"type": "duration", "time_unit": "days"}, "time_unit"),
        ({"name": ""}, "Field name too short"),
        ({"name": None}, "has no name"),
        ({"optional": "yes"}, "`optional`"),
    ],
)
def test_a_field_that_cannot_be(change: dict[str, object], words: str) -> None:
    assert words in fault(schema, {"n": {"type": "number", "name": "N", **change}})


def test_fields_that_are_none_too_many_or_badly_named() -> None:
    number = {"type": "number", "name": "N"}

    assert "At least one field" in fault(schema, {})
    assert "at most 10" in fault(schema, {f"f{n}": number for n in range(11)})
    assert schema({f"f{n}": number for n in range(10)})
    assert "Field key 'First reply'" in fault(schema, {"First reply": number})
    assert "must be an object" in fault(schema, [number])


def test_unique_by_is_text_or_dates_of_the_dataset() -> None:
    assert "not a field" in fault(schema, unique_by=["month"])
    assert "not a string, date or datetime" in fault(schema, unique_by=["n"])
    assert "list" in fault(schema, unique_by="day")


@pytest.mark.parametrize("name", ["abc", "support.daily", "9-a_b.c", "a" * 128])
def test_ids(name: str) -> None:
    check_id(name)


@pytest.mark.parametrize("name", ["", "ab", "Support.daily", ".abc", "abc-", "a b c", "a" * 129, "abc\n", "äbc"])
def test_ids_that_are_none(name: str) -> None:
    assert "Dataset ID is invalid" in fault(check_id, name)


def test_values_of_every_type_as_the_clients_write_them() -> None:
    noon = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=datetime.UTC)

    (row,) = rows({"at": "2026-11-21T12:00:00.000Z", "team": "EMEA", "csat": 1.5, "frt": 9, "mrr": 795.0})

    assert row == (datetime.date(2026, 11, 21), noon, "EMEA", 1.0, 1.5, 9.0, 795.0)
    for text in ("2026-11-21T13:00:00+01:00", "2026-11-21t12:00:00z", "2026-11-21T07:00-05:00", "2026-11-21 12:00:00"):
        assert rows({"at": text})[0][1] == noon


def test_what_is_left_out_is_not_what_is_null() -> None:
    assert rows({})[0][1:3] == (UNSET, UNSET)
    assert rows({"at": None, "team": None})[0][1:3] == (None, None)


def test_a_date_that_is_null_is_taken_whatever_the_field_says() -> None:
    """So a program that reads a database sends it."""
    assert rows({"day": None})[0][0] is None


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"n": None}, "Missing data for 'n'"),
        ({"n": "1"}, "must be a number"),
        ({"n": True}, "must be a number"),
        ({"n": 1e19}, "too large"),
        ({"n": int("9" * 400)}, "too large"),
        ({"day": "21.11.2026"}, "YYYY-MM-DD"),
        ({"day": "2026-02-30"}, "YYYY-MM-DD"),
        ({"at": "yesterday"}, "ISO 8601"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "ISO 8601"),
        ({"team": 7}, "must be a string"),
        ({"team": "x" * 101}, "100 characters"),
        ({"mood": 1}, "Unknown field 'mood'"),
    ],
)
def test_values_that_do_not_fit(record: dict[str, object], words: str) -> None:
    assert words in fault(rows, record)


def test_a_field_that_is_missing_is_said_as_geckoboard_says_it() -> None:
    with pytest.raises(BodyError) as caught:
        rows_in(b'{"data": [{"day": "2026-11-21"}]}', schema())

    assert "Missing data for 'n'" in caught.value.message
    assert caught.value.kind == MISSING_DATA


def test_limits_of_a_request() -> None:
    assert len(rows(*[{}] * 500)) == 500
    assert "at most 500" in fault(rows, *[{}] * 501)
    assert rows({"team": "x" * 100})


@pytest.mark.parametrize("word", ["delete_by", "deleteBy"])
def test_what_says_which_rows_are_the_oldest_is_spelled_in_two_ways(word: str) -> None:
    found = rows_in(json.dumps({"data": [], word: "day"}).encode(), schema())

    assert found.delete_by == "day"
    assert "not a date or datetime" in fault(rows, **{word: "team"})
    assert "not a field" in fault(rows, **{word: "month"})
    assert rows_in(json.dumps({"data": [], word: None}).encode(), schema()).delete_by is None


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"data": 1}', b'{"data": [1]}', b'{"data": [NaN]}', b"\xff"]
)
def test_bodies_that_are_none(body: bytes) -> None:
    assert fault(rows_in, body, schema())


WORDS = st.sampled_from(["fields", "data", "day", "n", "type", "name", "unique_by", "delete_by"])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(body=st.binary(max_size=60) | PLAIN.map(lambda data: json.dumps(data).encode()))
def test_no_body_makes_more_than_a_word_about_it(body: bytes) -> None:
    for read in (schema_in, lambda one: rows_in(one, schema())):
        with contextlib.suppress(BodyError):
            read(body)


def test_a_body_that_is_nested_very_deeply() -> None:
    assert fault(schema_in, b"[" * 100_000)
