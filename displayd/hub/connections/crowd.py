"""Everybody who is connected, by whom they belong to, and who has to go when it gets tight.

A connection is a stranger's until a request on it has shown a right secret or key; then it belongs to that screen or
key. Strangers have few places, for each address and in all, and the one that has been quiet for longest makes room for
the next. So somebody who opens thousands of connections loses their own, while a screen that speaks at once gets in.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from displayd.hub.addresses import network_of
from displayd.hub.log_limiter import LogLimiter

__all__ = ["Crowd", "Guest"]

logger = logging.getLogger(__name__)

STRANGERS_EACH = 256
"""Strangers' connections from one address; twice as many while they have just been opened.

A browser has six; a hundred screens behind one address, each before its first request is read, as many."""

STRANGERS = 16_384
"""Strangers' connections in all, for as long as there are descriptors for twice as many; each takes some 10 kB.

It is the limit for loopback, too, and for the proxies that `hub.yaml` names: through these come all screens of a large
wall at once, when the hub has been started anew.
"""

OWN_EACH = 128
"""Connections of one screen or key. A screen has three, and cards that were copied are many screens with one secret."""


MARGIN = 64
"""From so many places left on, strangers go: their descriptors are free a moment later only."""


QUIET_SECONDS = 3.0
"""Screens that come back all at once have a moment to say who they are before they count as strangers."""

URGENT_QUIET_SECONDS = 0.5
"""The same when there are hardly any places left."""

ROOM_AT_ONCE = 8
"""So many go then for each that comes, so that those are through soon who wait behind thousands that say nothing."""


class Guest(Protocol):
    """One connection."""

    address: str
    """Of the other end."""

    def give_way(self) -> None:
        """End at once, whatever is going on; `Crowd.leave` is called soon after."""


class _Groups:
    """Guests by whom they belong to, in each group the one quiet for longest first."""

    def __init__(self) -> None:
        self.count = 0
        self._groups: dict[str, OrderedDict[Guest, float]] = {}

    def add(self, name: str, guest: Guest) -> int:
        """How many `name` has with this one."""
        group = self._groups.setdefault(name, OrderedDict())
        self.count += guest not in group
        group[guest] = time.monotonic()
        group.move_to_end(guest)
        return len(group)

    def remove(self, name: str, guest: Guest) -> None:
        group = self._groups.get(name)
        if group is None or guest not in group:
            return
        del group[guest]
        self.count -= 1
        if not group:
            del self._groups[name]

    def oldest(self, name: str) -> tuple[Guest, float]:
        """The one of `name` that has been quiet for longest, and for how many seconds."""
        guest, since = next(iter(self._groups[name].items()))
        return guest, time.monotonic() - since

    def largest(self) -> tuple[str, int]:
        """Name and size of the largest group; size 0 for none."""
        if not self._groups:
            return "", 0
        name = max(self._groups, key=lambda one: len(self._groups[one]))
        return name, len(self._groups[name])


class Crowd:
    """All connections of a hub.

    Args:
        most: how many there may be.
        is_local: whether an address is loopback or a proxy's, through which many come.
    """

    def __init__(self, most: int, is_local: Callable[[str], bool]) -> None:
        self.most = most
        self.has_room: Callable[[], None] = lambda: None
        """Called when somebody has left."""
        self._is_local = is_local
        self._strangers, self._known = _Groups(), _Groups()
        self._most_strangers = min(STRANGERS, max(1, most // 2))
        self._owners: dict[Guest, str] = {}
        """Of all who are in: the owner, empty for strangers."""
        self._leaving: set[Guest] = set()
        self._crowded = LogLimiter(logger, logging.WARNING)

    def __len__(self) -> int:
        return len(self._owners) + len(self._leaving)

    @property
    def is_full(self) -> bool:
        """True while nobody more can be let in."""
        return len(self) >= self.most

    def enter(self, guest: Guest) -> None:
        """Let a stranger in; others may have to go for it."""
        network = network_of(guest.address)
        self._owners[guest] = ""
        here = self._strangers.add(network, guest)
        if len(self) > self.most - min(MARGIN, self.most // 8):
            for _ in range(ROOM_AT_ONCE):
                self.make_room()
            return
        most_here = self._most_strangers
        if not self._is_local(guest.address):
            most_here = min(most_here, STRANGERS_EACH)
        if here > most_here and self._is_quiet(network, 0.0 if here > 2 * most_here else QUIET_SECONDS):
            self._crowded.log(network, f"{network} has too many connections open; those quiet for longest are closed")
            self._send_away(self._strangers, network)
        elif self._strangers.count > self._most_strangers:
            self.make_room(0.0 if self._strangers.count > 2 * self._most_strangers else QUIET_SECONDS)

    def leave(self, guest: Guest) -> None:
        """Its connection has ended."""
        self._forget(guest)
        self._leaving.discard(guest)
        self.has_room()

    def is_active(self, guest: Guest) -> None:
        """Note that `guest` has made a request: it is no longer the one that has been quiet for longest."""
        owner = self._owners.get(guest)
        if owner is not None:
            groups, name = (self._known, owner) if owner else (self._strangers, network_of(guest.address))
            groups.add(name, guest)

    def belongs(self, guest: Guest, owner: str) -> None:
        """A request of `guest` comes from `owner`, who was let in by a secret or a key."""
        before = self._owners.get(guest)
        if before is None:
            return
        if before != owner:
            if before:
                self._known.remove(before, guest)
            else:
                self._strangers.remove(network_of(guest.address), guest)
            self._owners[guest] = owner
        if self._known.add(owner, guest) > OWN_EACH:
            self._crowded.log(owner, f"The {owner} has too many connections open; those quiet for longest are closed")
            self._send_away(self._known, owner)

    def make_room(self, quiet_seconds: float | None = None) -> bool:
        """End the connection that can best be spared.

        Args:
            quiet_seconds: it has been silent for so long; left out: for a moment.

        Returns:
            False if there is none: all belong to those who are to be served, or may be about to say who they are.
        """
        name, size = self._strangers.largest()
        seconds = URGENT_QUIET_SECONDS if quiet_seconds is None else quiet_seconds
        is_found = size > 0 and self._is_quiet(name, seconds)
        if is_found:
            text = "Too many connections are open; those of strangers are closed that have been quiet for longest"
            self._crowded.log("", f"{text}, now one of {name}")
            self._send_away(self._strangers, name)
        return is_found

    def _is_quiet(self, network: str, seconds: float) -> bool:
        """Whether a stranger of `network` has been quiet for so long."""
        return self._strangers.oldest(network)[1] >= seconds

    def _send_away(self, groups: _Groups, name: str) -> None:
        guest, _ = groups.oldest(name)
        self._forget(guest)
        self._leaving.add(guest)
        guest.give_way()

    def _forget(self, guest: Guest) -> None:
        owner = self._owners.pop(guest, None)
        if owner is not None:
            self._strangers.remove(network_of(guest.address), guest)
            self._known.remove(owner, guest)
