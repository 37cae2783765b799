"""The time of day."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Label
from displayd.tile.fields import ItemLabel, TimezoneName
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Clock", "WorkDays", "Zone"]


WorkHour = Annotated[float, Meta(ge=0, le=24)]

WorkDays = Literal["mon-fri", "sun-thu", "all"]


class Zone(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Another place."""

    timezone: Annotated[
        TimezoneName, Meta(min_length=1, description="IANA name of the place's time zone, such as `America/New_York`.")
    ]

    label: Annotated[ItemLabel, Meta(description="The name of the place; the city of the time zone when empty.")] = ""

    work_from: Annotated[
        WorkHour | None, role("limit", "Hour at which work begins there, such as 8.5; that of the clock if left out.")
    ] = None

    work_until: Annotated[
        WorkHour | None, role("limit", "Hour at which work ends there; that of the clock if left out.")
    ] = None

    work_days: Annotated[
        WorkDays | None,
        role("look", "Days of work there: `mon-fri`, `sun-thu` or `all`; those of the clock if left out."),
    ] = None


class Clock(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="clock"):
    """The time, here or elsewhere, and in other places beside it."""

    PACKAGE: ClassVar[str] = "displayd.widgets.clock"
    IS_ONE_FIGURE: ClassVar[bool] = True
    IS_CENTRED: ClassVar[bool] = True

    timezone: Annotated[
        TimezoneName, Meta(description="IANA name such as `America/New_York`; the screen's own when empty.")
    ] = ""

    label: Annotated[Label, role("caption", "Where that is, for example `New York`.")] = ""

    show_seconds: Annotated[bool, role("look", "Whether seconds are shown.")] = False
    show_date: Annotated[bool, role("look", "Whether the date is shown.")] = True

    zones: Annotated[
        list[Zone], Meta(max_length=24), role("parts", "Other places whose time is shown too, in this order.")
    ] = []

    work_from: Annotated[
        WorkHour | None,
        role(
            "limit", "Hour at which work begins, by the clocks of each place: `zones` show then whether it is at work."
        ),
    ] = None

    work_until: Annotated[
        WorkHour | None, role("limit", "Hour at which work ends; before `work_from` on the next day.")
    ] = None

    work_days: Annotated[WorkDays, role("look", "Days of work: `mon-fri`, `sun-thu` or `all`.")] = "mon-fri"

    HAS_FIGURES: ClassVar[bool] = False
