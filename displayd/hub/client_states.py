"""What clients have left with the hub that no metric holds: whole datasets, payloads, groups of pushed metrics.

Each is bytes under a kind and a name. It is kept on disk together with the values, and is there after a restart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

__all__ = ["ClientStates"]


class ClientStates:
    """Bodies by kind and name, and which of them the store has still to be told of."""

    def __init__(self) -> None:
        self._bodies: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        self._unsaved: dict[tuple[str, str], bytes | None] = {}

    def bodies(self, kind: str) -> Mapping[str, bytes]:
        """All of one kind, by name."""
        return self._bodies[kind]

    def body(self, kind: str, name: str) -> bytes | None:
        """One of them; None if it is not there."""
        return self._bodies[kind].get(name)

    def put(self, kind: str, name: str, body: bytes) -> None:
        """Set one; it is on disk when `Hub.kept` says so."""
        self._bodies[kind][name] = self._unsaved[kind, name] = body

    def remove(self, kind: str, name: str) -> None:
        """Forget one."""
        self._bodies[kind].pop(name, None)
        self._unsaved[kind, name] = None

    def recall(self, states: Mapping[tuple[str, str], bytes]) -> None:
        """Take in what the store has, by (kind, name). What clients have said meanwhile is newer, and stays."""
        for (kind, name), body in states.items():
            if (kind, name) not in self._unsaved:
                self._bodies[kind].setdefault(name, body)

    def take_unsaved(self) -> dict[tuple[str, str], bytes | None]:
        """What has changed since the last call, by (kind, name); None for what is to be removed."""
        unsaved, self._unsaved = self._unsaved, {}
        return unsaved
