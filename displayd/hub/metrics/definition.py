"""The definition of one metric, and everything that can be wrong with it whatever its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from displayd.hub.metrics.origin import Origin, Push
from displayd.hub.metrics.periods import Period
from displayd.protocol.limits import MAX_UNIT_LETTERS
from displayd.protocol.vocabulary import Amount, ChangeAs, Direction, Label
from displayd.validation.faults import Fault
from displayd.validation.names import unit_faults

__all__ = ["MetricEntry", "MetricFields", "MetricId", "definition_faults", "threshold_faults"]

MetricId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9._-]*$",
        max_length=120,
        extra={"words": "an id has small letters from a to z, digits, `.`, `-` and `_`"},
    ),
]
"""For example `support.first-reply`: lower case, with dots between the parts."""


class MetricFields(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an entry of `metrics.yaml` says, except where the values come from: each source adds a field of its own."""

    title: Annotated[Label | None, Meta(description="What it is called where the layout does not say.")] = None

    unit: Annotated[
        Annotated[str, Meta(max_length=MAX_UNIT_LETTERS)] | None,
        Meta(description="A unit such as `percentunit`, `ms`, `currencyEUR`, `words:0=OK, 1=Warning`."),
    ] = None

    direction: Annotated[Direction | None, Meta(description="Which way is good: `up`, `down` or `none`.")] = None

    amber: Annotated[Amount | None, Meta(description="Where good ends, in `unit`; worse values are amber.")] = None

    red: Annotated[Amount | None, Meta(description="Where amber ends, in `unit`; worse values are red.")] = None

    minimum: Annotated[
        Amount | None, Meta(description="The least that the value can be, in `unit`: where the scales of tiles begin.")
    ] = None

    maximum: Annotated[
        Amount | None,
        Meta(description="The most that the value can be, in `unit`, 100 for a score: what a full bar or gauge is."),
    ] = None

    noise: Annotated[
        Annotated[float, Meta(ge=0, le=10**15)] | None,
        Meta(
            description="A change of so much or less says nothing, in `unit`: tiles call it steady. When left out, a "
            "change that the digits shown do not show."
        ),
    ] = None

    change_as: Annotated[
        ChangeAs | None,
        Meta(
            description="How a change is told: in `percent` of what was before, or, as for scores, in `points`: the "
            "difference itself."
        ),
    ] = None

    uptime_days: Annotated[
        Annotated[float, Meta(ge=1, le=3_660)] | None,
        Meta(
            description="For the share of so many days that something was up: tiles tell it as minutes down and "
            "what is left of the time that `target`, else `amber`, allows."
        ),
    ] = None

    about: Annotated[
        Annotated[str, Meta(max_length=300)] | None,
        Meta(description="One line that defines it, so that all understand it."),
    ] = None

    decimals: Annotated[
        Annotated[int, Meta(ge=0, le=6)] | None,
        Meta(description="Digits after the decimal point; as many as the number needs if left out."),
    ] = None

    target: Annotated[
        Amount | None, Meta(description="What the value should reach, in `unit`; a pushed value may bring its own.")
    ] = None

    expire_after: Annotated[
        Annotated[float, Meta(gt=0, le=31_536_000)] | None,
        Meta(description="Age in seconds at which a value no longer counts; a pushed value may bring its own."),
    ] = None

    refresh_seconds: Annotated[
        Annotated[float, Meta(ge=1, le=86_400)] | None,
        Meta(
            description="How often its source is asked for it, in seconds; as is usual with the source if left out. "
            "Nobody asks for pushed values, and `host` has `host_seconds` in hub.yaml."
        ),
    ] = None

    history_hours: Annotated[
        float, Meta(gt=0, le=9_600, description="How far back sparklines, lines and calendars of days reach, hours.")
    ] = 24.0

    compare_hours: Annotated[
        float,
        Meta(
            ge=0,
            le=9_600,
            description="A value that comes without `previous` is compared with the one so many hours before; "
            "0 for no comparison.",
        ),
    ] = 24.0

    compare_line: Annotated[
        bool,
        Meta(description="True to draw the line of `compare_hours` before pale behind the line of now."),
    ] = False

    period: Annotated[
        Period | None,
        Meta(
            description="What the value counts from the beginning of: `day`, `week`, `month`, `quarter` or `year`. "
            "With a `target` for all of it, tiles that can show how far it should be by now."
        ),
    ] = None

    vanity: Annotated[
        bool,
        Meta(
            description="True for a number that pleases and that nobody acts on; "
            "`displayd check` names the tiles that show it."
        ),
    ] = False


class MetricEntry(MetricFields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One metric: what it is called, how to read it and where it comes from."""

    origin: Origin = Push()


def definition_faults(entry: MetricFields) -> Iterator[Fault]:
    """What is wrong with `entry` beyond its types, paths from the entry."""
    yield from unit_faults(("unit",), entry.unit)
    if entry.minimum is not None and entry.maximum is not None and entry.minimum >= entry.maximum:
        yield Fault(("maximum",), "is not more than `minimum`", "`minimum` is the least that the value can be")
    if entry.compare_line and not entry.compare_hours:
        yield Fault(("compare_line",), "there is no line before with `compare_hours: 0`", "say how many hours before")


def threshold_faults(entry: MetricFields) -> Iterator[Fault]:
    """Thresholds of `entry` in the wrong order: then nothing would ever be amber, and what is good would be red."""
    if entry.amber is None or entry.red is None:
        return
    if entry.direction == "up" and entry.red > entry.amber:
        yield Fault(("red",), "`red` is better than `amber`, as `direction: up` says", "`red` is the lower of the two")
    if entry.direction != "up" and entry.red < entry.amber:
        hint = "write `direction: up` if high values are good; else `red` is the higher of the two"
        reason = f"`red` is better than `amber`, as `direction: {entry.direction or 'none'}` says"
        yield Fault(("red",), reason, hint)
