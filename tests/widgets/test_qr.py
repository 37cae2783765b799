"""The QR code, read back by a decoder from what was painted."""

from __future__ import annotations

import io
import sys
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from displayd.drawing.marks.qr_code import INK, PAPER, bars_of, matrix_of
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text
from displayd.tools.gallery import tile_scene
from displayd.widgets.qr.drawing import least_modules
from displayd.widgets.qr.widget import QrCode
from tests.support.laws import drawing_law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

ADDRESS = "https://www.status.example.com/week?a=1"


def decoded(widget: QrCode, size: tuple[int, int], theme: str = "dark", unit: float = 1.0) -> list[str]:
    """What a phone reads from the painted tile."""
    painter = Painter(PangoFonts())
    canvas = Canvas(MemoryPixels(*size), painter)
    canvas.draw(tile_scene(widget, size, unit, theme, painter.fonts, {}))
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(canvas.snapshot())))]


def paper_of(ops: list[Op]) -> Box:
    return next(op for op in ops if isinstance(op, Box) and op.color == PAPER)


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
@pytest.mark.parametrize("size", [(612, 458), (316, 300), (502, 620), (1024, 420)])
def test_a_phone_reads_what_was_meant(size: tuple[int, int], theme: str) -> None:
    widget = QrCode(text=ADDRESS, title="Status", caption="This week")

    assert decoded(widget, size, theme) == [ADDRESS]


@pytest.mark.parametrize("name", QrCode.examples())
def test_every_example_can_be_read(name: str) -> None:
    fields = QrCode.examples()[name]

    assert decoded(QrCode(**fields), (612, 458)) == [fields["text"]]  # type: ignore[arg-type]


def test_letters_of_every_script_can_be_read() -> None:
    assert decoded(QrCode(text="Grüße aus Århus, 東京 ✓"), (612, 458)) == ["Grüße aus Århus, 東京 ✓"]


def test_bars_cover_the_dark_modules_once_and_nothing_else() -> None:
    matrix = matrix_of(ADDRESS)
    covered = [[0] * len(matrix) for _ in matrix]

    for bar in bars_of(matrix):
        for y in range(bar.y, bar.bottom):
            for x in range(bar.x, bar.right):
                covered[y][x] += 1

    assert covered == [[int(bool(module)) for module in row] for row in matrix]


def test_bars_are_few() -> None:
    assert bars_of([[1, 1, 0], [1, 1, 0], [0, 1, 1]]) == [Rect(0, 0, 2, 2), Rect(1, 2, 2, 1)]
    matrix = matrix_of(ADDRESS)
    assert len(bars_of(matrix)) < sum(map(sum, matrix)) / 2


@pytest.mark.parametrize("width", [301, 302, 411, 800])
def test_every_module_is_of_whole_pixels_with_an_empty_border(width: int) -> None:
    ops = ops_of("qr", frame_of(width, 377), text=ADDRESS)

    paper = paper_of(ops)
    modules = len(matrix_of(ADDRESS)) + 8
    side = paper.width / modules
    assert side == int(side) >= 2
    for op in ops:
        if isinstance(op, Box) and op.color == INK:
            assert all(((edge - start) / side).is_integer() for edge, start in ((op.x, paper.x), (op.y, paper.y)))
            assert paper.x + 4 * side <= op.x <= op.x + op.width <= paper.x + paper.width - 4 * side


def test_caption_and_host_stand_beside_or_under_the_code() -> None:
    wide = ops_of("qr", frame_of(1100, 400), text=ADDRESS, caption="This week")
    high = ops_of("qr", frame_of(500, 800), text=ADDRESS, caption="This week")

    for ops in (wide, high):
        assert [op.text for op in ops if isinstance(op, Text)] == ["This week", "status.example.com"]
    assert all(op.x > paper_of(wide).width for op in wide if isinstance(op, Text))
    assert all(op.y > paper_of(high).y + paper_of(high).height for op in high if isinstance(op, Text))


def test_half_a_host_is_not_shown() -> None:
    texts = texts_of("qr", frame_of(400, 600), text="https://a-host-with-quite-a-long-name.example.com/", caption="Go")

    assert texts == ["Go"]


def test_words_go_before_the_code_becomes_small() -> None:
    small = ops_of("qr", frame_of(260, 200), text=ADDRESS, caption="This week, in far too many words")

    assert not any(isinstance(op, Text) for op in small)
    assert paper_of(small).height > 150


@pytest.mark.parametrize("text", ["WIFI:T:WPA;S:Guests;P:x;;", "tel:+353", "http://[", "plain", "ftp://example.com/x"])
def test_only_addresses_of_the_web_have_a_host(text: str) -> None:
    assert texts_of("qr", frame_of(1100, 400), text=text, caption="Guests") == ["Guests"]


def test_a_device_without_the_library_shows_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "segno", None)
    matrix_of.cache_clear()

    texts = texts_of("qr", frame_of(1600, 400), text=ADDRESS, caption="This week")

    matrix_of.cache_clear()
    assert texts == ["This week", ADDRESS]


def test_a_code_too_fine_to_be_told_apart_is_not_drawn() -> None:
    ops = ops_of("qr", frame_of(100, 60), text="x" * 400)

    assert not any(isinstance(op, Box) for op in ops)


def test_it_is_empty_without_a_text() -> None:
    assert widget_of("qr", text=" ").is_empty()


def test_words_are_never_smaller_than_the_floor() -> None:
    frame = replace(frame_of(1100, 420), floor_px=80.0)

    assert all(op.size >= 80 for op in ops_of("qr", frame, text=ADDRESS, caption="This week") if isinstance(op, Text))


@drawing_law(60)
@given(
    st.sampled_from(["0123456789", "AB-9 ", "abc", "äöü", "漢字", "漢a", "\u0e01\u4e01", "🎉"]).flatmap(
        lambda letters: st.text(letters, min_size=1, max_size=300)
    )
)
def test_no_code_is_smaller_than_it_is_told_to_be_without_making_it(text: str) -> None:
    assert least_modules(text) <= len(matrix_of(text))
