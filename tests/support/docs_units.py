"""The list of units in `docs/units.md`: every name that Grafana has, with a figure."""

from __future__ import annotations

import json
from pathlib import Path

from displayd.text.formatter import Formatter

__all__ = ["unit_list"]

IDS = Path(__file__).parent.parent / "fixtures" / "grafana_unit_ids.json"

FIGURE = 1234.5
MOMENT = 1_795_861_653_000


def unit_list() -> str:
    """A heading for each of Grafana's categories, and under it each name with a figure in that unit."""
    formatter = Formatter("en-GB", "UTC")
    lines = []
    for category, names in json.loads(IDS.read_text())["categories"].items():
        value = MOMENT if category == "Date & time" else FIGURE
        figures = [f"`{name}` {formatter.text(value, name)}" for name in names]
        lines += [f"**{category}**", "", " · ".join(figures), ""]
    return "\n".join(lines)
