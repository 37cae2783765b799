"""Panels that are no TV: small, square, very wide, very fine; shipped pages and pages of few tiles, as looked at."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec import structs
from PIL import Image

from displayd.document.model import Document, decode
from displayd.hub.wall import shipped
from displayd.tools.gallery import examples
from displayd.tools.render import picture_of
from tests.support.golden_fonts import need_golden_fonts
from tests.support.pictures import check_golden, small_copy
from tests.support.sample_pages import NOW, dashboard, sample_wall

GOLDEN = Path(__file__).parent / "odd_panels"

# Short side of the pictures kept, px, where the panel has more.
KEPT_PX = 400


class Panel(NamedTuple):
    """A panel, and from how far it is read."""

    size: tuple[int, int]
    diagonal_in: float
    viewing_m: float


PANELS = {
    "480x320": Panel((480, 320), 3.5, 0.6),
    "320x480": Panel((320, 480), 3.5, 0.6),
    "800x480": Panel((800, 480), 7.0, 0.8),
    "5-4": Panel((1280, 1024), 19.0, 2.0),
    "4-5": Panel((1024, 1280), 19.0, 2.0),
    "21-9": Panel((2560, 1080), 34.0, 3.0),
    "4k": Panel((3840, 2160), 50.0, 5.0),
}

SHIPPED = [
    ("birds-eye", 1, "480x320"),
    ("customer-centric", 4, "320x480"),
    ("devops", 2, "800x480"),
    ("customer-service", 1, "5-4"),
    ("customer-success-team", 1, "4-5"),
    ("sales", 1, "21-9"),
    ("devops", 2, "4k"),
]
"""Name and number of the page, from 1, and the panel."""

FEW = [
    (("progress",), "480x320"),
    (("bullet",), "5-4"),
    (("countdown",), "21-9"),
    (("numbers",), "4k"),
    (("room",), "320x480"),
    (("ticker",), "800x480"),
    (("text", "number"), "4-5"),
    (("number", "gauge", "list"), "21-9"),
    (("line", "status"), "480x320"),
]
"""Kinds of the tiles, and the panel."""


def few_tiles(kinds: tuple[str, ...]) -> Document:
    """A page with the first example of each kind."""
    found: dict[str, Any] = {}
    for kind, _, widget in examples():
        found.setdefault(kind, msgspec.to_builtins(widget))
    page = {"title": "Today" if len(kinds) > 1 else "", "widgets": {kind: found[kind] for kind in kinds}}
    fields = {"format": 1, "screen": "odd", "pages": [page], "locale": "en-GB", "timezone": "Europe/Amsterdam"}
    return decode(msgspec.json.encode(fields))


def picture(document: Document, number: int, panel: Panel) -> Image.Image:
    seen = structs.replace(document, safe_area_percent=0.0, diagonal_in=panel.diagonal_in, viewing_m=panel.viewing_m)
    folder = shipped.sample_wall_folder() / "pictures"
    painted = picture_of(seen, panel.size, 0, number, NOW, folder, gallery=sample_wall().gallery)
    return small_copy(Image.open(io.BytesIO(painted)), min(KEPT_PX, *panel.size))


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize(("name", "number", "panel"), SHIPPED)
def test_shipped_page_looks_as_it_did(name: str, number: int, panel: str, update_golden: bool) -> None:
    need_golden_fonts(update_golden)

    found = picture(dashboard(name), number, PANELS[panel])

    check_golden(found, GOLDEN / f"{name}-{number}-{panel}.png", update_golden)


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize(("kinds", "panel"), FEW)
def test_page_of_few_tiles_looks_as_it_did(kinds: tuple[str, ...], panel: str, update_golden: bool) -> None:
    need_golden_fonts(update_golden)

    found = picture(few_tiles(kinds), 1, PANELS[panel])

    check_golden(found, GOLDEN / f"few-{'-'.join(kinds)}-{panel}.png", update_golden)


def test_kept_pictures_are_those_of_the_panels_and_small() -> None:
    names = {f"{name}-{number}-{panel}.png" for name, number, panel in SHIPPED}
    names |= {f"few-{'-'.join(kinds)}-{panel}.png" for kinds, panel in FEW}

    assert {path.name for path in GOLDEN.glob("*")} == names
    assert sum(path.stat().st_size for path in GOLDEN.glob("*")) < 700_000
