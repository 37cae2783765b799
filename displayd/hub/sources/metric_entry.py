"""An entry of `metrics.yaml` or `metrics/`: the fields of a definition, and one for each source that there is."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import msgspec

from displayd.hub.metrics.definition import MetricEntry, MetricFields, definition_faults
from displayd.hub.metrics.origin import Origin, Push
from displayd.hub.sources.registry import SOURCES, source_of
from displayd.hub.sources.source import Source
from displayd.validation.faults import Fault, check
from displayd.validation.names import unit_faults
from displayd.validation.open_fields import left_open

__all__ = ["entry_of", "entry_type"]


def entry_type() -> type[MetricFields]:
    """What is written in YAML for one metric, with the fields of all sources."""
    return _entry_type(tuple(SOURCES.values()))


@functools.lru_cache(maxsize=4)
def _entry_type(sources: tuple[Source[Any], ...]) -> type[MetricFields]:
    about = (
        "One metric: what it is called, how to read it and where it comes from. "
        "Without a source it is pushed, with `PUT /v1/metrics/<id>`."
    )
    kind: Any = msgspec.defstruct(
        "MetricEntry",
        [(source.field, left_open(source.field_type), None) for source in sources if source.field],
        bases=(MetricFields,),
        namespace={"__doc__": about},
        frozen=True,
        forbid_unknown_fields=True,
        kw_only=True,
    )
    entry_kind: type[MetricFields] = kind
    return entry_kind


def entry_of(data: Any) -> tuple[MetricEntry | None, list[Fault]]:
    """The definition in `data`, and everything that is wrong with it, paths from the entry.

    Returns:
        The definition, None where the types of its fields are wrong.
    """
    written, faults = check({} if data is None else data, entry_type())
    if written is None:
        return None, [*faults, *(unit_faults(("unit",), data.get("unit")) if isinstance(data, Mapping) else ())]
    faults += definition_faults(written)
    chosen: list[tuple[str, Origin]] = []
    for source in SOURCES.values():
        value = getattr(written, source.field) if source.field else None
        if value is None:
            continue
        faults += [fault.under(source.field) for fault in source.faults(value)]
        if (origin := source.origin(value)) is not None:
            chosen.append((source.field, origin))
    for field, _ in chosen[1:]:
        reason = f"`{chosen[0][0]}` and `{field}` cannot stand together"
        faults.append(Fault((field,), reason, "leave out one of the two"))
    fields = {name: getattr(written, name) for name in MetricFields.__struct_fields__}
    entry = MetricEntry(**fields, origin=chosen[0][1] if chosen else Push())
    return source_of(entry).completed(entry), faults
