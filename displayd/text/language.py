"""What the product itself says on the glass, in the reader's language.

The words stand in the code in English, which is their key, and in `languages/` in every other language: a gettext
catalogue (`.po`) each, read as it is. A compiled one would save a few milliseconds once in the life of a daemon, and
cost a build step in every checkout and files that no review can read.
"""

from __future__ import annotations

import functools
import gettext
import logging
import pathlib
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from displayd.text.direction import filled

__all__ = [
    "ENGLISH",
    "PSEUDO_LOCALE",
    "Language",
    "counted",
    "is_spoken",
    "language_names",
    "language_of",
    "read_catalogue",
    "word",
]

logger = logging.getLogger(__name__)

PSEUDO_LOCALE = "en-XA"
"""English with brackets around all that comes from a catalogue: whatever has none was written into the code."""

_BRACKETS = ("⟦", "⟧")

# A catalogue that has every text: the tests hold all to that.
_COMPLETE = "de"

_FOLDER = pathlib.Path(__file__).with_name("languages")

# By what people and CLDR call it, the catalogue that it is read with.
_LIKE: Mapping[str, str] = MappingProxyType(
    {
        "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "iw": "he",
        "pt-ao": "pt-pt", "pt-ch": "pt-pt", "pt-cv": "pt-pt", "pt-lu": "pt-pt", "pt-mo": "pt-pt", "pt-mz": "pt-pt",
        "pt-st": "pt-pt", "pt-tl": "pt-pt",
    }
)  # fmt: skip

# Between context and text, as gettext has it.
_END_OF_CONTEXT = "\x04"

Forms = tuple[str, ...]
"""A text in each plural form; only one where nothing is counted."""


class Language:
    """Texts by their English ones; what is missing is said in the language underneath, in the end in English."""

    def __init__(
        self,
        texts: Mapping[str, Forms],
        form_of: Callable[[int], int],
        underneath: Language | None = None,
    ) -> None:
        """A language that has `texts` by what `read_catalogue` calls them.

        Args:
            form_of: index of the plural form for a count.
        """
        self._texts = texts
        self._form_of = form_of
        self._underneath = underneath

    def say(self, text: str, /, **places: object) -> str:
        """`text`, written in English, with `{name}` filled from `places`."""
        return self._said(text, None, text, places)

    def say_as(self, context: str, text: str, /, **places: object) -> str:
        """`text` where one English word has several meanings: `context` tells which."""
        return self._said(f"{context}{_END_OF_CONTEXT}{text}", None, text, places)

    def say_count(self, one: str, many: str, count: int, /, **places: object) -> str:
        """`one` or `many`, or whichever of its forms the language has for `count`; `{count}` is filled too."""
        return self._said(one, abs(count), one if abs(count) == 1 else many, {"count": count, **places})

    def say_count_as(self, context: str, one: str, many: str, count: int, /, **places: object) -> str:
        """As `say_count`, where `context` tells of which of several meanings."""
        english = one if abs(count) == 1 else many
        return self._said(f"{context}{_END_OF_CONTEXT}{one}", abs(count), english, {"count": count, **places})

    def _found(self, key: str, count: int | None) -> str:
        forms = self._texts.get(key)
        if forms is None:
            return self._underneath._found(key, count) if self._underneath else ""  # noqa: SLF001
        return forms[0 if count is None else min(self._form_of(count), len(forms) - 1)]

    def _said(self, key: str, count: int | None, english: str, places: Mapping[str, object]) -> str:
        text = self._found(key, count) or english
        return filled(text, places) if places else text


class _Bracketed(Language):
    """English with brackets around the texts that a catalogue has: what is said without being in one has none.

    Args:
        known: the texts, by what `read_catalogue` calls them.
    """

    def __init__(self, known: Container[str]) -> None:
        super().__init__({}, _english_form)
        self._known = known

    def _said(self, key: str, count: int | None, english: str, places: Mapping[str, object]) -> str:
        before, after = _BRACKETS if key in self._known else ("", "")
        return f"{before}{super()._said(key, count, english, places)}{after}"


