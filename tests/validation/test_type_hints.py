"""What type hints allow."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from msgspec import Meta, Struct

from displayd.validation.type_hints import item_hint, longest, options, struct_in


class Part(Struct):
    """Anything."""


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        (int, (int,)),
        (int | None, (int, type(None))),
        (Annotated[Annotated[int, Meta(ge=0)] | None, Meta(title="x")], (int, type(None))),
    ],
)
def test_options_are_without_annotations(hint: Any, expected: tuple[Any, ...]) -> None:
    assert options(hint) == expected


@pytest.mark.parametrize(
    ("hint", "expected"), [(Part, Part), (Annotated[Part | None, Meta()], Part), (list[Part], None)]
)
def test_a_struct_is_found_among_the_options(hint: Any, expected: Any) -> None:
    assert struct_in(hint) is expected


@pytest.mark.parametrize(
    ("hint", "expected"), [(Annotated[list[Part], Meta()], Part), (tuple[float, str], float), (str, None), (None, None)]
)
def test_items_are_those_of_a_list_or_the_first_of_a_tuple(hint: Any, expected: Any) -> None:
    assert item_hint(hint) is expected


@pytest.mark.parametrize(
    ("hint", "most"),
    [
        (list[int], None),
        (Annotated[list[int], Meta(max_length=8)], 8),
        (Annotated[Annotated[list[int], Meta(max_length=8)], Meta(description="x")], 8),
        (Annotated[Annotated[list[int], Meta(max_length=8)], Meta(max_length=3)], 3),
        (Annotated[list[int], "a note"], None),
    ],
)
def test_a_list_may_have_as_many_items_as_its_annotations_say(hint: Any, most: int | None) -> None:
    assert longest(hint) == most
