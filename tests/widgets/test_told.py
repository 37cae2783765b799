"""What a tile leaves out is counted: what is on the glass and the numbers of `+3 more` are all that was given."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.tile_cell import tile_ops
from displayd.document.freshness import freshness_at
from displayd.drawing.rows.rows import more_text
from displayd.scene.operations import Box, Circle, Op, Polygon, Text
from displayd.scene.theme import THEMES
from tests.support.laws import law
from tests.widgets.drawing import NOW, frame_of, widget_of

Fields = Callable[[int], Mapping[str, Any]]

COUNTS = st.integers(2, 24)
TITLES = st.sampled_from(["Teams", "", "A title that is longer than most tiles are wide, and then some"])
SIZES = st.tuples(st.integers(320, 1900), st.integers(190, 1000))
LOCALES = st.sampled_from(["en-GB", "de", "ja", "ar"])


# After a number that is no part of a longer one, of a time or of a fraction.
NUMBER_ENDS = r"(?![\d:]|[.,]\d)"


def _items(count: int, **others: Callable[[int], Any]) -> list[dict[str, Any]]:
    """Items that are known by their label, and where that has no room by their value, which no other has."""
    return [{"label": f"Q{n:02}", **{name: of(n) for name, of in others.items()}} for n in range(count)]


def _values(count: int, **others: Callable[[int], Any]) -> list[dict[str, Any]]:
    return _items(count, value=lambda n: 9100 - n, **others)


PLAIN = {"unit": "none", "decimals": 0}
HISTORY = [1, 5, 3, 8]

LISTED: Mapping[str, Fields] = {
    "bar": lambda n: {**PLAIN, "horizontal": True, "bars": _values(n)},
    "bar of several series": lambda n: {
        **PLAIN,
        "horizontal": True,
        "series": [{"name": name, "bars": _values(n)} for name in "ab"],
    },
    "leaderboard": lambda n: {**PLAIN, "items": _values(n)},
    "bullet": lambda n: {**PLAIN, "items": _values(n), "minimum": 0, "maximum": 9999},
    "progress": lambda n: {"target": 100, "items": _items(n, value=lambda i: 10 + i)},
    "numbers": lambda n: {**PLAIN, "items": _values(n)},
    "sparkline": lambda n: {**PLAIN, "items": _values(n, history=lambda i: HISTORY)},
    "health": lambda n: {**PLAIN, "value": 80, "parts": _values(n)},
    "funnel": lambda n: {**PLAIN, "stages": _values(n)},
    "boxplot": lambda n: {**PLAIN, "rows": [[f"Q{row:02}", 1, 4, 9, 12, 20] for row in range(n)]},
    "donut of debts": lambda n: {**PLAIN, "slices": [*_values(n - 1), {"label": f"Q{n - 1:02}", "value": -4}]},
    "sla": lambda n: {"items": _items(n, due=lambda i: NOW + 1_900 + i)},
    "timetable": lambda n: {"items": _items(n, time=lambda i: NOW + 60 * (i + 1))},
    "agenda": lambda n: {"items": _items(n, time=lambda i: NOW + 60 * i, end=lambda i: NOW + 60 * i + 3_000)},
    "people": lambda n: {"items": _items(n, time=lambda i: NOW)},
}


def drawn(kind: str, fields: Mapping[str, Any], size: tuple[int, int], locale: str) -> list[Op]:
    """The tile with its card."""
    widget = widget_of(kind.split(maxsplit=1)[0], **fields)
    return tile_ops(widget, frame_of(*size, locale=locale), freshness_at(widget, NOW), False)


def told(ops: list[Op], locale: str = "en-GB") -> int:
    """The numbers of all `+3 more` and `+3`."""
    frame = frame_of(locale=locale)
    ways = {way: count for count in range(1, 100) for way in (more_text(frame, count), f"+{count}")}
    texts = [op.text for op in ops if isinstance(op, Text)]
    found = [[ways[way] for way in ways if re.match(re.escape(way) + NUMBER_ENDS, text)] for text in texts]
    return sum(max(counts, default=0) for counts in found)


def shown(ops: list[Op]) -> int:
    """How many items are on the glass with their label or, where that has no room, their figure."""
    texts = [op.text for op in ops if isinstance(op, Text)]
    labels = {found for text in texts for found in re.findall(r"Q\d\d", text)}
    figures = {found for text in texts for found in re.findall(r"\b(?:90[6-9]\d|9100)\b|^\d\d(?=\W?%)", text)}
    return max(len(labels), len(figures))


@pytest.mark.parametrize("kind", LISTED)
@given(count=COUNTS, title=TITLES, size=SIZES, locale=LOCALES)
@law
def test_what_is_shown_and_what_is_told_to_be_left_out_is_all(
    kind: str, count: int, title: str, size: tuple[int, int], locale: str
) -> None:
    ops = drawn(kind, {"title": title, **LISTED[kind](count)}, size, locale)

    # A score without any of its parts is that of all of them.
    wanted = (0, count) if kind == "health" else (count,)
    assert shown(ops) + told(ops, locale) in wanted, [op.text for op in ops if isinstance(op, Text)]


@given(count=st.integers(1, 90), title=TITLES, size=SIZES, locale=LOCALES)
@law
def test_of_services_each_has_a_name_a_mark_or_a_place_in_the_number(
    count: int, title: str, size: tuple[int, int], locale: str
) -> None:
    items = _items(count, state=lambda n: "down" if n % 11 == 3 else "up")
    ops = drawn("status", {"title": title, "items": items}, size, locale)

    dark = THEMES["dark"]
    circles = sum(isinstance(op, Circle) and op.color == dark.good for op in ops)
    diamonds = {op.points for op in ops if isinstance(op, Polygon) and op.color == dark.red}
    # One of the diamonds is that of the tile.
    marks = circles + len(diamonds) - (count > 3)
    assert max(marks, shown(ops)) + told(ops, locale) == count


@given(count=st.integers(1, 40), size=SIZES)
@law
def test_of_columns_each_is_drawn_or_turned_into_a_row_or_told(count: int, size: tuple[int, int]) -> None:
    ops = drawn("bar", {"title": "Teams", **PLAIN, "bars": _values(count)}, size, "en-GB")

    bars = {op.x for op in ops if isinstance(op, Box) and op.color == THEMES["dark"].series[0]}
    assert max(len(bars), shown(ops)) + told(ops) == count


@given(count=st.integers(1, 40), size=SIZES)
@law
def test_of_shares_those_without_a_row_are_told(count: int, size: tuple[int, int]) -> None:
    slices = _items(count, value=lambda n: 90 - n)
    ops = drawn("donut", {"title": "Teams", "slices": slices}, size, "en-GB")

    texts = [op.text for op in ops if isinstance(op, Text)]
    others = sum(int(found[1]) for text in texts if (found := re.match(r"(\d+) others?$", text)))
    labels = sum(bool(re.match(r"Q\d", text)) for text in texts)
    if labels:
        hidden = min(count, 6) - labels - bool(others)
        assert labels + others + told(ops) == count or (others == 0 and hidden >= 0), texts
