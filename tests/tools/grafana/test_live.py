"""A dashboard of the node exporter, imported, served by a hub that asks Debian's Prometheus, and drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from displayd.cli.main import main
from tests.hub.sources.prometheus_server import needs_prometheus, prometheus_office
from tests.hub.walls import device_of, eventually, serving
from tests.tools.grafana.dashboards import dashboard_of, panel_of

pytestmark = [needs_prometheus, pytest.mark.slow]


def asking(title: str, kind: str, x: int, y: int, *queries: tuple[str, str], **defaults: Any) -> dict[str, Any]:
    targets = [
        {"refId": chr(65 + at), "expr": query, "legendFormat": legend} for at, (query, legend) in enumerate(queries)
    ]
    place = {"x": x, "y": y, "w": 12, "h": 8}
    return panel_of(type=kind, title=title, gridPos=place, targets=targets, fieldConfig={"defaults": defaults})


HOST = '{instance="$node",job="$job"}'
DASHBOARD = dashboard_of(
    asking("Cores", "stat", 0, 0, (f"count(count(node_cpu_seconds_total{HOST}) by (cpu))", ""), unit="none"),
    asking("Memory", "gauge", 12, 0,
           (f"1 - node_memory_MemAvailable_bytes{HOST} / node_memory_MemTotal_bytes{HOST}", ""),
           unit="percentunit", min=0, max=1),
    asking("CPU", "timeseries", 0, 8,
           ('sum(rate(node_cpu_seconds_total{mode="user",instance="$node"}[5s]))', "user"),
           ('sum(rate(node_cpu_seconds_total{mode="system",instance="$node"}[5s]))', "system")),
    asking("Load", "timeseries", 12, 8, (f"node_load1{HOST}", "")),
    {"type": "row", "title": "Targets", "gridPos": {"x": 0, "y": 20, "w": 24, "h": 1}},
    asking("Up", "bargauge", 0, 21, ("up", "{{job}}")),
    asking("Nobody", "stat", 12, 21, ('sum(up{job="nobody"})', "")),
    title="Node", time={"from": "now-5m", "to": "now"},
    templating={"list": [{"name": "node", "type": "query"}, {"name": "job", "current": {"value": "x"}}]},
)  # fmt: skip


def test_an_imported_dashboard_shows_what_prometheus_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with prometheus_office(tmp_path) as office:
        folder = tmp_path / "wall"
        folder.mkdir()
        (folder / "hub.yaml").write_text(office.hub_yaml + "publish_seconds: 0.05\n")
        (folder / "screens.yaml").write_text(f"screens: {{tv: {{device: {device_of('tv')}, show: [node]}}}}\n")
        (tmp_path / "node.json").write_bytes(DASHBOARD)
        values = ["--var", f"node=127.0.0.1:{office.node_port}", "--var", "job=node"]
        assert main(["hub", "import-grafana", str(tmp_path / "node.json"), "--into", str(folder), *values]) == 0
        metrics = folder / "metrics/node.yaml"
        # As a server has it that has run for a while.
        metrics.write_text(metrics.read_text().replace("range: 5m", "range: 20s\n    step: 1s\n  refresh_seconds: 1"))

        def tiles() -> dict[str, Any]:
            document = json.loads(hub.screen("tv").content)
            return {name: tile for page in document["pages"] for name, tile in page["widgets"].items()}

        def is_complete() -> bool:
            found = tiles()
            return (
                "value" in found["cores"]
                and len(found["up"].get("bars", ())) == 3
                and [len(line.get("points", ())) > 2 for line in found["cpu"].get("series", ())] == [True, True]
                and len(found["load"].get("points", ())) > 2
            )

        with serving(folder, tmp_path / "state") as hub:
            assert eventually(is_complete, 90), tiles()
            found = tiles()

        assert found["cores"]["value"] >= 1
        assert 0 < found["memory"]["value"] < 1
        assert [line["name"] for line in found["cpu"]["series"]] == ["system", "user"]
        assert {bar["label"]: bar["value"] for bar in found["up"]["bars"]} == {
            "away": 0.0,
            "node": 1.0,
            "prometheus": 1.0,
        }
        assert "value" not in found["nobody"]
        for rotate in ("0", "90"):
            for page in ("1", "2"):
                picture = tmp_path / f"{rotate}-{page}.png"
                layout = str(folder / "layouts/node.yaml")
                words = ["--wall", str(folder), "--page", page, "--rotate", rotate, "-o", str(picture)]
                assert main(["render", layout, *words]) == 0
                assert picture.stat().st_size > 10_000
        assert main(["check", str(folder)]) == 0
        assert "no mistakes" in capsys.readouterr().out
