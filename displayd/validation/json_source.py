"""Bytes that should be JSON: what is wrong with them, with line and byte, and where something stands in them.

msgspec reads fast. What it cannot read is read once more here, slowly, for the words: its own call half of an emoji
truncated data, and count bytes from the beginning of a text or one too far.
"""

from __future__ import annotations

import codecs
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, NoReturn

from displayd.validation.json_words import Words, encoding_words, malformed_words
from displayd.validation.yaml_source import Path

__all__ = ["JsonError", "Place", "Twice", "depth_of", "has_names_twice", "json_error", "names_twice", "places"]

# A text, or a sign between texts and numbers. Possessive, so that text made of quotes cannot keep it busy.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},]', re.DOTALL)
# A string without an end goes to the end.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_PLAUSIBLE_DEPTH = 40
_CONSTANT = re.compile(r'"(?:[^"\\]++|\\.)*+"|NaN|-?Infinity', re.DOTALL)
_NO_SPACE = re.compile(r"\S")

# What Python 3.13 and later say of `[1, ]`, with the place of the comma; before, it was that of the bracket.
_TRAILING_COMMA = "Illegal trailing comma"

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)

_TOO_DEEP = Words("nested too deeply", "nothing that is wanted here is that deep")


class JsonError(ValueError):
    """Bytes that are no JSON; the message says what is wrong, and where.

    Args:
        hint: what to do about it.
        line: that it is about, from 1; None for all of them.
    """

    def __init__(self, reason: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(reason)
        self.hint = hint
        self.line = line


class Twice(NamedTuple):
    """A name that stands a second time in one object."""

    path: Path
    """Of the value that it names, the name included."""
    first_line: int
    second_line: int

    def __str__(self) -> str:
        lines = sorted({self.first_line, self.second_line})
        where = " and ".join(map(str, lines))
        return f"`{self.path[-1]}` stands here twice (line{'s' * (len(lines) > 1)} {where})"


class Place(NamedTuple):
    """Where something stands in a file, both from 1."""

    line: int
    byte: int


def json_error(data: bytes, otherwise: str) -> JsonError:
    """What is wrong with `data`, which is no JSON.

    Args:
        otherwise: what to say when nothing is found.
    """
    body = data.removeprefix(codecs.BOM_UTF8)
    words = encoding_words(body)
    if words is None:
        words = _Source(body.decode(), len(data) - len(body)).words() or Words(otherwise)
    elif words.at is not None:
        words = _placed(words, data, words.at + len(data) - len(body))
    return JsonError(words.reason, words.hint, None if words.at is None else _line(data.decode("latin-1"), words.at))


def has_names_twice(data: bytes) -> bool:
    """Whether a name stands twice in some object of the JSON `data`; quick, and keeps nothing of it in memory."""
    found = False

    def see(pairs: list[tuple[str, object]]) -> None:
        nonlocal found
        found = found or len(dict(pairs)) != len(pairs)

    try:
        # Numbers are not wanted, and some would be as long as a page.
        json.loads(data, object_pairs_hook=see, parse_int=len, parse_float=len)
    except (ValueError, RecursionError):
        return False
    return found


def depth_of(data: bytes) -> int:
    """How deeply brackets nest in JSON `data`, strings left out; counted before parsing, without recursion."""
    brackets = _STRING.sub(b"", data).translate(_ONE_KIND, _NO_BRACKETS)
    depth = 0
    # Pairs with nothing in them go, from the inside out: a copy each, where going from bracket to bracket takes long.
    while brackets and depth < _PLAUSIBLE_DEPTH:
        left = brackets.replace(b"[]", b"")
        if len(left) == len(brackets):
            break
        brackets = left
        depth += 1
    return depth + _depth_step_by_step(brackets)


def _walked(text: str) -> Iterator[tuple[int, bool, list[_Open]]]:
    """Each name and each place of an item in the JSON `text`: where it begins, whether it is a name, and what holds it.

    An empty list has a place for one as well. The list of holders is the same each time, and changes.
    """
    stack: list[_Open] = []
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{" | "[":
                stack.append(_Open(token[0] == "{"))
            case "}" | "]":
                stack.pop()
            case ",":
                stack[-1].next()
            case name if stack and stack[-1].wants_name:
                stack[-1].step, stack[-1].wants_name = str(json.loads(name)), False
                yield token.start(), True, stack
        if stack and token[0] in "[," and not stack[-1].is_object:
            yield token.end(), False, stack


def names_twice(data: bytes) -> Iterator[Twice]:
    """All names that stand twice in one object of the JSON `data`, in their order."""
    text = data.decode("utf-8-sig")
    for start, is_name, stack in _walked(text):
        if not is_name:
            continue
        name, names = str(stack[-1].step), stack[-1].names
        if name in names:
            path = tuple(one.step for one in stack)
            yield Twice(path, _line(text, names[name]), _line(text, start))
        names.setdefault(name, start)


def places(data: bytes, wanted: Iterable[Path]) -> dict[Path, Place]:
    """Where the values of the JSON `data` stand that are at `wanted`, and what holds them, as far as they are there.

    The place of what has a name is that of the name. Where a name stands twice, the second counts, as for readers.
    """
    body = data.removeprefix(codecs.BOM_UTF8)
    text = body.decode()
    asked = {path[:length] for path in wanted for length in range(len(path) + 1)}
    starts: dict[Path, int] = {}
    whole: tuple[int, bool, list[_Open]] = (0, False, [])
    for at, _, stack in itertools.chain([whole], _walked(text)):
        path = tuple(one.step for one in stack)
        if path in asked and (start := _NO_SPACE.search(text, at)):
            starts[path] = start.start()
    before = len(data) - len(body)
    return {path: Place(_line(text, start), before + len(text[:start].encode()) + 1) for path, start in starts.items()}


def _depth_step_by_step(brackets: bytes) -> int:
    """The same of what is deeper than plausible, or has no end."""
    depth = deepest = 0
    for bracket in brackets:
        depth += 1 if bracket == ord("[") else -1
        deepest = max(deepest, depth)
    return deepest


class _Open:
    """An object or a list whose end has not come yet."""

    def __init__(self, is_object: bool) -> None:
        self.is_object = self.wants_name = is_object
        self.names: dict[str, int] = {}
        """Those that have come, and where."""
        self.step: str | int = "" if is_object else 0
        """Name or index of what comes now."""

    def next(self) -> None:
        """See to a comma."""
        self.wants_name = self.is_object
        if isinstance(self.step, int):
            self.step += 1


class _ConstantError(Exception):
    """A number that is none."""


class _Source:
    """Text that should be JSON.

    Args:
        before: bytes that came before it.
    """

    def __init__(self, text: str, before: int) -> None:
        self._text = text
        self._before = before

    def words(self) -> Words | None:
        """What is wrong with it; None when nothing is."""
        try:
            json.loads(self._text, parse_constant=_refuse, parse_int=len, parse_float=len)
        except _ConstantError:
            return self._constant()
        except json.JSONDecodeError as exc:
            message, at = exc.msg, exc.pos
            if message.startswith(_TRAILING_COMMA):
                at = next(match.start() for match in _NO_SPACE.finditer(self._text, at + 1))
                message = "Expecting value"
            return self._at(malformed_words(self._text, message, at), at)
        except RecursionError:
            return _TOO_DEEP
        return self._half_character()

    def _constant(self) -> Words:
        """What to say of the first `NaN` or `Infinity` outside of texts."""
        match = next(one for one in _CONSTANT.finditer(self._text) if not one[0].startswith('"'))
        return self._at(Words(f"`{match[0]}` is no number in JSON", "write `null` where there is none"), match.start())

    def _half_character(self) -> Words | None:
        """What to say of an escape that is the one half of a character beyond U+FFFF; None without one."""
        waiting: re.Match[str] | None = None
        for match in _ESCAPE.finditer(self._text):
            code = int(match[1], 16) if match[1] else 0
            is_second = 0xDC00 <= code < 0xE000
            if waiting is not None and not (is_second and waiting.end() == match.start()):
                return self._half(waiting)
            if is_second and waiting is None:
                return self._half(match)
            waiting = match if 0xD800 <= code < 0xDC00 else None
        return self._half(waiting) if waiting else None

    def _half(self, match: re.Match[str]) -> Words:
        words = Words(f"`{match[0]}` is half of a character", "a text was cut within an emoji: cut it before or after")
        return self._at(words, match.start())

    def _at(self, words: Words, at: int) -> Words:
        data = self._text.encode()
        return _placed(words, data, len(self._text[:at].encode()), self._before)


def _placed(words: Words, data: bytes, at: int, before: int = 0) -> Words:
    """`words`, with the line and the byte of `data` that they are about, both from 1."""
    line = data.count(b"\n", 0, at) + 1
    return Words(f"{words.reason} (line {line}, byte {before + at + 1:,})", words.hint, at)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _refuse(_: str) -> NoReturn:
    raise _ConstantError
