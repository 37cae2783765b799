"""What pages are drawn with follows from the document and the screen."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.document.model import decode
from displayd.scene.geometry import Rect
from displayd.scene.theme import THEMES
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES, arc_minutes
from tests.support.fakes_fonts import FixedFonts

PALETTE = {**msgspec.to_builtins(THEMES["dark"]), "card": "#123456"}


def context(size: tuple[int, int] = (1920, 1080), **fields: Any) -> PageContext:
    page = {"widgets": {"a": {"type": "text", "text": "x"}}}
    document = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": [page], **fields}))
    return PageContext(document, size, FixedFonts(), {"a.png": "0" * 64})


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_unit_is_a_1080th_of_the_short_side(size: tuple[int, int]) -> None:
    assert context(size).unit == 1.0
    assert context((size[0] * 2, size[1] * 2)).unit == 2.0
    assert context(size).is_landscape == (size[0] > size[1])


def test_own_colours_come_before_those_of_the_theme() -> None:
    assert context(theme="light").theme is THEMES["light"]
    assert context(theme="acme", palette=PALETTE).theme.card == "#123456"


def test_smallest_text_can_be_read_from_the_farthest_seat() -> None:
    one = context(diagonal_in=65, viewing_m=5)
    frame = one.frame(Rect(0, 0, 100, 100), 0.0)

    assert arc_minutes(frame.small, one.size, 65, 5) == pytest.approx(MINIMUM_ARC_MINUTES)
    assert one.label_px == frame.label


def test_frame_has_what_the_screen_has() -> None:
    frame = context(locale="de", timezone="Europe/Berlin").frame(Rect(1, 2, 3, 4), 1_795_291_683.0)

    assert frame.area == Rect(1, 2, 3, 4)
    assert frame.format.text(1284.5, "locale") == "1.285"
    assert frame.format.time(frame.unix_time) == "21:08"
    assert frame.picture_digest("a.png") == "0" * 64
    assert frame.picture_digest("b.png") is None


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (480, 320), (3840, 2160)])
def test_edges_that_a_tv_may_cut_off_stay_free(size: tuple[int, int]) -> None:
    usual, all_shown = context(size).room, context(size, safe_area_percent=0).room

    assert usual.x >= 0.035 * size[0] - 0.5
    assert usual.y >= 0.035 * size[1] - 0.5
    assert (usual.x + usual.right, usual.y + usual.bottom) == size
    assert all_shown.x == all_shown.y == round(28 * min(size) / 1080)
    assert context(size, safe_area_percent=10).room.x == round(size[0] / 10)
