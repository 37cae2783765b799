"""Settings of a chart as programs for browsers write them: data in the notation of JavaScript, of which nothing is run.

Source: ECMA-262, its literals; what Highcharts' own pages have for examples.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

from displayd.hub.ingest.geckoboard.dataset_body import BodyError

__all__ = ["script_literal"]

MAX_DEPTH = 40

_BLANK = re.compile(r"(?:[\s\ufeff]|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)")
_TEXT = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_UTC = re.compile(r"Date\s*\.\s*UTC\s*\(([\s0-9,]*)\)")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def script_literal(text: str) -> dict[str, Any]:
    """The object that `text` writes out. Functions and whatever else would have to be run are null.

    Raises:
        BodyError: it writes out none.
    """
    reader = _Reader(text.lstrip("\ufeff").rstrip().removesuffix(";"))
    found = reader.whole()
    if reader.at < len(reader.text):
        raise reader.error("there is more behind its end")
    return found


class _Reader:
    """Reads a text from its beginning to its end, each letter once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def error(self, what: str) -> BodyError:
        """What is wrong where the reader stands."""
        line = self.text.count("\n", 0, self.at) + 1
        return BodyError(f"neither JSON nor an object of JavaScript: {what}, line {line}")

    def blank(self) -> None:
        """Pass blanks and comments."""
        if found := _BLANK.match(self.text, self.at):
            self.at = found.end()

    def whole(self) -> dict[str, Any]:
        """The object at the beginning, with the blanks around it."""
        self.blank()
        if not self.text.startswith("{", self.at):
            raise self.error("there is no object")
        found = self._object(0)
        self.blank()
        return found

    def value(self, depth: int) -> Any:
        """The value that comes next; null for an expression."""
        self.blank()
        start, sign = self.at, self.text[self.at : self.at + 1]
        if depth > MAX_DEPTH:
            raise self.error("it is nested too deeply")
        if sign in ("", ",", "}", "]"):
            raise self.error("a value is missing")
        found = self._object(depth) if sign == "{" else self._list(depth) if sign == "[" else self._plain()
        self.blank()
        if self.text[self.at : self.at + 1] in ("", ",", "}", "]"):
            return found
        self.at = start
        self._pass_expression()
        return None

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        while not self._ends("}"):
            name = self._take(_TEXT) or self._take(_NAME) or self._take(_NUMBER)
            if name is None:
                raise self.error("there is no name of a field")
            self.blank()
            is_method = self.text.startswith("(", self.at)
            if not is_method and not self.text.startswith(":", self.at):
                raise self.error(f"there is no colon after `{name[:40]}`")
            if is_method:
                self._pass_expression()
            else:
                self.at += 1
            found[_plain_text(name)] = None if is_method else self.value(depth + 1)
            self._comma("}")
        return found

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        while not self._ends("]"):
            if self.text.startswith(",", self.at):
                found.append(None)
            else:
                found.append(self.value(depth + 1))
            self._comma("]")
        return found

    def _ends(self, bracket: str) -> bool:
        self.blank()
        if self.at >= len(self.text):
            raise self.error(f"there is no `{bracket}`")
        is_end = self.text.startswith(bracket, self.at)
        self.at += is_end
        return is_end

    def _comma(self, bracket: str) -> None:
        self.blank()
        if self.text.startswith(",", self.at):
            self.at += 1
        elif not self.text.startswith(bracket, self.at):
            raise self.error(f"there is no comma and no `{bracket}`")

    def _plain(self) -> Any:
        if (text := self._take(_TEXT)) is not None:
            return _plain_text(text)
        if (number := self._take(_NUMBER)) is not None:
            return _number(number)
        if (date := _UTC.match(self.text, self.at)) is not None:
            self.at = date.end()
            return _milliseconds(date[1])
        word = self._take(_NAME)
        # Another name stands for something that is not here.
        return None if word is None else _WORDS.get(word)

    def _take(self, kind: re.Pattern[str]) -> str | None:
        found = kind.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[0]

    def _pass_expression(self) -> None:
        """Pass what would have to be run, with all of its brackets."""
        open_: list[str] = []
        while self.at < len(self.text):
            sign = self.text[self.at]
            if not open_ and sign in ",}]":
                break
            if self._take(_TEXT) is not None:
                continue
            if sign == "/" and _BLANK.match(self.text, self.at):
                self.blank()
                continue
            if sign in _PAIRS:
                open_.append(_PAIRS[sign])
            elif open_ and sign == open_[-1]:
                open_.pop()
            self.at += 1


def _plain_text(written: str) -> str:
    """A text without what stands around it; a name as it is."""
    if written[0] not in "\"'`":
        return written
    return _ESCAPE.sub(_letter, written[1:-1]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        return _LETTERS.get(found[4], found[4])
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"


def _number(written: str) -> float | None:
    try:
        number = float(int(written, 16)) if "x" in written.lower() else float(written)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _milliseconds(written: str) -> float | None:
    """What `Date.UTC(2026, 10, 1)` is: months count from 0."""
    parts = [part.strip() for part in written.split(",")]
    if not 2 <= len(parts) <= 7 or not all(part.isdecimal() and len(part) < 10 for part in parts):
        return None
    year, month, *rest = (int(part) for part in parts)
    day, hour, minute, second, milliseconds = (*rest, *(1, 0, 0, 0, 0)[len(rest) :])
    try:
        first = datetime.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=datetime.UTC)
        after = datetime.timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second, milliseconds=milliseconds)
        return (first + after).timestamp() * 1000
    except (ValueError, OverflowError):
        return None
