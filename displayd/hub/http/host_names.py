"""By which names a browser may call the hub.

A page of a stranger can let its own name lead to the hub's address (DNS rebinding), and its script then reads what the
hub answers under that name. So what people look at is shown under names of the hub alone. IP addresses are no danger:
nobody but their owner answers there.
"""

from __future__ import annotations

import ipaddress
import re
import urllib.parse
from collections.abc import Collection, Iterable

from displayd.hub.settings import Announcement, HubSettings

__all__ = ["called_name", "is_loopback_name", "is_name_of_hub"]

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_.-]+))(?::[0-9]{1,5})?")
_ANNOUNCED = re.compile(r"displayd-hub-[0-9a-f]{8}\.local")
_USUAL = ("displayd-hub", "displayd-hub.local", "localhost")


def called_name(hosts: Collection[str]) -> str | None:
    """The name or IP address, without the port and in small letters, by which a request calls the hub.

    Args:
        hosts: every `Host` header of the request.

    Returns:
        None if there is none, or several, or one that is not written as RFC 9110, section 7.2, says.
    """
    found = _HOST.fullmatch(next(iter(hosts))) if len(hosts) == 1 else None
    return (found[1] or found[2]).lower().removesuffix(".") or None if found else None


def is_name_of_hub(name: str, settings: HubSettings, machine: Iterable[str]) -> bool:
    """Whether the hub is called `name`.

    Args:
        name: see `called_name`.
        machine: the names of the hub's machine, in small letters.
    """
    if _address(name) is not None or name in _USUAL or name.endswith(".localhost") or _ANNOUNCED.fullmatch(name):
        return True
    announced = settings.announce.address if isinstance(settings.announce, Announcement) else None
    own = {*machine, urllib.parse.urlsplit(announced or "").hostname}
    return name in own or any(_covers(host.lower().removesuffix("."), name) for host in settings.hosts)


def is_loopback_name(name: str) -> bool:
    """Whether `name` leads to the machine itself, wherever it is looked up."""
    address = _address(name)
    return address.is_loopback if address is not None else name == "localhost" or name.endswith(".localhost")


def _covers(host: str, name: str) -> bool:
    return name.endswith(host[1:]) and name != host[2:] if host.startswith("*.") else name == host


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
