"""How far ahead a mirror group gets its changes: as far as its slowest member asks for, and no further.

Each screen says with its questions how long before a change it has to be sent it (`Displayd-Lead`), out of the round
trips that it measures and the time that it takes to paint. A member that is silent holds nobody up.
"""

from __future__ import annotations

from collections.abc import Mapping

from displayd.hub.fleet import Fleet
from displayd.hub.wall.loader import Wall

__all__ = ["MirrorLead"]

# The round trips of a network that is quiet now say nothing of the moment after; people do not see a tenth.
SHORTEST_SECONDS = 0.1


class MirrorLead:
    """Answers for every mirror group of a wall."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._of: Wall | None = None
        self._members: Mapping[str, list[str]] = {}

    def seconds(self, wall: Wall, group: str, unix_time: float) -> float:
        """The time from now to the moment at which a change of `group` takes effect.

        At most `mirror_lead_seconds` of `hub.yaml`, and that where a member that is there does not say what it needs,
        or nobody is there.
        """
        longest = wall.settings.mirror_lead_seconds
        seen = [self._fleet.seen(name) for name in self._members_of(wall, group)]
        there = [one for one in seen if one is not None and one.is_online(unix_time)]
        needs = [longest if one.lead_seconds is None else one.lead_seconds for one in there]
        return min(longest, max(SHORTEST_SECONDS, max(needs, default=longest)))

    def _members_of(self, wall: Wall, group: str) -> list[str]:
        if self._of is not wall:
            members: dict[str, list[str]] = {}
            for name, spec in wall.screens.items():
                if spec.group is not None:
                    members.setdefault(spec.group, []).append(name)
            self._of, self._members = wall, members
        return self._members.get(group, [])
