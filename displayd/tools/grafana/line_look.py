"""How the lines of a `timeseries` or a `graph` are drawn: by which axis, stacked, in steps, on which scale."""

from __future__ import annotations

from typing import Any

from displayd.tools.grafana.fields import Json, flag, listed, mapping, number, text
from displayd.tools.grafana.meaning import unit_of_grafana
from displayd.tools.grafana.overrides import overrides_of
from displayd.tools.grafana.queries import Query

__all__ = ["look_of_lines", "on_the_right"]


def on_the_right(panel: Json, queries: list[Query]) -> tuple[str, list[Query]]:
    """The unit of the axis on the right, and the queries that are drawn by it."""
    unit, names, refs = "", set[str](), set[str]()
    for matcher, properties in overrides_of(panel):
        if properties.get("custom.axisPlacement") == "right":
            unit = unit or unit_of_grafana(text(properties, "unit"))
            named, kind = matcher.get("options"), text(matcher, "id")
            names |= {named} if kind == "byName" and isinstance(named, str) else set()
            refs |= {named} if kind == "byFrameRefID" and isinstance(named, str) else set()
    axes = listed(panel, "yaxes")
    for one in listed(panel, "seriesOverrides"):
        if number(one, "yaxis") == 2 and len(axes) > 1:
            names.add(text(one, "alias"))
            unit = unit or unit_of_grafana(text(axes[1], "format"))
    return unit, [query for query in queries if query.ref in refs or (query.field and query.field in names)]


def look_of_lines(panel: Json) -> dict[str, Any]:
    """How the lines of a `timeseries` or `graph` are drawn, where that is not as usual."""
    custom = mapping(panel, "fieldConfig", "defaults", "custom")
    found: dict[str, Any] = {}
    stacking = text(custom, "stacking", "mode")
    if stacking in ("normal", "percent") or flag(panel, "stack"):
        is_share = stacking == "percent" or flag(panel, "percentage")
        found["arrangement"] = "share" if is_share else "stacked"
    if text(custom, "drawStyle") == "bars" or flag(panel, "bars"):
        found["shape"] = "bars"
    elif text(custom, "lineInterpolation").startswith("step") or flag(panel, "steppedLine"):
        found["shape"] = "steps"
    if custom.get("spanNulls") is True or text(panel, "nullPointMode") == "connected":
        found["missing"] = "connect"
    elif text(panel, "nullPointMode") == "null as zero":
        found["missing"] = "zero"
    if text(custom, "scaleDistribution", "type") == "log":
        found["scale"] = "log"
    if "area" in text(custom, "thresholdsStyle", "mode"):
        found["thresholds"] = "zones"
    return found
