"""What is no JSON is told in words that help, with line and byte; names that stand twice are found."""

from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.validation.json_source import Place, depth_of, has_names_twice, json_error, names_twice, places
from tests.support.laws import law

TEXT = '{\n "title": "Grüße",\n "pages": [{"value": 42}]\n}\n'
UTF8 = TEXT.encode()


def said(data: bytes) -> str:
    error = json_error(data, "otherwise")
    return f"{error} | {error.hint}"


@pytest.mark.parametrize(
    ("data", "words", "hint"),
    [
        (TEXT.encode("utf-16"), "written in UTF-16, not in UTF-8", "Out-File -Encoding utf8"),
        (TEXT.encode("utf-16-le"), "written in UTF-16, not in UTF-8", "save it as UTF-8"),
        (TEXT.encode("utf-16-be"), "written in UTF-16, not in UTF-8", "save it as UTF-8"),
        (TEXT.encode("utf-32"), "written in UTF-32, not in UTF-8", "save it as UTF-8"),
        (TEXT.encode("utf-32-le"), "written in UTF-32, not in UTF-8", "save it as UTF-8"),
        (TEXT.encode("utf-32-be"), "written in UTF-32, not in UTF-8", "save it as UTF-8"),
        (
            TEXT.encode("latin-1"),
            "has the byte 0xfc, which is not UTF-8: in Latin-1 or Windows-1252 it is `ü` (line 2, byte 16)",
            "save it as UTF-8",
        ),
        (
            '{"a": "5 €"}'.encode("cp1252"),
            "has the byte 0x80, which is not UTF-8: in Latin-1 or Windows-1252 it is `€` (line 1, byte 10)",
            "save it as UTF-8",
        ),
        ('{"a": "Привет"}'.encode("cp1251"), "another encoding, such as Windows-1251", "save it as UTF-8"),
        ('{"a": "日本語"}'.encode("shift_jis"), "another encoding, such as Windows-1251", "save it as UTF-8"),
        (b'{"a": "\xed\xa0\xbd"}', "has half of a character, as CESU-8 or WTF-8 writes it", "save it as UTF-8"),
        (b"\x1f\x8b\x08\0", "a gzip file instead of text", "Content-Encoding: gzip"),
        (b"PK\x03\x04", "a zip file instead of text", "unpack it"),
        (b"%PDF-1.7", "a PDF file instead of text", "give JSON"),
    ],
)
def test_what_is_no_utf8_is_named(data: bytes, words: str, hint: str) -> None:
    error = json_error(data, "otherwise")

    assert words in str(error)
    assert hint in error.hint


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (UTF8[:-3], "breaks off at its end (line 3, byte 49)"),
        (UTF8[:15], "breaks off within a text, which begins here (line 2, byte 13)"),
        (UTF8[:16], "breaks off within a character (line 2, byte 16)"),
        (b"", "there is nothing in it (line 1, byte 1)"),
        (b" \r\n", "there is nothing in it (line 2, byte 4)"),
        (UTF8 + b"{}", "a second value follows after the end (line 5, byte 52)"),
        (UTF8 + b"}", "`}` follows after the end (line 5, byte 52)"),
        (UTF8 + b"\0", "the character U+0000 follows after the end (line 5, byte 52)"),
        (codecs.BOM_UTF8 + UTF8 + b"x", "`x` follows after the end (line 5, byte 55)"),
        (b'{"a": 1,\n}', "a comma before `}` (line 2, byte 10)"),
        (b"[1, ]", "a comma before `]` (line 1, byte 5)"),
        (b"{'a': 1}", "other quotation marks where a name should be (line 1, byte 2)"),
        ('{"a": „x“}'.encode(), "other quotation marks where a value should be (line 1, byte 7)"),
        (b'{"a": 07}', "a number that begins with `0` (line 1, byte 8)"),
        (b'{"a": .5}', "a number that begins with `.` where a value should be (line 1, byte 7)"),
        (b'{"a": "NaN", "b": NaN}', "`NaN` is no number in JSON (line 1, byte 19)"),
        (b'{"a":\n-Infinity}', "`-Infinity` is no number in JSON (line 2, byte 7)"),
        (b'{"a": None}', "`None` where a value should be (line 1, byte 7)"),
        (b'{"a": True}', "`True` where a value should be (line 1, byte 7)"),
        (b'{\n// one\n"a": 1}', "a comment where a name should be (line 2, byte 3)"),
        (b"/* one */ {}", "a comment where a value should be (line 1, byte 1)"),
        (b'{"a": "one\ntwo"}', "a line break within a text (line 1, byte 11)"),
        (b'{"a": "one\ttwo"}', "a tab within a text (line 1, byte 11)"),
        (b'{"a": "\x1b[1m"}', "the character U+001B within a text (line 1, byte 8)"),
        (rb'{"a": "C:\data"}', r"`\d` is no escape (line 1, byte 10)"),
        (rb'{"a": "\u12"}', r"`\u12` is no escape"),
        (b'{"a": 1 "b": 2}', "a comma or the end is missing before this (line 1, byte 9)"),
        (b'{"a" 1}', "a colon is missing before this (line 1, byte 6)"),
        (b"format: 1\nscreen: lobby\n", "a name without quotes, as in YAML where a value should be (line 1, byte 1)"),
        (b'show({"a": 1});', "a call of a function (JSONP) where a value should be (line 1, byte 1)"),
        (b')]}\'\n{"a": 1}', "`)]}'`, which some servers put before JSON where a value should be (line 1, byte 1)"),
        (rb'{"a": "\ud83d"}', r"`\ud83d` is half of a character (line 1, byte 8)"),
        (rb'{"a": "\ude00"}', r"`\ude00` is half of a character (line 1, byte 8)"),
        (rb'{"a": "\ud83d \ude00"}', r"`\ud83d` is half of a character (line 1, byte 8)"),
        (rb'{"a": "\ud83d\ude00\ud83d"}', r"`\ud83d` is half of a character (line 1, byte 20)"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_malformed_is_named_with_its_line_and_byte(data: bytes, words: str) -> None:
    error = json_error(data, "otherwise")

    assert words in str(error)
    assert error.hint


@pytest.mark.parametrize("data", [rb'{"a": "\ud83d\ude00"}', rb'{"a": "\\ud83d"}', UTF8, codecs.BOM_UTF8 + UTF8])
def test_where_nothing_is_found_the_first_readers_words_stay(data: bytes) -> None:
    assert said(data) == "otherwise | "


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a": 1, "a": 2}', ["`a` stands here twice (line 1)"]),
        (b'{"a": 1,\n "b": {"a": 2},\n "\\u0061": 3}', ["`a` stands here twice (lines 1 and 3)"]),
        (b'{"a": [{"b": 1},\n {"b": 2, "b": 3}], "a": "{"}', ["`b` stands here twice (line 2)", "`a` stands here"]),
        (b'{"a": 1, "a": 2, "a": 3}', ["`a` stands", "`a` stands"]),
        (b'{"": 1, "": 2}', ["`` stands here twice (line 1)"]),
    ],
)
def test_names_that_stand_twice_are_told_with_their_lines(data: bytes, words: list[str]) -> None:
    found = list(names_twice(data))

    assert has_names_twice(data)
    assert len(found) == len(words)
    assert all(str(one).startswith(word) for one, word in zip(found, words, strict=True))


