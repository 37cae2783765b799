"""The rest of what `displayd.yaml` says of the machine: fixed addresses, proxy, time servers, who may log in."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct

from displayd.device.config_file.hub_address import shown
from displayd.device.config_file.wifi import wifi_faults
from displayd.validation.faults import Fault
from displayd.validation.names import timezone_faults
from displayd.validation.yaml_source import Path

__all__ = ["NetworkSettings", "items", "machine_faults"]

Line = Annotated[str, Meta(max_length=300)]

OneOrMore: TypeAlias = Line | Annotated[list[Line], Meta(max_length=8)]
"""A text, or a list of texts."""

Interface: TypeAlias = ipaddress.IPv4Interface | ipaddress.IPv6Interface

# As of screens in a document (`document.model.Name`).
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")

_HOST_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")

# What OpenSSH takes; DSA is gone since its version 10.
_SSH_KINDS = (
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)


class NetworkSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Fixed addresses, where the network gives none by itself (DHCP): of the Wi-Fi with `wifi`, else of the cable."""

    address: Annotated[
        OneOrMore | None,
        Meta(
            description="The screen's own address with the length of the network, for example `192.168.7.20/24`; a "
            "list for IPv4 and IPv6. Left out: the network gives one (DHCP)."
        ),
    ] = None

    gateway: Annotated[
        OneOrMore | None, Meta(description="Address of the router, for example `192.168.7.1`; only with `address`.")
    ] = None

    name_servers: Annotated[
        OneOrMore | None,
        Meta(description="Addresses of the DNS servers; in place of those that the network gives."),
    ] = None

    search: Annotated[
        OneOrMore | None,
        Meta(description="Domains in which short names are looked up, and the hub where none is given."),
    ] = None


def items(value: object) -> Sequence[str]:
    """The texts in what is a text or a list of them; none for anything else."""
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def machine_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """What the types cannot say of the machine's settings, for as much of `data` as has the right type."""
    name, proxy, keys = (data.get(key) for key in ("name", "proxy", "ssh_keys"))
    if isinstance(name, str) and not _NAME.fullmatch(name):
        yield Fault(("name",), f"`{name}` cannot be the name of a screen", f"for example `{_name_like(name)}`")
    if isinstance(proxy, str):
        yield from (fault.under("proxy") for fault in _proxy_faults(proxy))
    for key, faults_of in (("wifi", wifi_faults), ("network", _network_faults)):
        part = data.get(key)
        if isinstance(part, Mapping):
            yield from (fault.under(key) for fault in faults_of(part))
    yield from (fault.under("time_servers") for fault in _server_faults(data.get("time_servers")))
    yield from timezone_faults(("timezone",), data.get("timezone"))
    for index, key in enumerate(keys if isinstance(keys, list) else ()):
        if isinstance(key, str):
            yield from (fault.under("ssh_keys", index) for fault in _ssh_key_faults(key))


def _name_like(name: str) -> str:
    """What a screen may be called in place of `name`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:60] or "lobby"


def _network_faults(network: Mapping[str, Any]) -> Iterator[Fault]:
    """What the types cannot say of `network:`, for as much of it as has the right type."""
    own: list[Interface] = []
    for path, text in _places(network, "address"):
        interface = _interface(text)
        reason = _address_reason(text, interface)
        if reason:
            yield Fault(path, reason, "for example `192.168.7.20/24`")
        elif interface:
            own.append(interface)
    for path, text in _places(network, "gateway"):
        yield from _gateway_faults(path, text, own, has_address=network.get("address") is not None)
    for path, text in _places(network, "name_servers"):
        if _ip(text) is None:
            yield Fault(path, f"`{text}` is not an address", "for example `192.168.7.1`")
    for path, text in _places(network, "search"):
        if not _is_host_name(text):
            yield Fault(path, f"`{text}` is not a domain", "for example `example.org`")


def _places(network: Mapping[str, Any], key: str) -> Iterator[tuple[Path, str]]:
    """Every text of `key`, with its place."""
    value = network.get(key)
    if isinstance(value, str):
        yield (key,), value
    elif isinstance(value, list):
        yield from (((key, index), one) for index, one in enumerate(value) if isinstance(one, str))


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _interface(text: str) -> Interface | None:
    try:
        return ipaddress.ip_interface(text)
    except ValueError:
        return None


def _address_reason(text: str, interface: Interface | None) -> str:
    """What is wrong with `text` as the screen's own address; empty when nothing is."""
    if interface is None:
        return f"`{text}` is not an address with the length of its network"
    if "/" not in text:
        return f"`{text}` lacks the length of its network"
    network, is_pair = interface.network, interface.max_prefixlen - interface.network.prefixlen <= 1
    if interface.is_loopback or interface.is_multicast or interface.is_unspecified:
        return f"`{text}` cannot be the address of a screen"
    if not is_pair and interface.ip == network.network_address:
        return f"`{text}` is the network itself, not an address in it"
    if not is_pair and interface.version == 4 and interface.ip == network.broadcast_address:
        return f"`{text}` is the broadcast address of its network"
    return ""


