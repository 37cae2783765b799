"""One file by itself, checked for mistakes: a screen document, a layout, or a file of a wall folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from displayd.document.model import Document, checked
from displayd.errors import ConfigError, DisplaydError, Mistake, StoreError
from displayd.hub.layouts.layout import Layout, checked_layout
from displayd.hub.layouts.mentions import metrics_named
from displayd.hub.wall.folder import WallFiles
from displayd.hub.wall.listing import TOP_FILES, YAML_ENDINGS
from displayd.hub.wall.texts import WallTexts
from displayd.tools.offline_documents import pictures_beside
from displayd.tools.wall_check import check, today
from displayd.validation.faults import Fault
from displayd.validation.json_source import JsonError, places
from displayd.validation.json_words import TOOL

__all__ = ["CheckedFile", "check_file", "is_for_a_file"]

# A layout has neither.
_OF_DOCUMENTS = frozenset({"format", "screen"})

_AS_JSON = "screens take documents as JSON; one in YAML is checked, and nothing more"
_ANY_METRIC = "which metrics there are, its wall folder says: here any name was taken"


class CheckedFile(NamedTuple):
    """A file without mistakes."""

    kind: str
    """What it is, in words."""
    pages: int
    """How many it has; 0 for a file that has none."""
    notes: tuple[str, ...] = ()
    """What was not looked at, and why, in words."""


def is_for_a_file(path: Path) -> bool:
    """Whether `path` names a file, which may not be there, and no wall folder."""
    return path.is_file() or (path.suffix.lower() in (".json", *YAML_ENDINGS) and not path.is_dir())


def check_file(file: Path) -> CheckedFile:
    """What `file` is, which has no mistakes; for a file of a wall folder, none that the folder gives it.

    Raises:
        ConfigError: every mistake in it, with its line, in JSON with its byte as well.
        StoreError: it cannot be read.
        DisplaydError: nothing that can be checked alone.
    """
    try:
        data = file.read_bytes()
    except OSError as exc:
        raise StoreError(f"cannot read {file}: {exc.strerror or exc}") from exc
    ending = file.suffix.lower()
    if ending == ".json":
        document = _of_json(str(file), data)
        return CheckedFile("a screen document", len(document.pages))
    if ending not in YAML_ENDINGS:
        raise DisplaydError(f"{file}: is neither a .json nor a .yaml file", "name one of these, or a wall folder")
    folder = next((one for one in file.absolute().parents[:2] if (one / TOP_FILES[0]).is_file()), None)
    if folder is not None:
        return _of_wall(file, folder)
    if file.name in TOP_FILES:
        hint = f"displayd check {file.parent}"
        raise DisplaydError(f"{file}: is checked with the folder that it is in", hint)
    return _of_yaml(file, data)


def _of_json(name: str, data: bytes) -> Document:
    try:
        document, faults = checked(data)
    except JsonError as exc:
        where = f"{name}:{exc.line}" if exc.line else name
        raise ConfigError(name, [Mistake(where, f"not JSON: {exc}", exc.hint or TOOL)]) from exc
    if document is None:
        raise ConfigError(name, _placed(name, data, faults))
    return document


def _placed(name: str, data: bytes, faults: Sequence[Fault]) -> list[Mistake]:
    """`faults` as mistakes in the JSON `data`, in their order there."""
    found = places(data, [fault.path for fault in faults])
    placed = []
    for fault in faults:
        path = fault.path
        while path and path not in found:
            path = path[:-1]
        place = found.get(path)
        where, at = (f"{name}:{place.line}", f" (byte {place.byte:,})") if place else (name, "")
        placed.append((place or (), Mistake(where, fault.reason + at, fault.hint)))
    return [mistake for _, mistake in sorted(placed, key=lambda one: one[0])]


def _of_wall(file: Path, folder: Path) -> CheckedFile:
    """A file of the wall in `folder`, checked with what that has."""
    path = file.absolute().relative_to(folder).as_posix()
    layout = path.removeprefix("layouts/").removesuffix(".yaml") if path.startswith("layouts/") else ""
    try:
        wall = check(folder)
    except ConfigError as exc:
        own = [one for one in exc.mistakes if one.where == path or one.where.startswith(f"{path}:")]
        if own:
            named = [Mistake(f"{file}{one.where.removeprefix(path)}", one.reason, one.hint) for one in own]
            raise ConfigError(str(file), named) from exc
        note = f"{folder} has mistakes in other files; `displayd check {folder}` names them"
        return CheckedFile("a layout" if layout else f"a file of {folder}", 0, (note,))
    if layout in wall.layouts:
        return CheckedFile("a layout", len(wall.layouts[layout].pages))
    return CheckedFile(f"a file of {folder}", 0)


def _of_yaml(file: Path, data: bytes) -> CheckedFile:
    """A file of no wall folder."""
    name = str(file)
    texts = WallTexts(WallFiles({}))
    text = texts.text(name, data)
    if text is None:
        raise ConfigError(name, texts.all_mistakes)
    fields = texts.mapping(text, Document)
    if fields.keys() & _OF_DOCUMENTS:
        document, faults = checked(msgspec.json.encode(fields))
        for fault in faults:
            texts.fault(text, fault)
        found: Document | Layout | None = document
        kind, notes = "a screen document", [_AS_JSON]
    else:
        layout, mistakes = checked_layout(text, file.stem, None, pictures_beside(file), today())
        texts.mistakes += mistakes
        found, kind, notes = layout, "a layout", [_ANY_METRIC] if any(metrics_named(text.data)) else []
    if found is None or texts.mistakes:
        raise ConfigError(name, sorted(texts.all_mistakes, key=_line))
    return CheckedFile(kind, len(found.pages), tuple(notes))


def _line(mistake: Mistake) -> int:
    line = mistake.where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0
