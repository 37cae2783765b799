"""Text, clocks and pictures."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from displayd.scene.operations import Picture, Text
from displayd.tile.frame import Frame
from tests.support.fakes_fonts import FixedFonts
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of


def test_text_is_as_large_as_its_size_allows_and_the_tile() -> None:
    def size(kind: str, text: str) -> float:
        return max(op.size for op in ops_of("text", text=text, size=kind) if isinstance(op, Text))

    frame = frame_of()
    sizes = [size(kind, "Hi") for kind in ("small", "normal", "large", "hero")]
    assert sizes == pytest.approx([frame.small, frame.label, frame.small * 2**0.75, 260])
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


def runs_of(text: str, frame: Frame | None = None) -> list[tuple[str, str]]:
    """Text and weight of what a Markdown text is drawn as."""
    ops = ops_of("text", frame, text=text, markdown=True)
    return [(op.text, op.weight) for op in ops if isinstance(op, Text)]


def test_markdown_is_drawn_in_weights() -> None:
    assert runs_of("Plain, **bold** and *italic*, __bold__ and _italic_.") == [
        ("Plain,", "regular"),
        ("bold", "bold"),
        ("and", "regular"),
        ("italic", "medium"),
        (",", "regular"),
        ("bold", "bold"),
        ("and", "regular"),
        ("italic", "medium"),
        (".", "regular"),
    ]


@pytest.mark.parametrize(
    "text", ["a_file_name", "2 * 3 * 4", "5*", "** not bold **", "#checkout", "-5", "[a](b)", "`x`"]
)
def test_what_is_no_markdown_of_ours_stays_as_it_is(text: str) -> None:
    assert runs_of(text) == [(text, "regular")]


def test_headings_are_larger_and_lists_have_markers_and_an_indent() -> None:
    ops = [
        op for op in ops_of("text", text="# Plan\n- one\n* two\n1. three\nend", markdown=True) if isinstance(op, Text)
    ]

    heading, bullet, one, _, two, number, three, end = ops
    assert [op.text for op in (bullet, number)] == ["•", "1."]
    assert heading.size > one.size == end.size
    assert heading.x == end.x < one.x == two.x == three.x
    assert bullet.x < one.x


def test_words_of_one_line_stand_side_by_side() -> None:
    ops = [op for op in ops_of("text", text="**Thursday**: live", markdown=True) if isinstance(op, Text)]

    thursday, rest = ops
    assert thursday.y == rest.y
    assert rest.x == pytest.approx(thursday.x + FixedFonts().width("Thursday", thursday.size, "bold"))


def test_markdown_that_does_not_fit_loses_large_headings_first_and_then_its_end() -> None:
    text = "# Rules\n" + "".join(f"{number}. rule\n" for number in range(1, 30))
    frame = frame_of(500, 400)

    ops = [op for op in ops_of("text", frame, text=text, markdown=True) if isinstance(op, Text)]

    assert {op.size for op in ops} == {frame.small}
    assert ops[0].text == "Rules"
    assert ops[-1].text == "rule …"


def test_markdown_marks_are_text_where_markdown_is_not_asked_for() -> None:
    assert texts_of("text", text="**5** - 3") == ["**5** - 3"]


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


ZONES = [{"timezone": "America/New_York"}, {"timezone": "Asia/Tokyo", "label": "Japan"}]


@pytest.mark.parametrize("size", [(1400, 400), (600, 560)])
def test_a_clock_shows_other_places_with_the_day_where_it_is_another(size: tuple[int, int]) -> None:
    texts = texts_of("clock", frame_of(*size), show_date=False, zones=ZONES)

    assert texts == ["20:08", "15:08", "New York", "05:08", "+1 day", "Japan"]


def test_the_day_is_in_the_words_of_the_place_and_compared_with_that_of_the_clock() -> None:
    german = texts_of("clock", frame_of(1400, 400, locale="de-DE"), show_date=False, zones=ZONES)
    from_tokyo = texts_of("clock", frame_of(1400, 400), show_date=False, timezone="Asia/Tokyo", zones=ZONES)

    assert "+1 Tag" in german
    assert from_tokyo == ["05:08", "15:08", "−1 day", "New York", "05:08", "Japan"]


def test_other_places_are_on_the_right_in_a_wide_tile_and_else_under_the_time() -> None:
    def time_and_place(width: int, height: int) -> tuple[Text, Text]:
        ops = [op for op in ops_of("clock", frame_of(width, height), zones=ZONES) if isinstance(op, Text)]
        return next(op for op in ops if op.text == "20:08"), next(op for op in ops if op.text == "Japan")

    time, place = time_and_place(1400, 400)
    assert place.x > time.x + 300
    time, place = time_and_place(600, 560)
    assert place.y > time.y


def test_the_date_and_the_last_places_are_left_out_before_the_time_gets_small() -> None:
    zones = [{"timezone": "Asia/Tokyo", "label": f"Place {n}"} for n in range(9)]
    frame = frame_of(600, 330)

    ops = [op for op in ops_of("clock", frame, zones=zones) if isinstance(op, Text)]

    assert ops[0].text == "20:08"
    assert ops[0].size >= 1.7 * frame.label
    assert [op.text for op in ops if op.text.startswith("Place")] == ["Place 0", "Place 1"]


def test_a_clock_that_may_be_wrong_shows_no_time() -> None:
    frame = replace(frame_of(), has_time=False)

    assert texts_of("clock", frame) == ["Clock not set"]


def test_digits_of_a_clock_do_not_jump() -> None:
    assert all(op.is_tabular for op in ops_of("clock", show_seconds=True) if isinstance(op, Text))


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


@pytest.mark.parametrize("is_markdown", [False, True])
def test_right_to_left_paragraphs_begin_at_the_right(is_markdown: bool) -> None:
    text = "شكرا جزيلا\n\nThank you\n- ثمن"
    ops = [op for op in ops_of("text", frame_of(900, 500), text=text, markdown=is_markdown) if isinstance(op, Text)]
    by_text = {op.text: op for op in ops}

    assert (by_text["شكرا جزيلا"].align, by_text["شكرا جزيلا"].x) == ("right", 910)
    assert (by_text["Thank you"].align, by_text["Thank you"].x) == ("left", 10)
    if is_markdown:
        assert by_text["ثمن"].align == "right"
        assert by_text["ثمن"].x < by_text["•"].x < 910 < by_text["•"].x + 40


def test_right_to_left_markdown_has_its_words_from_the_right() -> None:
    ops = [op for op in ops_of("text", text="شكرا **جزيلا**", markdown=True) if isinstance(op, Text)]

    assert [op.weight for op in ops] == ["regular", "bold"]
    assert ops[1].x < ops[0].x
