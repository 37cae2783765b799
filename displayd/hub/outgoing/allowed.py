"""Where the hub may go: the hosts that `outgoing` in `hub.yaml` lists, and no others."""

from __future__ import annotations

import ipaddress
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from typing import Annotated, NamedTuple

from msgspec import Meta

from displayd.validation.faults import Fault

__all__ = ["Allowed", "Host", "Place", "entry_faults", "place_of", "place_told"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

Host = Annotated[
    str,
    Meta(
        max_length=300,
        pattern=r"^((\*\.)?[A-Za-z0-9_.\u0080-\U0010ffff-]+|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)(:[0-9]{1,5})?$",
        extra={"words": "a host is a name or an address, with a port if you like: `crm.example.org`, `10.0.0.5:9090`"},
    ),
]
"""A host that may be asked: `crm.example.org`, `*.example.org`, `10.0.0.5`, `[fd00::5]:9090`; without port for any."""

_ENTRY = re.compile(r"^(?:\[(?P<six>[^\]]+)\]|(?P<name>[^:]+))(?::(?P<port>\d{1,5}))?$")

# Clouds answer there with the credentials or the settings of the machine that asks.
_METADATA = frozenset(
    map(
        ipaddress.ip_address,
        ("169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254"),
    )
)

# An address of IPv6 of these has one of IPv4 at its end: NAT64 (RFC 6052, 8215), SIIT (2765), IPv4-compatible (4291).
_WITH_IPV4 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")))

_PORTS = {"http": 80, "https": 443}


class Place(NamedTuple):
    """Where a question goes."""

    scheme: str
    host: str
    """In small letters, without brackets; a name in the letters of DNS."""
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """Where `url` leads.

    Raises:
        ValueError: nowhere that can be asked; with the reason in plain words.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as exc:
        raise ValueError("this is no address") from exc
    if parts.scheme not in _PORTS:
        raise ValueError("an address begins with `http://` or `https://`")
    if not host or any(not letter.isprintable() or letter.isspace() for letter in url):
        raise ValueError("this is no address")
    return Place(parts.scheme, _plain(host), port or _PORTS[parts.scheme])


def place_told(url: str) -> str:
    """The host of `url`, and its port where that is not the usual one; nothing else of it, which may be secret."""
    try:
        return str(place_of(url))
    except ValueError:
        return "?"


def entry_faults(entries: Iterable[str]) -> Iterator[Fault]:
    """Those of `entries` that are no hosts."""
    for number, entry in enumerate(entries):
        if _rule_of(entry) is None:
            hint = "for example `crm.example.org`, `*.example.org` or `10.0.0.5:9090`"
            yield Fault((number,), f"`{entry}` is no host", hint)


class _Rule(NamedTuple):
    """One entry."""

    name: str
    """As `Place.host`; what ends in it where it begins with a dot."""
    port: int | None


class Allowed:
    """What the entries of `outgoing` allow."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._rules = [rule for entry in entries if (rule := _rule_of(entry)) is not None]

    def allows(self, place: Place) -> bool:
        """Whether somebody at `place` may be asked, as far as its name says."""
        return any(
            rule.port in (None, place.port)
            and (place.host == rule.name or (rule.name.startswith(".") and place.host.endswith(rule.name)))
            for rule in self._rules
        )

    def why_not(self, place: Place, address: Address) -> str:
        """Why nobody at `address`, which is what the name of `place` leads to, may be asked; empty if one may.

        A name may be made to lead to this machine, or to where a cloud hands out its keys: those have to be listed
        as addresses.
        """
        plain = _inner(address)
        if any(rule.port in (None, place.port) and rule.name in (str(plain), str(address)) for rule in self._rules):
            return ""
        is_localhost = place.host == "localhost" or place.host.endswith(".localhost")
        if plain.is_loopback and is_localhost:
            return ""
        if plain.is_loopback or plain.is_unspecified:
            return f"its name leads to this machine ({plain})"
        if plain in _METADATA or plain.is_link_local:
            return f"its name leads to {plain}, where clouds keep keys"
        if plain.is_multicast or plain == ipaddress.ip_address("255.255.255.255"):
            return f"its name leads to {plain}, which is no host"
        return ""


def _inner(address: Address) -> Address:
    """The address of IPv4 that one of IPv6 stands for; others as they are."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if int(address) > 1 and any(address in network for network in _WITH_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _rule_of(entry: str) -> _Rule | None:
    """What `entry` allows; None where it is no host."""
    if entry.count(":") > 1 and not entry.startswith("["):
        entry = f"[{entry}]"
    match = _ENTRY.match(entry)
    if match is None:
        return None
    port = int(match["port"]) if match["port"] else None
    if port is not None and not 0 < port < 65536:
        return None
    try:
        if match["six"]:
            return _Rule(str(ipaddress.IPv6Address(match["six"])), port)
        name = match["name"]
        return _Rule(f".{_plain(name[2:])}" if name.startswith("*.") else _plain(name), port)
    except ValueError:
        return None


def _plain(host: str) -> str:
    """`host` as DNS writes it.

    Raises:
        ValueError: it is neither an address nor a name.
    """
    host = host.lower().rstrip(".")
    if ":" in host:
        return str(ipaddress.IPv6Address(host.partition("%")[0]))
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as exc:
        raise ValueError("this is no name of a host") from exc
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?", plain):
        raise ValueError("this is no name of a host")
    return plain
