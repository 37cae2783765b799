"""The body of a post to a widget, as clients of Dashing send it."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import DocumentError
from displayd.hub.ingest.dashing.body import merged, posted
from displayd.hub.ingest.dashing.reading import reading_of
from tests.hub.walls import NOON


def event(before: bytes | None, **fields: Any) -> dict[str, Any]:
    """What is told of the widget `karma`."""
    found: dict[str, Any] = json.loads(merged(before, fields, "karma", NOON))
    return found


def test_the_key_is_taken_out_and_the_rest_stays() -> None:
    assert posted(b'\xef\xbb\xbf{"auth_token": "T", "current": 9, "list": [{"a": null}]}') == (
        "T",
        {"current": 9, "list": [{"a": None}]},
    )
    assert posted(b'{"auth_token": 5}') == ("", {})
    assert posted(b"{}") == ("", {})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"current=9&auth_token=T", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"current": NaN}', "not JSON"),
        (b'{"current": Infinity}', "not JSON"),
        (b'{"current": 1e999}', "not JSON"),
        (b"\xff", "not JSON"),
        (b'{"a":' * 5000, "not JSON"),
        (b'{"a":' * 9 + b"[]" + b"}" * 9, "more than 8 deep"),
        (json.dumps(dict.fromkeys(map(str, range(101)))).encode(), "more than 100 fields"),
    ],
)
def test_what_is_wrong_is_said(body: bytes, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        posted(body)

    assert words in caught.value.mistakes[0].reason


def test_a_part_of_the_data_leaves_the_rest_as_it_was() -> None:
    first = merged(None, {"title": "Karma", "current": 9, "moreinfo": "x"}, "karma", NOON)

    assert event(first, current=10, moreinfo=None) == {
        "title": "Karma",
        "current": 10,
        "moreinfo": None,
        "id": "karma",
        "updatedAt": NOON * 1000,
    }


@pytest.mark.parametrize(
    ("given_as", "told"),
    [(NOON * 1000 - 5, NOON * 1000 - 5), (NOON * 1000 + 1e9, NOON * 1000), ("x", NOON * 1000), (-1, NOON * 1000)],
)
def test_when_the_data_was_true_may_be_said(given_as: Any, told: float) -> None:
    first = merged(None, {"updatedAt": given_as}, "karma", NOON)

    assert json.loads(first)["updatedAt"] == told
    assert json.loads(merged(first, {"current": 1}, "karma", NOON + 60))["updatedAt"] == (NOON + 60) * 1000


def test_data_does_not_grow_without_bounds() -> None:
    state = merged(None, {f"a{number}": 0 for number in range(100)}, "karma", NOON)
    with pytest.raises(DocumentError, match="more than 100 fields"):
        merged(state, {"b": 0}, "karma", NOON)
    with pytest.raises(DocumentError, match="64,000 bytes"):
        merged(state, {"a1": "x" * 64_000}, "karma", NOON)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
SHOWN = "current last value min max title moreinfo status prefix suffix items points comments rows text"
INSIDE = "displayedValue updatedAt id label cols x y name body"
FIELDS = st.sampled_from([*SHOWN.split(), *INSIDE.split()])
POSTS = st.dictionaries(FIELDS, JSON | st.lists(st.dictionaries(FIELDS, JSON, max_size=3), max_size=4), max_size=8)


@given(st.lists(POSTS.map(lambda data: json.dumps(data).encode()) | st.binary(max_size=60), max_size=3))
def test_nothing_but_our_own_error_comes_out_of_any_bodies_and_what_is_taken_is_a_reading(bodies: list[bytes]) -> None:
    state = None
    for body in bodies:
        with contextlib.suppress(DocumentError):
            state = merged(state, posted(body).fields, "karma", NOON)
            assert 0 <= reading_of(state).as_of <= NOON + 300
