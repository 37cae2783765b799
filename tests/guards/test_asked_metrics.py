"""Every number that the product was asked to show is on a shipped dashboard, defined and graded as asked."""

from __future__ import annotations

import functools
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import pytest
from msgspec import Struct

from displayd.hub.layouts.mentions import metrics_named
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.sources.sample_spec import SampleSpec
from displayd.hub.wall import shipped
from displayd.validation.yaml_source import parse
from tests.support.sample_pages import sample_wall

LIST = Path(__file__).parent.parent / "fixtures" / "asked_metrics.yaml"

# Kinds of unit that the list names, and the units that are of that kind.
KINDS = {
    "count": ("short", "none"),
    "days": ("d",),
    "duration": ("s", "ms"),
    "fte": ("suffix: FTE",),
    "money": ("currencyEUR",),
    "months": ("suffix: months",),
    "percent": ("percentunit",),
    "rate": ("reqps",),
    "ratio": ("suffix:×",),
    "sigma": ("suffix: σ",),
}

WIDEST_ABOUT = 60
"""Letters: more than this is no definition that one reads from a seat."""


class Shown(Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked of one metric; see the head of the list."""

    amber: float | None = None
    red: float | None = None
    target: float | None = None
    direction: Literal["up", "down", "none"] | None = None
    column: str = ""
    red_of_median: float | None = None
    marked_lines: Literal["", "some", "all"] = ""
    compared: bool = False
    line_before: bool = False


class MetBy(Struct, frozen=True, forbid_unknown_fields=True):
    """How an item is met that is no metric of its own."""

    numbers: list[int]
    how: str


class Asked(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One item of the list."""

    number: int
    source: list[Literal["K", "V", "C", "S"]]
    item: str
    definition: str
    unit: list[str] = []
    direction: Literal["up", "down", "none"] = "none"
    widgets: list[str] = []
    threshold: str = ""
    shown_by: dict[str, Shown] = {}
    met_by: MetBy | None = None


class Tile(NamedTuple):
    """One tile of a shipped layout, as it is written down."""

    layout: str
    page: int
    name: str
    fields: Mapping[str, Any]

    @property
    def metrics(self) -> set[str]:
        """Ids of all metrics in it."""
        return {metric for _, metric in metrics_named(self.fields)}


@functools.cache
def asked() -> tuple[Asked, ...]:
    """The list, whole."""
    return tuple(msgspec.convert(parse(LIST.name, LIST.read_text("utf-8")).data, list[Asked]))


@functools.cache
def tiles() -> tuple[Tile, ...]:
    """Every tile of every layout that is shipped as ready-made."""
    found = []
    for path in sorted(shipped.layouts_folder().glob("*.yaml")):
        for number, page in enumerate(parse(path.name, path.read_text("utf-8")).data["pages"]):
            found += [Tile(path.stem, number, name, fields) for name, fields in page["widgets"].items()]
    return tuple(found)


def tiles_with(metric: str, item: Asked) -> list[Tile]:
    """The tiles of a kind that is right for `item` which show `metric`."""
    return [tile for tile in tiles() if tile.fields["type"] in item.widgets and metric in tile.metrics]


def columns_of(metric: str, item: Asked) -> list[Mapping[str, Any]]:
    """The columns of tables with `metric` that have its thresholds."""
    columns = [column for tile in tiles_with(metric, item) for column in tile.fields.get("columns", ())]
    wanted = item.shown_by[metric].column
    return [column for column in columns if isinstance(column, Mapping) and column["label"] == wanted]


def entry_of(metric: str) -> MetricEntry:
    """The definition of `metric` in the sample office."""
    return sample_wall().metrics[metric]


def has_numbers(metric: str) -> bool:
    """Whether `metric` has figures of its own unit; the columns of a table have theirs, and a name has none."""
    sample = entry_of(metric).origin
    if not isinstance(sample, SampleSpec):
        return True
    ranges = [sample.between or sample.formula, *(item.between or item.formula for item in sample.items)]
    return entry_of(metric).unit is not None and (bool(sample.rows) or any(ranges))


def shown_pairs(*asked_for: str) -> list[tuple[Asked, str]]:
    """Every item with each of its metrics; with names of fields, those alone of which one of these is asked."""
    return [
        (item, metric)
        for item in asked()
        for metric, shown in item.shown_by.items()
        if not asked_for or any(getattr(shown, name) not in (None, "", False) for name in asked_for)
    ]


def on_every_metric(*asked_for: str) -> pytest.MarkDecorator:
    """Runs a test with each of `shown_pairs`."""
    pairs = shown_pairs(*asked_for)
    return pytest.mark.parametrize(("item", "metric"), pairs, ids=[f"{item.number}-{metric}" for item, metric in pairs])


on_every_item = pytest.mark.parametrize("item", asked(), ids=lambda item: f"{item.number}-{item.item[:40]}")


def test_list_has_all_sixty_two_items_in_order() -> None:
    assert [item.number for item in asked()] == list(range(1, 63))


@on_every_item
def test_item_has_metrics_or_is_met_by_other_items(item: Asked) -> None:
    assert bool(item.shown_by) != (item.met_by is not None)
    if item.met_by is not None:
        numbers = {other.number: other for other in asked()}
        assert item.met_by.how
        assert all(numbers[number].shown_by for number in item.met_by.numbers)


@on_every_item
def test_every_kind_of_unit_asked_for_is_shown_and_no_other(item: Asked) -> None:
    units = {entry_of(metric).unit or "short" for metric in item.shown_by if has_numbers(metric)}
    kinds = {kind for kind in KINDS if units & set(KINDS[kind])}

    assert kinds == set(item.unit)
    assert units <= {unit for kind in item.unit for unit in KINDS[kind]}


@on_every_metric()
def test_metric_is_on_a_shipped_layout_in_a_tile_of_the_right_kind(item: Asked, metric: str) -> None:
    assert metric in sample_wall().metrics
    assert tiles_with(metric, item)


@on_every_metric()
def test_metric_is_defined_in_one_line_on_its_tile(item: Asked, metric: str) -> None:
    for tile in tiles_with(metric, item):
        about = tile.fields.get("about") or entry_of(metric).about

        assert about, tile
        assert len(about) <= WIDEST_ABOUT, tile


@on_every_item
def test_item_with_a_threshold_has_one_that_is_checked(item: Asked) -> None:
    if item.threshold:
        plain = Shown()

        assert any(msgspec.structs.replace(shown, direction=None) != plain for shown in item.shown_by.values())


@on_every_metric()
def test_metric_has_the_direction_asked_for(item: Asked, metric: str) -> None:
    wanted = item.shown_by[metric].direction or item.direction

    if has_numbers(metric):
        assert (entry_of(metric).direction or "none") == wanted
    for column in columns_of(metric, item):
        assert column["direction"] == wanted


@on_every_metric("amber", "red", "target")
def test_metric_has_the_thresholds_asked_for(item: Asked, metric: str) -> None:
    shown = item.shown_by[metric]
    places = columns_of(metric, item) if shown.column else [msgspec.to_builtins(entry_of(metric))]

    assert places
    for place in places:
        for name in ("amber", "red", "target"):
            wanted = getattr(shown, name)
            assert wanted is None or place[name] == wanted


@on_every_metric("amber", "red")
def test_tile_does_not_put_other_thresholds_in_their_place(item: Asked, metric: str) -> None:
    for tile in tiles_with(metric, item):
        if tile.fields.get("metric") == metric:
            assert not {"amber", "red", "direction", "unit"} & set(tile.fields), tile


@on_every_metric("marked_lines")
def test_lines_that_were_asked_to_be_red_are_marked(item: Asked, metric: str) -> None:
    sample = entry_of(metric).origin
    assert isinstance(sample, SampleSpec)
    marked = [line.level == "red" for line in sample.items]

    assert any(marked)
    assert all(marked) == (item.shown_by[metric].marked_lines == "all")


@on_every_metric("compared", "line_before")
def test_metric_is_compared_with_an_earlier_time_where_asked(item: Asked, metric: str) -> None:
    entry = entry_of(metric)

    assert entry.compare_hours
    assert entry.compare_line or not item.shown_by[metric].line_before


def test_load_is_red_above_so_many_times_the_median_of_the_team() -> None:
    (metric, times) = next(
        (metric, item.shown_by[metric].red_of_median) for item, metric in shown_pairs() if item.number == 59
    )
    entry = entry_of(metric)
    assert isinstance(entry.origin, SampleSpec)
    assert times is not None
    assert entry.red is not None
    loads = [max(line.between) for line in entry.origin.items if line.between]

    assert entry.red == pytest.approx(times * statistics.median(loads))
    assert any(load > entry.red for load in loads)


def test_voice_of_customer_begins_with_its_six_figures_and_nothing_else() -> None:
    six = [item for item in asked() if item.number in (8, 9, 13, 14, 16, 17)]
    landing = [tile for tile in tiles() if (tile.layout, tile.page) == ("voice-of-customer", 0)]

    assert len(landing) == 6
    for item in six:
        assert any(tile.fields.get("metric") in item.shown_by for tile in landing), item


def test_voice_of_customer_shows_no_overall_score() -> None:
    (nps,) = (item for item in asked() if item.number == 19)
    own = [tile for tile in tiles() if tile.layout == "voice-of-customer"]
    shown = {metric for tile in own for metric in tile.metrics}
    words = " ".join(f"{tile.fields} {[entry_of(metric).title for metric in tile.metrics]}" for tile in own).lower()

    assert not shown & set(nps.shown_by)
    assert "nps" not in words
    assert "promoter score" not in words


@pytest.mark.parametrize("name", ["voice-of-customer", "customer-centric", "customer-success", "customer-success-team"])
def test_dashboards_of_the_list_are_reviewed_and_have_six_tiles_a_page_at_most(name: str) -> None:
    data = parse(name, (shipped.layouts_folder() / f"{name}.yaml").read_text("utf-8")).data

    assert data["reviewed"]
    assert all(2 <= len(page["widgets"]) <= 6 for page in data["pages"])
