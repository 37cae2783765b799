"""The stage: which document counts, and where the page goes on the panel."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.stage import Revision, Stage
from displayd.document import decode
from displayd.geometry import Rect
from displayd.paint.canvas import upright_size
from displayd.scene import Weight


class NoFonts:
    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        return len(text) * size / 2

    def wrap(self, text: str, size: float, weight: Weight, max_width: float) -> list[str]:
        return [text]


def revision(name: str, effective_at: float | None = None) -> Revision:
    page = {"title": name, "widgets": {"one": {"type": "number", "value": 1}}}
    data: dict[str, object] = {"format": 1, "screen": "s", "pages": [page]}
    if effective_at is not None:
        data["mirror"] = {"group": "g", "effective_at": effective_at}
    return Revision(decode(msgspec.json.encode(data)), name)


def stage(rotate: int | None = None, margins: tuple[float, ...] = (0, 0, 0, 0)) -> Stage:
    return Stage((1920, 1080), NoFonts(), rotate, margins)


def shown(one: Stage, unix_time: float) -> str:
    found = one.revision_at(unix_time)
    return found.name if found else ""


def test_newest_revision_counts() -> None:
    one = stage()
    one.take(revision("first"))
    one.take(revision("second"))

    assert shown(one, 100) == "second"


def test_revision_for_later_waits_for_its_instant() -> None:
    one = stage()
    one.take(revision("now", 50))
    one.take(revision("later", 110))

    assert [shown(one, moment) for moment in (100, 109.999, 110, 200)] == ["now", "now", "later", "later"]


def test_only_revision_counts_even_before_its_instant() -> None:
    one = stage()
    one.take(revision("only", 110))

    assert shown(one, 100) == "only"


def test_later_revision_for_the_same_instant_replaces_the_one_that_waits() -> None:
    one = stage()
    one.take(revision("now", 50))
    one.take(revision("draft", 110))
    one.take(revision("final", 110))

    assert shown(one, 110) == "final"


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), min_size=1, max_size=12))
def test_settling_changes_nothing_that_is_shown(arrivals: list[tuple[int, int]]) -> None:
    settled, unsettled = stage(), stage()
    moment = 0.0
    for number, (lead, pause) in enumerate(arrivals):
        # The first counts at once: with nothing else to show it would be shown before its instant.
        one = revision(f"r{number}", moment + lead if number else 0)
        settled.take(one)
        unsettled.take(one)
        settled.settle(moment)
        moment += pause

        assert shown(settled, moment) == shown(unsettled, moment)


def test_view_ends_when_the_waiting_revision_takes_effect() -> None:
    one = stage()
    one.take(revision("now", 50))
    one.take(revision("later", 110))

    assert one.view_at(100).until == 110


@pytest.mark.parametrize(
    ("rotate", "expected"),
    [
        (0, Rect(96, 11, 1920 - 96 - 58, 1080 - 11 - 32)),
        (180, Rect(58, 32, 1920 - 96 - 58, 1080 - 11 - 32)),
    ],
)
def test_margins_are_as_the_viewer_sees_them(rotate: int, expected: Rect) -> None:
    assert stage(rotate, (1, 3, 3, 5)).inner(rotate) == expected


@given(st.sampled_from([0, 90, 180, 270]), st.lists(st.floats(0, 10), min_size=4, max_size=4))
def test_page_fits_inside_the_panel(rotate: int, margins: list[float]) -> None:
    inner = stage(rotate, tuple(margins)).inner(rotate)

    assert inner.x >= 0
    assert inner.y >= 0
    assert inner.right <= 1920
    assert inner.bottom <= 1080
    width, height = upright_size(inner.width, inner.height, rotate)
    assert (width > height) == (rotate in (0, 180))


def test_configured_rotation_overrides_the_documents() -> None:
    one = stage(rotate=270)
    one.take(revision("r"))

    assert one.rotate_for(one.view_at(0)) == 270
