"""What a wall folder would change on which screens: the command `hub plan`."""

from __future__ import annotations

from pathlib import Path

from displayd.errors import ConfigError, DisplaydError
from displayd.hub.publish.plan_base import Base, base_of
from displayd.hub.publish.wall_diff import Difference, differences
from displayd.hub.wall import folder as folders
from displayd.hub.wall.loader import load, wall_of
from displayd.tools.hub_questions import asked, asked_own_hub, own_ca
from displayd.tools.wall_check import today

__all__ = ["plan"]

PATH = "/v1/plan-base"


def plan(
    folder: Path,
    hub: str | None = None,
    state: Path | None = None,
    usual_state: Path | None = None,
    *,
    key: str = "",
    ca: Path | None = None,
) -> list[Difference]:
    """Which screens the wall in `folder` would change, and how.

    Args:
        hub: address of a running hub to compare with.
        state: state folder of a hub, for the wall that it served last; used if `hub` is None.
        key: a viewer's, for a hub on another machine.
        ca: file with the only certificates to trust; None for the system's.
        usual_state: with neither, the hub at the wall's own `listen` is asked, and then this state folder.

    Raises:
        ConfigError: the folder has mistakes.
        FetchError: the hub gave no usable answer.
        DisplaydError: there is nothing to compare with.
    """
    wall = load(folder, today())
    if hub is not None:
        before: Base | None = asked(hub, PATH, Base, key, ca)
    elif state is not None:
        before = _kept(state)
    else:
        before = asked_own_hub(wall, PATH, Base, key, ca or own_ca(usual_state))
        before = before or (_kept(usual_state) if usual_state else None)
    if before is None:
        raise DisplaydError("nothing to compare with", "name a running hub with --hub URL")
    return differences(before, base_of(wall))


def _kept(state: Path) -> Base | None:
    """The wall that the hub with this state folder served last, if that is known."""
    found = folders.kept(state / folders.KEPT_NAME)
    if found is None:
        return None
    try:
        return base_of(wall_of(found[0], "the wall served last"))
    except ConfigError:
        # Kept by a version with other rules; what it showed cannot be said any more.
        return None
