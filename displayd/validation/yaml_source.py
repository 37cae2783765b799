"""YAML text in, plain data and line numbers out: the one home of PyYAML.

Reading YAML through its node tree keeps the line of every key, so that a mistake found later, in
checked data, can still be shown where the admin wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from displayd.errors import ConfigError, Mistake
from displayd.validation.odd_letters import LETTER_QUOTES, odd_letter, said_of_letter, without_odd_spaces
from displayd.validation.yaml_core import FLOAT, INT, PlainValue, core_value
from displayd.validation.yaml_slips import VALUE_AS_COMMENT, Slip, slip_of, slips_before_reading, source_lines

__all__ = ["Path", "YamlText", "dump", "parse", "quoted", "read"]

Path = tuple[str | int, ...]
"""Keys and indexes from the root, for example `("screens", "sales", "show", 0)`."""

# Deep enough for every file of ours, and far from Python's recursion limit.
MAX_DEPTH = 40

# What aliases may add: a few lines make millions of values. A large office has some thousand in all its files.
MAX_REPEATED = 20_000

_GLUED_KEY = re.compile(r"[\w.-]+:(?=\S)")

# Names of settings whose values are told to nobody.
_SECRET = re.compile(r"password|sha256|secret|token", re.IGNORECASE)

# What several lines begin with that were to be a list.
_ITEM = re.compile(r"[-*+\u2022\u2013]\s*\w")

_Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_TAG = "tag:yaml.org,2002:"
_PLAIN_TAG = {"MappingNode": "map", "SequenceNode": "seq", "ScalarNode": "str"}


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
    """What is written, letter by letter, for every scalar without quotes around it: `1.10`, where the data is 1.1."""

    def where(self, path: Path) -> str:
        """`name:line` of `path`, or of the nearest parent that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        line = self.lines.get(path)
        return f"{self.name}:{line}" if line else self.name


def parse(name: str, text: str) -> YamlText:
    """`text` as data with line numbers.

    Raises:
        ConfigError: not YAML, a key twice in one mapping, nested deeper than `MAX_DEPTH`, or aliases that make far too
            much of it.
    """
    found, mistakes = read(name, text)
    if mistakes:
        raise ConfigError(name, mistakes)
    return found


def read(name: str, text: str) -> tuple[YamlText, list[Mistake]]:
    """As `parse`: what can be read of a text of which parts are wrong, and what is wrong with these.

    Raises:
        ConfigError: nothing can be read of it.
    """
    slips = list(slips_before_reading(text))
    try:
        marks = _Marks()
        if not slips:
            slips = list(_refused_events(text, marks))
        root = None if slips else yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as exc:
        slips = [slip_of(text, exc)]
    if not slips and root is not None:
        slips = list(_refused_growth(root))
    if slips:
        source = source_lines(text)
        raise ConfigError(name, [_mistake(name, source, slip) for slip in slips])
    reading = _Reading(name, source_lines(text), marks)
    data = None if root is None else reading.plain(root, ())
    return YamlText(name, data, reading.lines, reading.unquoted), reading.mistakes


def _mistake(name: str, source: list[str], slip: Slip) -> Mistake:
    """The mistake that `slip` is in the file `name`; what may be a secret is not repeated."""
    line = source[slip.line - 1] if slip.line <= len(source) else ""
    hint = re.sub(r': ".*"', "", slip.hint) if _SECRET.search(line) else slip.hint
    return Mistake(f"{name}:{slip.line}", slip.reason, hint)


@dataclass
class _Marks:
    """Where the text has what the nodes no longer say."""

    tagged: set[int] = field(default_factory=set)
    """Places of scalars that say themselves what they are."""
    names: dict[str, int] = field(default_factory=dict)
    """Line of each anchor of a scalar that no alias has used."""


