"""Rectangles, templates and cells."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.geometry import (
    MAX_TRACKS,
    Rect,
    Template,
    TemplateError,
    cells,
    derived,
    flowed,
    parse_template,
    split,
)
from tests.support.laws import NAMES, law, templates


def covered(rects: list[Rect]) -> int:
    return sum(rect.width * rect.height for rect in rects)


def overlap(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@law
@given(templates(), st.integers(0, 4000), st.integers(0, 4000), st.integers(0, 60))
def test_cells_lie_inside_the_page_and_never_overlap(lines: list[str], width: int, height: int, gap: int) -> None:
    page = Rect(7, 11, width, height)

    placed = cells(parse_template(lines), page, gap)

    assert all(
        page.x <= r.x and page.y <= r.y and r.right <= page.right and r.bottom <= page.bottom for r in placed.values()
    )
    assert all(r.width >= 0 and r.height >= 0 for r in placed.values())
    assert not any(
        overlap(a, b) for a, b in itertools.combinations(placed.values(), 2) if not (a.is_empty or b.is_empty)
    )


@law
@given(templates(has_holes=False), st.integers(0, 4000), st.integers(0, 4000))
def test_cells_without_gaps_tile_the_page_exactly(lines: list[str], width: int, height: int) -> None:
    placed = cells(parse_template(lines), Rect(0, 0, width, height), 0)

    assert covered(list(placed.values())) == width * height


@law
@given(templates(has_holes=False), st.integers(200, 4000), st.integers(200, 4000), st.integers(0, 10), st.data())
def test_neighbours_are_one_gap_apart_whatever_the_weights(
    lines: list[str], width: int, height: int, gap: int, data: st.DataObject
) -> None:
    template = parse_template(lines)
    rows = data.draw(st.lists(st.floats(0.1, 100), min_size=template.rows, max_size=template.rows))
    columns = data.draw(st.lists(st.floats(0.1, 100), min_size=template.columns, max_size=template.columns))

    placed = cells(template, Rect(0, 0, width, height), gap, rows, columns)

    for name, other in itertools.permutations(template.areas, 2):
        if template.areas[name].right == template.areas[other].x:
            assert placed[other].x - placed[name].right == gap
        if template.areas[name].bottom == template.areas[other].y:
            assert placed[other].y - placed[name].bottom == gap


@law
@given(st.integers(0, 5000), st.lists(st.floats(0.001, 100), min_size=1, max_size=24), st.integers(0, 80))
def test_split_tracks_and_gaps_add_up(length: int, weights: list[float], gap: int) -> None:
    tracks = split(length, weights, gap)

    gaps = [start - end for (start, end) in zip((t[0] for t in tracks[1:]), (sum(t) for t in tracks), strict=False)]
    assert tracks[0][0] == 0
    assert sum(tracks[-1]) == length
    assert all(size >= 0 for _, size in tracks)
    assert len(set(gaps)) <= 1
    assert all(0 <= found <= gap for found in gaps)


@law
@given(st.integers(0, 100), st.lists(st.integers(1, 8), min_size=1, max_size=12))
def test_a_track_differs_from_its_ideal_by_less_than_a_pixel(length: int, weights: list[int]) -> None:
    tracks = split(length, weights)

    for (_, size), weight in zip(tracks, weights, strict=True):
        assert abs(size - length * weight / sum(weights)) < 1


def test_split_of_nothing_has_no_tracks() -> None:
    assert split(100, [], 10) == []


def test_equal_weights_share_evenly() -> None:
    assert split(10, [1, 1, 1]) == [(0, 3), (3, 4), (7, 3)]


def test_gaps_shrink_before_tracks_vanish() -> None:
    tracks = split(40, [1] * 10, 20)

    assert all(size > 0 for _, size in tracks)
    assert sum(tracks[-1]) == 40


def test_template_names_rectangles_in_reading_order() -> None:
    template = parse_template(["a a b", "c . b"])

    assert template == Template(2, 3, {"a": Rect(0, 0, 2, 1), "b": Rect(2, 0, 1, 2), "c": Rect(0, 1, 1, 1)})
    assert list(template.areas) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "the template is empty"),
        ([" "], "the template is empty"),
        (["a b", "a"], "row 2 has 1 columns, row 1 has 2"),
        (["a b", ""], "row 2 has 0 columns, row 1 has 2"),
        (["a a", "a b"], "`a` is not one rectangle"),
        (["a b a"], "`a` is not one rectangle"),
        (["a . ", ". a"], "`a` is not one rectangle"),
        (["a a b", "a a a"], "`a` is not one rectangle"),
        (["a"] * (MAX_TRACKS + 1), f"more than {MAX_TRACKS} rows or columns"),
        ([" ".join(["a"] * (MAX_TRACKS + 1))], f"more than {MAX_TRACKS} rows or columns"),
    ],
)
def test_template_that_draws_no_rectangles_is_refused(lines: list[str], reason: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse_template(lines)

    assert str(caught.value) == reason


@law
@given(templates(), st.booleans())
def test_derived_template_is_valid_and_has_every_name_in_order(lines: list[str], is_landscape: bool) -> None:
    template = parse_template(lines)

    other = parse_template(derived(template, is_landscape))

    assert list(other.areas) == list(template.areas)


@given(st.integers(1, 60), st.booleans())
def test_flowed_template_is_valid_for_every_count(count: int, is_landscape: bool) -> None:
    template = parse_template(flowed(NAMES[:count], is_landscape))

    assert list(template.areas) == NAMES[:count]


def test_a_crowd_of_large_areas_can_still_be_turned() -> None:
    # 24 wide areas of two rows each, and one that is small: large ones with rows of their own would be too many.
    lines = [f"w{row} " * 23 + "x" for row in range(24)]
    lines = [line if row == 0 else line[:-1] + "." for row, line in enumerate(lines)]

    template = parse_template(derived(parse_template(lines), False))

    assert len(template.areas) == 25


def test_portrait_of_a_wide_page_stacks_a_few_tiles() -> None:
    lines = derived(parse_template(["uptime uptime errors errors", "load load load conns"]), False)

    assert lines == ["uptime", "errors", "load", "conns"]


def test_portrait_keeps_a_large_area_large() -> None:
    lines = derived(parse_template(["a b c", "big big big", "big big big"]), False)

    assert lines == ["a b", "c c", "big big", "big big"]


def test_landscape_of_a_tall_page_puts_tiles_side_by_side() -> None:
    assert derived(parse_template(["a", "b", "c"]), True) == ["a b c"]
    assert derived(parse_template(["a", "b", "c", "d"]), True) == ["a b", "c d"]


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 300), st.integers(1, 300))
def test_turning_four_times_by_a_quarter_comes_home(x: int, y: int, width: int, height: int) -> None:
    page_width, page_height = 600, 700
    rect = Rect(x, y, width, height)

    turned = rect
    sizes = [(page_width, page_height), (page_height, page_width)] * 2
    for size in sizes:
        turned = turned.turned(90, *size)

    assert turned == rect
    assert rect.turned(90, 600, 700).turned(90, 700, 600) == rect.turned(180, 600, 700)
    assert rect.turned(180, 600, 700).turned(90, 600, 700) == rect.turned(270, 600, 700)


def test_top_left_corner_goes_top_right_when_turned_clockwise() -> None:
    assert Rect(0, 0, 10, 20).turned(90, 1080, 1920) == Rect(1900, 0, 20, 10)


def test_only_quarter_turns_are_known() -> None:
    with pytest.raises(ValueError, match="not 45"):
        Rect(0, 0, 1, 1).turned(45, 10, 10)


def test_inset_never_gets_smaller_than_nothing() -> None:
    assert Rect(0, 0, 10, 10).inset(3) == Rect(3, 3, 4, 4)
    assert Rect(0, 0, 10, 10).inset(1, 2, 3, 4) == Rect(1, 2, 6, 4)
    assert Rect(0, 0, 10, 10).inset(8).is_empty
