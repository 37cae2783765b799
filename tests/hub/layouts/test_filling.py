"""A metric fills in what the layout left open."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta, Struct

from displayd.document.written_widget import widget_kinds
from displayd.hub.layouts import filling
from displayd.hub.layouts.mentions import metrics_named
from displayd.hub.layouts.slots import opened
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.reading import Cell, Date, Failure, Item
from displayd.hub.publish.new_tiles import definition_digest
from displayd.text.formatter import Formatter
from displayd.tile.fields import ItemLabel, Red, UnitName, Value
from displayd.tile.roles import role
from displayd.tile.widget import Widget
from displayd.widgets import AnyWidget

FACTS: dict[str, Facts] = {
    "a": Facts(
        title="Alpha",
        unit="ms",
        direction="down",
        value=12.0,
        level="good",
        previous=10.0,
        history=[10.0, 12.0],
        points=[(1000.0, 10.0), (1060.0, 12.0)],
        as_of=1060.0,
        expire_after=600.0,
    ),
    "b": Facts(title="Beta", unit="ms", value=3.0, level="red", as_of=900.0, points=[(900.0, 3.0)]),
    "weekly": Facts(
        title="Weekly",
        value=5.0,
        previous=4.0,
        previous_label="last week",
        points=[(1000.0, 4.0), (1060.0, 5.0)],
        before=[(1000.0, 3.0), (1060.0, 4.0)],
        before_label="last week",
        target=10.0,
        expected=4.5,
        as_of=1060.0,
    ),
    "empty": Facts(title="Empty"),
    "monthly": Facts(title="Monthly", previous_label="last month", as_of=1060.0),
    "broken": Facts(title="Broken", value=5.0, level="good", as_of=5.0, failure=Failure("no answer", 0.0)),
    "list": Facts(
        title="People",
        unit="percentunit",
        as_of=1.0,
        items=[Item(label="Ann", value=0.5, previous=0.2, detail="east"), Item(label="Bob", state="down")],
        rows=[["x", 1.0], ["y", None]],
        sample=True,
    ),
}


BOB = {"label": "Bob", "level": "red"}


class Written(dict[str, Any]):
    """A widget as JSON has it; what is left out there because it is at its default can be asked for as well."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(msgspec.to_builtins(widget))
        self.widget = widget

    def __missing__(self, field: str) -> Any:
        return getattr(self.widget, field)


def filled(widget: dict[str, Any], answer: filling.Answer, formatter: Formatter) -> Written:
    """`widget` with the metrics that `answer` knows."""
    plain, slots = opened(widget, widget_kinds()[widget["type"]])
    return Written(filling.filled(msgspec.convert(plain, AnyWidget), slots, answer, formatter))


def fill(widget: dict[str, Any]) -> dict[str, Any]:
    """`widget` with the metrics above."""
    return filled(widget, FACTS.get, Formatter())


def test_a_metric_fills_every_open_field_that_the_widget_has() -> None:
    whole = fill({"type": "number", "metric": "a"})

    assert whole["title"] == "Alpha"
    assert (whole["value"], whole["previous"], whole["unit"], whole["history"]) == (12.0, 10.0, "ms", [10.0, 12.0])
    assert (whole["as_of"], whole["expire_after"]) == (1060.0, 600.0)
    assert "points" not in whole
    assert "metric" not in whole


def test_what_the_layout_says_stands() -> None:
    whole = fill({"type": "number", "metric": "a", "title": "", "unit": "s", "value": 1})

    assert (whole["title"], whole["unit"], whole["value"]) == ("", "s", 1)
    assert whole["previous"] == 10.0


def test_a_metric_without_a_value_leaves_the_widget_without_one() -> None:
    whole = fill({"type": "gauge", "metric": "empty"})

    assert whole == {"type": "gauge", "title": "Empty"}


def test_a_failing_source_is_named_on_the_tile() -> None:
    whole = fill({"type": "number", "metric": "broken"})

    assert whole["error"] == "Broken: no answer since Thu 1 Jan 00:00"


def test_each_line_of_a_chart_may_have_its_own_metric() -> None:
    whole = fill({"type": "line", "series": [{"metric": "a"}, {"metric": "b", "name": "Second"}]})

    assert [line["name"] for line in whole["series"]] == ["Alpha", "Second"]
    assert whole["series"][1]["points"] == [(900.0, 3.0)]
    assert whole["unit"] == "ms"


