"""The timeline: which document counts, and where the page goes on the panel."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.claim_page import ClaimFacts
from displayd.compose.notice import Notice
from displayd.compose.pixel_shift import shift_at
from displayd.device.edition import Edition
from displayd.device.placement import inner, inner_of, rotate_of, wanders_at
from displayd.device.timeline import Timeline
from displayd.device.view import Situation
from displayd.document.model import Document, decode
from displayd.scene.geometry import Rect, upright_size
from displayd.scene.operations import Weight


class NoFonts:
    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        return len(text) * size / 2

    def wrap(
        self, text: str, size: float, weight: Weight, max_width: float, most_lines: int | None = None
    ) -> list[str]:
        return [text]


def edition(name: str, effective_at: float | None = None) -> Edition:
    page = {"title": name, "widgets": {"one": {"type": "number", "value": 1}}}
    data: dict[str, object] = {"format": 1, "screen": "s", "pages": [page]}
    if effective_at is not None:
        data["mirror"] = {"group": "g", "effective_at": effective_at}
    return Edition(decode(msgspec.json.encode(data)), name)


def situation(
    rotate: int | None = None,
    margins: tuple[float, float, float, float] = (0, 0, 0, 0),
    panel: tuple[int, int] = (1920, 1080),
    **more: Any,
) -> Situation:
    facts = ClaimFacts("K7QF-2MXD-6TBA-W3EN", "http://hub", "pi", "192.0.2.7", "Connecting", "Asking http://hub.")
    return Situation(panel, NoFonts(), facts, rotate, margins, **more)


USUAL = situation()


def shown(one: Timeline, unix_time: float) -> str:
    found = one.edition_at(unix_time)
    return found.revision if found else ""


def test_newest_revision_counts() -> None:
    one = Timeline()
    one.take(edition("first"))
    one.take(edition("second"))

    assert shown(one, 100) == "second"


def test_opening_hours_do_not_darken_a_screen_whose_clock_is_not_set() -> None:
    page = {"title": "A", "widgets": {"one": {"type": "number", "value": 1}}}
    closed = {"format": 1, "screen": "s", "pages": [page], "on": "Mon-Fri 08:00-18:00", "timezone": "UTC"}
    one = Timeline()
    one.take(Edition(decode(msgspec.json.encode(closed)), "r"))
    # The first seconds of 1970, of a machine without a battery: a Thursday night.
    moment = 60.0

    kinds = [one.view_at(situation(has_time=has_time), moment).kind for has_time in (True, False)]

    assert kinds == ["off", "page"]


def test_revision_for_later_waits_for_its_instant() -> None:
    one = Timeline()
    one.take(edition("now", 50))
    one.take(edition("later", 110))

    assert [shown(one, moment) for moment in (100, 109.999, 110, 200)] == ["now", "now", "later", "later"]


def test_only_revision_counts_even_before_its_instant() -> None:
    one = Timeline()
    one.take(edition("only", 110))

    assert shown(one, 100) == "only"


def test_later_revision_for_the_same_instant_replaces_the_one_that_waits() -> None:
    one = Timeline()
    one.take(edition("now", 50))
    one.take(edition("draft", 110))
    one.take(edition("final", 110))

    assert shown(one, 110) == "final"


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), min_size=1, max_size=12))
def test_settling_changes_nothing_that_is_shown(arrivals: list[tuple[int, int]]) -> None:
    settled, unsettled = Timeline(), Timeline()
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
    one = Timeline()
    one.take(edition("now", 50))
    one.take(edition("later", 110))

    assert one.view_at(USUAL, 100).until == 110


@pytest.mark.parametrize(
    ("rotate", "expected"),
    [
        (0, Rect(96, 11, 1920 - 96 - 58, 1080 - 11 - 32)),
        (180, Rect(58, 32, 1920 - 96 - 58, 1080 - 11 - 32)),
    ],
)
def test_margins_are_as_the_viewer_sees_them(rotate: int, expected: Rect) -> None:
    assert inner(situation(rotate, (1, 3, 3, 5)), rotate) == expected


@given(st.sampled_from([0, 90, 180, 270]), st.tuples(*[st.floats(0, 10)] * 4))
def test_page_fits_inside_the_panel(rotate: int, margins: tuple[float, float, float, float]) -> None:
    place = inner(situation(rotate, margins), rotate)

    assert place.x >= 0
    assert place.y >= 0
    assert place.right <= 1920
    assert place.bottom <= 1080
    width, height = upright_size(place.width, place.height, rotate)
    assert (width > height) == (rotate in (0, 180))


def test_configured_rotation_overrides_the_documents() -> None:
    one = Timeline()
    one.take(edition("r"))
    turned = situation(rotate=270)

    assert rotate_of(one.view_at(turned, 0), turned) == 270


def page_of(*values: float, **fields: object) -> Document:
    """As many pages as `values`, each with one figure."""
    pages = [
        {"title": f"P{number}", "seconds": 20, "widgets": {"one": {"type": "number", "value": value}}}
        for number, value in enumerate(values)
    ]
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": pages, **fields}))


def moving(one: Timeline, unix_time: float, at: Situation = USUAL) -> set[str]:
    return set(one.moving_in(one.view_at(at, unix_time), at, unix_time))


def renew(one: Timeline, document: Document, unix_time: float, at: Situation = USUAL) -> None:
    """As the drawing thread does it: taken, shown, settled."""
    one.take(Edition(document, str(unix_time)))
    one.scene_of(one.view_at(at, unix_time), at, unix_time)
    one.settle(unix_time)


def test_new_figure_moves_for_a_moment() -> None:
    one = Timeline()
    renew(one, page_of(1000), 1000)
    renew(one, page_of(2000), 2000)

    assert [moving(one, moment) for moment in (2000, 2001.4, 2001.6)] == [{"one"}, {"one"}, set()]


def test_figure_of_a_mirror_moves_from_its_planned_instant_on() -> None:
    left, right = Timeline(), Timeline()
    for one, arrival in ((left, 1999.0), (right, 1999.9)):
        renew(one, page_of(1000, mirror={"group": "g", "effective_at": 1000}), 1000)
        one.take(Edition(page_of(2000, mirror={"group": "g", "effective_at": 2001}), "new"))
        # One of them looks ahead and paints it before its turn, the other has no time for it.
        if one is left:
            one.scene_of(one.view_at(USUAL, 2001), USUAL, 2001)
        one.settle(arrival)
    moments = [2001.0, 2001.1, 2001.33, 2002.0]
    scenes = []
    for one in (left, right):
        scenes.append([one.scene_of(one.view_at(USUAL, moment), USUAL, moment) for moment in moments])
        one.settle(2001)

    assert scenes[0] == scenes[1]
    assert len({scene.digest() for scene in scenes[0]}) == len(moments)


def test_motion_false_means_none() -> None:
    one = Timeline()
    renew(one, page_of(1000, motion=False), 1000)
    renew(one, page_of(2000, motion=False), 2000)

    assert moving(one, 2000.1) == set()


def test_nothing_moves_on_a_slow_machine() -> None:
    one, slow = Timeline(), situation(can_move=False)
    renew(one, page_of(1000), 1000, slow)
    renew(one, page_of(2000), 2000, slow)

    assert moving(one, 2000.1, slow) == set()


def test_revision_that_was_dropped_is_forgotten() -> None:
    one = Timeline()
    renew(one, page_of(1000), 1000)
    broken = Edition(page_of(2000), "broken")
    one.take(broken)
    one.scene_of(one.view_at(USUAL, 2000), USUAL, 2000)
    one.drop(broken)
    renew(one, page_of(1000), 2001)

    assert moving(one, 2001.1) == set()


@given(
    st.floats(1e9, 3e9),
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(*[st.floats(0, 5)] * 4),
    st.sampled_from([1, 3]),
)
def test_no_cell_leaves_its_place_inside_the_margins(
    moment: float, rotate: int, margins: tuple[float, float, float, float], count: int
) -> None:
    one, at = Timeline(), situation(rotate, margins)
    one.take(Edition(page_of(*range(count)), "r"))
    view = one.view_at(at, moment)
    scene = one.scene_of(view, at, moment)
    place = inner_of(view, at, moment)
    plain = inner(at, rotate)

    assert (place.width, place.height) == (plain.width, plain.height)
    assert max(abs(place.x - plain.x), abs(place.y - plain.y)) <= 0.005 * scene.width
    for cell in scene.cells:
        turned = cell.rect.turned(rotate, scene.width, scene.height)
        assert plain.x <= turned.x + place.x
        assert turned.right + place.x <= plain.right
        assert plain.y <= turned.y + place.y
        assert turned.bottom + place.y <= plain.bottom


def place_of(one: Timeline, moment: float, at: Situation = USUAL) -> Rect:
    return inner_of(one.view_at(at, moment), at, moment)


def test_page_wanders_to_the_viewers_right_however_the_panel_hangs() -> None:
    # Two steps after one at which the way passes its middle.
    moment = next(step * 150.0 for step in range(10_000) if shift_at(step * 150.0, 1080) == (2, 2))
    places = {}
    for rotate in (0, 90, 180, 270):
        one, at = Timeline(), situation(rotate, panel=(1080, 1080))
        one.take(Edition(page_of(1), "r"))
        places[rotate] = inner_of(one.view_at(at, moment), at, moment)[:2]

    assert places == {0: (2, 2), 90: (-2, 2), 180: (-2, -2), 270: (2, -2)}


def test_page_of_a_loop_stands_still_while_it_is_on_show() -> None:
    one = Timeline()
    one.take(Edition(page_of(1, 2), "r"))
    begin = 20.0 * 15 * 1000
    places = [[place_of(one, begin + 20 * turn + at) for at in (0, 19.9)] for turn in range(200)]

    assert all(first == last for first, last in places)
    assert len({first for first, _ in places}) > 20
    assert wanders_at(one.view_at(USUAL, begin + 3), begin + 3) == float("inf")


def test_only_page_takes_its_steps_while_it_is_on_show() -> None:
    one = Timeline()
    one.take(Edition(page_of(1), "r"))
    view = one.view_at(USUAL, 3000)
    step = wanders_at(view, 3000)

    assert 3000 < step <= 3150
    assert inner_of(view, USUAL, step - 0.01) == inner_of(view, USUAL, 3000)
    assert inner_of(view, USUAL, step) != inner_of(view, USUAL, 3000)


def test_pixel_shift_false_means_none() -> None:
    one = Timeline()
    one.take(Edition(page_of(1, pixel_shift=False), "r"))

    assert {place_of(one, 150.0 * step) for step in range(50)} == {Rect(0, 0, 1920, 1080)}
    assert wanders_at(one.view_at(USUAL, 1), 1) == float("inf")


def test_mirrors_wander_together() -> None:
    one = Timeline()
    one.take(Edition(page_of(1, 2), "r"))
    for step in range(100):
        moment = 1_795_291_683.0 + 37 * step
        place, turned = place_of(one, moment), place_of(one, moment, situation(rotate=180))

        assert (turned.x, turned.y) == (-place.x, -place.y)


def test_logo_is_one_of_the_pictures() -> None:
    one = Timeline()
    one.take(Edition(page_of(1, logo="pictures/logo.png"), "r"))

    assert one.picture_sources() == {"pictures/logo.png"}


def test_mistake_in_the_configuration_is_shown_whatever_has_arrived() -> None:
    one = Timeline()
    one.take(edition("r"))
    wrong = situation(is_configured=False)
    view = one.view_at(wrong, 100)

    assert (view.kind, view.edition, one.view_at(USUAL, 100).kind) == ("mistake", None, "page")
    assert "K7QF-2MXD-6TBA-W3EN" in str(one.scene_of(view, wrong, 100))


def test_same_moment_in_another_situation_is_another_picture_and_leaves_no_trace() -> None:
    one = Timeline()
    one.take(edition("r"))
    view = one.view_at(USUAL, 100)
    before = one.scene_of(view, USUAL, 100)
    other = one.scene_of(view, situation(notice=Notice("New dashboard refused")), 100)

    assert other.digest() != before.digest()
    assert one.scene_of(view, USUAL, 100) == before


def test_edition_that_turns_out_impossible_later_gives_way_to_the_one_before() -> None:
    one = Timeline()
    for name in ("first", "second"):
        one.take(edition(name))
        one.settle(100)
    second = one.edition_at(100)
    assert second is not None
    one.drop(second)

    assert shown(one, 100) == "first"
