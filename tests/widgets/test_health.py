"""Health bars: a score on its zones, and the parts that it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Area, Box, Circle, Op, Text
from displayd.scene.theme import THEMES
from displayd.widgets.health.widget import Health
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]

LIMITS = {"amber": 75, "red": 50}
PARTS = [
    {"label": "Adoption", "value": 64, "weight": 0.4},
    {"label": "NPS", "value": 81, "weight": 0.2},
    {"label": "CSAT", "value": 90, "weight": 0.2},
    {"label": "Engagement", "value": 44, "weight": 0.2},
]


def pin(ops: list[Op]) -> Circle:
    (head,) = [op for op in ops if isinstance(op, Circle) and op.color == DARK.text]
    return head


def test_the_pin_stands_at_the_score() -> None:
    frame = frame_of(1000, 400)

    assert pin(ops_of("health", frame, value=38, **LIMITS)).x == pytest.approx(frame.area.x + 380)


def test_a_score_beyond_the_scale_is_at_its_end() -> None:
    frame = frame_of(1000, 400)

    assert frame.area.right - 20 < pin(ops_of("health", frame, value=1e9, **LIMITS)).x < frame.area.right
    assert frame.area.x < pin(ops_of("health", frame, value=-5, **LIMITS)).x < frame.area.x + 20


def test_more_is_better_unless_it_is_said_otherwise() -> None:
    assert [widget_of("health", value=value, **LIMITS).level() for value in (80, 60, 40)] == ["good", "amber", "red"]
    assert widget_of("health", value=80, direction="down", amber=20, red=50).level() == "red"


def test_the_zone_of_the_score_has_its_full_colour_and_the_others_have_not() -> None:
    colors = {op.color for op in ops_of("health", frame_of(1000, 400), value=60, **LIMITS) if isinstance(op, Box)}

    assert DARK.amber in colors
    assert DARK.good not in colors
    assert DARK.red not in colors
    assert len(colors) == 3


def test_thresholds_are_written_under_the_bar() -> None:
    assert {"0", "50", "75", "100"} <= set(texts_of("health", frame_of(1000, 400), value=60, **LIMITS))
    few = set(texts_of("health", frame_of(340, 400), value=60, **LIMITS))
    assert {"50", "75"} <= few
    assert "100" not in few


def test_without_thresholds_the_bar_fills() -> None:
    frame = frame_of(1000, 400)

    bars = [op for op in ops_of("health", frame, value=25) if isinstance(op, Box) and op.color == DARK.series[0]]

    assert max(op.x + op.width for op in bars) == pytest.approx(frame.area.x + 250)


def test_the_score_is_the_mean_of_the_known_parts_by_weight() -> None:
    def score(parts: list[dict[str, object]]) -> float | None:
        health = widget_of("health", parts=parts)
        assert isinstance(health, Health)
        return health.score()

    assert score(PARTS) == pytest.approx(68.6)
    assert score([{"value": 100, "weight": 3}, {"value": None, "weight": 9}, {"value": 20}]) == pytest.approx(80)
    assert score([{"value": None}]) is None
    assert score([{"value": 5, "weight": 0}]) is None


@law
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 100)), min_size=1, max_size=9))
def test_a_mean_lies_between_its_parts(pairs: list[tuple[float, float]]) -> None:
    health = widget_of("health", parts=[{"value": value, "weight": weight} for value, weight in pairs])
    assert isinstance(health, Health)

    score = health.score()
    assert score is not None
    assert min(value for value, _ in pairs) - 1e-9 <= score <= max(value for value, _ in pairs) + 1e-9


def test_is_empty_without_a_score() -> None:
    assert widget_of("health").is_empty()
    assert widget_of("health", parts=[{"label": "NPS", "value": None}]).is_empty()
    assert not widget_of("health", value=0).is_empty()


def test_parts_stand_under_the_bar_or_in_a_wide_tile_beside_it() -> None:
    def place(width: int, height: int) -> tuple[float, float]:
        frame = frame_of(width, height)
        ops = ops_of("health", frame, value=68, parts=PARTS, **LIMITS)
        (label,) = [op for op in ops if isinstance(op, Text) and op.text == "NPS"]
        return label.x - frame.area.x, label.y - pin(ops).y

    assert place(500, 700)[0] == 0
    assert place(500, 700)[1] > 60
    assert place(1200, 400)[0] > 400


def test_without_room_parts_go_and_the_bar_stays() -> None:
    ops = ops_of("health", frame_of(500, 260), value=68, parts=PARTS, **LIMITS)

    assert pin(ops)
    assert not {"Adoption", "NPS"} & {op.text for op in ops if isinstance(op, Text)}


def test_one_part_of_several_is_not_shown_alone() -> None:
    for height in range(200, 700, 20):
        texts = texts_of("health", frame_of(500, height), value=68, parts=PARTS, **LIMITS)

        assert ("Adoption" in texts) == ("NPS" in texts), height


def test_where_it_has_been_is_a_line_beside_the_figure() -> None:
    frame = frame_of(900, 330)

    (area,) = [op for op in ops_of("health", frame, value=71, history=[10, 64, 71]) if isinstance(op, Area)]

    assert min(x for x, _ in area.points) > frame.area.x + 200
    assert not [op for op in ops_of("health", frame, value=71, history=[71]) if isinstance(op, Area)]
