"""A dashboard's variables with the values that they have in the file, and texts and queries with these in them."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from displayd.tools.grafana.dashboard import Dashboard
from displayd.tools.grafana.fields import Json, flag, listed, mapping, text

__all__ = ["Variables", "Written"]

ALL = "$__all"

# A variable that names itself ends here.
MOST_ROUNDS = 8

_NAMED = re.compile(
    r"\$\{(?P<curly>\w+)(?:\.[^:}]*)?(?::(?P<format>[^}]*))?\}|\[\[(?P<square>\w+)(?::(?P<old>\w+))?\]\]|\$(?P<bare>\w+)"
)

# What a regular expression has that a name may not mean.
_SPECIAL = re.compile(r"[$^*{}\[\]'+?.()|]")


class _Variable(NamedTuple):
    values: list[str]
    words: list[str]
    """What Grafana shows for the values."""
    is_pattern: bool
    """True where the values are for `=~`: those of all, and several ones."""
    is_assumed: bool
    """True where the file has no value."""


class Written(NamedTuple):
    """A text with its variables replaced."""

    text: str
    unknown: frozenset[str]
    """Names that nobody has a value for."""
    assumed: frozenset[str]
    """Names of variables in it without a value in the file: all of their values were taken."""


class Variables:
    """Those of one dashboard.

    Attributes:
        unused: of the values that were given, those whose names the dashboard does not have.
    """

    def __init__(self, dashboard: Dashboard, given: Mapping[str, str]) -> None:
        """As the file has them, but for those that are `given`."""
        self._known = dict(_defined(dashboard))
        self.unused = sorted(set(given) - set(self._known))
        for name, value in given.items():
            values = value.split(",") if "," in value else [value]
            is_pattern = len(values) > 1 or value in (".*", ".+")
            self._known[name] = _Variable(values, values, is_pattern, is_assumed=False)

    def in_words(self, written: str, macros: Mapping[str, str]) -> Written:
        """A title or a paragraph, with what Grafana shows for each value."""

        def words(found: _Variable, _: str, __: str) -> str:
            return " + ".join("all" if word in (ALL, "All", ".*", ".+") else word for word in found.words)

        return self._replaced(written, macros, words)

    def in_query(self, written: str, macros: Mapping[str, str]) -> Written:
        """A query in PromQL. Where a value is a pattern, `=` becomes `=~`."""
        found = self._replaced(written, macros, _in_promql)
        return found._replace(text=_PATTERN_FOR_VALUE.sub(_as_pattern, found.text).replace(_MARK, ""))

    def _replaced(self, written: str, macros: Mapping[str, str], how: Callable[[_Variable, str, str], str]) -> Written:
        unknown: set[str] = set()
        assumed: set[str] = set()

        def value(match: re.Match[str]) -> str:
            name = match["curly"] or match["square"] or match["bare"]
            if name in macros:
                return macros[name]
            found = self._known.get(name)
            if found is None:
                # `$1` belongs to a regular expression.
                if not name[0].isdigit():
                    unknown.add(name)
                return match[0]
            before = match.string[: match.start()]
            if found.is_pattern and how is _in_promql and not _is_in_text(before):
                # All there is stands for no length of time, and for no part of a name.
                if before.endswith("[") and "__rate_interval" in macros:
                    return macros["__rate_interval"]
                unknown.add(name)
                return match[0]
            if found.is_assumed:
                assumed.add(name)
            return how(found, match["format"] or match["old"] or "", before)

        for _ in range(MOST_ROUNDS):
            before, unknown = written, set()
            written = _NAMED.sub(value, written)
            if written == before:
                break
        return Written(written, frozenset(unknown), frozenset(assumed))


def _defined(dashboard: Dashboard) -> Iterator[tuple[str, _Variable]]:
    for one in dashboard.inputs:
        if text(one, "name") and isinstance(one.get("value"), str):
            yield text(one, "name"), _Variable([one["value"]], [one["value"]], is_pattern=False, is_assumed=False)
    for one in dashboard.variables:
        if text(one, "name"):
            yield text(one, "name"), _variable(one)


def _variable(found: Json) -> _Variable:
    kind = text(found, "type")
    values, words = _texts(mapping(found, "current").get("value")), _texts(mapping(found, "current").get("text"))
    if not values and kind in ("constant", "textbox", "custom", "interval"):
        chosen = [one for one in listed(found, "options") if flag(one, "selected")] or listed(found, "options")
        values = _texts(chosen[0].get("value")) if chosen else []
        values = values or _texts(found.get("query"))[:1]
        if kind in ("custom", "interval") and len(values) == 1:
            values = values[0].split(",")[:1]
    if (kind == "interval" and values and values[0] in ("auto", "$__auto")) or (
        values and "auto_interval" in values[0]
    ):
        return _Variable(["$__interval"], ["auto"], is_pattern=False, is_assumed=False)
    if ALL in values or (not values and flag(found, "includeAll")) or "All" in values:
        return _Variable([text(found, "allValue") or ".*"], ["all"], is_pattern=True, is_assumed=False)
    if not values and kind not in ("constant", "textbox"):
        return _Variable([".*"], ["all"], is_pattern=True, is_assumed=kind != "datasource")
    values = values or [""]
    is_pattern = len(values) > 1 or values[0] in (".*", ".+")
    return _Variable(values, words if len(words) == len(values) else values, is_pattern, is_assumed=False)


def _texts(found: object) -> list[str]:
    """`found` as texts: one, several or none."""
    many = found if isinstance(found, list) else [found]
    return [str(one) for one in many if isinstance(one, str | int | float) and not isinstance(one, bool) and one != ""]


_TEXTS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")

# Around a value that is a pattern, until its operator has been looked at.
_MARK = "\x00"
_PATTERN_FOR_VALUE = re.compile(r'(=~|!~|!=|=)(\s*)("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')')


def _as_pattern(match: re.Match[str]) -> str:
    operator, space, value = match.groups()
    if _MARK in value and operator in ("=", "!="):
        operator = {"=": "=~", "!=": "!~"}[operator]
    return f"{operator}{space}{value}"


def _in_promql(found: _Variable, form: str, before: str) -> str:
    """The values of a variable, as Grafana's Prometheus data source writes them."""
    values = found.values
    is_matched = bool(re.search(r"[=!]~\s*[\"'][^\"']*$", before))
    if form in _FORMATS:
        return _FORMATS[form](values)
    if found.is_pattern:
        if len(values) == 1:
            return f"{_MARK}{values[0]}{_MARK}"
        escaped = [_escaped(value) for value in values]
        return f"{_MARK}({'|'.join(escaped)}){_MARK}"
    if is_matched and form == "regex":
        return _escaped(values[0])
    return values[0]


def _is_in_text(before: str) -> bool:
    """True where what comes behind `before` stands between quotation marks."""
    return bool(re.search(r"[\"'`]", _TEXTS.sub("", before)))


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\\\g<0>", value.replace("\\", "\\\\\\\\"))


def _quoted(sign: str) -> Callable[[list[str]], str]:
    return lambda values: ",".join(f"{sign}{value}{sign}" for value in values)


_FORMATS: Mapping[str, Callable[[list[str]], str]] = {
    "raw": ",".join,
    "csv": ",".join,
    "text": " + ".join,
    "pipe": "|".join,
    "glob": lambda values: values[0] if len(values) == 1 else f"{{{','.join(values)}}}",
    "json": json.dumps,
    "doublequote": _quoted('"'),
    "singlequote": _quoted("'"),
    "sqlstring": _quoted("'"),
    "percentencode": lambda values: urllib.parse.quote(",".join(values), safe=""),
    "queryparam": lambda values: "&".join(urllib.parse.quote(value, safe="") for value in values),
}
