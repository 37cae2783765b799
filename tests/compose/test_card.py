"""The card around a widget: how old its data is, what it means, and what is new about it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from displayd.compose.card import card
from displayd.document.freshness import freshness_at
from displayd.protocol.limits import NEW_SECONDS
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text
from displayd.scene.theme import THEMES, contrast_ratio
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.widgets.number.widget import Number
from displayd.widgets.sla.widget import Deadline, Sla
from tests.support.fakes_fonts import FixedFonts

NOW = 1_795_291_683.0

STATES: dict[str, dict[str, Any]] = {
    "fresh": {"as_of": NOW - 1},
    "ageing": {"as_of": NOW - 400},
    "stale": {"as_of": NOW - 500},
    "expired": {"as_of": NOW - 700},
    "unanswered": {"as_of": NOW - 100, "error": "CRM: no answer since Thu 14:02"},
    "error": {"error": "Support: HTTP 503"},
    "empty": {"value": None},
}


def frame(width: int = 612, height: int = 540, theme: str = "dark", **options: Any) -> Frame:
    area = Rect(0, 0, width, height)
    return Frame(area, 1.0, THEMES[theme], FixedFonts(), Formatter("en-GB", "Europe/London"), NOW, **options)


def number(**fields: Any) -> Number:
    return Number(**{"title": "Open tickets", "value": 128.0, "expire_after": 600.0, **fields})


def drawn(widget: Number, at: Frame, says_sample: bool = False) -> list[Op]:
    return card(widget, at, freshness_at(widget, at.unix_time), says_sample)


def words(ops: list[Op]) -> list[str]:
    return [op.text for op in ops if isinstance(op, Text)]


def test_seven_states_are_seven_pictures_that_differ_in_more_than_words() -> None:
    pictures = {state: drawn(number(**fields), frame()) for state, fields in STATES.items()}

    assert {state: freshness_at(number(**fields), NOW).state for state, fields in STATES.items()} == {
        state: state for state in STATES
    }
    for one, other in combinations(pictures, 2):
        shapes = [[op for op in pictures[state] if not isinstance(op, Text)] for state in (one, other)]
        assert shapes[0] != shapes[1], (one, other)


@pytest.mark.parametrize(("state", "said"), [("ageing", "as of 20:01"), ("stale", "as of 19:59")])
def test_age_is_said_in_words_while_the_figure_still_stands(state: str, said: str) -> None:
    found = words(drawn(number(**STATES[state]), frame()))

    assert said in found
    assert "128" in found


@pytest.mark.parametrize(("state", "said"), [("expired", "Out of date"), ("error", "No answer"), ("empty", "No data")])
def test_a_figure_that_does_not_count_is_not_shown(state: str, said: str) -> None:
    found = words(drawn(number(**STATES[state]), frame()))

    assert said in found
    assert not {"128", "0"} & set(found)


@pytest.mark.parametrize("theme", THEMES)
def test_stale_figures_are_pale_and_still_readable(theme: str) -> None:
    stale = number(**STATES["stale"])

    inks = {op.color for op in drawn(stale, frame(theme=theme)) if isinstance(op, Text) and op.text == "128"}

    ink = inks.pop()
    assert ink != THEMES[theme].text
    assert contrast_ratio(ink, THEMES[theme].card) >= 4.5


def test_an_untrusted_clock_says_no_time_of_day() -> None:
    found = words(drawn(number(**STATES["stale"]), frame(has_time=False)))

    assert not [text for text in found if ":" in text]


def test_a_changed_definition_is_marked_for_a_day() -> None:
    at = frame()
    before_end = words(drawn(number(as_of=NOW, changed_at=NOW - NEW_SECONDS + 60), at))

    assert "new" in before_end
    assert at.until <= NOW + 60
    assert "new" not in words(drawn(number(as_of=NOW, changed_at=NOW - NEW_SECONDS), frame()))
    assert "new" not in words(drawn(number(as_of=NOW), frame()))


def test_the_new_mark_is_a_dot_where_the_title_needs_the_room() -> None:
    plain = number(title="Open tickets, all teams")
    marked = number(title="Open tickets, all teams", changed_at=NOW - 60)

    ops = drawn(marked, frame(width=600))

    dots = [op for op in ops if isinstance(op, Box) and op.width == op.height and op.color == THEMES["dark"].series[0]]
    assert "new" not in words(ops)
    assert len(dots) == 1
    assert words(ops)[0] == words(drawn(plain, frame(width=600)))[0]


def test_definition_is_shown_only_where_the_content_has_room_for_it() -> None:
    widget = number(about="Not closed yet")

    assert "Not closed yet" in words(drawn(widget, frame(height=458)))
    assert "Not closed yet" not in words(drawn(widget, frame(height=260)))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("floor_px", [30.0, 44.5, 80.0])
def test_no_word_on_a_card_is_smaller_than_the_viewer_can_read(state: str, floor_px: float) -> None:
    widget = number(about="Not closed yet", changed_at=NOW - 60, **STATES[state])
    at = frame(width=900, height=700, floor_px=floor_px)

    sizes = [op.size for op in drawn(widget, at, says_sample=True) if isinstance(op, Text)]

    assert min(sizes) >= floor_px - 0.01


def test_a_deadline_that_has_passed_marks_its_tile() -> None:
    late = Sla(title="Next to answer", items=[Deadline(label="Bloom & Sons", due=NOW - 60)])
    in_time = Sla(title="Next to answer", items=[Deadline(label="Bloom & Sons", due=NOW + 86_400)])

    def edges(widget: Sla) -> list[Op]:
        ops = card(widget, frame(), freshness_at(widget, NOW), says_sample=False)
        return [op for op in ops if isinstance(op, Box) and op.x == 0 and op.width == 8]

    assert len(edges(late)) == 1
    assert edges(in_time) == []
