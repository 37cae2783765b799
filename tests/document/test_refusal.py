"""What is no screen document is refused: with its place, a reason and advice, and never with a crash."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.document.model import MAX_PAGES, MAX_WIDGETS, decode
from displayd.errors import DocumentError
from displayd.protocol.limits import MAX_DOCUMENT_BYTES
from tests.document.example import EXAMPLE, changed
from tests.support.laws import slow_law


def mistakes(data: bytes) -> list[tuple[str, str, str]]:
    """Place, reason and hint of everything that is said about `data`."""
    with pytest.raises(DocumentError) as caught:
        decode(data, "http://hub/v1/screen")
    assert "http://hub/v1/screen" in caught.value.message
    return [(mistake.where, mistake.reason, mistake.hint) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        (changed("format", to=2), ("$.format", "`format` is 1, not `2`", "known: 1")),
        (
            changed("screen", to="Dev left"),
            ("$.screen", "`screen` cannot be `Dev left`: a name has letters", "for example `Dev-left`"),
        ),
        (changed("scren", to="x"), ("$.scren", "unknown field `scren`", "did you mean `screen`?")),
        (changed("theme", to="drak"), ("$.theme", "unknown theme `drak`", "did you mean `dark`?")),
        (changed("rotate", to=45), ("$.rotate", "`rotate` is 0, 90, 180 or 270, not `45`", "known: 0, 90, 180, 270")),
        (changed("locale", to="english!"), ("$.locale", "`locale` cannot be `english!`", "write `en-GB`")),
        (changed("locale", to="klingon!"), ("$.locale", "`locale` cannot be `klingon!`", "for example `en-GB`")),
        (changed("timezone", to="Europe/Londn"), ("$.timezone", "unknown time zone", "did you mean `Europe/London`?")),
        (changed("timezone", to="../../etc/passwd"), ("$.timezone", "unknown time zone", "for example")),
        (changed("timezone", to=""), ("$.timezone", "the time zone is empty", "for example `Europe/London`")),
        (
            changed("on", to="early"),
            ("$.on", "`early` is not a time of opening", "for example `Mon-Fri 08:00-19:00`"),
        ),
        (
            changed("mirror", "effective_at", to=-1),
            ("$.mirror.effective_at", "`effective_at` is at least 0, not `-1`", ""),
        ),
        (changed("pages", to=[]), ("$.pages", "`pages` has at least 1 item, not 0", "")),
        (
            changed("pages", 0, "seconds", to=0),
            ("$.pages[0].seconds", "`seconds` is more than 0 seconds, not `0`", "for example `20`"),
        ),
        (changed("pages", 0, "widgets", to={}), ("$.pages[0].widgets", "`widgets` has at least 1 entry, not 0", "")),
        (
            changed("pages", 0, "landscape", to=["uptime errors", "load"]),
            ("$.pages[0].landscape", "row 2 has 1 columns, row 1 has 2", "every name one rectangle"),
        ),
        (
            changed("pages", 0, "portrait", to=["uptime", "errors", "load", "cons"]),
            ("$.pages[0].portrait", "`cons` is not a widget of this page", "did you mean `conns`?"),
        ),
        (
            changed("pages", 0, "portrait", to=["uptime", "errors", "load"]),
            ("$.pages[0].portrait", "the widget `conns` has no place", "put its name in the template"),
        ),
        (
            changed("pages", 0, "landscape_rows", to=[1, 2, 3]),
            ("$.pages[0].landscape_rows", "3 weights for 2 tracks", "give one for each"),
        ),
        (
            changed("pages", 0, "widgets", "conns", "type", to="numbr"),
            ("$.pages[0].widgets.conns.type", "unknown type `numbr`", "did you mean `number`?"),
        ),
        (
            changed("pages", 0, "widgets", "conns", "value", to="many"),
            ("$.pages[0].widgets.conns.value", "`value` is a number, not `many`", ""),
        ),
        (
            changed("pages", 0, "widgets", "uptime", "unit", to="percentuint"),
            ("$.pages[0].widgets.uptime.unit", "unknown unit `percentuint`", "did you mean `percentunit`?"),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "clock", "timezone": "Mars"}),
            ("$.pages[0].widgets.conns.timezone", "unknown time zone `Mars`", "a time zone has the name of a place"),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "clock", "zones": [{"timezone": "Europe/Londn"}]}),
            ("$.pages[0].widgets.conns.zones[0].timezone", "unknown time zone", "did you mean `Europe/London`?"),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "countdown", "until": 1, "timezone": "Europe/Londn"}),
            ("$.pages[0].widgets.conns.timezone", "unknown time zone", "did you mean `Europe/London`?"),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "table", "columns": [{}, {"unit": "xyz"}]}),
            (
                "$.pages[0].widgets.conns.columns[1].unit",
                "unknown unit `xyz`",
                "for this text behind the figure, write `suffix:xyz`",
            ),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "bullet", "items": [{}, {"unit": "xyz"}]}),
            (
                "$.pages[0].widgets.conns.items[1].unit",
                "unknown unit `xyz`",
                "for this text behind the figure, write `suffix:xyz`",
            ),
        ),
        (
            changed("pages", 0, "widgets", "load", "right_unit", to="percentuint"),
            ("$.pages[0].widgets.load", "unknown unit `percentuint`", "did you mean `percentunit`?"),
        ),
        (
            changed("pages", 0, "widgets", "load", "series", 0, "points", 1, to=[1795290060]),
            ("$.pages[0].widgets.load.series[0].points[1]", "`points[1]` has 2 items, not 1", ""),
        ),
        (
            changed("pages", 0, "widgets", "conns", "value", to=1e19),
            ("$.pages[0].widgets.conns.value", "`value` is at most 1e+18, not `1e+19`", ""),
        ),
        (
            changed("pages", 0, "widgets", "conns", "title", to="x" * 201),
            ("$.pages[0].widgets.conns.title", "`title` has at most 200 letters, not 201", ""),
        ),
    ],
)
def test_wrong_document_is_refused_with_place_and_advice(data: bytes, mistake: tuple[str, str, str]) -> None:
    (found, *_) = mistakes(data)

    for part, wanted in zip(found, mistake, strict=True):
        assert part.startswith(wanted)


def test_all_mistakes_are_told_at_once() -> None:
    data = json.loads(changed("theme", to="drak"))
    data["timezone"] = "Mars"
    data["pages"][0]["widgets"]["uptime"]["unit"] = "xyz"
    data["pages"][0]["portrait"] = ["uptime"]

    places = [place for place, _, _ in mistakes(json.dumps(data).encode())]

    assert places == ["$.theme", "$.timezone", *["$.pages[0].portrait"] * 3, "$.pages[0].widgets.uptime.unit"]


def test_a_wrong_widget_hides_neither_wrong_areas_nor_another_wrong_widget() -> None:
    data = json.loads(changed("timezone", to="Mars/Base"))
    data["pages"] = [
        {
            "seconds": -1,
            "landscape": ["a b", "a c"],
            "portrait": 3,
            "portrait_rows": [1, 2],
            "widgets": {
                "a": {"type": "number", "value": "x", "unit": "xyz"},
                "b": {"type": "nmber", "value": 1},
                "d": {"type": "clock", "zones": [{"label": "Moon", "timezone": "Moon/Sea"}], "timezone": 5},
            },
        },
        {"landscape": ["e e", "e f"], "widgets": {"f": {"type": "number", "value": 1, "unit": "zyx"}}},
        {"widgets": {"g": {"type": "number", "value": 1, "unit": "yxz"}}},
        5,
    ]

    found = [(place, reason) for place, reason, _ in mistakes(json.dumps(data).encode())]

    assert sorted(found) == [
        ("$.pages[0].landscape", "`c` is not a widget of this page"),
        ("$.pages[0].landscape", "the widget `d` has no place"),
        ("$.pages[0].portrait", "`portrait` is a list, not `3`"),
        ("$.pages[0].seconds", "`seconds` is more than 0 seconds, not `-1`"),
        ("$.pages[0].widgets.a.unit", "unknown unit `xyz`"),
        ("$.pages[0].widgets.a.value", "`value` is a number, not `x`"),
        ("$.pages[0].widgets.b.type", "unknown type `nmber`"),
        ("$.pages[0].widgets.d.timezone", "`timezone` is a text, not `5`"),
        ("$.pages[0].widgets.d.zones[0].timezone", "unknown time zone `Moon/Sea`"),
        ("$.pages[1].landscape", "`e` is not one rectangle"),
        ("$.pages[1].widgets.f.unit", "unknown unit `zyx`"),
        ("$.pages[2].widgets.g.unit", "unknown unit `yxz`"),
        ("$.pages[3]", "`pages[3]` is a mapping, not `5`"),
        ("$.timezone", "unknown time zone `Mars/Base`"),
    ]


def test_no_mistake_is_told_twice() -> None:
    long = "u" * 300
    page = {"landscape": ["a"], "widgets": {"a": {"type": "number", "value": 1, "unit": long}}}

    found = mistakes(changed("pages", to=[page]))

    assert [place for place, _, _ in found] == ["$.pages[0].widgets.a.unit"]


def test_a_name_that_stands_twice_hides_no_other_mistake() -> None:
    data = changed("pages", 0, "widgets", "uptime", "unit", to="xyz")
    twice = data.replace(b'"format"', b'"format": 1, "format"', 1)

    found = [place for place, _, _ in mistakes(twice)]

    assert found == ["$.format", "$.pages[0].widgets.uptime.unit"]


@slow_law
@given(st.lists(st.sampled_from(["theme", "timezone", "on", "portrait", "unit"]), unique=True))
def test_what_is_said_of_a_document_does_not_depend_on_a_mistake_elsewhere(wrong: list[str]) -> None:
    data = json.loads(json.dumps(EXAMPLE))
    for field in wrong:
        match field:
            case "portrait":
                data["pages"][0]["portrait"] = ["uptime"]
            case "unit":
                data["pages"][0]["widgets"]["uptime"]["unit"] = "xyz"
            case _:
                data[field] = "Nowhere"
    alone = mistakes(json.dumps(data).encode()) if wrong else []

    beside = mistakes(json.dumps({**data, "rotate": 45}).encode())

    assert [mistake for mistake in beside if mistake[0] != "$.rotate"] == alone
    assert len(beside) == len(alone) + 1


def test_weights_without_a_template_are_refused() -> None:
    data = json.loads(json.dumps(EXAMPLE))
    del data["pages"][0]["portrait"]
    data["pages"][0]["portrait_rows"] = [1, 2, 3, 4]

    assert mistakes(json.dumps(data).encode()) == [
        ("$.pages[0].portrait_rows", "weights for no `portrait` template", "draw `portrait` as well")
    ]


GOOD = json.dumps(EXAMPLE).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON: "),
        (b"<html><h1>502 Bad Gateway</h1></html>", "not JSON: "),
        (GOOD[:-1], "not JSON: "),
        (GOOD[: len(GOOD) // 2], "not JSON: "),
        (GOOD.replace(b"dev-left", b"dev-\xff"), "not JSON: has the byte 0xff, which is not UTF-8"),
        (GOOD.decode().encode("utf-16"), "not JSON: written in UTF-16, not in UTF-8"),
        (GOOD.replace(b'"rotate": 0', b'"rotate": 0, "rotate": 90'), "`rotate` stands here twice (line 1)"),
        (GOOD.replace(b"1284", b"NaN"), "not JSON: "),
        (GOOD.replace(b"1284", b"-Infinity"), "not JSON: "),
        (GOOD.replace(b'"format": 1', b'"format": 2')[:-1], "not JSON: "),
        (GOOD.replace(b'"format": 1', b'"format": 2').replace(b"1284", b"NaN"), "not JSON: "),
        (GOOD + b" ", ""),
        (GOOD + b" {}", "not JSON: "),
        (GOOD + b" " * MAX_DOCUMENT_BYTES, "4,001,013 bytes, more than 4,000,000"),
        (b"[" * 200_000, "nested 200000 levels deep, more than 30"),
        (b'{"a":' * 200_000, "nested 200000 levels deep, more than 30"),
        (json.dumps(GOOD.decode()).encode(), "a document in a text"),
        (b"[" + GOOD + b"]", "a document in a list"),
        (changed("title", to=json.loads("[" * 29 + "]" * 29)), "`title` is a text, not a list"),
        (changed("title", to=json.loads("[" * 30 + "]" * 30)), "nested 31 levels deep, more than 30"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_is_no_document_is_refused_with_a_reason_and_a_hint(data: bytes, reason: str) -> None:
    if not reason:
        assert decode(data)
        return
    ((place, found, hint),) = mistakes(data)

    assert place.startswith("$")
    assert found.startswith(reason)
    assert hint or found.startswith("`title` is a text")


def test_number_too_large_for_a_float_is_refused() -> None:
    assert "out of range" in mistakes(GOOD.replace(b"1284", b"1e999"))[0][1]
    assert "out of range" in mistakes(GOOD.replace(b"1284", b"9" * 400))[0][1]


def test_byte_order_mark_of_windows_editors_is_no_mistake() -> None:
    assert decode(b"\xef\xbb\xbf" + GOOD) == decode(GOOD)


def test_brackets_inside_of_text_are_no_depth() -> None:
    brackets = '[[[{{{"' * 20 + "\\"

    assert decode(changed("title", to=brackets)).title == brackets


def test_too_many_pages_and_widgets_are_refused() -> None:
    page = {"widgets": {"w": {"type": "text"}}}
    crowd = {"widgets": {f"w{number}": {"type": "text"} for number in range(MAX_WIDGETS + 1)}}

    assert mistakes(changed("pages", to=[page] * (MAX_PAGES + 1)))[0][:2] == (
        "$.pages",
        f"`pages` has at most {MAX_PAGES} items, not {MAX_PAGES + 1}",
    )
    assert mistakes(changed("pages", to=[crowd]))[0][0] == "$.pages[0].widgets"


@pytest.mark.parametrize(
    "data",
    [
        b'"' + b'\\"' * 1_000_000,
        b'"' * 2_000_001,
        b'"' + b"\\" * 2_000_001,
        b'{"a":"' + b"[" * 3_000_000,
        b'"\\' * 1_000_000,
        b'{"a":1' + b',"a":1' * 600_000 + b"}",
        b'{"a":"' + b"\\ud83d\\ude00" * 300_000 + b'\\ud83d"}',
        b'{"a":"' + b"\xc3\xbc" * 1_900_000 + b'\xfc"}',
        b"[" + b"1," * 1_900_000 + b"NaN]",
        b"[" + b"9" * 3_900_000 + b",}",
    ],
    ids=["escaped quotes", "quotes", "backslashes", "brackets", "both", "twice", "halves", "bytes", "commas", "digits"],
)
@pytest.mark.timeout(60)
def test_text_made_to_keep_the_reader_busy_does_not(data: bytes) -> None:
    # Each takes milliseconds; a reader that goes back at every quote takes hours.
    assert mistakes(data)


@slow_law
@given(st.binary(max_size=200) | st.integers(0, len(GOOD)).map(lambda end: GOOD[:end]))
def test_any_bytes_are_a_document_or_a_document_error(data: bytes) -> None:
    try:
        decode(data)
    except DocumentError as error:
        found = error.mistakes

        assert found


@slow_law
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=3))
def test_damaged_document_is_read_or_refused_and_never_a_crash(place: int, noise: bytes) -> None:
    try:
        decode(GOOD[:place] + noise + GOOD[place + len(noise) :])
    except DocumentError as error:
        said = str(error)

        assert said
