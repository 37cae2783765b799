"""Screen documents: what comes in from outside, and what goes out."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.document.model import MAX_WIDGETS, Document, Mirror, Page, decode, encode, template_of
from displayd.scene.geometry import MAX_TRACKS, parse_template
from displayd.scene.theme import THEMES
from displayd.widgets import WIDGETS, AnyWidget
from displayd.widgets.number.widget import Number
from displayd.widgets.text.widget import Words
from tests.document.example import EXAMPLE
from tests.support.laws import slow_law, templates

EXAMPLES = [
    msgspec.convert({"type": kind.__struct_config__.tag, **fields}, AnyWidget)
    for kind in WIDGETS
    for fields in kind.examples().values()
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


def test_settings_at_their_defaults_are_left_out_wherever_they_came_from() -> None:
    # As read from a file: equal to the defaults, and not the same objects.
    settings = json.loads('{"locale": "en-GB", "diagonal_in": 50.0, "viewing_m": 5.0, "logo_aspect": 1.0}')
    page = Page(widgets={"count": Number(value=1.0)})

    assert set(json.loads(encode(Document(format=1, screen="lobby", pages=[page], **settings)))) == {
        "format",
        "screen",
        "pages",
    }
    assert json.loads(encode(Document(format=1, screen="lobby", diagonal_in=55.0, pages=[page])))["diagonal_in"] == 55
