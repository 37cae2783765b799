"""Which screen gets which release, and at which minute."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from displayd.hub.releases.quiet_hours import QuietHours, quiet_hours
from displayd.hub.releases.shelf import Release
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.updates import ReleaseOffer

__all__ = ["offer_for", "release_for"]

# Shares of the quiet hours: screens begin to fetch spread over the first of them, and start what they have installed
# spread over the third, so that a hub of a thousand screens does not meet all of them at once.
_FETCHING_SHARE = 0.25
_RESTART_FROM, _RESTART_SHARE = 0.5, 0.25


def release_for(spec: ScreenSpec, releases: Sequence[Release], compatible: str) -> Release | None:
    """What the screen `spec` is to run: the release added last of those for its ring and its kind of machine.

    Args:
        releases: the one added last first.
        compatible: which machines it is one of.
    """
    for one in releases:
        if one.compatible == compatible and (spec.ring == "canary" or one.ring == "everyone"):
            return one
    return None


def offer_for(release: Release, spec: ScreenSpec, unix_time: float) -> ReleaseOffer:
    """`release` as it is offered to the screen `spec` at `unix_time`."""
    hours = quiet_hours(spec.updates, unix_time, spec.settings.timezone)
    is_any_time = not spec.updates
    return ReleaseOffer(
        version=release.version,
        sha256=release.sha256,
        size_bytes=release.size_bytes,
        path=f"releases/{release.sha256}",
        attempt=release.attempt,
        hub_time=unix_time,
        install_from=hours.start if is_any_time else _moment(hours, 0, _FETCHING_SHARE, spec.name),
        # The same for a whole mirror group.
        restart_at=hours.start
        if is_any_time
        else _moment(hours, _RESTART_FROM, _RESTART_SHARE, spec.group or spec.name),
        install_until=hours.end,
    )


def _moment(hours: QuietHours, begin: float, share: float, name: str) -> float:
    """A whole minute of `hours`, the same for the same name: between `begin` and `begin` + `share` of them."""
    part = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32
    moment = hours.start + (hours.end - hours.start) * (begin + share * part)
    return max(hours.start, moment // 60 * 60)
