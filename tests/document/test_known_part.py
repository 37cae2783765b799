"""Documents of a newer hub: what is known is kept as it is, and what is not is named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.document.known_part import decode_known
from displayd.document.model import decode, encode
from displayd.errors import DocumentError
from displayd.widgets import WIDGETS
from tests.document.example import EXAMPLE
from tests.support.laws import ANY_JSON, JSON_NAMES, slow_law

UPDATE = "This screen is older than its hub: update it to see this tile."


def known(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What is kept, as JSON, and the places of what is left out."""
    found = decode_known(json.dumps(document).encode())
    return json.loads(encode(found.document)), [mistake.where for mistake in found.left_out]


def newer(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    document = copy.deepcopy(EXAMPLE)
    change(document)
    return document


def tiles(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["pages"][0]["widgets"]
    return found


KNOWN_TILES = tiles(json.loads(encode(decode(json.dumps(EXAMPLE).encode()))))


def test_a_document_without_anything_new_is_taken_as_it_is() -> None:
    found = decode_known(json.dumps(EXAMPLE).encode())

    assert found.document == decode(json.dumps(EXAMPLE).encode())
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Olympus_Mons"),
        ("theme", "aurora"),
        ("transition", "dissolve"),
        ("locale", "x"),
        ("brightness", 0.7),
        ("palette", {"background": "#000"}),
    ],
)
def test_a_setting_that_nobody_knows_is_left_at_its_default(field: str, value: object) -> None:
    document, left_out = known(newer(lambda it: it.update({field: value})))

    assert field not in document
    assert {place.split(".")[1] for place in left_out} == {field}
    assert tiles(document) == KNOWN_TILES


def test_by_hours_in_a_zone_that_nobody_knows_the_screen_is_not_dark() -> None:
    document, _ = known(newer(lambda it: it.update(timezone="Mars/Olympus_Mons", on="Mon-Fri 08:00-19:00")))

    assert "on" not in document


def test_a_mirror_stays_one_whatever_else_is_said_of_its_group() -> None:
    document, left_out = known(newer(lambda it: it["mirror"].update(lead="auto")))

    assert document["mirror"] == EXAMPLE["mirror"]
    assert left_out == ["$.mirror.lead"]


def test_a_widget_that_nobody_knows_says_so_under_its_title() -> None:
    new = {"type": "sankey", "title": "Flow", "flows": [1, 2]}
    document, left_out = known(newer(lambda it: tiles(it).update(load=new)))

    assert tiles(document)["load"] == {"type": "text", "title": "Flow", "text": UPDATE}
    assert tiles(document)["conns"] == KNOWN_TILES["conns"]
    assert left_out == ["$.pages[0].widgets.load.type"]


def test_a_field_that_nobody_knows_leaves_the_tile_its_figures() -> None:
    document, left_out = known(newer(lambda it: tiles(it)["conns"].update(glow=True)))

    assert tiles(document)["conns"] == KNOWN_TILES["conns"]
    assert left_out == ["$.pages[0].widgets.conns.glow"]


def test_a_unit_that_nobody_knows_stands_behind_the_bare_figure() -> None:
    document, left_out = known(newer(lambda it: tiles(it)["conns"].update(unit="parsecs")))

    assert tiles(document)["conns"] == {**KNOWN_TILES["conns"], "unit": "suffix: parsecs"}
    assert left_out == ["$.pages[0].widgets.conns.unit"]


@pytest.mark.parametrize(
    "change",
    [
        {"value": [1, 2]},
        {"value": "12"},
        {"direction": "sideways"},
        {"as_of": "2026-11-28"},
        {"history": "1,2,3"},
        {"amber": {"low": 1, "high": 2}},
    ],
)
def test_a_figure_that_cannot_be_read_is_not_guessed(change: dict[str, Any]) -> None:
    document, left_out = known(newer(lambda it: tiles(it)["conns"].update(change)))

    assert tiles(document)["conns"] == {"type": "text", "title": "Open connections", "text": UPDATE}
    assert len(left_out) == 1


def test_a_clock_does_not_show_another_zone_than_its_title_says() -> None:
    clock = {"type": "clock", "title": "Olympus", "timezone": "Mars/Olympus_Mons"}
    document, _ = known(newer(lambda it: tiles(it).update(conns=clock)))

    assert tiles(document)["conns"] == {"type": "text", "title": "Olympus", "text": UPDATE}


def test_a_new_field_of_a_part_is_left_out_of_that_part_alone() -> None:
    document, left_out = known(newer(lambda it: tiles(it)["load"]["series"][0].update(stack="a")))

    assert tiles(document)["load"] == KNOWN_TILES["load"]
    assert left_out == ["$.pages[0].widgets.load.series[0].stack"]


def test_a_row_that_cannot_be_read_is_not_dropped_in_silence() -> None:
    document, _ = known(newer(lambda it: tiles(it)["load"]["series"].append({"name": "db", "points": "all"})))

    assert tiles(document)["load"]["text"] == UPDATE


@pytest.mark.parametrize("change", [{"layers": []}, {"landscape": ["a/b"]}, {"seconds": "auto"}])
def test_a_page_is_laid_out_without_what_nobody_knows(change: dict[str, Any]) -> None:
    document, left_out = known(newer(lambda it: it["pages"][0].update(change)))

    assert tiles(document).keys() == tiles(EXAMPLE).keys()
    assert left_out[0].startswith(f"$.pages[0].{next(iter(change))}")


@pytest.mark.parametrize("page", [7, {"video": "a.mp4"}, {"widgets": {}}, {"widgets": {"ä b": {"type": "clock"}}}])
def test_a_page_of_which_nothing_is_known_says_so_and_the_others_stay(page: object) -> None:
    document, left_out = known(newer(lambda it: it["pages"].append(page)))

    assert document["pages"][1]["widgets"] == {"page": {"type": "text", "text": UPDATE.replace("tile", "page")}}
    assert document["pages"][0]["widgets"].keys() == tiles(EXAMPLE).keys()
    assert left_out


@pytest.mark.parametrize(
    "change", [{"format": 2}, {"screen": 7}, {"pages": []}, {"pages": "none"}, {"screen": "not a name"}]
)
def test_what_is_no_document_of_this_format_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        known(newer(lambda it: it.update(change)))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"format": 1}'])
def test_what_is_no_document_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        decode_known(data)


@slow_law
@given(st.data())
def test_whatever_is_new_in_one_tile_the_others_are_as_they_were(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(WIDGETS))
    name, example = data.draw(st.sampled_from(sorted(kind.examples().items())))
    tile = {"type": kind.__struct_config__.tag, **copy.deepcopy(dict(example))}
    tile |= data.draw(st.dictionaries(JSON_NAMES | st.sampled_from(sorted(tile)), ANY_JSON, min_size=1))
    document = newer(lambda it: tiles(it).update(conns=tile))

    found = decode_known(json.dumps(document).encode())

    before = decode(json.dumps(EXAMPLE).encode())
    for other in ("uptime", "errors", "load"):
        assert found.document.pages[0].widgets[other] == before.pages[0].widgets[other], name
    assert all(".widgets.conns" in mistake.where for mistake in found.left_out)
