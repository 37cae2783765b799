"""What the screens tell of themselves, and which unknown ones have knocked. In memory: a restart asks them again."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import OrderedDict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from displayd.hub.addresses import network_of
from displayd.protocol.document_format import FORMAT_MINOR
from displayd.protocol.status_report import StatusReport
from displayd.protocol.updates import UpdateReport

__all__ = ["ONLINE_SECONDS", "Fleet", "Seen", "Snapshot", "Unclaimed", "line_to_paste", "name_for"]

# A parked request is answered after 50 s at most, so a screen that is well speaks up once in that time.
ONLINE_SECONDS = 90.0

MAX_UNCLAIMED = 200
MAX_UNCLAIMED_EACH = 50
"""The same for one address, or one network of IPv6: nobody fills the list alone."""

UNCLAIMED_SECONDS = 3600.0
"""A fingerprint that has been silent for so long is forgotten."""

# As `displayd.document.model.Name`; what a stranger sends is not shown before it is one.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


class Snapshot(NamedTuple):
    """A small picture of what is on the glass."""

    data: bytes
    media_type: str
    digest: str
    """Short, to tell one picture from the next."""
    taken_at: float
    """Hub time at which it came."""


@dataclass
class Seen:
    """What one screen has told."""

    seen_at: float
    """Hub time of its last request."""
    address: str
    format_minor: int = FORMAT_MINOR
    """What it reads, see `protocol.document_format`."""
    status: StatusReport | None = None
    status_at: float = 0.0
    snapshot: Snapshot | None = None
    lead_seconds: float | None = None
    """How long before a change takes effect it wants to be sent it; None when it does not say."""
    update: UpdateReport | None = None
    """How far it is with a release; None for a screen that does not update itself."""

    def is_online(self, unix_time: float) -> bool:
        """True for a screen that has been heard of lately."""
        return unix_time - self.seen_at <= ONLINE_SECONDS


class Unclaimed(NamedTuple):
    """A screen that asks for a document and stands in no line of `screens.yaml`."""

    fingerprint: str
    address: str
    first_at: float
    seen_at: float
    wanted_name: str = ""
    """What it would like to be called; empty when it does not say."""
    has_come_back: bool = False
    """True from the second time on. Secrets that somebody makes up come once."""


class Fleet:
    """All screens that have been heard of."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}
        self._unclaimed: OrderedDict[str, Unclaimed] = OrderedDict()

    def seen(self, screen: str) -> Seen | None:
        """What `screen` has told; None if it has not been heard of since the hub started."""
        return self._seen.get(screen)

    def touch(self, screen: str, fingerprint: str, address: str, unix_time: float) -> Seen:
        """Note that `screen` has made a request."""
        self._unclaimed.pop(fingerprint, None)
        seen = self._seen.setdefault(screen, Seen(unix_time, address))
        seen.seen_at, seen.address = unix_time, address
        return seen

    def take_snapshot(self, screen: str, data: bytes, media_type: str, unix_time: float) -> None:
        """Keep the picture of a screen that has been heard of, instead of the one before.

        Args:
            data: a checked picture, see `displayd.hub.screen_picture`.
        """
        digest = hashlib.sha256(data).hexdigest()[:16]
        self._seen[screen].snapshot = Snapshot(data, media_type, digest, unix_time)

    def knock(self, fingerprint: str, address: str, unix_time: float, wanted_name: str = "") -> bool:
        """Note a screen that nobody has claimed.

        The list is bounded, for each address and in all: who has knocked once only goes first, then the one silent for
        longest.

        Args:
            wanted_name: what it would like to be called, as it came; kept if a screen can be called that.

        Returns:
            True if it is new.
        """
        known = self._unclaimed.pop(fingerprint, None)
        first_at = known.first_at if known else unix_time
        wanted = wanted_name if _NAME.fullmatch(wanted_name) else ""
        entry = Unclaimed(fingerprint, address, first_at, unix_time, wanted, known is not None)
        self._unclaimed[fingerprint] = entry
        by_network: dict[str, list[Unclaimed]] = {}
        for one in self._unclaimed.values():
            by_network.setdefault(network_of(one.address), []).append(one)
        beside = by_network[network_of(address)]
        if len(beside) <= MAX_UNCLAIMED_EACH and len(self._unclaimed) > MAX_UNCLAIMED:
            beside = max(by_network.values(), key=len)
        elif len(beside) <= MAX_UNCLAIMED_EACH:
            return known is None
        gone = min((one for one in beside if one is not entry), key=lambda one: (one.has_come_back, one.seen_at))
        del self._unclaimed[gone.fingerprint]
        return known is None

    def unclaimed(self, unix_time: float) -> list[Unclaimed]:
        """Unclaimed screens heard of lately, the newest first."""
        lately = [one for one in self._unclaimed.values() if unix_time - one.seen_at <= UNCLAIMED_SECONDS]
        return sorted(lately, key=lambda one: one.first_at, reverse=True)

    def keep_only(self, screens: Iterable[str], claimed: Iterable[str]) -> None:
        """Forget screens that are no longer in the wall, and fingerprints that by now are.

        Args:
            screens: names of those that stay.
            claimed: fingerprints of the devices in the wall.
        """
        names = set(screens)
        self._seen = {name: seen for name, seen in self._seen.items() if name in names}
        for fingerprint in claimed:
            self._unclaimed.pop(fingerprint, None)


def name_for(wanted_name: str, taken: Container[str]) -> str:
    """Name of a screen that is about to be claimed: `wanted_name` if it can be had, else `new-screen-1` and so on."""
    if _NAME.fullmatch(wanted_name) and wanted_name not in taken:
        return wanted_name
    return next(name for number in itertools.count(1) if (name := f"new-screen-{number}") not in taken)


def line_to_paste(name: str, fingerprint: str, dashboards: Iterable[str]) -> str:
    """The line that claims a screen, to be put under `screens:` in `screens.yaml`.

    Args:
        dashboards: what could be shown; the first is proposed.
    """
    first = next(iter(dashboards), None)
    return f"  {name}: {{device: {fingerprint}, show: {f'[{first}]' if first else 'all'}}}"
