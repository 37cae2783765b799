"""Anything may come to the addresses that take pushes: none of it makes the hub fail, and nothing acknowledged is lost.

The requests are made from the OpenAPI document that the hub serves, so that a new address is among them by itself.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from displayd.hub.http.endpoint import Caller as Who
from displayd.hub.http.endpoint import Endpoint
from displayd.hub.http.routes import ENDPOINTS
from tests.hub.http.contract import DOCUMENT
from tests.hub.http.test_openapi import right_body
from tests.hub.processes import process
from tests.hub.walls import KEY, METRICS, Caller, eventually, serving, write_wall

PUSHING = [one for one in ENDPOINTS if one.caller in {Who.PUSHER, Who.KEY_HOLDER}]

WALL = {
    "metrics.yaml": METRICS
    + "karma: {dashing: karma}\nsize: {pushgateway: {metric: size, reduce: sum}}\ndata: {dataset: orders}\n"
}

# So many requests to each address, of each kind; ten times as many to explore.
EXAMPLES = 400 if os.environ.get("EXPLORE") else 40

ANY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=not os.environ.get("EXPLORE"),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A hub that all of these tests have to do with."""
    folder = tmp_path_factory.mktemp("fuzz")
    with serving(write_wall(folder / "wall", WALL), folder / "state") as found:
        yield found


def is_well(hub: Caller) -> None:
    """Fails where the hub is not as it was."""
    health = hub.get("/healthz").json()
    assert health["status"] == "ok", health
    assert hub.push("orders", value=1).status_code == 204
    assert hub.screen("left").status_code == 200
    assert hub.get("/").status_code == 200


def check(answer: requests.Response | schemathesis.Response) -> None:
    """Fails where an answer is none that the hub should give."""
    assert answer.status_code < 500, (answer.status_code, answer.content[:500])
    assert KEY.encode() not in answer.content
    if answer.status_code == 429:
        assert "retry-after" in {name.lower() for name in answer.headers}


@pytest.mark.slow
@pytest.mark.expects_log
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("one", PUSHING, ids=lambda one: one.name)
def test_requests_made_from_the_document_are_answered(
    hub: Caller, one: Endpoint, mode: schemathesis.GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    operation = schema[one.path][one.method]

    @ANY
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {KEY}"}
        try:
            check(case.call(base_url=hub.address, headers=headers, timeout=30))
        except (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL):
            return  # what cannot even be sent

    try:
        ask()
    except schemathesis.core.errors.InvalidSchema:  # there is nothing that would be wrong
        pytest.skip("anything goes here")
    except Exception as exc:
        if type(exc).__name__ in ("Unsatisfiable", "SkipTest"):
            pytest.skip("there is nothing that would be wrong here")
        raise
    is_well(hub)


@functools.cache
def starts() -> Mapping[str, list[bytes]]:
    """Bodies to begin with, by the start of the path."""
    return {
        "/widgets/": [b'{"current": 9, "items": [{"label": "a", "value": 1}], "points": [{"x": 1, "y": 2}]}'],
        "/metrics/": [b'# TYPE size gauge\nsize{a="b"} 1\n', b"\x0b\n\x04size\x18\x01\x22\x00"],
    }


PIECES = [
    b"null",
    b"NaN",
    b"1e999",
    b"-",
    b'"',
    b"{",
    b"]",
    b"\\u0000",
    b"<script>",
    b'"\\ud800"',
    b"[" * 200,
    b"9" * 400,
]


def spoiled(bodies: list[bytes]) -> st.SearchStrategy[bytes]:
    """Bodies of `bodies` in which something is put in the place of something."""

    def with_piece(body: bytes, at: float, length: int, piece: bytes) -> bytes:
        begin = int(at * len(body))
        return body[:begin] + piece + body[begin + length :]

    pieces = st.binary(max_size=12) | st.sampled_from(PIECES)
    return st.builds(with_piece, st.sampled_from(bodies), st.floats(0, 0.999), st.integers(0, 12), pieces)


FORMS = ["application/json", "text/plain", "application/x-www-form-urlencoded", "", "application/vnd.google.protobuf"]
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Content-Type": st.sampled_from(FORMS),
        "Content-Encoding": st.sampled_from(["gzip", "identity", "br", "deflate", "GZIP"]),
    },
)
WORDS = st.sampled_from(["orders", "karma", "a%2Fb", "%00", "%C3%A9", "x" * 300])


