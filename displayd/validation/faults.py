"""Plain data against a msgspec type: every fault at once, each with a path and a suggestion.

msgspec checks fast and stops at the first mistake. When it has found one, the same types are walked here a second
time, piece by piece, so that one round of mending is enough.
"""

from __future__ import annotations

import codecs
import difflib
import itertools
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, Union

import msgspec

from displayd.errors import Mistake
from displayd.validation.json_source import JsonError, has_names_twice, json_error, names_twice
from displayd.validation.odd_letters import odd_letter, said_of_letter
from displayd.validation.wording import name_told, told
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["MAX_FAULTS", "Fault", "check", "check_json", "json_path", "suggestion"]

T = TypeVar("T")

# Enough to mend a file in one go; more would only scroll the first ones away.
MAX_FAULTS = 50
"""Most faults that are told of one file or document."""

_AT = re.compile(r" - at `[^`]*`$")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in plain data, before anybody knows which file it came from."""

    path: Path
    """Where, from the root of the data."""

    reason: str
    hint: str = ""

    def under(self, *path: str | int) -> Fault:
        """The same fault, seen from where the data is at `path`."""
        return Fault((*path, *self.path), self.reason, self.hint)

    def in_file(self, text: YamlText) -> Mistake:
        """The mistake that it is in the file `text`, with its line."""
        return Mistake(text.where(self.path), self.reason, self.hint)

    def in_json(self) -> Mistake:
        """The mistake that it is in JSON, with its path."""
        return Mistake(json_path(self.path), self.reason, self.hint)


def json_path(path: Path) -> str:
    """`path` as it is written in messages, for example `$.pages[0].seconds`."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def suggestion(word: str, known: Sequence[str]) -> str:
    """`did you mean ...?` for a misspelt word, the list of known words when they are few, or nothing."""
    if letter := odd_letter(word):
        return f"a letter in it cannot be seen ({said_of_letter(letter)}): type it anew"
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 24 else ""


def check(data: Any, kind: Any) -> tuple[Any, list[Fault]]:
    """`data` as a `kind`, or every fault found in it.

    Returns:
        The value and no faults, or None and 1 to `MAX_FAULTS` faults in the order of the types' fields.
    """
    reason = _reason(data, kind)
    if reason is None:
        return msgspec.convert(data, kind), []
    faults: list[Fault] = []
    for fault in _faults(data, kind, ()):
        faults.append(fault)
        if len(faults) == MAX_FAULTS:
            break
    return None, faults


def check_json(data: bytes, kind: Any) -> tuple[Any, list[Fault]]:
    """The JSON `data` as a `kind`, or every fault found in it.

    A name that stands twice is one, as in YAML: msgspec takes the last value, other readers the first.

    Raises:
        JsonError: not JSON at all: truncated, not UTF-8, NaN, nested too deeply.
    """
    first = ""
    # Editors on Windows put a byte order mark before UTF-8.
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        try:
            value = msgspec.json.decode(body, type=kind)
        except msgspec.ValidationError as exc:
            first = str(exc)
            # That fault may have been found before the text turned out to be no JSON.
            plain = msgspec.json.decode(body)
    except RecursionError as exc:
        raise JsonError("nested too deeply") from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise json_error(data, str(exc)) from exc
    twice = list(itertools.islice(names_twice(body), MAX_FAULTS)) if has_names_twice(body) else []
    faults = [Fault(one.path, str(one), "keep one of the two") for one in twice]
    if first:
        # A name that stands twice hides its first value from the second look.
        faults += check(plain, kind)[1] or ([] if twice else [Fault((), first)])
    return (None, faults[:MAX_FAULTS]) if faults else (value, [])


def _reason(data: Any, kind: Any) -> str | None:
    """Why msgspec refuses `data`, or None when it does not."""
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError as exc:
        return _AT.sub("", str(exc))
    except RecursionError:
        return "nested too deeply"
    except SystemError:
        # What msgspec 0.19, Debian 13's, makes of a whole number that no float holds. Later ones say this.
        return "Number out of range"
    return None


def _faults(data: Any, kind: Any, path: Path) -> Iterator[Fault]:
    reason = _reason(data, kind)
    if reason is None:
        return
    found = False
    for fault in _inner_faults(data, kind, path):
        found = True
        yield fault
    if not found:
        words = told(data, kind, path, reason)
        yield Fault(path, words.reason, words.hint or _hint(data, kind))


