"""From settings to the files that make the machine so: all of them in `/run`, as the system itself is never written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from displayd.appliance.facts import Facts
from displayd.appliance.networkd import network_file
from displayd.appliance.wpa_supplicant import wpa_supplicant_conf
from displayd.device.config import Config
from displayd.device.config_file.machine import NetworkSettings
from displayd.text.time_zones import canonical_timezone

__all__ = [
    "AUTHORIZED_KEYS",
    "ENVIRONMENT",
    "EVERY_FILE",
    "LOCALTIME",
    "TIME_SERVERS",
    "WIFI",
    "MachineFile",
    "host_name",
    "machine_files",
]

CABLE_NETWORK = "run/systemd/network/50-displayd-cable.network"
WIFI_NETWORK = "run/systemd/network/50-displayd-wifi.network"
TIME_SERVERS = "run/systemd/timesyncd.conf.d/50-displayd.conf"
WIFI = "run/displayd-machine/wpa_supplicant.conf"
ENVIRONMENT = "run/displayd-machine/environment"
AUTHORIZED_KEYS = "run/displayd-machine/authorized_keys"
LOCALTIME = "run/displayd-machine/localtime"

EVERY_FILE = (CABLE_NETWORK, WIFI_NETWORK, TIME_SERVERS, WIFI, ENVIRONMENT, AUTHORIZED_KEYS, LOCALTIME)
"""All that there may be, below the root of the file system."""

ZONES = "/usr/share/zoneinfo"

_SECRET, _OPEN = 0o600, 0o644

MAX_HOST_NAME = 63


class MachineFile(NamedTuple):
    """One file, or a link in its place."""

    content: str
    """Of a link: where it leads."""
    mode: int = _OPEN
    is_link: bool = False


def machine_files(config: Config) -> Mapping[str, MachineFile]:
    """The files that `config` asks for, by their path below the root; some of `EVERY_FILE`."""
    wifi = config.wifi
    files = {CABLE_NETWORK: MachineFile(network_file("ether", config.network if wifi is None else NetworkSettings()))}
    if wifi is not None:
        files[WIFI_NETWORK] = MachineFile(network_file("wlan", config.network))
        files[WIFI] = MachineFile(wpa_supplicant_conf(wifi), _SECRET)
    if config.time_servers:
        # None but these: the empty line takes away those that the distribution brings.
        text = f"[Time]\nNTP={' '.join(config.time_servers)}\nFallbackNTP=\n"
        files[TIME_SERVERS] = MachineFile(text)
    if config.proxy is not None:
        # For what is not ours: the updater, and tools of whoever logs in.
        names = ("http_proxy", "https_proxy", "HTTPS_PROXY")
        files[ENVIRONMENT] = MachineFile("".join(f"{name}={_quoted(config.proxy)}\n" for name in names), _SECRET)
    if config.ssh_keys:
        files[AUTHORIZED_KEYS] = MachineFile("".join(f"{key.strip()}\n" for key in config.ssh_keys), _SECRET)
    if config.timezone is not None:
        files[LOCALTIME] = MachineFile(f"{ZONES}/{canonical_timezone(config.timezone)}", is_link=True)
    return files


def host_name(config: Config, facts: Facts) -> str:
    """What the machine is called in the network: `displayd-NAME`, or with a mark of its own in place of a name."""
    mark = re.sub(r"[^0-9a-z]+", "-", (config.name or facts.mark).lower()).strip("-")
    return f"displayd-{mark}"[:MAX_HOST_NAME].rstrip("-") if mark else "displayd"


def _quoted(value: str) -> str:
    """`value` as the environment files of systemd have it (systemd.exec(5))."""
    return '"' + re.sub(r'(["\\$`])', r"\\\1", value) + '"'
