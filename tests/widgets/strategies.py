"""Widget data of every kind that the types allow."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from displayd.scene.geometry import Rect
from displayd.scene.operations import Fonts
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from tests.support.fakes_fonts import FixedFonts

NOW = 1_795_291_683.25
"""Saturday 21 November 2026, 20:08:03 in London: the moment at which everything is drawn."""

# Numbers, money, days and clocks are written differently in each of them.
LOCALES = ["en-GB", "en-US", "de", "fr", "hi-IN", "ar", "zh-CN"]

SIXTY = "A label of sixty letters is longer than most tiles can hold."
PEOPLE_WRITE = [
    "", "x", "Amelia Fairweather", SIXTY, "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenkasse",
    "Ångström, Çelik & Ðorđe (Qaqortoq)", "新規のお客様", "الطلبات المفتوحة", "खुले टिकट", "🌷 tulips", "two\nlines",
]  # fmt: skip
"""Labels of all kinds, up to the longest that are expected."""
WORDS = st.sampled_from(PEOPLE_WRITE)
LABELS = WORDS | st.text(max_size=60)
AMOUNTS = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 0.5, -0.000012, 42.0, 9_999_999_999.0, -9_999_999_999.0, 1e18, -1e18, 5e-324]),
    st.integers(-200, 2000).map(float),
    st.floats(-1e18, 1e18, allow_nan=False),
)
MAYBE = st.none() | AMOUNTS
TIMES = st.one_of(st.floats(1.79e9, 1.8e9), st.floats(0, 253_370_764_799), st.sampled_from([0.0, 1_795_291_683.0]))
UNITS = st.sampled_from(
    ["short", "none", "percent", "percentunit", "ms", "s", "d", "bytes", "reqps", "currencyEUR", "suffix: widgets",
     "prefix:no. ", "dtdurations", "dthms", "bool", "unheard of"]
)  # fmt: skip
ZONES = st.sampled_from(["", "America/New_York", "Pacific/Chatham"])
MARKDOWN = st.lists(
    st.sampled_from(["# ", "### ", "- ", "12. ", "\n", "**", "*", "_", "bold words", "x", " ", "Donaudampfschiff" * 8]),
    max_size=60,
).map("".join)
LEVELS = st.sampled_from(["none", "good", "amber", "red"])
DIRECTIONS = st.sampled_from(["up", "down", "none"])


def fields(needed: dict[str, st.SearchStrategy[Any]], **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A JSON object with the `needed` fields and any of the others."""
    return st.fixed_dictionaries(needed, optional=others)


def _many(one: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[Any]]:
    # Hypothesis likes short lists; long ones are what tears layouts.
    copies = st.tuples(st.lists(one, min_size=1, max_size=4), st.integers(1, most))
    return st.lists(one, max_size=12) | copies.map(lambda pair: (pair[0] * pair[1])[: pair[1]])


MEASURED = {
    "unit": UNITS, "decimals": st.none() | st.integers(0, 6), "direction": DIRECTIONS, "amber": MAYBE, "red": MAYBE
}  # fmt: skip


@st.composite
def _series(draw: st.DrawFn) -> list[list[float | None]]:
    """1 to 300 points at equal distances, few different values, often with gaps or all equal."""
    values = draw(st.lists(MAYBE, min_size=1, max_size=5))
    count, step = draw(st.integers(1, 300)), draw(st.sampled_from([1.0, 60.0, 3_600.0, 86_400.0, 2_629_800.0]))
    return [[NOW - (count - n) * step, values[n % len(values)]] for n in range(count)]


POINTS = _series() | _many(st.tuples(TIMES, MAYBE).map(list), 300)
BARS = fields({"value": MAYBE}, label=LABELS, target=MAYBE, previous=MAYBE, level=LEVELS)
ENDS = {"minimum": MAYBE, "maximum": MAYBE}

HISTORY = _many(MAYBE, 300)
OWN_MEASURE = {
    "unit": st.none() | UNITS, "decimals": st.none() | st.integers(0, 6), "direction": st.none() | DIRECTIONS,
    "amber": MAYBE, "red": MAYBE,
}  # fmt: skip

