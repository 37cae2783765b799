"""The network devices of a machine: recorded trees of a Pi's kernel, and real devices in a namespace."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.network.network_devices import NetworkDevice, network_devices
from tests.support.namespaces import has_namespaces, in_namespace

needs_namespaces = pytest.mark.skipif(not has_namespaces(), reason="network namespaces may not be made here")


def write_device(root: Path, name: str, carrier: str | None = "1", **more: str) -> None:
    """`name`, which this machine has not, as a kernel shows it.

    Args:
        carrier: None for one that cannot be asked for, as of a device that is off.
    """
    folder = root / "sys/class/net" / name
    folder.mkdir(parents=True)
    files = {"type": "1", "address": "dc:a6:32:01:02:03", **({} if carrier is None else {"carrier": carrier}), **more}
    for key, value in files.items():
        (folder / key).write_text(f"{value}\n")


def test_hardware_counts_and_what_stands_in_for_it_does_not(tmp_path: Path) -> None:
    write_device(tmp_path, "lo", type="772")
    write_device(tmp_path, "docker0")
    write_device(tmp_path, "eth90", "0")
    write_device(tmp_path, "wlan90", None)
    for name in ("eth90", "wlan90"):
        (tmp_path / "sys/class/net" / name / "device").mkdir()
    (tmp_path / "sys/class/net/wlan90/phy80211").mkdir()

    assert network_devices(tmp_path) == [
        NetworkDevice("eth90", False, False, "dc:a6:32:01:02:03", ""),
        NetworkDevice("wlan90", True, False, "dc:a6:32:01:02:03", ""),
    ]


def test_machine_without_devices_has_none(tmp_path: Path) -> None:
    assert network_devices(tmp_path) == []


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("20010db8000000000000000000000017 02 40 00 80     eth90", "2001:db8::17"),
        ("fe8000000000000002155dfffe000017 02 40 20 80     eth90", ""),
        ("20010db8000000000000000000000017 02 40 00 80     eth91", ""),
    ],
)
def test_address_of_a_network_without_ipv4_is_told_and_one_for_the_cable_alone_is_none(
    tmp_path: Path, line: str, address: str
) -> None:
    write_device(tmp_path, "eth90")
    (tmp_path / "proc/net").mkdir(parents=True)
    (tmp_path / "proc/net/if_inet6").write_text(f"{line}\n")

    assert [device.address for device in network_devices(tmp_path)] == [address]


@needs_namespaces
def test_real_cable_is_plugged_in_gets_an_address_and_is_pulled(tmp_path: Path) -> None:
    told = in_namespace(
        tmp_path,
        r"""
        from displayd.device.network.network_devices import network_devices

        def told():
            return [[one.name, one.has_carrier, one.address] for one in network_devices() if one.name == "eth0"]

        found = [told()]
        cable("eth0", "far")
        found.append(told())
        run("ip", "address", "add", "169.254.7.7/16", "dev", "eth0")
        found.append(told())
        run("ip", "address", "flush", "dev", "eth0")
        run("ip", "address", "add", "192.0.2.17/24", "dev", "eth0")
        found.append(told())
        run("ip", "link", "set", "far", "down")
        found.append(told())
        run("ip", "link", "set", "eth0", "down")
        found.append(told())
        answer(found)
        """,
    )

    assert told == [
        [],
        [["eth0", True, ""]],
        [["eth0", True, ""]],
        [["eth0", True, "192.0.2.17"]],
        [["eth0", False, "192.0.2.17"]],
        [["eth0", False, "192.0.2.17"]],
    ]
