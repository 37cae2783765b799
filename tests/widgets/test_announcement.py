"""Announcements: words, a picture, and the time in which they are on show."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from displayd.scene.operations import Box, Op, Picture, Text
from displayd.scene.theme import THEMES, contrast_ratio
from displayd.widgets.announcement.widget import AnnouncementTile
from tests.widgets.drawing import frame_of, ops_of, widget_of

DIGEST = "d" * 64


def picture_of(ops: list[Op]) -> Picture:
    return next(op for op in ops if isinstance(op, Picture))


def test_headline_is_larger_than_the_text_and_above_it() -> None:
    headline, text = (op for op in ops_of("announcement", headline="Party", text="On the roof") if isinstance(op, Text))

    assert (headline.text, text.text) == ("Party", "On the roof")
    assert headline.size > 1.5 * text.size
    assert headline.y < text.y


def test_picture_stands_beside_the_words_in_a_wide_tile_and_above_them_in_an_upright_one() -> None:
    fields = {"headline": "Party", "source": "p.png"}
    wide = frame_of(1800, 900, pictures={"p.png": DIGEST})
    upright = frame_of(900, 1500, pictures={"p.png": DIGEST})

    beside, above = (picture_of(ops_of("announcement", frame, **fields)) for frame in (wide, upright))

    assert (beside.y, beside.height) == (wide.area.y, 900)
    assert beside.x + beside.width == wide.area.right
    assert (above.y, above.width) == (upright.area.y, 900)


def test_without_the_picture_the_words_have_all_of_the_room() -> None:
    ops = ops_of("announcement", frame_of(1800, 900), headline="Party", source="p.png")

    assert not any(isinstance(op, Picture) for op in ops)
    assert [op.text for op in ops if isinstance(op, Text)] == ["Party"]


def test_picture_alone_fills_the_tile() -> None:
    frame = frame_of(800, 600, pictures={"p.png": DIGEST})

    found = picture_of(ops_of("announcement", frame, source="p.png"))
    assert (found.x, found.y, found.width, found.height) == tuple(frame.area)


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_what_is_urgent_fills_the_tile_with_its_colour_and_can_be_read_on_it(theme: str) -> None:
    frame = replace(frame_of(), theme=THEMES[theme])
    ops = ops_of("announcement", frame, headline="Fire", text="By the stairs", importance="urgent")

    paper = next(op for op in ops if isinstance(op, Box))
    assert paper.color == THEMES[theme].red
    assert all(contrast_ratio(op.color, paper.color) >= 4.5 for op in ops if isinstance(op, Text))


def test_before_it_starts_and_after_it_ends_there_is_nothing_and_it_comes_by_itself() -> None:
    fields = {"headline": "Party", "starts": 1000.0, "ends": 2000.0}
    before, during, after = (frame_of(unix_time=moment) for moment in (999.9, 1000.0, 2000.0))

    assert [bool(ops_of("announcement", frame, **fields)) for frame in (before, during, after)] == [False, True, False]
    assert (before.until, during.until) == (1000.0, 2000.0)


def test_dates_are_of_the_clocks_of_the_screen_unless_it_has_a_zone_of_its_own() -> None:
    here = widget_of("announcement", starts="2026-12-01 09:00")
    there = widget_of("announcement", starts="2026-12-01 09:00", timezone="Asia/Tokyo")

    assert here.on_show("Europe/Amsterdam").start - there.on_show("Europe/Amsterdam").start == 8 * 3600


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"starts": "soon"}, "`soon` is not a date and time such as"),
        ({"ends": "2026-12-01", "starts": "2026-12-03"}, "ends before it starts"),
        ({"headline": "x" * 201}, "<= 200"),
        ({"text": "x" * 1001}, "<= 1000"),
        ({"source": "http://elsewhere/p.png"}, "matching regex"),
        ({"importance": "dire"}, "Invalid enum value 'dire'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=reason):
        msgspec.convert({"type": "announcement", **fields}, AnnouncementTile)
