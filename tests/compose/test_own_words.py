"""Every word that the product itself puts on the glass comes from a catalogue."""

from __future__ import annotations

import functools
import logging
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from displayd.compose.claim_page import ClaimFacts, claim_scene
from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.compose.tile_cell import TileContent, tile_cell
from displayd.document.model import decode
from displayd.document.schedule import showing_at
from displayd.protocol.fingerprint import short_code
from displayd.scene.geometry import Rect
from displayd.scene.operations import Cell
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.text.language import PSEUDO_LOCALE
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget
from displayd.tools.gallery import NOW, SIZES, examples
from tests.support.fakes_fonts import FixedFonts
from tests.support.own_words import words_from_nowhere

EVERY = {f"{tag} {name}": widget for tag, name, widget in examples()}

# How a tile is that has no answer, is old, too old, made up or empty.
STATES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "made up": {"sample": True},
    "ageing": {"as_of": NOW - 700, "expire_after": 1000},
    "old": {"as_of": NOW - 90_000, "expire_after": 100_000},
    "too old": {"as_of": NOW - 90_000, "expire_after": 60},
    "without an answer": {"error": "database: is away"},
    "old and without an answer": {"as_of": NOW - 900, "error": "database: is away"},
    "of a new definition": {"changed_at": NOW - 60},
}


def drawn(widget: Widget, size: tuple[int, int], has_time: bool = True) -> Cell:
    formatter = Formatter(PSEUDO_LOCALE, "Europe/London")
    frame = Frame(Rect(0, 0, *size), 1.0, THEMES["dark"], FixedFonts(), formatter, NOW)
    return tile_cell(TileContent("tile", widget, frame.area, widget.sample), replace(frame, has_time=has_time))


def plain(widget: Widget) -> Any:
    return msgspec.to_builtins(widget)


@pytest.mark.parametrize("name", EVERY)
def test_own_words_of_an_example_come_from_a_catalogue(name: str) -> None:
    widget = EVERY[name]

    found = {size: words_from_nowhere([drawn(widget, size)], [plain(widget), "tile"]) for size in SIZES}
    found[612, 1] = words_from_nowhere([drawn(widget, SIZES[0], has_time=False)], [plain(widget), "tile"])

    assert not {size: words for size, words in found.items() if words}


@functools.cache
def typical() -> dict[str, Widget]:
    return {tag: widget for tag, _, widget in reversed(list(examples()))}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("tag", typical())
def test_own_words_of_a_tile_in_any_state_come_from_a_catalogue(tag: str, state: str) -> None:
    widget = msgspec.structs.replace(typical()[tag], **STATES[state])

    found = {size: words_from_nowhere([drawn(widget, size)], [plain(widget), "tile"]) for size in SIZES}

    assert not {size: words for size, words in found.items() if words}


def test_tile_that_cannot_be_drawn_says_so_in_words_of_a_catalogue(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)

    class Broken(type(EVERY["number typical"])):  # type: ignore[misc]
        """Raises whenever it is drawn."""

        def draw(self, frame: Frame) -> list[Any]:
            raise ZeroDivisionError(frame)

    cell = drawn(Broken(title="Load", value=1.0), SIZES[0])

    assert not words_from_nowhere([cell], ["Load"])
    assert cell.fault == "cannot be drawn: ZeroDivisionError"


def test_own_words_of_a_page_come_from_a_catalogue() -> None:
    document: dict[str, Any] = {
        "format": 1,
        "screen": "lobby",
        "title": "Numbers of the office",
        "locale": PSEUDO_LOCALE,
        "pages": [
            {"title": "Today", "widgets": {"one": {"type": "number", "title": "Load", "value": 1, "sample": True}}},
            {"title": "Later", "widgets": {"two": {"type": "number", "title": "Load", "value": 2}}},
        ],
    }
    decoded = decode(msgspec.json.encode(document))
    for size in ((1920, 1080), (1080, 1920), (640, 360)):
        scene = compose(PageContext(decoded, size, FixedFonts()), showing_at(decoded, NOW), NOW)

        assert not words_from_nowhere(scene.cells, document)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (480, 320)])
def test_own_words_of_the_claim_page_come_from_a_catalogue(size: tuple[int, int]) -> None:
    facts = ClaimFacts(
        "K7QF-2MXD-9TBA-W3EN",
        "https://hub.example.org",
        "kiosk-7",
        "",
        "Heading",
        "Advice.",
        hub_says="no such screen",
        name="lobby",
        machine=(("Version", "1.0"), ("Clock", "12:00 · from NTP")),
        warning="Warning",
        network="Network",
        locale=PSEUDO_LOCALE,
    )
    for one in (facts, facts._replace(wall_page="https://hub.example.org/#claim"), facts._replace(machine=())):
        scene = claim_scene(one, size, FixedFonts())

        assert not words_from_nowhere(
            scene.cells, [*facts[:6], "no such screen lobby Warning Network displayd", short_code(facts.fingerprint)]
        )
