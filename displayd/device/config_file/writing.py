"""Settings as the text of a `displayd.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import NODEFAULT, Struct, structs

from displayd.validation.yaml_source import dump, quoted

__all__ = ["written"]


def written(settings: Struct) -> str:
    """YAML that says `settings`, those at their defaults left out; it has the passwords in it. Lines end with LF."""
    return "".join(f"{line}\n" for line in _mapping(settings))


def _mapping(settings: Struct) -> Iterator[str]:
    for field in structs.fields(settings):
        value = getattr(settings, field.name)
        default = field.default if field.default_factory is NODEFAULT else field.default_factory()
        if value != default:
            yield from _setting(field.name, value)


def _setting(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Struct):
        yield f"{name}:"
        yield from (f"  {line}" for line in _mapping(value))
    elif isinstance(value, list):
        yield f"{name}:"
        yield from (f"  - {_scalar(one)}" for one in value)
    else:
        yield f"{name}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    # A number as YAML writes it: Python's `1e-05` would be a text there.
    return quoted(value) if isinstance(value, str) else dump(value).splitlines()[0]
