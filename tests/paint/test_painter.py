"""Operations as pixels: every one where it says, and nothing outside its cell."""

from __future__ import annotations

import io
import math

import pytest
from PIL import Image

from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Area, Box, Cell, Circle, Line, Op, Picture, Polygon, Scene, Text

SIZE = (100, 100)
WHOLE = Rect(0, 0, *SIZE)
RED, BLACK = (255, 0, 0), (0, 0, 0)


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(PangoFonts())


def painted(painter: Painter, *ops: Op, rect: Rect = WHOLE) -> Image.Image:
    canvas = Canvas(MemoryPixels(*SIZE), painter)
    canvas.draw(Scene(*SIZE, "#000000", (Cell("cell", rect, "#000000", ops),)))
    return Image.open(io.BytesIO(canvas.snapshot())).convert("RGB")


@pytest.mark.parametrize(
    ("op", "inside", "outside"),
    [
        (Box(20, 20, 60, 40, "#ff0000"), [(20, 20), (79, 59)], [(19, 20), (80, 59), (50, 60)]),
        (Box(20, 20, 60, 40, "#ff0000", 20), [(50, 22), (22, 40)], [(20, 20), (79, 59)]),
        (Box(20, 20, 60, 40, "#ff0000", 500), [(50, 40), (21, 40)], [(20, 20), (79, 59)]),
        (Circle(50, 50, 20, "#ff0000"), [(50, 50), (50, 32), (67, 50)], [(50, 28), (34, 34)]),
        (Polygon(((10, 10), (90, 10), (10, 90)), "#ff0000"), [(12, 12), (30, 60)], [(60, 60)]),
        (Line(((10, 50), (90, 50)), 10, "#ff0000"), [(50, 50), (7, 50)], [(50, 60), (2, 50)]),
        (Line(((50, 50),), 20, "#ff0000"), [(50, 50), (50, 58)], [(50, 62)]),
        (Line(((10, 50), (90, 50)), 4, "#ff0000", (20, 30)), [(15, 50), (65, 50)], [(45, 50)]),
    ],
)
def test_shape_is_painted_where_it_says_and_nowhere_else(
    painter: Painter, op: Op, inside: list[tuple[int, int]], outside: list[tuple[int, int]]
) -> None:
    image = painted(painter, op)

    assert [image.getpixel(place) for place in inside] == [RED] * len(inside)
    assert [image.getpixel(place) for place in outside] == [BLACK] * len(outside)


@pytest.mark.parametrize("degrees", range(0, 360, 45))
def test_arc_begins_at_twelve_and_goes_round_with_the_clock(painter: Painter, degrees: int) -> None:
    image = painted(painter, Arc(50, 50, 30, 10, 0, 200, "#ff0000"))
    turn = math.radians(degrees + 5 - 90)
    place = round(50 + 30 * math.cos(turn)), round(50 + 30 * math.sin(turn))

    assert image.getpixel(place) == (RED if degrees + 5 < 200 else BLACK)


def test_area_fades_from_its_line_to_its_foot(painter: Painter) -> None:
    image = painted(painter, Area(((0, 10), (100, 10)), 90, "#ff0000", 1.0, 0.0))
    column = [image.getpixel((50, y)) for y in (12, 50, 88)]
    reds = [pixel[0] for pixel in column if isinstance(pixel, tuple)]

    assert reds[0] > 240 > reds[1] > 100 > reds[2]
    assert image.getpixel((50, 95)) == BLACK


@pytest.mark.parametrize(
    "op", [Line((), 3, "#ff0000"), Area((), 50, "#ff0000"), Area(((1, 1),), 50, "#ff0000"), Picture(0, 0, 9, 9, "a")]
)
def test_what_has_nothing_to_show_paints_nothing(painter: Painter, op: Op) -> None:
    assert painted(painter, op).getcolors() == [(10_000, BLACK)]


def test_nothing_is_painted_outside_the_cell(painter: Painter) -> None:
    everywhere = Box(0, 0, 100, 100, "#ff0000"), Text(0, 60, "MMMMM", 60, "#ff0000")
    image = painted(painter, *everywhere, rect=Rect(30, 30, 40, 40))

    assert image.getpixel((30, 30)) == RED
    assert image.crop((0, 0, 100, 30)).getcolors() == [(3000, BLACK)]
    assert image.crop((70, 0, 100, 100)).getcolors() == [(3000, BLACK)]


def test_one_operation_leaves_no_trace_in_the_next(painter: Painter) -> None:
    """Dashes, widths and caps are the context's: what was set for one line must not hold for another."""
    dashed = Line(((10, 20), (90, 20)), 4, "#ff0000", (10, 10))
    plain = Line(((10, 60), (90, 60)), 4, "#ff0000")
    ring = Arc(50, 60, 20, 4, 0, 360, "#ff0000")
    alone, after = painted(painter, plain, ring), painted(painter, dashed, plain, ring)

    assert after.crop((0, 30, 100, 100)).tobytes() == alone.crop((0, 30, 100, 100)).tobytes()


def test_colour_may_let_through_what_is_under_it(painter: Painter) -> None:
    pixel = painted(painter, Box(0, 0, 100, 100, "#ff000080")).getpixel((50, 50))

    assert pixel == (128, 0, 0)
