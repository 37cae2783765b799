"""Clients that give up soon, and what their tests share."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from displayd.device.network.hub_client import HubClient
from displayd.device.network.hub_error import HubError
from displayd.device.network.transport import Patience
from tests.support.fakes import SECRET, FakeHub

__all__ = ["IMPATIENT", "SCREEN", "client_of", "failure", "free_port"]

IMPATIENT = Patience(connect=0.5, silence=0.3, whole=1.0)
SCREEN = "/v1/screen"


def client_of(hub: FakeHub, patience: Patience = IMPATIENT, ca: str = "") -> HubClient:
    return HubClient(hub.document_url, SECRET, ca, patience=patience)


def failure(act: Callable[[], object]) -> HubError:
    with pytest.raises(HubError) as caught:
        act()
    return caught.value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