def _refused_events(text: str, marks: _Marks) -> Iterator[Slip]:
    """What is refused before anything is built of it, as depth has no end; notes the rest in `marks`."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            marks.names.pop(str(event.anchor), None)
        elif isinstance(event, yaml.ScalarEvent):
            if event.tag is not None and event.start_mark:
                marks.tagged.add(event.start_mark.index)
            if event.anchor is not None:
                marks.names[event.anchor] = line
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                yield Slip(line, f"nested deeper than {MAX_DEPTH} levels", "is the indentation right?")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refused_growth(root: yaml.Node) -> Iterator[Slip]:
    """Aliases that would make too much, or anything without end; told before they are followed."""
    # Of a node: how many values it becomes, and how deep they nest. None while it is looked at.
    known: dict[int, tuple[int, int] | None] = {}
    circles: list[int] = []
    large: list[int] = []

    def look(node: yaml.Node) -> tuple[int, int]:
        line = node.start_mark.line + 1
        if id(node) in known:
            before = known[id(node)]
            if before is None:
                circles.append(line)
            return before or (1, 1)
        known[id(node)] = None if isinstance(node, yaml.CollectionNode) else (1, 1)
        parts = node.value if isinstance(node, yaml.CollectionNode) else []
        sizes = [look(one) for part in parts for one in (part if isinstance(part, tuple) else (part,))]
        size, depth = 1 + sum(one for one, _ in sizes), 1 + max((deep for _, deep in sizes), default=0)
        if size > MAX_REPEATED or depth > MAX_DEPTH + 1:
            large.append(line)
        known[id(node)] = size, depth
        return size, depth

    size, depth = look(root)
    if circles:
        yield Slip(circles[0], "an alias stands inside of what it means", "write the value out")
    elif size - len(known) > MAX_REPEATED or depth > MAX_DEPTH + 1:
        yield Slip(large[0], "aliases make far too much of this", "write the values out")


class _Reading:
    """What is gathered while the nodes of one file become data."""

    def __init__(self, name: str, source: list[str], marks: _Marks) -> None:
        self._name = name
        self._source = source
        self._marks = marks
        self.mistakes: list[Mistake] = []
        self.lines: dict[Path, int] = {}
        self.unquoted: dict[Path, str] = {}
        for anchor, line in marks.names.items():
            self._refuse(line, f"`&{anchor}` gives the value a name that nobody uses", "for text, put it in quotes")

    def _refuse(self, line: int, reason: str, hint: str) -> None:
        """Note a mistake in `line`, once."""
        mistake = _mistake(self._name, self._source, Slip(line, reason, hint))
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def plain(self, node: yaml.Node, path: Path) -> Any:
        """The data in `node`, which stands at `path`; its lines are noted, and what is wrong with it."""
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        known = _PLAIN_TAG[type(node).__name__]
        if node.tag != _TAG + known and not (known == "str" and node.tag.removeprefix(_TAG) in _SCALAR_TAGS):
            tag = node.tag.replace(_TAG, "!!")
            self._refuse(line, f"`{tag}` means nothing here", "write the value itself; for text, put it in quotes")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*path, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, line, value_node in self._pairs(node, set()):
            self.lines[(*path, key)] = line
            mapping[key] = self.plain(value_node, (*path, key))
        return mapping

    def _pairs(self, node: yaml.MappingNode, known: set[str]) -> Iterator[tuple[str, int, yaml.Node]]:
        """Key, line and value of what stands in `node`, then of what `<<` takes in; keys that are `known` left out."""
        own: set[tuple[str, bool]] = set()
        merged: list[yaml.MappingNode] = []
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(
                    line, "this key is no word", "write a name before the colon; put a text with braces in quotes"
                )
                continue
            key, is_merge = str(key_node.value), key_node.value == "<<" and not key_node.style
            if (key, is_merge) in own:
                self._refuse(line, f"`{key}` stands here twice", "keep one of the two")
                continue
            own.add((key, is_merge))
            if is_merge:
                merged = self._merged(value_node, line)
                continue
            self._check_key(key, line, is_quoted=bool(key_node.style))
            if key not in known:
                known.add(key)
                yield key, line, value_node
        for one in merged:
            yield from self._pairs(one, known)

    def _merged(self, node: yaml.Node, line: int) -> list[yaml.MappingNode]:
        """The mappings that `<<` takes in."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if all(isinstance(one, yaml.MappingNode) for one in nodes):
            return list(nodes)
        self._refuse(line, "`<<` takes in a mapping that has a name", "for example `<<: *usual`")
        return []

    def _check_key(self, key: str, line: int, *, is_quoted: bool) -> None:
        if not is_quoted and (match := _GLUED_KEY.match(key)):
            self._refuse(line, f"there is no space after `{match[0]}`", "write a space after the colon")
        elif letter := odd_letter(key):
            reason = f"a letter that cannot be seen ({said_of_letter(letter)}) stands at `{key.strip()}`"
            self._refuse(line, reason, "type the name and the spaces around it anew")
        elif key[:1] in tuple(LETTER_QUOTES):
            self._refuse(line, "the quotation marks are those of a letter", "leave them out")

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> PlainValue:
        # libyaml says "" where PyYAML itself says None.
        if node.style:
            return str(node.value)
        line, text = node.start_mark.line + 1, without_odd_spaces(str(node.value))
        tag = node.tag.removeprefix(_TAG) if node.start_mark.index in self._marks.tagged else ""
        if tag == "str":
            return text
        self.unquoted[path] = text
        if not text and (hint := self._comment_hint(path)):
            self._refuse(self.lines[path], "`#` begins a comment: nothing is left of the value", hint)
        elif text[:1] in tuple(LETTER_QUOTES):
            self._refuse(line, "the quotation marks are those of a letter", 'write plain ones: "')
        elif _ITEM.match(text) and node.end_mark.line > node.start_mark.line:
            self._refuse(line, "these lines are one text", "for a list, begin each with `- `")
        try:
            value = core_value(text)
        except ValueError as exc:
            self._refuse(line, str(exc), "put it in quotes")
            return None
        if tag and not isinstance(value, _SCALAR_TAGS[tag]):
            self._refuse(line, f"this is no `!!{tag}`", "put it in quotes")
            return None
        return value

    def _comment_hint(self, path: Path) -> str:
        """What to write where a comment stands in place of a value; empty for one that was meant, after a space."""
        line = self.lines[path] - 1
        match = VALUE_AS_COMMENT.search(self._source[line]) if path and line < len(self._source) else None
        value = match and (match[1] or match[2])
        if not value:
            return ""
        return "put it in quotes" if '"' in value or "\\" in value else f'put it in quotes: "{value}"'


_SCALAR_TAGS: dict[str, Any] = {"str": str, "int": int, "float": (int, float), "bool": bool, "null": type(None)}


def _keys(node: yaml.MappingNode) -> set[str]:
    return {str(key.value) for key, _ in node.value}


class _Dumper(yaml.SafeDumper):
    """Writes texts between quotes that YAML 1.1 or 1.2 would take for something else."""


for _kind, _pattern in (("int", INT), ("float", FLOAT)):
    _Dumper.add_implicit_resolver(_TAG + _kind, re.compile(f"^(?:{_pattern.pattern})$"), list("-+0123456789."))


def dump(data: Any) -> str:
    """`data` as YAML text, keys in the order given."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))


def quoted(text: str) -> str:
    """`text` between quotes, in one line, so that nothing of it means anything."""
    return str(yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))).strip()
