"""What the machine tells of itself, and what becomes of silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import displayd
from displayd.device.system.health import has_network, measured, own_address, versions


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def test_a_raspberry_pi_tells_everything(tmp_path: Path) -> None:
    put(tmp_path, "proc/self/smaps_rollup", "5581-7ffd ---p [rollup]\nRss: 90000 kB\nPss:   61234 kB\nPss_Anon: 1 kB\n")
    put(tmp_path, "sys/class/thermal/thermal_zone0/temp", "48312\n")
    put(tmp_path, "sys/class/thermal/thermal_zone1/temp", "51000\n")
    put(tmp_path, "sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n")

    health = measured(tmp_path)

    assert health.memory_bytes == 61234 * 1024
    assert health.temperature_celsius == 51.0
    assert health.throttling == "under-voltage, throttled"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("0", ""),
        ("1", "under-voltage"),
        ("10000", "earlier: under-voltage"),
        ("80008", "hot"),
        ("20001", "under-voltage; earlier: frequency capped"),
        ("rubbish", ""),
        ("", ""),
    ],
)
def test_the_firmwares_flags_become_words(tmp_path: Path, flags: str, words: str) -> None:
    put(tmp_path, "sys/devices/platform/soc/soc:firmware/get_throttled", flags)

    assert measured(tmp_path).throttling == words


def test_a_machine_that_tells_nothing_is_no_trouble(tmp_path: Path) -> None:
    health = measured(tmp_path)

    assert (health.memory_bytes, health.temperature_celsius) == (None, None)
    assert health.throttling == ""


def test_this_machine_can_be_measured() -> None:
    health = measured()

    assert health.memory_bytes is None or 1_000_000 < health.memory_bytes < 10**10
    assert health.host


def test_the_address_is_never_loopback() -> None:
    assert not own_address().startswith("127.")


ROUTE = "Iface\tDestination\tGateway\tFlags\n"


@pytest.mark.parametrize(
    ("v4", "v6", "answer"),
    [
        (ROUTE + "eth0\t00000000\t0102A8C0\t0003\n", "", True),
        (ROUTE, "", False),
        (ROUTE + "lo\t0000007F\t00000000\t0001\n", "", False),
        (ROUTE + "eth0\t00000000\t0102A8C0\t0000\n", "", False),
        (ROUTE, "fe80" + "0" * 28 + " 40 0 00 0 0 0 0 00000001 wlan0\n", False),
        (ROUTE, "ff00" + "0" * 28 + " 08 0 00 0 0 0 0 00000001 wlan0\n", False),
        (ROUTE, "0" * 32 + " 00 0 00 0 0 0 0 00000001 wlan0\n", True),
        (ROUTE, "0" * 31 + "1 80 0 00 0 0 0 0 80200001 lo\n", False),
    ],
)
def test_a_network_is_a_route_that_leads_out(tmp_path: Path, v4: str, v6: str, answer: bool) -> None:
    put(tmp_path, "proc/net/route", v4)
    put(tmp_path, "proc/net/ipv6_route", v6)

    assert has_network(tmp_path) is answer


def test_a_kernel_that_does_not_say_counts_as_a_network(tmp_path: Path) -> None:
    assert has_network(tmp_path)


def test_versions_name_the_system_and_the_board(tmp_path: Path) -> None:
    put(tmp_path, "etc/os-release", 'PRETTY_NAME="Raspberry Pi OS"\nID=debian\n')
    put(tmp_path, "proc/device-tree/model", "Raspberry Pi 4 Model B\0")

    found = versions(tmp_path)

    assert found["displayd"] == displayd.__version__
    assert found["system"] == "Raspberry Pi OS"
    assert found["model"] == "Raspberry Pi 4 Model B"
    assert "system" not in versions(tmp_path / "nothing")
