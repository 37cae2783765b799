"""Long texts in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.text.pieces import piece_end
from tests.support.laws import law


@law
@given(st.text(max_size=200), st.integers(1, 60))
def test_pieces_are_short_and_make_the_whole(text: str, most: int) -> None:
    pieces = []
    start = 0
    while start < len(text):
        end = piece_end(text, start, most)
        pieces.append(text[start:end])
        start = end

    assert "".join(pieces) == text
    assert all(0 < len(piece) <= most for piece in pieces)


def test_a_piece_ends_after_a_word() -> None:
    assert piece_end("one two three", 0, 9) == len("one two ")


def test_letters_that_are_drawn_as_one_stay_together() -> None:
    assert piece_end("x" * 9 + "e\u0301" + "x" * 9, 0, 10) == 9
    assert piece_end("x" * 9 + "👩\u200d💻" + "x" * 9, 0, 11) == 9
