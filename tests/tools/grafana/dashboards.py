"""Dashboards to import, and what the hub makes of what became of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from displayd.hub.wall.loader import Wall
from displayd.tools.grafana.importing import Imported, imported
from tests.hub.walls import wall

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "grafana"

HUB = "outgoing: ['127.0.0.1:9090']\nservers: {prometheus: {url: 'http://127.0.0.1:9090'}}\n"


def fixture(name: str) -> bytes:
    """A dashboard by hand, in the shape of a version of Grafana."""
    return (FIXTURES / f"{name}.json").read_bytes()


def panel_of(**fields: Any) -> dict[str, Any]:
    """A panel that asks for `up`, with these fields of its own."""
    return {"type": "stat", "title": "Panel", "targets": [{"refId": "A", "expr": "up"}], **fields}


def dashboard_of(*panels: dict[str, Any], **fields: Any) -> bytes:
    """A dashboard with these panels."""
    return json.dumps({"title": "Board", "schemaVersion": 41, "panels": panels, **fields}).encode()


def metrics_of(made: Imported) -> dict[str, Any]:
    """What stands in the file of metrics."""
    found: dict[str, Any] = yaml.safe_load(made.metrics) if made.metrics else {}
    return found


def only_metric(*panels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The only metric of a dashboard with these panels."""
    (metric,) = metrics_of(imported(dashboard_of(*panels, **fields))).values()
    found: dict[str, Any] = metric
    return found


def wall_of(made: Imported) -> Wall:
    """A wall with the files of `made`, checked by the hub; fails when there is a mistake in them."""
    files: dict[str, str | bytes | None] = {
        "hub.yaml": HUB,
        "screens.yaml": f"screens:\n  tv: {{show: [{made.name}]}}\n",
        f"layouts/{made.name}.yaml": made.layout,
        "metrics.yaml": None,
        "layouts/team.yaml": None,
        "layouts/sales.yaml": None,
    }
    if made.metrics:
        files[f"metrics/{made.name}.yaml"] = made.metrics
    return wall(files)
