"""What a panel shows in place of values, in the forms that Grafana had one after the other, as a unit of ours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from displayd.protocol.limits import MAX_UNIT_LETTERS
from displayd.text.units import is_known_unit
from displayd.text.value_words import MAX_WORD_LETTERS
from displayd.tools.grafana.fields import Json, listed, mapping, number, text
from displayd.tools.grafana.words import one_line

__all__ = ["Mapped", "Worded", "mapped_values", "old_mappings", "worded"]

# What a tile shows without a value anyway, in other words; Grafana 6 wrote `N/A` into every panel.
_AS_NOTHING = ("", "-", "–", "—", "n/a", "na", "null", "nan", "none", "no data", "nodata", "no value")

# Figures of these look the same among words without them.
_PLAIN = ("", "none", "short", "locale", "string")


class Mapped(NamedTuple):
    """Values that Grafana shows as something else."""

    low: float
    """Where they begin; minus infinity for no lower end."""
    high: float
    """Where they end, which is one of them."""
    word: str
    """Empty where only their colour is said."""
    colour: str = ""
    is_none: bool = False
    """True for no value, and for what is no number."""


class Worded(NamedTuple):
    """Mapped values as a unit."""

    unit: str
    """Empty where no value has a word."""
    when_none: float | None
    """The figure to show where there is none."""
    left_out: list[str]
    """Words that the unit has not, with their values."""


def mapped_values(panel: Json) -> tuple[list[Mapped], list[str]]:
    """The values that `panel` shows as something else, in the order in which they are tried, and what is not kept."""
    defaults = mapping(panel, "fieldConfig", "defaults")
    found: list[Mapped] = []
    lost: list[str] = []
    for one in (*listed(defaults, "mappings"), *old_mappings(panel)):
        kind = text(one, "type")
        options = mapping(one, "options")
        if kind == "regex":
            # Grafana tries expressions on texts alone, and here are numbers.
            lost += [f"{text(options, 'pattern')[:40]} = {_word(mapping(options, 'result')) or 'a colour'}"]
        elif kind == "value":
            found += [_of_value(value, mapping(options, value)) for value in options]
        elif kind == "range":
            found += _of_range(options.get("from"), options.get("to"), mapping(options, "result"))
        elif kind == "special":
            found += _of_special(text(options, "match"), mapping(options, "result"))
        elif not options and one.get("type") == 2:
            found += _of_range(one.get("from"), one.get("to"), one)
        elif not options:
            found.append(_of_value(one.get("value"), one))
    kept = [one for one in found if one.word or one.colour]
    lost += [one.word for one in kept if one.low > one.high and one.word]
    return _reached(one for one in kept if one.low <= one.high), lost


def worded(found: Sequence[Mapped], unit: str) -> Worded:
    """The unit that says these words, and figures in `unit`."""
    none = next((one.word for one in found if one.is_none), "")
    when_none = number({"none": none}, "none")
    said = [
        one for one in found
        if one.word and not (one.is_none and (when_none is not None or one.word.lower() in _AS_NOTHING))
    ]  # fmt: skip
    parts: list[tuple[str, str]] = []
    left_out: list[str] = []
    rest = "" if unit in _PLAIN or not is_known_unit(f"words:0=x;{unit}") or ";" in unit else unit
    room = MAX_UNIT_LETTERS - len("words:;;") - len(rest)
    for one in said:
        word = one_line(one.word.replace(";", ","), MAX_WORD_LETTERS)
        room -= len(_values(one)) + len(word) + 3
        if word and room >= 0:
            parts.append((_values(one), word))
        elif word:
            left_out.append(f"{_values(one)} = {word}")
    named = _joined(parts, rest) if parts else ""
    return Worded(named, when_none, left_out)


def old_mappings(panel: Json) -> Iterator[dict[str, Any]]:
    """Those of a `singlestat` or a column before Grafana 7, with both kinds and which one counts, as of Grafana 7."""
    kind = number(panel, "mappingType") or (1 if listed(panel, "valueMaps") else 2)
    names = {1: "valueMaps", 2: "rangeMaps"}
    for one in listed(panel, names.get(int(kind), "")):
        yield {**{name: value for name, value in one.items() if name != "options"}, "type": kind}


def _joined(parts: Sequence[tuple[str, str]], rest: str) -> str:
    texts = [f"{values}={word}" for values, word in parts] + ([rest] if rest else [])
    has_commas = any("," in one for one in texts)
    # A last semicolon says that the comma of the only part belongs to its word.
    return "words:" + ("; " if has_commas else ", ").join(texts) + (";" if has_commas and len(texts) == 1 else "")


def _values(one: Mapped) -> str:
    if one.is_none:
        return "none"
    if one.low == one.high:
        return _figure(one.low)
    low, high = ("" if math.isinf(end) else _figure(end) for end in (one.low, one.high))
    return f"{low}..{high}" if low or high else "*"


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _of_value(value: object, result: Json) -> Mapped:
    at = number({"at": value}, "at")
    word, colour = _word(result), text(result, "color")
    if at is not None:
        return Mapped(at, at, word, colour)
    if isinstance(value, str) and value.strip().lower() in ("null", "nan", "", "undefined"):
        return Mapped(-math.inf, math.inf, word, colour, is_none=True)
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        at = float(value.strip().lower() == "true")
        return Mapped(at, at, word, colour)
    # A text, which no figure is.
    return Mapped(math.inf, -math.inf, f"`{str(value)[:30]}` = {word}" if word else "", colour)


def _of_range(low: object, high: object, result: Json) -> list[Mapped]:
    """Both ends belong to it; the first `singlestat` wrote `null` for both where there is no value."""
    word, colour = _word(result), text(result, "color")
    if low == high == "null":
        return [Mapped(-math.inf, math.inf, word, colour, is_none=True)]
    least, most = number({"end": low}, "end"), number({"end": high}, "end")
    least, most = -math.inf if least is None else least, math.inf if most is None else most
    return [Mapped(least, most, word, colour)] if least <= most else []


def _of_special(match: str, result: Json) -> list[Mapped]:
    """Truth is 1 here and falsehood 0, as `bool` has them; what is empty has no value."""
    word, colour = _word(result), text(result, "color")
    if match in ("true", "false"):
        at = float(match == "true")
        return [Mapped(at, at, word, colour)]
    is_none = match in ("null", "nan", "null+nan", "empty")
    return [Mapped(-math.inf, math.inf, word, colour, is_none=True)] if is_none else []


def _word(result: Mapping[str, Any]) -> str:
    found = result.get("text")
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return f"{found:g}" if is_number else text(result, "text").strip()


def _reached(found: Iterable[Mapped]) -> list[Mapped]:
    """Without those whose values one before them has as a whole."""
    kept: list[Mapped] = []
    for one in found:
        if not any(each.is_none == one.is_none and each.low <= one.low and one.high <= each.high for each in kept):
            kept.append(one)
    return kept
