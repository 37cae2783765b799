"""How to make up numbers, as `sample:` has it, and everything that can be wrong with such a recipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import MAX_CELLS, Latitude, Longitude, Weight
from displayd.hub.sources.sample_formula import FormulaError, parsed
from displayd.protocol.vocabulary import Amount, Label, Level
from displayd.validation.faults import Fault
from displayd.validation.yaml_source import Path

__all__ = ["Between", "SampleCell", "SampleItem", "SampleSpec", "SampleWeather", "sample_faults"]

Whole = Annotated[int, Meta(ge=-(10**18), le=10**18)]
Shape = Literal["walk", "day", "count", "steady", "drift"]
Days = Annotated[float, Meta(ge=-1100, le=1100)]
Words = Annotated[str, Meta(min_length=1, max_length=400)]
Between = tuple[Whole | Amount, Whole | Amount]

# Over the longest history this makes a number some 50,000 times as large, or as small: within every bound of ours.
Growth = Annotated[float, Meta(ge=-0.15, le=0.2)]


class SampleItem(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One made-up line of a list."""

    label: Annotated[Label, Meta(description="What the line is called.")]

    between: Annotated[
        Between | None, Meta(description="Smallest and largest value; left out for a line without a number.")
    ] = None

    formula: Annotated[
        Words | None, Meta(description="Instead of `between`: worked out of other made-up numbers, as for a metric.")
    ] = None

    shape: Annotated[Shape | None, Meta(description="How its number moves; as that of the metric if left out.")] = None

    trend: Annotated[
        Growth | None, Meta(description="Growth per week, 0.01 for 1%; as that of the metric if left out.")
    ] = None

    target: Annotated[Amount | None, Meta(description="What its value should reach.")] = None

    detail: Annotated[Label, Meta(description="A second text for the line, for example a team.")] = ""

    level: Annotated[
        Level | None,
        Meta(description="How good it is, where thresholds cannot tell: `good`, `amber`, `red` or `none`."),
    ] = None

    time_in: Annotated[
        Annotated[float, Meta(ge=-94_608_000, le=94_608_000)] | None,
        Meta(
            description="Seconds from now to the line's moment, such as a deadline; negative for one that has passed, "
            "such as a release. The moment stays put while time goes on: for a quarter of that long, for a day at "
            "most, and for `seconds` at least. Then it is set anew. So one that is nearer than `seconds` passes, and "
            "is renewed some time after."
        ),
    ] = None

    days: Annotated[
        Days | None,
        Meta(description="Instead of `time_in`: noon of the day so many days from today, as for a cell."),
    ] = None

    lat: Annotated[Latitude | None, Meta(description="Degrees north of the equator; `lon` goes with it.")] = None
    lon: Annotated[Longitude | None, Meta(description="Degrees east of Greenwich; `lat` goes with it.")] = None

    weight: Annotated[
        Weight | None, Meta(description="How much the line counts among the others, for a health score.")
    ] = None


