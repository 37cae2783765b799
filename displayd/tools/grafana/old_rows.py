"""The rows of a dashboard from before Grafana 5, whose panels have a width and no place, as panels that have one."""

from __future__ import annotations

import math
import re
from typing import Any

from displayd.tools.grafana.fields import GRID_COLUMNS, Json, flag, listed, mapping, number, text

__all__ = ["panels_of_rows"]

# A row had twelve columns, and a panel that did not say how many it wanted had four.
_USUAL_SPAN = 4.0

# As Grafana 5 has it: a row is 250 px high, its grid has rows of 30 px with 8 px between them, a panel three at least.
_USUAL_HEIGHT_PX = 250.0
_GRID_ROW_PX = 38.0
_LEAST_HEIGHT_ROWS = 3

# What Grafana called a row until somebody gave it a name.
_NO_NAMES = ("", "row", "new row", "dashboard row")


def panels_of_rows(rows: list[Json]) -> list[Json]:
    """The panels of `rows` in the manner of today: a panel of the type `row` has those behind it inside.

    A row without a name of its own that does not show it either goes on with the one before it.
    """
    found: list[Json] = []
    inside = found
    top = 0
    for row in rows:
        # Grafana saved what it had shown again for each value of a variable.
        if row.get("repeatIteration"):
            continue
        title = text(row, "title").strip()
        if title.lower() not in _NO_NAMES or flag(row, "showTitle") or flag(row, "collapse") or text(row, "repeat"):
            inside = []
            heading = {"type": "row", "title": title, "repeat": text(row, "repeat"), "panels": inside}
            found.append({**heading, "gridPos": {"x": 0, "y": top, "w": GRID_COLUMNS, "h": 1}})
            top += 1
        placed = _placed(listed(row, "panels"), _height_rows(row.get("height"), _USUAL_HEIGHT_PX), top)
        inside += placed
        top = max([top, *(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in placed)])
    return found


def _placed(panels: list[Json], row_height: int, top: int) -> list[dict[str, Any]]:
    """`panels` from left to right in lines, each as high up as it fits, from the grid's row `top` on."""
    bottoms = [top] * GRID_COLUMNS
    found = []
    for panel in panels:
        if panel.get("repeatIteration"):
            continue
        width = min(max(round((number(panel, "span") or _USUAL_SPAN) * GRID_COLUMNS / 12), 1), GRID_COLUMNS)
        height = _height_rows(panel["height"], 0.0) if panel.get("height") else row_height
        y, x = min((max(bottoms[left : left + width]), left) for left in range(GRID_COLUMNS - width + 1))
        bottoms[x : x + width] = [y + height] * width
        found.append({**_of_today(panel), "gridPos": {"x": x, "y": y, "w": width, "h": height}})
    return found


def _of_today(panel: Json) -> Json:
    """`panel` with the axes that graphs have since Grafana 2.6."""
    formats = panel.get("y_formats")
    if not isinstance(formats, list) or listed(panel, "yaxes"):
        return panel
    grid = mapping(panel, "grid")
    sides = zip(("left", "right"), formats, strict=False)
    return {
        **panel,
        "yaxes": [
            {"format": unit, "min": grid.get(f"{side}Min"), "max": grid.get(f"{side}Max")} for side, unit in sides
        ],
    }


def _height_rows(found: object, otherwise_px: float) -> int:
    """A height such as `250px` or 250 in rows of the grid."""
    size = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*", str(found))
    height_px = float(size[1]) if size else otherwise_px
    return min(max(math.ceil(height_px / _GRID_ROW_PX), _LEAST_HEIGHT_ROWS), 100)
