"""Whose day it is."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Amount, Occasion, UnixTime
from displayd.tile.fields import ItemDetail, ItemLabel
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["People", "Person"]


class Person(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A day of somebody."""

    label: Annotated[ItemLabel, Meta(description="Who it is.")] = ""
    detail: Annotated[ItemDetail, Meta(description="A few words more, such as a team or what the praise is for.")] = ""

    occasion: Annotated[
        Occasion, role("look", "What day it is: `birthday`, `anniversary` or `praise`.", fills="occasion")
    ] = "birthday"

    years: Annotated[
        Amount | None,
        role("figure", "How many years it is; left out where that is nobody's business.", fills="value"),
    ] = None

    time: Annotated[
        UnixTime | None, role("moment", "Unix time (seconds) of the midnight at which it begins.", fills="time")
    ] = None


class People(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="people"):
    """Birthdays, anniversaries and praise of today and the next days."""

    PACKAGE: ClassVar[str] = "displayd.widgets.people"

    items: Annotated[list[Person], Meta(max_length=100), role("parts", "The days, in any order.", fills="items")] = []

    HAS_FIGURES: ClassVar[bool] = False

    def is_empty(self) -> bool:
        """True where nobody has said anything; that it is nobody's day is told."""
        return not self.items and self.as_of is None
