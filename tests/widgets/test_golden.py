"""Each widget's examples, as operations and as pictures, in both orientations at three resolutions.

`pytest --update-golden` writes them anew: look at them. All pictures are kept at the same small size.
"""

from __future__ import annotations

import json
import math
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
import pytest

from displayd.paint.painter import Painter
from displayd.scene.operations import Scene
from tests.support.fakes_fonts import FixedFonts
from tests.support.golden_fonts import need_golden_fonts
from tests.support.pictures import TOLERANCE, check_golden, difference, small_copy
from tests.widgets.sheets import SIZES, painter, picture_of, scene_of, sheets

GOLDEN = Path(__file__).parent / "golden"

# Short side of the pictures kept, px.
KEPT_PX = 405

SHEETS = [(name, size) for name in sheets() for size in SIZES]


def scene_text(scene: Scene) -> str:
    """A scene as JSON, one operation a line, lengths to a tenth of a pixel."""

    def short(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 1)
        if isinstance(value, dict):
            return {key: short(one) for key, one in value.items()}
        return [short(one) for one in value] if isinstance(value, (list, tuple)) else value

    ops = [
        json.dumps([cell.name, short(msgspec.to_builtins(op))], ensure_ascii=False, separators=(",", ":"))
        for cell in scene.cells
        for op in cell.ops
    ]
    return "[\n" + ",\n".join(ops) + "\n]\n"


def close(one: Any, other: Any) -> bool:
    """True for equal JSON but for rounding."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, abs_tol=0.15)
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
    return json.loads(line) if line.startswith('["') else line


@pytest.fixture(scope="module")
def brush() -> Painter:
    return painter()


@pytest.mark.parametrize(("name", "size"), SHEETS)
def test_examples_have_the_operations_they_had(name: str, size: str, update_golden: bool) -> None:
    path = GOLDEN / f"{name}-{size}.json"

    text = scene_text(scene_of(name, SIZES[size], FixedFonts()))

    if update_golden:
        if not path.exists() or first_difference(text, path.read_text("utf-8")):
            path.write_text(text, "utf-8")
        return
    assert path.exists(), "a new example: pytest --update-golden"
    assert first_difference(text, path.read_text("utf-8")) is None, "not as it was: pytest --update-golden, git diff"


@pytest.mark.parametrize(("name", "size"), SHEETS)
def test_examples_look_as_they_did(name: str, size: str, brush: Painter, update_golden: bool) -> None:
    need_golden_fonts(update_golden)

    found = small_copy(picture_of(name, SIZES[size], brush), KEPT_PX)

    check_golden(found, GOLDEN / f"{name}-{size}.png", update_golden)


def test_no_golden_file_is_left_over_and_all_are_small() -> None:
    files = list(GOLDEN.iterdir())

    assert {path.name for path in files} == {f"{name}-{size}.{end}" for name, size in SHEETS for end in ("png", "json")}
    assert sum(path.stat().st_size for path in files) < 20_000_000


def test_a_picture_with_another_figure_in_it_is_told_apart(brush: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    before = small_copy(picture_of("number-1", SIZES["1080p-landscape"], brush), KEPT_PX)
    page = sheets()["number-1"]
    other = msgspec.structs.replace(page.widgets["typical"], value=941)
    changed = msgspec.structs.replace(page, widgets={**page.widgets, "typical": other})
    monkeypatch.setattr("tests.widgets.sheets.sheets", lambda: {"number-1": changed})

    after = small_copy(picture_of("number-1", SIZES["1080p-landscape"], brush), KEPT_PX)

    assert difference(before, after) > TOLERANCE
