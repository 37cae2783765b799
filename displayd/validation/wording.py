"""What msgspec says of a value, in the words of whoever wrote it: what the field takes, and what stands there."""

from __future__ import annotations

import datetime
import re
import types
import typing
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any, Literal, NamedTuple, Union

import msgspec

from displayd.text.locale_words import locale_hint
from displayd.validation.odd_letters import odd_letter, said_of_letter
from displayd.validation.type_hints import options
from displayd.validation.yaml_source import Path

__all__ = ["Told", "name_told", "told"]

# Longer ones only scroll the message away.
_MAX_LETTERS = 40

# What the last part of a field's name says of its numbers, and a number of that kind.
_UNITS = {
    "seconds": ("seconds", "30"),
    "after": ("seconds", "300"),
    "minutes": ("minutes", "5"),
    "hours": ("hours", "24"),
    "days": ("days", "30"),
    "m": ("metres", "4"),
    "in": ("inches", "55"),
}

_BOUND = re.compile(r"Expected `(?:int|float)(?: \| null)?` (?P<sign>[<>]=?) (?P<limit>\S+)")
_LENGTH = re.compile(r"Expected `(?P<kind>\w+)(?: \| null)?` of length (?:(?P<sign>[<>]=?) )?(?P<limit>\d+)")
_SIGNS = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}

# Parts of the names of fields whose values are told to nobody: mistakes stand on the wall page.
_SECRET = ("password", "sha256", "secret", "key", "token")

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d\d)")
_WITH_UNIT = re.compile(r"(-?\d+(?:\.\d+)?)\s?[a-zA-Z%]+")

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})

# By what is meant: a key or an item, when there is no space after its sign.
_GLUED = {"colon": re.compile(r"[\w.-]+:[^\s/]"), "dash": re.compile(r"-[^\s\d-]")}


class Told(NamedTuple):
    """What is wrong with a value, and what to do about it; empty where that is not known."""

    reason: str
    hint: str = ""


def told(data: Any, kind: Any, path: Path, reason: str) -> Told:
    """What is wrong with `data`, which stands at `path` where `kind` is wanted.

    Args:
        reason: what msgspec says of it.
    """
    name = _name(path)
    words = _words(kind)
    if words and reason.startswith(("Invalid enum value", "Expected")):
        return Told(f"{name} is {_listed(words)}{_not(data, path)}")
    if data != data:  # noqa: PLR0124 - what is no number is not equal to itself
        return Told(f"{name} is a number, and this is none")
    if match := _BOUND.match(reason):
        return Told(f"{name} is {_SIGNS[match['sign']]} {_number(match['limit'])}{_unit_of(path)}{_not(data, path)}")
    if match := _LENGTH.match(reason):
        return Told(_length(name, data, match))
    if "matching regex" in reason:
        return _pattern_told(name, data, kind, path)
    if reason.startswith(("Expected", "Invalid")):
        # A text in place of a mapping or a list may be anything, a key among others.
        is_told = not isinstance(data, str) or bool({int, float, bool, datetime.date} & set(options(kind)))
        stands = _not(data, path) if is_told else ", not a text"
        return Told(
            f"{name} is {_wanted(kind, path)}{stands}", _number_hint(data, kind, path) if is_told else _glued_hint(data)
        )
    return Told(reason)


def _glued_hint(data: str) -> str:
    """What to write where a key, or the dash of a list, has no space after it, and so the whole is a text."""
    return next((f"write a space after the {sign}" for sign, glued in _GLUED.items() if glued.match(data)), "")


def name_told(name: str, kind: Any, reason: str) -> Told:
    """What is wrong with the name `name`, of which msgspec says `reason`."""
    if "matching regex" in reason:
        words = _meta(kind, "words")
        return Told(f"the name {_shown(name)}: {words or 'it has letters that no name has'}", _name_hint(name, kind))
    return Told(f"the name {_shown(name)}: {told(name, kind, (), reason).reason}", "give it another name")


def _name(path: Path) -> str:
    """The field at the end of `path`, with the places in its lists."""
    start = max((index for index, step in enumerate(path) if isinstance(step, str)), default=-1)
    if start < 0:
        return "this" if not path else "each of these"
    places = "".join(f"[{step}]" for step in path[start + 1 :])
    return f"`{path[start]}{places}`"


def _not(data: Any, path: Path) -> str:
    """What stands there instead; nothing where it may be a secret."""
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    return "" if any(word in field for word in _SECRET) else f", not {_shown(data)}"


def _shown(data: Any) -> str:
    """What stands there, short enough for a line."""
    if data is None:
        return "nothing"
    if isinstance(data, bool):
        return f"`{str(data).lower()}`"
    if isinstance(data, dict):
        return "a mapping"
    if isinstance(data, list):
        return "a list"
    text = " ".join(str(data)[: _MAX_LETTERS + 1].split())
    text = text if len(text) <= _MAX_LETTERS else f"{text[: _MAX_LETTERS - 3]}..."
    return f"`{text.encode('utf-8', 'replace').decode()}`"


def _words(kind: Any) -> list[str]:
    """The words, or numbers, that `kind` is one of; none where it takes other things as well."""
    found = [option for option in options(kind) if option is not type(None)]
    if not found or any(typing.get_origin(option) is not Literal for option in found):
        return []
    return [str(word) for option in found for word in typing.get_args(option)]


