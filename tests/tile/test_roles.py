"""What fields mean, said at the field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Amount, Label
from displayd.tile.fields import UnitName, Value
from displayd.tile.roles import Role, field_of, fields_filled_by, fields_of, role
from displayd.validation.type_hints import item_hint, options, struct_in
from displayd.widgets import WIDGETS


class Undeclared(Struct):
    """Without a role."""

    value: float = 0.0


def structs_in(kind: type[Struct]) -> Iterator[type[Struct]]:
    """`kind` and every struct inside it."""
    yield kind
    for field in fields_of(kind):
        if (part := struct_in(item_hint(field.hint))) is not None:
            yield from structs_in(part)


KINDS = list(dict.fromkeys(struct for widget in WIDGETS for struct in structs_in(widget)))


def has_numbers(hint: Any) -> bool:
    """Whether a number can stand somewhere in what `hint` allows."""
    return any(
        option in (int, float) or any(has_numbers(part) for part in getattr(option, "__args__", ()))
        for option in options(hint)
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__.split('.', 2)[-1]}.{kind.__name__}")
def test_every_field_of_every_widget_says_what_it_means(kind: type[Struct]) -> None:
    assert [field.name for field in fields_of(kind)] == list(kind.__struct_fields__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__.split('.', 2)[-1]}.{kind.__name__}")
def test_numbers_and_names_have_roles_that_fit_their_types(kind: type[Struct]) -> None:
    for field in fields_of(kind):
        if has_numbers(field.hint):
            assert field.role.kind not in {"title", "about", "label", "name", "detail", "text", "caption", "look"}, (
                field
            )
        if struct_in(item_hint(field.hint)) is not None:
            assert field.role.kind == "parts", field
        for meaning, words in {"unit": {"unit"}, "timezone": {"timezone"}, "picture": {"source", "poster"}}.items():
            assert (not words.isdisjoint(field.name.split("_"))) == (field.role.kind == meaning), field


def test_a_field_without_a_role_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Undeclared\.value has no role"):
        fields_of(Undeclared)


def test_the_last_role_counts_and_a_description_alone_changes_none() -> None:
    class Both(Struct):
        """Said twice."""

        first: Annotated[Value, role("comparison", "What it was.")] = None
        second: Annotated[Value, Meta(description="What it is.")] = None
        third: Annotated[Label, role("caption", "Words.")] | None = None

    assert [field.role for field in fields_of(Both)] == [Role("comparison"), Role("figure", "value"), Role("caption")]


def test_fields_are_found_by_what_they_mean_and_by_what_fills_them() -> None:
    class Right(Struct):
        """Two axes."""

        unit: UnitName = "short"
        other: Annotated[UnitName, role("unit", "Of the right axis.", fills="unit", side="right")] = "short"

    unit = field_of(Right, "unit")
    assert unit is not None
    assert unit.name == "unit"
    assert [field.name for field in fields_filled_by(Right, "unit")] == ["unit"]
    assert field_of(Right, "figure") is None


def test_roles_leave_schemas_and_messages_as_they_were() -> None:
    class Room(Struct):
        """One room of a house."""

        temperature: Annotated[Value, Meta(description="Degrees Celsius.")] = None

    properties = msgspec.json.schema(Room)["$defs"]["Room"]["properties"]

    assert properties["temperature"]["description"] == "Degrees Celsius."
    assert "extra" not in str(properties)
    with pytest.raises(msgspec.ValidationError, match=r"Expected `float` <= 1e\+18"):
        msgspec.convert({"temperature": 1e19}, Room)


Amounts = list[Amount | None]


@pytest.mark.parametrize(
    "hint", [Amounts, float, int | None, list[tuple[float, str]], Annotated[list[Amounts], Meta()]]
)
def test_numbers_are_found_wherever_they_are(hint: Any) -> None:
    assert has_numbers(hint)
    assert not has_numbers(list[str | None])
