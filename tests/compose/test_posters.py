"""One figure, or a few, that have the page to themselves fill the glass of any panel, in words that can be read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import decode
from displayd.document.schedule import showing_at
from displayd.scene.operations import Scene, Text
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import drawing_law

NOW = 1_795_094_000.0

HISTORY = [3.0, 4.0, 6.0, 5.0, 7.0]

FIGURES: dict[str, dict[str, Any]] = {
    "number": {"value": 42.0},
    "gauge": {"value": 42.0, "maximum": 100},
    "progress": {"value": 42.0, "unit": "percent"},
    "bullet": {"value": 42.0, "target": 60, "maximum": 100},
    "sparkline": {"value": 42.0, "history": HISTORY},
    "countdown": {"until": "2026-12-18T17:00:00"},
    "numbers": {"items": [{"label": "Open", "value": 42}, {"label": "New", "value": 38}]},
}

# Of the height of the page or, in a narrow one, of the width: the least that the largest figure has.
LEAST_HEIGHT, LEAST_WIDTH = 0.14, 0.2


@st.composite
def panels(draw: st.DrawFn) -> tuple[tuple[int, int], float, float]:
    """Sizes from 320x240 to 4K with sides up to 21:9, seen from where text is neither finest nor beyond reading."""
    short = draw(st.integers(240, 2160))
    long = round(short * draw(st.floats(1.0, 21 / 9)))
    size = draw(st.sampled_from([(long, short), (short, long)]))
    diagonal_in = draw(st.floats(3.5, 90.0))
    return size, diagonal_in, diagonal_in * draw(st.floats(0.06, 0.16))


def scene_of(kind: str, size: tuple[int, int], diagonal_in: float, viewing_m: float, count: int = 1) -> Scene:
    widgets = {f"w{number}": {"type": kind, "title": "Sales", **FIGURES[kind]} for number in range(count)}
    fields = {"format": 1, "screen": "s", "diagonal_in": diagonal_in, "viewing_m": max(0.3, viewing_m)}
    document = decode(msgspec.json.encode({**fields, "pages": [{"widgets": widgets}]}))
    return compose(PageContext(document, size, FixedFonts()), showing_at(document, NOW), NOW)


def texts_of(scene: Scene) -> list[Text]:
    return [op for cell in scene.cells for op in cell.ops if isinstance(op, Text)]


@pytest.mark.parametrize("kind", FIGURES)
@drawing_law(60)
@given(panel=panels())
def test_one_figure_fills_the_glass_and_no_text_is_small_or_over_an_edge(
    kind: str, panel: tuple[tuple[int, int], float, float]
) -> None:
    size, diagonal_in, viewing_m = panel

    scene = scene_of(kind, size, diagonal_in, viewing_m)

    texts = texts_of(scene)
    largest = max(op.size for op in texts)
    assert largest >= min(LEAST_HEIGHT * size[1], LEAST_WIDTH * size[0]), largest
    fonts = FixedFonts()
    document = decode(b'{"format": 1, "screen": "s", "pages": [{"widgets": {"a": {"type": "clock"}}}]}')
    document = msgspec.structs.replace(document, diagonal_in=diagonal_in, viewing_m=max(0.3, viewing_m))
    context = PageContext(document, size, fonts)
    for op in texts:
        assert op.size >= 0.995 * context.frame(context.room, NOW).small, op
        width = min(fonts.width(op.text, op.size, op.weight, op.is_tabular), op.max_width or float("inf"))
        left = op.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[op.align]
        assert left >= -1, op
        assert left + width <= size[0] + 1, op
        assert op.y - 0.72 * op.size >= 0, op
        assert op.y <= size[1], op


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (480, 320), (1024, 1280), (2560, 1080)])
@pytest.mark.parametrize("kind", FIGURES)
def test_a_figure_is_no_smaller_alone_than_beside_another(kind: str, size: tuple[int, int]) -> None:
    alone, beside = (max(op.size for op in texts_of(scene_of(kind, size, 50.0, 5.0, count))) for count in (1, 2))

    # The line of a sparkline has a share of the page to itself.
    assert alone >= (0.9 if kind == "sparkline" else 0.99) * beside
