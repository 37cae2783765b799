"""Text with Pango: widths that hold, lines that fit, scripts that are right."""

from __future__ import annotations

import io
import itertools
import random
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Align, Cell, Scene, Text
from displayd.text.direction import is_right_to_left
from tests.support.laws import drawing_law


@pytest.fixture(scope="module")
def fonts() -> PangoFonts:
    return PangoFonts()


def drawn(fonts: PangoFonts, *texts: Text, size: tuple[int, int] = (900, 120)) -> Image.Image:
    canvas = Canvas(MemoryPixels(*size), Painter(fonts))
    canvas.draw(Scene(*size, "#000000", (Cell("all", Rect(0, 0, *size), "#000000", texts),)))
    return Image.open(io.BytesIO(canvas.snapshot()))


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box: tuple[int, int, int, int] | None = ImageChops.difference(picture, Image.new("RGB", picture.size)).getbbox()
    assert box is not None, "nothing was drawn"
    return box


def test_width_grows_in_proportion_to_size(fonts: PangoFonts) -> None:
    assert fonts.width("Open connections", 80) == pytest.approx(2 * fonts.width("Open connections", 40), rel=1e-3)


def test_tabular_digits_are_equally_wide(fonts: PangoFonts) -> None:
    widths = [fonts.width(digit * 4, 40, "bold") for digit in "0123456789"]

    # Inter's own 4 is a quarter of a percent narrower in bold weights.
    assert max(widths) == pytest.approx(min(widths), rel=0.004)


FIGURES = """
import random, sys
import cairo
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Text
fonts, dice = PangoFonts(), random.Random(1)
context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_RGB24, 1280, 720))
for number in range(3000):
    size = dice.uniform(20, 300) if sys.argv[1] == "many" else dice.choice([20, 40, 80, 120, 300])
    fonts.draw(context, Text(10, 400, f"{dice.uniform(0, 10000):,.2f}", size, "#ffffff", "left", "semibold"))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""Prints the most memory that painting took, kB."""


def test_ink_is_as_wide_as_measured(fonts: PangoFonts) -> None:
    left, _, right, _ = ink(drawn(fonts, Text(50, 80, "Handling 12,847", 60, "#ffffff")))

    assert left >= 49
    # The last digit does not fill its advance.
    assert right - 50 == pytest.approx(fonts.width("Handling 12,847", 60), abs=6)


def test_figures_in_hundreds_of_sizes_take_little_more_memory_than_in_a_few() -> None:
    few, many = (int(subprocess.check_output([sys.executable, "-c", FIGURES, sizes])) for sizes in ("few", "many"))

    # Cairo's pictures of the letters took 37 MB more.
    assert (many - few) / 1024 < 12


@pytest.mark.parametrize(("align", "low", "high"), [("left", 300, 305), ("right", 180, 305), ("center", 230, 260)])
def test_text_is_aligned_at_its_point(fonts: PangoFonts, align: Align, low: int, high: int) -> None:
    width = fonts.width("Metrics", 32)
    left = ink(drawn(fonts, Text(300, 80, "Metrics", 32, "#ffffff", align)))[0]

    shift = {"left": 0.0, "center": width / 2, "right": width}[align]
    assert left == pytest.approx(300 - shift, abs=4)
    assert low <= left <= high


def test_too_long_text_is_cut_with_an_ellipsis(fonts: PangoFonts) -> None:
    text = "A title that is much too long"
    cut = drawn(fonts, Text(10, 80, text, 40, "#ffffff", max_width=200))

    assert ink(cut)[2] <= 10 + 201
    assert ink(cut)[2] > 10 + 130


def test_right_aligned_text_that_is_cut_still_ends_at_its_point(fonts: PangoFonts) -> None:
    cut = drawn(fonts, Text(500, 80, "A title that is much too long", 40, "#ffffff", "right", max_width=200))

    # The ellipsis has some air of its own at its right.
    assert ink(cut)[2] == pytest.approx(500, abs=20)
    assert ink(cut)[0] >= 298


def test_wrapped_lines_fit_and_hold_all_words(fonts: PangoFonts) -> None:
    text = "Failed requests as a share of all requests in the last five minutes"
    lines = fonts.wrap(text, 40, "regular", 300)

    assert " ".join(lines) == text
    assert all(fonts.width(line, 40, "regular", False) <= 301 for line in lines)


