"""What is wrong with the addresses of a hub and of a document."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator

from displayd.validation.faults import Fault

__all__ = ["address_faults", "shown"]


def address_faults(key: str, address: str) -> Iterator[Fault]:
    """What is wrong with the `address` that stands at `key`, which is `hub` or `endpoint`; no password is repeated."""
    example = "https://dashboards.example.org" if key == "hub" else "http://files.example.org/screens/lobby.json"
    try:
        parts = urllib.parse.urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() or character == "\\" for character in address):
        hint = f"write it with http:// or https://, for example `{example}`"
        yield Fault((key,), f"`{shown(address)}` is not an address", hint)
        return
    if parts.username is not None or parts.password is not None:
        yield Fault((key,), f"`{shown(address)}` has a user or a password in it", "leave out what is before the `@`")
    if parts.fragment or (key == "hub" and parts.query):
        yield Fault((key,), f"`{shown(address)}` has more than an address", "leave out what follows the `?` or `#`")
    if key == "hub" and parts.path.rstrip("/").endswith("/v1/screen"):
        yield Fault((key,), f"`{shown(address)}` is the address of a document", "leave out `/v1/screen`")


def shown(address: str) -> str:
    """`address` without the password that somebody may have put in it."""
    before, at, after = address.rpartition("@")
    scheme, slashes, _ = before.rpartition("//")
    return f"{scheme}{slashes}***@{after}" if at else address
