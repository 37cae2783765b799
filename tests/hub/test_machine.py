"""Figures of this machine."""

from __future__ import annotations

import socket
import time

import psutil
import pytest

from displayd.errors import SourceError
from displayd.hub.machine import Machine
from displayd.hub.sources.host_figures import FIGURES


def test_every_figure_is_read_or_says_why_not() -> None:
    host = Machine()
    host.read(FIGURES, time.time() - 1)

    answers = host.read(FIGURES, time.time())

    assert set(answers) == set(FIGURES)
    absent = set() if getattr(psutil, "sensors_temperatures", dict)() else {"temperature"}
    # In a container without /sys there are no disks to be seen.
    absent |= set() if psutil.disk_io_counters() else {"disk_read", "disk_write"}
    for figure, answer in answers.items():
        assert isinstance(answer, SourceError if figure in absent else float), figure


def test_shares_are_between_nothing_and_all() -> None:
    host = Machine()
    names = ["cpu", "memory", "swap", "disk"]
    host.read(names, time.time() - 1)

    answers = host.read(names, time.time())

    assert all(isinstance(answers.get(name, 0.0), float) and 0 <= answers.get(name, 0.0) <= 1 for name in names)  # type: ignore[operator]


def test_connections_are_those_that_are_established() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    before = Machine().read(["connections"], 0.0)["connections"]
    with socket.create_connection(listener.getsockname()):
        during = Machine().read(["connections"], 0.0)["connections"]
    listener.close()

    assert isinstance(before, float)
    assert isinstance(during, float)
    assert during >= 1


def test_a_rate_needs_two_readings_and_survives_a_clock_that_goes_back() -> None:
    host = Machine()

    first = host.read(["network_in"], 100.0)
    back = host.read(["network_in"], 90.0)
    second = host.read(["network_in"], 95.0)

    assert first == {}
    assert back == {}
    assert isinstance(second["network_in"], float)


def test_a_figure_that_fails_does_not_cost_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(kind: str) -> None:
        raise psutil.AccessDenied(1, "net_connections")

    monkeypatch.setattr(psutil, "net_connections", broken)

    answers = Machine().read(["connections", "memory"], 0.0)

    assert isinstance(answers["connections"], SourceError)
    assert isinstance(answers["memory"], float)
