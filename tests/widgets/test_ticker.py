"""Tickers: one piece of news at a time, whole where that is possible, at the same time on every screen."""

from __future__ import annotations

from displayd.scene.operations import Box, Polygon, Text
from displayd.scene.theme import THEMES
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of

THREE = [{"label": "one"}, {"label": "two"}, {"label": ""}, {"detail": "three"}]


def test_each_has_its_turn() -> None:
    seen = [texts_of("ticker", frame_of(unix_time=time), items=THREE) for time in (0.0, 5.99, 6.0, 12.0, 18.0)]

    assert seen == [["one"], ["one"], ["two"], ["three"], ["one"]]


def test_changes_when_the_turn_is_over() -> None:
    frame, alone = frame_of(), frame_of()

    texts_of("ticker", frame, items=THREE)
    texts_of("ticker", alone, items=THREE[:1])

    assert frame.until == (NOW // 6 + 1) * 6
    assert alone.until == float("inf")


def test_words_are_as_large_as_all_of_them_fit_and_never_broken() -> None:
    def sizes(label: str) -> list[float]:
        ops = ops_of("ticker", frame_of(500, 400), title="News", items=[{"label": label}])
        return [op.size for op in ops if isinstance(op, Text)]

    words = "Documentation review is postponed until the middle of next week because of the release"

    assert sizes("Hi")[0] > sizes("Documentation review")[0] > sizes(words)[0] >= frame_of().small
    lines = texts_of("ticker", frame_of(500, 400), title="News", items=[{"label": words}])
    assert " ".join(lines) == words


def test_detail_stands_under_the_words_and_beside_them_in_a_band() -> None:
    items = [{"label": "Release", "detail": "on Thursday"}]

    block, band = (ops_of("ticker", frame_of(*size), items=items) for size in ((700, 400), (1800, 110)))

    lines = [{op.text: (op.x, op.y) for op in ops if isinstance(op, Text)} for ops in (block, band)]
    assert lines[0]["Release"][1] < lines[0]["on Thursday"][1]
    assert lines[0]["Release"][0] == lines[0]["on Thursday"][0]
    assert lines[1]["Release"][1] - lines[1]["on Thursday"][1] < 10
    assert lines[1]["Release"][0] < lines[1]["on Thursday"][0]


def test_without_a_title_it_brings_its_own_card() -> None:
    items = [{"label": "Payments are down", "level": "red"}]
    widget = widget_of("ticker", items=items)

    ops = widget.draw(frame_of(1800, 84))

    assert widget.takes_whole_cell()
    assert not widget_of("ticker", title="News", items=items).takes_whole_cell()
    assert isinstance(ops[0], Box)
    assert (ops[0].width, ops[0].color) == (1800, THEMES["dark"].card)
    assert "Payments are down" in [op.text for op in ops if isinstance(op, Text)]


def test_bad_news_has_colour_and_shape() -> None:
    ops = ops_of("ticker", items=[{"label": "a", "level": "red"}])

    assert [len(op.points) for op in ops if isinstance(op, Polygon)] == [4]
    assert widget_of("ticker", items=[{"level": "amber"}, {"level": "good"}]).level() == "amber"


def test_is_empty_without_a_word() -> None:
    assert widget_of("ticker", items=[{"level": "red"}]).is_empty()
    assert not widget_of("ticker", items=THREE).is_empty()
