"""Transitions: smooth on the way, and at the end the very pixels of the new page."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from displayd.paint.pixels import MemoryPixels
from displayd.paint.transition import Fade, Kind, Slide, transition_of
from displayd.scene.geometry import Rect, upright_size

KINDS: tuple[Kind, ...] = ("fade", "slide", "cut")
SIZE = (150, 110)


def noise(seed: int, size: tuple[int, int] = SIZE) -> MemoryPixels:
    pixels = MemoryPixels(*size)
    pixels.data[:] = random.Random(seed).randbytes(len(pixels.data))
    # The fourth byte of a pixel is nobody's; cairo fills it so.
    pixels.data[3::4] = b"\xff" * (len(pixels.data) // 4)
    return pixels


def plain(color: tuple[int, int, int], size: tuple[int, int] = SIZE) -> MemoryPixels:
    pixels = MemoryPixels(*size)
    pixels.data[:] = bytes((*reversed(color), 255)) * (size[0] * size[1])
    return pixels


def colors(pixels: MemoryPixels) -> bytes:
    """Blue, green and red of every pixel."""
    return bytes(itertools.chain.from_iterable(zip(*(pixels.data[part::4] for part in range(3)), strict=True)))


def pixel(pixels: MemoryPixels, x: int, y: int) -> tuple[int, int, int]:
    place = y * pixels.stride + 4 * x
    blue, green, red = pixels.data[place : place + 3]
    return red, green, blue


def covers(rects: list[Rect], x: int, y: int) -> bool:
    return any(rect.x <= x < rect.right and rect.y <= y < rect.bottom for rect in rects)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(shares=st.lists(st.floats(0, 1), max_size=8), rests=st.booleans())
def test_at_the_end_the_front_has_the_very_pixels_of_the_back(
    kind: Kind, rotate: int, shares: list[float], rests: bool
) -> None:
    size = upright_size(*SIZE, rotate)
    front, back = noise(1, size), noise(2, size)
    transition = transition_of(kind, front, back, rotate)
    for share in [*sorted(shares), 1.0]:
        transition.advance(share)
        if rests:
            transition.rest()

    assert colors(front) == colors(back)


@pytest.mark.parametrize("kind", KINDS)
def test_back_is_not_touched(kind: Kind) -> None:
    front, back = noise(1), noise(2)
    before = bytes(back.data)
    transition = transition_of(kind, front, back, 0)
    for share in (0.3, 0.6, 1.0):
        transition.advance(share)
        transition.rest()

    assert back.data == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_changed_is_told(kind: Kind) -> None:
    front, back = noise(1), noise(1)
    back.data[:] = front.data
    for x, y in ((3, 4), (149, 109), (60, 70)):
        place = y * back.stride + 4 * x
        back.data[place : place + 3] = bytes(255 - part for part in back.data[place : place + 3])
    transition = transition_of(kind, front, back, 0)
    for share in (0.2, 0.5, 1.0):
        before = bytes(front.data)
        rects = transition.advance(share)
        transition.rest()
        changed = [
            place // 4
            for place in range(0, len(before), 4)
            if before[place : place + 3] != front.data[place : place + 3]
        ]

        assert all(covers(rects, number % SIZE[0], number // SIZE[0]) for number in changed)


@pytest.mark.parametrize("frames", [7, 14, 21])
def test_fade_follows_its_curve(frames: int) -> None:
    """To within four levels, in each half of the panel at every second frame."""
    front, back = plain((10, 200, 90)), plain((250, 20, 91))
    fade = Fade(front, back)
    for number in range(1, frames):
        share = number / frames
        rects = fade.advance(share)
        fade.rest()
        blended = 1 - (1 - share) ** 2

        assert rects or share > 0.9
        wanted = [old + (new - old) * blended for old, new in zip((10, 200, 90), (250, 20, 91), strict=True)]
        for rect in rects:
            assert pixel(front, rect.x, rect.y) == pytest.approx(wanted, abs=4)


def test_what_is_equal_on_both_pages_does_not_flicker() -> None:
    front, back = noise(1), noise(1)
    back.data[:4000] = noise(2).data[:4000]
    fade = Fade(front, back)
    for number in range(1, 21):
        fade.advance(number / 20)

        assert colors(front)[3000:] == colors(back)[3000:]


def test_fade_touches_only_what_differs_after_its_first_frame() -> None:
    front, back = plain((0, 0, 0), (960, 540)), plain((0, 0, 0), (960, 540))
    for row in range(100, 140):
        start = row * back.stride + 4 * 300
        back.data[start : start + 400] = b"\xff\xff\xff\xff" * 100
    fade = Fade(front, back)
    areas = []
    for share in (0.2, 0.4, 0.6):
        areas.append(sum(rect.width * rect.height for rect in fade.advance(share)))
        fade.rest()

    assert areas[0] == 960 * 540
    assert 0 < max(areas[1:]) < 960 * 540 / 15


@pytest.mark.parametrize(
    ("rotate", "entering", "leaving"),
    [
        (0, (-1, 50), (0, 50)),
        # Turned clockwise, the viewer's right is at the panel's bottom.
        (90, (50, -1), (50, 0)),
        (180, (0, 50), (-1, 50)),
        (270, (50, 0), (50, -1)),
    ],
)
def test_slide_comes_from_the_viewers_right(rotate: int, entering: tuple[int, int], leaving: tuple[int, int]) -> None:
    size = upright_size(*SIZE, rotate)
    front, back = plain((255, 0, 0), size), plain((0, 0, 255), size)
    Slide(front, back, rotate).advance(0.5)

    def at(place: tuple[int, int]) -> tuple[int, int, int]:
        return pixel(front, place[0] % size[0], place[1] % size[1])

    assert at(entering) == (0, 0, 255)
    assert at(leaving) == (255, 0, 0)


def test_slide_moves_both_pages_as_they_are() -> None:
    front, back = noise(1), noise(2)
    old, new = bytes(front.data), bytes(back.data)
    slide = Slide(front, back, 0)
    for share in (0.1, 0.3, 0.5):
        slide.advance(share)
    half = SIZE[0] // 2
    rows = range(0, len(old), front.stride)

    assert all(front.data[row : row + half * 4] == old[row + half * 4 : row + front.stride] for row in rows)
    assert all(front.data[row + half * 4 : row + front.stride] == new[row : row + half * 4] for row in rows)
