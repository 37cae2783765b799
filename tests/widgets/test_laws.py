"""What holds for every widget, whatever its data and its tile."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.geometry import Rect
from displayd.scene import Arc, Area, Box, Circle, Line, Op, Picture, Polygon, Text
from displayd.theme import THEMES
from displayd.units import Formatter
from displayd.widgets import WIDGETS, AnyWidget
from displayd.widgets.base import Frame
from tests.fakes_fonts import FixedFonts
from tests.widgets import strategies

NOW = 1_795_291_683.25
CAPITALS = 0.727

AREAS = st.builds(
    Rect,
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.integers(200, 1000) | st.integers(200, 3800),
    st.integers(140, 700) | st.integers(140, 2100),
)


def drawn(fields: dict[str, Any], area: Rect, unit: float, locale: str = "en-GB") -> tuple[list[Op], Frame]:
    """The operations of a widget with content, and the frame that it was drawn in."""
    widget = msgspec.convert(fields, AnyWidget)
    pictures = {"logo.png": "0" * 64}
    frame = Frame(area, unit, THEMES["dark"], FixedFonts(), Formatter(locale, "Europe/London"), NOW, pictures.get)
    return ([] if widget.is_empty() else widget.draw(frame)), frame


def text_box(op: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the capitals, px."""
    width = FixedFonts().width(op.text, op.size, op.weight)
    if op.max_width > 0:
        width = min(width, op.max_width)
    left = op.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[op.align]
    return left, op.y - op.size * CAPITALS, left + width, op.y


def extent(op: Op) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a shape, px."""
    match op:
        case Box() | Picture():
            assert op.width >= 0
            assert op.height >= 0
            return op.x, op.y, op.x + op.width, op.y + op.height
        case Circle():
            assert op.radius >= 0
            return op.x - op.radius, op.y - op.radius, op.x + op.radius, op.y + op.radius
        case Arc():
            assert op.radius >= 0
            assert op.end >= op.start
            angles = [op.start, op.end, *(angle for angle in range(-360, 721, 90) if op.start < angle < op.end)]
            across = [op.x + op.radius * math.sin(math.radians(angle)) for angle in angles]
            down = [op.y - op.radius * math.cos(math.radians(angle)) for angle in angles]
            half = op.width / 2
            return min(across) - half, min(down) - half, max(across) + half, max(down) + half
        case Line() | Polygon() | Area():
            across, down = [x for x, _ in op.points], [y for _, y in op.points]
            return min(across), min(down), max(across), max(down)
        case Text():
            return text_box(op)


@pytest.mark.parametrize("kind", sorted(strategies.WIDGETS))
@settings(max_examples=150, deadline=None, report_multiple_bugs=False, suppress_health_check=list(HealthCheck))
@given(data=st.data(), area=AREAS, unit=st.sampled_from([0.4, 1.0, 1.0, 2.0]))
def test_every_text_is_inside_the_tile_and_clear_of_every_other(
    kind: str, data: st.DataObject, area: Rect, unit: float
) -> None:
    fields = data.draw(strategies.WIDGETS[kind])
    locale = data.draw(st.sampled_from(["en-GB", "en-US", "de-DE", "zh-CN"]))

    ops, frame = drawn({"type": kind, **fields}, area, unit, locale)

    texts = [op for op in ops if isinstance(op, Text) and op.text]
    boxes = [text_box(op) for op in texts]
    for op, (left, top, right, bottom) in zip(texts, boxes, strict=True):
        assert op.size > 0
        assert left >= area.x - 1, op
        assert right <= area.right + 1, op
        assert top >= area.y - 1, op
        assert bottom <= area.bottom + 1, op
    for (one, a), (other, b) in combinations(zip(texts, boxes, strict=True), 2):
        is_apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 0.5 or b[3] <= a[1] + 0.5
        assert is_apart, (one, other)
    for op in ops:
        left, top, right, bottom = extent(op)
        assert all(math.isfinite(edge) for edge in (left, top, right, bottom)), op
        # A card leaves 22 to 28 units around the content.
        assert left >= area.x - 22 * unit, op
        assert right <= area.right + 22 * unit, op
        assert top >= area.y - 22 * unit, op
        assert bottom <= area.bottom + 22 * unit, op
    assert frame.until > NOW


@pytest.mark.parametrize("kind", sorted(strategies.WIDGETS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), width=st.integers(32, 220), height=st.integers(32, 150))
def test_no_tile_is_too_small_to_be_drawn(kind: str, data: st.DataObject, width: int, height: int) -> None:
    fields = data.draw(strategies.WIDGETS[kind])

    ops, _ = drawn({"type": kind, **fields}, Rect(3, 4, width, height), 1.0)

    assert all(math.isfinite(edge) for op in ops for edge in extent(op))


def test_every_widget_has_a_strategy() -> None:
    kinds = {str(widget.__struct_config__.tag) for widget in WIDGETS}

    assert kinds == set(strategies.WIDGETS)
