"""Who asks: screens by their secret, those who push values by their key, and how often strangers may try."""

from __future__ import annotations

import re

from starlette.requests import Request

from displayd.hub.addresses import network_of
from displayd.hub.connections.connection import Connection
from displayd.hub.fleet import Seen, line_to_paste, name_for
from displayd.hub.http.error_answers import (
    KEY_IN_URL,
    NO_KEY,
    NO_SECRET,
    NOT_CLAIMED,
    NOT_YOURS,
    TOO_MANY,
    Refused,
    no_wall,
    retry_after,
)
from displayd.hub.http.headers import basic, bearer
from displayd.hub.push_keys import PushKey, may_write
from displayd.hub.state import Hub
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.fingerprint import fingerprint_of

__all__ = ["address_of", "allow_failure", "key_that_pushes", "note_owner", "note_screen", "screen_that_asks"]

_NAMES_OF_KEYS = frozenset({"access_token", "api_key", "apikey", "auth_token", "key", "password", "secret", "token"})

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


def key_that_pushes(hub: Hub, request: Request, name: str | None, what: str, told: str = "") -> PushKey:
    """The key that `request` comes with, which may write `name` now. Every address that takes pushes asks here.

    Args:
        name: what is to be written, as the key's scopes have it: a metric, a dataset, a widget or a job; None for
            nothing yet.
        what: it is called in messages, in the plural, for example `datasets`.
        told: the key in the body, for formats whose clients send it there; a key in the headers goes before it.

    Raises:
        Refused: no key, not a key for this, one that is used too often or stands in the address; or there is no wall
            yet.
    """
    if hub.wall is None:
        raise no_wall(hub)
    if leaked := _key_in_url(hub, request):
        hint = "anybody who sees a log of addresses has it now: revoke it, and make another"
        message = f"the key is in the address (`{leaked}`): send it as a bearer token, or as the user name"
        raise Refused(KEY_IN_URL, message, hint=hint)
    key = _key_of(hub, request, told)
    if key is None:
        allow_failure(hub, request)
        headers = {"www-authenticate": 'Bearer, Basic realm="displayd", charset="UTF-8"'}
        hint = "`displayd hub key create NAME` on the hub's machine makes one"
        raise Refused(NO_KEY, "there is no such key", headers, hint=hint)
    if name is not None and not may_write(key, name):
        raise Refused(NOT_YOURS, f"the key `{key.name}` writes {what} that its scopes name: {', '.join(key.scopes)}")
    now = hub.clock()
    if wait := hub.pushes.wait_seconds(key.sha256, now):
        message = f"the key `{key.name}` may push {hub.pushes.per_minute} times a minute"
        raise Refused(TOO_MANY, message, retry_after(wait))
    hub.keys.note_use(key, now)
    note_owner(request, f"key {key.name}")
    return key


def _key_of(hub: Hub, request: Request, told: str) -> PushKey | None:
    """The key that was sent, wherever clients send it."""
    assert hub.wall is not None
    of_yaml = hub.wall.settings.keys
    authorization = request.headers.get("authorization")
    # Some can be told a password only, and take any user name.
    sent = (bearer(authorization), *basic(authorization), told)
    return next((key for one in sent if one and (key := hub.keys.find(one, of_yaml))), None)


def _key_in_url(hub: Hub, request: Request) -> str:
    """The name of the part of the query that is a key, or is called as keys are; empty for none."""
    if not request.scope.get("query_string"):
        return ""
    assert hub.wall is not None
    for name, value in request.query_params.multi_items():
        if name.lower().replace("-", "_") in _NAMES_OF_KEYS or hub.keys.find(value, hub.wall.settings.keys):
            return name[:60]
    return ""


def _knock(hub: Hub, request: Request, fingerprint: str) -> None:
    address = address_of(request)
    wanted = request.headers.get("displayd-name", "")
    if hub.fleet.knock(fingerprint, address, hub.clock(), wanted):
        assert hub.wall is not None
        line = line_to_paste(name_for(wanted, hub.wall.screens), fingerprint, hub.wall.layouts)
        text = f"An unclaimed screen asks from {address}; to claim it, add to screens.yaml:\n{line}"
        hub.knocks.log(network_of(address), text)


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