WIDGETS: dict[str, st.SearchStrategy[Any]] = {
    "number": fields(
        {"value": AMOUNTS}, previous=MAYBE, previous_label=LABELS, target=MAYBE, history=HISTORY, **MEASURED
    ),
    "numbers": fields(
        {
            "items": _many(
                fields({"value": MAYBE}, label=LABELS, previous=MAYBE, target=MAYBE, level=LEVELS, **OWN_MEASURE), 100
            )
        },
        previous_label=LABELS,
        **MEASURED,
    ),
    "sparkline": fields(
        {},
        value=MAYBE,
        previous=MAYBE,
        previous_label=LABELS,
        history=HISTORY,
        items=_many(
            fields({"value": MAYBE}, label=LABELS, previous=MAYBE, history=HISTORY, level=LEVELS, **OWN_MEASURE), 60
        ),
        **MEASURED,
    ),
    "bullet": fields(
        {},
        value=MAYBE,
        previous=MAYBE,
        previous_label=LABELS,
        target=MAYBE,
        benchmark=MAYBE,
        benchmark_label=LABELS,
        items=_many(
            fields({"value": MAYBE}, label=LABELS, target=MAYBE, benchmark=MAYBE, level=LEVELS, **ENDS, **OWN_MEASURE),
            60,
        ),
        **ENDS,
        **MEASURED,
    ),
    "progress": fields(
        {"value": AMOUNTS},
        target=MAYBE,
        minimum=AMOUNTS,
        expected=MAYBE,
        previous=MAYBE,
        previous_label=LABELS,
        **MEASURED,
    ),
    "health": fields(
        {},
        value=MAYBE,
        previous=MAYBE,
        previous_label=LABELS,
        minimum=AMOUNTS,
        maximum=AMOUNTS,
        history=HISTORY,
        parts=_many(fields({"value": MAYBE}, label=LABELS, previous=MAYBE, weight=st.floats(0, 1e6), level=LEVELS), 50),
        **MEASURED,
    ),
    "line": fields(
        {},
        series=st.lists(fields({"points": POINTS}, name=LABELS, axis=st.sampled_from(["left", "right"])), max_size=8),
        points=POINTS,
        area=st.booleans(),
        target=MAYBE,
        right_unit=UNITS,
        right_minimum=MAYBE,
        right_maximum=MAYBE,
        before=POINTS,
        before_label=LABELS,
        events=_many(fields({"time": TIMES}, label=LABELS), 100),
        incomplete_from=st.none() | TIMES,
        **ENDS,
        **MEASURED,
    ),
    "bar": fields(
        {"bars": _many(BARS, 300)},
        series=st.lists(fields({"bars": _many(BARS, 60)}, name=LABELS, level=LEVELS), max_size=8),
        arrangement=st.sampled_from(["grouped", "stacked", "share"]),
        target=MAYBE,
        horizontal=st.booleans(),
        highlight=LABELS,
        previous_label=LABELS,
        **ENDS,
        **MEASURED,
    ),
    "gauge": fields({"value": AMOUNTS}, previous=MAYBE, previous_label=LABELS, target=MAYBE, **ENDS, **MEASURED),
    "donut": fields(
        {"slices": _many(fields({"value": MAYBE}, label=LABELS, level=LEVELS), 100)},
        middle=st.sampled_from(["total", "largest", "none"]),
        **MEASURED,
    ),
    "table": fields(
        {
            "columns": st.lists(
                fields({}, label=LABELS, align=st.sampled_from(["left", "center", "right"]), **MEASURED),
                min_size=1,
                max_size=12,
            ),
            "rows": _many(st.lists(MAYBE | LABELS, max_size=12), 200),
        }
    ),
    "leaderboard": fields(
        {
            "items": _many(
                fields(
                    {"value": MAYBE},
                    label=LABELS,
                    previous=MAYBE,
                    previous_rank=st.integers(1, 20),
                    detail=LABELS,
                    level=LEVELS,
                ),
                200,
            )
        },
        order=st.sampled_from(["asc", "desc"]),
        **MEASURED,
    ),
    "status": fields(
        {
            "items": _many(
                fields(
                    {"state": st.sampled_from(["up", "degraded", "down", "unknown"])},
                    label=LABELS,
                    detail=LABELS,
                    since=TIMES,
                    history=_many(st.sampled_from(["up", "degraded", "down", "unknown"]) | MAYBE, 60),
                    direction=DIRECTIONS,
                    amber=MAYBE,
                    red=MAYBE,
                ),
                200,
            )
        },
        worst_first=st.booleans(),
    ),
    "funnel": fields({"stages": _many(fields({"value": MAYBE}, label=LABELS, previous=MAYBE), 24)}, **MEASURED),
    "list": fields(
        {"items": _many(fields({"value": MAYBE}, label=LABELS, detail=LABELS, level=LEVELS, time=TIMES), 200)},
        rotate_seconds=st.sampled_from([2.0, 8.0, 3600.0]),
        **MEASURED,
    ),
    "heatmap": fields(
        {"rows": _many(st.lists(MAYBE | LABELS, max_size=20), 60), "columns": st.lists(LABELS, max_size=20)}, **MEASURED
    ),
    "cohort": fields(
        {"rows": _many(st.lists(MAYBE | LABELS, max_size=20), 60), "columns": st.lists(LABELS, max_size=20)}, **MEASURED
    ),
    "ticker": fields(
        {"items": _many(fields({}, label=LABELS, detail=LABELS, level=LEVELS), 100)},
        seconds=st.sampled_from([2.0, 6.0, 60.0]),
    ),
    "text": fields(
        {"text": st.text(max_size=400) | LABELS.map(lambda label: label * 20) | MARKDOWN},
        align=st.sampled_from(["left", "center", "right"]),
        size=st.sampled_from(["small", "normal", "large", "hero"]),
        markdown=st.booleans(),
    ),
    "clock": fields(
        {},
        timezone=ZONES,
        label=LABELS,
        show_seconds=st.booleans(),
        show_date=st.booleans(),
        zones=_many(fields({"timezone": ZONES.filter(bool)}, label=LABELS), 24),
    ),
    "picture": fields({"source": st.sampled_from(["logo.png", "missing.png", "a/very/long/name/" * 15 + ".png"])}),
    "map": fields(
        {
            "places": _many(
                fields(
                    {"lat": st.none() | st.floats(-90, 90), "lon": st.none() | st.floats(-180, 180)},
                    label=LABELS,
                    value=MAYBE,
                    level=LEVELS,
                ),
                200,
            )
        },
        region=st.sampled_from(
            ["auto", "world", "europe", "north-america", "south-america", "africa", "asia", "oceania"]
        ),
        **MEASURED,
    ),
    "qr": fields(
        {"text": st.text(max_size=200) | LABELS.map(lambda label: f"https://example.com/{label}")}, caption=LABELS
    ),
    "countdown": fields(
        {"until": TIMES | st.sampled_from(["2026-11-21 20:09", "2026-12-18", "2126-01-01T00:00:00+14:00"])},
        timezone=ZONES,
        since=TIMES,
        amber_seconds=st.none() | st.floats(0, 31_536_000),
        red_seconds=st.none() | st.floats(0, 31_536_000),
        done=LABELS,
    ),
    "sla": fields(
        {"items": _many(fields({"due": st.none() | TIMES}, label=LABELS, detail=LABELS), 200)},
        amber_seconds=st.none() | st.floats(0, 31_536_000),
    ),
}
"""Fields of each widget by its `type`."""

