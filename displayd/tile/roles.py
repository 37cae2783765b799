"""What each field of a widget means, said where the field is declared.

A field carries its role in its type, beside its description:
`temperature: Annotated[Amount | None, role("figure", "Of the coldest room.", fills="value")]` is a figure that the
value of a metric fills. Whoever wants to know what counts as news, what a metric fills, or which word is a unit asks
for the roles; no module knows a field by its name.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta, Struct

from displayd.validation.type_hints import item_hint, struct_in

__all__ = [
    "DEFINITION",
    "NEWS",
    "Fact",
    "Field",
    "Kind",
    "Role",
    "Side",
    "field_of",
    "fields_filled_by",
    "fields_of",
    "parts_of",
    "role",
]

Kind = Literal[
    "title",  # of the tile
    "about",  # the line that defines what is shown
    "figure",  # a number that the tile is about
    "comparison",  # a number beside a figure: what was before, is usual, should be by now, or was the highest
    "target",  # a number to reach
    "amber",  # the figure from which it is amber
    "red",
    "limit",  # how near a moment is to count, or the hours of a day that do
    "scale",  # an end of a scale
    "unit",  # name of a unit
    "decimals",  # digits after the decimal mark
    "direction",  # which way is good
    "noise",  # a change so small says nothing
    "change",  # how a change is told
    "state",  # whether something is up
    "level",  # how good something is
    "label",  # what an item, a row or a column is called
    "name",  # what a series is called
    "detail",  # words that say more of an item
    "text",  # words that the tile is about
    "caption",  # words beside a figure, a line or a picture
    "cells",  # rows of names and numbers
    "past",  # earlier values
    "span",  # how long the earlier values are, seconds
    "parts",  # structs inside the widget, in a list, or one that may be left out
    "moment",  # a unix time
    "age",  # seconds after which data no longer counts
    "pause",  # seconds that a part of the content stays
    "timezone",  # IANA name of a time zone
    "picture",  # address of a picture
    "place",  # degrees on the globe
    "weight",  # how much an item counts
    "failure",  # why there is no data
    "sample",  # whether data is made up
    "axis",  # on which side a line has its scale
    "count",  # in how many parts the content is shown, or which shares are marked
    "combine",  # what a day shows of several figures
    "look",  # how the content is drawn, whatever it says
]

NEWS: frozenset[Kind] = frozenset({"figure", "state", "level", "label", "text", "cells"})
"""What a tile says: a tile lights up when one of them changes."""

DEFINITION: tuple[Kind, ...] = ("title", "about", "unit", "direction", "amber", "red", "target")
"""What a tile says about itself: a tile is marked as new when one of them changes."""

Fact = Literal[
    "title",
    "about",
    "unit",
    "decimals",
    "direction",
    "noise",
    "change_as",
    "amber",
    "red",
    "minimum",
    "maximum",
    "target",
    "value",
    "level",
    "state",
    "previous",
    "previous_rank",
    "previous_label",
    "expected",
    "points",
    "lowest",
    "highest",
    "days",
    "history",
    "history_seconds",
    "uptime_days",
    "before",
    "before_label",
    "now_label",
    "items",
    "rows",
    "columns",
    "lines",
    "text",
    "weather_now",
    "weather_days",
    "as_of",
    "expire_after",
    "sample",
    "failure",
    "detail",
    "time",
    "end",
    "all_day",
    "free",
    "occasion",
    "lat",
    "lon",
    "weight",
    "source",
    "poster",
]
"""What is known of a metric, or of one of its items; the title of an item is its label."""

Side = Literal["left", "right"]


class Role(NamedTuple):
    """What a field means, and which fact of a metric fills it where a layout leaves it open."""

    kind: Kind
    fact: Fact | None = None
    """None for what a layout alone can say."""

    side: Side = "left"
    """The axis that the field belongs to, in a chart with two."""


def role(kind: Kind, description: str, *, fills: Fact | None = None, side: Side = "left") -> Meta:
    """The note in a field's type that says what the field means, to people and to code.

    Args:
        description: one line for schemas and editors; it names the unit of a number that has one.
        fills: the fact of a metric that fills the field.
    """
    return Meta(description=description, extra={"role": Role(kind, fills, side)})


class Field(NamedTuple):
    """A field of a widget or of a struct inside one."""

    name: str
    role: Role
    hint: Any
    """Its type, with annotations."""

    part: type[Struct] | None
    """What its list is made of, where that is structs."""


@functools.cache
def fields_of(kind: type[Struct]) -> tuple[Field, ...]:
    """Every field of `kind` with its role, inherited ones first.

    Raises:
        TypeError: a field has no role.
    """
    # The hints of a base class are worked out once for all its subclasses: typing.get_type_hints does it for each.
    hints = {name: hint for base in reversed(kind.__mro__) for name, hint in _own_hints(base).items()}
    return tuple(
        Field(name, _role(hints[name], f"{kind.__name__}.{name}"), hints[name], struct_in(item_hint(hints[name])))
        for name in kind.__struct_fields__
    )


def parts_of(value: object) -> Sequence[Struct]:
    """The structs in a field whose role is `parts`: those of its list, or the one that it is, if it is there."""
    if isinstance(value, Struct):
        return (value,)
    return [one for one in value if isinstance(one, Struct)] if isinstance(value, list) else ()


@functools.cache
def field_of(kind: type[Struct], wanted: Kind) -> Field | None:
    """The first field of `kind` whose role is `wanted`; None without one."""
    return next((field for field in fields_of(kind) if field.role.kind == wanted), None)


@functools.cache
def fields_filled_by(kind: type[Struct], fact: Fact) -> tuple[Field, ...]:
    """The fields of `kind` that take this fact of a metric, those of the right axis left out."""
    return tuple(field for field in fields_of(kind) if field.role.fact == fact and field.role.side == "left")


@functools.cache
def _own_hints(kind: type) -> dict[str, Any]:
    return inspect.get_annotations(kind, eval_str=True) if issubclass(kind, Struct) else {}


def _role(hint: Any, name: str) -> Role:
    found = next(_roles_in(hint), None)
    if found is None:
        raise TypeError(f"{name} has no role")
    return found


def _roles_in(hint: Any) -> Iterator[Role]:
    """Roles in the annotations of `hint`, the outermost and last one first; those of items of lists left out."""
    if typing.get_origin(hint) is Annotated:
        inner, *notes = typing.get_args(hint)
        for note in reversed(notes):
            if isinstance(note, Meta) and note.extra and isinstance(found := note.extra.get("role"), Role):
                yield found
        yield from _roles_in(inner)
    elif type(None) in typing.get_args(hint):
        for option in typing.get_args(hint):
            yield from _roles_in(option)
