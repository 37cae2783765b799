"""Widget data of every kind that the types allow."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

LABELS = st.one_of(
    st.sampled_from(["", "x", "Amelia Fairweather", "A label of sixty letters, more than most tiles can hold"]),
    st.text(max_size=60),
)
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
POINTS = _many(st.tuples(TIMES, MAYBE).map(list), 300)
ENDS = {"minimum": MAYBE, "maximum": MAYBE}

WIDGETS: dict[str, st.SearchStrategy[Any]] = {
    "number": fields(
        {"value": AMOUNTS}, previous=MAYBE, previous_label=LABELS, target=MAYBE, history=_many(MAYBE, 300), **MEASURED
    ),
    "line": fields(
        {},
        series=st.lists(fields({"points": POINTS}, name=LABELS), max_size=8),
        points=POINTS,
        area=st.booleans(),
        target=MAYBE,
        **ENDS,
        **MEASURED,
    ),
    "bar": fields(
        {"bars": _many(fields({"value": MAYBE}, label=LABELS, target=MAYBE, previous=MAYBE, level=LEVELS), 300)},
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
                fields({"value": MAYBE}, label=LABELS, previous=MAYBE, previous_rank=st.integers(1, 20), detail=LABELS),
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
                ),
                200,
            )
        },
        worst_first=st.booleans(),
    ),
    "text": fields(
        {"text": st.text(max_size=400) | LABELS.map(lambda label: label * 20)},
        align=st.sampled_from(["left", "center", "right"]),
        size=st.sampled_from(["small", "normal", "large", "hero"]),
    ),
    "clock": fields(
        {},
        timezone=st.sampled_from(["", "America/New_York", "Pacific/Chatham"]),
        label=LABELS,
        show_seconds=st.booleans(),
        show_date=st.booleans(),
    ),
    "picture": fields({"source": st.sampled_from(["logo.png", "missing.png", "a/very/long/name/" * 15 + ".png"])}),
}
"""Fields of each widget by its `type`."""
