"""The figures of a machine that a metric can name with `host:`; `machine.py` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["FIGURES", "Figure"]


class Figure(NamedTuple):
    """How a figure reads where the metric does not say."""

    title: str
    unit: str
    direction: str
    about: str


FIGURES: Mapping[str, Figure] = {
    "load1": Figure("Load, 1 min", "short", "down", "Processes running or waiting, mean of 1 minute"),
    "load5": Figure("Load, 5 min", "short", "down", "Processes running or waiting, mean of 5 minutes"),
    "load15": Figure("Load, 15 min", "short", "down", "Processes running or waiting, mean of 15 minutes"),
    "load_per_core": Figure("Load per core", "percentunit", "down", "Load of 1 minute over the number of cores"),
    "cpu": Figure("Processor", "percentunit", "down", "Share of processor time in use, all cores"),
    "memory": Figure("Memory", "percentunit", "down", "Share of memory that programs could not get any more"),
    "memory_used": Figure("Memory in use", "bytes", "down", "Memory that programs could not get any more"),
    "swap": Figure("Swap", "percentunit", "down", "Share of swap space in use"),
    "disk": Figure("Disk", "percentunit", "down", "Share of the system disk in use"),
    "disk_free": Figure("Disk space left", "bytes", "up", "Room on the system disk"),
    "disk_read": Figure("Disk reads", "Bps", "none", "Bytes read from all disks per second"),
    "disk_write": Figure("Disk writes", "Bps", "none", "Bytes written to all disks per second"),
    "connections": Figure("Open connections", "short", "none", "Established TCP connections of this machine"),
    "network_in": Figure("Network in", "Bps", "none", "Bytes received per second, loopback left out"),
    "network_out": Figure("Network out", "Bps", "none", "Bytes sent per second, loopback left out"),
    "uptime": Figure("Up for", "s", "up", "Time since this machine was started"),
    "processes": Figure("Processes", "short", "none", "Processes on this machine"),
    "temperature": Figure("Temperature", "celsius", "down", "Of the processor"),
}
"""By the name that `host:` takes."""
