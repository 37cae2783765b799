"""Whose connection is whose, over real sockets: strangers go, and nobody else."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from displayd.hub.connections import crowd as module
from tests.hub.viewers import LOOK, THROUGH_PROXY, WITH_VIEWERS
from tests.hub.walls import KEY, Caller, secret_of, serving, write_wall

pytestmark = pytest.mark.expects_log

OWNERS = {
    "a screen": ("GET", "/v1/screen", secret_of("left"), None, 200),
    "a key": ("PUT", "/v1/metrics/orders", KEY, b'{"value": 1}', 204),
    "a viewer": ("GET", "/wall.json", LOOK, None, 200),
}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    """A hub that has places for few strangers."""
    monkeypatch.setattr(module, "STRANGERS", 5)
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.0)
    with serving(write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS}), tmp_path / "state") as caller:
        yield caller


def port_of(hub: Caller) -> int:
    return int(hub.address.rpartition(":")[2])


def crowded(hub: Caller, stack: ExitStack) -> None:
    """Many connections that say nothing."""
    for _ in range(40):
        stack.enter_context(socket.create_connection(("127.0.0.1", port_of(hub)), 30))
    assert Caller(hub.address).get("/v1/time").status_code == 204


def asked_again(kept: http.client.HTTPConnection) -> None:
    kept.request("GET", "/v1/screen")
    kept.getresponse()


@pytest.mark.parametrize("owner", OWNERS)
def test_the_connection_of_somebody_with_a_secret_outlives_a_crowd_of_strangers(hub: Caller, owner: str) -> None:
    method, path, token, body, status = OWNERS[owner]
    headers = {"Authorization": f"Bearer {token}", **THROUGH_PROXY}
    kept = http.client.HTTPConnection("127.0.0.1", port_of(hub), timeout=30)
    answers = []
    with ExitStack() as stack:
        for _ in range(3):
            kept.request(method, path, body, headers)
            answer = kept.getresponse()
            answer.read()
            answers.append(answer.status)
            # Otherwise it would connect anew, unseen.
            kept.auto_open = 0
            crowded(hub, stack)
    kept.close()

    assert answers == [status] * 3


@pytest.mark.parametrize("token", [None, "wrong"])
def test_the_connection_of_a_stranger_does_not(hub: Caller, token: str | None) -> None:
    kept = http.client.HTTPConnection("127.0.0.1", port_of(hub), timeout=30)
    kept.request("GET", "/v1/screen", headers={"Authorization": f"Bearer {token}"} if token else {})
    kept.getresponse().read()
    kept.auto_open = 0
    with ExitStack() as stack:
        crowded(hub, stack)

        with pytest.raises((http.client.HTTPException, OSError)):
            asked_again(kept)
    kept.close()
