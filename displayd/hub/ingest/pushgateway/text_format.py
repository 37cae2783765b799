"""The text format of Prometheus, version 0.0.4, read and written.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details; names in quotation marks as
Prometheus 3 has them (https://prometheus.io/docs/guides/utf8/).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from displayd.hub.ingest.pushgateway.families import Family, Labels, Sample, number_in, refused

__all__ = ["families_in_text", "number_text", "text_of"]

_KINDS: frozenset[str] = frozenset({"counter", "gauge", "histogram", "summary", "untyped"})
_PLAIN_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_WORD = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)"|([a-zA-Z_:][a-zA-Z0-9_:]*))[ \t]*')
_QUOTED = re.compile(r'[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def families_in_text(body: bytes) -> list[Family]:
    """The families in `body`.

    Raises:
        DocumentError: it is not in this format, with the line; or it has timestamps, which a gateway does not take.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise refused("the body is not UTF-8") from exc
    if text and not text.endswith("\n"):
        raise refused("the last line does not end with a line feed: is the body whole?")
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        try:
            reader.read(line)
        except ValueError as exc:
            raise refused(str(exc), f"line {number}") from exc
    return list(reader.families.values())


class _Reader:
    """Reads line by line."""

    def __init__(self) -> None:
        self.families: dict[str, Family] = {}
        self._typed: set[str] = set()
        self._helped: set[str] = set()
        self._last: Family | None = None

    def read(self, line: str) -> None:
        """Take in a line.

        Raises:
            ValueError: it cannot be read.
        """
        line = line.strip(" \t")
        if line.startswith("#"):
            self._comment(line)
        elif line:
            sample = _sample(line)
            self._family_of(sample.name).samples.append(sample)

    def _comment(self, line: str) -> None:
        words = line[1:].split(None, 1)
        if len(words) < 2 or words[0] not in ("HELP", "TYPE"):
            return
        name, rest = _name_and_rest(words[1])
        family = self.families.setdefault(name, Family(name=name, samples=[]))
        self._last = family
        if words[0] == "HELP":
            if name in self._helped:
                raise ValueError(f"a second HELP line for `{name}`")
            self._helped.add(name)
            family.help = _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], rest)[:1000]
            return
        if name in self._typed or family.samples:
            raise ValueError(f"a second TYPE line for `{name}`, or one after its samples")
        kind = rest.strip(" \t")
        if kind not in _KINDS:
            raise ValueError(f"`{kind[:40]}` is no type of a metric")
        self._typed.add(name)
        family.kind = kind  # type: ignore[assignment]

    def _family_of(self, name: str) -> Family:
        if self._last is not None and self._last.owns(name):
            return self._last
        found = self.families.get(name)
        if found is None:
            bases = (name.removesuffix(end) for end in ("_bucket", "_sum", "_count") if name.endswith(end))
            owners = (one for base in bases if (one := self.families.get(base)) is not None and one.owns(name))
            found = next(owners, None)
        if found is None:
            found = self.families[name] = Family(name=name, samples=[])
        self._last = found
        return found


def _name_and_rest(text: str) -> tuple[str, str]:
    found = _WORD.match(text)
    if not found:
        raise ValueError("there is no name of a metric")
    return _word(found), text[found.end() :]


def _word(found: re.Match[str]) -> str:
    return found[2] if found[1] is None else _unescaped(found[1])


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text

    def meant(found: re.Match[str]) -> str:
        if found[1] not in 'n"\\':
            raise ValueError(f"`\\{found[1]}` cannot stand in a value")
        return "\n" if found[1] == "n" else found[1]

    return _ESCAPE.sub(meant, text)


def _sample(line: str) -> Sample:
    name = ""
    found = _PLAIN_NAME.match(line)
    at = 0
    if found:
        name, at = found[0], found.end()
        while line[at : at + 1] in (" ", "\t"):
            at += 1
    labels: list[tuple[str, str]] = []
    if line[at : at + 1] == "{":
        at = _read_labels(line, at + 1, labels, may_name=not name)
        if not name and labels and labels[0][0] == "":
            name = labels.pop(0)[1]
    if not name:
        raise ValueError("there is no name of a metric")
    words = line[at:].split()
    if len(words) == 2:
        raise ValueError("a timestamp: the time of a push is when it arrives")
    if len(words) != 1:
        raise ValueError("there has to be one number after the name and the labels")
    try:
        value = number_in(words[0])
    except ValueError:
        raise ValueError(f"`{words[0][:40]}` is no number") from None
    return Sample(name, tuple(sorted(labels)), value)


def _read_labels(line: str, at: int, labels: list[tuple[str, str]], *, may_name: bool) -> int:
    """Read labels from `at` on, after the brace; where they end. A quoted name of the metric has the name ``."""
    while True:
        if closing := re.compile(r"[ \t]*}").match(line, at):
            return closing.end()
        word = _WORD.match(line, at)
        if not word:
            raise ValueError('labels are written {name="value", ...}')
        at = word.end()
        if line[at : at + 1] == "=":
            value = _QUOTED.match(line, at + 1)
            if not value:
                raise ValueError("the value of a label stands in quotation marks")
            labels.append((_word(word), _unescaped(value[1])))
            at = value.end()
        elif may_name and not labels and word[1] is not None:
            labels.append(("", _word(word)))
        else:
            raise ValueError('labels are written {name="value", ...}')
        if line[at : at + 1] == ",":
            at += 1
        elif line[at : at + 1] != "}":
            raise ValueError('labels are written {name="value", ...}')


def text_of(families: Iterable[Family]) -> str:
    """`families` in the format."""
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    name = _written(family.name)
    if family.help:
        yield f"# HELP {name} {_escaped(family.help)}"
    yield f"# TYPE {name} {family.kind}"
    for sample in family.samples:
        yield f"{_head(sample.name, sample.labels)} {number_text(sample.value)}"


def _head(name: str, labels: Labels) -> str:
    inside = [f'{_written(label)}="{_quoted(value)}"' for label, value in labels]
    if not _PLAIN_NAME.fullmatch(name):
        return "{" + ",".join([_written(name), *inside]) + "}"
    return name + ("{" + ",".join(inside) + "}" if inside else "")


def _written(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else f'"{_quoted(name)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', r"\"")


def number_text(value: float) -> str:
    """`value` as Prometheus writes it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
