"""Who may look at the wall: the hub's own machine, whoever has a viewer's key, and whoever has logged in."""

from __future__ import annotations

from starlette.requests import Request

from displayd.hub.addresses import is_among, is_loopback
from displayd.hub.http.callers import address_of, allow_failure, note_owner
from displayd.hub.http.error_answers import NO_VIEWER, WRONG_HOST, Refused
from displayd.hub.http.headers import bearer
from displayd.hub.http.host_names import called_name, is_loopback_name, is_name_of_hub
from displayd.hub.http.proxied import FORWARDED_HOSTS
from displayd.hub.settings import Announcement, HubSettings
from displayd.hub.state import Hub
from displayd.hub.viewer_secrets import viewer_of_key
from displayd.text.language import word

__all__ = ["COOKIE", "check_host", "is_let_in", "let_in", "session_of"]

COOKIE = "displayd-viewer"

# What proxies add. Through one that runs on the hub's machine, the whole world comes from loopback.
_OF_PROXIES = (
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "client-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-original-host",
)


def let_in(hub: Hub, request: Request) -> None:
    """Let those pass who may look at the wall.

    Raises:
        Refused: they may not, or they call the hub by a name that is not its own.
    """
    check_host(hub, request)
    settings = settings_of(hub)
    is_own = is_own_machine(request) and not _is_proxied(settings, address_of(request))
    if settings.viewers == "public" or is_own:
        return
    key = bearer(request.headers.get("authorization"))
    viewer = session_of(hub, request) or (viewer_of_key(key, settings.viewers) if key is not None else None)
    if viewer:
        note_owner(request, f"viewer {viewer}")
        return
    if key is not None:
        allow_failure(hub, request)
    headers = {"www-authenticate": "Bearer", "cache-control": "no-store"}
    if not settings.viewers:
        hint = "`displayd hub viewer NAME` on the hub's machine prints the lines for hub.yaml"
        raise Refused(NO_VIEWER, "hub.yaml names nobody who may look at this from here", headers, hint=hint)
    hint = "send a viewer's key as a bearer token, or log in with a browser"
    raise Refused(NO_VIEWER, "only viewers of hub.yaml may look at this", headers, hint=hint)


def _is_proxied(settings: HubSettings, address: str) -> bool:
    """Whether hub.yaml tells of a proxy, which may be what asks from `address`."""
    is_announced = isinstance(settings.announce, Announcement) and settings.announce.address is not None
    return is_announced or is_among(address, settings.proxies)


def is_let_in(hub: Hub, request: Request) -> bool:
    """Whether whoever asks may look at the wall."""
    try:
        let_in(hub, request)
    except Refused:
        return False
    return True


def check_host(hub: Hub, request: Request) -> None:
    """Pass if the hub is called by a name of its own.

    Raises:
        Refused: it is not.
    """
    # A proxy that asks by the hub's address says by which name it was called itself.
    for hosts in (request.headers.getlist("host"), *([host] for host in request.scope.get(FORWARDED_HOSTS, ()))):
        name = called_name(hosts)
        if name is None:
            what = word("the request does not say, once and in one word, whom it calls (`Host`)", "log-in page")
            raise Refused(WRONG_HOST, what)
        if not is_name_of_hub(name, settings_of(hub), hub.names):
            raise Refused(
                WRONG_HOST,
                word("this hub is not known by the name {name}", "log-in page"),
                hint=word("if it is, write {line} into `hub.yaml`; its IP address will always do", "log-in page"),
                places={"name": f"`{name[:253]}`", "line": f"`hosts: [{name[:253]}]`"},
            )


def session_of(hub: Hub, request: Request) -> str:
    """The name of the viewer who has logged in with the browser that asks; empty for none."""
    viewers = settings_of(hub).viewers
    token = request.cookies.get(COOKIE, "")
    if viewers == "public" or not token:
        return ""
    return hub.sessions.viewer_of(token, viewers, hub.clock()) or ""


def is_own_machine(request: Request) -> bool:
    """Whether a program on the hub's machine asks for itself, and not a proxy there for somebody else.

    Proxies give themselves away: by their headers, by the name that was called, or by HTTP/1.0, which nginx speaks
    where it is told nothing else.
    """
    headers = request.headers
    if any(name in _OF_PROXIES or name.startswith("x-forwarded") for name in headers):
        return False
    name = called_name(headers.getlist("host"))
    if name is None or not is_loopback_name(name) or request.scope.get("http_version") == "1.0":
        return False
    return is_loopback(address_of(request))


def settings_of(hub: Hub) -> HubSettings:
    """The settings in use; those of an empty `hub.yaml` before there are any."""
    return hub.wall.settings if hub.wall else HubSettings()
