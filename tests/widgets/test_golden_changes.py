"""What is kept of drawings notices a change, says what moved, and shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from displayd.document.model import Page
from displayd.scene.operations import Op, Scene, Text
from displayd.tools.gallery import NOW
from tests.support import pictures
from tests.support.fakes_fonts import FixedFonts
from tests.support.golden_scenes import check_golden_scene
from tests.support.pictures import TOLERANCE, check_golden, difference, small_copy
from tests.support.scene_changes import changes
from tests.support.scene_lines import Scale, lines_of, parsed, scene_of_lines, text_of
from tests.widgets import sheets as sheets_module
from tests.widgets.sheets import SIZES, painted, painter, picture_of, scale_of, scene_of, sheets

GOLDEN = Path(__file__).parent / "golden"

pytestmark = pytest.mark.usefixtures("kept_step")

LANDSCAPE = SIZES["landscape"]


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for pictures of what changed."""
    monkeypatch.setattr(pictures, "CHANGED", tmp_path / "changed")
    return tmp_path / "changed"


def small_picture(scene: Scene) -> Image.Image:
    """A stand-in for the painted scene, which takes its time."""
    return Image.new("RGB", (scene.width // 10, scene.height // 10))


def number_scene() -> Scene:
    return scene_of("number-1", LANDSCAPE, FixedFonts())


def with_op(scene: Scene, is_meant: Callable[[Op], bool], change: Callable[[Op], Op | None]) -> Scene:
    """The scene with the first operation that is meant changed, or left out where `change` gives None."""
    cells = list(scene.cells)
    index, place = next(
        (index, place) for index, cell in enumerate(cells) for place, op in enumerate(cell.ops) if is_meant(op)
    )
    ops = [*cells[index].ops]
    ops[place : place + 1] = filter(None, [change(ops[place])])
    cells[index] = msgspec.structs.replace(cells[index], ops=tuple(ops))
    return msgspec.structs.replace(scene, cells=tuple(cells))


def is_figure(op: Op) -> bool:
    return isinstance(op, Text) and op.text == "128"


def told(scene: Scene, path: Path, paint: Callable[[Scene], Image.Image] = small_picture) -> str:
    """What the test says about `scene`, compared with the drawing kept in `path`."""
    with pytest.raises(AssertionError) as caught:
        check_golden_scene(scene, path, scale_of(scene), paint, False)
    return str(caught.value)


MUTATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "a unit aside": ({"x": 57.0}, 'typical: text "128": moved by (+1.0, +0.0)'),
    "another font size": ({"size": 160.0}, 'typical: text "128": size 2 -> 3.6'),
    "another colour": ({"color": "#ff6b6b"}, 'typical: text "128": color text -> red'),
    "another text": ({"text": "129"}, 'typical: text "128": text 128 -> 129'),
    "another weight": ({"weight": "medium"}, 'typical: text "128": weight bold -> medium'),
    "cut at the end": ({"max_width": 80.0}, 'typical: text "128": max_width none -> 80.0'),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_change_of_one_operation_is_told_and_shown(name: str, changed: Path) -> None:
    fields, words = MUTATIONS[name]
    scene = with_op(number_scene(), is_figure, lambda op: msgspec.structs.replace(op, **fields))

    message = told(scene, GOLDEN / "number-1-landscape.json")

    assert words in message
    picture = changed / "golden-number-1-landscape.png"
    assert str(picture) in message
    assert Image.open(picture).width == 3 * LANDSCAPE[0] // 10 + 2 * pictures.GUTTER


def test_what_is_gone_and_what_is_new_is_told(changed: Path) -> None:
    without = with_op(number_scene(), is_figure, lambda op: None)
    kept = changed.parent / "kept.json"
    kept.write_text(text_of(lines_of(without, scale_of(without)), scale_of(without)), "utf-8")

    assert 'typical: text "128": gone' in told(without, GOLDEN / "number-1-landscape.json")
    brush = painter()
    assert 'typical: text "128": new' in told(number_scene(), kept, lambda one: painted(one, brush))
    assert Image.open(next(changed.glob("*kept.png"))).width == 3 * LANDSCAPE[0] + 2 * pictures.GUTTER


@pytest.mark.parametrize(
    ("constant", "value", "sheet"),
    [
        ("displayd.compose.card.PADDING", 29, "clock-1"),
        ("displayd.compose.header.TITLE_SMALLS", 1.44, "table-1"),
        ("displayd.drawing.figure.figure.AFFIX_SHARE", 0.52, "number-1"),
        ("displayd.compose.group_fit.ABOVE", 0.5, "number-1"),
    ],
)
def test_a_slight_change_of_the_code_is_caught(
    constant: str, value: float, sheet: str, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constant, value)

    message = told(scene_of(sheet, LANDSCAPE, FixedFonts()), GOLDEN / f"{sheet}-landscape.json")

    assert " moved by (" in message or " -> " in message
    assert list(changed.iterdir())


def test_drawings_are_the_same_after_they_were_written_and_read() -> None:
    for name in sheets():
        scene = scene_of(name, LANDSCAPE, FixedFonts())
        scale = scale_of(scene)
        lines = lines_of(scene, scale)

        kept = parsed(text_of(lines, scale), scale)

        assert changes(kept, lines) == []
        assert changes(lines_of(scene_of_lines(kept, scale), scale), lines, tolerance=0.5) == []


def test_font_sizes_are_told_in_steps_above_the_smallest() -> None:
    scale = Scale(1.0, 44.5, 1.125, NOW)

    assert [scale.size_name(size) for size in (1.0, 1.125, 1.125**3, 2.5)] == ["small", "label", "label+2", 2.5]
    assert [scale.size_named(name) for name in ("small", "label", "label+2", 2.5)] == [1.0, 1.125, 1.125**3, 2.5]


def test_a_picture_with_another_figure_in_it_is_told_apart(changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brush = painter()
    before = small_copy(picture_of("number-1", LANDSCAPE, brush), 405)
    page = sheets()["number-1"]
    other = msgspec.structs.replace(page.widgets["typical"], value=941)
    altered: Page = msgspec.structs.replace(page, widgets={**page.widgets, "typical": other})
    monkeypatch.setattr(sheets_module, "sheets", lambda: {"number-1": altered})

    after = small_copy(picture_of("number-1", LANDSCAPE, brush), 405)

    assert difference(before, after) > TOLERANCE
    before.save(changed.parent / "number.png")
    with pytest.raises(AssertionError, match=r"number\.png is not as it was.*\n.*changed/.*png"):
        check_golden(after, changed.parent / "number.png", False)