def _english_form(count: int) -> int:
    return int(count != 1)


ENGLISH = Language({}, _english_form)
"""What stands in the code; for logs."""


@functools.lru_cache(maxsize=8)
def language_of(locale: str) -> Language:
    """The language of `locale` (`de-AT`, `zh_TW`), else English."""
    if locale.replace("_", "-").lower() == PSEUDO_LOCALE.lower():
        return _Bracketed(read_catalogue((_FOLDER / f"{_COMPLETE}.po").read_text(encoding="utf-8"))[0])
    language = ENGLISH
    for one in reversed(_files(locale)):
        try:
            texts, form_of = read_catalogue((_FOLDER / f"{one}.po").read_text(encoding="utf-8"))
        except (OSError, ValueError) as exc:
            # The fence around a file that the card has lost: English is better than no page.
            logger.error("Cannot read the words of %s: %s", one, exc)  # noqa: TRY400
            continue
        language = Language(texts, form_of, language)
    return language


def is_spoken(locale: str) -> bool:
    """True for a locale whose language has a catalogue, or is English."""
    return bool(_files(locale)) or locale.replace("_", "-").lower().split("-")[0] == "en"


def _files(locale: str) -> list[str]:
    """The catalogues that `locale` is read with, the nearest first."""
    name = locale.replace("_", "-").lower()
    names = {one.lower(): one for one in language_names()}
    found: list[str] = []
    while name:
        name = _LIKE.get(name, name)
        if name in names and names[name] not in found:
            found.append(names[name])
        name = name.rpartition("-")[0]
    return found


@functools.cache
def language_names() -> tuple[str, ...]:
    """The languages that have a catalogue, as it is called; English, which needs none, is not among them."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.po")))


def word(text: str, context: str = "") -> str:
    """`text` itself: tells the catalogue of what `say`, or `say_as` with `context`, is given later by a name."""
    del context
    return text


def counted(one: str, many: str, context: str = "") -> tuple[str, str]:
    """`one` and `many`: tells the catalogue of what `say_count_as` is given later by a name."""
    del context
    return one, many


def read_catalogue(text: str) -> tuple[Mapping[str, Forms], Callable[[int], int]]:
    """The texts of a `.po` file by their English ones, after their context where they have one; and its plural rule.

    What has not been translated is left out.

    Raises:
        ValueError: it is no catalogue.
    """
    texts: dict[str, Forms] = {}
    rule = ""
    for entry in _entries(text.splitlines()):
        forms = tuple(value for name, value in entry.items() if name.startswith("msgstr"))
        if "msgid" not in entry or not forms:
            raise ValueError("an entry without its two texts")
        if not entry["msgid"]:
            found = re.search(r"^Plural-Forms:.*\bplural=([^;\n]+);", forms[0], re.MULTILINE)
            rule = found[1] if found else ""
        elif all(forms):
            context = f"{entry['msgctxt']}{_END_OF_CONTEXT}" if "msgctxt" in entry else ""
            texts[context + entry["msgid"]] = forms
    if not rule:
        raise ValueError("no plural rule")
    return texts, gettext.c2py(rule)


def _entries(lines: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """The fields of each entry, in their order: `msgctxt`, `msgid`, `msgid_plural`, `msgstr` or `msgstr[0]` ..."""
    entry: dict[str, str] = {}
    name = ""
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith('"'):
            name, _, line = line.partition(" ")
            if name in ("msgctxt", "msgid") and any(field.startswith("msgstr") for field in entry):
                yield entry
                entry = {}
            entry[name] = ""
        if not name:
            raise ValueError("a text that belongs to nothing")
        try:
            entry[name] += msgspec.json.decode(line, type=str)
        except msgspec.DecodeError as exc:
            raise ValueError(f"`{line[:60]}`: {exc}") from exc
    if entry:
        yield entry
