"""What an admin writes in the wall folder, as types.

The files are checked against these types, and the JSON Schemas for editors come from them (see `schemas.py`).
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from displayd.document.model import Name
from displayd.hub.metrics.periods import Period
from displayd.hub.metrics.reading import MAX_CELLS, Latitude, Longitude, Weight
from displayd.protocol.vocabulary import Amount, Direction, Label, Level

__all__ = [
    "HubFile",
    "IngestKey",
    "LayoutFile",
    "MetricEntry",
    "MetricId",
    "SampleCell",
    "SampleItem",
    "SampleSpec",
    "ThemeFile",
]

MetricId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)]
"""For example `support.first-reply`: lower case, with dots between the parts."""

Seconds = Annotated[float, Meta(gt=0, le=86_400)]
Whole = Annotated[int, Meta(ge=-(10**18), le=10**18)]
PictureName = Annotated[str, Meta(min_length=1, max_length=200)]

Hex = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$", examples=["#5aa9ff"])]
"""A colour. In YAML it takes quotes: a bare `#` begins a comment."""


class ThemeFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A theme of the wall's own, such as a company's colours; what it leaves out is as in `base`.

    Text, levels and series have a contrast of at least 4.5:1 on the card.
    """

    base: Literal["dark", "light", "high-contrast"] = "dark"
    """The theme that has what this one leaves out."""

    background: Hex | None = None
    """Behind the cards."""

    card: Hex | None = None
    """Behind what is in a tile."""

    raised: Hex | None = None
    """Bands and empty tracks: a step away from the card."""

    grid: Hex | None = None
    """Structure lines, as quiet as can be seen."""

    text: Hex | None = None
    dim: Hex | None = None
    """Titles, units, ticks: what one reads once."""

    good: Hex | None = None
    amber: Hex | None = None
    red: Hex | None = None
    series: Annotated[list[Hex], Meta(min_length=1, max_length=24)] | None = None
    """Lines, bars and slices, in order of use."""

    logo: PictureName | None = None
    """Name of a picture in `pictures/`, shown before the title of every page."""


class IngestKey(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A key with which values are pushed. Only its hash is written down; `displayd hub key` makes both."""

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the key, 64 hexadecimal digits."""

    metrics: Annotated[list[Annotated[str, Meta(pattern=r"^[a-z0-9*?._-]+$", max_length=120)]], Meta(min_length=1)]
    """Ids that the key may write; `*` stands for anything, as in `support.*`."""


class HubFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`hub.yaml`: how the hub itself behaves. Every field may be left out."""

    title: Label = "displayd"
    """Heading of the wall page, for example the name of the office."""

    listen: Annotated[str, Meta(pattern=r"^(\[[0-9a-fA-F:]+\]|[^:\s]+):[0-9]{1,5}$")] = "127.0.0.1:8070"
    """Address and port; `0.0.0.0:8070` for all interfaces. A change takes a restart of the hub."""

    keys: dict[Name, IngestKey] = {}
    """Who may push values, by name."""

    requests_per_minute: Annotated[int, Meta(ge=1, le=100_000)] = 60
    """How many values one key may push per minute; more are answered with 429."""

    history_days: Annotated[int, Meta(ge=1, le=400)] = 30
    """How long the hub remembers values."""

    publish_seconds: Annotated[float, Meta(ge=0.05, le=3600)] = 1.0
    """Changed values reach the screens at most so often."""

    mirror_lead_seconds: Annotated[float, Meta(ge=0, le=60)] = 2.0
    """How long before a change takes effect the screens of a mirror group have it."""

    host_seconds: Annotated[float, Meta(ge=1, le=3600)] = 5.0
    """How often the figures of the hub's own machine are read."""


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


class LayoutFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A layout: the pages of one dashboard, with metrics where the numbers go."""

    title: Label | None = None
    """What the dashboard is called; the file's name if left out."""

    about: Annotated[str, Meta(max_length=1000)] = ""
    """What it is for, for whoever edits it."""

    reviewed: Annotated[datetime.date, Meta(examples=["2026-11-20"])] | None = None
    """The day on which its team last went through it. The wall page says when that is three weeks ago."""

    seconds: Seconds | None = None
    """How long its pages stay where neither they nor the screen say."""

    pages: Annotated[list[dict[str, Any]], Meta(min_length=1, max_length=100)]
    """Pages as in a screen document; `metric: <id>` in a widget fills in what the widget leaves open."""
