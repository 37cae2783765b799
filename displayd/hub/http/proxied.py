"""Requests that come through a proxy which `hub.yaml` names: who really asks, and how.

What a request says of this is believed of those proxies alone: anybody can write such a header.

Source: RFC 7239; the older `X-Forwarded-` headers as nginx, Apache, HAProxy, Caddy and Traefik write them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from displayd.hub.addresses import is_among

__all__ = ["FORWARDED_HOSTS", "Proxied", "seen_through"]

FORWARDED_HOSTS = "displayd.forwarded_hosts"
"""Where the scope of a request has the names that trusted proxies say the hub was called by."""

_PORT = re.compile(r"\[([0-9A-Fa-f:.%]+)\](?::[0-9]{1,5})?|([0-9.]+)(?::[0-9]{1,5})?|([0-9A-Fa-f:.]+)")
_PAIR = re.compile(r'\s*([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^\s;,"]*)\s*(?:;|$)')
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]{1,100}){1,10}")


class Proxied:
    """Hands requests on to `app` as they were before the proxies.

    Args:
        proxies: answers which are trusted now, as addresses and networks.
    """

    def __init__(self, app: ASGIApp, proxies: Callable[[], Sequence[str]]) -> None:
        self.app = app
        self.proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        proxies = self.proxies()
        if proxies and scope["type"] == "http":
            scope = seen_through(scope, proxies)
        await self.app(scope, receive, send)


def seen_through(scope: Scope, proxies: Sequence[str]) -> Scope:
    """`scope` with the client's own address and scheme, if one of `proxies` has passed it on."""
    peer = scope["client"][0] if scope.get("client") else ""
    if not is_among(peer, proxies):
        return scope
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    changed = dict(scope)
    changed["client"] = (_client(headers, peer, proxies), 0)
    said = [word.strip().lower() for line in headers.get("x-forwarded-proto", []) for word in line.split(",")]
    said = said or [hop.get("proto", "").lower() for hop in _hops(headers.get("forwarded", []))]
    if said and said[-1] in ("http", "https"):
        changed["scheme"] = said[-1]
    changed[FORWARDED_HOSTS] = [
        *(name.strip() for line in headers.get("x-forwarded-host", []) for name in line.split(",")),
        *(hop["host"] for hop in _hops(headers.get("forwarded", [])) if "host" in hop),
    ]
    prefix = (headers.get("x-forwarded-prefix") or [""])[-1].rstrip("/")
    if _PREFIX.fullmatch(prefix) and f"{scope['path']}/".startswith(f"{prefix}/"):
        # A proxy that does not take the path away before it asks.
        changed["root_path"] = prefix
        if scope["path"] == prefix:
            # The wall page, asked for without the slash at its end.
            changed["path"] = f"{prefix}/"
    return changed


def _client(headers: dict[str, list[str]], peer: str, proxies: Sequence[str]) -> str:
    """The address next to the trusted proxies; the last proxy's where they do not agree on one."""
    old = [word for line in headers.get("x-forwarded-for", []) for word in line.split(",")]
    new = [hop.get("for", "") for hop in _hops(headers.get("forwarded", []))]
    found = {_outermost(chain, proxies) for chain in (old, new) if chain}
    # One of the two a proxy may hand on as the client wrote it.
    return (found.pop() if len(found) == 1 else None) or peer


def _outermost(chain: Iterable[str], proxies: Sequence[str]) -> str | None:
    """The last address of `chain` that is no proxy; the first if all are. None for what is no address."""
    found = None
    for text in reversed(list(chain)):
        port = _PORT.fullmatch(text.strip())
        try:
            found = str(ipaddress.ip_address((port[1] or port[2] or port[3]) if port else ""))
        except ValueError:
            return found
        if not is_among(found, proxies):
            return found
    return found


def _hops(lines: Iterable[str]) -> list[dict[str, str]]:
    """What each proxy says in `Forwarded`, the nearest to the client first."""
    hops = []
    for element in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", ",".join(lines)[:4000]):
        pairs: dict[str, Any] = {name.lower(): value.strip('"') for name, value in _PAIR.findall(element)}
        if element.strip():
            hops.append(pairs)
    return hops
