"""Units and time zones in a widget that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from displayd.tile.roles import fields_of
from displayd.validation.faults import Fault
from displayd.validation.names import timezone_faults, unit_faults

__all__ = ["unknown_names"]


def unknown_names(part: Struct) -> Iterator[Fault]:
    """Units and time zones, in a widget and in its parts, that nobody knows."""
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        match field.role.kind:
            case "unit":
                yield from unit_faults((field.name,), value)
            case "timezone":
                # Empty stands for the screen's own.
                yield from timezone_faults((field.name,), value or None)
            case "parts" if isinstance(value, list):
                for index, item in enumerate(value):
                    for fault in unknown_names(item):
                        yield fault.under(field.name, index)
            case "parts" if value is not None:
                for fault in unknown_names(value):
                    yield fault.under(field.name)
