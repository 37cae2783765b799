"""Where words may be divided. Home of pyphen, which brings the patterns of each language.

pyphen's own classes keep all patterns of a language: 15 MB for German, and seconds on a Raspberry Pi. So its files are
read through once for the few words that are wider than a line, and what is remembered is where those may be divided.
Without pyphen, or without the patterns of a language, no word is divided by it.
"""

from __future__ import annotations

import itertools
import logging
import pathlib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

__all__ = ["SOFT_HYPHEN", "Hyphenator"]

logger = logging.getLogger(__name__)

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
"""Where a word may be divided; only seen where it is."""

# Fewer letters than these say nothing at the end of a line, or at the beginning of one.
_LEAST = 3

# Words that are remembered, each with a few numbers: all of a large wall.
_MOST_WORDS = 2000

# Latin, Greek and Cyrillic letters: the scripts whose words are divided with a hyphen.
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff]{6,}")

_NEXT_LEVEL = b"NEXTLEVEL"

_NO_DIGITS = str.maketrans("", "", "0123456789")

# Languages that pyphen calls otherwise.
_LIKE = {"no": "nb", "iw": "he"}

# Finnish and Turkish have no patterns, and need none: a syllable begins with the last consonant before its vowel.
# Source: Kielitoimiston ohjepankki, "Tavutus"; Türk Dil Kurumu, "Hece bilgisi".
_VOWELS = {"fi": frozenset("aeiouyäöå"), "tr": frozenset("aei\u0131oöuüâîû")}


class Hyphenator:
    """Divides the words of one language."""

    def __init__(self, locale: str) -> None:
        """Args: locale: a language, or one as in a country, such as `de-AT`."""
        language, *others = locale.replace("_", "-").split("-")
        language = language.lower()
        self._vowels = _VOWELS.get(language)
        self._name = "_".join([_LIKE.get(language, language), *others])
        self._points: dict[str, tuple[int, ...]] = {}

    def may_divide(self, token: str) -> bool:
        """False where `token` has no letters in a row that any language divides: a quick look."""
        return _WORD.search(token) is not None

    def divided(self, tokens: Collection[str]) -> Mapping[str, str]:
        """Each of `tokens` with soft hyphens where its words may be divided.

        One that has a soft hyphen of its own is left to whoever has written it.
        """
        todo = [token for token in tokens if SOFT_HYPHEN not in token]
        words = {found[0] for token in todo for found in _WORD.finditer(token)}
        self._learn([word for word in words if word not in self._points])
        return {token: token if SOFT_HYPHEN in token else _WORD.sub(self._marked, token) for token in tokens}

    def _marked(self, found: re.Match[str]) -> str:
        word = found[0]
        edges = [0, *self._points.get(word, ()), len(word)]
        return SOFT_HYPHEN.join(word[start:end] for start, end in itertools.pairwise(edges))

    def _learn(self, words: Collection[str]) -> None:
        """Look `words` up, all in one reading."""
        if len(self._points) + len(words) > _MOST_WORDS:
            self._points.clear()
        if not words:
            return
        # A letter such as the Turkish capital I with a dot becomes two small ones: then the places are not those.
        plain = [word for word in words if len(word.lower()) == len(word)]
        vowels = self._vowels
        found = (
            {word: _syllables(word.lower(), vowels) for word in plain} if vowels else _by_patterns(plain, self._name)
        )
        for word in words:
            inside = (point for point in found.get(word, ()) if _LEAST <= point <= len(word) - _LEAST)
            self._points[word] = tuple(inside)


def _syllables(word: str, vowels: frozenset[str]) -> tuple[int, ...]:
    """Before each consonant that a vowel follows."""
    places = range(1, len(word) - 1)
    return tuple(at for at in places if word[at] not in vowels and word[at + 1] in vowels)


