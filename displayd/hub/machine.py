"""The figures of this machine. The one home of psutil."""

from __future__ import annotations

import contextlib
import math
import os
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import psutil

from displayd.errors import SourceError

__all__ = ["Machine", "machine_addresses", "machine_names"]


class Machine:
    """Reads figures of this machine. Rates and shares of time are between one reading and the next."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[float, float]] = {}
        self._readers: Mapping[str, Callable[[float], float | None]] = {
            "load1": lambda now: round(os.getloadavg()[0], 2),
            "load5": lambda now: round(os.getloadavg()[1], 2),
            "load15": lambda now: round(os.getloadavg()[2], 2),
            "load_per_core": lambda now: round(os.getloadavg()[0] / (psutil.cpu_count() or 1), 3),
            "cpu": self._cpu,
            "memory": lambda now: round(psutil.virtual_memory().percent / 100, 3),
            "memory_used": lambda now: _rounded(psutil.virtual_memory().total - psutil.virtual_memory().available),
            "swap": lambda now: round(psutil.swap_memory().percent / 100, 3),
            "disk": lambda now: round(psutil.disk_usage("/").percent / 100, 3),
            "disk_free": lambda now: _rounded(psutil.disk_usage("/").free),
            "disk_read": lambda now: self._rate("disk_read", _disks().read_bytes, now),
            "disk_write": lambda now: self._rate("disk_write", _disks().write_bytes, now),
            "connections": lambda now: float(_established()),
            "network_in": lambda now: self._rate("network_in", _network(lambda card: card.bytes_recv), now),
            "network_out": lambda now: self._rate("network_out", _network(lambda card: card.bytes_sent), now),
            # Whole minutes: nobody reads the seconds from five metres, and every change is a new document.
            "uptime": lambda now: max(0.0, (now - psutil.boot_time()) // 60 * 60),
            "processes": lambda now: float(len(psutil.pids())),
            "temperature": lambda now: round(_temperature(), 1),
        }

    def read(self, figures: Iterable[str], unix_time: float) -> dict[str, float | SourceError]:
        """The value of each of `figures`, or why there is none.

        The first reading of a rate gives nothing, and the figure is left out. Blocks for some milliseconds.

        Args:
            unix_time: now.
        """
        answers: dict[str, float | SourceError] = {}
        for figure in figures:
            # Fence: what the operating system throws at one figure must not cost the others.
            try:
                value = self._readers[figure](unix_time)
            except Exception as exc:  # noqa: BLE001
                answers[figure] = exc if isinstance(exc, SourceError) else SourceError(f"{exc or type(exc).__name__}")
                continue
            if value is not None:
                answers[figure] = value
        return answers

    def _cpu(self, unix_time: float) -> float | None:
        times = psutil.cpu_times()
        idle = times.idle + getattr(times, "iowait", 0.0)
        # Guest time is already part of user time.
        total = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
        before = self._before.get("cpu")
        self._before["cpu"] = (total, idle)
        if before is None or total <= before[0]:
            return None
        busy = 1 - float(idle - before[1]) / float(total - before[0])
        return round(min(1.0, max(0.0, busy)), 3)

    def _rate(self, name: str, counter: float, unix_time: float) -> float | None:
        before = self._before.get(name)
        self._before[name] = (unix_time, counter)
        # A counter that went back has been reset; a clock that did gives no rate either.
        if before is None or unix_time <= before[0] or counter < before[1]:
            return None
        return _rounded((counter - before[1]) / (unix_time - before[0]))


def machine_addresses(*, is_v6: bool = False) -> list[str]:
    """The IPv4 or IPv6 addresses of this machine, loopback included; not those that hold on one cable only."""
    family = socket.AF_INET6 if is_v6 else socket.AF_INET
    found = [one.address for card in psutil.net_if_addrs().values() for one in card if one.family == family]
    return [address for address in found if "%" not in address]


def machine_names() -> frozenset[str]:
    """What this machine is called, in small letters; blocks for as long as a name server takes to answer."""
    own = socket.gethostname().lower().removesuffix(".")
    short = own.partition(".")[0]
    names = {own, short, f"{short}.local"}
    with contextlib.suppress(OSError, UnicodeError):
        full = socket.getfqdn(own).lower().removesuffix(".")
        # A name server may call an address as it likes; the machine knows its own first name.
        if full.partition(".")[0] == short:
            names |= {full, f"displayd-hub.{full.partition('.')[2]}"}
    return frozenset(name for name in names if name and not name.endswith("."))


def _rounded(value: float, digits: int = 3) -> float:
    """`value` with so many digits that count: changes that nobody sees are no change."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    return float(round(value, digits - 1 - math.floor(math.log10(abs(value)))))


def _disks() -> psutil._common.sdiskio:
    counters = psutil.disk_io_counters()
    if counters is None:
        raise SourceError("this machine tells nothing of its disks")
    return counters


def _network(of: Callable[[psutil._common.snetio], int]) -> float:
    return float(sum(of(card) for name, card in psutil.net_io_counters(pernic=True).items() if name != "lo"))


def _established() -> int:
    return sum(found.status == psutil.CONN_ESTABLISHED for found in psutil.net_connections(kind="tcp"))


def _temperature() -> float:
    # Not there on every system.
    sensors: Mapping[str, Any] = getattr(psutil, "sensors_temperatures", dict)()
    for chip in ("cpu_thermal", "coretemp", "k10temp", *sensors):
        for sensor in sensors.get(chip, ()):
            return float(sensor.current)
    raise SourceError("this machine has no thermometer")
