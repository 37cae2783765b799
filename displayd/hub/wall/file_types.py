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
    "Defaults",
    "HubFile",
    "IngestKey",
    "LayoutFile",
    "MetricEntry",
    "MetricId",
    "SampleCell",
    "SampleItem",
    "SampleSpec",
    "ScreenEntry",
    "ScreensFile",
    "ThemeFile",
]

MetricId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)]
"""For example `support.first-reply`: lower case, with dots between the parts."""

Seconds = Annotated[float, Meta(gt=0, le=86_400)]
Whole = Annotated[int, Meta(ge=-(10**18), le=10**18)]
Theme = Annotated[str, Meta(max_length=60)]
Timezone = Annotated[str, Meta(max_length=60)]
Locale = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", max_length=40)]
Hours = Annotated[str, Meta(max_length=200)]
Rotate = Literal[0, 90, 180, 270]
Transition = Literal["fade", "slide", "cut"]
Diagonal = Annotated[float, Meta(ge=5, le=300, examples=[55])]
Distance = Annotated[float, Meta(ge=0.3, le=100, examples=[5])]
PictureName = Annotated[str, Meta(min_length=1, max_length=200)]

Hex = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$", examples=["#5aa9ff"])]
"""A colour. In YAML it takes quotes: a bare `#` begins a comment."""


class Defaults(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What holds for every screen that does not say otherwise."""

    seconds: Seconds = 20.0
    """How long a page stays, in seconds, where neither screen nor layout says."""

    theme: Theme = "dark"
    """Colours: `dark`, `light`, `high-contrast`, or the name of a file in `themes/`."""

    rotate: Rotate = 0
    """How the TVs hang: the picture is turned by so many degrees clockwise."""

    timezone: Timezone = "UTC"
    """Time zone of clocks and opening hours, for example `Europe/London`."""

    locale: Locale = "en-GB"
    """How numbers and dates are written."""

    transition: Transition = "fade"
    """How one page gives way to the next: `fade`, `slide` or `cut`."""

    diagonal_in: Diagonal = 50.0
    """Diagonal of the TVs, inches."""

    viewing_m: Distance = 4.0
    """From how far the TVs are read, metres: the farthest seat. Text is made large enough for it."""

    motion: bool = True
    """False for pictures that never move by themselves: no count-up, no highlight, pages are cut."""

    pixel_shift: bool = True
    """Whether the page moves by a few pixels every few minutes, to spare the panel."""

    on: Hours = ""
    """Opening hours such as `Mon-Fri 08:00-19:00`; screens are dark outside them. Empty: always on."""


class ScreenEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One screen: which TV it is, and what it shows. Either `show` or `mirror` is needed."""

    device: str | None = None
    """Fingerprint that the TV shows until it is claimed; leave it out while there is no TV yet."""

    show: str | Annotated[list[Name], Meta(max_length=100)] | None = None
    """Names of dashboards, shown one after the other; `all` for every dashboard of the wall.

    `all` means: the dashboards of the other screens in the order of this file, then the layouts in the wall's own
    `layouts/` that no screen shows, by name. A new one joins without an edit here.
    """

    mirror: Name | None = None
    """Name of another screen: show the same at the same instant. Only `device`, `rotate`, `title`, `diagonal_in` and
    `viewing_m` may stand beside it."""

    title: Label | None = None
    """What the screen is called on the wall page; its name if left out."""

    rotate: Rotate | None = None
    """How the TV hangs: the picture is turned by so many degrees clockwise."""

    seconds: Seconds | None = None
    """How long every page stays on this screen, whatever the layouts say."""

    theme: Theme | None = None
    """Colours: `dark`, `light`, `high-contrast`, or the name of a file in `themes/`."""

    timezone: Timezone | None = None
    locale: Locale | None = None
    transition: Transition | None = None
    """How one page gives way to the next: `fade`, `slide` or `cut`."""

    diagonal_in: Diagonal | None = None
    """Diagonal of this TV, inches."""

    viewing_m: Distance | None = None
    """From how far this TV is read, metres: the farthest seat. Text is made large enough for it."""

    motion: bool | None = None
    """False for a picture that never moves by itself: no count-up, no highlight, pages are cut."""

    pixel_shift: bool | None = None
    """Whether the page moves by a few pixels every few minutes, to spare the panel."""

    on: Hours | None = None
    """Opening hours such as `Mon-Fri 08:00-19:00`; the screen is dark outside them. Empty: always on."""


class ScreensFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`screens.yaml`: which screen shows what."""

    defaults: Defaults = Defaults()
    screens: Annotated[dict[Name, ScreenEntry], Meta(min_length=1)]


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
