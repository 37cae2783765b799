"""The axes of line charts: when they begin and end, and from what to what, at every size that has room for a chart."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.support.laws import drawing_law
from tests.widgets.drawing import NOW, frame_of, texts_of

DAY = 86_400

NAMES = ("shop", "search", "accounts", "payments", "returns", "stock", "mail", "night jobs")


def points(step: int, end: float = NOW) -> list[list[float]]:
    return [[end - DAY + 3600 * hour, 30 + (hour * step) % 17 + 2 * step] for hour in range(25)]


def several(count: int) -> list[dict[str, Any]]:
    return [{"name": name, "points": points(step)} for step, name in enumerate(NAMES[:count], 1)]


CHARTS: dict[str, dict[str, Any]] = {
    "one": {"points": points(3)},
    "with the week before": {"points": points(3), "before": points(2), "before_label": "last week"},
    "with thresholds": {"points": points(3), "amber": 70, "red": 90, "direction": "down", "target": 60},
    "with an event": {"points": points(3), "events": [{"time": NOW - DAY / 2, "label": "v2.31"}]},
    "two": {"series": several(2)},
    "three with a target": {"series": several(3), "target": 60},
    "eight": {"series": several(8)},
    "statistics": {"series": several(2), "legend": ["last", "max", "mean"]},
    "stacked": {"series": several(2), "arrangement": "stacked"},
}


@drawing_law(300)
@given(st.sampled_from(sorted(CHARTS)), st.integers(560, 3600), st.integers(228, 2000))
def test_both_ends_of_time_and_scale_are_told_at_every_size(chart: str, width: int, height: int) -> None:
    texts = texts_of("line", frame_of(width, height), unit="percent", minimum=0, maximum=100, **CHARTS[chart])

    assert "now" in texts
    assert "24\N{NARROW NO-BREAK SPACE}h ago" in texts
    assert {"0%", "100%"} <= set(texts)


@drawing_law(150)
@given(st.sampled_from(sorted(CHARTS)), st.integers(160, 560), st.integers(220, 1800))
def test_how_long_a_chart_is_is_told_in_narrow_tiles_too(chart: str, width: int, height: int) -> None:
    texts = texts_of("line", frame_of(width, height), unit="percent", minimum=0, maximum=100, **CHARTS[chart])

    assert any(text.startswith("24\N{NARROW NO-BREAK SPACE}h") for text in texts)


@drawing_law(100)
@given(st.sampled_from(["one", "with thresholds", "two", "three with a target"]), st.integers(160, 560))
def test_a_high_narrow_chart_says_from_what_to_what(chart: str, width: int) -> None:
    texts = texts_of("line", frame_of(width, 420), unit="percent", minimum=0, maximum=100, **CHARTS[chart])

    assert {"0%", "100%"} <= set(texts)


def test_what_ended_long_ago_says_from_which_day_to_which_where_hours_have_no_room() -> None:
    old = points(3, NOW - 3 * DAY)

    wide, narrow = (texts_of("line", frame_of(width, 420), points=old) for width in (900, 360))

    assert {"Tue 20:08", "20:08"} <= set(wide)
    assert {"17 Nov", "18 Nov"} <= set(narrow)


def test_values_are_said_where_axes_have_room_beside_a_lower_plot() -> None:
    # As high and wide as a chart of three lines in the second row of a page.
    ops = CHARTS["three with a target"]

    texts = texts_of("line", frame_of(780, 390), unit="percent", minimum=0, maximum=100, **ops)

    assert {"now", "0%", "100%", "shop", "search", "accounts"} <= set(texts)
