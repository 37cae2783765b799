"""Good, amber and red are told without their colours, on every widget that tells them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec
import pytest

from displayd.compose.card import card
from displayd.document.freshness import freshness_at
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Polygon, Text
from displayd.scene.theme import THEMES, Theme
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.tile.roles import field_of, fields_of
from displayd.tile.widget import Measured, Widget
from displayd.widgets import WIDGETS, AnyWidget
from tests.support.fakes_fonts import FixedFonts
from tests.widgets.fields import item_of
from tests.widgets.strategies import tag_of

NOW = 1_795_291_683
LEVELS = ("good", "amber", "red")

# As those see it who cannot tell the three apart.
GRAY = msgspec.structs.replace(THEMES["dark"], good="#c0c0c0", amber="#c0c0c0", red="#c0c0c0")

LIMITS = {"good": {"amber": 60, "red": 50}, "amber": {"amber": 90, "red": 50}, "red": {"amber": 95, "red": 90}}
"""Thresholds that make 80 good, amber and red."""

USUAL = (612, 458)
TILES = [USUAL, (900, 700), (420, 330), (316, 224), (1244, 300), (240, 160), (200, 140), (180, 400)]

HISTORY = [60, 70, 75, 80]
BARS = [{"label": "a", "value": 3}, {"label": "b", "value": 4}]

Fields = Callable[[str], Mapping[str, Any]]


def judged(**fields: Any) -> Fields:
    """A widget whose thresholds judge its 80."""
    return lambda level: {"direction": "up", **LIMITS[level], **fields}


def told(name: str, **fields: Any) -> Fields:
    """A widget with items, of which the first is said to be of a level."""
    return lambda level: {name: [{"label": "One", "level": level, **fields}, {"label": "Two", **fields}]}


SHOWN: dict[str, Fields] = {
    "number": judged(value=80),
    "numbers": told("items", value=80),
    "numbers, by thresholds": judged(items=[{"label": "One", "value": 80}]),
    "sparkline": judged(value=80, history=HISTORY),
    "sparkline, of many": judged(items=[{"label": "One", "value": 80, "history": HISTORY}]),
    "bullet": judged(value=80, minimum=0, maximum=100),
    "bullet, of many": lambda level: {**told("items", value=80)(level), "minimum": 0, "maximum": 100},
    "progress": judged(value=80, target=100),
    "health": judged(value=80),
    "health, of a part": told("parts", value=80, weight=1),
    "gauge": judged(value=80, minimum=0, maximum=100),
    "uptime": lambda level: {"promised": 0.9, "value": {"good": 0.95, "amber": 0.92, "red": 0.8}[level]},
    "line": judged(points=[[NOW - 3600 * hour, 80] for hour in range(9, -1, -1)]),
    "bar": told("bars", value=80),
    "bar, lying": lambda level: {**told("bars", value=80)(level), "horizontal": True},
    "bar, by thresholds": judged(bars=[{"label": "One", "value": 80}]),
    "bar, of a series": lambda level: {
        "series": [{"name": "won", "level": level, "bars": BARS}, {"name": "lost", "bars": BARS}]
    },
    "bar, of the only series": lambda level: {"series": [{"name": "won", "level": level, "bars": BARS}]},
    "bar, of the last series": lambda level: {
        "series": [
            *({"name": f"plan {number}", "bars": BARS} for number in range(5)),
            {"name": "last", "level": level, "bars": BARS},
        ]
    },
    "donut": told("slices", value=80),
    "donut, of the last slice": lambda level: {
        "slices": [*({"label": f"plan {n}", "value": 8} for n in range(6)), {"label": "x", "value": 8, "level": level}]
    },
    "table": lambda level: {
        "columns": [{"label": "Team"}, {"label": "Open", "direction": "up", **LIMITS[level]}],
        "rows": [["One", 80]],
    },
    "leaderboard": told("items", value=80),
    "status": lambda level: {
        "items": [{"label": "One", "state": {"good": "up", "amber": "degraded", "red": "down"}[level]}]
    },
    "map": lambda level: {
        "places": [
            {"label": "London", "lat": 51.5, "lon": -0.1, "value": 80, "level": level},
            {"label": "Lima", "lat": -12, "lon": -77},
        ]
    },
    "countdown": lambda level: {
        "until": NOW + 3_000,
        "amber_seconds": 60 if level == "good" else 6_000,
        "red_seconds": 5_000 if level == "red" else 30,
    },
    "sla": lambda level: {
        "items": [{"label": "One", "due": NOW + {"good": 90_000, "amber": 3_000, "red": -3_000}[level]}]
    },
    "funnel": judged(stages=[{"label": "a", "value": 200}, {"label": "b", "value": 80}]),
    "list": told("items", value=80),
    "boxplot": judged(rows=[["One", 70, 80, 90], ["Two", 80]]),
    "heatcalendar": judged(points=[[NOW - 86_400, 80], [NOW, 80]]),
    "heatmap": judged(columns=["", "x", "y"], rows=[["One", 80, 81], ["Two", 80, 80]]),
    "cohort": judged(rows=[["One", 100, 80, 80], ["Two", 100, 80]]),
    "ticker": told("items"),
}  # fmt: skip
"""Fields by level; the name begins with the widget's `type`."""


