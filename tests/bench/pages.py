"""The page that is measured: the DevOps dashboard of the sample office, with an hour of figures."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document, decode
from displayd.document.schedule import Showing
from displayd.scene.operations import Fonts, Scene

__all__ = ["NOW", "bench_document", "scene_of"]

NOW = 1_795_291_683.0


# Of every second page, where a page change is to change nearly everything.
OTHER_TEMPLATE = [
    "leaders load load clock",
    "leaders load load uptime",
    "leaders orders orders sources",
    "status errors conns revenue",
]


def bench_widgets() -> dict[str, Any]:
    """Ten tiles by name, with what they show."""
    line = [[NOW - 3600 + 12 * step, 400 + 90 * math.sin(step / 17) + 25 * math.sin(step / 3)] for step in range(300)]
    lower = [[moment, value * 0.6] for moment, value in line]
    history = [100 + 20 * math.sin(step / 5) for step in range(48)]
    names = ["Amélie Laurent", "Jonas Weber", "Priya Raman", "Tom O'Brien", "Sofia Rossi"]
    return {
        "load": {
            "type": "line",
            "title": "Requests",
            "unit": "reqps",
            "series": [{"name": "web", "points": line}, {"name": "api", "points": lower}],
        },
        "uptime": {
            "type": "gauge",
            "title": "Uptime, 30 days",
            "value": 0.9993,
            "unit": "percentunit",
            "minimum": 0.99,
        },
        "errors": {"type": "number", "title": "Error rate", "value": 0.0038, "unit": "percentunit", "history": history},
        "conns": {"type": "number", "title": "Connections", "value": 1284, "previous": 1190, "history": history},
        "revenue": {"type": "number", "title": "Revenue", "value": 48291, "unit": "currencyEUR", "history": history},
        "orders": {
            "type": "bar",
            "title": "Orders by day",
            "bars": [
                {"label": day, "value": 200 + 40 * place}
                for place, day in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri"])
            ],
        },
        "leaders": {
            "type": "leaderboard",
            "title": "Sales",
            "items": [{"label": name, "value": 18420 - 1300 * place} for place, name in enumerate(names)],
        },
        "status": {
            "type": "status",
            "title": "Services",
            "items": [{"label": name, "state": "up"} for name in ("Gateway", "Checkout", "Search", "E-mail")],
        },
        "sources": {
            "type": "donut",
            "title": "Traffic",
            "slices": [
                {"label": name, "value": share} for name, share in (("Direct", 46), ("Search", 27), ("Ads", 17))
            ],
        },
        "clock": {"type": "clock", "show_seconds": True},
    }


def bench_document(
    page_seconds: float = 20.0, transition: str = "cut", count: int = 2, is_varied: bool = False
) -> Document:
    """Pages of ten tiles with lines of 300 points, a clock among them.

    Args:
        is_varied: True for pages that look different; otherwise they differ by one figure and the title.
    """
    widgets = bench_widgets()
    template = [
        "errors conns revenue clock",
        "load load uptime leaders",
        "load load sources leaders",
        "orders orders status leaders",
    ]
    pages = [
        {
            "title": f"Operations, part {number + 1}" if number else "Operations",
            "seconds": page_seconds,
            "landscape": OTHER_TEMPLATE if is_varied and number % 2 else template,
            "widgets": {**widgets, "conns": {**widgets["conns"], "value": 1284 + 1000 * number}},
        }
        for number in range(count)
    ]
    data = {"format": 1, "screen": "bench", "transition": transition, "pages": pages}
    return decode(msgspec.json.encode(data))


def scene_of(document: Document, page: int, size: tuple[int, int], fonts: Fonts, unix_time: float = NOW) -> Scene:
    """One page of `document` at `unix_time`."""
    showing = Showing(page, document.pages[page], unix_time, float("inf"))
    return compose(PageContext(document, size, fonts), showing, unix_time)