class _Pattern(NamedTuple):
    letters: str
    values: tuple[int, ...]
    """Before each of the letters, and after the last."""
    is_plain: bool
    """False where the word is written otherwise when it is divided."""


def _by_patterns(words: Collection[str], name: str) -> dict[str, tuple[int, ...]]:
    """Where the patterns of the language `name` divide `words`.

    Some languages have two levels: the first divides compounds, the second the parts of them.
    """
    points: dict[str, tuple[int, ...]] = dict.fromkeys(words, ())
    for lines in _levels(name):
        parts = {word: _parts(word, points[word]) for word in words}
        found = _odd_points({part for every in parts.values() for _, part in every}, lines)
        for word, every in parts.items():
            inside = [start + point for start, part in every for point in found[part]]
            points[word] = tuple(sorted({*points[word], *inside}))
    return points


def _parts(word: str, points: tuple[int, ...]) -> list[tuple[int, str]]:
    """The parts of `word` between `points`, with where they begin."""
    return [(start, word[start:end]) for start, end in itertools.pairwise([0, *points, len(word)])]


def _odd_points(words: Collection[str], lines: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Where the patterns in `lines` divide `words`.

    Source: F. M. Liang, "Word Hy-phen-a-tion by Com-put-er", 1983: between two letters the largest value of all
    patterns that are found in the word counts, and an odd one divides it.
    """
    whole = {word: f".{word.lower()}." for word in words}
    patterns: dict[str, list[_Pattern]] = {word: [] for word in words}
    for line in lines:
        letters = line.partition("/")[0].translate(_NO_DIGITS)
        for word, pointed in whole.items():
            if letters in pointed:
                patterns[word].append(_pattern(line))
    return {word: _odd(whole[word], found) for word, found in patterns.items()}


def _levels(name: str) -> list[list[str]]:
    """The patterns of the language `name`, level by level; none where there are none on this machine."""
    try:
        # Where patterns are kept is asked first when a word is too wide, which on many screens is never.
        import pyphen  # noqa: PLC0415

        known = pyphen.language_fallback(name)
        if known is None:
            return []
        encoding, *raw = pathlib.Path(str(pyphen.LANGUAGES[known])).read_bytes().splitlines()
        decoder = _encoding(encoding.decode("ascii"))
        levels: list[list[str]] = [[]]
        for line in raw:
            if line == _NEXT_LEVEL:
                levels.append([])
            # Comments, and how many letters must stay together, which is not asked there.
            elif line and not line.startswith((b"%", b"#")) and not line[:1].isupper():
                levels[-1].append(line.decode(decoder))
    except (ImportError, OSError, ValueError, LookupError) as exc:
        logger.debug("No patterns for words of %s: %s", name, exc)
        return []
    return levels


def _encoding(name: str) -> str:
    return name.strip().lower().replace("microsoft-", "")


def _pattern(line: str) -> _Pattern:
    """For example `1na2` as letters `na` with the values 1, 0, 2."""
    pattern, _, otherwise = line.strip().partition("/")
    values, letters = [0], ""
    for letter in pattern:
        if letter.isdigit():
            values[-1] = int(letter)
        else:
            letters += letter
            values.append(0)
    return _Pattern(letters, tuple(values), not otherwise)


def _odd(pointed: str, patterns: Collection[_Pattern]) -> tuple[int, ...]:
    """The places between letters of the word in `pointed`, which stands between two points, that may be divided."""
    values = [0] * (len(pointed) + 1)
    is_plain = [True] * len(values)
    for pattern in patterns:
        at = pointed.find(pattern.letters)
        while pattern.letters and at >= 0:
            for index, value in enumerate(pattern.values, at):
                if value > values[index]:
                    values[index], is_plain[index] = value, pattern.is_plain
            at = pointed.find(pattern.letters, at + 1)
    return tuple(
        index - 1
        for index, value in enumerate(values)
        if value % 2 and is_plain[index] and 2 < index < len(pointed) - 2
    )
