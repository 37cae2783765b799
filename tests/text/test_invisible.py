"""Text of which nothing is to be seen."""

from __future__ import annotations

import pytest

from displayd.text.invisible import is_invisible


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\u200d\u200c\u2060",
        "\u202e\u2067\u200f",
        "\u0301\u0315",
        "\u3164\u115f\uffa0",
        "\ufe0f\U000e0041",
        "\u00a0\u3000",
    ],
)
def test_what_leaves_no_ink_is_invisible(text: str) -> None:
    assert is_invisible(text)


@pytest.mark.parametrize("text", ["x", "\u200bx", "e\u0301", "0", "-", "–", "漢", "🎉", "\u0601", "שלום", "\ue000"])
def test_what_leaves_ink_is_not(text: str) -> None:
    assert not is_invisible(text)
