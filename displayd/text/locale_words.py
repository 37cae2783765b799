"""Languages as people call them: what was meant where a text is no locale, and whether the product speaks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from displayd.text.language import language_names
from displayd.text.locales import LOCALE_PATTERN

__all__ = ["locale_hint", "spoken_names"]

# By what English calls it and by its own name, without accents.
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        word: locale
        for locale, words in {
            "en-GB": "english uk british",
            "en-US": "american us",
            "de": "german deutsch germany ger",
            "de-AT": "austria austrian at",
            "de-CH": "switzerland swiss ch",
            "fr": "french francais français france",
            "es": "spanish espanol español castellano spain",
            "nl": "dutch nederlands netherlands",
            "pt": "portuguese portugues português",
            "pt-BR": "brazilian brazil",
            "it": "italian italiano italy",
            "pl": "polish polski poland",
            "fi": "finnish suomi finland",
            "tr": "turkish turkce türkçe turkey",
            "ar": "arabic العربية",
            "he": "hebrew עברית",
            "hi": "hindi हिन्दी",
            "ja": "japanese 日本語 japan jp",
            "zh": "chinese 中文 china cn mandarin",
            "ko": "korean 한국어 korea kr",
            "th": "thai ไทย thailand",
        }.items()
        for word in words.split()
    }
)


def locale_hint(text: str) -> str:
    """What to write in place of `text`, which has not the form of a locale."""
    # What Linux adds: the encoding, a variant.
    bare = re.split(r"[.@]", text.strip(), maxsplit=1)[0]
    if bare != text and re.match(LOCALE_PATTERN, bare):
        return f"write `{bare.replace('_', '-')}`"
    known = next((_CALLED[word] for word in re.findall(r"\w+", text.lower()) if word in _CALLED), None)
    return f"write `{known}`" if known else "for example `en-GB`"


def spoken_names() -> str:
    """The languages that the product speaks, for a sentence."""
    return ", ".join(sorted({"en", *language_names()}))