def test_word_wider_than_a_line_is_broken(fonts: PangoFonts) -> None:
    lines = fonts.wrap("x" * 60, 40, "regular", 200)

    assert len(lines) > 3
    assert "".join(lines) == "x" * 60


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم 1234",
        "שלום עולם",
        "नमस्ते दुनिया",
        "สวัสดีชาวโลก",
        "Ελληνικά",
        "Привет",
        "50 % — “naïve” façade",
        "👩‍💻 ✅ 🇬🇧",
    ],
)
def test_scripts_are_drawn_without_empty_boxes(fonts: PangoFonts, text: str) -> None:
    # A missing glyph is drawn as a box with its code point; Pango reports how many there would be.
    assert fonts.missing_glyphs(text) == 0
    assert ink(drawn(fonts, Text(20, 80, text, 48, "#ffffff")))


def test_emoji_keep_their_colours(fonts: PangoFonts) -> None:
    picture = drawn(fonts, Text(20, 80, "🟥🟩", 48, "#ffffff"))
    colors = {color for _, color in picture.getcolors(maxcolors=1 << 20) or []}

    assert any(red > green + 80 for red, green, _ in colors)
    assert any(green > red + 40 for red, green, _ in colors)


def test_drawing_twice_shapes_once(fonts: PangoFonts) -> None:
    op = Text(20, 80, "shape me once", 31.5, "#ffffff")
    first, second = drawn(fonts, op), drawn(fonts, op)

    assert first.tobytes() == second.tobytes()


def test_control_characters_are_blanks_in_one_line(fonts: PangoFonts) -> None:
    assert fonts.width("up\0\nand\trunning", 40) == pytest.approx(fonts.width("up  and running", 40))
    clean = drawn(fonts, Text(20, 80, "up and", 40, "#ffffff"))
    assert drawn(fonts, Text(20, 80, "up\nand", 40, "#ffffff")).tobytes() == clean.tobytes()


def test_newlines_begin_lines_when_wrapping(fonts: PangoFonts) -> None:
    assert fonts.wrap("one\ntwo\r\nthree", 40, "regular", 900) == ["one", "two", "three"]


def rare(count: int, seed: int) -> str:
    """Letters of all scripts, each of which needs a font of its own."""
    draw = random.Random(seed)
    return "".join(chr(draw.choice((draw.randint(0x370, 0xD7FF), draw.randint(0xE000, 0xFFFC)))) for _ in range(count))


def cpu_seconds(act: Callable[[], object]) -> float:
    began = time.thread_time()
    act()
    return time.thread_time() - began


@given(
    st.lists(st.text("abcdefghijüß", min_size=1, max_size=12), min_size=100, max_size=160),
    st.integers(200, 1800),
)
@drawing_law(20)
def test_a_long_text_is_broken_as_if_it_were_looked_at_as_a_whole(words: list[str], width: int) -> None:
    fonts, text = PangoFonts(), " ".join(words)
    lines = fonts.wrap(text, 40, "regular", width)

    assert "".join(lines).replace(" ", "").replace("-", "") == text.replace(" ", "")
    assert all(lines)
    for line, following in itertools.pairwise(lines):
        assert fonts.width(line, 40, "regular", False) <= width + 1
        # Nothing is said of the parts of a word that is wider than a line.
        if not line.endswith("-") and line.split()[-1] in words and following.split()[0] in words:
            # A text with words that are divided keeps room for half a hyphen.
            assert fonts.width(f"{line} {following.split()[0]}", 40, "regular", False) > width - 5


def test_the_last_of_few_lines_is_all_the_rest_as_it_was_written(fonts: PangoFonts) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
    lines = fonts.wrap(f"{word}\nand\n\nmore", 40, "regular", 300, 2)

    assert len(lines) == 2
    assert lines[0].endswith("-")
    assert word.startswith(lines[0][:-1])
    assert lines[1] == f"{word.removeprefix(lines[0][:-1])} and more"