def _inner_faults(data: Any, kind: Any, path: Path) -> Iterator[Fault]:
    """The faults of the parts of `data`; none when the fault is in `data` as a whole."""
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin is Annotated:
        yield from _inner_faults(data, arguments[0], path)
    elif origin in (Union, types.UnionType):
        yield from _union_faults(data, arguments, path)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(data, dict):
        yield from _struct_faults(data, kind, path)
    elif origin is dict and isinstance(data, dict):
        yield from _dict_faults(data, arguments[0], arguments[1], path)
    elif origin in (list, tuple) and isinstance(data, list):
        is_of_one_kind = origin is list or arguments[-1] is Ellipsis
        kinds = [arguments[0]] * len(data) if is_of_one_kind else arguments
        if len(kinds) == len(data):
            for index, (value, one) in enumerate(zip(data, kinds, strict=True)):
                yield from _faults(value, one, (*path, index))


def _dict_faults(data: dict[Any, Any], key_kind: Any, value_kind: Any, path: Path) -> Iterator[Fault]:
    for key, value in data.items():
        reason = _reason(key, key_kind)
        if reason:
            words = name_told(str(key), key_kind, reason)
            yield Fault((*path, key), words.reason, words.hint or _hint(key, key_kind))
        yield from _faults(value, value_kind, (*path, key))


def _union_faults(data: Any, kinds: Sequence[Any], path: Path) -> Iterator[Fault]:
    tagged = {kind.__struct_config__.tag: kind for kind in kinds if _tag_field(kind)}
    if tagged and isinstance(data, dict):
        yield from _tagged_faults(data, tagged, path)
        return
    meant = next((kind for kind in kinds if _has_shape_of(data, kind)), None)
    if meant is not None:
        yield from _faults(data, meant, path)


def _tagged_faults(data: dict[str, Any], tagged: Mapping[Any, Any], path: Path) -> Iterator[Fault]:
    """The faults of `data` as the one of `tagged` whose tag it has."""
    field = str(_tag_field(next(iter(tagged.values()))))
    known = sorted(str(tag) for tag in tagged)
    if field not in data:
        yield Fault(path, f"`{field}` is missing", f"known: {', '.join(known)}")
    elif not isinstance(data[field], str) or data[field] not in tagged:
        yield Fault((*path, field), f"unknown {field} `{data[field]}`", suggestion(str(data[field]), known))
    else:
        yield from _faults(data, tagged[data[field]], path)


def _has_shape_of(data: Any, kind: Any) -> bool:
    """True when `data` is a mapping or a list, as a value of `kind` would be: then that is what was meant."""
    bare = typing.get_args(kind)[0] if typing.get_origin(kind) is Annotated else kind
    origin = typing.get_origin(bare)
    if isinstance(data, dict):
        return origin is dict or (isinstance(bare, type) and issubclass(bare, msgspec.Struct))
    return isinstance(data, list) and origin in (list, tuple)


def _struct_faults(data: dict[str, Any], kind: type[msgspec.Struct], path: Path) -> Iterator[Fault]:
    hints = typing.get_type_hints(kind, include_extras=True)
    tag_field = _tag_field(kind)
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    known = sorted([*fields, *([tag_field] if tag_field else [])])
    for name in data:
        if name not in known and kind.__struct_config__.forbid_unknown_fields:
            yield Fault((*path, name), f"unknown field `{name}`", suggestion(str(name), known))
    for name, field in fields.items():
        if name in data:
            yield from _faults(data[name], hints[field.name], (*path, name))
        elif field.required:
            yield Fault(path, f"`{name}` is missing")


def _tag_field(kind: Any) -> str | None:
    is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    return kind.__struct_config__.tag_field if is_struct else None


def _hint(data: Any, kind: Any) -> str:
    """A suggestion for a value that is none of the words allowed, or an example of a right one."""
    if typing.get_origin(kind) is Annotated:
        kind, *metas = typing.get_args(kind)
        for meta in metas:
            if isinstance(meta, msgspec.Meta) and meta.examples:
                return f"for example `{meta.examples[0]}`"
    options = typing.get_args(kind) if typing.get_origin(kind) in (Union, types.UnionType) else (kind,)
    for option in options:
        if typing.get_origin(option) is Annotated and (hint := _hint(data, option)):
            return hint
    words = [
        str(word) for option in options if typing.get_origin(option) is Literal for word in typing.get_args(option)
    ]
    return suggestion(str(data), words) if words else ""
