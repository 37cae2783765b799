"""How the machine and the process are, as far as they tell: everything here is allowed to be absent."""

from __future__ import annotations

import contextlib
import fcntl
import platform
import socket
import struct
import sys
from pathlib import Path
from typing import NamedTuple

import displayd

__all__ = ["Health", "has_network", "measured", "own_address"]

ROOT = Path("/")

# vcgencmd get_throttled, documented at https://www.raspberrypi.com/documentation/computers/os.html#get_throttled
_THROTTLING = {0: "under-voltage", 1: "frequency capped", 2: "throttled", 3: "hot"}
_SINCE_BOOT_SHIFT = 16

# From linux/sockios.h: an interface's IPv4 address.
_SIOCGIFADDR = 0x8915

# From linux/route.h: the route is usable.
_RTF_UP = 0x0001


class Health(NamedTuple):
    """A measurement of the machine. None and "" stand for what it does not tell."""

    memory_bytes: int | None
    """Proportional set size of this process: its own memory and its share of what it shares."""
    temperature_celsius: float | None
    """Of the hottest thermal zone."""
    throttling: str
    """What the Raspberry Pi's firmware complains of, in words; `earlier:` marks what is over."""
    host: str
    address: str


def measured(root: Path = ROOT) -> Health:
    """The machine now.

    Args:
        root: where `proc` and `sys` are; another one in tests.
    """
    return Health(
        memory_bytes=_memory_bytes(root),
        temperature_celsius=_temperature_celsius(root),
        throttling=_throttling(root),
        host=platform.node(),
        address=own_address(),
    )


def versions(root: Path = ROOT) -> dict[str, str]:
    """Versions of what this process stands on; drawing libraries are the drawing thread's to add."""
    release = dict(line.split("=", 1) for line in _text(root / "etc/os-release").splitlines() if "=" in line)
    found = {
        "displayd": displayd.__version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "kernel": platform.release(),
        "system": release.get("PRETTY_NAME", "").strip('"'),
        "model": _text(root / "proc/device-tree/model").strip("\0\n "),
    }
    return {name: version[:200] for name, version in found.items() if version}


def has_network(root: Path = ROOT) -> bool:
    """Whether any route leads out of this machine; True when the kernel does not say."""
    routes = _text(root / "proc/net/route").splitlines()[1:]
    routes_v6 = _text(root / "proc/net/ipv6_route").splitlines()
    if not (root / "proc/net/route").exists():
        return True
    return any(_leads_out(line.split(), 0, 3) for line in routes) or any(
        # Link-local and multicast routes exist on every interface that has ever seen a cable.
        _leads_out(line.split(), 9, 8) and not line.startswith(("fe80", "ff00"))
        for line in routes_v6
    )


def own_address() -> str:
    """The address that others reach this machine at, "" for none."""
    # Connecting a datagram socket sends nothing: it asks the kernel which address it would use. The targets are for
    # documentation (RFC 5737, RFC 3849) and stand for "anywhere".
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            return str(probe.getsockname()[0])
    return _interface_address()


def _interface_address() -> str:
    """The first interface's address, for a network without a way out."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name == "lo":
                continue
            with contextlib.suppress(OSError):
                request = struct.pack("256s", name.encode()[:15])
                return socket.inet_ntoa(fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)[20:24])
    return ""


def _leads_out(columns: list[str], interface: int, flags: int) -> bool:
    if len(columns) <= max(interface, flags) or columns[interface] == "lo":
        return False
    return bool(int(columns[flags], 16) & _RTF_UP)


def _memory_bytes(root: Path) -> int | None:
    for line in _text(root / "proc/self/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return None


def _temperature_celsius(root: Path) -> float | None:
    zones = (root / "sys/class/thermal").glob("thermal_zone*/temp")
    found = [value / 1000 for zone in zones if (value := _number(_text(zone))) is not None]
    return max(found, default=None)


def _throttling(root: Path) -> str:
    text = _text(root / "sys/devices/platform/soc/soc:firmware/get_throttled").strip()
    try:
        flags = int(text, 16)
    except ValueError:
        return ""
    now = [word for bit, word in _THROTTLING.items() if flags >> bit & 1]
    over = [word for bit, word in _THROTTLING.items() if flags >> (bit + _SINCE_BOOT_SHIFT) & 1 and word not in now]
    return "; ".join([", ".join(now)] * bool(now) + ["earlier: " + ", ".join(over)] * bool(over))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
