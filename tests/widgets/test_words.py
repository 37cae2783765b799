"""Text, clocks and pictures."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from displayd.scene import Picture, Text
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of


def test_text_is_as_large_as_its_size_allows_and_the_tile() -> None:
    def size(kind: str, text: str) -> float:
        return max(op.size for op in ops_of("text", text=text, size=kind) if isinstance(op, Text))

    assert [size(kind, "Hi") for kind in ("small", "normal", "large", "hero")] == [32, 40, 72, 260]
    assert size("hero", "A longer message for everybody in the office") < 260


def test_text_that_does_not_fit_is_cut_and_keeps_its_beginning() -> None:
    words = " ".join(f"word{n}" for n in range(500))

    texts = texts_of("text", text=words)

    assert words.startswith(texts[0])
    assert texts[-1].endswith("word499"), "the rest is in the last line, which is cut where it is painted"


def test_short_texts_are_broken_into_lines_of_like_length() -> None:
    texts = texts_of("text", frame_of(900, 400), text="Slow is smooth, and smooth is fast.", size="large")

    assert max(map(len, texts)) - min(map(len, texts)) < 8


def test_empty_lines_make_paragraphs() -> None:
    ops = [op for op in ops_of("text", text="one\ntwo\n\nthree") if isinstance(op, Text)]

    one, two, three = (op.y for op in ops)
    assert three - two > two - one


def test_a_clock_changes_with_the_minute_or_the_second() -> None:
    minute, second = frame_of(), frame_of()

    widget_of("clock").draw(minute)
    widget_of("clock", show_seconds=True).draw(second)

    assert minute.until == 1_795_291_740
    assert second.until == 1_795_291_684


def test_a_clock_shows_the_time_elsewhere() -> None:
    assert "15:08" in texts_of("clock", timezone="America/New_York", label="New York")


def test_a_clock_of_twelve_hours_sets_the_half_of_the_day_apart() -> None:
    assert texts_of("clock", frame_of(locale="en-US"), show_date=False) == ["8:08", "\u202fPM"]


@pytest.mark.parametrize("show_seconds", [False, True])
def test_a_clock_keeps_its_size_through_the_day(show_seconds: bool) -> None:
    def sizes(locale: str, unix_time: float) -> list[float]:
        ops = ops_of("clock", frame_of(unix_time=unix_time, locale=locale), show_seconds=show_seconds)
        return [op.size for op in ops if isinstance(op, Text)]

    for locale in ("en-GB", "en-US", "ko-KR"):
        assert len({str(sizes(locale, NOW + 1800 * step)) for step in range(48)}) == 1


def test_a_clock_that_may_be_wrong_shows_no_time() -> None:
    frame = replace(frame_of(), has_time=False)

    assert texts_of("clock", frame) == ["Clock not set"]


def test_digits_of_a_clock_do_not_jump() -> None:
    assert all(op.is_tabular for op in ops_of("clock", show_seconds=True) if isinstance(op, Text))


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown time zone `Europe/Londn`"):
        widget_of("clock", timezone="Europe/Londn")


@pytest.mark.parametrize(
    "source",
    ["/etc/passwd", "../secret", "a/../../b", "http://example.org/x.png", "//example.org/x.png", "file:x",
     "a%2e%2e/b", "a b.png", "a\\b.png", "x.png?y", "x.png#y"],
)  # fmt: skip
def test_a_picture_is_only_found_below_its_document(source: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        widget_of("picture", source=source)


@pytest.mark.parametrize("source", ["logo.png", "pictures/0a1b", "deep/er/logo-2x.webp"])
def test_a_relative_source_is_taken(source: str) -> None:
    assert not widget_of("picture", source=source).is_empty()


def test_a_picture_without_a_title_takes_its_whole_cell() -> None:
    assert widget_of("picture", source="a.png").takes_whole_cell()
    assert not widget_of("picture", source="a.png", title="Plan").takes_whole_cell()


def test_a_picture_is_drawn_once_it_has_arrived() -> None:
    digest = "ab" * 32

    waiting = ops_of("picture", source="a.png", title="Plan")
    here = ops_of("picture", frame_of(pictures={"a.png": digest}), source="a.png", title="Plan")

    assert "No picture yet" in [op.text for op in waiting if isinstance(op, Text)]
    assert here == [Picture(10, 20, 900, 500, digest)]
