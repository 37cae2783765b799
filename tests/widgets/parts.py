"""Well-filled widgets, and the parts that each may leave out: how they are told on the glass, and their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from displayd.scene.operations import Arc, Box, Circle, Line, Op, Text

__all__ = ["FILLED", "Filled"]

NOW = 1_795_291_683

Told = Callable[[Sequence[Op]], bool]


def says(pattern: str) -> Told:
    """True where a text has `pattern` in it."""
    return lambda ops: any(isinstance(op, Text) and re.search(pattern, op.text) for op in ops)


def says_all(*patterns: str) -> Told:
    return lambda ops: all(says(pattern)(ops) for pattern in patterns)


def shows(*kinds: type[Op]) -> Told:
    """True where there is a shape of one of these kinds."""
    return lambda ops: any(isinstance(op, kinds) for op in ops)


class Filled(NamedTuple):
    """A widget with all that it can show."""

    kind: str
    fields: Mapping[str, Any]
    parts: Mapping[str, Told]
    """How each part is told, from the first that is left out where there is no room to the most important one."""
    sources: Mapping[str, str] = {}
    """The field, of the widget or of its items, that a part comes from; parts that come from none are not here."""

    def without(self, part: str) -> Mapping[str, Any]:
        """The fields of this widget, but for that which `part` comes from."""
        return dict(_stripped(self.fields, self.sources[part]))


def _stripped(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _stripped(one, name) for key, one in value.items() if key != name}
    return [_stripped(one, name) for one in value] if isinstance(value, list) else value


def _numbered(label: str, count: int, **others: Callable[[int], Any]) -> list[dict[str, Any]]:
    """Items called `label` 1, 2, 3 ..."""
    return [
        {"label": f"{label} {number}", **{name: of(number) for name, of in others.items()}}
        for number in range(1, count + 1)
    ]


HISTORY = [150, 160, 158, 149, 151, 140, 141, 138, 133, 128]
BEFORE = {"value": 128, "previous": 141, "previous_label": "yesterday"}
ZONES = {"direction": "up", "amber": 70, "red": 50}
CHANGE: dict[str, Told] = {"change label": says("vs yesterday"), "change": says(r"\d%")}
OF_CHANGE = {"change label": "previous_label", "change": "previous"}

FILLED: dict[str, Filled] = {
    "number": Filled(
        "number",
        {**BEFORE, "target": 150, "history": HISTORY},
        {"sparkline": shows(Line), "target": says("150"), **CHANGE},
        {"sparkline": "history", "target": "target", **OF_CHANGE},
    ),
    "numbers": Filled(
        "numbers",
        {
            "previous_label": "yesterday",
            "items": _numbered("Team", 4, value=lambda n: 120 + n, previous=lambda n: 100, target=lambda n: 150),
        },
        {
            "change label": CHANGE["change label"],
            "target": says("target|150"),
            "change": CHANGE["change"],
            "last items": says_all("Team 3", "Team 4"),
        },
        {"target": "target", **OF_CHANGE},
    ),
    "sparkline": Filled("sparkline", {**BEFORE, "history": HISTORY}, CHANGE, OF_CHANGE),
    "sparkline of many": Filled(
        "sparkline",
        {
            "previous_label": "yesterday",
            "items": _numbered("Team", 6, value=lambda n: 128 + n, previous=lambda n: 141, history=lambda n: HISTORY),
        },
        {"change": says(r"\d%"), "last items": says_all("Team 5", "Team 6")},
        {"change": "previous"},
    ),
    "bullet": Filled(
        "bullet",
        {
            **BEFORE,
            **ZONES,
            "target": 150,
            "benchmark": 120,
            "benchmark_label": "typical",
            "minimum": 0,
            "maximum": 200,
        },
        {"ends of the scale": says("^200$"), "benchmark": says("typical"), **CHANGE, "target": says("target")},
        {"benchmark": "benchmark", "target": "target", **OF_CHANGE},
    ),
    "bullet of many": Filled(
        "bullet",
        {
            **ZONES,
            "benchmark_label": "typical",
            "minimum": 0,
            "maximum": 200,
            "items": _numbered("Team", 6, value=lambda n: 120 + n, target=lambda n: 150, benchmark=lambda n: 110),
        },
        {"legend": says("typical"), "last items": says_all("Team 5", "Team 6")},
    ),
    "progress": Filled(
        "progress",
        {"value": 340_000, "target": 500_000, "expected": 310_000, "previous": 300_000, "previous_label": "yesterday"},
        {
            "change label": says("vs yesterday"),
            "change": says(r"\+13"),
            "ahead or behind": says("ahead"),
            "goal": says("500k"),
        },
        {"ahead or behind": "expected", **OF_CHANGE},
    ),
    "progress of many": Filled(
        "progress",
        {"target": 200, "items": _numbered("Part", 6, value=lambda n: 120 + n)},
        {"last items": says_all("Part 5", "Part 6")},
    ),
    "health": Filled(
        "health",
        {
            **BEFORE,
            **ZONES,
            "value": 82,
            "previous": 79,
            "history": HISTORY,
            "parts": _numbered("Part", 4, value=lambda n: 60 + n, weight=lambda n: 1),
        },
        {
            "ends of the scale": says("^100$"),
            "sparkline": shows(Line),
            "change label": CHANGE["change label"],
            "last parts": says_all("Part 3", "Part 4"),
            "change": CHANGE["change"],
        },
        {"sparkline": "history", "last parts": "parts", **OF_CHANGE},
    ),
    "gauge": Filled(
        "gauge",
        {**BEFORE, **ZONES, "value": 86, "previous": 81, "target": 95, "minimum": 0, "maximum": 100},
        {"ends of the scale": says("^100$"), "target": says("target"), **CHANGE, "dial": shows(Arc)},
        {"target": "target", **OF_CHANGE},
    ),
    "line": Filled(
        "line",
        {
            "target": 420,
            "events": [{"time": NOW - 40_000, "label": "Release 4.2"}],
            "series": [
                {"name": name, "points": [[NOW - 86_400 + hour * 3_600, base + hour * 7 % 50] for hour in range(24)]}
                for name, base in (("web", 400), ("shop", 300))
            ],
        },
        {
            "times": says(r"^\d\d:\d\d$|Nov|Sat"),
            "ticks": says(r"^\d(00|25|50|75)$"),
            "notes": says("target"),
            "events": says("Release"),
            "values": says("^411$"),
            "names": says_all("web", "shop"),
        },
        {"events": "events", "notes": "target"},
    ),
    "bar": Filled(
        "bar",
        {
            "previous_label": "last week",
            "horizontal": True,
            "bars": _numbered("Team", 5, value=lambda n: 40 + n * 7, previous=lambda n: 30 + n * 6),
        },
        {
            "notes": says("last week"),
            "values": says("^47$"),
            "labels": says("Team 1"),
            "rows": says_all("Team 4", "Team 5"),
        },
        {"notes": "previous"},
    ),
    "bar in columns": Filled(
        "bar",
        {
            "previous_label": "last week",
            "bars": _numbered("Team", 5, value=lambda n: 40 + n * 7, previous=lambda n: 30 + n * 6),
        },
        {"notes": says("last week"), "values": says("^47$|^0$"), "labels": says("Team"), "rows": shows(Box)},
        {"notes": "previous"},
    ),
    "bar of many series": Filled(
        "bar",
        {
            "series": [
                {"name": name, "bars": _numbered("Team", 4, value=lambda n: 40 + n * 7)} for name in ("won", "lost")
            ]
        },
        {"values": says("^47$|^0$"), "names of series": says_all("won", "lost"), "labels": says("Team 1")},
    ),
    "donut": Filled(
        "donut",
        {"slices": _numbered("Team", 5, value=lambda n: 60 - n * 7)},
        {
            "total": says("total"),
            "ring": shows(Arc),
            "slices": says_all("Team 4", "Team 5"),
            "shares": says(r"\d%"),
        },
    ),
    "table": Filled(
        "table",
        {
            "columns": [{"label": label} for label in ("Team", "Open", "Closed", "Late")],
            "rows": [[f"Unit {number}", number * 10, number * 11, 900 + number] for number in range(1, 7)],
        },
        {
            "last columns": says("90"),
            "last rows": says_all("Unit 5", "Unit 6"),
            "headings": says("Team"),
        },
    ),
    "leaderboard": Filled(
        "leaderboard",
        {
            "items": _numbered(
                "Person", 6, value=lambda n: 900 - n, previous_rank=lambda n: n + 30, detail=lambda n: f"Team {n}"
            )
        },
        {
            "detail": says("Team"),
            "movement": says("^30$"),
            "ranks": says("^1$"),
            "last rows": says_all("Person 5", "Person 6"),
        },
        {"detail": "detail", "movement": "previous_rank"},
    ),
    "status": Filled(
        "status",
        {
            "items": _numbered(
                "Service",
                6,
                state=lambda n: "up" if n > 2 else "down",
                detail=lambda n: "Bad gateway",
                since=lambda n: NOW - 4_000,
                history=lambda n: ["up", "down", "up", "up", "up", "up", "up", "up"],
            )
        },
        {
            "since": says("1\u202fh"),
            "history": lambda ops: sum(isinstance(op, Box) for op in ops) > 8,
            "detail": says("Bad"),
            "names of what is up": says("Service 3"),
            "last rows": says_all("Service 1", "Service 2"),
        },
        {"history": "history", "since": "since", "detail": "detail"},
    ),
    "clock": Filled(
        "clock",
        {
            "label": "Dublin",
            "zones": [{"timezone": zone} for zone in ("Asia/Tokyo", "America/New_York", "Europe/Berlin")],
        },
        {"date": says("Nov"), "zones from the end": says_all("New York", "Berlin"), "label": says("Dublin")},
        {"zones from the end": "zones", "label": "label"},
    ),
    "map": Filled(
        "map",
        {
            "places": [
                {"label": "London", "lat": 51.5, "lon": -0.1, "value": 60},
                {"label": "Lagos", "lat": 6.5, "lon": 3.4, "value": 12},
                {"label": "Lima", "lat": -12.0, "lon": -77.0, "value": 31},
            ]
        },
        {
            "list": lambda ops: sum(isinstance(op, Text) and op.text == "London" for op in ops) > 1,
            "figures at the places": says("^60$"),
            "names": says("London"),
        },
        {"figures at the places": "value"},
    ),
    "qr": Filled(
        "qr",
        {"text": "https://example.com/feedback", "caption": "Tell us"},
        {"host": says("example.com"), "caption": says("Tell us")},
        {"caption": "caption"},
    ),
    "countdown": Filled(
        "countdown",
        {"until": NOW + 5 * 86_400 + 5_000, "since": NOW - 864_000},
        {"moment": says("Nov"), "bar": shows(Box), "hours beside days, minutes beside hours": says("^1$")},
        {"bar": "since"},
    ),
    "sla": Filled(
        "sla",
        {"items": _numbered("Ticket", 5, detail=lambda n: "Bloom & Sons", due=lambda n: NOW + n * 4_000)},
        {
            "detail": says("Bloom"),
            "minutes beside hours": says("7\u202fmin"),
            "rows from the end": says_all("Ticket 4", "Ticket 5"),
        },
        {"detail": "detail"},
    ),
    "funnel": Filled(
        "funnel",
        {"stages": _numbered("Stage", 5, value=lambda n: 1_000 / n, previous=lambda n: 900 / n**1.1)},
        {
            "overall change": says("points"),
            "overall": says("[Oo]verall"),
            "steps": says("50%"),
            "last stages": says_all("Stage 4", "Stage 5"),
        },
        {"overall change": "previous"},
    ),
    "list": Filled(
        "list",
        {
            "items": _numbered(
                "Deal", 6, detail=lambda n: "Amelia", value=lambda n: n * 1_000, time=lambda n: NOW - n * 4_000
            )
        },
        {"time": says(r"\d:\d"), "detail": says("Amelia")},
        {"time": "time", "detail": "detail"},
    ),
    "heatmap": Filled(
        "heatmap",
        {
            "columns": ["", *"ABCDEF"],
            "rows": [[f"Row {row}", *(row * column for column in range(1, 7))] for row in range(1, 6)],
        },
        {
            "figures": says("^12$"),
            "some of the names": says_all(*(f"Row {row}" for row in range(1, 6)), *"ABCDEF"),
            "legend": says("^30$"),
        },
    ),
    "cohort": Filled(
        "cohort",
        {
            "unit": "percentunit",
            "rows": [[f"Month {row}", 1_000 + row, *(1 / age for age in range(1, 8 - row))] for row in range(1, 7)],
        },
        {
            "sizes": says("1,006"),
            "figures": says("^33"),
            "some of the names": says_all(*(f"Month {row}" for row in range(1, 7))),
            "legend": says("^100"),
        },
    ),
    "ticker": Filled(
        "ticker",
        {"items": [{"label": "Release 4.2 goes live", "detail": "Changes are in the wiki"}] * 3},
        {"dots": lambda ops: sum(isinstance(op, Circle) for op in ops) == 3, "detail": says("Changes")},
        {"detail": "detail"},
    ),
    "announcement": Filled(
        "announcement",
        {"headline": "Summer party", "text": "From four o'clock on the roof", "source": "logo.png"},
        {},
    ),
    "slideshow": Filled("slideshow", {"items": [{"source": "logo.png", "caption": "Our office"}]}, {}),
    "text": Filled("text", {"text": "Slow is smooth, and smooth is fast."}, {}),
    "picture": Filled("picture", {"source": "logo.png", "title": "Our office"}, {}),
}
"""By a name that begins with the widget's `type`."""
