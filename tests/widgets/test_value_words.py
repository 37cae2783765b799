"""Values with words, in tiles: in place of the figure, also where there is none."""

from __future__ import annotations

import pytest

from tests.widgets.drawing import frame_of, texts_of, widget_of

UNIT = "words:0=Up, 1=Slow, 2=Down, none=gone, ms"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("number", {"value": 1}),
        ("gauge", {"value": 1, "minimum": 0, "maximum": 2}),
        ("numbers", {"items": [{"label": "one", "value": 1}, {"label": "two", "value": 40}]}),
        ("list", {"items": [{"label": "one", "value": 1}, {"label": "two", "value": 40}]}),
        ("table", {"columns": [{"label": "Host"}, {"label": "State", "unit": UNIT}], "rows": [["one", 1]]}),
        ("bar", {"bars": [{"label": "one", "value": 1}], "horizontal": True}),
        ("line", {"series": [{"name": "one", "points": [[0, 0], [3600, 1]]}]}),
    ],
)
def test_a_value_with_a_word_is_shown_as_that(kind: str, fields: dict[str, object]) -> None:
    unit = {} if kind == "table" else {"unit": UNIT}

    assert "Slow" in texts_of(kind, frame_of(900, 500), **fields, **unit)


def test_a_figure_and_a_row_without_a_value_have_the_word_for_that() -> None:
    assert "gone" in texts_of("number", frame_of(900, 500), unit=UNIT)
    assert "gone" in texts_of("list", frame_of(900, 500), unit=UNIT, items=[{"label": "one"}])
    assert widget_of("number", unit="words:0=Up").is_empty()
    assert not widget_of("number", unit=UNIT).is_empty()


def test_a_state_with_a_word_has_no_change() -> None:
    texts = texts_of("number", frame_of(900, 500), unit=UNIT, value=1, previous=0, direction="down", red=1)

    assert texts == ["Slow"]
