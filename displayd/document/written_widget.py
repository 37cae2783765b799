"""A widget as somebody wrote it, right or wrong: which one it is meant to be, and the texts in it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from displayd.tile.roles import Kind, fields_of
from displayd.validation.yaml_source import Path
from displayd.widgets import WIDGETS

__all__ = ["WrittenText", "kind_meant", "widget_kinds", "written_texts"]


class WrittenText(NamedTuple):
    """A text in a widget."""

    path: Path
    """Where, from the widget."""
    meaning: Kind
    text: str


@functools.cache
def widget_kinds() -> Mapping[str, type[Struct]]:
    """The widgets by the word that `type:` has for them."""
    return {str(kind.__struct_config__.tag): kind for kind in WIDGETS}


def kind_meant(widget: object) -> type[Struct] | None:
    """The kind of widget that `widget` names as its type; None where it names none that there is."""
    return widget_kinds().get(str(widget.get("type"))) if isinstance(widget, Mapping) else None


def written_texts(widget: object) -> Iterator[WrittenText]:
    """Every text in `widget` and in its parts, whatever else is wrong in it; none where nobody knows what it is."""
    yield from _texts(widget, kind_meant(widget), ())


def _texts(data: object, kind: type[Struct] | None, path: Path) -> Iterator[WrittenText]:
    """The texts in `data`, from which a `kind` is to be made."""
    if kind is None or not isinstance(data, Mapping):
        return
    for field in fields_of(kind):
        value = data.get(field.name)
        if isinstance(value, str):
            yield WrittenText((*path, field.name), field.role.kind, value)
        elif field.part is not None and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _texts(item, field.part, (*path, field.name, index))