HEADS = fields(
    {},
    title=WORDS,
    about=WORDS | st.just("Orders that were paid, mean of the last five minutes, all shops together"),
    as_of=st.floats(NOW - 1_000, NOW),
    expire_after=st.sampled_from([600.0, 1_200.0, 5_000.0]),
    error=st.just("") | WORDS,
    sample=st.booleans(),
    changed_at=st.sampled_from([NOW - 60, NOW - 1e6]),
)
"""What the card around any widget shows."""


@st.composite
def frames(draw: st.DrawFn, lines: tuple[float, float], fonts: Fonts | None = None) -> Frame:
    """Frames of tiles of all sizes, on TVs of 720p, 1080p and 4K that hang near and far.

    Args:
        lines: least width and height of the tile, in lines of the smallest text.
    """
    unit = draw(st.sampled_from([2 / 3, 1.0, 1.0, 2.0]))
    floor_px = unit * draw(st.sampled_from([0.0, 44.5]) | st.floats(28, 84))
    area, pictures = Rect(0, 0, 0, 0), {"logo.png": "0" * 64}
    frame = Frame(
        area,
        unit,
        THEMES["dark"],
        fonts or FixedFonts(),
        Formatter(draw(st.sampled_from(LOCALES)), "Europe/London"),
        NOW,
        pictures.get,
        floor_px=floor_px,
    )
    least = [math.ceil(share * frame.small) for share in lines]
    # Half of the tiles are small: that is where things get tight.
    width, height = (
        draw(st.integers(low, max(low, round(small * unit))) | st.integers(low, max(low, round(large * unit))))
        for low, small, large in zip(least, (600, 400), (1_860, 1_800), strict=True)
    )
    frame.area = Rect(draw(st.integers(0, 1000)), draw(st.integers(0, 1000)), width, height)
    return frame
