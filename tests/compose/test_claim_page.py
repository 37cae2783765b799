"""The page before the first dashboard: everything on it, large, inside the page."""

from __future__ import annotations

import io
import typing

import pytest
import zxingcpp
from PIL import Image

from displayd.compose.claim_page import ClaimFacts, claim_scene
from displayd.device.trouble import Trouble, message_for
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.protocol.fingerprint import short_code
from displayd.scene.operations import Polygon, Text
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES, font_px
from displayd.text.language import language_names
from tests.compose.claim import MACHINE, waiting_in

FACTS = ClaimFacts(
    "K7QF-2MXD-6TBA-W3EN",
    "https://dashboards.a-company-with-a-long-name.example.org:8443/displayd",
    "displayd-3f2a",
    "192.0.2.17",
    "Not claimed yet",
    "This screen is not claimed yet. Scan the square, or open the hub's wall page: it has the line to paste.",
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
        _, left, top, right, bottom = _box(op, fonts)
        assert 0 <= left <= right <= size[0] + 1
        assert 0 <= top <= bottom <= size[1]


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 720), (800, 600)])
def test_warning_is_inside_the_page_and_over_nothing_else(fonts: PangoFonts, size: tuple[int, int]) -> None:
    warning = (
        "After a restart the code is another one: /var/lib/displayd/secret: No space left on device "
        "(the disk is full: make room, or give displayd a larger data partition)"
    )
    texts = [
        op for op in claim_scene(FACTS._replace(warning=warning), size, fonts).cells[0].ops if isinstance(op, Text)
    ]
    lines = [op for op in texts if op.text in warning and op.weight == "medium"]
    code = max(texts, key=lambda op: op.size)

    # A path may be broken at a slash.
    assert "".join(op.text for op in lines).replace(" ", "") == warning.replace(" ", "")
    assert all(op.y < code.y - code.size * 0.7 for op in lines)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 720), (480, 320)])
def test_fingerprint_is_the_largest_text(fonts: PangoFonts, size: tuple[int, int]) -> None:
    texts = [op for op in claim_scene(WAITING, size, fonts).cells[0].ops if isinstance(op, Text)]
    largest = max(op.size for op in texts)

    assert FACTS.fingerprint == "-".join(op.text for op in texts if op.size == largest)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (800, 600)])
def test_words_of_the_hub_are_on_the_page_in_as_many_lines_as_they_need(
    fonts: PangoFonts, size: tuple[int, int]
) -> None:
    says = "not claimed: in screens.yaml, give one screen the line `device: K7QF-2MXD-6TBA-W3EN`"
    texts = [op for op in claim_scene(FACTS._replace(hub_says=says), size, fonts).cells[0].ops if isinstance(op, Text)]
    said = "".join(op.text for op in texts).replace(" ", "")

    assert f"The hub says: {says}".replace(" ", "") in said


SIZES = [(1920, 1080), (1080, 1920), (1280, 720), (800, 600), (480, 320)]

UNCLAIMED = message_for("not-claimed", FACTS.hub)

WAITING = FACTS._replace(
    heading=UNCLAIMED.heading,
    advice=UNCLAIMED.advice,
    hub_says=f"not claimed: in screens.yaml, give one screen the line `device: {FACTS.fingerprint}`",
    machine=MACHINE,
    network="The network works, and the hub answers.",
    wall_page=f"{FACTS.hub}/#claim-{FACTS.fingerprint}",
)


@pytest.mark.parametrize("size", SIZES)
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
        network="The network works; there is no hub to talk to.",
        wall_page=f"{FACTS.hub}/#claim-{FACTS.fingerprint}" if trouble == "not-claimed" else "",
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