@pytest.mark.slow
@pytest.mark.expects_log
@pytest.mark.parametrize("one", [one for one in PUSHING if one.body is not None], ids=lambda one: one.name)
def test_bodies_that_are_nearly_right_are_answered(hub: Caller, one: Endpoint) -> None:
    start = next((bodies for begin, bodies in starts().items() if one.path.startswith(begin)), [])

    @ANY
    @given(spoiled([*start, right_body(one)]), HEADERS, WORDS)
    def ask(body: bytes, headers: dict[str, str], name: str) -> None:
        path = re.sub(r"{\w+}", name if "{group}" not in one.path else f"job/{name}", one.path)
        # Not by the hub's own caller: a path that is none is not in the document.
        check(requests.request(one.method, hub.address + path, data=body, headers=headers, auth=(KEY, ""), timeout=30))

    ask()
    is_well(hub)


STEPS = st.sampled_from(["post", "put", "add", "delete", "push", "junk"])
NAMES = st.sampled_from(["a", "b", "c d", "e-f"])
NUMBERS = st.integers(-1000, 1000)


class Acknowledged:
    """All that a hub has said it took, to be held against what it has."""

    def __init__(self) -> None:
        self.widgets: dict[str, dict[str, int]] = {}
        self.groups: dict[str, dict[str, int]] = {}
        self.orders: int | None = None

    def step(self, hub: Caller, what: str, name: str, number: int) -> None:
        """Push something, and note it."""
        metric = f"m{number % 3}"
        if what == "post":
            fields = {f"f{number % 3}": number}
            assert post(hub, "POST", f"/widgets/{name}", json.dumps(fields)) == 204
            self.widgets.setdefault(name, {}).update(fields)
        elif what in ("put", "add"):
            method = "PUT" if what == "put" else "POST"
            assert post(hub, method, f"/metrics/job/{name}", f"{metric} {number}\n") == 200
            self.groups[name] = {**(self.groups.get(name, {}) if what == "add" else {}), metric: number}
        elif what == "delete":
            assert post(hub, "DELETE", f"/metrics/job/{name}", "") == 202
            self.groups.pop(name, None)
        elif what == "push":
            assert post(hub, "PUT", "/v1/metrics/orders", json.dumps({"value": number})) == 204
            self.orders = number
        else:
            assert 400 <= post(hub, "POST", f"/widgets/{name}", "{") < 500
            assert 400 <= post(hub, "PUT", f"/metrics/job/{name}", f"m0 {number}") < 500

    def check(self, hub: Caller) -> None:
        """Fails where `hub` has not all of it, or more."""
        lines = hub.get("/metrics").text.splitlines()
        found = {line for line in lines if re.match(r"m\d{", line)}
        assert found == {
            f'{metric}{{instance="",job="{name}"}} {number}'
            for name, metrics in self.groups.items()
            for metric, number in metrics.items()
        }
        if self.orders is not None:
            assert f'displayd_metric_value{{metric="orders"}} {self.orders}' in lines
        assert told(hub, len(self.widgets)) == self.widgets


@pytest.mark.slow
def test_whatever_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    wall, state = write_wall(tmp_path / "wall", WALL), tmp_path / "state"
    acknowledged = Acknowledged()

    @settings(ANY, max_examples=5)
    @given(st.lists(st.tuples(STEPS, NAMES, NUMBERS), min_size=10))
    def live(steps: list[tuple[str, str, int]]) -> None:
        with process(wall, state) as (_, hub):
            for step in steps:
                acknowledged.step(hub, *step)
        # The process was killed in the middle of its life.
        with process(wall, state) as (_, hub):
            acknowledged.check(hub)

    live()


def post(hub: Caller, method: str, path: str, body: str) -> int:
    """The status of a push."""
    answer = requests.request(method, hub.address + path, data=body.encode(), auth=(KEY, ""), timeout=30)
    return answer.status_code


def told(hub: Caller, count: int) -> dict[str, dict[str, Any]]:
    """What is told of `count` widgets to whoever begins to listen."""
    found: dict[str, dict[str, Any]] = {}
    with requests.get(f"{hub.address}/events", stream=True, timeout=30) as answer:
        lines = answer.iter_lines(chunk_size=1)
        while len(found) < count:
            line = next(lines)
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                found[event.pop("id")] = event
                del event["updatedAt"]
    return found


def test_the_hub_stays_well_beside_somebody_who_sends_rubbish(hub: Caller) -> None:
    for one in PUSHING:
        path = re.sub(r"{\w+}", "job/a" if "{group}" in one.path else "a", one.path)
        check(hub.send(one.method, path, KEY, data=b"\x00" * 1000))

    assert eventually(lambda: hub.get("/healthz").status_code == 200)
    is_well(hub)
