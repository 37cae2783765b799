"""Canvases: only what changed is painted, and turned pages have the same pixels."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect, upright_size
from displayd.scene.operations import Arc, Area, Box, Cell, Circle, Line, Op, Picture, Polygon, Scene, Text

SIZE = (320, 200)


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(PangoFonts())


def cell(name: str, rect: Rect, *ops: Op) -> Cell:
    return Cell(name, rect, "#102030", ops)


def scene(*cells: Cell, size: tuple[int, int] = SIZE) -> Scene:
    return Scene(*size, "#000000", cells)


LEFT = cell("left", Rect(10, 10, 140, 180), Box(20, 20, 60, 60, "#ff0000", 9), Text(20, 150, "42 µs", 40, "#ffffff"))
RIGHT = cell(
    "right",
    Rect(160, 10, 150, 180),
    Circle(200, 60, 20, "#00ff00"),
    Line(((170, 150), (200, 120), (300, 160)), 5, "#ffff00", (8, 4)),
    Area(((170, 180), (220, 140), (300, 170)), 188, "#00ffff"),
    Arc(260, 60, 24, 8, 0, 250, "#ff00ff", True),
    Polygon(((230, 100), (260, 100), (245, 125)), "#ffffff"),
)


def new_canvas(painter: Painter, size: tuple[int, int] = SIZE) -> Canvas:
    return Canvas(MemoryPixels(*size), painter)


def picture(canvas: Canvas, rotate: int = 0) -> Image.Image:
    return Image.open(io.BytesIO(canvas.snapshot(rotate=rotate)))


def test_first_scene_is_painted_whole(painter: Painter) -> None:
    canvas = new_canvas(painter)

    assert canvas.draw(scene(LEFT, RIGHT)) == [Rect(0, 0, *SIZE)]
    assert canvas.cells_painted == 2


def test_equal_scene_paints_nothing(painter: Painter) -> None:
    canvas = new_canvas(painter)
    canvas.draw(scene(LEFT, RIGHT))
    twin = cell("left", LEFT.rect, *LEFT.ops)

    assert canvas.draw(scene(twin, RIGHT)) == []
    assert canvas.cells_painted == 2


def test_changed_cell_is_painted_alone(painter: Painter) -> None:
    canvas = new_canvas(painter)
    canvas.draw(scene(LEFT, RIGHT))
    changed = cell("left", LEFT.rect, Text(20, 150, "43 µs", 40, "#ffffff"))
    alone = new_canvas(painter)
    alone.draw(scene(changed, RIGHT))

    assert canvas.draw(scene(changed, RIGHT)) == [LEFT.rect]
    assert canvas.cells_painted == 3
    assert picture(canvas).tobytes() == picture(alone).tobytes()


def test_moved_cells_are_painted_whole_so_that_nothing_old_stays(painter: Painter) -> None:
    canvas = new_canvas(painter)
    canvas.draw(scene(LEFT, RIGHT))
    fresh = new_canvas(painter)
    fresh.draw(scene(RIGHT))

    assert canvas.draw(scene(RIGHT)) == [Rect(0, 0, *SIZE)]
    assert picture(canvas).tobytes() == picture(fresh).tobytes()


def test_nothing_is_painted_outside_a_cell(painter: Painter) -> None:
    canvas = new_canvas(painter)
    greedy = cell(
        "greedy", Rect(100, 50, 40, 40), Box(0, 0, 320, 200, "#ff0000"), Line(((0, 0), (320, 200)), 30, "#fff000")
    )
    canvas.draw(scene(greedy))

    assert picture(canvas).getpixel((99, 70)) == (0, 0, 0)
    assert picture(canvas).getpixel((120, 49)) == (0, 0, 0)
    assert picture(canvas).getpixel((101, 51)) != (0, 0, 0)


@pytest.mark.parametrize(("rotate", "transpose"), [(90, "ROTATE_270"), (180, "ROTATE_180"), (270, "ROTATE_90")])
def test_turned_page_has_the_same_pixels_as_the_upright_one(painter: Painter, rotate: int, transpose: str) -> None:
    upright = new_canvas(painter)
    upright.draw(scene(LEFT, RIGHT))
    # `upright_size` also gives the panel's size for an upright page.
    turned = new_canvas(painter, upright_size(*SIZE, rotate))
    turned.draw(scene(LEFT, RIGHT), rotate)

    # Pillow turns counter-clockwise.
    expected = picture(upright).transpose(getattr(Image.Transpose, transpose))
    assert picture(turned).tobytes() == expected.tobytes()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_snapshot_is_upright_however_the_panel_hangs(painter: Painter, rotate: int) -> None:
    upright = new_canvas(painter)
    upright.draw(scene(LEFT, RIGHT))
    turned = new_canvas(painter, upright_size(*SIZE, rotate))
    turned.draw(scene(LEFT, RIGHT), rotate)

    assert picture(turned, rotate).tobytes() == picture(upright).tobytes()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_changed_cell_on_a_turned_panel_lands_where_the_whole_page_has_it(painter: Painter, rotate: int) -> None:
    panel = upright_size(*SIZE, rotate)
    changed = cell("right", RIGHT.rect, Text(170, 80, "ok", 50, "#ffffff"))
    canvas, fresh = new_canvas(painter, panel), new_canvas(painter, panel)
    canvas.draw(scene(LEFT, RIGHT), rotate)
    canvas.draw(scene(LEFT, changed), rotate)
    fresh.draw(scene(LEFT, changed), rotate)

    assert picture(canvas).tobytes() == picture(fresh).tobytes()


def test_margins_stay_free(painter: Painter) -> None:
    canvas = new_canvas(painter, (400, 300))
    white = cell("all", Rect(0, 0, *SIZE), Box(0, 0, *SIZE, "#ffffff"))
    canvas.draw(scene(white), inner=Rect(50, 60, *SIZE))

    shown = picture(canvas)
    assert shown.getpixel((49, 100)) == (0, 0, 0)
    assert shown.getpixel((50, 60)) == (255, 255, 255)
    assert shown.getpixel((369, 259)) == (255, 255, 255)
    assert shown.getpixel((370, 259)) == (0, 0, 0)


def test_page_that_stands_a_little_outside_tells_only_of_what_is_on_the_panel(painter: Painter) -> None:
    canvas = new_canvas(painter)
    canvas.draw(scene(LEFT, RIGHT), inner=Rect(-20, 15, *SIZE))
    changed = cell("left", LEFT.rect, Text(20, 150, "43 µs", 40, "#ffffff"))

    assert canvas.draw(scene(changed, RIGHT), inner=Rect(-20, 15, *SIZE)) == [Rect(0, 25, 130, 175)]
    assert picture(canvas).getpixel((100, 10)) == (0, 0, 0)


@pytest.mark.expects_log
@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize(
    "op", [Box(0, 0, 10, 10, "no colour"), Line(((0, 0), (1e400, 9)), 5, "#ffffff"), Picture(0, 0, 90, 90, "broken")]
)
def test_cell_that_cannot_be_painted_says_so_and_the_others_are_painted(rotate: int, op: Op) -> None:
    painter = Painter(PangoFonts())
    painter.pictures.files["broken"] = b"\x89PNG\r\n\x1a\n and no more"
    panel = upright_size(*SIZE, rotate)
    canvas, good = new_canvas(painter, panel), new_canvas(painter, panel)
    canvas.draw(scene(cell("left", LEFT.rect, op), RIGHT), rotate)
    good.draw(scene(cell("left", LEFT.rect), RIGHT), rotate)
    right = Rect(*RIGHT.rect)
    crop = (right.x, right.y, right.right, right.bottom)

    assert picture(canvas, rotate).crop(crop).tobytes() == picture(good, rotate).crop(crop).tobytes()
    if not isinstance(op, Line):
        # cairo leaves out what it cannot place; the others are told of.
        assert picture(canvas, rotate).tobytes() != picture(good, rotate).tobytes()
    assert canvas.draw(scene(LEFT, RIGHT), rotate) == [LEFT.rect.turned(rotate, *SIZE)]


def test_canvas_whose_pixels_were_lost_is_painted_whole_next_time(painter: Painter) -> None:
    canvas = new_canvas(painter)
    canvas.draw(scene(LEFT, RIGHT))
    canvas.pixels.height += 1000
    with pytest.raises(TypeError):
        canvas.draw(scene(cell("left", LEFT.rect), RIGHT))
    canvas.pixels.height -= 1000

    assert canvas.draw(scene(LEFT, RIGHT)) == [Rect(0, 0, *SIZE)]


@settings(max_examples=40, deadline=None)
@given(
    width=st.integers(40, 400),
    height=st.integers(40, 400),
    rotate=st.sampled_from([0, 90, 180, 270]),
    x=st.integers(0, 30),
    y=st.integers(0, 30),
)
def test_rectangles_turn_onto_the_panel(width: int, height: int, rotate: int, x: int, y: int) -> None:
    rect = Rect(x, y, width - 30, height - 30)
    panel_width, panel_height = upright_size(width, height, rotate)
    turned = rect.turned(rotate, width, height)

    assert turned.x >= 0
    assert turned.right <= panel_width
    assert turned.y >= 0
    assert turned.bottom <= panel_height
    assert turned.width * turned.height == rect.width * rect.height
    assert turned.turned((360 - rotate) % 360, panel_width, panel_height) == rect