def test_a_widget_is_as_old_as_the_metric_in_it_that_expires_first() -> None:
    whole = fill({"type": "line", "series": [{"metric": "a"}, {"metric": "b"}]})
    without = fill({"type": "line", "series": [{"metric": "list"}, {"metric": "b"}]})

    assert (whole["as_of"], whole["expire_after"]) == (1060.0, 600.0)
    assert without["as_of"] == 1.0
    assert "expire_after" not in without


def test_sample_data_anywhere_in_a_widget_marks_all_of_it() -> None:
    whole = fill({"type": "bar", "bars": [{"metric": "a"}, {"metric": "list"}]})

    assert whole["sample"] is True


def test_one_failing_metric_among_others_is_an_empty_place() -> None:
    some = fill({"type": "bar", "bars": [{"metric": "a"}, {"metric": "broken"}]})
    all_of_them = fill({"type": "bar", "bars": [{"metric": "broken"}]})

    assert [bar.get("value") for bar in some["bars"]] == [12.0, None]
    assert "error" not in some
    assert all_of_them["error"].startswith("Broken: no answer")


@pytest.mark.parametrize(
    ("kind", "field", "expected"),
    [
        ("bar", "bars", [{"label": "Ann", "value": 0.5, "previous": 0.2}, {"label": "Bob", "level": "red"}]),
        ("donut", "slices", [{"label": "Ann", "value": 0.5}, {"label": "Bob", "level": "red"}]),
        ("leaderboard", "items", [{"label": "Ann", "value": 0.5, "previous": 0.2, "detail": "east"}, BOB]),
        ("status", "items", [{"label": "Ann", "detail": "east"}, {"label": "Bob", "state": "down"}]),
    ],
)
def test_the_items_of_a_metric_go_where_the_widget_has_its_items(
    kind: str, field: str, expected: list[dict[str, Any]]
) -> None:
    whole = fill({"type": kind, "metric": "list"})

    assert whole[field] == expected


def test_rows_fill_a_table() -> None:
    whole = fill({"type": "table", "metric": "list", "columns": [{"label": "Name"}, {"label": "Figure"}]})

    assert whole["rows"] == [["x", 1.0], ["y", None]]


def test_a_status_line_says_how_good_a_metric_is_and_its_value() -> None:
    whole = fill({"type": "status", "items": [{"metric": "a"}, {"metric": "b"}, {"metric": "broken"}]})

    states = [(item["label"], item.get("state"), item.get("detail")) for item in whole["items"]]
    assert states == [
        ("Alpha", "up", "12\N{NARROW NO-BREAK SPACE}ms"),
        ("Beta", "down", "3\N{NARROW NO-BREAK SPACE}ms"),
        ("Broken", None, "no answer since Thu 1 Jan 00:00"),
    ]


def test_an_amount_may_be_a_metric() -> None:
    whole = fill({"type": "gauge", "value": 1, "target": {"metric": "a"}, "maximum": {"metric": "empty"}})
    table = fill({"type": "table", "columns": [{"label": "x"}], "rows": [["now", {"metric": "b"}]]})

    assert (whole["target"], whole["maximum"]) == (12.0, None)
    assert table["rows"] == [["now", 3.0]]


def test_a_list_may_be_the_items_of_a_metric() -> None:
    whole = fill({"type": "leaderboard", "metric": "b", "items": {"metric": "list"}})
    nothing = fill({"type": "leaderboard", "items": {"metric": "a"}})
    unknown = filled({"type": "leaderboard", "items": {"metric": "none"}}, FACTS.get, Formatter())

    assert [(one["label"], one.get("value")) for one in whole["items"]] == [("Ann", 0.5), ("Bob", None)]
    assert (whole["title"], whole["unit"]) == ("Beta", "ms")
    assert whole["sample"] is True
    assert nothing["items"] == []
    assert unknown["items"] == []


def test_a_list_may_be_the_rows_the_points_or_the_recent_values_of_a_metric() -> None:
    table = fill({"type": "table", "columns": [{"label": "x"}], "rows": {"metric": "list"}})
    line = fill({"type": "line", "points": {"metric": "a"}, "series": [{"name": "x", "points": {"metric": "b"}}]})
    number = fill({"type": "number", "metric": "b", "history": {"metric": "a"}})
    failing = fill({"type": "line", "points": {"metric": "broken"}})

    assert table["rows"] == [["x", 1.0], ["y", None]]
    assert line["points"] == FACTS["a"].points
    assert line["series"][0]["points"] == FACTS["b"].points
    assert (number["value"], number["history"]) == (3.0, [10.0, 12.0])
    assert failing["points"] == []


