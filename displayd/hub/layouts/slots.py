"""Where metrics belong in a tile: found once, when its layout is checked.

The rule is one and knows no widget by name: wherever a `metric:` stands, the fields of the struct that belongs there,
as far as the layout does not give them itself, are taken from the metric of that id. Where a plain amount belongs,
`{metric: id}` is the metric's value; where a list belongs, it is the metric's items, rows, points or recent values,
whichever fit there. Which fact fills which field is said at the field; see `tile.roles`.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from displayd.tile.roles import Fact, Field, field_of, fields_filled_by, fields_of
from displayd.validation.type_hints import item_hint, options, struct_in
from displayd.validation.yaml_source import Path

__all__ = ["Mention", "Place", "Slots", "Whole", "opened", "takes"]

Plain = Mapping[str, object]
"""Part of a layout as it was written."""

# Facts that a struct shows as numbers.
_NUMBERS: tuple[Fact, ...] = ("items", "value", "points", "history", "state")


@dataclass(frozen=True)
class Whole:
    """A value or a list that a metric is all of: `target: {metric: sales}`."""

    path: Path
    """From the struct that it is in: the name of a field, then places in lists."""
    metric: str
    facts: tuple[Fact, ...]
    """The first of these that the metric has is taken."""
    is_list: bool
    part: type[Struct] | None
    """What the list is made of, where that is structs."""


@dataclass(frozen=True)
class Place:
    """A struct in a tile that metrics fill: the tile itself, or a part of it."""

    path: Path
    """From the tile; empty for the tile itself."""
    kind: type[Struct]
    metric: str | None
    """The one that fills what is left open."""
    open: tuple[Field, ...]
    """Fields that a metric can fill and that the layout leaves open."""
    wholes: tuple[Whole, ...]


@dataclass(frozen=True)
class Mention:
    """A metric that is named inside a tile, and not for the tile as a whole."""

    metric: str
    has_numbers: bool
    """Whether the tile shows its numbers; False for other things, such as the events along a line."""
    is_right: bool
    """Whether it is drawn on a right axis, which may have a unit of its own."""


@dataclass(frozen=True)
class Slots:
    """All places of one tile in which metrics belong."""

    tile: Place
    inside: tuple[Place, ...]
    mentions: tuple[Mention, ...]
    given: frozenset[str]
    """Fields of the tile that the layout gives."""

    @property
    def is_by_day(self) -> bool:
        """Whether the tile shows a figure for each day."""
        return field_of(self.tile.kind, "combine") is not None

    @functools.cached_property
    def metrics(self) -> frozenset[str]:
        """Ids of all metrics in the tile."""
        own = {self.tile.metric} if self.tile.metric is not None else set()
        return frozenset(own | {mention.metric for mention in self.mentions})


def opened(tile: Plain, kind: type[Struct]) -> tuple[dict[str, object], Slots]:
    """`tile` as plain data without metrics, and where they belong.

    Nothing is checked here: what is wrong in `tile` is as wrong in the answer.
    """
    search = _Search()
    plain = search.struct(tile, kind, ())
    *inside, whole = search.places
    return plain, Slots(whole, tuple(inside), tuple(search.mentions), frozenset(plain))


@functools.cache
def takes(kind: type[Struct], *facts: Fact) -> bool:
    """Whether `kind` has a field for one of these facts."""
    return any(fields_filled_by(kind, fact) for fact in facts)


class _Search:
    """Goes through a tile as it was written, from the inside out."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.mentions: list[Mention] = []

    def struct(self, data: Plain, kind: type[Struct], path: Path) -> dict[str, object]:
        """`data`, from which a `kind` is to be made, without metrics."""
        fields = {field.name: field for field in fields_of(kind)}
        wholes: list[Whole] = []
        plain = {
            name: self._value(value, fields[name], fields[name].hint, path, (name,), wholes)
            if name in fields
            else value
            for name, value in data.items()
            if name != "metric"
        }
        metric = data.get("metric")
        own = metric if isinstance(metric, str) else None
        if path and own is not None:
            self.mentions.append(Mention(own, takes(kind, *_NUMBERS), _is_right(plain, kind)))
        if not path or own is not None or wholes:
            self.places.append(Place(path, kind, own, _open_fields(plain, kind, bool(path)), tuple(wholes)))
        return plain

    def _value(self, value: object, field: Field, hint: object, path: Path, at: Path, wholes: list[Whole]) -> object:
        """`value`, found at `at` in the struct at `path`, where the types say `hint`, without metrics."""
        if isinstance(value, list):
            inner = item_hint(hint)
            return [self._value(item, field, inner, path, (*at, n), wholes) for n, item in enumerate(value)]
        if not isinstance(value, Mapping):
            return value
        part = struct_in(hint)
        if part is not None:
            return self.struct(value, part, (*path, *at))
        metric = value.get("metric")
        if set(value) != {"metric"} or not isinstance(metric, str):
            return value
        whole = _whole(at, metric, field, item_hint(hint))
        self.mentions.append(Mention(metric, whole.part is None or takes(whole.part, *_NUMBERS), is_right=False))
        wholes.append(whole)
        return [] if whole.is_list else None


def _open_fields(plain: Plain, kind: type[Struct], is_part: bool) -> tuple[Field, ...]:
    fields = fields_of(kind)
    judged = any(field.name in plain for field in fields if field.role.kind in ("direction", "amber", "red"))
    return tuple(
        field
        for field in fields
        if field.role.fact is not None
        and field.role.side == "left"
        and field.name not in plain
        # By the metric's own thresholds, a part would not be as good as the layout says.
        and not (is_part and judged and field.role.fact == "level")
    )


def _is_right(plain: Plain, kind: type[Struct]) -> bool:
    axis = field_of(kind, "axis")
    return axis is not None and plain.get(axis.name) == "right"


def _whole(at: Path, metric: str, field: Field, item: object) -> Whole:
    """A metric that is all of what stands at `at`, a list of what `item` allows or, if that is None, a value."""
    if item is None:
        return Whole(at, metric, ("value",), is_list=False, part=None)
    part = struct_in(item)
    if part is not None:
        return Whole(at, metric, ("items",), is_list=True, part=part)
    origins = {typing.get_origin(option) for option in options(item)}
    usual: Fact = "points" if tuple in origins else "rows" if list in origins else "history"
    named = () if field.role.fact is None else (field.role.fact,)
    return Whole(at, metric, (*named, usual), is_list=True, part=None)
