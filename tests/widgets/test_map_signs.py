"""Signs on the map: what merges, names beside and aside, and that every place is told."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Circle, Line, Op, Point, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.tile.frame import Frame
from displayd.widgets.map.clusters import adds_up, clusters
from displayd.widgets.map.ground import Ground, Lead
from displayd.widgets.map.signs import signs_of
from displayd.widgets.map.widget import WorldMap, is_placed
from displayd.widgets.map.world import view_of
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

POINTS = st.lists(st.tuples(st.floats(0, 600), st.floats(0, 400)), max_size=40)
TOWNS: list[dict[str, Any]] = [
    {"label": "Lyon", "lat": 45.76, "lon": 4.84, "value": 90},
    {"label": "Bron", "lat": 45.77, "lon": 4.88, "value": 40},
    {"label": "Lille", "lat": 50.63, "lon": 3.06, "value": 70},
]


@st.composite
def places(draw: st.DrawFn, *, with_values: bool = False) -> list[dict[str, Any]]:
    """Towns around a few cities, each with a name of its own."""
    cities = draw(st.lists(st.tuples(st.floats(37, 62), st.floats(-8, 28)), min_size=1, max_size=6))
    offsets = st.tuples(st.sampled_from(cities), st.floats(-2, 2), st.floats(-2, 2))
    found = []
    for number, ((lat, lon), north, east) in enumerate(draw(st.lists(offsets, min_size=1, max_size=30))):
        found.append({"label": f"P{number}", "lat": lat + north, "lon": lon + east})
        found[-1]["level"] = draw(st.sampled_from(["none", "none", "good", "amber", "red"]))
        if with_values:
            found[-1]["value"] = draw(st.integers(0, 5000))
    return found


SIZES = st.tuples(st.integers(260, 1300), st.integers(160, 800))


def words(ops: list[Op]) -> list[Text]:
    """What is written beside signs, and how many are left over: all but the numbers inside of signs and the list."""
    return [op for op in ops if isinstance(op, Text) and op.align == "left"]


def numbers(ops: list[Op]) -> list[int]:
    """How many places each sign of several has."""
    return [int(op.text) for op in ops if isinstance(op, Text) and op.align == "center"]


def box_of(op: Text, frame: Frame) -> tuple[float, float, float, float]:
    """From capitals to the line, as wide as its letters."""
    width = frame.fonts.width(op.text, op.size, op.weight)
    left = op.x - {"left": 0, "center": width / 2, "right": width}[op.align]
    return left, op.y - 0.7 * op.size, left + width, op.y


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    edge = 1e-6
    return not (
        one[2] <= other[0] + edge or other[2] <= one[0] + edge or one[3] <= other[1] + edge or other[3] <= one[1] + edge
    )


@law
@given(POINTS, st.permutations(range(40)))
def test_every_place_is_in_one_sign_and_no_two_signs_are_too_near(points: list[Point], shuffle: list[int]) -> None:
    alone, reaches = 14.0, (30.0, 40.0)
    groups = clusters(tuple(points), 40.0, alone, reaches)

    assert sorted(number for group in groups for number in group) == list(range(len(points)))
    middles = [
        (len(group), [math.fsum(points[one][axis] for one in group) / len(group) for axis in (0, 1)])
        for group in groups
    ]
    for (size, one), (other_size, other) in itertools.combinations(middles, 2):
        both = [alone if count == 1 else reaches[len(str(count)) - 1] for count in (size, other_size)]
        assert math.dist(one, other) >= (40.0 if size == other_size == 1 else max(40.0, sum(both))) - 1e-9
    order = [number for number in shuffle if number < len(points)]
    shuffled = clusters(tuple(points[number] for number in order), 40.0, alone, reaches)
    parts = {frozenset(points[one] for one in group) for group in groups}
    assert {frozenset(points[order[one]] for one in group) for group in shuffled} == parts


@law
@given(places(with_values=True), st.integers(0, 5000), SIZES)
def test_what_merges_does_not_depend_on_values(found: list[dict[str, Any]], value: int, size: tuple[int, int]) -> None:
    frame = frame_of(*size)

    def groups(given: list[dict[str, Any]]) -> set[frozenset[str]]:
        widget = widget_of("map", places=given)
        assert isinstance(widget, WorldMap)
        spots = [(place.lon, place.lat) for place in widget.places if place.lon is not None and place.lat is not None]
        view = view_of("auto", spots, frame.area)
        signs = signs_of(widget, frame, view, [place for place in widget.places if is_placed(place)])
        return {frozenset(place.label for place in sign.places) for sign in signs}

    assert groups(found) == groups([{**place, "value": value} for place in found])


@law
@given(places(), SIZES)
def test_names_numbers_and_the_rest_add_up_to_all_places(found: list[dict[str, Any]], size: tuple[int, int]) -> None:
    frame = frame_of(*size)
    ops = ops_of("map", frame, places=found)
    texts = [op.text.strip() for op in words(ops)]
    # Words on a map are as wide as they are; rows of a list have more room.
    has_list = any(op.max_width > frame.fonts.width(op.text, op.size, op.weight) + 1 for op in words(ops))

    if not has_list:
        alone = sum(text.startswith("P") for text in texts) - sum(
            text.startswith("+") and "more" not in text for text in texts
        )
        more = sum(int(text.split()[0]) for text in texts if "more" in text)
        assert alone + sum(numbers(ops)) + more == len(found) or (not more and alone <= 1)


@law
@given(places(with_values=True), SIZES, st.sampled_from(["en-GB", "ar", "he"]))
def test_no_words_lie_on_others_and_no_line_crosses_words_or_lines(
    found: list[dict[str, Any]], size: tuple[int, int], locale: str
) -> None:
    frame = frame_of(*size, locale=locale)
    ops = ops_of("map", frame, places=found)

    boxes = [box_of(op, frame) for op in ops if isinstance(op, Text)]
    for box, next_box in itertools.combinations(boxes, 2):
        assert not overlap(box, next_box)
    leads = [Lead(op.points[0], op.points[-1]) for op in ops if isinstance(op, Line)]
    for number, lead in enumerate(leads):
        ground = Ground(frame.area, [box_of(op, frame) for op in words(ops)], 0.0)
        for earlier in leads[:number]:
            ground.take((0, 0, 0, 0), earlier)
        assert ground.is_clear(lead, (-1, -1, -1, -1))


def test_near_places_are_one_sign_with_their_number_and_sum() -> None:
    texts = texts_of("map", frame_of(420, 420), places=TOWNS)

    assert texts[0] == "2"
    assert {"Lyon ", "+1 ", "130"} <= set(texts)


def test_a_sign_of_several_has_the_worst_level_and_the_name_of_the_worst() -> None:
    frame = frame_of(420, 420)
    found = [{**town, "value": 0.88 if town["label"] == "Bron" else 0.99} for town in TOWNS]
    ops = ops_of("map", frame, places=found, unit="percentunit", direction="up", amber=0.95, red=0.9)

    texts = [op.text for op in ops if isinstance(op, Text)]
    dark = THEMES["dark"]
    assert {"Bron ", "88% ", "+1"} <= set(texts), "shares have no sum"
    assert [op for op in ops if isinstance(op, Circle) and op.color == dark.red]
    assert [len(op.points) for op in ops if isinstance(op, Polygon) and op.color == dark.red] == [4], "a diamond"


EDGES = [(37, 0), (41, 0), (45, 0), (37, -9), (62, 20), (59, 20), (56, 20)]
HUNDREDS = [(30, 0), (50, 0), (50, 12), (50, 24), (52, 6), (65, 0)]


@pytest.mark.parametrize(
    ("towns", "each", "size"),
    [
        pytest.param(EDGES, 15, (260, 110), id="marks at the edge are moved inside"),
        pytest.param(HUNDREDS, 33, (260, 130), id="numbers of hundreds are wide"),
    ],
)
def test_numbers_of_signs_do_not_lie_on_each_other(
    towns: list[tuple[int, int]], each: int, size: tuple[int, int]
) -> None:
    frame = replace(frame_of(*size), floor_px=44.5)
    ops = ops_of("map", frame, places=[{"lat": lat + n / 1000, "lon": lon} for lat, lon in towns for n in range(each)])

    signs = [op for op in ops if isinstance(op, Text) and op.align == "center"]
    assert signs
    for one, other in itertools.combinations(signs, 2):
        assert not overlap(box_of(one, frame), box_of(other, frame)), (one.text, other.text)


def test_amounts_add_up_where_they_are_counts_money_or_data() -> None:
    def is_sum(values: list[float], **fields: object) -> bool:
        widget = widget_of("map", **fields)
        assert isinstance(widget, WorldMap)
        return adds_up(widget, values)

    assert is_sum([1, 2])
    assert is_sum([1.5, 2], unit="currencyEUR")
    assert is_sum([1.5, 2], unit="bytes")
    assert is_sum([1, 2], unit="count:users")
    assert not is_sum([4.5, 3], unit="short"), "a mark"
    assert not is_sum([31, 54], change_as="points"), "a score"
    assert not is_sum([0.5, 0.7], unit="percentunit")
    assert not is_sum([20, 21], unit="celsius")
    assert not is_sum([60, 70], unit="s")
    assert not is_sum([1, 2], amber=5), "each is judged by itself"


def test_a_name_without_room_beside_its_mark_stands_aside_with_a_line() -> None:
    rows = [
        {"label": f"N{north}{east}", "lat": 50 + north, "lon": 5 + 1.7 * east}
        for north in range(3)
        for east in range(3)
    ]
    frame = frame_of(420, 420)
    ops = ops_of("map", frame, places=[{**row, "level": "good"} for row in rows])

    leads = [op for op in ops if isinstance(op, Line)]
    assert leads
    for lead in leads:
        (x, y), reach = lead.points[-1], frame.small
        assert [op for op in words(ops) if op.x - reach < x < op.x + 9 * reach and abs(op.y - y) < 1.5 * reach]


def test_a_place_that_is_not_on_the_map_is_counted() -> None:
    elsewhere = {"label": "Tokyo", "lat": 35.7, "lon": 139.7}
    unknown = {"label": "nowhere"}

    small = texts_of("map", frame_of(420, 420), region="europe", places=[*TOWNS, elsewhere, unknown])
    wide = texts_of("map", frame_of(1400, 400), region="europe", places=[*TOWNS, elsewhere])

    assert "+2 more" in small
    assert "+1 more" in wide


def test_names_stay_where_they_are_while_values_change_a_little() -> None:
    before = ops_of("map", frame_of(420, 420), places=TOWNS)
    after = ops_of("map", frame_of(420, 420), places=[{**town, "value": town["value"] + 1} for town in TOWNS])

    moved = [
        math.dist((one.x, one.y), (other.x, other.y))
        for one, other in zip(before, after, strict=True)
        if isinstance(one, Text) and isinstance(other, Text)
    ]
    assert max(moved) < 3


def test_a_map_with_many_places_has_signs_as_near_as_their_own_numbers_allow() -> None:
    """Seven, where all keep the distance that a sign of a hundred would need."""
    row = [{"lat": 50.0, "lon": -5.0 + 0.09 * number} for number in range(100)]

    found = numbers(ops_of("map", frame_of(1200, 700), places=row))

    assert sum(found) == 100
    assert len(found) >= 11
