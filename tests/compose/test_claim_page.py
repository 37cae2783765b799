"""The page before the first dashboard: everything on it, large, inside the page."""

from __future__ import annotations

import pytest

from displayd.compose.claim_page import ClaimFacts, claim_scene
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Text

FACTS = ClaimFacts(
    "K7QF-2MXD-6TBA-W3EN",
    "https://dashboards.a-company-with-a-long-name.example.org:8443/displayd",
    "displayd-3f2a",
    "192.0.2.17",
    "Not claimed yet",
    "This screen is not claimed yet. Give the code on it to whoever looks after the screens; it goes on by itself.",
)


@pytest.fixture(scope="module")
def fonts() -> PangoFonts:
    return PangoFonts()


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 720), (3840, 2160), (800, 600)])
def test_all_facts_are_inside_the_page(fonts: PangoFonts, size: tuple[int, int]) -> None:
    scene = claim_scene(FACTS, size, fonts)
    texts = [op for op in scene.cells[0].ops if isinstance(op, Text)]
    said = " ".join(op.text for op in texts)

    for fact in (FACTS.hub, FACTS.host, FACTS.address, FACTS.heading):
        assert fact in said
    assert FACTS.fingerprint in said.replace("- ", "-") or all(part in said for part in FACTS.fingerprint.split("-"))
    for op in texts:
        width = fonts.width(op.text, op.size, op.weight)
        right = op.x + (min(width, op.max_width) if op.max_width else width)
        assert op.x >= 0
        assert right <= size[0] + 1
        assert op.size * 0.7 <= op.y <= size[1]


def test_fingerprint_is_the_largest_text(fonts: PangoFonts) -> None:
    texts = [op for op in claim_scene(FACTS, (1920, 1080), fonts).cells[0].ops if isinstance(op, Text)]
    largest = max(texts, key=lambda op: op.size)

    assert largest.text == FACTS.fingerprint


def test_words_of_the_hub_are_on_the_page(fonts: PangoFonts) -> None:
    says = "not claimed: in screens.yaml, give one screen the line `device: K7QF-2MXD-6TBA-W3EN`"
    scene = claim_scene(FACTS._replace(hub_says=says), (1920, 1080), fonts)

    assert says in [op.text for op in scene.cells[0].ops if isinstance(op, Text)]


def test_no_network_is_said_in_words(fonts: PangoFonts) -> None:
    scene = claim_scene(FACTS._replace(address=""), (1920, 1080), fonts)

    assert any("no network" in op.text for op in scene.cells[0].ops if isinstance(op, Text))
