"""A Prometheus Pushgateway: the client of Prometheus pushes to the hub, unmodified, and tiles show it."""

from __future__ import annotations

import functools
import gzip
import urllib.error
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import prometheus_client
import pytest
import requests
from prometheus_client.exposition import basic_auth_handler
from prometheus_client.parser import text_string_to_metric_families

from displayd.document.model import decode
from displayd.hub.push_keys import KeyFile
from tests.hub.ingest.pushgateway.test_protobuf import family, label, part
from tests.hub.walls import KEY, METRICS, NOON, Caller, eventually, serving, write_wall

# A wall that names what nobody has pushed yet says so.
pytestmark = pytest.mark.expects_log

WALL: Mapping[str, str | bytes | None] = {
    "metrics.yaml": METRICS
    + """
backup: {pushgateway: backup_bytes}
age: {pushgateway: {metric: push_time_seconds, labels: {job: nightly}}}
rate: {pushgateway: {metric: orders_total, rate: minute}}
queues: {pushgateway: {metric: queue, by: queue}}
""",
    "layouts/team.yaml": """
pages:
  - widgets:
      backup: {type: number, metric: backup}
      queues: {type: list, metric: queues}
""",
}

AS_KEY = functools.partial(basic_auth_handler, username=KEY, password="")


def registry_with(value: float) -> prometheus_client.CollectorRegistry:
    """What a backup job has to say."""
    registry = prometheus_client.CollectorRegistry()
    prometheus_client.Gauge("backup_bytes", "Size of the backup.", registry=registry).set(value)
    return registry


def tile(hub: Caller, name: str) -> Any:
    """A tile of the screen `left`."""
    return decode(hub.screen("left").content).pages[0].widgets[name]


def scraped(hub: Caller) -> dict[str, float]:
    """What Prometheus reads, with the client's own parser: names with labels, and values."""
    families = text_string_to_metric_families(hub.get("/metrics").text)
    return {_named(one.name, one.labels): one.value for family in families for one in family.samples}


def _named(name: str, labels: Mapping[str, str]) -> str:
    return " ".join([name, *(f"{label}={value}" for label, value in sorted(labels.items()) if label != "instance")])


