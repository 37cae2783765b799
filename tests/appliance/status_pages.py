"""The pages of a screen without a dashboard, drawn on this computer to be held against the glass."""

from __future__ import annotations

from PIL import Image as Pillow

from displayd.compose.claim_page import ClaimFacts, head_ops, message_ops, words_room
from displayd.device.trouble import Trouble, message_for
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Cell, Scene, Text
from displayd.scene.theme import THEMES
from tests.appliance.artist import drawn
from tests.appliance.glass import looks_as
from tests.appliance.image import Image
from tests.support.pictures import difference

__all__ = ["says", "says_trouble", "shows_fingerprint"]

LARGEST_DIFFERENCE_OF_LETTERS = 30.0
"""The same for the fingerprint at half its size: letters that another release of Pango puts a pixel aside make up 10,
an O for a D or an S for a 5 makes 50 and more."""


def says_trouble(
    image: Image, glass: Pillow.Image, trouble: Trouble, url: str, detail: str = "", time: float | None = None
) -> bool:
    """Whether the glass tells of `trouble`, in its words; arguments as for `message_for`."""
    message = message_for(trouble, url, detail, time)
    is_claim = trouble == "not-claimed"
    advice = message.advice if is_claim else f"{message.sentence} {message.advice}".strip()
    # A screen to be claimed has a code beside the words, whatever it says.
    return says(image, glass, message.heading, advice, "amber" if is_claim else "red", "(code)" if is_claim else "")


def says(image: Image, glass: Pillow.Image, heading: str, advice: str, level: str = "red", wall_page: str = "") -> bool:
    """Whether the glass has these words, and nothing else as high up but a code beside them."""
    facts = ClaimFacts("", "", "", "", heading, advice, level=level, wall_page=wall_page)
    return looks_as(*_cropped(glass, drawn(image, _words, facts, glass.size)))


def shows_fingerprint(image: Image, glass: Pillow.Image, fingerprint: str) -> bool:
    """Whether the largest words on the glass are `fingerprint`.

    Where they stand, and how large they are, depends on how much stands above and below them: they are looked for.
    Letters of one size are no enlarged ones of another: they are drawn as large as they are there.
    """
    if (place := _largest_words(glass)) is None:
        return False
    wide = place[2] - place[0]
    page = drawn(image, _letters, fingerprint, wide, glass.size)
    if (box := _largest_words(page)) is None:
        return False
    # The first and the last letter do not fill their room.
    page = drawn(image, _letters, fingerprint, wide * wide / (box[2] - box[0]), glass.size)
    box = _largest_words(page)
    if box is None or abs((box[3] - box[1]) - (place[3] - place[1])) > 2:
        return False
    half = wide // 2, (place[3] - place[1]) // 2
    there, wanted = (one.resize(half, Pillow.Resampling.BOX) for one in (glass.crop(place), page.crop(box)))
    return difference(there, wanted) <= LARGEST_DIFFERENCE_OF_LETTERS


def _largest_words(picture: Pillow.Image) -> tuple[int, int, int, int] | None:
    """Where the highest block of rows is that have ink as bright as the fingerprint, px: left, top, right, bottom.

    The paper of a code is brighter.
    """
    ink = picture.convert("L").point([255 if 200 <= level < 250 else 0 for level in range(256)])
    rows = [ink.crop((0, y, ink.width, y + 1)).getbbox() is not None for y in range(ink.height)]
    blocks, start = [], 0
    for y, has_ink in enumerate([*rows, False]):
        if has_ink and not (y and rows[y - 1]):
            start = y
        if not has_ink and y and rows[y - 1]:
            blocks.append((y - start, start, y))
    if not blocks:
        return None
    _, top, bottom = max(blocks)
    box = ink.crop((0, top, ink.width, bottom)).getbbox()
    return (box[0], top, box[2], bottom) if box else None


def _cropped(glass: Pillow.Image, words: Pillow.Image) -> tuple[Pillow.Image, Pillow.Image]:
    """Both pictures as high as `words`."""
    return glass.crop((0, 0, *words.size)), words


def _letters(fingerprint: str, width_px: float, size: tuple[int, int]) -> bytes:
    """The PNG of a page with nothing but `fingerprint`, about so wide."""
    font_px = 100 * width_px / PangoFonts().width(fingerprint, 100, "bold")
    words = Text(40, size[1] / 2, fingerprint, font_px, THEMES["dark"].text, "left", "bold")
    background = THEMES["dark"].background
    return _png(Scene(*size, background, (Cell("(words)", Rect(0, 0, *size), background, (words,)),)), size)


def _words(facts: ClaimFacts, size: tuple[int, int]) -> bytes:
    """The PNG of its upper part: down to where heading and advice end, which is for the page itself to say."""
    unit, fonts = min(size) / 1080, PangoFonts()
    room = words_room(facts, size)
    ops, bottom = message_ops(facts, room, unit, fonts)
    ops = head_ops(facts, size, fonts) + ops
    part = (room.right if facts.wall_page else size[0], round(bottom - 16 * unit))
    background = THEMES["dark"].background
    return _png(Scene(*part, background, (Cell("(words)", Rect(0, 0, *part), background, tuple(ops)),)), part)


def _png(scene: Scene, size: tuple[int, int]) -> bytes:
    canvas = Canvas(MemoryPixels(*size), Painter(PangoFonts(), PictureShelf()))
    canvas.draw(scene, 0)
    return canvas.snapshot()