def _gateway_faults(path: Path, text: str, own: list[Interface], *, has_address: bool) -> Iterator[Fault]:
    gateway = _ip(text)
    if gateway is None:
        yield Fault(path, f"`{text}` is not an address", "for example `192.168.7.1`")
        return
    if not has_address:
        yield Fault(path, "a gateway needs an `address` of the screen", "add `address`, or leave both to DHCP")
        return
    same_kind = [one for one in own if one.version == gateway.version]
    if any(one.ip == gateway for one in same_kind):
        yield Fault(path, f"`{text}` is the address of the screen itself", "write the router's")
    elif own and not gateway.is_link_local and not any(gateway in one.network for one in same_kind):
        networks = ", ".join(str(one.network) for one in same_kind or own)
        yield Fault(path, f"`{text}` is outside the network {networks}", "correct it, or the length after the `/`")


def _is_host_name(text: str) -> bool:
    labels = text.removesuffix(".").split(".")
    return len(text) <= 253 and all(_HOST_LABEL.fullmatch(label) for label in labels)


def _server_faults(servers: object) -> Iterator[Fault]:
    """What is wrong with `time_servers:`, a list of names and addresses."""
    for index, text in enumerate(servers if isinstance(servers, list) else ()):
        if isinstance(text, str) and _ip(text) is None and not _is_host_name(text):
            yield Fault((index,), f"`{text}` is neither a name nor an address", "for example `ntp.example.org`")


def _proxy_faults(proxy: str) -> Iterator[Fault]:
    """What is wrong with the address of a proxy; a user and a password may be in it, and are not repeated."""
    try:
        parts = urllib.parse.urlsplit(proxy)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_usable = False
    if not is_usable or parts.path.strip("/") or parts.query or parts.fragment or any(map(str.isspace, proxy)):
        hint = "write it with its port, for example `http://proxy.example.org:3128`"
        yield Fault((), f"`{shown(proxy)}` is not the address of a proxy", hint)


def _ssh_key_faults(key: str) -> Iterator[Fault]:
    """What is wrong with a line that lets somebody log in."""
    hint = "copy the one line of the file that ends in .pub: `ssh-ed25519 AAAA... name`"
    words = key.split()
    if "PRIVATE KEY" in key:
        yield Fault((), "this is a private key", "write the public one; and make a new pair, as this card can be read")
    elif key.startswith("----"):
        yield Fault((), "this is a public key in the form of another program", hint)
    elif not words or words[0] not in _SSH_KINDS:
        yield Fault((), "this is not a public key that can be used", hint)
    elif "\n" in key.strip() or len(words) < 2 or not _is_key_of(words[0], words[1]):
        yield Fault((), "the key is not complete", hint)


def _is_key_of(kind: str, encoded: str) -> bool:
    """True when `encoded` is a whole key that calls itself `kind`. Source: RFC 4251, section 5; RFC 4253, 6.6."""
    try:
        rest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    fields = []
    while rest:
        size = int.from_bytes(rest[:4], "big")
        fields.append(rest[4 : 4 + size])
        if len(fields[-1]) < size:
            return False
        rest = rest[4 + size :]
    return len(fields) > 1 and fields[0] == kind.encode()
