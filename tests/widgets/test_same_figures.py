"""A number says the same wherever its tile stands: on a mirror of another shape, in another size, when it is old."""

from __future__ import annotations

import re
from typing import Any

import pytest

from displayd.compose.card import card
from displayd.document.freshness import Freshness, State
from displayd.scene.operations import Op, Text
from displayd.widgets import WIDGETS
from tests.widgets.drawing import NOW, frame_of, widget_of
from tests.widgets.strategies import tag_of

# Tiles of a landscape and a portrait page, high and low, wide and narrow.
SIZES = [(1864, 920), (920, 450), (610, 450), (450, 290), (300, 290), (300, 600), (1024, 200), (280, 210)]


def figures(ops: list[Op]) -> set[str]:
    """The numbers of `ops` that are set as figures, without what stands around them."""
    heavy = [op for op in ops if isinstance(op, Text) and op.weight in ("semibold", "bold")]
    return {number for op in heavy for number in re.findall(r"\d(?:[\d.,:]*\d)?", op.text)}


def numbers(ops: list[Op]) -> set[str]:
    texts = " ".join(op.text for op in ops if isinstance(op, Text))
    return set(re.findall(r"\d(?:[\d.,:]*\d)?", texts))


def figures_of_one(ops: list[Op]) -> set[str]:
    """The figures of `ops` without those of several places of a map: it has as many signs as there is room for.

    How many places a sign stands for is in its middle, and their sum follows `+2`; `test_map_signs` adds them up.
    """
    texts = [op for op in ops if isinstance(op, Text)]
    before = ["", *(op.text for op in texts)]
    pairs = zip(texts, before, strict=False)
    return figures([op for op, last in pairs if op.align != "center" and not last.startswith("+")])


# The first page is on show of whatever turns every eight seconds, however many pages up to twenty it has.
FIRST_TURN = 8.0 * 232_792_560

STATES: tuple[State, ...] = ("fresh", "ageing", "stale")

MAIN = ["number", "gauge", "progress", "sparkline"]
"""Widgets of one main figure."""

EXAMPLES = [
    pytest.param(tag_of(widget), fields, id=f"{tag_of(widget)}-{name}")
    for widget in WIDGETS
    if tag_of(widget) not in ("announcement", "clock", "countdown", "text", "ticker", "qr", "picture", "slideshow")
    for name, fields in widget.examples().items()
]


@pytest.mark.parametrize("value", [0.9114, 0.0995, 1.0, 0.5])
@pytest.mark.parametrize("tag", MAIN)
def test_main_figure_is_the_same_in_every_tile_and_state(tag: str, value: float) -> None:
    compared = {"history": [0.4, 0.5]} if tag == "sparkline" else {"target": 0.9}
    fields = {"title": "Handled", "unit": "percentunit", "value": value, "previous": 0.87, "as_of": NOW, **compared}
    widget = widget_of(tag, **fields)
    wanted = re.findall(r"[\d.]+", frame_of().format.percent(value))[0]

    for width, height in SIZES:
        for state in STATES:
            ops = card(widget, frame_of(width, height), Freshness(state, 1.0, float("inf")), False)
            assert wanted in figures(ops), (width, height, state)


@pytest.mark.parametrize(("tag", "fields"), EXAMPLES)
def test_a_smaller_tile_shows_fewer_figures_and_no_others(tag: str, fields: dict[str, Any]) -> None:
    widget = widget_of(tag, **fields)
    known = set[str]().union(
        *(numbers(widget.draw(frame_of(*size, FIRST_TURN))) for size in ((3600, 2000), (1864, 920), (920, 1800)))
    )

    told = figures_of_one if tag == "map" else figures
    for width, height in SIZES:
        assert told(widget.draw(frame_of(width, height, FIRST_TURN))) <= known, (width, height)
