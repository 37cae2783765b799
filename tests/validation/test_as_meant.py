"""Texts without quotes, taken as they are written."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct

from displayd.validation.as_meant import as_meant
from displayd.validation.yaml_source import parse


class Song(Struct, frozen=True, tag_field="type", tag="song"):
    title: Annotated[str, Meta(max_length=20)] = ""
    seconds: float = 0.0
    is_loud: bool = False


class Talk(Struct, frozen=True, tag_field="type", tag="talk"):
    seconds: str = ""


class Show(Struct, frozen=True):
    title: str | None = None
    rotate: Literal[0, 90] = 0
    tags: list[Annotated[str, Meta(max_length=9)]] = []
    pair: tuple[str, float] = ("", 0.0)
    by_name: dict[str, Song | Talk] = {}
    notes: dict[str, str] = {}
    until: float | str | None = None
    first: Song | None = None
    sound: bool | Song = False
    rows: list[list[str | float | None]] = []


def meant(text: str, **arguments: Any) -> Any:
    """What is meant by the value in `text`."""
    return as_meant(parse("f", text), Show, **arguments)


@pytest.mark.parametrize(
    "text", ["1.10", "12:30", "No", "on", "true", "2026-01-02", "0123", "1_000", "1e1", "0x1F", ".5", "+1", "-0"]
)
def test_text_without_quotes_is_taken_letter_by_letter(text: str) -> None:
    assert meant(f"title: {text}\ntags: [{text}, b]\npair: [{text}, 1.50]\nnotes: {{a: {text}}}\n") == {
        "title": text,
        "tags": [text, "b"],
        "pair": [text, 1.5],
        "notes": {"a": text},
    }


@pytest.mark.parametrize("text", ["null", "~", ""])
def test_nothing_stays_nothing(text: str) -> None:
    assert meant(f"title: {text}\n") == {"title": None}


def test_numbers_stay_numbers_and_quotes_stay_texts() -> None:
    assert meant("rotate: 090\nuntil: 1.7e9\nfirst: {type: song, title: '1.10', seconds: 1.50}\n") == {
        "rotate": 90,
        "until": 1.7e9,
        "first": {"type": "song", "title": "1.10", "seconds": 1.5},
    }


def test_kind_that_a_mapping_says_it_is_decides() -> None:
    assert meant("by_name: {a: {type: song, seconds: 010}, b: {type: talk, seconds: 010}, c: {seconds: 010}}\n") == {
        "by_name": {"a": {"type": "song", "seconds": 10}, "b": {"type": "talk", "seconds": "010"}, "c": {"seconds": 10}}
    }


@pytest.mark.parametrize(
    ("word", "value"), [("yes", True), ("On", True), ("no", False), ("OFF", False), ("nope", "nope")]
)
def test_yes_and_no_are_true_and_false_where_nothing_else_can_stand(word: str, value: object) -> None:
    assert meant(f"first: {{type: song, is_loud: {word}}}\nsound: {word}\ntitle: {word}\n") == {
        "first": {"type": "song", "is_loud": value},
        "sound": value,
        "title": word,
    }
    assert meant(f"first: {{type: song, is_loud: '{word}'}}\n") == {"first": {"type": "song", "is_loud": word}}


def test_fields_that_nobody_knows_are_left_alone() -> None:
    assert meant("other: 1.10\nfirst: {type: song, other: [1.10]}\n") == {
        "other": 1.1,
        "first": {"type": "song", "other": [1.1]},
    }


def test_some_keys_are_texts_wherever_they_stand() -> None:
    assert meant("until: {metric: 1.10}\nmetric: 010\nfirst: {metric: {a: 1}}\n", words=("metric",)) == {
        "until": {"metric": "1.10"},
        "metric": "010",
        "first": {"metric": {"a": 1}},
    }


def test_part_of_a_file_is_read_as_what_it_is() -> None:
    text = parse("f", "shows:\n  - {title: 1.10}\n  - {title: No}\n")

    assert as_meant(text, list[Show], ("shows",)) == [{"title": "1.10"}, {"title": "No"}]
    assert as_meant(text, Show, ("shows", 1)) == {"title": "No"}


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("[[06:30, 1.10, 0123], [14:30, 1.2, 4711]]", [["06:30", "1.10", "0123"], ["14:30", "1.2", "4711"]]),
        ("[[1_000, 1], [5, 2.5]]", [["1_000", 1], [5, 2.5]]),
        ("[[+1, 1e1], [2, 3]]", [["+1", "1e1"], ["2", "3"]]),
        ("[[true, No, ~], [null, '', x]]", [["true", "No", None], [None, "", "x"]]),
        ("[[.nan, 1], [2, 3]]", None),
        ("[[12, 0.5], [-3, 1234.25]]", [[12, 0.5], [-3, 1234.25]]),
        ("[[007], 5, [1, 2]]", [["007"], 5, ["1", 2]]),
    ],
)
def test_column_of_cells_is_of_words_when_a_number_in_it_is_written_like_none(rows: str, cells: Any) -> None:
    found = meant(f"rows: {rows}\n", figures_in=lambda kind, data, column: False)["rows"]

    assert found == cells if cells is not None else isinstance(found[0][0], float)


def test_column_of_figures_has_numbers_however_they_are_written() -> None:
    asked = []

    def figures(kind: type[Struct], data: Any, column: int) -> bool:
        asked.append((kind, data["title"], column))
        return column == 1

    assert meant("title: T\nrows: [[1.10, 1.10, 007]]\n", figures_in=figures)["rows"] == [["1.10", 1.1, "007"]]
    assert asked == [(Show, "T", 0), (Show, "T", 1), (Show, "T", 2)]


def test_where_nobody_can_tell_zeros_at_the_end_make_no_words() -> None:
    assert meant("rows: [[12.50, 007, 2.0], [9.99, 12, 3]]\n")["rows"] == [[12.5, "007", 2.0], [9.99, "12", 3]]