def test_the_client_of_prometheus_pushes_adds_and_deletes(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        gateway = hub.address.removeprefix("http://")
        prometheus_client.push_to_gateway(gateway, job="nightly", registry=registry_with(2e9), handler=AS_KEY)
        assert eventually(lambda: tile(hub, "backup").value == 2e9)
        assert tile(hub, "backup").unit == "bytes"

        registry = prometheus_client.CollectorRegistry()
        queue = prometheus_client.Gauge("queue", "Waiting.", ["queue"], registry=registry)
        queue.labels("in").set(3)
        queue.labels("<b>out</b>").set(4)
        prometheus_client.pushadd_to_gateway(
            hub.address, job="nightly", registry=registry, handler=AS_KEY, compression="gzip"
        )
        assert eventually(lambda: [item.label for item in tile(hub, "queues").items] == ["in", "<b>out</b>"])
        assert tile(hub, "backup").value == 2e9
        known = scraped(hub)
        assert known["backup_bytes job=nightly"] == 2e9
        assert known["queue job=nightly queue=in"] == 3
        assert known["push_time_seconds job=nightly"] > NOON
        assert known["displayd_metric_value metric=backup"] == 2e9
        assert known["displayd_screen_online screen=left"] == 1.0

        prometheus_client.delete_from_gateway(gateway, job="nightly", handler=AS_KEY)
        assert eventually(lambda: "nobody has pushed `backup_bytes`" in tile(hub, "backup").error)
        assert "backup_bytes job=nightly" not in scraped(hub)


def test_groups_with_any_labels_are_apart(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        for key in ({}, {"path": "/var/tmp"}, {"empty": ""}, {"name": "Προμηθεύς &?"}):  # noqa: S108
            push: Callable[..., None] = prometheus_client.push_to_gateway
            push(hub.address, job="a/b c", registry=registry_with(len(key)), grouping_key=key, handler=AS_KEY)
        known = scraped(hub)
        prometheus_client.delete_from_gateway(hub.address, "a/b c", {"path": "/var/tmp"}, handler=AS_KEY)  # noqa: S108

        assert known["backup_bytes job=a/b c"] == 0.0
        assert known["backup_bytes job=a/b c path=/var/tmp"] == 1.0
        assert known["backup_bytes job=a/b c name=Προμηθεύς &?"] == 1.0
        assert "backup_bytes job=a/b c path=/var/tmp" not in scraped(hub)


def test_what_was_pushed_is_there_after_a_restart(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", WALL)
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        prometheus_client.push_to_gateway(hub.address, job="x", registry=registry_with(7), handler=AS_KEY)
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        assert tile(hub, "backup").value == 7
        assert scraped(hub)["backup_bytes job=x"] == 7.0


def test_the_client_is_told_what_is_wrong(tmp_path: Path) -> None:
    support = KeyFile(tmp_path / "state").create("support", ["ingest:support*"], NOON)
    as_support = functools.partial(basic_auth_handler, username="prometheus", password=support)
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        push: Callable[..., None] = functools.partial(prometheus_client.push_to_gateway, hub.address)
        push(job="support-desk", registry=registry_with(1), handler=as_support)
        with pytest.raises(urllib.error.HTTPError) as other_job:
            push(job="sales", registry=registry_with(1), handler=as_support)
        with pytest.raises(urllib.error.HTTPError) as no_key:
            push(job="sales", registry=registry_with(1))
        inconsistent = prometheus_client.CollectorRegistry()
        prometheus_client.Info("backup_bytes", "x", registry=inconsistent)
        prometheus_client.Counter("backup_bytes_", "x", registry=inconsistent)
        bad = put(hub, b"# TYPE backup_bytes counter\nbackup_bytes 1\n")

    assert (other_job.value.code, no_key.value.code) == (403, 401)
    assert b"ingest:support*" in other_job.value.read()
    assert (bad.status_code, bad.headers["Displayd-Error"]) == (400, "bad-push")
    assert bad.text.startswith("body: `backup_bytes` is of the type counter here, and of gauge in the group")


def put(hub: Caller, body: bytes, path: str = "/metrics/job/x", **headers: str) -> requests.Response:
    """A push by hand."""
    return hub.send("PUT", path, KEY, data=body, headers=headers)


PROTOBUF = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"


def test_clients_in_go_push_protobuf(tmp_path: Path) -> None:
    body = family("backup_bytes", 1, label("disk", "a") + part(2, part(1, 5.0)))
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        answer = put(hub, body, **{"Content-Type": PROTOBUF})
        bad = put(hub, body[:-3], **{"Content-Type": PROTOBUF})

        assert (answer.status_code, bad.status_code) == (200, 400)
        assert eventually(lambda: tile(hub, "backup").value == 5.0)


@pytest.mark.parametrize(
    ("body", "headers", "status", "words"),
    [
        (b"backup_bytes 1", {}, 400, "line feed"),
        (b"backup_bytes 1 1795000000000\n", {}, 400, "line 1: a timestamp"),
        (b"x" * 1_000_001, {}, 413, "1,000,000"),
        (gzip.compress(b"#" * 1_000_001, mtime=0), {"Content-Encoding": "gzip"}, 413, "unpacked"),
        (gzip.compress(b"a 1\n", mtime=0)[:-9], {"Content-Encoding": "gzip"}, 415, "no whole gzip"),
        (b"a 1\n", {"Content-Encoding": "gzip"}, 415, "no gzip"),
        (b"a 1\n", {"Content-Encoding": "br"}, 415, "send gzip"),
        (b"<script>alert(1)</script>\n", {}, 400, "no name of a metric"),
    ],
)
def test_what_cannot_be_taken_changes_nothing(
    tmp_path: Path, body: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        assert put(hub, b"backup_bytes 1\n").status_code == 200
        answer = put(hub, body, **headers)

        assert answer.status_code == status
        assert words in answer.text
        assert scraped(hub)["backup_bytes job=x"] == 1.0


def test_a_counter_becomes_a_rate_and_not_every_push_a_point(tmp_path: Path) -> None:
    now = [NOON]
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state", clock=lambda: now[0]) as hub:
        for number in (100, 160):
            put(hub, f"# TYPE orders_total counter\norders_total {number}\n".encode())
            now[0] += 30

        assert eventually(lambda: scraped(hub).get("displayd_metric_value metric=rate") == 120.0)


def test_only_viewers_scrape(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        assert hub.get("/metrics").status_code == 200
        assert hub.get("/metrics", Via="1.1 a-proxy").status_code == 401
