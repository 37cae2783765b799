"""What people write for languages, and what they are told."""

from __future__ import annotations

import pytest

from displayd.text.language import is_spoken
from displayd.text.locale_words import locale_hint, spoken_names


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("German", "write `de`"),
        ("deutsch", "write `de`"),
        ("Français", "write `fr`"),
        ("日本語", "write `ja`"),
        ("English (US)", "write `en-GB`"),
        ("american english", "write `en-US`"),
        ("de_DE.UTF-8", "write `de-DE`"),
        ("ca_ES@valencia", "write `ca-ES`"),
        ("C", "for example `en-GB`"),
        ("", "for example `en-GB`"),
    ],
)
def test_what_was_meant_is_told(written: str, hint: str) -> None:
    assert locale_hint(written) == hint


def test_every_language_that_is_told_is_spoken() -> None:
    assert all(is_spoken(name) for name in spoken_names().split(", "))
    assert "en" in spoken_names().split(", ")
