"""What a wall folder would change on which screens: the command `hub plan`."""

from __future__ import annotations

import os
import ssl
import urllib.error
import urllib.request
from pathlib import Path

import msgspec

from displayd.errors import ConfigError, DisplaydError, FetchError
from displayd.hub.publish.plan_base import Base, base_of
from displayd.hub.publish.wall_diff import Difference, differences
from displayd.hub.wall import folder as folders
from displayd.hub.wall.loader import Wall, load, wall_of
from displayd.tools.wall_check import today

__all__ = ["plan"]

MAX_ANSWER_BYTES = 50_000_000

OWN_HUB_SECONDS = 5
"""Patience with a hub that nobody named: it is on this machine, or not there."""


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
        before: Base | None = _fetched(hub, key, ca)
    elif state is not None:
        before = _kept(state)
    else:
        before = _of_own_hub(wall, key, ca or _own_ca(usual_state)) or (_kept(usual_state) if usual_state else None)
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


def _own_ca(state: Path | None) -> Path | None:
    """The CA of the hub with this state folder, if it has one and we may read it."""
    path = None if state is None else state / "tls" / "ca.pem"
    return path if path is not None and os.access(path, os.R_OK) else None


def _of_own_hub(wall: Wall, key: str, ca: Path | None) -> Base | None:
    """What the hub at the wall's own `listen` serves; None if there is none."""
    host, _, port = wall.settings.listen.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - nothing is bound here
    scheme = "http" if wall.settings.tls is None else "https"
    try:
        return _fetched(f"{scheme}://{host}:{port}", key, ca, OWN_HUB_SECONDS)
    except FetchError:
        return None


def _fetched(hub: str, key: str, ca: Path | None, patience_seconds: float = 20) -> Base:
    address = f"{hub.rstrip('/')}/v1/plan-base"
    if not address.startswith(("http://", "https://")):
        raise FetchError(f"{hub}: not an address", "for example http://hub.example:8070")
    question = urllib.request.Request(address)
    if key:
        # Left out where a redirect leads to somebody else.
        question.add_unredirected_header("Authorization", f"Bearer {key}")
    try:
        trusted = ssl.create_default_context(cafile=ca)
        with urllib.request.urlopen(question, timeout=patience_seconds, context=trusted) as answer:
            body = answer.read(MAX_ANSWER_BYTES)
        return msgspec.json.decode(body, type=Base)
    except urllib.error.HTTPError as exc:
        raise FetchError(f"{address}: {exc}", _HINTS.get(exc.code, "is this a displayd hub?")) from exc
    except (OSError, ValueError, msgspec.DecodeError) as exc:
        raise FetchError(f"{address}: {getattr(exc, 'reason', exc)}", "is the hub running?") from exc


_HINTS = {
    401: "make a key with `displayd hub viewer NAME`; give it with --key-file, or as DISPLAYD_HUB_KEY",
    421: "write the name in this address into `hosts` in the hub's hub.yaml, or use the hub's IP address",
    429: "too many wrong keys; try again in a minute",
    503: "the hub has no good wall folder yet",
}
