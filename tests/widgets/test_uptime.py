"""Uptime: what is written, the bar and the level all say the same of one period."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Line, Text
from displayd.tile.frame import Frame
from displayd.widgets.uptime.widget import Uptime
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

SHARES = st.floats(0, 1)
DAYS = st.floats(1, 3_660)


def uptime(**fields: Any) -> Uptime:
    widget = widget_of("uptime", **fields)
    assert isinstance(widget, Uptime)
    return widget


def said(fields: dict[str, Any], frame: Frame | None = None) -> str:
    texts = texts_of("uptime", frame or frame_of(900, 600), **fields)
    return "|".join(text.replace("\N{NARROW NO-BREAK SPACE}", " ") for text in texts)


def bar_of(fields: dict[str, Any]) -> tuple[float, float]:
    """Width of the track, and of what is used of it."""
    frame = frame_of(900, 600)
    track, *used = [op for op in ops_of("uptime", frame, **fields) if isinstance(op, Box)]
    ends = [op.x + op.width for op in used if op.color == frame.theme.figure_color(uptime(**fields).level())]
    return track.width, max(ends, default=track.x) - track.x


@law
@given(SHARES, SHARES, DAYS)
def test_downtime_is_the_rest_of_the_period_and_with_what_is_left_all_that_is_allowed(
    value: float, promised: float, days: float
) -> None:
    budget = uptime(value=value, promised=promised, days=days).availability.budget

    assert budget is not None
    assert budget.used / 60 == pytest.approx((1 - value) * days * 1440, abs=1e-4)
    assert budget.allowed / 60 == pytest.approx((1 - promised) * days * 1440, abs=1e-4)
    assert budget.used + budget.left == pytest.approx(budget.allowed, abs=1e-4)


@law
@given(SHARES, SHARES, DAYS)
def test_words_and_level_agree_on_whether_it_is_more_than_allowed(value: float, promised: float, days: float) -> None:
    fields = {"value": value, "promised": promised, "days": days}
    is_over = uptime(**fields).level() == "red"

    assert is_over == (" over" in said(fields))
    assert is_over != (" left" in said(fields))


@law
@given(st.floats(0, 0.3), st.floats(0.01, 0.3))
def test_bar_is_as_long_as_the_downtime_is_of_what_is_allowed(down: float, allowed: float) -> None:
    width, used = bar_of({"value": 1 - down, "promised": 1 - allowed})

    assert used / width == pytest.approx(min(1.0, down / allowed), abs=0.02)


@pytest.mark.parametrize(
    ("down", "level"), [(0, "good"), (32.4, "good"), (33, "amber"), (43.2, "amber"), (43.3, "red"), (43_200, "red")]
)
def test_level_tells_how_much_of_the_budget_is_used(down: float, level: Level) -> None:
    assert uptime(value=1 - down / 43_200, promised=0.999).level() == level


def test_what_is_left_stands_large_over_what_is_used_and_how_available_it_was() -> None:
    fields = {"value": 1 - 34 / 43_200, "promised": 0.999}
    found = said(fields)

    assert "9.2| min left" in found
    assert "34 min of 43.2 min down" in found
    assert "99.92% up, 99.9% promised" in found
    texts = [op for op in ops_of("uptime", frame_of(900, 600), **fields) if isinstance(op, Text)]
    assert max(texts, key=lambda op: op.size).text == "9.2"


def test_too_much_is_told_and_where_it_should_have_ended_is_marked() -> None:
    fields = {"value": 1 - 60 / 43_200, "promised": 0.999}

    assert "16.8| min over" in said(fields)
    assert any(isinstance(op, Line) for op in ops_of("uptime", frame_of(900, 600), **fields))


def test_a_promise_of_all_allows_nothing() -> None:
    kept, broken = {"value": 1, "promised": 1}, {"value": 1 - 1 / 43_200, "promised": 1}

    assert (uptime(**kept).level(), uptime(**broken).level()) == ("good", "red")
    assert "0| s left" in said(kept)
    assert bar_of(kept)[1] == 0
    assert "1| min over" in said(broken)
    assert bar_of(broken)[1] == pytest.approx(bar_of(broken)[0])


def test_availability_never_reads_as_all_or_as_what_was_promised_unless_it_is() -> None:
    assert "99.9992% up" in said({"value": 0.999992, "promised": 0.99999})
    assert "99.9004% up" in said({"value": 0.999004, "promised": 0.999})
    assert "99.90% up, 99.9% promised" in said({"value": 0.999, "promised": 0.999})
    assert "100.00% up" in said({"value": 1, "promised": 0.999})


def test_promise_is_said_else_it_is_the_target_else_where_good_ends() -> None:
    fields = {"value": 0.9995, "promised": 0.999, "target": 0.99, "amber": 0.9}
    shares = []
    for name in ("promised", "target", "amber"):
        shares.append(uptime(**fields).availability.promised_share)
        del fields[name]

    assert shares == [0.999, 0.99, 0.9]
    assert uptime(**fields).level() == "none"
    assert "21.6| min down" in said(fields)


def test_percent_says_the_same_as_a_share() -> None:
    assert said({"value": 99.92, "promised": 99.9, "unit": "percent"}) == said({"value": 0.9992, "promised": 0.999})


@pytest.mark.parametrize("size", [(150, 150), (300, 120), (260, 420), (1800, 900)])
def test_figure_has_its_words_in_every_tile(size: tuple[int, int]) -> None:
    assert " left" in said({"value": 1 - 34 / 43_200, "promised": 0.999}, frame_of(*size))


@pytest.mark.parametrize("days", [0, 0.5, -1, 3_661])
def test_period_that_is_none_is_refused(days: float) -> None:
    with pytest.raises(msgspec.ValidationError):
        widget_of("uptime", value=1, days=days)


def test_without_a_value_it_is_empty() -> None:
    assert widget_of("uptime", promised=0.999).is_empty()
    assert not widget_of("uptime", value=0).is_empty()


SHARE: dict[str, Any] = {"unit": "percentunit", "direction": "up"}

PROMISED: dict[str, Any] = {**SHARE, "value": 0.9996, "target": 0.999, "uptime_days": 30}


@pytest.mark.parametrize("kind", ["gauge", "number", "progress"])
@pytest.mark.parametrize("size", [(900, 500), (420, 420), (300, 160)])
def test_every_tile_of_one_figure_tells_an_uptime_as_the_tile_of_its_own_does(kind: str, size: tuple[int, int]) -> None:
    uptime_tile = ops_of("uptime", frame_of(*size), value=0.9996, promised=0.999, days=30)

    assert ops_of(kind, frame_of(*size), **PROMISED) == uptime_tile


@pytest.mark.parametrize("kind", ["gauge", "number", "progress"])
@pytest.mark.parametrize(("value", "level"), [(0.9996, "good"), (0.9991, "amber"), (0.998, "red")])
def test_every_tile_of_one_figure_judges_an_uptime_by_its_budget(kind: str, value: float, level: Level) -> None:
    assert widget_of(kind, **{**PROMISED, "value": value}).level() == level


@pytest.mark.parametrize("kind", ["numbers", "progress"])
@pytest.mark.parametrize("is_own", [True, False])
def test_items_tell_an_uptime_as_what_is_left_of_43_minutes(kind: str, is_own: bool) -> None:
    # 99.9 % of 30 days allow 43.2 minutes down: 0.04 % are 17.3 of them, 0.12 % are 51.8.
    items: list[dict[str, Any]] = [
        {"label": "Shop", "value": 0.9996},
        {"label": "Pay", "value": 0.9988},
        {"label": "Mail", "value": None},
    ]
    days: dict[str, Any] = {"uptime_days": 30}
    fields: dict[str, Any] = {**SHARE, "amber": 0.999, **({} if is_own else days)}
    fields["items"] = [{**item, **(days if is_own else {})} for item in items]

    texts = " ".join(" ".join(texts_of(kind, frame_of(1600, 900), **fields)).split())

    assert re.findall(r"[\d.]+ min (?:left|over)", texts) == ["25.9 min left", "8.64 min over"]
    assert widget_of(kind, **fields).level() == "red"


def test_cells_of_a_column_of_uptimes_say_what_is_left_and_bars_how_much_is_used() -> None:
    column = {"label": "30 days", "unit": "percentunit", "amber": 0.999, "uptime_days": 30, "show": "bar"}
    rows = [["Shop", 0.9996], ["Pay", 0.9988], ["Mail", None], ["Test", "off"]]
    fields: dict[str, Any] = {"columns": [{"label": "Service"}, column], "rows": rows}
    frame = frame_of(1200, 600)

    texts = [text.replace("\N{NARROW NO-BREAK SPACE}", " ") for text in texts_of("table", frame, **fields)]
    theme = frame.theme
    tracks = [op for op in ops_of("table", frame, **fields) if isinstance(op, Box) and op.color == theme.raised]
    used = [op for op in ops_of("table", frame, **fields) if isinstance(op, Box) and op.color != theme.raised]

    assert [text for text in texts if "min" in text] == ["25.9 min left", "8.64 min over"]
    assert {"off", "–"} <= set(texts)
    assert [used[0].width / tracks[0].width, used[1].width / tracks[1].width] == pytest.approx([0.4, 1.0], abs=0.01)
    assert widget_of("table", **fields).level() == "red"


@pytest.mark.parametrize("kind", ["gauge", "number", "progress"])
def test_what_is_no_share_of_a_whole_is_no_uptime(kind: str) -> None:
    seconds = {**PROMISED, "value": 40, "unit": "s", "target": 60}
    without_days = {name: value for name, value in seconds.items() if name != "uptime_days"}

    assert ops_of(kind, **seconds) == ops_of(kind, **without_days)
