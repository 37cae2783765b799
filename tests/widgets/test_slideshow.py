"""Pictures that take turns."""

from __future__ import annotations

import msgspec
import pytest

from displayd.document.model import Page
from displayd.document.pictures import page_picture_sources
from displayd.scene.operations import Op, Picture, Text
from displayd.widgets.slideshow.widget import Slideshow
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

A, B = "a" * 64, "b" * 64
ITEMS = [{"source": "a.png", "caption": "One"}, {"source": "b.png", "caption": "Two"}, {"source": "c.png"}]


def shown(ops: list[Op]) -> list[str]:
    return [op.digest for op in ops if isinstance(op, Picture)]


def test_pictures_take_turns_at_the_same_instant_on_every_screen() -> None:
    pictures = {"a.png": A, "b.png": B, "c.png": "c" * 64}
    frames = [frame_of(unix_time=moment, pictures=pictures) for moment in (0.0, 9.999, 10.0, 20.0, 30.0)]

    found = [shown(ops_of("slideshow", frame, items=ITEMS, seconds=10)) for frame in frames]

    assert found == [[A], [A], [B], ["c" * 64], [A]]
    assert [frame.until for frame in frames] == [10.0, 10.0, 20.0, 30.0, 40.0]


def test_one_that_has_not_arrived_is_skipped_and_without_any_the_tile_says_so() -> None:
    frame = frame_of(unix_time=20.0, pictures={"a.png": A, "b.png": B})

    assert shown(ops_of("slideshow", frame, items=ITEMS, seconds=10)) == [A]
    assert texts_of("slideshow", items=ITEMS) == ["No picture yet"]
    assert texts_of("slideshow", items=ITEMS, title="Photographs") == ["No picture yet"]


def test_who_draws_one_moment_needs_one_picture() -> None:
    page = Page(
        widgets={"a": widget_of("slideshow", items=ITEMS, seconds=10), "b": widget_of("picture", source="d.png")}
    )

    assert page_picture_sources(page) == ["a.png", "b.png", "c.png", "d.png"]
    assert page_picture_sources(page, 10.0) == ["b.png", "d.png"]


def test_a_single_picture_never_turns() -> None:
    frame = frame_of(pictures={"a.png": A})

    ops_of("slideshow", frame, items=ITEMS[:1])

    assert frame.until == float("inf")


@pytest.mark.parametrize(("height", "has_caption"), [(500, True), (250, False)])
def test_the_caption_is_on_a_band_where_that_leaves_something_of_the_picture(height: int, has_caption: bool) -> None:
    ops = ops_of("slideshow", frame_of(height=height, unix_time=0.0, pictures={"a.png": A}), items=ITEMS)

    assert ["One" in op.text for op in ops if isinstance(op, Text)] == [True] * has_caption


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"items": [{"source": "../../etc/passwd"}]}, "matching regex"),
        ({"items": [{"source": "https://elsewhere/a.png"}]}, "matching regex"),
        ({"items": [{"picture": "a.png"}]}, "unknown field"),
        ({"items": [{"source": "a.png"}] * 101}, "<= 100"),
        ({"seconds": 1}, ">= 2"),
    ],
)
def test_what_cannot_be_is_refused_in_words(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=reason):
        msgspec.convert({"type": "slideshow", **fields}, Slideshow)