@pytest.mark.parametrize(
    ("locale", "text", "width", "wanted"),
    [
        ("de", "Kundenzufriedenheitsindex heute", 300, ["Kundenzufrie-", "denheitsindex", "heute"]),
        ("de", "Soft\u00adhyphen in Donau\u00addampfschiff", 240, ["Softhyphen", "in Donau-", "dampfschiff"]),
        ("de", "Vertriebs-Kundenzufriedenheit", 300, ["Vertriebs-Kun-", "denzufrieden-", "heit"]),
        ("fi", "Asiakastyytyväisyyskysely", 300, ["Asiakastyyty-", "väisyyskysely"]),
        ("de", "Kundenzufriedenheit", 2000, ["Kundenzufriedenheit"]),
    ],
)
def test_word_wider_than_a_line_is_divided_with_a_hyphen(locale: str, text: str, width: int, wanted: list[str]) -> None:
    fonts = PangoFonts(locale)
    lines = fonts.wrap(text, 40, "regular", width)

    assert all(fonts.width(line, 40, "regular", False) <= width + 1 for line in lines)
    assert [line.replace("\u200b", "") for line in lines] == wanted


@pytest.mark.parametrize("cluster", ["กี่", "क्षि", "👩\u200d👩\u200d👧", "e\u0301", "น้ำ"])
def test_letters_that_belong_together_are_never_torn(cluster: str) -> None:
    lines = PangoFonts("th").wrap(cluster * 12, 40, "regular", 90)

    assert len(lines) > 1
    assert all(not line.replace(cluster, "") for line in lines)


@pytest.mark.parametrize("size", [30, 40, 47, 52])
def test_japanese_lines_do_not_begin_or_end_with_the_wrong_sign(size: int) -> None:
    lines = PangoFonts("ja").wrap(
        "お客様満足度\uff08今月\uff09、回答時間。「平均」は\uff08三\uff09時間、ー。" * 4, size, "regular", 260
    )

    assert len(lines) > 5
    assert not [line for line in lines if line[0] in "\uff09、。」ー"]
    assert not [line for line in lines if line[-1] in "\uff08「"]


def test_an_empty_line_is_a_line(fonts: PangoFonts) -> None:
    assert fonts.wrap("one\n\ntwo", 40, "regular", 400) == ["one", "", "two"]
    assert fonts.wrap("", 40, "regular", 400) == [""]


def test_what_fits_in_few_lines_is_broken_as_ever(fonts: PangoFonts) -> None:
    text = "one two three four"

    assert fonts.wrap(text, 40, "regular", 200, 9) == fonts.wrap(text, 40, "regular", 200)


def test_lines_run_as_their_paragraph_does(fonts: PangoFonts) -> None:
    hebrew = "שלום לכולם היום בשעה VIP " * 6
    lines = fonts.wrap(hebrew.strip(), 40, "regular", 400)

    assert len(lines) > 2
    assert all(is_right_to_left(line) for line in lines)


def test_a_text_far_longer_than_its_room_costs_no_more_to_draw_than_one_a_little_longer() -> None:
    def draw(count: int) -> float:
        fonts = PangoFonts()
        op = Text(10, 80, rare(count, 1), 40, "#ffffff", max_width=300)
        return cpu_seconds(lambda: drawn(fonts, op))

    draw(4000)
    assert min(draw(4000) for _ in range(3)) < 3 * min(draw(1000) for _ in range(3)) + 0.005


def test_a_text_is_shaped_once_for_all_sizes() -> None:
    fonts, text = PangoFonts(), rare(1500, 2)
    cold = cpu_seconds(lambda: fonts.width(text, 100))

    sizes = [30 + number / 3 for number in range(20)]
    warm = cpu_seconds(lambda: [fonts.wrap(text, size, "regular", 1800) for size in sizes])
    painted = cpu_seconds(lambda: [drawn(fonts, Text(10, 80, text[:40], size, "#ffffff")) for size in sizes])

    # Twenty sizes would cost twenty times as much, were each measured with fonts of its own.
    assert warm < 4 * cold
    assert painted < 4 * cold


def test_what_is_remembered_of_texts_is_bounded(fonts: PangoFonts) -> None:
    for number in range(120):
        drawn(fonts, Text(10, 80, f"{number} {'wide words ' * 90}", 20, "#ffffff"), size=(60, 20))

    assert fonts.letters_kept <= 60_000 + 1_000
