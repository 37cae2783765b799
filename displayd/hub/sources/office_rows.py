"""Rows that people write into files of the wall folder, in YAML or CSV: checked, each mistake with its place."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, TypeVar

from msgspec import Struct

from displayd.errors import ConfigError, Mistake, SourceError
from displayd.hub.sources.csv_table import table_of
from displayd.hub.sources.office_file import file_data, file_faults
from displayd.hub.sources.source import Office
from displayd.validation.encoding import utf8_text
from displayd.validation.faults import Fault, check
from displayd.validation.yaml_source import read

__all__ = ["row_faults", "rows_of"]

# Of an office with a thousand people, or a stop with a bus every ten minutes all week.
MAX_ROWS = 2_000

S = TypeVar("S", bound=Struct)


def rows_of(office: Office, folder: str, name: str, kind: type[S]) -> list[S]:
    """The rows of the file.

    Raises:
        SourceError: there is no such file, or something in it is wrong.
    """
    rows, mistakes = _read(f"{folder}/{name}", file_data(office, folder, name), kind)
    if mistakes:
        raise SourceError(str(mistakes[0])[:200], mistakes[0].hint)
    return list(rows)


def row_faults(office: Office, folder: str, name: str, kind: type[Struct]) -> Iterator[Fault]:
    """What is wrong with the file, or that there is none; the path is empty."""
    missing = list(file_faults(office, folder, name))
    yield from missing
    if not missing:
        path = f"{folder}/{name}"
        for mistake in _read(path, office.files[path], kind)[1]:
            yield Fault((), f"{mistake.where}: {mistake.reason}", mistake.hint)


@functools.lru_cache(maxsize=32)
def _read(path: str, data: bytes, kind: type[S]) -> tuple[tuple[S, ...], tuple[Mistake, ...]]:
    return _in_csv(path, data, kind) if path.lower().endswith(".csv") else _in_yaml(path, data, kind)


def _in_yaml(path: str, data: bytes, kind: type[S]) -> tuple[tuple[S, ...], tuple[Mistake, ...]]:
    try:
        text, mistakes = read(path, utf8_text(path, data))
    except ConfigError as exc:
        return (), exc.mistakes
    if mistakes:
        return (), tuple(mistakes)
    rows: list[Any] = text.data if isinstance(text.data, list) else [] if text.data is None else [None]
    if rows == [None]:
        return (), (Mistake(path, "is no list", "write `- name: ...` for each"),)
    if len(rows) > MAX_ROWS:
        return (), (Mistake(path, f"has {len(rows):,} rows, and {MAX_ROWS:,} are read"),)
    found, faults = check(rows, list[kind])  # type: ignore[valid-type]
    return tuple(found or ()), tuple(fault.in_file(text) for fault in faults)


def _in_csv(path: str, data: bytes, kind: type[S]) -> tuple[tuple[S, ...], tuple[Mistake, ...]]:
    if not data.strip():
        return (), ()
    try:
        table = table_of(data, delimiter=None, encoding=None, header=1)
    except SourceError as exc:
        return (), (Mistake(path, exc.message, exc.hint),)
    if len(table.rows) > MAX_ROWS:
        return (), (Mistake(path, f"has {len(table.rows):,} rows, and {MAX_ROWS:,} are read"),)
    names = [name.strip().lower() for name in table.columns]
    found, mistakes = [], []
    for number, row in enumerate(table.rows, 2):
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if name and cell.strip()}
        if not cells:
            continue
        one, faults = check(cells, kind)
        found.append(one)
        mistakes += [Mistake(f"{path}:{number}", fault.reason, fault.hint) for fault in faults[:3]]
    return tuple(found), tuple(mistakes[:20])
