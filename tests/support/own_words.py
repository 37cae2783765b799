"""Words on the glass that come from nowhere: neither from a catalogue, nor from the document, nor from a locale."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from displayd.scene.operations import Cell, Text
from displayd.text.locales import Locale
from displayd.text.units import CURRENCIES, UNITS

__all__ = ["words_from_nowhere"]

# A word of at least so many letters may be torn at the end of a line.
LONG = 4

_WORD = re.compile(r"[^\W\d_]+")


def words_from_nowhere(cells: Iterable[Cell], document: Any) -> set[str]:
    """The words of `cells`, drawn in the pseudo-locale, that stand outside its brackets and not in `document`.

    Args:
        document: what its author wrote, as plain data.
    """
    known = {word.lower() for text in _texts(document) for word in _WORD.findall(text)} | _of_locale()
    # A long word may stand on two lines.
    long = " ".join(word for word in known if len(word) >= LONG)
    found: set[str] = set()
    for cell in cells:
        # A sentence may stand on several lines.
        whole = " ".join(op.text for op in cell.ops if isinstance(op, Text))
        found |= {
            word
            for word in _WORD.findall(_outside_brackets(whole))
            if word.lower() not in known and (word.lower() not in long)
        }
    return found


def _outside_brackets(text: str) -> str:
    outside, depth = [], 0
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        outside.append(letter if depth == 0 and letter != "⟧" else " ")
    return "".join(outside)


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for name, value in plain.items():
            yield from _texts(name)
            yield from _texts(value)
    elif isinstance(plain, (list, tuple)):
        for value in plain:
            yield from _texts(value)


@functools.cache
def _of_locale() -> frozenset[str]:
    """The signs of units and the names of days and months, which come from tables of their own."""
    signs = [*_texts(msgspec.to_builtins(Locale())), *CURRENCIES]
    for unit in UNITS.values():
        signs += [unit.prefix, unit.suffix, unit.code, *(step.symbol for step in unit.steps)]
    return frozenset(word.lower() for sign in signs for word in _WORD.findall(sign))
