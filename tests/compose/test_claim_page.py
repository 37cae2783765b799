"""The page before the first dashboard: everything on it, large, inside the page."""

from __future__ import annotations

import typing

import pytest

from displayd.compose.claim_page import ClaimFacts, claim_scene
from displayd.device.trouble import Trouble, message_for
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


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 720), (800, 600)])
def test_warning_is_inside_the_page_and_over_nothing_else(fonts: PangoFonts, size: tuple[int, int]) -> None:
    warning = (
        "After a restart the code is another one: /var/lib/displayd/secret: No space left on device "
        "(the disk is full: make room, or give displayd a larger data partition)"
    )
    texts = [
        op for op in claim_scene(FACTS._replace(warning=warning), size, fonts).cells[0].ops if isinstance(op, Text)
    ]
    unit = min(size) / 1080
    lines = [op for op in texts if op.size == 36 * unit and op.weight == "medium" and op.text in warning]
    code = max(texts, key=lambda op: op.size)

    # A path may be broken at a slash.
    assert "".join(op.text for op in lines).replace(" ", "") == warning.replace(" ", "")
    assert all(op.y < code.y - code.size * 0.7 for op in lines)


def test_fingerprint_is_the_largest_text(fonts: PangoFonts) -> None:
    texts = [op for op in claim_scene(FACTS, (1920, 1080), fonts).cells[0].ops if isinstance(op, Text)]
    largest = max(texts, key=lambda op: op.size)

    assert largest.text == FACTS.fingerprint


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (800, 600)])
def test_words_of_the_hub_are_on_the_page_in_as_many_lines_as_they_need(
    fonts: PangoFonts, size: tuple[int, int]
) -> None:
    says = "not claimed: in screens.yaml, give one screen the line `device: K7QF-2MXD-6TBA-W3EN`"
    texts = [op for op in claim_scene(FACTS._replace(hub_says=says), size, fonts).cells[0].ops if isinstance(op, Text)]
    lines = [op for op in texts if op.text in says and op.size < 60 * min(size) / 1080]
    said = "".join(op.text for op in lines)

    assert said.replace(" ", "") == says.replace(" ", "")


MACHINE = (
    ("Network", "2001:db8:1234:5678:9abc:def0:1234:5678 · enxdca632010203 · dc:a6:32:01:02:03"),
    ("Wi-Fi", "A Wi-Fi with a name of 32 letters · -61 dBm"),
    ("Clock", "21 Nov 2026, 20:08 UTC · from the web server"),
    ("Version", "0.3.0"),
)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 720), (800, 600)])
@pytest.mark.parametrize("trouble", [*typing.get_args(Trouble)])
def test_whatever_is_wrong_nothing_on_the_page_overlaps(
    fonts: PangoFonts, size: tuple[int, int], trouble: Trouble
) -> None:
    message = message_for(trouble, f"{FACTS.hub}/v1/screen", "7 others are in reach", wifi="A Wi-Fi of 32 letters " * 2)
    says = "not claimed: in screens.yaml, give one screen the line `device: K7QF-2MXD-6TBA-W3EN`"
    facts = FACTS._replace(
        heading=message.heading,
        advice=f"{message.sentence} {message.advice}",
        hub_says=says if trouble == "not-claimed" else "",
        name="the-longest-name-that-a-screen-may-have-of-so-many-letters",
        machine=MACHINE,
    )
    texts = [op for op in claim_scene(facts, size, fonts).cells[0].ops if isinstance(op, Text)]

    boxes = [_box(op, fonts) for op in texts]
    assert not [
        (one[0], other[0])
        for number, one in enumerate(boxes)
        for other in boxes[:number]
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]
    assert all(
        left >= 0 and right <= size[0] and top >= 0 and bottom <= size[1] for _, left, top, right, bottom in boxes
    )


def _box(op: Text, fonts: PangoFonts) -> tuple[str, float, float, float, float]:
    """What `op` says, and its left, top, right and lower edge as far as there is ink, px."""
    width = fonts.width(op.text, op.size, op.weight)
    width = min(width, op.max_width) if op.max_width else width
    left = op.x - width if op.align == "right" else op.x
    return op.text, left, op.y - 0.72 * op.size, left + width, op.y + 0.22 * op.size


def test_no_network_is_said_in_words(fonts: PangoFonts) -> None:
    scene = claim_scene(FACTS._replace(address=""), (1920, 1080), fonts)

    assert any("no network" in op.text for op in scene.cells[0].ops if isinstance(op, Text))
