"""The map: its land, its projections, and the places on it."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.geometry import Rect
from displayd.scene.operations import Circle, Op, Point, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.widgets.map import world
from displayd.widgets.map.clipping import clipped
from displayd.widgets.map.projection import WORLD, Projection
from displayd.widgets.map.widget import Region
from displayd.widgets.map.world import shapes_in, view_of
from tests.fixtures import make_world
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

AREA = Rect(10, 20, 900, 500)
DUBLIN = {"label": "Dublin", "lat": 53.3, "lon": -6.3}
BERLIN = {"label": "Berlin", "lat": 52.5, "lon": 13.4}
TOKYO = {"label": "Tokyo", "lat": 35.7, "lon": 139.7}
AUSTIN = {"label": "Austin", "lat": 30.3, "lon": -97.7}

REGIONS: tuple[Region, ...] = ("world", "europe", "north-america", "south-america", "africa", "asia", "oceania")
LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-90, 90)


def is_inside(point: Point, shape: tuple[Point, ...]) -> bool:
    """True when a ray to the right from `point` crosses the edge an odd number of times."""
    x, y = point
    pairs = zip(shape, [*shape[1:], shape[0]], strict=True)
    crossings = [x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) for (x1, y1), (x2, y2) in pairs if (y1 > y) != (y2 > y)]
    return sum(crossings) % 2 == 1


def is_land(region: Region, lon: float, lat: float) -> bool:
    """Whether a place in view is drawn as land."""
    view = view_of(region, [], AREA)
    found = [shape.is_water for shape in shapes_in(view) if is_inside(view.point(lon, lat), shape.points)]
    return bool(found) and not any(found)


def discs(ops: list[Op], color: str) -> list[Circle]:
    return [op for op in ops if isinstance(op, Circle) and op.color == color]


@pytest.mark.parametrize("region", ["world", "europe"])
def test_land_is_where_it_is(region: Region) -> None:
    on_land = {"Madrid": (-3.7, 40.4), "Berlin": (13.4, 52.5), "London": (-0.5, 51.5), "Kyiv": (30.5, 50.4)}
    at_sea = {"Biscay": (-6, 45.5), "North Sea": (3, 56.5), "Tyrrhenian Sea": (12, 40), "Black Sea": (32, 43.5)}

    assert [name for name, spot in on_land.items() if not is_land(region, *spot)] == []
    assert [name for name, spot in at_sea.items() if is_land(region, *spot)] == []


def test_land_at_both_ends_of_the_world_is_there_and_the_caspian_sea_is_not() -> None:
    assert is_land("world", -158, 67), "Alaska"
    assert is_land("world", -177, 66.5), "Chukotka, beyond the 180th meridian"
    assert is_land("oceania", 176, -39), "New Zealand"
    assert not is_land("world", 50.5, 41), "the Caspian Sea"
    assert not is_land("world", -150, 0), "the Pacific"


def test_the_table_is_small() -> None:
    assert make_world.TABLE.stat().st_size < 40_000


@law
@given(st.sampled_from(REGIONS), st.integers(40, 1200), st.integers(40, 1200))
def test_all_land_is_inside_the_area(region: Region, width: int, height: int) -> None:
    area = Rect(-7, 13, width, height)

    for shape in shapes_in(view_of(region, [], area)):
        assert len(shape.points) > 2
        assert all(area.x <= x <= area.right and area.y <= y <= area.bottom for x, y in shape.points)


@law
@given(st.lists(st.tuples(LONGITUDES, LATITUDES), min_size=1, max_size=6), st.integers(60, 900), st.integers(60, 900))
def test_the_automatic_part_of_the_world_has_all_places_in_it(
    spots: list[tuple[float, float]], width: int, height: int
) -> None:
    area = Rect(0, 0, width, height)

    view = view_of("auto", spots, area)

    for lon, lat in spots:
        x, y = view.point(lon, lat)
        assert view.area.x - 1 <= x <= view.area.right + 1
        assert view.area.y - 1 <= y <= view.area.bottom + 1


def test_near_places_are_shown_larger_than_the_world_but_with_what_is_around_them() -> None:
    whole = view_of("world", [], AREA)
    country = view_of("auto", [(-6.3, 53.3), (-9.1, 53.3)], AREA)
    house = view_of("auto", [(-6.3, 53.3)], AREA)

    km_high = [view.area.height / view.scale * 6371 for view in (country, house)]
    assert country.scale > 5 * whole.scale
    assert min(km_high) > 300, "of less, the coasts are too coarse"


def test_cities_of_one_country_fill_the_map() -> None:
    cities = [(4.4, 51.22), (4.49, 52.16), (5.12, 52.09), (3.72, 51.05), (4.36, 52.01)]

    view = view_of("auto", cities, AREA)

    ys = [view.point(lon, lat)[1] for lon, lat in cities]
    assert max(ys) - min(ys) > 0.25 * AREA.height
    assert all(AREA.y < y < AREA.bottom for y in ys)


def test_names_without_room_are_counted() -> None:
    places = [{"label": f"A town of {number}", "lat": 51 + number, "lon": 4 + number} for number in range(9)]
    texts = texts_of("map", frame_of(420, 420), places=places)

    shown = sum(text.startswith("A town") for text in texts)
    assert 0 < shown < 9
    assert f"+{9 - shown} more" in texts


def test_an_island_alone_is_shown_with_the_nearest_land() -> None:
    view = view_of("auto", [(-28.7, 38.5)], AREA)

    assert any(is_inside(view.point(-8, 40), shape.points) for shape in shapes_in(view)), "Portugal"


def test_places_around_the_pacific_are_shown_across_it() -> None:
    view = view_of("auto", [(139.7, 35.7), (-122.4, 37.8)], AREA)

    assert view.projection.lon == pytest.approx(188.65)
    assert view.point(139.7, 35.7)[0] < view.point(-122.4, 37.8)[0]


@pytest.mark.parametrize("projection", [WORLD, Projection(10, 50), Projection(-95, 40)])
@given(lon=st.floats(-60, 60), lat=st.floats(-80, 80))
@law
def test_equal_areas_stay_equal(projection: Projection, lon: float, lat: float) -> None:
    half = 0.05
    west, east = projection.lon + lon - half, projection.lon + lon + half
    corners = [(west, lat - half), (east, lat - half), (east, lat + half), (west, lat + half)]

    plane = [projection.point(*corner) for corner in corners]

    pairs = zip(plane, [*plane[1:], plane[0]], strict=True)
    area = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
    sphere = math.radians(2 * half) * (math.sin(math.radians(lat + half)) - math.sin(math.radians(lat - half)))
    assert area == pytest.approx(sphere, rel=1e-3)


def test_projections_have_the_known_size_with_north_up() -> None:
    assert WORLD.point(WORLD.lon + 180, 0)[0] == pytest.approx(2.70663, abs=1e-5)
    assert WORLD.point(WORLD.lon, 90)[1] == pytest.approx(-1.31736, abs=1e-5)
    assert Projection(0, 0).point(90, 0)[0] == pytest.approx(math.sqrt(2))
    assert Projection(10, 50).point(10, 60)[1] == pytest.approx(-2 * math.sin(math.radians(5)))


@law
@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(-50, 150)), min_size=3, max_size=12))
def test_clipping_keeps_what_is_inside_and_nothing_else(points: list[Point]) -> None:
    inside = clipped(points, 0, 0, 100, 100)

    assert all(-1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 100 + 1e-6 for x, y in inside)
    for spot in itertools.product((10.5, 50.5, 90.5), (9.5, 49.5, 89.5)):
        on_edge = any(abs(spot[1] - y) < 1e-6 for _, y in points)
        assert on_edge or is_inside(spot, tuple(inside or points[:1])) == is_inside(spot, tuple(points))


def test_clipping_leaves_a_shape_inside_as_it_is_and_nothing_of_one_outside() -> None:
    triangle = [(10.0, 10.0), (50.0, 10.0), (20.0, 60.0)]

    assert clipped(triangle, 0, 0, 100, 100) == triangle
    assert clipped(triangle, 60, 0, 100, 100) == []
    assert clipped([(-10, -10), (110, -10), (110, 110), (-10, 110)], 0, 0, 100, 100) != []


def test_discs_compare_by_area() -> None:
    places = [{**DUBLIN, "value": 400}, {**BERLIN, "value": 100}]

    inner = discs(ops_of("map", places=places), THEMES["dark"].series[0])

    rim = 3
    radii = [disc.radius + rim for disc in inner]
    assert radii[0] == pytest.approx(2 * radii[1])


def test_levels_have_shapes_of_their_own_and_the_worst_is_the_tiles() -> None:
    places = [{**DUBLIN, "value": 1}, {**BERLIN, "value": 5}, {**TOKYO, "value": 9, "level": "good"}]
    widget = widget_of("map", places=places, amber=2, red=4)

    ops = widget.draw(frame_of())

    red = [op for op in ops if isinstance(op, Polygon) and op.color == THEMES["dark"].red]
    assert widget.level() == "red"
    assert {len(op.points) for op in red} == {4}, "a diamond"
    assert discs(ops, THEMES["dark"].good)


def test_a_place_without_a_value_is_a_ring_among_others() -> None:
    dark = THEMES["dark"]
    ops = ops_of("map", frame_of(400, 300), places=[{**DUBLIN, "value": 4}, BERLIN])

    known, unknown = discs(ops, dark.series[0])
    on_top = {(op.x, op.y): op for op in ops if isinstance(op, Circle)}
    assert on_top[known.x, known.y] == known
    assert on_top[unknown.x, unknown.y].color == dark.card


def test_a_place_outside_the_region_is_not_shown() -> None:
    texts = texts_of("map", region="europe", places=[DUBLIN, BERLIN, TOKYO])

    assert "Tokyo" not in " ".join(texts)
    assert {"Dublin", "Berlin"} <= set(texts)


def test_names_have_figures_where_there_is_no_list() -> None:
    places = [{**DUBLIN, "value": 412}, {**BERLIN, "value": 731}]

    assert texts_of("map", frame_of(620, 420), places=places) == ["Berlin ", "731", "Dublin ", "412"]


def test_a_wide_tile_has_a_list_with_the_worst_first_and_the_rest_counted() -> None:
    places = [
        {
            "label": f"Site {n}",
            "lat": 50.0 + n % 5,
            "lon": 2.0 * n,
            "value": 100 - n,
            "level": "red" if n == 7 else "none",
        }
        for n in range(12)
    ]

    texts = texts_of("map", frame_of(1400, 400), places=places)

    more = next(text for text in texts if text.startswith("+"))
    listed = [
        op.text for op in ops_of("map", frame_of(1400, 400), places=places) if isinstance(op, Text) and op.x > 900
    ]
    assert listed[:4] == ["93", "Site 7", "100", "Site 0"]
    assert more == f"+{12 - sum(text.isdigit() for text in listed)} more"


def test_a_place_where_something_is_wrong_has_its_name_even_in_a_crowd() -> None:
    places = [
        {
            "label": f"S{n}",
            "lat": 50 + n % 6 * 0.8,
            "lon": 5 + n // 6 * 1.2,
            "value": 5,
            "level": "red" if n == 20 else "none",
        }
        for n in range(40)
    ]

    assert "S20 " in texts_of("map", frame_of(260, 200), places=places)


def test_a_place_at_the_edge_is_drawn_inside() -> None:
    ops = ops_of("map", frame_of(300, 300), region="europe", places=[{"lat": 36.5, "lon": 12.0, "value": 3}])

    for disc in discs(ops, THEMES["dark"].card):
        assert disc.y + disc.radius <= 320.01


def test_it_is_empty_without_a_place_on_the_map() -> None:
    assert widget_of("map", places=[]).is_empty()
    assert widget_of("map", places=[{"label": "somewhere", "value": 3}]).is_empty()
    assert not widget_of("map", places=[DUBLIN]).is_empty()


def test_making_the_table_keeps_shapes_within_the_tolerance() -> None:
    coast = [(math.cos(step / 50) * 20, math.sin(step / 50) * 20) for step in range(315)]
    coast.append(coast[0])

    simple = make_world.simplified(coast, 0.15)

    assert 10 < len(simple) < 60
    for point in coast:
        assert min(make_world.distance(point, *pair) for pair in itertools.pairwise(simple)) < 0.2


def test_making_the_table_unrolls_what_crosses_the_180th_meridian() -> None:
    fiji = [(179.0, -17.0), (-179.0, -17.0), (-179.0, -16.0), (179.0, -16.0), (179.0, -17.0)]
    antarctica = [(-180.0, -80.0), (-60.0, -75.0), (60.0, -70.0), (179.0, -80.0)]

    assert make_world.unrolled(fiji) == [(179, -17), (181, -17), (181, -16), (179, -16), (179, -17)]
    assert make_world.unrolled(antarctica)[-3:] == [(179, -90), (-180, -90), (-180, -80)]


def test_the_table_can_be_made_from_topojson_and_read_again() -> None:
    square = [[0, 0], [400, 0], [0, 400], [-400, 0], [0, -400]]
    lake = [[100, 100], [0, 100], [100, 0], [0, -100], [-100, 0]]
    topology = {
        "transform": {"scale": [0.05, 0.05], "translate": [-10, 20]},
        "arcs": [square, lake],
        "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0], [1]]]}]}},
    }

    made = make_world.table(topology)

    assert [tuple(world._line(line)) for line in made["lands"]] == [((-10, 20), (10, 20), (10, 40), (-10, 40))]
    assert [tuple(world._line(line)) for line in made["waters"]] == [((-5, 25), (-5, 30), (0, 30), (0, 25))]
    assert (
        make_world.written(made)
        == '{\n"lands":[\n[-200,400,400,0,0,400,-400,0]\n],\n"waters":[\n[-100,500,0,100,100,0,0,-100]\n]\n}\n'
    )


def test_the_shipped_table_is_as_the_generator_writes_it() -> None:
    lands, waters = world._coasts()

    assert (len(lands) > 200, len(waters)) == (True, 1)
    assert all(len(coast) > 2 for coast in lands + waters)
    assert all(-180 <= lon <= 192 and -90 <= lat <= 90 for coast in lands for lon, lat in coast)


@pytest.mark.parametrize("lon", range(-180, 180, 45))
@pytest.mark.parametrize("lat", [-70, -30, 0, 40, 75])
def test_no_coast_is_missed_as_too_far_away(lon: int, lat: int, monkeypatch: pytest.MonkeyPatch) -> None:
    view = world.view_of("auto", [(lon, lat), (lon + 9, lat + 5)], Rect(0, 0, 700, 400))
    few = world.shapes_in.__wrapped__(view)
    monkeypatch.setattr(world, "_is_beyond", lambda circle, view: False)

    assert few == world.shapes_in.__wrapped__(view)
