"""Pages of one tile that is no figure: words and few rows fill the glass of every panel."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import decode
from displayd.document.schedule import showing_at
from displayd.scene.operations import Scene, Text
from tests.support.fakes_fonts import FixedFonts

PANELS = [(1920, 1080), (1080, 1920), (480, 320), (320, 480), (3840, 2160), (2560, 1080), (1080, 1350)]

FEW: dict[str, dict[str, Any]] = {
    "text": {"text": "Please sign in at the desk. Coffee is on the left."},
    "list": {"items": [{"label": "Antwerp", "detail": "10 boxes"}, {"label": "Ghent"}, {"label": "Delft"}]},
    "status": {"items": [{"label": "Checkout"}, {"label": "Orders"}, {"label": "Payments"}, {"label": "Search"}]},
    "table": {
        "columns": [{"label": "Customer"}, {"label": "Waiting", "unit": "h"}],
        "rows": [["Petal Post", 5.7], ["Garden", 3.8], ["Fern & Moss", 2.1], ["Rosewood", 1.2]],
    },
}


def scene_of(kind: str, size: tuple[int, int], others: int = 0) -> Scene:
    """A page of one tile, or of some equal ones."""
    widgets = {f"w{number}": {"type": kind, "title": "Today", **FEW[kind]} for number in range(1 + others)}
    document = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": [{"widgets": widgets}]}))
    return compose(PageContext(document, size, FixedFonts()), showing_at(document, 0.0), 0.0)


def texts_of(scene: Scene) -> list[Text]:
    return [op for cell in scene.cells for op in cell.ops if isinstance(op, Text)]


@pytest.mark.parametrize("size", PANELS)
@pytest.mark.parametrize("kind", FEW)
def test_few_words_that_have_the_page_to_themselves_fill_it(kind: str, size: tuple[int, int]) -> None:
    texts = texts_of(scene_of(kind, size))

    assert 0.7 * size[1] < max(op.y for op in texts) <= size[1]
    largest = max(op.size for op in texts)
    assert largest > (1.05 if kind == "table" else 1.3) * next(op.size for op in texts if op.text == "Today")
    for op in texts:
        width = FixedFonts().width(op.text, op.size, op.weight)
        assert not op.max_width or width <= op.max_width * 1.01, op.text


@pytest.mark.parametrize("kind", FEW)
def test_words_are_no_larger_beside_others_than_alone(kind: str) -> None:
    alone, beside = (max(op.size for op in texts_of(scene_of(kind, (1920, 1080), others))) for others in (0, 1))

    assert beside < alone
