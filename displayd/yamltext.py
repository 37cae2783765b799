"""YAML text in, plain data and line numbers out: the one home of PyYAML.

Reading YAML through its node tree keeps the line of every key, so that a mistake found later, in
checked data, can still be shown where the admin wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from displayd.errors import ConfigError, Mistake

__all__ = ["Path", "YamlText", "dump", "parse"]

Path = tuple[str | int, ...]
"""Keys and indexes from the root, for example `("screens", "sales", "show", 0)`."""

# Deep enough for every file of ours, and far from Python's recursion limit.
MAX_DEPTH = 40

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
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        reason = getattr(exc, "problem", None) or str(exc)
        raise ConfigError(name, [Mistake(where, f"not valid YAML: {reason}")]) from exc
    lines: dict[Path, int] = {}
    mistakes: list[Mistake] = []
    constructor = _Loader("")
    try:
        data = None if root is None else _plain(name, root, (), lines, mistakes, constructor)
    finally:
        constructor.dispose()
    if mistakes:
        raise ConfigError(name, mistakes)
    return YamlText(name, data, lines)


def _plain(
    name: str,
    node: yaml.Node,
    path: Path,
    lines: dict[Path, int],
    mistakes: list[Mistake],
    constructor: Any,
) -> Any:
    here = f"{name}:{node.start_mark.line + 1}"
    if len(path) > MAX_DEPTH:
        mistakes.append(Mistake(here, f"nested deeper than {MAX_DEPTH} levels"))
        return None
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in mapping:
                mistakes.append(Mistake(f"{name}:{line}", f"`{key}` stands here twice", "keep one of the two"))
                continue
            lines[(*path, key)] = line
            mapping[key] = _plain(name, value_node, (*path, key), lines, mistakes, constructor)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(name, item, (*path, index), lines, mistakes, constructor) for index, item in enumerate(node.value)
        ]
    try:
        return constructor.construct_object(node)
    except (yaml.YAMLError, ValueError) as exc:
        mistakes.append(Mistake(here, f"cannot be read: {exc}", "put it in quotes"))
        return None


def dump(data: Any) -> str:
    """`data` as YAML text, keys in the order given."""
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100))
