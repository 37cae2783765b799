"""A dashboard's JSON as Grafana writes it: its panels in sections, its variables and its time range."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from displayd.errors import DisplaydError
from displayd.tools.grafana.fields import Json, listed, mapping, number, text
from displayd.tools.grafana.old_rows import panels_of_rows
from displayd.tools.grafana.schema_v2 import classic_of, is_schema_v2
from displayd.validation.json_source import depth_of

__all__ = ["Dashboard", "Section", "read_dashboard", "seconds_of"]

MAX_BYTES = 50_000_000
MAX_DEPTH = 100

DEFAULT_RANGE_SECONDS = 6 * 3600.0
"""As Grafana has it for a dashboard that does not say."""

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "M": 2_592_000, "y": 31_536_000}


class Section(NamedTuple):
    """A row, or what stands before the first one."""

    title: str
    panels: list[Json]
    """In reading order."""
    repeat: str = ""
    """Variable for each of whose values Grafana shows it again; empty for none."""


class Dashboard(NamedTuple):
    """What of the JSON matters for a wall."""

    title: str
    description: str
    sections: list[Section]
    variables: list[Json]
    inputs: list[Json]
    """What a dashboard that was exported to be shared wants to be told: data sources and constants."""
    range_seconds: float
    """How far back its charts go."""


def read_dashboard(data: bytes) -> Dashboard:
    """The dashboard in `data`, as a file, as exported to be shared, or as Grafana's API answers; of any schema.

    Raises:
        DisplaydError: it is none; says what to do.
    """
    found = _parsed(data)
    inner = mapping(found, "dashboard") or found
    if text(inner, "kind") == "Dashboard" or text(inner, "apiVersion").startswith("dashboard.grafana.app/"):
        inner = mapping(inner, "spec")
    if is_schema_v2(inner):
        inner = classic_of(inner)
    panels = listed(inner, "panels") or panels_of_rows(listed(inner, "rows"))
    if not panels:
        raise DisplaydError("this is no dashboard of Grafana: it has no panels", "Grafana: Export, Save to file")
    return Dashboard(
        title=text(inner, "title").strip(),
        description=text(inner, "description").strip(),
        sections=list(_sections(panels)),
        variables=listed(inner, "templating", "list"),
        inputs=listed(inner, "__inputs"),
        range_seconds=_range_seconds(inner),
    )


def seconds_of(duration: str) -> float | None:
    """How many seconds a duration such as `90s`, `1h30m` or `2d` has; None for none."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|[smhdwMy])", duration)
    if not parts or "".join(size + unit for size, unit in parts) != duration:
        return None
    return sum(float(size) * _SECONDS[unit] for size, unit in parts)


def _parsed(data: bytes) -> Json:
    if len(data) > MAX_BYTES:
        raise DisplaydError(f"{len(data):,} bytes are too many for a dashboard")
    if depth_of(data) > MAX_DEPTH:
        raise DisplaydError("this is nested too deep to be a dashboard")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise DisplaydError(f"this is no JSON: {exc}", "Grafana: Export, Save to file") from exc
    if not isinstance(found, dict):
        raise DisplaydError("this is no dashboard of Grafana: it is no object", "Grafana: Export, Save to file")
    return found


def _sections(panels: list[Json]) -> list[Section]:
    """The panels by the rows that they belong to: those of a closed row are in it, of an open one behind it."""
    sections: list[Section] = [Section("", [])]
    for panel in sorted(panels, key=_place):
        if text(panel, "type") == "row":
            inside = sorted(listed(panel, "panels"), key=_place)
            sections.append(Section(text(panel, "title").strip(), inside, text(panel, "repeat")))
        else:
            sections[-1].panels.append(panel)
    return [section for section in sections if section.panels]


def _place(panel: Json) -> tuple[float, float]:
    place = mapping(panel, "gridPos")
    return number(place, "y") or 0.0, number(place, "x") or 0.0


def _range_seconds(dashboard: Json) -> float:
    match = re.fullmatch(r"now-([0-9a-zA-Z]+?)(?:/[a-zA-Z]+)?", text(dashboard, "time", "from"))
    seconds = seconds_of(match[1]) if match else None
    return min(max(seconds or DEFAULT_RANGE_SECONDS, 300.0), 31_536_000.0)
