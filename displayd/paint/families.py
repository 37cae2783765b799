"""Which font draws which script: one family for each, without serifs and in the weights that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["FAMILIES", "HAN", "HAN_LETTERS", "SCRIPTS", "families_for", "han_of"]

FAMILIES: Sequence[str] = ("Inter", "Noto Sans")
"""For Latin, Greek and Cyrillic letters, and for all digits."""

SCRIPTS: Mapping[str, tuple[str, str]] = {
    "Arabic": ("Noto Sans Arabic", "ب"),
    "Hebrew": ("Noto Sans Hebrew", "ש"),
    "Devanagari": ("Noto Sans Devanagari", "क"),
    "Bengali": ("Noto Sans Bengali", "ক"),
    "Gurmukhi": ("Noto Sans Gurmukhi", "ਕ"),
    "Gujarati": ("Noto Sans Gujarati", "ક"),
    "Tamil": ("Noto Sans Tamil", "க"),
    "Telugu": ("Noto Sans Telugu", "క"),
    "Kannada": ("Noto Sans Kannada", "ಕ"),
    "Malayalam": ("Noto Sans Malayalam", "ക"),
    "Sinhala": ("Noto Sans Sinhala", "ක"),
    "Thai": ("Noto Sans Thai", "ก"),
    "Lao": ("Noto Sans Lao", "ກ"),
    "Khmer": ("Noto Sans Khmer", "ក"),
    "Myanmar": ("Noto Sans Myanmar", "က"),
    "Georgian": ("Noto Sans Georgian", "ა"),
    "Armenian": ("Noto Sans Armenian", "\u0561"),
    "Ethiopic": ("Noto Sans Ethiopic", "\u1200"),
}
"""The family of each other script, and a letter of it. All are in the package fonts-noto-core."""

HAN: Mapping[str, tuple[str, ...]] = {
    "ja": ("Noto Sans CJK JP", "Droid Sans Fallback", "NanumGothic"),
    "ko": ("Noto Sans CJK KR", "NanumGothic", "Droid Sans Fallback"),
    "zh": ("Noto Sans CJK SC", "Droid Sans Fallback", "NanumGothic"),
    "zh-hant": ("Noto Sans CJK TC", "Droid Sans Fallback", "NanumGothic"),
}
"""Chinese, Japanese and Korean letters, best first.

Noto's (fonts-noto-cjk, 91 MB) has the forms of each country and all weights, the others are what has room on a small
card. The order keeps kana and kanji of one text in one font.
"""

HAN_LETTERS: Mapping[str, str] = {"Chinese": "直", "Japanese": "か", "Korean": "한"}
"""A letter of each."""

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def han_of(locale: str) -> str:
    """Which of `HAN` a text in `locale` is set in; that of Japan where the locale does not say."""
    language, *others = locale.replace("_", "-").lower().split("-")
    if language in ("zh", "yue"):
        return "zh-hant" if language == "yue" or _TRADITIONAL.intersection(others) else "zh"
    return language if language in HAN else "ja"


def families_for(locale: str) -> Sequence[str]:
    """All families in the order in which a letter is looked for, for a screen in `locale`; Pango adds that of emoji."""
    others = [family for family, _ in SCRIPTS.values()]
    return (*FAMILIES, *others, *HAN[han_of(locale)], "sans-serif")
