"""Time on a tile: what is drawn at one moment holds until the moment that it names."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document, decode
from displayd.document.schedule import showing_at
from displayd.scene.operations import Cell
from displayd.widgets import WIDGETS
from tests.support.fakes_fonts import FixedFonts
from tests.widgets.drawing import NOW

DAY = 86_400.0

# New, growing old within days, out of date: what a card says then has a time of its own.
AGES: tuple[dict[str, Any], ...] = (
    {},
    {"as_of": NOW - 3600, "expire_after": 3 * DAY, "changed_at": NOW - 3600},
    {"as_of": NOW - 50_000, "expire_after": 3600.0},
)


def page_of(**widget: Any) -> Document:
    page = {"widgets": {"one": widget}}
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "timezone": "Europe/London", "pages": [page]}))


def tile_at(document: Document, unix_time: float, size: tuple[int, int], has_time: bool) -> Cell:
    context = PageContext(document, size, FixedFonts(), has_time=has_time)
    scene = compose(context, showing_at(document, unix_time), unix_time)
    return next(cell for cell in scene.cells if cell.name == "one")


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__struct_config__.tag)
def test_tile_looks_the_same_until_the_time_at_which_it_asks_to_be_drawn_again(kind: Any) -> None:
    chance = random.Random(7)
    for name, fields in kind.examples().items():
        for age in AGES:
            document = page_of(type=kind.__struct_config__.tag, **{**fields, **age})
            size, has_time = chance.choice([(1300, 520), (670, 520), (370, 280)]), chance.random() < 0.8
            moment = NOW + chance.uniform(-3600, 2 * DAY)
            for _ in range(4):
                tile = tile_at(document, moment, size, has_time)
                assert tile.until > moment
                end = min(tile.until, moment + chance.choice([60, 3600, DAY, 9 * DAY]))
                for later in (chance.uniform(moment, end), moment + (end - moment) * 0.999):
                    if later < tile.until:
                        assert tile_at(document, later, size, has_time).ops == tile.ops, (name, age, moment, later)
                moment = min(tile.until, moment + DAY)
