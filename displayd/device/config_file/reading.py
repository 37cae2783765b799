"""Settings out of YAML text: whatever of it is right, and every mistake in the rest.

One mistake must not take the network away from a screen whose other settings are good. So the settings at the top of
the file stand alone: what is wrong in one of them leaves that one at its default.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from displayd.device.config_file.secret import told
from displayd.device.config_file.text import QUOTES, slips
from displayd.errors import ConfigError, Mistake
from displayd.validation import yaml_source
from displayd.validation.as_meant import as_meant
from displayd.validation.faults import Fault, check
from displayd.validation.type_hints import struct_in
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["read"]

T = TypeVar("T", bound=Struct)

# Where what follows a `#` may have been meant: passwords and names are made of such signs.
_EASILY_CUT = {"password", "key_password", "identity", "anonymous_identity", "name"}


def read(name: str, text: str, kind: type[T], faults_of: Callable[[Any], Iterable[Fault]]) -> tuple[T, list[Mistake]]:
    """The settings in `text` that are right, the others at their defaults, and what is wrong with these.

    Args:
        name: the file's name, for messages.
        kind: all fields have defaults.
        faults_of: what types cannot say, for plain data of which any part may have a wrong type.
    """
    mistakes = list(slips(name, text, _field_names(kind)))
    yaml, more = _yaml(name, text)
    slipped = {mistake.where for mistake in mistakes}
    mistakes += [mistake for mistake in more if mistake.where not in slipped]
    data = {} if yaml.data is None else yaml.data
    if not isinstance(data, dict):
        hint = "write one setting per line, for example `hub: https://dashboards.example.org`"
        if not mistakes:
            mistakes.append(Mistake(yaml.where(()), "this is not a list of settings", hint))
        return kind(), told(mistakes, text)
    data = as_meant(yaml, kind) if yaml.data is not None else data
    faults = [*_quote_faults(data, yaml), *_cut_faults(text, yaml)]
    faults += [*check(data, kind)[1], *faults_of(data)]
    mistakes += [one for fault in faults if (one := fault.in_file(yaml)).where not in slipped]
    wrong = {fault.path[0] for fault in faults if fault.path}
    config, left = check({key: value for key, value in data.items() if key not in wrong}, kind)
    return (kind() if left else config), told(mistakes, text)


def _yaml(name: str, text: str) -> tuple[YamlText, list[Mistake]]:
    """`text` as YAML; if it is none, those settings in it that are, each by itself."""
    try:
        return yaml_source.parse(name, text), []
    except ConfigError as exc:
        whole = list(exc.mistakes)
    data: dict[str, Any] = {}
    lines: dict[Path, int] = {}
    unquoted: dict[Path, str] = {}
    mistakes: list[Mistake] = []
    for first, block in _blocks(text):
        try:
            one = yaml_source.parse(name, "\n" * (first - 1) + block)
        except ConfigError as exc:
            mistakes += exc.mistakes
            continue
        if not isinstance(one.data, dict) or data.keys() & one.data.keys():
            # What fails together and not apart: a setting that stands there twice, or a line that is none.
            return YamlText(name, {}, {}), whole
        data |= one.data
        lines |= one.lines
        unquoted |= one.unquoted
    return YamlText(name, data, lines, unquoted), mistakes or whole


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The settings at the top of `text`, each with the lines that belong to it, and the number of its first line."""
    first, block = 1, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1] not in ("", " ", "\t", "#", "-", "]", "}"):
            if any(part.strip() and not part.lstrip().startswith("#") for part in block):
                yield first, "\n".join(block)
            first, block = number, []
        block.append(line)
    yield first, "\n".join(block)


def _field_names(kind: type[Struct]) -> set[str]:
    """Names of the fields of `kind` and of the structs in it."""
    names = set(kind.__struct_fields__)
    for hint in typing.get_type_hints(kind, include_extras=True).values():
        inner = struct_in(hint)
        if inner is not None:
            names |= _field_names(inner)
    return names


def _quote_faults(data: Mapping[str, Any], yaml: YamlText) -> Iterator[Fault]:
    """Typographic quotation marks, which would be part of the value."""
    hint = 'write plain ones: "'
    for path, text in yaml.unquoted.items():
        if text[:1] in tuple(QUOTES) or text[-1:] in tuple(QUOTES):
            yield Fault(path, "the quotation marks are those of a letter", hint)
    for key in data:
        if key[:1] in tuple(QUOTES):
            yield Fault((key,), "the quotation marks are those of a letter", "leave them out")


def _cut_faults(text: str, yaml: YamlText) -> Iterator[Fault]:
    """Passwords and names that end at a `#`: nobody can tell whether the rest is a comment."""
    source = text.split("\n")
    for path, written in yaml.unquoted.items():
        if len(path) > 1 and path[-1] in _EASILY_CUT and written:
            line = source[yaml.lines[path] - 1]
            if re.search(rf"{re.escape(written)}\s+#", line):
                yield Fault(path, "what follows the `#` is not part of it", f"put `{path[-1]}` in quotes")