def test_dates_in_rows_are_words_of_the_screens_place() -> None:
    day = 86_400
    rows: list[list[Cell]] = [["Contoso", Date(1_795_000_000 + 12 * day), Date(1_795_000_000 + 400 * day)]]
    facts = {"x": Facts(title="X", as_of=1_795_000_000.0, rows=rows)}

    def shown(formatter: Formatter) -> list[Any]:
        widget = {"type": "table", "metric": "x", "columns": [{"label": "A"}, {"label": "B"}, {"label": "C"}]}
        whole = filled(widget, facts.get, formatter)
        msgspec.convert(whole, AnyWidget)
        row: list[Any] = whole["rows"][0]
        return row

    assert shown(Formatter()) == ["Contoso", "30 Nov", "2027-12-23"]
    assert shown(Formatter("de-DE", "Pacific/Auckland")) == ["Contoso", "1. Dez.", "2027-12-24"]


def test_the_moment_of_an_item_is_what_its_widget_calls_it() -> None:
    facts = {"x": Facts(items=[Item(label="Shop", state="down", time=5.0)])}

    whole = filled({"type": "status", "metric": "x"}, facts.get, Formatter())

    assert whole["items"] == [{"label": "Shop", "state": "down", "since": 5.0}]


def test_a_comparison_says_of_when_it_is() -> None:
    alone = fill({"type": "number", "metric": "weekly"})
    named = fill({"type": "number", "metric": "weekly", "previous_label": "in May"})
    inside = fill({"type": "bar", "bars": [{"metric": "weekly"}, {"metric": "empty"}]})
    mixed = fill({"type": "bar", "bars": [{"metric": "weekly"}, {"metric": "monthly"}]})

    assert (alone["previous"], alone["previous_label"]) == (4.0, "last week")
    assert named["previous_label"] == "in May"
    assert inside["previous_label"] == "last week"
    assert "previous_label" not in mixed


def test_how_good_a_metric_is_says_nothing_of_a_series_of_its_items() -> None:
    items = [Item(label="x", value=1.0)]
    facts = Facts(title="X", level="red", items=items)

    whole = filled({"type": "bar", "series": [{"metric": "x"}]}, {"x": facts}.get, Formatter())

    assert whole["series"] == [{"name": "X", "bars": [{"label": "x", "value": 1.0}]}]


def test_a_layout_that_says_what_is_good_is_not_gainsaid() -> None:
    whole = fill({"type": "numbers", "items": [{"metric": "a"}, {"metric": "a", "direction": "up", "red": 20}]})

    assert [item.get("level") for item in whole["items"]] == ["good", None]
    assert whole["items"][1]["red"] == 20


def test_a_list_beside_the_numbers_of_a_widget_says_little_of_it() -> None:
    facts = {
        **FACTS,
        "events": Facts(title="Events", unit="s", as_of=1.0, expire_after=9.0, failure=Failure("gone", 0.0)),
    }
    lines = filled(
        {"type": "line", "series": [{"metric": "a"}], "events": {"metric": "events"}}, facts.get, Formatter()
    )
    own = filled({"type": "line", "metric": "b", "events": {"metric": "events"}}, facts.get, Formatter())
    alone = filled({"type": "sla", "items": {"metric": "events"}}, facts.get, Formatter())

    for whole in (lines, own):
        assert whole["events"] == []
        assert whole["unit"] == "ms"
        assert "error" not in whole
    assert (lines["as_of"], own["as_of"]) == (1060.0, 900.0)
    assert alone["error"].startswith("Events: gone")
    assert alone["as_of"] == 1.0


def test_the_lines_of_the_right_axis_have_their_own_unit() -> None:
    whole = fill({"type": "line", "series": [{"metric": "a"}, {"metric": "list", "axis": "right"}]})
    only_right = fill({"type": "line", "series": [{"metric": "list", "axis": "right"}]})

    assert (whole["unit"], whole["right_unit"]) == ("ms", "percentunit")
    assert (only_right["unit"], only_right["right_unit"]) == ("percentunit", "percentunit")


