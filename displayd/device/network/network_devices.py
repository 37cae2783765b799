"""The network devices of this machine, as the kernel tells of them."""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import socket
import struct
from pathlib import Path
from typing import NamedTuple

__all__ = ["NetworkDevice", "network_devices"]

ROOT = Path("/")

# From linux/sockios.h: a device's IPv4 address.
_SIOCGIFADDR = 0x8915

# From linux/if_arp.h: Ethernet, which Wi-Fi says of itself too. Tunnels and loopback are others.
_ETHERNET = "1"


class NetworkDevice(NamedTuple):
    """A socket for a cable, or a radio."""

    name: str
    """For example `eth0`."""
    is_wireless: bool
    has_carrier: bool
    """Whether there is somebody at the other end: a cable, or a Wi-Fi that was joined."""
    mac: str
    address: str
    """IP address by which others reach it; empty for none but the one that machines give themselves."""


def network_devices(root: Path = ROOT) -> list[NetworkDevice]:
    """Those that are hardware; where there is none, as in a container, those that stand in for it.

    Args:
        root: where `proc` and `sys` are; another one in tests.
    """
    real: list[NetworkDevice] = []
    virtual: list[NetworkDevice] = []
    with contextlib.suppress(OSError):
        for folder in sorted((root / "sys/class/net").iterdir()):
            if _text(folder / "type") == _ETHERNET:
                (real if (folder / "device").exists() else virtual).append(_device(folder, root))
    return real or virtual


def _device(folder: Path, root: Path) -> NetworkDevice:
    is_wireless = (folder / "wireless").exists() or (folder / "phy80211").exists()
    # A device that is switched off has no answer to the question.
    has_carrier = _text(folder / "carrier") == "1"
    address = _ipv4_address(folder.name) or _ipv6_address(folder.name, root)
    return NetworkDevice(folder.name, is_wireless, has_carrier, _text(folder / "address"), address)


def _ipv4_address(device: str) -> str:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("256s", device.encode()[:15])
        found = ipaddress.ip_address(fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)[20:24])
        return "" if found.is_link_local else str(found)
    return ""


def _ipv6_address(device: str, root: Path) -> str:
    """Source: proc(5), `/proc/net/if_inet6`: address, index, length of the prefix, scope, flags and device."""
    for line in _text(root / "proc/net/if_inet6").splitlines():
        columns = line.split()
        if len(columns) == 6 and columns[5] == device and columns[3] == "00":
            return str(ipaddress.ip_address(bytes.fromhex(columns[0])))
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
