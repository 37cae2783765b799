"""Values as they were meant, where the type says more than YAML does: `title: 1.10` is the text `1.10`."""

from __future__ import annotations

import functools
import math
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from displayd.validation.type_hints import options
from displayd.validation.yaml_core import MEANT_BOOLS, is_ordinary_number
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["FiguresIn", "as_meant"]

FiguresIn: TypeAlias = Callable[[type[msgspec.Struct], Mapping[str, Any], int], bool]
"""Whether a column of cells holds figures, as its struct, the data of that, and the number of the column say."""


def as_meant(
    text: YamlText, kind: Any, path: Path = (), words: Collection[str] = (), figures_in: FiguresIn | None = None
) -> Any:
    """The data at `path` in `text`, from which a `kind` is to be made.

    Where a text is wanted and something without quotes stands, it is taken letter by letter, whatever YAML makes of it:
    a version, a time, `No`, a date. Where only true or false can stand, `yes`, `no`, `on` and `off` are that. Cells may
    be both: a column in which a number is written as none is shown (`0123`, `1.10`) is taken letter by letter as well.

    Args:
        words: keys whose values are texts wherever they stand.
        figures_in: which columns hold figures in any case; None when nobody can tell, and zeros at the end of a number
            say nothing then.
    """
    data = text.data
    for step in path:
        data = data[step]
    return _Meant(text, frozenset(words), figures_in).value(data, _want(kind), path)


@dataclass(frozen=True)
class _Want:
    """What a type takes."""

    kinds: frozenset[Any]
    """Those of str, int, float and bool that it takes."""
    structs: Mapping[Any, type[msgspec.Struct]]
    """By tag; a struct without one has None."""
    tag_field: str | None
    items: tuple[_Want, ...]
    """What the items of its list take; one for all, or each its own."""
    values: _Want | None
    """What the values of its mapping take; None for no mapping."""

    @property
    def is_cells(self) -> bool:
        """True for a list of rows whose cells are texts or numbers."""
        cells = self.items[0].items if self.items else ()
        return bool(cells) and {str, float} <= cells[0].kinds


def _want(hint: Any) -> _Want:
    found = options(hint)
    structs = [one for one in found if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    lists = [typing.get_args(one) for one in found if typing.get_origin(one) in (list, tuple)]
    mappings = [typing.get_args(one) for one in found if typing.get_origin(one) is dict]
    return _Want(
        frozenset(one for one in found if one in (str, int, float, bool)),
        {one.__struct_config__.tag: one for one in structs},
        structs[0].__struct_config__.tag_field if structs else None,
        tuple(_want(item) for item in (lists[0] if lists else ()) if item is not Ellipsis),
        _want(mappings[0][1]) if mappings else None,
    )


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> Mapping[str, _Want]:
    """What each field of `kind` takes, by the name that it has in files."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return {field.encode_name: _want(hints[field.name]) for field in msgspec.structs.fields(kind)}


_ANYTHING = _want(None)


@dataclass(frozen=True)
class _Meant:
    """Goes through the data of a file."""

    text: YamlText
    words: frozenset[str]
    figures_in: FiguresIn | None

    def value(self, data: Any, want: _Want, path: Path) -> Any:
        """`data`, which stands at `path`, where `want` is wanted."""
        if isinstance(data, dict):
            return self._mapping(data, want, path)
        if isinstance(data, list):
            kinds = want.items or (_ANYTHING,)
            return [
                self.value(value, kinds[min(index, len(kinds) - 1)], (*path, index)) for index, value in enumerate(data)
            ]
        if isinstance(data, str):
            is_word = want.kinds == {bool} and path in self.text.unquoted
            return MEANT_BOOLS.get(data.lower(), data) if is_word else data
        if data is None or str not in want.kinds or want.kinds & {int, float, bool}:
            return data
        return self._written(data, path)

    def _mapping(self, data: dict[str, Any], want: _Want, path: Path) -> dict[str, Any]:
        tag = data.get(want.tag_field) if want.tag_field is not None else None
        struct = want.structs.get(tag) if isinstance(tag, str | None) else None
        fields = _fields(struct) if struct is not None else {}
        meant = {}
        for key, value in data.items():
            at = (*path, key)
            if key not in fields and key in self.words:
                meant[key] = self._written(value, at)
                continue
            wanted = fields.get(key, want.values or _ANYTHING)
            meant[key] = self.value(value, wanted, at)
            if wanted.is_cells and struct is not None and isinstance(value, list):
                meant[key] = self._cells(meant[key], at, struct, data)
        return meant

    def _cells(self, rows: list[Any], path: Path, kind: type[msgspec.Struct], data: Mapping[str, Any]) -> list[Any]:
        """`rows`, with the columns letter by letter that are none of numbers."""
        width = max((len(row) for row in rows if isinstance(row, list)), default=0)
        words = [column for column in range(width) if self._is_of_words(rows, path, column, kind, data)]
        return [
            [
                self._written(cell, (*path, index, column)) if column in words else cell
                for column, cell in enumerate(row)
            ]
            if isinstance(row, list)
            else row
            for index, row in enumerate(rows)
        ]

    def _is_of_words(
        self, rows: Sequence[Any], path: Path, column: int, kind: type[msgspec.Struct], data: Mapping[str, Any]
    ) -> bool:
        """Whether a number of `column` is written as none would be shown."""
        if self.figures_in is not None and self.figures_in(kind, data, column):
            return False
        written = [
            self.text.unquoted.get((*path, index, column), "0")
            for index, row in enumerate(rows)
            if isinstance(row, list)
            and column < len(row)
            and isinstance(row[column], bool | int | float)
            # What is no number is nothing to show either.
            and math.isfinite(row[column])
        ]
        if self.figures_in is None:
            written = [text.rstrip("0").rstrip(".") or "0" if "." in text else text for text in written]
        return not all(map(is_ordinary_number, written))

    def _written(self, value: Any, path: Path) -> Any:
        """What is written at `path` where `value` is no text; a mapping, a list and nothing stay what they are."""
        return self.text.unquoted.get(path, value) if isinstance(value, bool | int | float) else value
