"""The timeline: which document counts, and where the page goes on the panel."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.pixel_shift import shift_at
from displayd.device.edition import Edition
from displayd.device.timeline import Timeline
from displayd.document.model import Document, decode
from displayd.paint.canvas import upright_size
from displayd.scene.geometry import Rect
from displayd.scene.operations import Weight


class NoFonts:
    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        return len(text) * size / 2

    def wrap(self, text: str, size: float, weight: Weight, max_width: float) -> list[str]:
        return [text]


def edition(name: str, effective_at: float | None = None) -> Edition:
    page = {"title": name, "widgets": {"one": {"type": "number", "value": 1}}}
    data: dict[str, object] = {"format": 1, "screen": "s", "pages": [page]}
    if effective_at is not None:
        data["mirror"] = {"group": "g", "effective_at": effective_at}
    return Edition(decode(msgspec.json.encode(data)), name)


def timeline(rotate: int | None = None, margins: tuple[float, ...] = (0, 0, 0, 0)) -> Timeline:
    return Timeline((1920, 1080), NoFonts(), rotate, margins)


def shown(one: Timeline, unix_time: float) -> str:
    found = one.edition_at(unix_time)
    return found.revision if found else ""


def test_newest_revision_counts() -> None:
    one = timeline()
    one.take(edition("first"))
    one.take(edition("second"))

    assert shown(one, 100) == "second"


def test_revision_for_later_waits_for_its_instant() -> None:
    one = timeline()
    one.take(edition("now", 50))
    one.take(edition("later", 110))

    assert [shown(one, moment) for moment in (100, 109.999, 110, 200)] == ["now", "now", "later", "later"]


def test_only_revision_counts_even_before_its_instant() -> None:
    one = timeline()
    one.take(edition("only", 110))

    assert shown(one, 100) == "only"


def test_later_revision_for_the_same_instant_replaces_the_one_that_waits() -> None:
    one = timeline()
    one.take(edition("now", 50))
    one.take(edition("draft", 110))
    one.take(edition("final", 110))

    assert shown(one, 110) == "final"


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), min_size=1, max_size=12))
def test_settling_changes_nothing_that_is_shown(arrivals: list[tuple[int, int]]) -> None:
    settled, unsettled = timeline(), timeline()
    moment = 0.0
    for number, (lead, pause) in enumerate(arrivals):
        # The first counts at once: with nothing else to show it would be shown before its instant.
        one = edition(f"r{number}", moment + lead if number else 0)
        settled.take(one)
        unsettled.take(one)
        settled.settle(moment)
        moment += pause

        assert shown(settled, moment) == shown(unsettled, moment)


def test_view_ends_when_the_waiting_revision_takes_effect() -> None:
    one = timeline()
    one.take(edition("now", 50))
    one.take(edition("later", 110))

    assert one.view_at(100).until == 110


@pytest.mark.parametrize(
    ("rotate", "expected"),
    [
        (0, Rect(96, 11, 1920 - 96 - 58, 1080 - 11 - 32)),
        (180, Rect(58, 32, 1920 - 96 - 58, 1080 - 11 - 32)),
    ],
)
def test_margins_are_as_the_viewer_sees_them(rotate: int, expected: Rect) -> None:
    assert timeline(rotate, (1, 3, 3, 5)).inner(rotate) == expected


@given(st.sampled_from([0, 90, 180, 270]), st.lists(st.floats(0, 10), min_size=4, max_size=4))
def test_page_fits_inside_the_panel(rotate: int, margins: list[float]) -> None:
    inner = timeline(rotate, tuple(margins)).inner(rotate)

    assert inner.x >= 0
    assert inner.y >= 0
    assert inner.right <= 1920
    assert inner.bottom <= 1080
    width, height = upright_size(inner.width, inner.height, rotate)
    assert (width > height) == (rotate in (0, 180))


def test_configured_rotation_overrides_the_documents() -> None:
    one = timeline(rotate=270)
    one.take(edition("r"))

    assert one.rotate_for(one.view_at(0)) == 270


def page_of(*values: float, **fields: object) -> Document:
    """As many pages as `values`, each with one figure."""
    pages = [
        {"title": f"P{number}", "seconds": 20, "widgets": {"one": {"type": "number", "value": value}}}
        for number, value in enumerate(values)
    ]
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": pages, **fields}))


def moving(one: Timeline, unix_time: float) -> set[str]:
    return set(one.moving_in(one.view_at(unix_time), unix_time))


def renew(one: Timeline, document: Document, unix_time: float) -> None:
    """As the drawing thread does it: taken, shown, settled."""
    one.take(Edition(document, str(unix_time)))
    one.scene_of(one.view_at(unix_time), unix_time)
    one.settle(unix_time)


def test_new_figure_moves_for_a_moment() -> None:
    one = timeline()
    renew(one, page_of(1000), 1000)
    renew(one, page_of(2000), 2000)

    assert [moving(one, moment) for moment in (2000, 2001.4, 2001.6)] == [{"one"}, {"one"}, set()]


def test_figure_of_a_mirror_moves_from_its_planned_instant_on() -> None:
    left, right = timeline(), timeline()
    for one, arrival in ((left, 1999.0), (right, 1999.9)):
        renew(one, page_of(1000, mirror={"group": "g", "effective_at": 1000}), 1000)
        one.take(Edition(page_of(2000, mirror={"group": "g", "effective_at": 2001}), "new"))
        # One of them looks ahead and paints it before its turn, the other has no time for it.
        if one is left:
            one.scene_of(one.view_at(2001), 2001)
        one.settle(arrival)
    moments = [2001.0, 2001.1, 2001.33, 2002.0]
    scenes = []
    for one in (left, right):
        scenes.append([one.scene_of(one.view_at(moment), moment) for moment in moments])
        one.settle(2001)

    assert scenes[0] == scenes[1]
    assert len({scene.digest() for scene in scenes[0]}) == len(moments)


def test_motion_false_means_none() -> None:
    one = timeline()
    renew(one, page_of(1000, motion=False), 1000)
    renew(one, page_of(2000, motion=False), 2000)

    assert moving(one, 2000.1) == set()


def test_nothing_moves_on_a_slow_machine() -> None:
    one = timeline()
    one.can_move = False
    renew(one, page_of(1000), 1000)
    renew(one, page_of(2000), 2000)

    assert moving(one, 2000.1) == set()


def test_revision_that_was_dropped_is_forgotten() -> None:
    one = timeline()
    renew(one, page_of(1000), 1000)
    broken = Edition(page_of(2000), "broken")
    one.take(broken)
    one.scene_of(one.view_at(2000), 2000)
    one.drop(broken)
    renew(one, page_of(1000), 2001)

    assert moving(one, 2001.1) == set()


@given(
    st.floats(1e9, 3e9),
    st.sampled_from([0, 90, 180, 270]),
    st.lists(st.floats(0, 5), min_size=4, max_size=4),
    st.sampled_from([1, 3]),
)
def test_no_cell_leaves_its_place_inside_the_margins(
    moment: float, rotate: int, margins: list[float], count: int
) -> None:
    one = timeline(rotate, tuple(margins))
    one.take(Edition(page_of(*range(count)), "r"))
    view = one.view_at(moment)
    scene = one.scene_of(view, moment)
    inner = one.inner_of(view, moment)
    plain = one.inner(rotate)

    assert (inner.width, inner.height) == (plain.width, plain.height)
    assert max(abs(inner.x - plain.x), abs(inner.y - plain.y)) <= 0.005 * scene.width
    for cell in scene.cells:
        turned = cell.rect.turned(rotate, scene.width, scene.height)
        assert plain.x <= turned.x + inner.x
        assert turned.right + inner.x <= plain.right
        assert plain.y <= turned.y + inner.y
        assert turned.bottom + inner.y <= plain.bottom


def test_page_wanders_to_the_viewers_right_however_the_panel_hangs() -> None:
    # Two steps after one at which the way passes its middle.
    moment = next(step * 150.0 for step in range(10_000) if shift_at(step * 150.0, 1080) == (2, 2))
    places = {}
    for rotate in (0, 90, 180, 270):
        one = Timeline((1080, 1080), NoFonts(), rotate, (0, 0, 0, 0))
        one.take(Edition(page_of(1), "r"))
        places[rotate] = one.inner_of(one.view_at(moment), moment)[:2]

    assert places == {0: (2, 2), 90: (-2, 2), 180: (-2, -2), 270: (2, -2)}


def test_page_of_a_loop_stands_still_while_it_is_on_show() -> None:
    one = timeline()
    one.take(Edition(page_of(1, 2), "r"))
    begin = 20.0 * 15 * 1000
    places = [
        [one.inner_of(one.view_at(begin + 20 * turn + at), begin + 20 * turn + at) for at in (0, 19.9)]
        for turn in range(200)
    ]

    assert all(first == last for first, last in places)
    assert len({first for first, _ in places}) > 20
    assert one.wanders_at(one.view_at(begin + 3), begin + 3) == float("inf")


def test_only_page_takes_its_steps_while_it_is_on_show() -> None:
    one = timeline()
    one.take(Edition(page_of(1), "r"))
    view = one.view_at(3000)
    step = one.wanders_at(view, 3000)

    assert 3000 < step <= 3150
    assert one.inner_of(view, step - 0.01) == one.inner_of(view, 3000)
    assert one.inner_of(view, step) != one.inner_of(view, 3000)


def test_pixel_shift_false_means_none() -> None:
    one = timeline()
    one.take(Edition(page_of(1, pixel_shift=False), "r"))

    assert {one.inner_of(one.view_at(150.0 * step), 150.0 * step) for step in range(50)} == {Rect(0, 0, 1920, 1080)}
    assert one.wanders_at(one.view_at(1), 1) == float("inf")


def test_mirrors_wander_together() -> None:
    one, other = timeline(), timeline(rotate=180)
    for each in (one, other):
        each.take(Edition(page_of(1, 2), "r"))
    for step in range(100):
        moment = 1_795_291_683.0 + 37 * step
        place, turned = (each.inner_of(each.view_at(moment), moment) for each in (one, other))

        assert (turned.x, turned.y) == (-place.x, -place.y)


def test_logo_is_one_of_the_pictures() -> None:
    one = timeline()
    one.take(Edition(page_of(1, logo="pictures/logo.png"), "r"))

    assert one.picture_sources() == {"pictures/logo.png"}
