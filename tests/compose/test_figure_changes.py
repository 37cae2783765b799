"""What is new: only figures that read otherwise, and not all day long."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta

from displayd.compose.figure_changes import Change, Renewal, moving_at, renewed
from displayd.document.model import Document, Page, decode
from displayd.document.schedule import showing_at
from displayd.tile.fields import UnitName, Value
from displayd.tile.roles import role
from displayd.tile.widget import Widget

NOW = 1_795_291_683.0
COLUMNS = [{"label": "Name"}, {"label": "Hours"}]
NUMBER = {"type": "number", "title": "Orders", "value": 1284}


def document(*titles: str, **widgets: dict[str, Any]) -> Document:
    pages = [{"title": title, "seconds": 20, "widgets": widgets} for title in titles or ("A",)]
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": pages}))


def number(value: float | None, **fields: Any) -> Document:
    return document(one={**NUMBER, "value": value, **fields})


def taken_over(old: Document, new: Document, rested: float = 1000.0) -> Renewal:
    """`new` taking over at NOW from `old`, whose figures have stood for `rested` seconds."""
    return renewed(renewed(None, old, NOW - rested), new, NOW)


def change_of(old: dict[str, Any], new: dict[str, Any], rested: float = 1000.0) -> Change | None:
    return taken_over(document(one=old), document(one=new), rested).changes.get((0, "one"))


def moving(renewal: Renewal, unix_time: float) -> set[str]:
    return set(moving_at(renewal, showing_at(renewal.document, unix_time), unix_time))


def test_first_document_has_nothing_new() -> None:
    assert renewed(None, number(1), NOW).changes == {}


def test_changed_value_counts_and_lights_up() -> None:
    change = change_of(NUMBER, {**NUMBER, "value": 1310})

    assert change is not None
    assert (change.counts, change.glows, change.numbers) == (True, True, frozenset({"1,310"}))


@pytest.mark.parametrize(
    "fields",
    [
        {"as_of": NOW},
        {"previous": 1100},
        {"target": 2000},
        {"history": [1, 2, 3]},
        {"about": "All orders"},
        {"title": "Orders today"},
        {"value": 1284.2, "decimals": 0},
    ],
)
def test_what_is_not_the_figure_itself_is_no_news(fields: dict[str, Any]) -> None:
    assert change_of({**NUMBER, "decimals": 0}, {**NUMBER, "decimals": 0, **fields}) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "text", "text": "Lunch is at noon"}, {"type": "text", "text": "Lunch is at one"}),
        (
            {"type": "status", "items": [{"label": "Gateway", "state": "up"}]},
            {"type": "status", "items": [{"label": "Gateway", "state": "down"}]},
        ),
        (
            {"type": "table", "columns": COLUMNS, "rows": [["x", 1.0]]},
            {"type": "table", "columns": COLUMNS, "rows": [["x", 2.0]]},
        ),
    ],
)
def test_words_states_and_cells_light_up(old: dict[str, Any], new: dict[str, Any]) -> None:
    change = change_of(old, new)

    assert change is not None
    assert change.glows


def test_items_of_a_list_are_figures() -> None:
    def bars(*values: float) -> dict[str, Any]:
        return {"type": "bar", "bars": [{"label": str(place), "value": value} for place, value in enumerate(values)]}

    change = change_of(bars(5, 6, 7), bars(5, 8, 7))

    assert change is not None
    assert change.numbers == {"8"}


def test_new_points_of_a_line_are_no_news() -> None:
    def line(*values: float) -> dict[str, Any]:
        return {"type": "line", "series": [{"name": "web", "points": [[NOW + x, y] for x, y in enumerate(values)]}]}

    assert change_of(line(1, 2, 3), line(2, 3, 4)) is None


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        (5.0, None, False),
        (None, 5.0, False),
        (-5.0, 5.0, False),
        # On another scale the digits stand for something else.
        (1_250_000.0, 1_250_000_000.0, False),
        (50.0, 70.0, True),
    ],
)
def test_figure_counts_only_between_two_that_are_written_alike(
    old: float | None, new: float | None, counts: bool
) -> None:
    change = change_of({**NUMBER, "value": old}, {**NUMBER, "value": new})

    assert change is not None
    assert change.counts is counts


@pytest.mark.parametrize(("rested", "glows", "counts"), [(5, False, False), (30, False, True), (61, True, True)])
def test_figure_that_changes_all_the_time_is_left_in_peace(rested: float, glows: bool, counts: bool) -> None:
    change = change_of(NUMBER, {**NUMBER, "value": 1310}, rested)

    assert (change is not None and change.glows) is glows
    assert (change is not None and change.counts) is counts


def test_live_figure_lights_up_once_in_its_life_and_not_all_day() -> None:
    renewal = renewed(None, number(1000), NOW)
    lit = []
    for step in range(200):
        moment = NOW + 100 + 3 * step
        renewal = renewed(renewal, number(1001 + step), moment)
        lit += [step for change in renewal.changes.values() if change.glows]

    assert lit == [0]


@pytest.mark.parametrize(("count", "glow"), [(3, True), (4, False)])
def test_page_on_which_everything_changes_does_not_flash(count: int, glow: bool) -> None:
    names = "abcdef"
    old = document(**dict.fromkeys(names, NUMBER))
    new = document(**{name: {**NUMBER, "value": 7777} if names.index(name) < count else NUMBER for name in names})
    changes = taken_over(old, new).changes.values()

    assert [change.glows for change in changes] == [glow] * count
    assert all(change.counts for change in changes)


def test_what_counts_is_what_a_widget_says_its_figures_are() -> None:
    class Room(Widget, frozen=True, kw_only=True, tag="room"):
        """A figure that is not called `value`, and a value that is none."""

        temperature: Annotated[Value, Meta(description="Degrees Celsius.")] = None
        value: Annotated[float, role("weight", "How much the room counts.")] = 1.0
        measured_in: Annotated[UnitName, Meta(description="Of the temperature.")] = "celsius"

    def with_room(temperature: float, value: float) -> Document:
        pages = [Page(widgets={"one": Room(temperature=temperature, value=value)})]
        return Document(format=1, screen="s", pages=pages)

    change = taken_over(with_room(1, 1), with_room(20, 1)).changes.get((0, "one"))

    assert change is not None
    assert change.numbers == {"20"}
    assert taken_over(with_room(1, 1), with_room(1, 2)).changes == {}


def test_rest_of_the_page_does_not_move() -> None:
    old = document(one=NUMBER, two=NUMBER)
    new = document(one=NUMBER, two={**NUMBER, "value": 7777})

    assert moving(taken_over(old, new), NOW + 0.1) == {"two"}


@pytest.mark.parametrize(("after", "expected"), [(-0.01, set()), (0.0, {"one"}), (1.49, {"one"}), (1.51, set())])
def test_motion_begins_with_the_change_and_is_soon_over(after: float, expected: set[str]) -> None:
    assert moving(taken_over(number(1000), number(2000)), NOW + after) == expected


def test_what_moves_is_not_cut_short_by_news_from_elsewhere() -> None:
    news = {**NUMBER, "value": 7777}
    first = taken_over(document(one=NUMBER, two=NUMBER), document(one=news, two=NUMBER))
    second = renewed(first, document(one=news, two=news), NOW + 0.5)

    assert [moving(second, NOW + after) for after in (0.5, 1.4, 1.6, 2.1)] == [{"one", "two"}] * 2 + [{"two"}, set()]


def test_page_that_was_not_on_the_glass_does_not_move() -> None:
    old, new = document("A", "B", one=NUMBER), document("A", "B", one={**NUMBER, "value": 7777})
    since = showing_at(new, NOW).until - 2
    renewal = renewed(renewed(None, old, NOW - 1000), new, since)

    assert moving(renewal, since + 0.4) == {"one"}
    assert moving(renewal, since + 2.1) == set()


def test_nothing_moves_when_the_next_page_is_due() -> None:
    old, new = document("A", "B", one=NUMBER), document("A", "B", one={**NUMBER, "value": 7777})
    since = showing_at(new, NOW).until - 1.4
    renewal = renewed(renewed(None, old, NOW - 1000), new, since)

    assert [moving(renewal, since + after) for after in (0.1, 1.3, 1.45)] == [set(), set(), set()]


def test_page_that_comes_on_with_its_new_figures_does_not_move() -> None:
    old, new = document("A", "B", one=NUMBER), document("A", "B", one={**NUMBER, "value": 7777})
    since = showing_at(new, NOW).until
    renewal = renewed(renewed(None, old, NOW - 1000), new, since)

    assert moving(renewal, since + 0.1) == set()


def test_page_of_another_title_is_another_page() -> None:
    assert taken_over(document("A", one=NUMBER), document("B", one={**NUMBER, "value": 1})).changes == {}