def test_names_that_stand_twice_are_told_with_their_path() -> None:
    data = b'{"pages": [{}, {"widgets": {"n": {"value": 42, "about": ["a", "b"], "value": 43}}}]}'

    assert [one.path for one in names_twice(data)] == [("pages", 1, "widgets", "n", "value")]


@pytest.mark.parametrize(
    "data", [b"[]", b'"a"', b"5", b'{"a": "a", "b": "a"}', b'[{"a": 1}, {"a": 2}]', b'{"a": {"a": 1}}']
)
def test_names_that_stand_once_are_no_matter(data: bytes) -> None:
    assert not has_names_twice(data)
    assert list(names_twice(data)) == []


class Pairs(list[tuple[str, object]]):
    """An object as it is written."""


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(st.tuples(st.sampled_from("abc"), inner), max_size=4).map(Pairs)
    ),
    max_leaves=20,
)


def written(value: object) -> str:
    if isinstance(value, Pairs):
        return "{" + ", ".join(f"{json.dumps(name)}: {written(one)}" for name, one in value) + "}"
    return f"[{', '.join(map(written, value))}]" if isinstance(value, list) else json.dumps(value)


def paths_twice(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = []
    if isinstance(value, Pairs):
        seen = set()
        for name, one in value:
            found += [(*path, name)] * (name in seen)
            seen.add(name)
            found += paths_twice(one, (*path, name))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            found += paths_twice(one, (*path, index))
    return found


@law
@given(VALUES)
def test_every_name_that_stands_twice_is_found_and_no_other(value: object) -> None:
    data, wanted = written(value).encode(), paths_twice(value)

    assert [one.path for one in names_twice(data)] == wanted
    assert has_names_twice(data) is bool(wanted)


DAMAGED = st.builds(
    lambda place, noise: UTF8[:place] + noise + UTF8[place + 1 :], st.integers(0, len(UTF8)), st.binary(max_size=3)
)


@law
@given(st.binary(max_size=60) | DAMAGED)
def test_whatever_the_bytes_are_there_are_words_for_one_line(data: bytes) -> None:
    words = said(data)

    assert words.isprintable()
    assert words.partition(" | ")[0]


@pytest.mark.parametrize(
    ("data", "depth"),
    [
        (b"", 0),
        (b"5", 0),
        (b"[]", 1),
        (b'{"a": [1, {"b": "[[["}], "c": {}}', 3),
        (b"[" * 50 + b"]" * 50, 50),
        (b'{"a":' * 200_000, 200_000),
        (b"[[]" * 100_000, 100_001),
        (b'"\\"[[[', 0),
        (b'"a" [[ "', 2),
    ],
)
def test_depth_is_that_of_the_brackets_outside_of_texts(data: bytes, depth: int) -> None:
    assert depth_of(data) == depth


@law
@given(VALUES)
def test_depth_is_that_of_the_value(value: object) -> None:
    def deep(one: object) -> int:
        inner = [part for _, part in one] if isinstance(one, Pairs) else one
        return 1 + max(map(deep, inner), default=0) if isinstance(inner, list) else 0

    assert depth_of(written(value).encode()) == deep(value)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def paths_in(value: object) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((step, *path) for step, one in inner for path in paths_in(one))]


@law
@given(PLAIN, st.sampled_from([None, 1]), st.booleans(), st.sampled_from([b"", codecs.BOM_UTF8]))
def test_the_place_of_everything_in_json_is_found(value: object, indent: int | None, ascii_: bool, mark: bytes) -> None:
    data = mark + json.dumps(value, indent=indent, ensure_ascii=ascii_).encode()
    wanted = paths_in(value)
    found = places(data, wanted)

    assert found.keys() == set(wanted)
    for path, (line, byte) in found.items():
        here = data[byte - 1 :].decode()
        assert line == data[: byte - 1].count(b"\n") + 1
        named, _ = json.JSONDecoder().raw_decode(here)
        inner = value
        for step in path:
            inner = inner[step]  # type: ignore[index]
        assert named == (path[-1] if path and isinstance(path[-1], str) else inner)


def test_of_a_name_that_stands_twice_the_second_is_the_place() -> None:
    assert places(b'{"a": 1,\n "b": {"a": 3}, "a": 2}', [("a",), ("b", "a"), ("c", 0)]) == {
        (): Place(1, 1),
        ("a",): Place(2, 26),
        ("b",): Place(2, 11),
        ("b", "a"): Place(2, 17),
    }
