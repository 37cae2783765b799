"""Which proxy stands between this machine and a server."""

from __future__ import annotations

import ipaddress
import urllib.parse
from collections.abc import Mapping

from displayd.device.network.http_library import requests

__all__ = ["DIRECT", "proxies_for", "proxy_between", "told_proxy"]

DIRECT = "direct"
"""Stands in the place of a proxy's address where none is to be used, whatever the environment says."""


def proxies_for(url: str, proxy: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The proxies to reach `url` by, as requests wants them.

    Args:
        proxy: as the configuration names it: used for everything but this machine itself; empty for none, `DIRECT` for
            none at all.
        environment: those of the variables `http_proxy` and so on, which hold when none is named.
    """
    if not proxy:
        return dict(environment)
    return {} if proxy == DIRECT or _is_this_machine(url) else {"http": proxy, "https": proxy}


def proxy_between(url: str, proxies: Mapping[str, str]) -> str:
    """Address of the proxy by which `url` is reached, as `told_proxy` tells it; empty for none."""
    found = requests.utils.select_proxy(url, dict(proxies))
    return told_proxy(found) if found else ""


def told_proxy(address: str) -> str:
    """`address` as it may stand in logs and on the glass: host and port, without the password."""
    return address.rpartition("//")[2].rpartition("@")[2].rstrip("/")


def _is_this_machine(url: str) -> bool:
    host = urllib.parse.urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
