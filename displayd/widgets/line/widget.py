"""Values over time as lines."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, structs

from displayd.protocol.limits import MAX_UNIT_LETTERS
from displayd.protocol.vocabulary import Amount, Level, UnixTime, worst
from displayd.text.invisible import is_invisible
from displayd.tile.fields import Highest, History, Lowest, Maximum, Minimum, Points, Target
from displayd.tile.frame import Frame
from displayd.tile.roles import role
from displayd.tile.widget import Measured
from displayd.widgets.line.series import Band, Event, Missing, Series, Shape, counted, has_value, newest, without_gaps
from displayd.widgets.line.stack import stack_of

__all__ = ["LineChart"]

# More lines in one plot cannot be told apart.
MOST_IN_ONE_PLOT = 8


Arrangement = Literal["overlaid", "stacked", "share", "multiples"]
Order = Literal["given", "desc", "asc"]
ScaleKind = Literal["linear", "log"]
Thresholds = Literal["lines", "zones"]
Statistic = Literal["last", "min", "max", "mean"]


class LineChart(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="line"):
    """How values went over time, as lines or areas on one or two axes; the last of each is written beside it."""

    PACKAGE: ClassVar[str] = "displayd.widgets.line"

    series: Annotated[
        list[Series],
        Meta(max_length=40),
        role(
            "parts",
            "The lines, each with a name and points of its own; of a metric with more, those that end highest. In one "
            "plot there are eight at most, those that end highest.",
            fills="items",
        ),
    ] = []

    points: Annotated[
        Points,
        Meta(description="Unix times (seconds) and values of a single line without a name, instead of `series`."),
    ] = []

    history: Annotated[
        History,
        Meta(
            description="Values at equal distances, where nobody knows when they were: of a single line without a "
            "name, and not looked at where any line has `points`. The chart then has no times."
        ),
    ] = []

    lowest: Annotated[
        Lowest,
        Meta(description="The lowest value of the time of `points`, for `min` of `legend`; of the points if left out."),
    ] = None

    highest: Annotated[
        Highest,
        Meta(description="The highest value of the time of `points`, for `max`; of the points if left out."),
    ] = None

    area: Annotated[
        bool | None,
        role("look", "Whether the space under the lines is shaded; if left out, that of a single line without bands."),
    ] = None

    arrangement: Annotated[
        Arrangement,
        role(
            "look",
            "How several lines of the left axis stand: each on its own, on top of each other as areas with their "
            "total, or as shares of it. Thresholds are for the total, a `target` of shares is from 0 to 1. `multiples` "
            "has a small chart for each of up to 40 lines, all on one scale; right axis, events and the period before "
            "are not in them.",
        ),
    ] = "overlaid"

    order: Annotated[
        Order,
        role(
            "look", "Of `multiples`: as `given`, or by the last values, the largest (`desc`) or smallest (`asc`) first."
        ),
    ] = "given"

    shape: Annotated[
        Shape,
        role(
            "look",
            "`lines` from point to point, `steps` that stay level until the next point, or `bars` at the points.",
        ),
    ] = "lines"

    missing: Annotated[
        Missing,
        role(
            "look",
            "What is drawn where a value is null: a `gap`, a line that does `connect` its neighbours, or a `zero`, "
            "which then is a value as any other.",
        ),
    ] = "gap"

    scale: Annotated[
        ScaleKind,
        role(
            "look",
            "`log` for a left axis on which ten times as much is always equally high; the tile says so where values "
            "of 0 and less, shares, stacks or bars do not allow that.",
        ),
    ] = "linear"

    minimum: Annotated[Minimum, Meta(description="Lower end of the scale; chosen by the values when left out.")] = None
    maximum: Annotated[Maximum, Meta(description="Upper end of the scale; chosen by the values when left out.")] = None

    right_unit: Annotated[
        Annotated[str, Meta(max_length=MAX_UNIT_LETTERS)] | None,
        role("unit", "Unit of the lines on the right axis; null for that of the others.", fills="unit", side="right"),
    ] = None

    right_minimum: Annotated[
        Amount | None, role("scale", "Lower end of the right axis; chosen by the values when left out.", side="right")
    ] = None

    right_maximum: Annotated[
        Amount | None, role("scale", "Upper end of the right axis; chosen by the values when left out.", side="right")
    ] = None

    target: Annotated[Target, Meta(description="Drawn as a dotted line across.")] = None

    target_label: Annotated[
        str, Meta(max_length=60), role("caption", "What the target is, for example `budget`; target if empty.")
    ] = ""

    amber_label: Annotated[
        str, Meta(max_length=60), role("caption", "What is written at the line of `amber`; warning if empty.")
    ] = ""

    red_label: Annotated[
        str,
        Meta(max_length=60),
        role("caption", "What is written at the line of `red`, for example `contract`; critical if empty."),
    ] = ""

    thresholds: Annotated[
        Thresholds,
        role("look", "How `amber` and `red` are drawn: as `lines` across, or also as `zones` with their names."),
    ] = "lines"

    bands: Annotated[
        list[Band], Meta(max_length=2), role("parts", "Ranges behind the lines, such as what is usual.")
    ] = []

    legend: Annotated[
        Annotated[list[Statistic], Meta(max_length=4)] | None,
        role(
            "look",
            "What is said of each line, in this order: its `last` value, and `min`, `max` or `mean` of its final "
            "points, `min` and `max` also of `lowest` and `highest`; null for the last. A single line always says "
            "that. What has no room is left out.",
        ),
    ] = None

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
        role(
            "caption", "What the line is beside the pale one, for example `this week`; now if empty.", fills="now_label"
        ),
    ] = ""

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

    def definition(self, frame: Frame) -> str:
        """With the name of the pale line, for which a small plot has no room."""
        if not self.has_pale_line() or is_invisible(self.before_label):
            return self.about
        pale = frame.format.say("pale line: {label}", label=self.before_label)
        return pale if is_invisible(self.about) else f"{self.about} · {pale}"

    def level(self) -> Level:
        """By the worst of the lines' last values, or by the last total of a stack.

        What belongs to the right axis or a running period has no say.
        """
        complete = math.inf if self.incomplete_from is None else self.incomplete_from
        left = [one for one in self.lines() if one.axis == "left"]
        if self.arrangement in ("stacked", "share") and len(left) > 1:
            if self.arrangement == "share":
                return "none"
            finals = [[pair for pair in one.points if pair[0] < complete] for one in left]
            parts = [Series(points=points) for points in finals if has_value(points)]
            return self.level_of(stack_of(parts, is_share=False).total) if parts else "none"
        lasts = [newest(one.points, complete) for one in left]
        return worst(self.level_of(last[1]) for last in lasts if last)

    def has_times(self) -> bool:
        """False where nobody knows when the values were: those of `lines` are then numbered from 0."""
        return has_value(self.points) or any(has_value(one.points) for one in self.series)

    def has_pale_line(self) -> bool:
        """True where the period before is drawn, too: there are times, and one plot of amounts."""
        return has_value(self.before) and self.has_times() and not self.is_multiples() and not self.is_share()

    def is_share(self) -> bool:
        """True where several lines of the left axis are drawn as shares of their total."""
        return self.arrangement == "share" and sum(line.axis == "left" for line in self.lines()) > 1

    def is_multiples(self) -> bool:
        """True for a small chart of each of several lines."""
        return self.arrangement == "multiples" and len(self.lines()) > 1

    def level_of_line(self, line: Series) -> Level:
        """How good the last final value of one of `lines` is."""
        last = newest(line.points, math.inf if self.incomplete_from is None else self.incomplete_from)
        return self.level_of(last[1]) if last else "none"

    def _ordered(self, every: list[Series]) -> list[Series]:
        left = [structs.replace(one, axis="left") for one in every]
        return left if self.order == "given" else sorted(left, key=_last_of, reverse=self.order == "desc")

    def lines(self) -> list[Series]:
        """All lines that have a value, that of `points` first."""
        own = Series(points=self.points, history=self.history, lowest=self.lowest, highest=self.highest)
        given = (own, *self.series)
        every = [one for one in given if has_value(one.points)] or [one for one in map(counted, given) if one.points]
        if self.arrangement == "multiples":
            every = self._ordered(every)
        elif len(every) > MOST_IN_ONE_PLOT:
            highest = sorted(every, key=_last_of, reverse=True)[:MOST_IN_ONE_PLOT]
            every = [one for one in every if one in highest]
        if self.missing == "gap":
            return every
        return [structs.replace(one, points=without_gaps(one.points, self.missing)) for one in every]


def _last_of(line: Series) -> float:
    last = newest(line.points)
    return last[1] if last else -math.inf
