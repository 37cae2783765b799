"""Titles are whole: tiles are as wide as theirs need."""

from __future__ import annotations

import math

import pytest

from displayd.tools.grafana.importing import imported
from displayd.tools.grafana.pages import drawn, pages_of, upright
from displayd.tools.grafana.parts import Metric, Place, Tile
from displayd.tools.grafana.title_room import lines_of
from displayd.tools.grafana.words import Names
from tests.tools.grafana.dashboards import dashboard_of, panel_of


def tiles_of(*titles: str, width: int = 6, is_small: bool = True) -> list[Tile]:
    """Tiles with these titles beside each other in lines of Grafana's grid."""
    in_line = 24 // width
    places = [(width * (at % in_line), 8 * (at // in_line), width, 8) for at in range(len(titles))]
    return [
        Tile("", {"title": title}, place=Place(*place), is_small=is_small, name=chr(ord("a") + at))
        for at, (title, place) in enumerate(zip(titles, places, strict=True))
    ]


def test_figures_with_short_titles_stand_four_in_a_row_and_with_long_ones_in_two() -> None:
    assert drawn(tiles_of("CPU", "RAM", "Disk", "Net")).template == ["a b c d"]
    long = drawn(tiles_of("CPU", "Cluster memory requests commitment", "Disk", "Net"))
    assert (long.template, long.rows) == (["a b", "c d"], [])


def test_charts_with_a_long_title_have_the_whole_width() -> None:
    title = "Average container bandwidth by workload and namespace: received and transmitted bytes per second"

    assert drawn(tiles_of(title, "B", width=12, is_small=False)).template == ["a", "b"]


def test_a_word_that_is_too_long_for_a_narrow_tile_makes_it_wider() -> None:
    assert drawn(tiles_of("CiliumEndpointSlice sync", "B", "C", width=8)).template == ["a a", "b c"]


def test_rows_that_became_more_stand_on_more_pages() -> None:
    title = "Average container bandwidth by workload and namespace: received and transmitted bytes per second"
    pages = pages_of(tiles_of(*[title] * 8, width=12, is_small=False))

    assert [len(page) for page in pages] == [2, 2, 2, 2]


def test_upright_figures_stand_in_pairs_where_their_titles_have_room() -> None:
    charts = tiles_of("X", "Y", width=24, is_small=False)
    figures = tiles_of("CPU", "RAM", "Kubelet certificate manager client expiration renew", width=8)
    for at, tile in enumerate([*figures, *charts]):
        tile.name = chr(ord("a") + at)
        tile.place = tile.place._replace(y=8 + tile.place.y if tile in charts else tile.place.y)

    found = upright([*figures, *charts])

    assert found is not None
    assert found.template == ["a b", "c c", "d d", "e e"]


@pytest.mark.parametrize(
    ("title", "share", "lines"),
    [("", 0.25, 1), ("CPU", 0.25, 1), ("Memory requests", 0.25, 2), ("Certificatemanagement", 0.25, math.inf)],
)
def test_a_title_has_as_many_lines_as_its_words_need(title: str, share: float, lines: float) -> None:
    assert lines_of(Tile("", {"title": title}), share) == lines


def test_beside_a_title_is_room_for_the_mark_of_a_level() -> None:
    metric = Metric("x", {"title": "Requests fail", "amber": 3})

    assert lines_of(Tile("", {}, metric), 0.25) == 2


def test_the_title_of_a_page_is_as_long_as_its_head_has_room_for() -> None:
    panels = [panel_of(title=f"P{at}", gridPos={"x": 0, "y": at, "w": 24, "h": 1}) for at in range(10)]
    made = imported(dashboard_of(*panels, title="Kubernetes / Compute Resources / Namespace (Workloads)"))

    assert "title: Kubernetes / Compute Resources / Namespace (Workloads)\n" in made.layout
    assert "- title: Namespace (Workloads) (1 of 2)\n" in made.layout.replace("'", "")


def test_a_name_that_is_too_long_ends_with_a_word() -> None:
    names = Names()

    assert [names.of("system-services-memory-usage", 24) for _ in range(2)] == [
        "system-services-memory",
        "system-services-2",
    ]
    assert names.of("a" * 30, 24) == "a" * 24
