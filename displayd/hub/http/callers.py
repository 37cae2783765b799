"""Who asks: screens by their secret, those who push values by their key, and how often strangers may try."""

from __future__ import annotations

import re

from starlette.requests import Request

from displayd.hub.addresses import network_of
from displayd.hub.connections.connection import Connection
from displayd.hub.fleet import Seen, line_to_paste, name_for
from displayd.hub.http.error_answers import (
    NO_KEY,
    NO_SECRET,
    NOT_CLAIMED,
    NOT_YOURS,
    TOO_MANY,
    Refused,
    no_wall,
    retry_after,
)
from displayd.hub.http.headers import bearer
from displayd.hub.http.push import key_of, may_write
from displayd.hub.settings import IngestKey
from displayd.hub.state import Hub
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.fingerprint import fingerprint_of

__all__ = ["address_of", "allow_failure", "key_that_pushes", "note_owner", "note_screen", "screen_that_asks"]

_SECRET = re.compile(r"^[0-9a-fA-F]{64}$")


def screen_that_asks(hub: Hub, request: Request) -> ScreenSpec:
    """The screen that `request` comes from, by its secret.

    Raises:
        Refused: no secret, or one of a screen that nobody has claimed; or there is no wall yet.
    """
    secret = bearer(request.headers.get("authorization"))
    if secret is None or not _SECRET.match(secret):
        allow_failure(hub, request)
        message = "send the screen's secret as a bearer token of 64 hexadecimal digits"
        raise Refused(NO_SECRET, message, {"www-authenticate": "Bearer"})
    if hub.wall is None:
        raise no_wall(hub)
    fingerprint = fingerprint_of(secret)
    spec = hub.screen_of(fingerprint)
    if spec is None:
        _knock(hub, request, fingerprint)
        message = f"not claimed: in screens.yaml, give one screen the line `device: {fingerprint}`"
        raise Refused(NOT_CLAIMED, message, fingerprint=fingerprint)
    note_screen(hub, request, spec)
    return spec


def note_screen(hub: Hub, request: Request, spec: ScreenSpec) -> Seen:
    """Note that the screen `spec` has asked; what it has told so far."""
    note_owner(request, f"screen {spec.name}")
    return hub.fleet.touch(spec.name, spec.device or "", address_of(request), hub.clock())


def key_that_pushes(hub: Hub, request: Request, metric: str) -> IngestKey:
    """The key that `request` comes with, which may write `metric` now.

    Raises:
        Refused: no key, not a key for this metric, or one that is used too often; or there is no wall yet.
    """
    if hub.wall is None:
        raise no_wall(hub)
    keys = hub.wall.settings.keys
    name = key_of(bearer(request.headers.get("authorization")) or "", keys)
    if name is None:
        allow_failure(hub, request)
        raise Refused(NO_KEY, "no such ingest key; hub.yaml has their names", {"www-authenticate": "Bearer"})
    if not may_write(keys[name], metric):
        raise Refused(NOT_YOURS, f"the key `{name}` writes {', '.join(keys[name].metrics)}")
    if wait := hub.pushes.wait_seconds(name, hub.clock()):
        message = f"the key `{name}` may push {hub.pushes.per_minute} values a minute"
        raise Refused(TOO_MANY, message, retry_after(wait))
    note_owner(request, f"key {name}")
    return keys[name]


def _knock(hub: Hub, request: Request, fingerprint: str) -> None:
    address = address_of(request)
    wanted = request.headers.get("displayd-name", "")
    if hub.fleet.knock(fingerprint, address, hub.clock(), wanted):
        assert hub.wall is not None
        line = line_to_paste(name_for(wanted, hub.wall.screens), fingerprint, hub.wall.layouts)
        text = f"An unclaimed screen asks from {address}; to claim it, add to screens.yaml:\n{line}"
        hub.knocks.say(network_of(address), text)


def allow_failure(hub: Hub, request: Request) -> None:
    """Let one more wrong key or secret be answered.

    Raises:
        Refused: there were too many from this address.
    """
    if wait := hub.failures.wait_seconds(network_of(address_of(request)), hub.clock()):
        raise Refused(TOO_MANY, "too many requests without a valid key", retry_after(wait))


def note_owner(request: Request, owner: str) -> None:
    """Say whose the connection of `request` is: when it gets tight, strangers have to go first."""
    connection = request.scope.get("state", {}).get("connection")
    if isinstance(connection, Connection):
        connection.belongs_to(owner)


def address_of(request: Request) -> str:
    """The IP address that `request` comes from; empty if there is none."""
    return request.client.host if request.client else ""
