"""`GET /v1/metrics`."""

from __future__ import annotations

from pathlib import Path

from tests.hub.walls import METRICS, eventually, serving, write_wall


def test_metrics_are_told_with_their_values_and_errors(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"metrics.yaml": METRICS + "load: {host: load1}\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        hub.push("orders", value=3)
        eventually(lambda: hub.get("/v1/metrics").json()["metrics"][3]["value"] is not None)
        found = hub.get("/v1/metrics").json()

    orders, errors, _, load = found["metrics"]
    assert [one["id"] for one in found["metrics"]] == ["orders", "errors", "latency", "load"]
    assert (orders["title"], orders["source"], orders["value"]) == ("Orders", "pushed", 3)
    assert abs(found["time"] - orders["as_of"]) < 60
    assert (errors["value"], errors["as_of"], errors["amber"]) == (None, None, 0.01)
    assert (load["source"], load["refresh_seconds"]) == ("host load1", 1)


def test_they_are_not_told_again_while_nothing_has_changed(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        tag = hub.get("/v1/metrics").headers["etag"]
        same = hub.get("/v1/metrics", **{"If-None-Match": tag})
        hub.push("orders", value=3)
        changed = hub.get("/v1/metrics", **{"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
