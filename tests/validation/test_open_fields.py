"""Fields that may be left out, made from fields that have a meaning of their own."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest
from msgspec import Meta, Struct

from displayd.validation.faults import check
from displayd.validation.open_fields import left_open


class Span(Struct, frozen=True, forbid_unknown_fields=True):
    """From somewhere to somewhere."""

    low: Annotated[float, Meta(ge=0)] = 0.0


HINTS = {
    "plain": (int, ""),
    "bounded": (Annotated[float, Meta(gt=0, description="How long, in seconds.")], "How long, in seconds."),
    "several": (Annotated[bool | Span, Meta(description="Whether, or how far.")], "Whether, or how far."),
}


@pytest.mark.parametrize("name", HINTS)
def test_a_field_may_be_left_out_and_still_says_what_it_is(name: str) -> None:
    hint, about = HINTS[name]
    kind = msgspec.defstruct("Open", [(name, left_open(hint), None)])

    schema = msgspec.json.schema(kind)["$defs"]["Open"]

    assert getattr(kind(), name) is None
    assert schema["properties"][name].get("description", "") == about
    assert not schema["required"]


def test_what_is_wrong_inside_is_told_with_its_place() -> None:
    kind = msgspec.defstruct("Open", [(name, left_open(hint), None) for name, (hint, _) in HINTS.items()])

    _, faults = check({"bounded": 0, "several": {"low": -1}}, kind)

    assert [fault.path for fault in faults] == [("bounded",), ("several", "low")]