def _listed(words: Sequence[str]) -> str:
    marked = [word if word.isdigit() else f"`{word}`" for word in words]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} or {marked[-1]}"


def _unit(path: Path) -> tuple[str, str]:
    """In what a number is that stands at `path`, and an example; two empty texts where the name does not say."""
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    return _UNITS.get(field.rpartition("_")[2], ("", "")) if field != "m" else ("", "")


def _unit_of(path: Path) -> str:
    unit = _unit(path)[0]
    return f" {unit}" if unit else ""


def _wanted(kind: Any, path: Path) -> str:
    """What `kind` takes, in words."""
    unit = _unit(path)[0]
    found: list[str] = []
    for option in options(kind):
        origin = typing.get_origin(option)
        if option in (float, int):
            number = "a whole number" if option is int and float not in options(kind) else "a number"
            found.append(f"{number} of {unit}" if unit else number)
        elif option is str:
            found.append("a text")
        elif option is bool:
            found.append("`true` or `false`")
        elif option in (datetime.date, datetime.datetime):
            found.append("a date")
        elif origin in (list, tuple):
            found.append("a list")
        elif origin is dict or (isinstance(option, type) and issubclass(option, msgspec.Struct)):
            found.append("a mapping")
        elif origin is Literal:
            found.append(_listed([str(word) for word in typing.get_args(option)]))
    found = list(dict.fromkeys(found)) or ["something else"]
    return " or ".join(found)


def _number_hint(data: Any, kind: Any, path: Path) -> str:
    """What to write where a number is wanted and something like one stands."""
    if bool in options(kind) and not {int, float} & set(options(kind)):
        return ""
    if not {int, float} & set(options(kind)):
        if datetime.date in options(kind):
            return "for example `2026-11-20`"
        return "put it in quotes" if str in options(kind) and isinstance(data, bool | int | float) else ""
    unit, example = _unit(path)
    if isinstance(data, str):
        if (match := _CLOCK.fullmatch(data)) and unit == "seconds":
            return f"write `{int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])}`"
        bare = data.replace("_", "").replace(" ", "")
        if re.fullmatch(r"-?\d+", bare) or re.fullmatch(r"-?\d+\.\d+", bare):
            return f"write `{bare}`" if bare != data else "write it without quotes"
        if re.fullmatch(r"-?\d+,\d+", bare):
            return f"write `{bare.replace(',', '.')}`"
        if match := _WITH_UNIT.fullmatch(data):
            return (
                f"write `{match[1]}`, if that is in {unit}"
                if unit
                else f"write the number alone, for example `{match[1]}`"
            )
    return f"for example `{example}`" if example else ""


def _length(name: str, data: Any, match: re.Match[str]) -> str:
    limit, sign = int(match["limit"]), match["sign"]
    things = {"str": ("letter", "letters"), "array": ("item", "items"), "object": ("entry", "entries")}
    one, several = things.get(match["kind"], ("part", "parts"))
    amount = f"{_SIGNS[sign]} {limit}" if sign else str(limit)
    return f"{name} has {amount} {one if limit == 1 else several}, not {len(data)}"


def _number(limit: str) -> str:
    """A limit as people write it."""
    number = float(limit)
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else limit


def _pattern_told(name: str, data: Any, kind: Any, path: Path) -> Told:
    words = _meta(kind, "words")
    if letter := odd_letter(str(data)):
        reason = f"{name} has a letter that cannot be seen ({said_of_letter(letter)})"
        return Told(reason, "type it anew")
    if not _not(data, path):
        return Told(f"{name} has another form")
    if path and path[-1] == "locale":
        return Told(f"{name} cannot be {_shown(data)}", locale_hint(str(data)))
    return Told(f"{name} cannot be {_shown(data)}" + (f": {words}" if words else ""), _name_hint(str(data), kind))


def _name_hint(name: str, kind: Any) -> str:
    """A name like `name` that will do; empty where there is none."""
    pattern = _pattern(kind)
    if not _meta(kind, "words") or not pattern:
        return ""
    plain = unicodedata.normalize("NFKD", name.translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    like = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-_.")
    candidates = (like, like.lower(), like.replace(".", "-"), like.replace(".", "-").lower())
    return next((f"for example `{one}`" for one in candidates if one and re.search(pattern, one)), "")


def _metas(kind: Any) -> list[msgspec.Meta]:
    """What `kind` says of itself, also inside of what may be missing."""
    if typing.get_origin(kind) is Annotated:
        inner, *metas = typing.get_args(kind)
        return [*(meta for meta in metas if isinstance(meta, msgspec.Meta)), *_metas(inner)]
    if typing.get_origin(kind) in (Union, types.UnionType):
        return [meta for option in typing.get_args(kind) for meta in _metas(option)]
    return []


def _meta(kind: Any, name: str) -> str:
    return next((str(meta.extra[name]) for meta in _metas(kind) if meta.extra and name in meta.extra), "")


def _pattern(kind: Any) -> str:
    return next((meta.pattern for meta in _metas(kind) if meta.pattern), "")
