"""IP addresses of those who ask: of this machine, of one network, of a proxy."""

from __future__ import annotations

import contextlib
import functools
import ipaddress
from collections.abc import Sequence

__all__ = ["is_among", "is_loopback", "network_of"]

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def network_of(address: str) -> str:
    """Whom an address is counted with: itself, or its /64, of which one IPv6 customer has 18 trillion addresses."""
    ip = _address(address)
    if ip is None or ip.version == 4 or ip.is_loopback:
        return address if ip is None else str(ip)
    return str(ipaddress.IPv6Network((ip, 64), strict=False))


def is_loopback(address: str) -> bool:
    """Whether `address` is of this machine."""
    ip = _address(address)
    return ip is not None and ip.is_loopback


def is_among(address: str, networks: Sequence[str]) -> bool:
    """Whether `address` is one of `networks`, which are addresses or networks such as `10.0.0.0/8`."""
    ip = _address(address)
    return ip is not None and any(ip in network for network in _networks(tuple(networks)))


def _address(text: str) -> _Address | None:
    """The address without its zone; one of IPv4 also where it comes in the form of IPv6."""
    with contextlib.suppress(ValueError):
        ip = ipaddress.ip_address(text.partition("%")[0])
        return ip if isinstance(ip, ipaddress.IPv4Address) else ip.ipv4_mapped or ip
    return None


@functools.lru_cache(maxsize=16)
def _networks(texts: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