def derived(widget: type[Widget]) -> Fields | None:
    """A widget that is not above: its first example, with a level for its first item, or thresholds around its figure.

    None where nothing about it is good or bad.
    """
    example = next(iter(widget.examples().values()))
    items = next((one for one in fields_of(widget) if isinstance(example.get(one.name), list)), None)
    item, figure = items and item_of(items), field_of(widget, "figure")
    if items and item and (level_field := field_of(item, "level")):
        first, *others = cast("list[dict[str, Any]]", example[items.name])
        return lambda level: {**example, items.name: [{**first, level_field.name: level}, *others]}
    value = example.get(figure.name) if figure and issubclass(widget, Measured) else None
    if not isinstance(value, (int, float)):
        return None
    limits = {"good": (-1, -2), "amber": (1, -1), "red": (2, 1)}
    return lambda level: {
        **example, "direction": "up", "amber": value + limits[level][0], "red": value + limits[level][1]
    }  # fmt: skip


BY_HAND = {name.split(",")[0] for name in SHOWN}
DERIVED = {tag_of(one): fields for one in WIDGETS if tag_of(one) not in BY_HAND and (fields := derived(one))}

# One figure or line whose level the card shows; all others must show within which of their items it is.
ON_CARD = DERIVED.keys() | {"number", "sparkline", "bullet", "progress", "health", "gauge", "line", "uptime"}

# In a usual tile not all of many colours have a name, and then the level is not told at all.
CROWDED = {"bar, of the last series", "donut, of the last slice"}


def drawn(name: str, level: str, size: tuple[int, int], theme: Theme) -> list[Op]:
    """The widget; with its card where that is what shows the level."""
    kind = name.split(",", maxsplit=1)[0]
    widget: Widget = msgspec.convert({"type": kind, "title": "T", **(SHOWN | DERIVED)[name](level)}, AnyWidget)
    frame = Frame(Rect(0, 0, *size), 1.0, theme, FixedFonts(), Formatter("en-GB", "Europe/London"), NOW)
    if name in ON_CARD:
        return card(widget, frame, freshness_at(widget, NOW), says_sample=False)
    return widget.draw(frame)


def shapes(ops: list[Op]) -> Counter[tuple[str, int, str]]:
    """What is seen without colours and places: kinds of shapes, corners, and words. Where a zone ends is no level."""

    def words(op: Op) -> str:
        return op.text if isinstance(op, Text) and not any(letter.isdigit() for letter in op.text) else ""

    return Counter((type(op).__name__, len(op.points) if isinstance(op, Polygon) else 0, words(op)) for op in ops)


@pytest.mark.parametrize("size", TILES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", [*SHOWN, *DERIVED])
def test_no_level_is_told_by_its_colour_alone(name: str, size: tuple[int, int]) -> None:
    gray = {level: shapes(drawn(name, level, size, GRAY)) for level in LEVELS}
    colored = {level: drawn(name, level, size, THEMES["dark"]) for level in LEVELS}

    for one, other in itertools.combinations(LEVELS, 2):
        is_told = colored[one] != colored[other]
        assert gray[one] != gray[other] or not is_told, (one, other)
        assert is_told or size != USUAL or name in CROWDED, (one, other)


def test_every_widget_with_levels_is_tried() -> None:
    with_levels = {
        tag_of(one) for one in WIDGETS if one.level is not Widget.level or one.level_at is not Widget.level_at
    }

    assert with_levels <= BY_HAND | DERIVED.keys(), "its first example says nothing that could be good or bad"
