"""The push API of custom widgets, from a request to the tile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from displayd.document.model import decode
from displayd.hub.http.ingest.geckoboard import send as addresses
from tests.hub.processes import process
from tests.hub.walls import HUB, KEY, Caller, eventually, serving, write_wall

LAYOUT = """
pages:
  - landscape: ["tile"]
    widgets:
      tile: {type: TYPE, metric: pushed}
"""


def wall_of(kind: str = "number", more: str = "", keys: str = "") -> dict[str, str | bytes | None]:
    """A wall whose one tile of that kind shows the widget `123-abc`."""
    return {
        "metrics.yaml": f"pushed: {{title: Pushed, geckoboard: 123-abc{more}}}\n",
        "layouts/team.yaml": LAYOUT.replace("TYPE", kind),
        "layouts/sales.yaml": "pages: [{widgets: {a: {type: clock}}}]",
        "hub.yaml": HUB.replace("keys:\n", f"keys:\n{keys}"),
    }


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Caller]:
    with serving(write_wall(tmp_path / "wall", wall_of()), tmp_path / "state") as found:
        yield found


def send(hub: Caller, data: Any, key: str = KEY, path: str = "/v1/send/123-abc") -> requests.Response:
    """A push as clients make it: the key is in the body, and nothing says what that is."""
    body = json.dumps({"api_key": key, "data": data}).encode()
    return hub.session.post(hub.address + path, data=body, headers={"Content-Type": "text/plain"}, timeout=30)


def tile(hub: Caller) -> Any:
    """The tile on the screen `left`."""
    return decode(hub.screen("left").content).pages[0].widgets["tile"]


@pytest.mark.expects_log
def test_a_payload_is_on_the_tile_with_its_unit(hub: Caller) -> None:
    answer = send(hub, {"item": [{"value": "142", "prefix": "&pound;"}, {"value": 200}]})

    assert (answer.status_code, answer.content) == (200, b'{"success":true}\n')
    assert eventually(lambda: tile(hub).value == 142.0)
    assert (tile(hub).unit, tile(hub).previous, tile(hub).direction) == ("currencyGBP", 200.0, "up")


@pytest.mark.expects_log
def test_a_payload_that_is_none_is_kept_and_said_on_the_tile_and_once_in_the_log(
    hub: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    send(hub, {"item": [{"value": 1}]})
    assert eventually(lambda: tile(hub).value == 1.0)
    caplog.clear()

    answers = [send(hub, {"item": [{"value": "many"}]}).json() for _ in range(3)]

    assert answers == [{"success": True}] * 3
    assert eventually(lambda: "payload is invalid" in tile(hub).error)
    assert len([one for one in caplog.records if "payload is invalid" in one.getMessage()]) == 1
    send(hub, {"item": [{"value": 2}]})
    assert eventually(lambda: tile(hub).value == 2.0 and not tile(hub).error)


@pytest.mark.expects_log
def test_wrong_keys_and_bodies_that_are_none(hub: Caller) -> None:
    wrong = send(hub, {"item": 1}, key="wrong")
    none = hub.session.post(f"{hub.address}/v1/send/123-abc", json={"data": {"item": 1}}, timeout=30)
    bodies = [hub.send("POST", "/v1/send/123-abc", KEY, data=body) for body in (b"{", b"[]", b'{"api_key": 1}')]

    for answer in (wrong, none):
        assert answer.status_code == 401
        assert answer.json()["success"] is False
        assert answer.json()["error"]
    assert [answer.status_code for answer in bodies] == [400, 400, 400]
    assert all(answer.json()["error"] for answer in bodies)


@pytest.mark.expects_log
def test_the_key_may_also_be_in_the_headers_and_the_path_below_another(hub: Caller) -> None:
    bearer = hub.send("POST", "/geckoboard/v1/send/123-abc", KEY, json={"data": {"item": 7}})

    assert bearer.status_code == 200
    assert eventually(lambda: tile(hub).value == 7.0)


@pytest.mark.expects_log
def test_a_key_writes_the_widgets_that_its_scopes_name_and_those_of_its_metrics(tmp_path: Path) -> None:
    digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("widget", "metric", "other")}
    scopes = {"widget": "ingest:123-*", "metric": "ingest:pushed", "other": "ingest:else"}
    keys = "".join(f"  {name}: {{sha256: {digests[name]}, scopes: ['{scopes[name]}']}}\n" for name in digests)
    with serving(write_wall(tmp_path / "wall", wall_of(keys=keys)), tmp_path / "state") as hub:
        statuses = {name: send(hub, {"item": 1}, key=name).status_code for name in digests}

    assert statuses == {"widget": 200, "metric": 200, "other": 403}


@pytest.mark.expects_log
def test_there_is_an_end_to_widgets_and_payloads(hub: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MAX_WIDGETS", 1)
    first = send(hub, {"item": 1})
    second = send(hub, {"item": 1}, path="/v1/send/456")
    again = send(hub, {"item": 2})
    monkeypatch.setattr(addresses, "MAX_ALL_BYTES", 50)
    large = send(hub, {"item": 2, "text": "x" * 100})

    assert [one.status_code for one in (first, second, again, large)] == [200, 403, 200, 403]


def test_a_payload_is_there_after_a_kill_and_for_a_metric_that_is_written_later(tmp_path: Path) -> None:
    plain = {**wall_of(), "metrics.yaml": "pushed: {title: Pushed}\n"}
    write_wall(tmp_path / "wall", plain)
    with process(tmp_path / "wall", tmp_path / "state") as (running, hub):
        assert send(hub, {"item": [{"value": 5}]}).status_code == 200
        running.kill()
        running.wait()

    write_wall(tmp_path / "wall", wall_of())
    with process(tmp_path / "wall", tmp_path / "state") as (_, hub):
        assert tile(hub).value == 5.0


SERIES = {
    "x_axis": {"labels": ["2026-10", "2026-11"]},
    "series": [{"name": "A", "data": [1, 2]}, {"name": "B", "data": [3, 4]}],
}
PIE = {"item": [{"value": 1, "label": "a"}, {"value": "3", "label": "b"}]}
POINTS = {"point": [{"city": {"city_name": "London"}, "latitude": "51.5", "longitude": "-0.1"}]}


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        (
            "gauge",
            {"item": 23, "min": {"value": 10}, "max": {"value": 30}},
            lambda one: (one.value, one.minimum, one.maximum) == (23, 10, 30),
        ),
        (
            "bullet",
            {"item": {"measure": {"current": {"end": 5}}, "comparative": {"point": 6}}},
            lambda one: (one.value, one.target) == (5, 6),
        ),
        ("line", SERIES, lambda one: [[value for _, value in line.points] for line in one.series] == [[1, 2], [3, 4]]),
        (
            "bullet",
            {
                "item": [
                    {"label": label, "axis": {"point": [0, end]}, "measure": {"current": {"end": 5}}}
                    for label, end in (("a", 10), ("b", 1000))
                ]
            },
            lambda one: [(row.value, row.maximum) for row in one.items] == [(5, 10), (5, 1000)],
        ),
        (
            "line",
            {"y_axis": {"format": "currency", "unit": "USD"}, "series": [{"data": [1.6, 1.5]}]},
            lambda one: (one.history, one.points, one.unit) == ([1.6, 1.5], [], "currencyUSD"),
        ),
        (
            "line",
            {"chart": {}, "series": [{"name": "A", "data": [1, 2]}, {"name": "B", "data": [3, 4]}]},
            lambda one: [(line.name, line.history) for line in one.series] == [("A", [1, 2]), ("B", [3, 4])],
        ),
        ("bar", {"series": [{"data": [3, 5]}]}, lambda one: [bar.label for bar in one.bars] == ["1", "2"]),
        ("sparkline", {"item": [{"value": 3}, [1, 2, 3]]}, lambda one: one.history == [1, 2, 3]),
        ("bar", SERIES, lambda one: [bar.value for bar in one.bars] == [1, 2]),
        ("donut", PIE, lambda one: [slice_.value for slice_ in one.slices] == [1, 3]),
        ("funnel", PIE, lambda one: [stage.value for stage in one.stages] == [1, 3]),
        (
            "leaderboard",
            {"items": [{"label": "Jon", "value": 3}]},
            lambda one: [item.label for item in one.items] == ["Jon"],
        ),
        (
            "list",
            [{"title": {"text": "Chrome"}, "description": "fast"}],
            lambda one: [item.detail for item in one.items] == ["fast"],
        ),
        ("map", {"points": POINTS}, lambda one: [place.lat for place in one.places] == [51.5]),
        ("text", {"item": [{"text": "<b>Hello</b>"}]}, lambda one: one.text == "Hello"),
        ("status", {"status": "Down", "downTime": "now"}, lambda one: [item.state for item in one.items] == ["down"]),
        (
            "numbers",
            {"item": [{"value": 1, "text": "a"}, {"value": 2, "text": "b"}, {"value": 3, "text": "c"}]},
            lambda one: [item.level for item in one.items] == ["red", "amber", "good"],
        ),
        ("table", SERIES, lambda one: one.rows == [["2026-10", 1, 3], ["2026-11", 2, 4]]),
    ],
)
def test_every_kind_of_payload_has_a_widget_that_shows_it(kind: str, data: Any, shown: Any, tmp_path: Path) -> None:
    wall = wall_of(kind)
    if kind == "table":
        wall["layouts/team.yaml"] = LAYOUT.replace("TYPE", "table, columns: [{label: a}, {label: b}, {label: c}]")
    with serving(write_wall(tmp_path / "wall", wall), tmp_path / "state") as hub:
        assert send(hub, data).status_code == 200
        assert eventually(lambda: not tile(hub).error and shown(tile(hub)))