class Room(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One room of a house."""

    called: ItemLabel = ""
    temperature: Annotated[Value, Meta(description="Degrees Celsius.")] = None
    wet: Annotated[str, Meta(max_length=100), role("detail", "The humidity in words.", fills="detail")] = ""


class House(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="house"):
    """No field of it is called as those of other widgets are."""

    temperature: Annotated[Value, Meta(description="Degrees Celsius, of the coldest room.")] = None
    too_warm: Annotated[Red, Meta(description="Degrees Celsius.")] = None
    written_in: UnitName = "celsius"
    rooms: Annotated[list[Room], Meta(max_length=2), role("parts", "The warmest first.", fills="items")] = []
    lawn: Annotated[list[Room], role("parts", "What is outside.")] = []


def house(answer: filling.Answer, **fields: Any) -> Widget:
    """A house with the metrics that `answer` knows."""
    plain, slots = opened(fields, House)
    return filling.filled(msgspec.convert(plain, House), slots, answer, Formatter())


def test_metrics_fill_a_widget_by_what_its_fields_mean_and_not_by_their_names() -> None:
    facts = {"x": Facts(title="House", unit="kelvin", red=30.0, value=12.0, items=[Item(label="Hall", value=14.0)])}

    assert house(facts.get, metric="x") == House(
        title="House",
        temperature=12.0,
        too_warm=30.0,
        written_in="kelvin",
        rooms=[Room(called="Hall", temperature=14.0)],
    )
    assert house(facts.get, lawn=[{"metric": "x", "wet": "dry"}, {"called": "Pond"}]) == House(
        written_in="kelvin",
        too_warm=30.0,
        lawn=[Room(called="House", temperature=12.0, wet="dry"), Room(called="Pond")],
    )
    assert house(facts.get, metric="x", temperature=1, written_in="celsius", rooms=[]) == House(
        title="House", temperature=1.0, too_warm=30.0
    )


def test_what_defines_a_tile_is_found_by_what_its_fields_mean() -> None:
    def digest(facts: Facts, **fields: Any) -> str:
        plain, slots = opened({"metric": "x", **fields}, House)
        return definition_digest(msgspec.convert(plain, House), slots, {"x": facts}.get)

    plain = digest(Facts())

    assert digest(Facts(value=3.0), temperature=5) == plain
    assert len({plain, digest(Facts(red=30.0)), digest(Facts(), too_warm=31), digest(Facts(), written_in="K")}) == 4
    assert digest(Facts(red=30.0)) == digest(Facts(), too_warm=30)


def test_only_what_a_metric_brings_is_checked() -> None:
    facts = {"x": Facts(items=[Item(label=str(number)) for number in range(3)])}

    with pytest.raises(msgspec.ValidationError, match=r"length <= 2 - at `\$\.rooms`"):
        house(facts.get, metric="x")
    with pytest.raises(msgspec.ValidationError, match=r"at `\$\.lawn\[1\]\.wet`"):
        house({"x": Facts(failure=Failure("x" * 300, 0.0)), "y": Facts()}.get, lawn=[{"metric": "y"}, {"metric": "x"}])


def test_a_tile_without_metrics_is_the_same_object() -> None:
    _, slots = opened({}, House)
    tile = House(temperature=5.0)

    assert filling.filled(tile, slots, FACTS.get, Formatter()) is tile


def test_every_metric_of_a_page_is_found_with_its_place() -> None:
    page = {"widgets": {"x": {"metric": "a"}, "y": {"bars": [{"label": "z"}, {"metric": "b"}]}}}

    assert list(metrics_named(page)) == [
        (("widgets", "x", "metric"), "a"),
        (("widgets", "y", "bars", 1, "metric"), "b"),
    ]


def test_words_of_a_metric_are_the_text_of_a_tile_and_a_number_is_written_out() -> None:
    said = Facts(title="News", text="We moved", as_of=1.0)

    assert filled({"type": "text", "metric": "m"}, lambda _: said, Formatter())["text"] == "We moved"
    assert fill({"type": "text", "metric": "a"})["text"] == Formatter().text(12.0, "ms")


def test_the_ends_of_a_scale_are_those_that_the_source_says() -> None:
    said = Facts(value=23.0, minimum=10.0, maximum=30.0, as_of=1.0)
    whole = filled({"type": "gauge", "metric": "m", "maximum": 40}, lambda _: said, Formatter())

    assert (whole["minimum"], whole["maximum"]) == (10.0, 40)
