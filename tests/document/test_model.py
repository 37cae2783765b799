"""Screen documents: what comes in from outside, and what is kept out."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.document.model import MAX_PAGES, MAX_WIDGETS, Document, Mirror, Page, decode, encode, template_of
from displayd.errors import DocumentError
from displayd.protocol.limits import MAX_DOCUMENT_BYTES
from displayd.scene.geometry import MAX_TRACKS, parse_template
from displayd.scene.theme import THEMES
from displayd.widgets import WIDGETS, AnyWidget
from displayd.widgets.number.widget import Number
from displayd.widgets.text.widget import Words
from tests.support.laws import slow_law, templates

# The one of the design notes.
EXAMPLE: dict[str, Any] = {
    "format": 1,
    "screen": "dev-left",
    "title": "DevOps",
    "theme": "dark",
    "rotate": 0,
    "locale": "en-GB",
    "timezone": "Europe/London",
    "transition": "fade",
    "mirror": {"group": "dev-wall", "effective_at": 1795291683.5},
    "pages": [
        {
            "title": "Production",
            "seconds": 20,
            "landscape": ["uptime uptime errors errors", "load load load conns"],
            "portrait": ["uptime", "errors", "load", "conns"],
            "widgets": {
                "uptime": {"type": "gauge", "title": "Uptime, 30 days", "value": 0.9993, "unit": "percentunit",
                           "direction": "up", "amber": 0.999, "red": 0.99, "about": "1 - downtime / period",
                           "as_of": 1795291600, "expire_after": 600},
                "errors": {"type": "number", "title": "Error rate", "value": 0.0038, "previous": 0.0046,
                           "unit": "percentunit", "direction": "down", "history": [0.004, 0.0042, 0.0038]},
                "load": {"type": "line", "title": "Requests", "unit": "reqps", "series": [
                    {"name": "web", "points": [[1795290000, 410.0], [1795290060, 425.5]]}]},
                "conns": {"type": "number", "title": "Open connections", "value": 1284},
            },
        }
    ],
}  # fmt: skip


def changed(*path: str | int, to: object) -> bytes:
    """The example as JSON with the value at `path` put in place of what was there."""
    data = json.loads(json.dumps(EXAMPLE))
    part = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = to
    return json.dumps(data).encode()


def mistakes(data: bytes) -> list[tuple[str, str, str]]:
    """Place, reason and hint of everything that is said about `data`."""
    with pytest.raises(DocumentError) as caught:
        decode(data, "http://hub/v1/screen")
    assert "http://hub/v1/screen" in caught.value.message
    return [(mistake.where, mistake.reason, mistake.hint) for mistake in caught.value.mistakes]


EXAMPLES = [
    msgspec.convert({"type": kind.__struct_config__.tag, **fields}, AnyWidget)
    for kind in WIDGETS
    for fields in kind.EXAMPLES.values()
]
MOMENTS = st.floats(0, 4e9)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    lines = draw(templates() | st.just([]))
    names = list(parse_template(lines).areas) if lines else ["a", "b", "c"]
    widgets: dict[str, Any] = {name: draw(st.sampled_from(EXAMPLES)) for name in names}
    if draw(st.booleans()):
        widgets[names[0]] = Number(
            title=draw(st.text(max_size=20)),
            value=draw(st.none() | st.floats(-1e18, 1e18)),
            history=draw(st.lists(st.none() | st.floats(-1e18, 1e18), max_size=5)),
            as_of=draw(st.none() | MOMENTS),
            sample=draw(st.booleans()),
        )
    template = parse_template(lines) if lines else None
    weights = (
        st.lists(st.floats(0.01, 100), min_size=template.rows, max_size=template.rows) if template else st.just([])
    )
    is_landscape = draw(st.booleans())
    return Page(
        title=draw(st.text(max_size=20)),
        seconds=draw(st.floats(0.001, 86_400)),
        landscape=lines if is_landscape else [],
        portrait=[] if is_landscape else lines,
        landscape_rows=draw(weights | st.just([])) if is_landscape else [],
        widgets=widgets,
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return Document(
        format=1,
        screen=draw(st.sampled_from(["lobby", "dev-left", "A1_b"])),
        title=draw(st.text(max_size=20)),
        theme=draw(st.sampled_from(sorted(THEMES))),
        rotate=draw(st.sampled_from([0, 90, 180, 270])),
        locale=draw(st.sampled_from(["en-GB", "de", "zh-Hant-TW", "es-419"])),
        timezone=draw(st.sampled_from(["UTC", "Europe/London"])),
        on=draw(st.sampled_from(["", "Mon-Fri 08:00-19:00"])),
        mirror=draw(st.none() | st.builds(Mirror, st.just("wall"), MOMENTS)),
        pages=draw(st.lists(pages(), min_size=1, max_size=3)),
    )


def test_document_of_the_design_is_read() -> None:
    document = decode(json.dumps(EXAMPLE).encode())

    assert document.screen == "dev-left"
    assert document.mirror == Mirror("dev-wall", 1795291683.5)
    assert document.pages[0].widgets["conns"] == Number(title="Open connections", value=1284)


def test_smallest_document_has_a_default_for_the_rest() -> None:
    document = decode(b'{"format":1,"screen":"lobby","pages":[{"widgets":{"hello":{"type":"text"}}}]}')

    assert document == Document(format=1, screen="lobby", pages=[Page(widgets={"hello": Words()})])
    assert (document.theme, document.timezone, document.pages[0].seconds) == ("dark", "UTC", 20)


@slow_law
@given(documents())
def test_what_is_encoded_is_decoded_again(document: Document) -> None:
    assert decode(encode(document)) == document


@slow_law
@given(documents())
def test_encoding_leaves_out_what_is_as_ever(document: Document) -> None:
    data = json.loads(encode(document))

    assert "transition" not in data
    assert all("portrait_rows" not in page for page in data["pages"])
    assert encode(decode(encode(document))) == encode(document)


@slow_law
@given(documents())
def test_every_widget_has_a_cell_in_both_orientations(document: Document) -> None:
    for page in document.pages:
        for is_landscape in (True, False):
            assert set(template_of(page, is_landscape).areas) == set(page.widgets)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 13, 25, MAX_WIDGETS])
def test_page_without_templates_shows_all_its_widgets_in_order(count: int) -> None:
    page = Page(widgets={f"w{number}": Words() for number in range(count)})

    for is_landscape in (True, False):
        template = template_of(page, is_landscape)
        assert list(template.areas) == list(page.widgets)
        assert max(template.rows, template.columns) <= MAX_TRACKS


def test_crowded_page_can_be_turned() -> None:
    rows = [" ".join(f"w{row * 6 + column}" for column in range(6)) for row in range(10)]
    page = Page(landscape=rows, widgets={f"w{number}": Words() for number in range(60)})

    assert list(template_of(page, False).areas) == list(page.widgets)


# --- what is refused


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        (changed("format", to=2), ("$.format", "Invalid enum value 2", "known: 1")),
        (changed("screen", to="Dev left"), ("$.screen", "Expected `str` matching regex", "for example `dev-left`")),
        (changed("scren", to="x"), ("$.scren", "unknown field `scren`", "did you mean `screen`?")),
        (changed("theme", to="drak"), ("$.theme", "unknown theme `drak`", "did you mean `dark`?")),
        (changed("rotate", to=45), ("$.rotate", "Invalid enum value 45", "known: 0, 90, 180, 270")),
        (changed("locale", to="english!"), ("$.locale", "Expected `str` matching regex", "for example `en-GB`")),
        (changed("timezone", to="Europe/Londn"), ("$.timezone", "unknown time zone", "did you mean `Europe/London`?")),
        (changed("timezone", to="../../etc/passwd"), ("$.timezone", "unknown time zone", "for example")),
        (changed("timezone", to=""), ("$.timezone", "the time zone is empty", "for example `Europe/London`")),
        (
            changed("on", to="9 to 5"),
            ("$.on", "`9 to 5` is not a time of opening", "for example `Mon-Fri 08:00-19:00`"),
        ),
        (changed("mirror", "effective_at", to=-1), ("$.mirror.effective_at", "Expected `float` >= 0.0", "")),
        (changed("pages", to=[]), ("$.pages", "Expected `array` of length >= 1", "")),
        (changed("pages", 0, "seconds", to=0), ("$.pages[0].seconds", "Expected `float` > 0.0", "for example `20`")),
        (changed("pages", 0, "widgets", to={}), ("$.pages[0].widgets", "Expected `object` of length >= 1", "")),
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
            ("$.pages[0].widgets.conns.value", "Expected `float | null`, got `str`", ""),
        ),
        (
            changed("pages", 0, "widgets", "uptime", "unit", to="percentuint"),
            ("$.pages[0].widgets.uptime.unit", "unknown unit `percentuint`", "did you mean `percentunit`?"),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "clock", "timezone": "Mars"}),
            ("$.pages[0].widgets.conns", "unknown time zone `Mars`", ""),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "table", "columns": [{}, {"unit": "xyz"}]}),
            ("$.pages[0].widgets.conns.columns[1].unit", "unknown unit `xyz`", "for example `percentunit`"),
        ),
        (
            changed("pages", 0, "widgets", "conns", to={"type": "bullet", "items": [{}, {"unit": "xyz"}]}),
            ("$.pages[0].widgets.conns.items[1].unit", "unknown unit `xyz`", "for example `percentunit`"),
        ),
        (
            changed("pages", 0, "widgets", "load", "right_unit", to="percentuint"),
            ("$.pages[0].widgets.load", "unknown unit `percentuint`", "did you mean `percentunit`?"),
        ),
        (
            changed("pages", 0, "widgets", "load", "series", 0, "points", 1, to=[1795290060]),
            ("$.pages[0].widgets.load.series[0].points[1]", "Expected `array` of length 2, got 1", ""),
        ),
        (
            changed("pages", 0, "widgets", "conns", "value", to=1e19),
            ("$.pages[0].widgets.conns.value", "Expected `float` <= 1e+18", ""),
        ),
        (
            changed("pages", 0, "widgets", "conns", "title", to="x" * 201),
            ("$.pages[0].widgets.conns.title", "Expected `str` of length <= 200", ""),
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
        (GOOD.replace(b"dev-left", b"dev-\xff"), "not JSON: 'utf-8' codec can't decode"),
        (GOOD.decode().encode("utf-16"), "not JSON: "),
        (GOOD.replace(b"1284", b"NaN"), "not JSON: "),
        (GOOD.replace(b"1284", b"-Infinity"), "not JSON: "),
        (GOOD.replace(b'"format": 1', b'"format": 2')[:-1], "not JSON: "),
        (GOOD.replace(b'"format": 1', b'"format": 2').replace(b"1284", b"NaN"), "not JSON: "),
        (GOOD + b" ", ""),
        (GOOD + b" {}", "not JSON: "),
        (GOOD + b" " * MAX_DOCUMENT_BYTES, "4,001,013 bytes, more than 4,000,000"),
        (b"[" * 200_000, "nested 200000 levels deep, more than 30"),
        (b'{"a":' * 200_000, "nested 200000 levels deep, more than 30"),
        (changed("title", to=json.loads("[" * 29 + "]" * 29)), "Expected `str`, got `array`"),
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
    assert hint or found.startswith("Expected")


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
        f"Expected `array` of length <= {MAX_PAGES}",
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
    ],
    ids=["escaped quotes", "quotes", "backslashes", "brackets", "both"],
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


def test_settings_at_their_defaults_are_left_out_wherever_they_came_from() -> None:
    # As read from a file: equal to the defaults, and not the same objects.
    settings = json.loads('{"locale": "en-GB", "diagonal_in": 50.0, "viewing_m": 4.0, "logo_aspect": 1.0}')
    page = Page(widgets={"count": Number(value=1.0)})

    assert set(json.loads(encode(Document(format=1, screen="lobby", pages=[page], **settings)))) == {
        "format",
        "screen",
        "pages",
    }
    assert json.loads(encode(Document(format=1, screen="lobby", diagonal_in=55.0, pages=[page])))["diagonal_in"] == 55
