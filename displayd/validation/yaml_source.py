"""YAML text in, plain data and line numbers out: the one home of PyYAML.

Reading YAML through its node tree keeps the line of every key, so that a mistake found later, in
checked data, can still be shown where the admin wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from displayd.errors import ConfigError, Mistake

__all__ = ["Path", "YamlText", "dump", "parse", "quoted"]

Path = tuple[str | int, ...]
"""Keys and indexes from the root, for example `("screens", "sales", "show", 0)`."""

# Deep enough for every file of ours, and far from Python's recursion limit.
MAX_DEPTH = 40

# Longer numbers could not even be printed in a message.
MAX_BITS = 1000

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlText:
    """A YAML file as data, with the place of everything in it."""

    name: str
    """The file's name as the admin knows it, for example `layouts/devops.yaml`."""

    data: Any
    """Dicts, lists and scalars; None for an empty file."""

    lines: dict[Path, int]
    """Line (from 1) of every key and list item."""

    unquoted: dict[Path, str] = field(default_factory=dict)
    """What is written, letter by letter, for every scalar without quotes around it: `NO`, where the data is False."""

    def where(self, path: Path) -> str:
        """`name:line` of `path`, or of the nearest parent that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        line = self.lines.get(path)
        return f"{self.name}:{line}" if line else self.name


def parse(name: str, text: str) -> YamlText:
    """`text` as data with line numbers.

    Raises:
        ConfigError: not YAML, a key twice in one mapping, an alias, or nested deeper than `MAX_DEPTH`.
    """
    mistakes: list[Mistake] = []
    try:
        mistakes += _refused_events(name, text)
        root = None if mistakes else yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        raise ConfigError(name, [Mistake(where, f"not valid YAML: {_said(exc)}")]) from exc
    reading = _Reading(name, mistakes)
    try:
        data = None if root is None else _plain(reading, root, ())
    finally:
        reading.constructor.dispose()
    if mistakes:
        raise ConfigError(name, mistakes)
    return YamlText(name, data, reading.lines, reading.unquoted)


class _Reading:
    """What is gathered while the nodes of one file become data."""

    def __init__(self, name: str, mistakes: list[Mistake]) -> None:
        self.name = name
        self.mistakes = mistakes
        self.lines: dict[Path, int] = {}
        self.unquoted: dict[Path, str] = {}
        self.constructor = _Loader("")

    def refuse(self, line: int, reason: str, hint: str) -> None:
        """Note a mistake in `line`."""
        self.mistakes.append(Mistake(f"{self.name}:{line}", reason, hint))


def _refused_events(name: str, text: str) -> list[Mistake]:
    """What is refused before anything is built of it: aliases can grow without end, and so can depth."""
    depth = 0
    mistakes = []
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            mistakes.append(Mistake(f"{name}:{line}", f"`*{event.anchor}` is an alias", "write the value out here"))
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return [*mistakes, Mistake(f"{name}:{line}", f"nested deeper than {MAX_DEPTH} levels")]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return mistakes


def _said(exc: Exception) -> str:
    """What PyYAML says, in one line."""
    return str(getattr(exc, "problem", None) or exc).splitlines()[0]


def _plain(reading: _Reading, node: yaml.Node, path: Path) -> Any:
    here = node.start_mark.line + 1
    reading.lines.setdefault(path, here)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                reading.refuse(line, "this key is no word", "write a name before the colon")
                continue
            key = str(key_node.value)
            if key in mapping:
                reading.refuse(line, f"`{key}` stands here twice", "keep one of the two")
                continue
            reading.lines[(*path, key)] = line
            mapping[key] = _plain(reading, value_node, (*path, key))
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_plain(reading, item, (*path, index)) for index, item in enumerate(node.value)]
    # libyaml says "" where PyYAML itself says None.
    if not getattr(node, "style", None):
        reading.unquoted[path] = str(node.value)
    # The fence around PyYAML's constructors, which raise anything (AttributeError for `!!timestamp x`): the value is a
    # mistake and the rest of the file is still read.
    try:
        value = reading.constructor.construct_object(node)
    except Exception as exc:  # noqa: BLE001
        reading.refuse(here, f"cannot be read: {_said(exc)}", "put it in quotes")
        return None
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        reading.refuse(here, "is too long for a number", "put it in quotes")
        return None
    return value


def dump(data: Any) -> str:
    """`data` as YAML text, keys in the order given."""
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100))


def quoted(text: str) -> str:
    """`text` between quotes, in one line, so that nothing of it means anything."""
    return str(yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))).strip()
