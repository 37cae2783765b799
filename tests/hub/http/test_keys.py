"""Keys to push with: how they are sent, what they may write, how often, and how soon one comes and goes."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import pytest
import requests

from displayd.hub.push_keys import KeyFile
from tests.hub.walls import KEY, NOON, Caller, eventually, serving, write_wall


def test_keys_write_what_they_may_and_as_often_as_they_may(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"support").hexdigest()
    write_wall(
        tmp_path / "wall",
        {
            "hub.yaml": f"keys: {{desk: {{sha256: {digest}, metrics: ['lat*']}}}}\nrequests_per_minute: 2\n",
        },
    )
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        allowed = hub.push("latency", key="support", value=1)
        forbidden = hub.push("orders", key="support", value=1)
        unknown = hub.push("latencies", key="support", value=1)
        too_many = hub.push("latency", key="support", value=1)

        assert allowed.status_code == 204
        assert (forbidden.status_code, forbidden.json()["error"]) == (403, "not-yours")
        assert "ingest:lat*" in forbidden.json()["message"]
        assert (unknown.status_code, unknown.json()["hint"]) == (404, "did you mean `latency`?")
        assert too_many.status_code == 429
        assert 1 <= int(too_many.headers["Retry-After"]) <= 30


def test_who_guesses_keys_is_slowed_down(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall")
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        codes = [hub.push("orders", key=f"guess {number}", value=1).status_code for number in range(150)]

        assert codes[0] == 401
        assert codes[-1] == 429
        assert hub.push("orders", value=1).status_code == 204


def test_a_key_comes_and_goes_while_the_hub_runs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "displayd")
    file = KeyFile(tmp_path / "state")
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        key = file.create("desk", ["ingest:lat*"], NOON)
        codes = [hub.push(metric, key=key, value=1).status_code for metric in ("latency", "orders")]
        assert eventually(lambda: "The key desk may push" in caplog.text)
        file.revoke("desk")
        codes.append(hub.push("latency", key=key, value=1).status_code)
        assert eventually(lambda: "The key desk is revoked" in caplog.text)

    assert codes == [204, 403, 401]
    assert key not in caplog.text


def test_when_a_key_was_used_is_known_after_the_hub_has_ended(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "state")
    used, idle = file.create("used", ["ingest:*"], NOON), file.create("idle", ["ingest:*"], NOON)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state", clock=lambda: NOON + 60) as hub:
        hub.push("latency", key=used, value=1)

    assert file.uses() == {hashlib.sha256(used.encode()).hexdigest(): NOON + 60}
    assert idle != used


@pytest.mark.expects_log
def test_keys_that_cannot_be_read_are_a_trouble_and_those_before_hold(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "state")
    key = file.create("desk", ["ingest:*"], NOON)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        assert hub.push("latency", key=key, value=1).status_code == 204
        good = file.path.read_bytes()
        file.path.write_bytes(b"{")

        assert eventually(lambda: hub.get("/healthz").json()["status"] == "degraded")
        assert hub.push("latency", key=key, value=2).status_code == 204
        file.path.write_bytes(good)
        assert eventually(lambda: hub.get("/healthz").json()["status"] == "ok")


def put(hub: Caller, address: str = "/v1/metrics/orders", **arguments: object) -> requests.Response:
    """A push whose key stands where `arguments` say."""
    return hub.session.request("PUT", hub.address + address, data=b'{"value": 1}', timeout=30, **arguments)  # type: ignore[arg-type]


def test_a_key_is_a_bearer_token_a_user_name_or_a_password(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        good = [
            put(hub, headers={"Authorization": f"bearer {KEY}"}),
            put(hub, auth=(KEY, "")),
            put(hub, auth=(KEY, "x")),
            put(hub, auth=("billing", KEY)),
        ]
        bad = [
            put(hub),
            put(hub, auth=("", "")),
            put(hub, auth=("billing", "wrong")),
            put(hub, headers={"Authorization": "Basic %%%"}),
            put(hub, headers={"Authorization": "Basic /w=="}),
            put(hub, headers={"Authorization": f"Digest {KEY}"}),
        ]

    assert [answer.status_code for answer in good] == [204] * 4
    assert [answer.status_code for answer in bad] == [401] * 6


@pytest.mark.parametrize("query", [f"api_key={KEY}", f"Access-Token={KEY}", "key=anything", f"x={KEY}", f"a=1&a={KEY}"])
def test_a_key_in_the_address_is_refused_and_never_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        answer = put(hub, f"/v1/metrics/orders?{query}", headers={"Authorization": f"Bearer {KEY}"})
        harmless = put(hub, "/v1/metrics/orders?x=1", headers={"Authorization": f"Bearer {KEY}"})

    assert (answer.status_code, answer.json()["error"]) == (400, "key-in-url")
    assert "revoke it" in answer.json()["hint"]
    assert KEY not in answer.text
    assert harmless.status_code == 204
    assert not [one for one in caplog.records if not one.name.startswith("urllib3") and KEY in one.getMessage()]