class SampleCell(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A made-up cell that is not always the same. Has one of `days`, `between` and `formula`."""

    days: Annotated[
        Days | None,
        Meta(description="A date, so many days from today; negative for one that has passed."),
    ] = None

    between: Annotated[
        Between | None,
        Meta(description="A number from the smallest to the largest, that moves as the metric does."),
    ] = None

    formula: Annotated[
        Words | None, Meta(description="A number that is worked out of other made-up numbers, as for a metric.")
    ] = None


class SampleWeather(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Made-up weather: each day one sky of a list, warmest in the afternoon."""

    between: Annotated[Between, Meta(description="Coldest night and warmest afternoon, in the `unit` of the metric.")]

    skies: Annotated[
        tuple[Annotated[int, Meta(ge=0, le=99)], ...],
        Meta(min_length=1, max_length=31, description="Codes of the WMO that come day after day: 0 clear, 61 rain ..."),
    ] = (2, 61, 3, 80, 1, 0, 45)

    days: Annotated[int, Meta(ge=0, le=16, description="How many days are told, today the first.")] = 5


class SampleSpec(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a made-up number moves. The same metric shows the same number at the same time on every hub.

    Values are whole numbers when both ends of `between` are.
    """

    kind: ClassVar[str] = "sample"
    knows_past: ClassVar[bool] = True

    between: Annotated[
        Between | None,
        Meta(
            description="Smallest and largest value. Left out: 0 to 100, and no value for a metric with `items` or "
            "`rows`."
        ),
    ] = None

    formula: Annotated[
        Words | None,
        Meta(
            examples=["sum(support.open-by-age) / sales.customers[Paying]"],
            description="Instead of `between`: worked out of other made-up numbers at the same moment, with `+ - * /`, "
            "brackets, `min`, `max` and `round`. `sales.mrr` is the number of a metric, `sales.customers[Paying]` that "
            "of one of its lines, `sum(sales.customers)` all its lines together, `ago(sales.mrr, 24)` the number a day "
            "earlier, `until(support.due[Rosewood])` the seconds until a line's moment. A minus has a space before it.",
        ),
    ] = None

    shape: Annotated[
        Shape,
        Meta(
            description="`walk` wanders, `day` follows the office day (low at night and on weekends), `count` grows "
            "from nothing through the day (or the metric's `period`) to a total `between` the two, `steady` stays "
            "within a twentieth of the middle, `drift` wanders over weeks."
        ),
    ] = "walk"

    trend: Annotated[
        Growth,
        Meta(description="Growth per week, 0.01 for 1%: `between` holds for now, and the past was so much smaller."),
    ] = 0.0

    weather: Annotated[
        SampleWeather | None, Meta(description="Weather instead of a number, for the tile of that name.")
    ] = None

    seconds: Annotated[int, Meta(ge=1, le=86_400, description="How often the number changes, in seconds.")] = 60

    target: Annotated[Amount | None, Meta(description="What the value should reach.")] = None

    items: Annotated[
        list[SampleItem],
        Meta(max_length=100, description="Lines of a list, each with a number that moves in the same shape."),
    ] = []

    rows: Annotated[
        list[Annotated[list[str | Whole | Amount | SampleCell | None], Meta(max_length=MAX_CELLS)]],
        Meta(
            max_length=200,
            description="Rows of a table, shown as they stand; `{days: 12}` is the date in twelve days, "
            "`{between: [3, 9]}` moves.",
        ),
    ] = []

    @property
    def is_made_up(self) -> bool:
        """Always."""
        return True


def sample_faults(spec: SampleSpec) -> Iterator[Fault]:
    """What is wrong with `spec` beyond its types, paths from the recipe."""
    yield from _range_faults(("between",), spec.between)
    yield from _formula_faults((), spec)
    if spec.weather is not None:
        yield from _range_faults(("weather", "between"), spec.weather.between)
        if spec.between is not None or spec.formula is not None:
            yield Fault(("weather",), "the metric has a number as well", "leave out one of the two")
    for index, item in enumerate(spec.items):
        yield from _range_faults(("items", index, "between"), item.between)
        yield from _formula_faults(("items", index), item)
        if item.days is not None and item.time_in is not None:
            yield Fault(("items", index, "days"), "`days` and `time_in` are one moment", "leave out one of the two")
        if (item.lat is None) != (item.lon is None):
            yield Fault(("items", index), "`lat` and `lon` are one place", "give both, or none")
    for row, cells in enumerate(spec.rows):
        for column, cell in enumerate(cells):
            if not isinstance(cell, SampleCell):
                continue
            if sum(one is not None for one in (cell.days, cell.between, cell.formula)) != 1:
                hint = "for example `{days: 12}` or `{between: [3, 9]}`"
                yield Fault(("rows", row, column), "the cell is not one of a date, a range and a formula", hint)
            yield from _formula_faults(("rows", row, column), cell)
            yield from _range_faults(("rows", row, column, "between"), cell.between)


def _formula_faults(path: Path, recipe: SampleSpec | SampleItem | SampleCell) -> Iterator[Fault]:
    if recipe.formula is None:
        return
    if recipe.between is not None or (not isinstance(recipe, SampleCell) and recipe.trend):
        yield Fault((*path, "formula"), "the number has a range as well", "leave `between` and `trend` out")
    try:
        parsed(recipe.formula)
    except FormulaError as exc:
        yield Fault((*path, "formula"), str(exc), "for example `sum(support.open-by-age) / 2`")


def _range_faults(path: Path, between: Between | None) -> Iterator[Fault]:
    if between is not None and between[0] > between[1]:
        yield Fault(path, "the smallest value is larger than the largest", "write the smaller one first")
