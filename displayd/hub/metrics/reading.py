"""What is said about one metric at one moment."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from displayd.errors import FailureKind
from displayd.protocol.limits import MAX_POINTS
from displayd.protocol.vocabulary import Amount, ChangeAs, Direction, Label, Level, Occasion, State, UnixTime
from displayd.tile.fields import PictureSource
from displayd.tile.sky import Sky

__all__ = [
    "MAX_CELLS",
    "MAX_CELL_LETTERS",
    "Cell",
    "ColumnManner",
    "Date",
    "Failure",
    "Item",
    "Latitude",
    "Longitude",
    "Manner",
    "Past",
    "Reading",
    "Weather",
    "Weight",
]

MAX_CELLS = 62
"""Cells in a row: a name, a size, and as many amounts as the widest table of colours takes."""

MAX_CELL_LETTERS = 200
"""Of a text in a cell; what a source has more of is cut."""

Latitude = Annotated[float, Meta(ge=-90, le=90)]
"""Degrees north of the equator."""

Longitude = Annotated[float, Meta(ge=-180, le=180)]
"""Degrees east of Greenwich."""


Weight = Annotated[float, Meta(ge=0, le=1_000_000)]


class Date(Struct, frozen=True, forbid_unknown_fields=True):
    """A cell that is a date; it is shown as the screen's place writes it."""

    date: Annotated[UnixTime, Meta(description="Unix time in seconds of a moment on that day.")]


Cell = Annotated[str, Meta(max_length=200)] | Amount | Date | None
"""What stands in one cell of a table."""


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line of a list: a bar, a slice, a place on the leaderboard or the map, a deadline, a stage of a funnel."""

    label: Annotated[Label, Meta(description="What it is called.")]
    value: Annotated[Amount | None, Meta(description="The figure; null when nobody knows it.")] = None
    previous: Annotated[Amount | None, Meta(description="The figure to compare with.")] = None
    previous_rank: Annotated[
        Annotated[int, Meta(ge=1, le=10_000)] | None,
        Meta(description="Its place in a ranking before, 1 for the first."),
    ] = None

    target: Annotated[Amount | None, Meta(description="The figure to reach.")] = None
    direction: Annotated[
        Direction | None,
        Meta(description="Which way is good: `up`, `down` or `none`; as the metric has it if left out."),
    ] = None

    amber: Annotated[
        Amount | None, Meta(description="Where good ends; `amber` and `red` of the metric if both are left out.")
    ] = None
    red: Annotated[Amount | None, Meta(description="Where amber ends.")] = None
    minimum: Annotated[Amount | None, Meta(description="Lower end of its scale; of the metric if left out.")] = None
    maximum: Annotated[Amount | None, Meta(description="Upper end of its scale.")] = None
    level: Annotated[Level | None, Meta(description="How good it is, where thresholds cannot tell.")] = None

    state: Annotated[
        State | None,
        Meta(
            description=(
                "Whether it is up; where one of `level` and `state` is given, a widget that wants the other has it too."
            )
        ),
    ] = None

    detail: Annotated[Label | None, Meta(description="A second text, for example a team.")] = None
    time: Annotated[
        UnixTime | None, Meta(description="When it was or will be: of a release, of a deadline, of a change of state.")
    ] = None

    end: Annotated[UnixTime | None, Meta(description="When it is over, of what begins at `time`.")] = None
    all_day: Annotated[
        bool | None, Meta(description="True for whole days, from the midnight of `time` to that of `end`.")
    ] = None

    free: Annotated[
        bool | None, Meta(description="True for what takes up no time of a room or a person, such as a holiday of all.")
    ] = None

    occasion: Annotated[
        Occasion | None, Meta(description="Which day of somebody it is: `birthday`, `anniversary` or `praise`.")
    ] = None

    source: Annotated[
        PictureSource | None,
        Meta(description="Its picture, as the hub serves it to screens; sources that bring pictures say it."),
    ] = None

    poster: Annotated[
        PictureSource | None, Meta(description="A picture that stands for it, where its source is a film.")
    ] = None

    lat: Annotated[Latitude | None, Meta(description="Degrees north of the equator.")] = None
    lon: Annotated[Longitude | None, Meta(description="Degrees east of Greenwich.")] = None
    history: Annotated[
        Annotated[list[Amount | None], Meta(max_length=MAX_POINTS)] | None,
        Meta(description="Recent values at equal distances, oldest first; null for a gap."),
    ] = None

    points: Annotated[
        Annotated[list[tuple[UnixTime, Amount | None]], Meta(max_length=MAX_POINTS)] | None,
        Meta(description="Unix time (seconds) and value of each point of its own line, oldest first; null for a gap."),
    ] = None

    weight: Annotated[Weight | None, Meta(description="How much it counts among the others.")] = None


class Weather(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The weather of a place."""

    now: Sky | None = None
    days: list[Sky] = []


class Manner(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a source itself says that its numbers are to be read; what the definition says goes before it."""

    title: str | None = None
    about: str | None = None
    unit: str | None = None
    change_as: ChangeAs | None = None
    direction: Direction | None = None
    """With `amber` and `red`: a definition that has one of the three has all of them."""

    amber: float | None = None
    red: float | None = None
    minimum: float | None = None
    """Lower end of the scale."""

    maximum: float | None = None


class ColumnManner(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the numbers in one column of `rows` are to be read, as far as the source knows it."""

    unit: str | None = None
    decimals: int | None = None
    direction: Direction | None = None
    amber: float | None = None
    red: float | None = None
    key: bool | None = None
    """True for the column that the table is about."""


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a source, or a push, says about one metric."""

    value: float | None = None
    as_of: UnixTime
    """When it was true, hub time."""

    expire_after: float | None = None
    previous: float | None = None
    previous_label: str | None = None
    """What `previous` is, where the source knows it better than the definition."""

    target: float | None = None
    items: list[Item] | None = None
    lines: list[Item] | None = None
    """Lines of a chart, each an item with `points`, where `items` are something else."""

    rows: list[list[Cell]] | None = None
    columns: list[str] | None = None
    """What the columns of `rows` are called."""

    column_manners: list[ColumnManner] | None = None
    """How their numbers are to be read, in the order of `columns`."""

    history: list[tuple[float, float | None]] | None = None
    """(unix time, value) by the source's own knowledge; None to have the hub remember."""

    before: list[tuple[float, float | None]] | None = None
    """The same of the time before, moved to the times of `history`."""

    value_at: float | None = None
    """Unix time at which `value` ends the line, where that is not `as_of`: that of a day is drawn at its beginning."""

    series: list[float | None] | None = None
    """Earlier values and the one now, at equal distances, where nobody knows when they were."""

    text: str | None = None
    """Words instead of figures."""

    left_out: list[str] = []
    """Which files cannot be shown and why, a line each; all else is there."""

    fault: str = ""
    """Why a part of it has no answer, in words; all else is there and true."""

    weather: Weather | None = None
    manner: Manner | None = None


class Failure(Struct, frozen=True):
    """Why there is no reading."""

    reason: str
    since: float
    """Unix time of the first failure in a row."""
    who: str = ""
    """Who does not answer, where that has a name of its own."""
    kind: FailureKind = "unusable"
    """The same as `reason` for viewers, in a word that every language has."""


class Past(Struct, frozen=True):
    """What the store remembers of one metric."""

    reading: Reading | None = None
    values: list[tuple[float, float, int]] = []
    """(unix time, mean, count), oldest first."""
    extremes: list[tuple[float, float, float]] = []
    """(unix time, lowest, highest) at those of their times where it is not the mean."""
