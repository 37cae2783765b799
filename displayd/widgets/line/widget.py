"""Values over time as lines."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Amount, Level, UnixTime, worst
from displayd.tile.fields import Maximum, Minimum, Points, Target
from displayd.tile.roles import role
from displayd.tile.widget import Measured
from displayd.widgets.line.series import Event, Series, newest

__all__ = ["LineChart"]


class LineChart(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="line"):
    """How values went over time, as lines or areas on one or two axes; the last of each is written beside it."""

    PACKAGE: ClassVar[str] = "displayd.widgets.line"

    series: Annotated[
        list[Series],
        Meta(max_length=8),
        role(
            "parts",
            "The lines, each with a name and points of its own; of a metric with more, those that end highest.",
            fills="items",
        ),
    ] = []

    points: Annotated[
        Points,
        Meta(description="Unix times (seconds) and values of a single line without a name, instead of `series`."),
    ] = []

    area: Annotated[
        bool | None,
        role("look", "Whether the space under the lines is shaded; when left out, it is for a single line."),
    ] = None

    minimum: Annotated[Minimum, Meta(description="Lower end of the scale; chosen by the values when left out.")] = None
    maximum: Annotated[Maximum, Meta(description="Upper end of the scale; chosen by the values when left out.")] = None

    right_unit: Annotated[
        Annotated[str, Meta(max_length=40)] | None,
        role("unit", "Unit of the lines on the right axis; null for that of the others.", fills="unit", side="right"),
    ] = None

    right_minimum: Annotated[
        Amount | None, role("scale", "Lower end of the right axis; chosen by the values when left out.", side="right")
    ] = None

    right_maximum: Annotated[
        Amount | None, role("scale", "Upper end of the right axis; chosen by the values when left out.", side="right")
    ] = None

    target: Annotated[Target, Meta(description="Drawn as a dotted line across.")] = None

    before: Annotated[
        Points,
        role(
            "past",
            "The period before, its unix times (seconds) moved on to this one: a pale line behind.",
            fills="before",
        ),
    ] = []

    before_label: Annotated[
        str,
        Meta(max_length=60),
        role("caption", "What the pale line is, for example `last week`.", fills="before_label"),
    ] = "before"

    now_label: Annotated[
        str,
        Meta(max_length=60),
        role("caption", "What the line is beside the pale one, for example `this week`.", fills="now_label"),
    ] = "now"

    events: Annotated[
        list[Event], Meta(max_length=100), role("parts", "What happened meanwhile, such as releases.")
    ] = []

    incomplete_from: Annotated[
        UnixTime | None,
        role(
            "moment",
            "Unix time (seconds) at which the running period began: points from then on are dashed, "
            "and the level does not follow them.",
        ),
    ] = None

    def is_empty(self) -> bool:
        """True without a single value."""
        return not self.lines()

    def level(self) -> Level:
        """By the worst of the lines' last values; what belongs to the right axis or a running period has no say."""
        complete = math.inf if self.incomplete_from is None else self.incomplete_from
        lasts = [newest(one.points, complete) for one in self.lines() if one.axis == "left"]
        return worst(self.level_of(last[1]) for last in lasts if last)

    def lines(self) -> list[Series]:
        """All lines that have a value, that of `points` first."""
        return [one for one in (Series(points=self.points), *self.series) if newest(one.points)]
