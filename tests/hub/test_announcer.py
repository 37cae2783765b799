"""What the network is told of a hub, and that the hub does without."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub import announcer
from displayd.hub.announcer import Announcer, key_of_hub
from displayd.hub.machine import machine_addresses
from displayd.hub.settings import settings_of
from displayd.hub.state import Hub
from tests.hub.walls import wall


def told(folder: Path, settings: str, host: str, machine: Iterable[str], monkeypatch: pytest.MonkeyPatch) -> object:
    """What is announced of a hub with these settings that listens there, on a machine with these addresses."""
    monkeypatch.setattr(announcer, "machine_addresses", lambda: list(machine))
    hub = Hub(time.time)
    hub.use(wall({"hub.yaml": settings}))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        made = Announcer(hub, bound, folder)
    made._host, made._port = host, 8070
    offer = made._wanted()
    return offer and (offer.name, offer.addresses, offer.url)


MACHINE = ("127.0.0.1", "192.0.2.7", "10.0.0.7")


@pytest.mark.parametrize(
    ("settings", "host", "expected"),
    [
        ("{}", "127.0.0.1", None),
        ("{}", "::1", None),
        ("title: Office", "0.0.0.0", ("Office", ("10.0.0.7", "192.0.2.7"), "")),
        ("title: Office", "::", ("Office", ("10.0.0.7", "192.0.2.7"), "")),
        ("title: Office", "192.0.2.7", ("Office", ("192.0.2.7",), "")),
        ("announce: false", "0.0.0.0", None),
        ("announce: {name: Lab}", "192.0.2.7", ("Lab", ("192.0.2.7",), "")),
        ("announce: {address: 'https://hub.test/tv'}", "127.0.0.1", ("displayd", (), "https://hub.test/tv")),
    ],
)
def test_hub_is_announced_where_others_reach_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, host: str, expected: object
) -> None:
    assert told(tmp_path, settings, host, MACHINE, monkeypatch) == expected


def test_a_hub_that_speaks_tls_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcer, "machine_addresses", lambda: list(MACHINE))
    hub = Hub(time.time)
    hub.use(wall())
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        made = Announcer(hub, bound, tmp_path, "https")
    made._host = "0.0.0.0"
    offer = made._wanted()

    assert offer is not None
    assert offer.scheme == "https"


def test_machine_without_a_network_has_nothing_to_announce_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(tmp_path, "{}", "0.0.0.0", ["127.0.0.1"], monkeypatch) is None


@pytest.mark.parametrize("address", ["ftp://hub", "https://", "https://a b", "https://hub/?q", "hub:8070"])
def test_address_that_no_screen_could_use_is_a_mistake(address: str) -> None:
    assert settings_of({"announce": {"address": address}})[1]


def test_key_is_the_same_after_a_restart_and_made_anew_when_it_is_damaged(tmp_path: Path) -> None:
    key = key_of_hub(tmp_path)
    again = key_of_hub(tmp_path)
    (tmp_path / "hub-key").write_bytes(b"\xff")

    assert key == again
    assert len(key_of_hub(tmp_path)) == len(key) == 32
    assert key_of_hub(tmp_path) != key


@given(st.text(max_size=200))
def test_any_title_is_one_part_of_a_name(title: str) -> None:
    label = announcer._label(title)

    assert label.strip()
    assert "." not in label
    assert len(label.encode()) <= 63


def test_this_machine_has_an_address() -> None:
    assert "127.0.0.1" in machine_addresses()


@pytest.mark.expects_log
def test_without_the_library_the_hub_says_so_once_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    monkeypatch.setitem(sys.modules, "zeroconf", None)
    monkeypatch.setattr(announcer, "CHECK_SECONDS", 0.01)
    monkeypatch.setattr(announcer, "machine_addresses", lambda: ["192.0.2.7"])
    hub = Hub(time.time)
    with socket.socket() as bound:
        bound.bind(("0.0.0.0", 0))
        made = Announcer(hub, bound, tmp_path)

        async def a_while() -> None:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(made.announce_forever(), 0.3)

        asyncio.run(a_while())

    assert caplog.text.count("The hub is not announced, screens need its address") == 1