@pytest.mark.parametrize("size", SIZES)
def test_what_to_do_is_said_whole_and_can_be_read_from_the_seats(fonts: PangoFonts, size: tuple[int, int]) -> None:
    texts = [op for op in claim_scene(WAITING, size, fonts).cells[0].ops if isinstance(op, Text)]
    floor = font_px(MINIMUM_ARC_MINUTES, size, diagonal_in=50, viewing_m=5)
    near = font_px(MINIMUM_ARC_MINUTES, size, diagonal_in=50, viewing_m=3)
    large = "".join(op.text for op in texts if op.size >= floor).replace(" ", "")

    assert WAITING.advice.replace(" ", "") in large
    assert short_code(FACTS.fingerprint) in large
    # But for what is asked for on the phone, which is smaller where a long value would be cut.
    told = [op for op in texts if op.text not in {FACTS.hub, *(value for _, value in MACHINE)}]
    assert not [op.text for op in told if op.max_width and fonts.width(op.text, op.size, op.weight) > op.max_width + 1]
    assert not [(op.text, op.size) for op in told if op.size < near * 0.98]


@pytest.mark.parametrize("size", SIZES)
def test_phone_opens_the_wall_page_at_this_screen(fonts: PangoFonts, size: tuple[int, int]) -> None:
    canvas = Canvas(MemoryPixels(*size), Painter(fonts))
    canvas.draw(claim_scene(WAITING, size, fonts), 0)
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(canvas.snapshot())))

    assert [one.text for one in found] == [WAITING.wall_page]


@pytest.mark.parametrize("locale", ["ar", "he-IL"])
@pytest.mark.parametrize("size", SIZES)
def test_readers_from_the_right_have_the_page_mirrored_and_a_code_that_phones_read(
    fonts: PangoFonts, size: tuple[int, int], locale: str
) -> None:
    facts = waiting_in(locale)
    scene = claim_scene(facts, size, fonts)
    canvas = Canvas(MemoryPixels(*size), Painter(fonts))
    canvas.draw(scene, 0)
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(canvas.snapshot())))
    said = {op.text: op for op in scene.cells[0].ops if isinstance(op, Text)}
    (arrow,) = (op for op in scene.cells[0].ops if isinstance(op, Polygon))

    assert [one.text for one in found] == [facts.wall_page]
    assert (said["displayd"].align, said[facts.heading].align) == ("right", "right")
    assert said["displayd"].x > size[0] / 2 > max(x for x, _ in arrow.points)
    # What is read aloud to a colleague stays as it is written.
    code = max(said.values(), key=lambda op: op.size)
    assert code.text in facts.fingerprint
    assert code.align == "right"


@pytest.mark.parametrize("locale", language_names())
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_what_to_do_is_said_whole_in_every_language(fonts: PangoFonts, size: tuple[int, int], locale: str) -> None:
    facts = waiting_in(locale)
    texts = [op for op in claim_scene(facts, size, fonts).cells[0].ops if isinstance(op, Text)]
    said = "".join(op.text for op in texts)
    floor = font_px(MINIMUM_ARC_MINUTES, size, diagonal_in=50, viewing_m=5)
    large = _letters("".join(op.text for op in texts if op.size >= floor * 0.98))

    assert _letters(facts.advice) in large
    for part in (facts.heading, facts.network):
        assert _letters(part) in _letters(said)
    assert not [op.text for op in texts if op.text in facts.heading and fonts.width(op.text, op.size, op.weight) > 1920]


def _letters(text: str) -> str:
    """`text` without what lines and directions add to it."""
    return "".join(letter for letter in text if letter.isalnum())


def test_arrow_points_to_the_upper_edge(fonts: PangoFonts) -> None:
    (arrow,) = (op for op in claim_scene(FACTS, (1920, 1080), fonts).cells[0].ops if isinstance(op, Polygon))
    highest = min(y for _, y in arrow.points)

    assert len([point for point in arrow.points if point[1] == highest]) == 1
    assert max(y for _, y in arrow.points) < 1080 / 6


def _box(op: Text, fonts: PangoFonts) -> tuple[str, float, float, float, float]:
    """What `op` says, and its left, top, right and lower edge as far as there is ink, px."""
    width = fonts.width(op.text, op.size, op.weight)
    width = min(width, op.max_width) if op.max_width else width
    left = op.x - width if op.align == "right" else op.x
    return op.text, left, op.y - 0.72 * op.size, left + width, op.y + 0.22 * op.size


def test_no_network_is_said_in_words(fonts: PangoFonts) -> None:
    scene = claim_scene(FACTS._replace(address=""), (1920, 1080), fonts)

    assert any("no network" in op.text for op in scene.cells[0].ops if isinstance(op, Text))
