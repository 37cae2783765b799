"""Each widget's examples, as operations and as pictures. `pytest --update-golden` writes them anew: look at them."""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image, ImageChops, ImageStat

from displayd.gallery import examples, sample_picture, tile_scene
from displayd.paint.canvas import Canvas, MemoryPixels
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.text import PangoFonts
from displayd.scene import Scene
from displayd.widgets.base import Widget
from tests.fakes_fonts import FixedFonts
from tests.golden_fonts import need_golden_fonts

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = {f"{kind}-{re.sub(r'[^a-z0-9]+', '-', name)}": widget for kind, name, widget in examples()}

# Tiles of a landscape and of a portrait page; the pictures are of the first, at half the scale.
SIZES = {"wide": (820, 460), "high": (500, 640)}
PICTURE_SIZE, PICTURE_UNIT = (410, 230), 0.5

PSNR_DB = 30.0
MEAN_DIFFERENCE = 2.0


def scene_text(scene: Scene) -> str:
    """A scene as JSON, one operation a line, lengths to a hundredth of a pixel."""

    def short(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 2)
        if isinstance(value, dict):
            return {key: short(one) for key, one in value.items()}
        return [short(one) for one in value] if isinstance(value, (list, tuple)) else value

    ops = [json.dumps(short(msgspec.to_builtins(op)), ensure_ascii=False) for op in scene.cells[0].ops]
    return "[\n" + ",\n".join(ops) + "\n]\n"


def close(one: Any, other: Any) -> bool:
    """True for equal JSON but for rounding."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, abs_tol=0.02)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    return bool(one == other)


def first_difference(text: str, golden: str) -> tuple[str, str] | None:
    """The first operation that is not as it was, and what it was; None when all are."""
    every = zip_longest(text.splitlines(), golden.splitlines(), fillvalue="")
    pairs = ((new.rstrip(","), old.rstrip(",")) for new, old in every)
    return next((pair for pair in pairs if pair[0] != pair[1] and not close(*map(parsed, pair))), None)


def parsed(line: str) -> Any:
    """A line of a scene's text as plain data; brackets and missing lines as they are."""
    return json.loads(line) if line.startswith("{") else line


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """PSNR in dB and mean absolute difference (0..255) of two pictures, seen from some distance.

    Halving both takes away what versions of FreeType and cairo do differently at the edges of letters.
    """
    small = [picture.convert("RGB").reduce(2) for picture in (one, other)]
    statistics = ImageStat.Stat(ImageChops.difference(*small))
    square = sum(rms**2 for rms in statistics.rms) / 3
    return (math.inf if not square else 10 * math.log10(255**2 / square)), sum(statistics.mean) / 3


@pytest.fixture(scope="module")
def painter() -> Painter:
    fonts = PangoFonts()
    found = fonts.families_found()["Inter"]
    if found != "Inter":
        pytest.skip(f"the pictures were painted with the font Inter, which is missing here ({found} stands in)")
    shelf = PictureShelf()
    picture = sample_picture(fonts)
    shelf.files[hashlib.sha256(b"example").hexdigest()] = picture
    return Painter(fonts, shelf)


PICTURES = {"example.png": hashlib.sha256(b"example").hexdigest()}


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_example_has_the_operations_it_had(name: str, shape: str, update_golden: bool) -> None:
    path = GOLDEN / f"{name}-{shape}.json"

    text = scene_text(tile_scene(EXAMPLES[name], SIZES[shape], 1.0, "dark", FixedFonts(), PICTURES))

    if update_golden:
        if not path.exists() or first_difference(text, path.read_text("utf-8")):
            path.write_text(text, "utf-8")
        return
    assert path.exists(), "a new example: pytest --update-golden"
    assert first_difference(text, path.read_text("utf-8")) is None, "not as it was: pytest --update-golden, git diff"


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_looks_as_it_did(name: str, painter: Painter, update_golden: bool) -> None:
    need_golden_fonts(update_golden)
    path = GOLDEN / f"{name}.png"

    painted = _painted(EXAMPLES[name], painter)

    if update_golden:
        if not path.exists() or difference(painted, Image.open(path))[0] < 60:
            painted.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
        return
    assert path.exists(), "a new example: pytest --update-golden"
    psnr, mean = difference(painted, Image.open(path))
    assert psnr >= PSNR_DB or mean <= MEAN_DIFFERENCE, f"{psnr:.1f} dB, {mean:.2f} of 255 on average"


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{name}.png" for name in EXAMPLES} | {f"{name}-{shape}.json" for name in EXAMPLES for shape in SIZES}

    assert {path.name for path in GOLDEN.iterdir()} == wanted


def test_a_picture_with_another_figure_in_it_is_told_apart(painter: Painter) -> None:
    widget = EXAMPLES["number-typical"]
    other = msgspec.structs.replace(widget, value=941)

    psnr, mean = difference(_painted(widget, painter), _painted(other, painter))

    assert psnr < PSNR_DB
    assert mean > MEAN_DIFFERENCE


def _painted(widget: Widget, painter: Painter) -> Image.Image:
    canvas = Canvas(MemoryPixels(*PICTURE_SIZE), painter)
    canvas.draw(tile_scene(widget, PICTURE_SIZE, PICTURE_UNIT, "dark", painter.fonts, PICTURES))
    return Image.open(io.BytesIO(canvas.snapshot()))
