"""The hub's certificate: read at the start, read again when it is renewed, and told of before it ends."""

from __future__ import annotations

import asyncio
import datetime
import logging
import ssl
from collections.abc import Iterable
from pathlib import Path

from displayd.errors import DisplaydError, StoreError
from displayd.hub.announcer import KEY_FILE, key_of_hub
from displayd.hub.machine import machine_addresses, machine_names
from displayd.hub.own_certificate import OwnCertificate, days_left
from displayd.hub.settings import HubSettings
from displayd.hub.state import Hub

__all__ = ["CertificateKeeper", "own_names"]

logger = logging.getLogger(__name__)

CHECK_SECONDS = 60.0

# Long enough for somebody who has to ask for a new one.
WARN_DAYS = 14


class CertificateKeeper:
    """Keeps what the hub speaks TLS with.

    Args:
        state_folder: has the hub's own CA, where that is used.
        chain: file (PEM) with a certificate of somebody else; None for the hub's own CA.
        key: file with its key; None where `chain` has it.
    """

    def __init__(self, hub: Hub, state_folder: Path, chain: Path | None, key: Path | None) -> None:
        self._hub = hub
        self._state_folder = state_folder
        self._own = OwnCertificate(state_folder) if chain is None else None
        self._chain = chain or OwnCertificate(state_folder).chain
        self._key = key
        self._read_as: object = None
        """Whatever changes with the files, as they were when they were read."""
        self._left_out: tuple[str, ...] = ()
        self.context = _context()
        """What connections are made with; it has a new certificate from the next one on."""

    def begin(self) -> None:
        """Read the certificate, and make it first if it is the hub's own; blocks.

        Raises:
            DisplaydError: it cannot be used.
        """
        self._renew()
        self._read()

    async def keep_forever(self) -> None:
        """Renew and read again what has changed; never ends."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Renew and read again what has changed, and say when the certificate is about to end."""
        kind = "certificate"
        try:
            if await asyncio.to_thread(self._renewed):
                logger.info("The hub has a new certificate")
            left = await asyncio.to_thread(days_left, self._chain, self._hub.clock())
        except DisplaydError as exc:
            self._hub.troubles.begin(kind, f"The certificate is the one before: {exc.message}", exc.hint)
        except (OSError, ValueError) as exc:
            self._hub.troubles.begin(kind, f"The end of the certificate is not known: {exc}")
        else:
            if left < WARN_DAYS:
                text = f"The certificate of the hub ends in {max(0.0, left):.0f} days"
                self._hub.troubles.begin(kind, text, f"put a new one into {self._chain}; the hub takes it by itself")
            else:
                self._hub.troubles.end(kind, "The certificate of the hub is good again")

    def _renewed(self) -> bool:
        """Whether there is a certificate that was not there before, which is in use from now on."""
        self._renew()
        if self._state_of_files() == self._read_as:
            return False
        self._read()
        return True

    def _renew(self) -> None:
        if self._own is None:
            return
        settings = self._hub.wall.settings if self._hub.wall else HubSettings()
        hosts, addresses = own_names(self._state_folder, settings.hosts)
        now = datetime.datetime.fromtimestamp(self._hub.clock(), datetime.UTC)
        left_out = self._own.renew(hosts, addresses, now).left_out
        if left_out != self._left_out and left_out:
            told = ", ".join(left_out)
            logger.warning("The hub's CA is older than %s, and does not vouch for it: see `displayd hub cert`", told)
        self._left_out = left_out

    def _read(self) -> None:
        """Take what the files have, if it fits together."""
        state = self._state_of_files()
        try:
            # Tried with a context that nobody uses: half of a new certificate must not replace the old one.
            for context in (_context(), self.context):
                context.load_cert_chain(self._chain, self._key)
        except OSError as exc:
            files = " and ".join(str(file) for file in (self._chain, self._key) if file)
            reason = (
                exc.strerror if not isinstance(exc, ssl.SSLError) else f"no certificate with its key ({exc.reason})"
            )
            raise DisplaydError(f"{files}: {reason}", "PEM files, readable by the hub's user") from exc
        self._read_as = state

    def _state_of_files(self) -> object:
        try:
            found = [file.stat() for file in (self._chain, self._key) if file]
        except OSError as exc:
            raise StoreError(f"{exc.filename}: {exc.strerror}") from exc
        return [(one.st_ino, one.st_size, one.st_mtime_ns) for one in found]


def own_names(state_folder: Path, hosts: Iterable[str]) -> tuple[set[str], set[str]]:
    """Names and IP addresses of this machine as a hub, those of `hosts` among them; blocks."""
    names = {*machine_names(), "displayd-hub", "displayd-hub.local", "localhost", *hosts}
    if (state_folder / KEY_FILE).exists():
        # Not made here: a command that root runs must not leave the hub a key that it cannot read.
        names.add(f"displayd-hub-{key_of_hub(state_folder)[:8]}.local")
    addresses = {*machine_addresses(), *machine_addresses(is_v6=True), "127.0.0.1", "::1"}
    return {name for name in names if name.isascii()}, addresses


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context
