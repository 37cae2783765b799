"""A tile with today's numbers: what its layout says, and what metrics have for the places left open."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from displayd.hub.layouts.offers import by_day, extremes_offered, if_there, offered, parts_offered, rows_in_words
from displayd.hub.layouts.slots import Place, Slots, Whole
from displayd.hub.layouts.summary import summary_of
from displayd.hub.metrics.facts import Facts
from displayd.text.formatter import Formatter
from displayd.tile.roles import field_of, fields_of
from displayd.tile.widget import Widget
from displayd.validation.faults import json_path
from displayd.validation.yaml_source import Path

__all__ = ["Answer", "filled", "said_of", "title_of"]

Answer = Callable[[str], Facts | None]
"""Gives the facts of a metric id."""

S = TypeVar("S", bound=Struct)


def filled(tile: Widget, slots: Slots, answer: Answer, formatter: Formatter) -> Widget:
    """`tile` with every metric in its place; `tile` itself if there are none.

    Only what metrics bring is checked: the rest was, when the layout was read.

    Args:
        formatter: how values are written that become part of a text.

    Raises:
        msgspec.ValidationError: what a metric brings does not fit.
    """
    if not slots.metrics:
        return tile
    known = _known(tile, slots, answer, formatter)
    for place in slots.inside:
        part = _part(tile, place.path)
        own = known.get(place.metric) if place.metric is not None else None
        brought = _wholes(part, place, known, formatter)
        if own is not None:
            brought |= offered(if_there(own), place.kind, place.open, formatter)
        try:
            whole = _taking(part, brought)
        except msgspec.ValidationError as exc:
            # The part does not know where in the tile it is.
            raise msgspec.ValidationError(str(exc).replace("`$", f"`{json_path(place.path)}")) from exc
        tile = _with(tile, place.path, whole)
    return _taking(tile, _brought(tile, slots, known, formatter))


def said_of(tile: Widget, slots: Slots, answer: Answer, formatter: Formatter) -> dict[str, object]:
    """What the layout gives and metrics bring to the fields of the tile itself, by their names; unchecked."""
    fields = type(tile).__struct_fields__
    given = {name: getattr(tile, name) for name in fields if name in slots.given}
    return given | _brought(tile, slots, _known(tile, slots, answer, formatter), formatter)


def title_of(tile: Widget, slots: Slots, answer: Answer) -> str:
    """What the tile is called: by its layout, else by its own metric."""
    own = answer(slots.tile.metric) if slots.tile.metric is not None and "title" not in slots.given else None
    return tile.title if own is None else own.title or ""


def _known(tile: Widget, slots: Slots, answer: Answer, formatter: Formatter) -> dict[str, Facts]:
    known = {metric: facts for metric in slots.metrics if (facts := answer(metric)) is not None}
    how = field_of(type(tile), "combine")
    if how is None:
        return known
    return {metric: by_day(facts, getattr(tile, how.name), formatter) for metric, facts in known.items()}


def _brought(tile: Widget, slots: Slots, known: Mapping[str, Facts], formatter: Formatter) -> dict[str, object]:
    place = slots.tile
    brought = _wholes(tile, place, known, formatter)
    own = known.get(place.metric) if place.metric is not None else None
    if own is not None:
        brought |= offered(own, place.kind, place.open, formatter)
    inside = [(mention, known[mention.metric]) for mention in slots.mentions if mention.metric in known]
    summary = summary_of(inside, own is not None, formatter)
    for field in fields_of(place.kind) if summary else ():
        fact = field.role.fact
        if fact is not None and field.name not in slots.given and (fact, field.role.side) in summary:
            brought.setdefault(field.name, summary[fact, field.role.side])
    return brought


def _wholes(part: Struct, place: Place, known: Mapping[str, Facts], formatter: Formatter) -> dict[str, object]:
    """The fields of `part` in which a metric is all of a value or a list."""
    brought: dict[str, object] = {}
    for whole in place.wholes:
        name, *within = whole.path
        value = _whole(whole, known.get(whole.metric), formatter)
        before = brought.get(str(name), getattr(part, str(name))) if within else None
        brought[str(name)] = _put(before, within, value)
        if whole.facts[0] == "points" and not within and whole.metric in known:
            brought |= extremes_offered(if_there(known[whole.metric]), place.open)
    return brought


def _whole(whole: Whole, facts: Facts | None, formatter: Formatter) -> object:
    facts = None if facts is None else if_there(facts)
    for fact in whole.facts if facts is not None else ():
        value = getattr(facts, fact, None)
        if facts is None or value is None:
            continue
        if fact == "rows":
            return rows_in_words(facts, formatter)
        return value if whole.part is None else parts_offered(facts, whole.part, formatter)
    return [] if whole.is_list else None


def _taking(part: S, brought: Mapping[str, object]) -> S:
    """`part` with the fields that are `brought`, checked."""
    if not brought:
        return part
    kind = type(part)
    needed = {name: getattr(part, name) for name in _required(kind)}
    checked = msgspec.convert({**needed, **brought}, kind)
    return structs.replace(part, **{name: getattr(checked, name) for name in brought})


@functools.cache
def _required(kind: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in structs.fields(kind) if field.required)


def _part(tile: Struct, path: Path) -> Struct:
    """The struct at `path` in `tile`: names of fields and places in lists."""
    found: object = tile
    for step in path:
        found = found[step] if isinstance(found, list) and isinstance(step, int) else getattr(found, str(step))
    assert isinstance(found, Struct)
    return found


def _with(part: S, path: Path, value: object) -> S:
    """`part` with `value` at `path`, which begins with the name of a field."""
    name, *rest = path
    return structs.replace(part, **{str(name): _put(getattr(part, str(name)), rest, value)})


def _put(before: object, path: Sequence[str | int], value: object) -> object:
    """`before` with `value` at `path`; `value` itself where that is empty."""
    if not path:
        return value
    if isinstance(before, Struct):
        return _with(before, tuple(path), value)
    assert isinstance(before, list)
    return [_put(one, path[1:], value) if number == path[0] else one for number, one in enumerate(before)]
