"""Gauges: a scale on which the value can be seen, and zones that agree with the level."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.figure.dial import zones
from displayd.drawing.scale import Scale
from displayd.protocol.vocabulary import Direction, level_of
from displayd.scene.operations import Arc, Box, Line, Text
from displayd.scene.theme import THEMES
from displayd.widgets.gauge.drawing import scale_of
from displayd.widgets.gauge.widget import Gauge
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of


def ends(**fields: object) -> tuple[float, float]:
    widget = widget_of("gauge", **fields)
    assert isinstance(widget, Gauge)
    scale = scale_of(widget)
    return scale.low, scale.high


def test_percentages_go_from_nothing_to_all() -> None:
    assert ends(value=0.3, unit="percentunit") == (0, 1)
    assert ends(value=30, unit="percent") == (0, 100)


def test_uptime_is_looked_at_through_a_lens() -> None:
    low, high = ends(value=0.9993, unit="percentunit", direction="up", amber=0.999, red=0.99)

    assert [low, high] == [pytest.approx(0.98), 1]


def test_the_lens_opens_for_a_value_below_it() -> None:
    low, _ = ends(value=0.91, unit="percentunit", direction="up", amber=0.999, red=0.99)

    assert low <= 0.91


def test_other_units_get_a_round_end_above_the_value() -> None:
    assert ends(value=530) == (0, 600)
    assert ends(value=-30)[0] < -30


def test_ends_that_were_given_are_kept_and_written() -> None:
    fields = {"value": -12, "minimum": -100, "maximum": 100}

    assert ends(**fields) == (-100, 100)
    assert {"−100", "100"} <= set(texts_of("gauge", frame_of(600, 500), **fields))


def test_is_empty_without_a_value() -> None:
    assert widget_of("gauge", target=3).is_empty()
    assert not widget_of("gauge", value=0).is_empty()


@law
@given(
    st.floats(0, 1), st.sampled_from(["up", "down", "none"]), st.none() | st.floats(0, 1), st.none() | st.floats(0, 1)
)
def test_the_zone_of_a_value_is_its_level(
    value: float, direction: Direction, one: float | None, other: float | None
) -> None:
    amber, red = one, other
    if one is not None and other is not None:
        amber, red = (max(one, other), min(one, other)) if direction == "up" else (min(one, other), max(one, other))

    found = zones(Scale(0.0, 1.0, ()), direction, amber, red)

    inside = [zone.level for zone in found if zone.start < value < zone.end]
    assert inside in ([], [level_of(value, direction, amber, red)])


NPS = {"value": -12, "minimum": -100, "maximum": 100, "previous": -20, "previous_label": "last quarter"}


def test_ends_of_the_scale_go_before_the_change_and_the_dial_goes_last() -> None:
    def drawn(width: int, height: int) -> tuple[set[str], int]:
        ops = ops_of("gauge", frame_of(width, height), direction="up", **NPS)
        return {op.text for op in ops if isinstance(op, Text)}, sum(isinstance(op, Arc) for op in ops)

    roomy, middle, tiny = drawn(600, 600), drawn(560, 300), drawn(200, 110)

    assert {"−12", "−100", "100", "+40%"} <= roomy[0]
    assert {"−12", "+40%"} <= middle[0]
    assert "100" not in middle[0]
    assert "−12" in tiny[0]
    assert (roomy[1] > 0, middle[1] > 0, tiny[1]) == (True, True, 0)


@pytest.mark.parametrize(("width", "height"), [(556, 349), (446, 511), (1188, 349), (968, 311), (260, 191)])
def test_the_figure_is_the_largest_text_by_far(width: int, height: int) -> None:
    ops = ops_of("gauge", frame_of(width, height), value=0.9995, unit="percentunit", direction="up", red=0.99)

    sizes = sorted((op.size, op.text) for op in ops if isinstance(op, Text))
    assert sizes[-1][1] == "99.95"
    assert sizes[-1][0] >= 1.3 * frame_of().label


def test_a_flat_scale_shows_zones_and_target() -> None:
    ops = ops_of("gauge", frame_of(150, 150), value=62, target=90, amber=80, red=50, direction="up", maximum=100)

    boxes = {op.color for op in ops if isinstance(op, Box)}
    assert not any(isinstance(op, Arc) for op in ops)
    assert THEMES["dark"].amber in boxes
    assert sum(isinstance(op, Line) for op in ops) == 1
