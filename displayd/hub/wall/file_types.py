"""What an admin writes in the wall folder, as types.

The files are checked against these types, and the JSON Schemas for editors come from them (see `schemas.py`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from displayd.hub.metrics.periods import Period
from displayd.hub.metrics.reading import MAX_CELLS, Latitude, Longitude, Weight
from displayd.protocol.vocabulary import Amount, Direction, Label, Level

__all__ = [
    "MetricEntry",
    "MetricId",
    "SampleCell",
    "SampleItem",
    "SampleSpec",
]

MetricId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)]
"""For example `support.first-reply`: lower case, with dots between the parts."""

Whole = Annotated[int, Meta(ge=-(10**18), le=10**18)]

Shape = Literal["walk", "day", "count", "steady", "drift"]
Between = tuple[Whole | Amount, Whole | Amount]

# Over the longest history this makes a number some 50,000 times as large, or as small: within every bound of ours.
Growth = Annotated[float, Meta(ge=-0.15, le=0.2)]


class SampleItem(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One made-up line of a list."""

    label: Label
    between: Between | None = None
    """Smallest and largest value; left out for a line without a number."""

    shape: Shape | None = None
    """How its number moves; as that of the metric if left out."""

    trend: Growth | None = None
    """Growth per week, 0.01 for 1%; as that of the metric if left out."""

    target: Amount | None = None
    detail: Label = ""
    """A second text for the line, for example a team."""

    level: Level | None = None
    """How good it is, where thresholds cannot tell: `good`, `amber`, `red` or `none`."""

    time_in: Annotated[float, Meta(ge=-94_608_000, le=94_608_000)] | None = None
    """Seconds from now to the line's moment, such as a deadline; negative for one that has passed, such as a release.

    The moment stays put while time goes on: for a quarter of that long, for a day at most, and for `seconds` at least.
    Then it is set anew. So one that is nearer than `seconds` passes, and is renewed some time after."""

    lat: Latitude | None = None
    lon: Longitude | None = None
    weight: Weight | None = None
    """How much the line counts among the others, for a health score."""


class SampleCell(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A made-up cell that is not always the same. Has one of `days` and `between`."""

    days: Annotated[float, Meta(ge=-1100, le=1100)] | None = None
    """A date, so many days from today; negative for one that has passed."""

    between: Between | None = None
    """A number from the smallest to the largest, that moves as the metric does."""


class SampleSpec(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a made-up number moves. The same metric shows the same number at the same time on every hub.

    Values are whole numbers when both ends of `between` are.
    """

    between: Between | None = None
    """Smallest and largest value. Left out: 0 to 100, and no value for a metric with `items` or `rows`."""

    shape: Shape = "walk"
    """`walk` wanders, `day` follows the office day (low at night and on weekends), `count` grows from nothing through
    the day (or the metric's `period`) to a total `between` the two, `steady` stays within a twentieth of the middle,
    `drift` wanders over weeks."""

    trend: Growth = 0.0
    """Growth per week, 0.01 for 1%: `between` holds for now, and the past was so much smaller."""

    seconds: Annotated[int, Meta(ge=1, le=86_400)] = 60
    """How often the number changes."""

    target: Amount | None = None

    items: Annotated[list[SampleItem], Meta(max_length=100)] = []
    """Lines of a list, each with a number that moves in the same shape."""

    rows: Annotated[
        list[Annotated[list[str | Whole | Amount | SampleCell | None], Meta(max_length=MAX_CELLS)]],
        Meta(max_length=200),
    ] = []
    """Rows of a table, shown as they stand; `{days: 12}` is the date in twelve days, `{between: [3, 9]}` moves."""


class MetricEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One metric: what it is called, how to read it and where it comes from.

    With neither `host` nor `sample` it is pushed, with `PUT /v1/metrics/<id>`.
    """

    title: Label | None = None
    """What it is called where the layout does not say."""

    unit: Annotated[str, Meta(max_length=40)] | None = None
    """A unit such as `percentunit`, `ms`, `reqps`, `currencyEUR`."""

    direction: Direction | None = None
    """Which way is good: `up`, `down` or `none`."""

    amber: Amount | None = None
    """Where good ends; worse values are amber."""

    red: Amount | None = None
    """Where amber ends; worse values are red."""

    about: Annotated[str, Meta(max_length=300)] | None = None
    """One line that defines it, so that all understand it."""

    decimals: Annotated[int, Meta(ge=0, le=6)] | None = None
    target: Amount | None = None
    expire_after: Annotated[float, Meta(gt=0, le=31_536_000)] | None = None
    """Age in seconds at which a value no longer counts; a pushed value may bring its own."""

    history_hours: Annotated[float, Meta(gt=0, le=9_600)] = 24.0
    """How far back sparklines and lines reach."""

    compare_hours: Annotated[float, Meta(ge=0, le=9_600)] = 24.0
    """A value that comes without `previous` is compared with the one so many hours before; 0 for no comparison."""

    compare_line: bool = False
    """True to draw the line of `compare_hours` before pale behind the line of now."""

    period: Period | None = None
    """What the value counts from the beginning of: `day`, `week`, `month`, `quarter` or `year`. With a `target` for all
    of it, tiles that can show how far it should be by now."""

    host: str | None = None
    """A live figure of the hub's machine, for example `load1`."""

    vanity: bool = False
    """True for a number that pleases and that nobody acts on; `displayd check` names the tiles that show it."""

    sample: bool | SampleSpec = False
    """How to make up numbers; `true` marks pushed values as made up. The tile says "sample data"."""
