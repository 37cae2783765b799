"""The hub makes itself known in its network, so that screens without an address of a hub find it. Home of zeroconf.

It is a service `_displayd._tcp` of multicast DNS (RFC 6762, 6763). Whatever goes wrong with that, the hub goes on: the
screens that know its address need none of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import re
import secrets
import socket
import urllib.parse
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import NamedTuple

from displayd.atomic_files import write_atomically
from displayd.hub.machine import machine_addresses
from displayd.hub.settings import Announcement, HubSettings
from displayd.hub.state import Hub

__all__ = ["KEY_FILE", "Announcer", "Offer", "key_of_hub"]

logger = logging.getLogger(__name__)

KEY_FILE = "hub-key"

SERVICE = "_displayd._tcp.local."

# Addresses and settings change seldom; a cable that is plugged in late is waited for by whoever plugs it in.
CHECK_SECONDS = 10.0

_KEY = re.compile(r"[0-9a-f]{32}")
_USUAL_PORTS = {"http": 80, "https": 443}


class Offer(NamedTuple):
    """What the network is told."""

    name: str
    """Of the hub, for people."""
    port: int
    addresses: tuple[str, ...]
    """IPv4 addresses of this machine at which the hub listens."""
    key: str
    """The hub's own, the same after a move to another address."""
    url: str = ""
    """Where screens are to ask instead: of the proxy that adds HTTPS; empty for none."""
    scheme: str = "http"
    """What the hub itself speaks."""


class Announcer:
    """Tells the network of one hub, as the wall's settings say.

    Args:
        bound: the socket that the hub listens on.
        state_folder: has the hub's key.
        scheme: `https` for a hub that speaks TLS.
    """

    def __init__(self, hub: Hub, bound: socket.socket, state_folder: Path, scheme: str = "http") -> None:
        self._hub = hub
        self._scheme = scheme
        self._host, self._port = bound.getsockname()[:2]
        self._state_folder = state_folder
        self._told = ""
        """What the log says of it."""

    async def announce_forever(self) -> None:
        """Announce the hub, and anew when the settings or this machine's addresses change."""
        while True:
            # Fence: whatever a library of the network's side throws, the hub serves its screens.
            try:
                if await self._announce():
                    # Something else is wanted: no pause in which nobody finds the hub.
                    continue
            except Exception as exc:  # noqa: BLE001
                self._tell(logging.WARNING, f"The hub is not announced, screens need its address: {exc}")
            await asyncio.sleep(CHECK_SECONDS)

    async def _announce(self) -> bool:
        """Announce what is wanted now, until something else is; False when nothing is wanted."""
        offer = self._wanted()
        if offer is None:
            return False
        async with _announced(offer) as name:
            where = offer.url or ", ".join(f"{address}:{offer.port}" for address in offer.addresses)
            self._tell(logging.INFO, f"The hub is announced in the network as {name}, at {where}")
            # Nobody tells of a new address.
            while self._wanted() == offer:  # noqa: ASYNC110
                await asyncio.sleep(CHECK_SECONDS)
        return True

    def _wanted(self) -> Offer | None:
        """What to announce now; None for nothing."""
        settings = self._hub.wall.settings if self._hub.wall else HubSettings()
        if settings.announce is False:
            return None
        told = settings.announce if isinstance(settings.announce, Announcement) else Announcement()
        addresses = _reachable(self._host, machine_addresses())
        if not addresses and not told.address:
            return None
        name = told.name or settings.title
        return Offer(name, self._port, addresses, key_of_hub(self._state_folder), told.address or "", self._scheme)

    def _tell(self, level: int, text: str) -> None:
        if text != self._told:
            logger.log(level, "%s", text)
        self._told = text


def key_of_hub(folder: Path) -> str:
    """The key of the hub whose state is in `folder`; made at the first time.

    It is no secret: it tells screens that a hub which has moved is the one that they know.

    Raises:
        StoreError: it cannot be written.
    """
    path = folder / KEY_FILE
    with contextlib.suppress(OSError, UnicodeError):
        key = path.read_text(encoding="ascii").strip()
        if _KEY.fullmatch(key):
            return key
    key = secrets.token_hex(16)
    write_atomically(path, f"{key}\n".encode("ascii"))
    return key


def _reachable(host: str, machine: Iterable[str]) -> tuple[str, ...]:
    """Those of the `machine`'s addresses at which others reach a hub that listens on `host`."""
    listens = ipaddress.ip_address(host)
    found = sorted(one for one in machine if not ipaddress.ip_address(one).is_loopback)
    if not listens.is_unspecified:
        found = [one for one in found if one == str(listens)]
    return tuple(found)


@contextlib.asynccontextmanager
async def _announced(offer: Offer) -> AsyncIterator[str]:
    """While it lasts, multicast DNS has the hub; its name there, which differs where another has the same."""
    from zeroconf import InterfaceChoice, IPVersion
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

    parts = urllib.parse.urlsplit(offer.url)
    properties = {"txtvers": "1", "id": offer.key}
    if offer.scheme != "http":
        properties["scheme"] = offer.scheme
    port, server = offer.port, f"displayd-hub-{offer.key[:8]}.local."
    if parts.hostname:
        port = parts.port or _USUAL_PORTS[parts.scheme]
        server = f"{parts.hostname}."
        properties |= {"scheme": parts.scheme, "path": parts.path.strip("/")}
    info = AsyncServiceInfo(
        SERVICE,
        f"{_label(offer.name)}.{SERVICE}",
        port=port,
        properties=properties,
        server=server,
        parsed_addresses=[] if parts.hostname else list(offer.addresses),
    )
    interfaces = list(offer.addresses) or InterfaceChoice.All
    zeroconf = AsyncZeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
    try:
        await (await zeroconf.async_register_service(info, allow_name_change=True))
        yield info.name.removesuffix(f".{SERVICE}")
    finally:
        # Says good-bye for all that was announced.
        await zeroconf.async_close()


def _label(name: str) -> str:
    """`name` as one part of a name in DNS: a full stop would begin another, and 63 bytes are the most."""
    plain = " ".join(name.replace(".", " ").split()) or "displayd"
    return plain.encode()[:50].decode("utf-8", "ignore").strip()
