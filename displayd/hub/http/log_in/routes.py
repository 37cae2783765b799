"""Logging in to the wall page, and out of it. Nothing else on the hub is changed with a browser's session."""

from __future__ import annotations

import asyncio
import logging
import math
import urllib.parse
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.http.callers import address_of
from displayd.hub.http.endpoint import Answer, Body, Caller, endpoint
from displayd.hub.http.error_answers import BAD_LOG_IN, CROSS_SITE, TOO_MANY, WRONG_LOG_IN, Refused, retry_after
from displayd.hub.http.request_body import body_of_request
from displayd.hub.http.viewing import COOKIE, session_of, settings_of
from displayd.hub.sessions import SESSION_SECONDS
from displayd.hub.state import Hub
from displayd.text.language import word

__all__ = ["log_in", "log_in_form", "log_in_here", "sign_out"]

logger = logging.getLogger(__name__)

MAX_FORM_BYTES = 4_000

# Relative addresses: what a request says of the hub's name goes into none. The second is the page that was asked for,
# whatever a proxy calls it (RFC 3986, section 5.4.1); browsers keep what stands behind `#` themselves (RFC 9110,
# section 10.2.2).
_WALL, _SAME_PAGE = "./", "?"

_FORM = Body(("application/x-www-form-urlencoded",))
_TO_WALL = {"Location": "The wall page, which shows the form to whoever is not logged in."}


@endpoint("GET", "/log-in", Answer(303, "To the wall page.", None, _TO_WALL), caller=Caller.BROWSER, is_page=True)
async def log_in_form(hub: Hub, request: Request) -> Response:
    """The way to the form, for who comes here by hand: the wall page is the form until somebody has logged in."""
    return _to_wall()


_LOG_IN_REFUSALS = (BAD_LOG_IN, WRONG_LOG_IN, CROSS_SITE, TOO_MANY)


@endpoint(
    "POST",
    "/",
    Answer(303, "To the wall page.", None, {**_TO_WALL, "Set-Cookie": "The session, for 30 days."}),
    caller=Caller.BROWSER,
    body=_FORM,
    refusals=_LOG_IN_REFUSALS,
    is_page=True,
)
async def log_in_here(hub: Hub, request: Request) -> Response:
    """The same as `POST /log-in`, for the form on the wall page: a proxy's path may lack the slash before `log-in`."""
    return await _logged_in(hub, request, f"{_SAME_PAGE}{request.url.query}")


@endpoint(
    "POST",
    "/log-in",
    Answer(303, "To the wall page.", None, {**_TO_WALL, "Set-Cookie": "The session, for 30 days."}),
    caller=Caller.BROWSER,
    body=_FORM,
    refusals=_LOG_IN_REFUSALS,
    is_page=True,
)
async def log_in(hub: Hub, request: Request) -> Response:
    """Log in to the wall page with the fields `name` and `password`; a viewer's key is a password as well."""
    return await _logged_in(hub, request, _WALL)


async def _logged_in(hub: Hub, request: Request, where: str) -> Response:
    """The way on to `where` for whoever has filled the form in."""
    _check_site(request)
    name, password = _filled_in(await body_of_request(request, MAX_FORM_BYTES))
    address = address_of(request)
    if wait := hub.log_ins.wait_seconds(address, hub.clock()):
        message = word("Too many tries; try again in {seconds} s.", "log-in page")
        raise Refused(TOO_MANY, message, retry_after(wait), places={"seconds": math.ceil(wait)})
    viewers = settings_of(hub).viewers
    viewer = viewers.get(name) if viewers != "public" else None
    if not await hub.log_ins.is_right(viewer, password) or viewer is None:
        logger.info("A log-in to the wall page from %s was refused", address)
        raise Refused(WRONG_LOG_IN, word("No viewer has this name and password.", "log-in page"))
    hub.log_ins.succeeded(address)
    token = hub.sessions.begin(name, viewer, hub.clock())
    await asyncio.to_thread(hub.sessions.save)
    logger.info("%s has logged in to the wall page from %s", name, address)
    return _to_wall(Cookie(token, SESSION_SECONDS, request.url.scheme == "https"), where)


@endpoint(
    "POST",
    "/sign-out",
    Answer(303, "To the wall page.", None, _TO_WALL),
    caller=Caller.BROWSER,
    refusals=(CROSS_SITE,),
    is_page=True,
)
async def sign_out(hub: Hub, request: Request) -> Response:
    """End the session of the browser that asks."""
    _check_site(request)
    if not session_of(hub, request):
        # Somebody else's page may have sent the browser here: it comes without the cookie, and changes nothing.
        return _to_wall()
    hub.sessions.end(request.cookies[COOKIE])
    await asyncio.to_thread(hub.sessions.save)
    return _to_wall(Cookie("", 0, request.url.scheme == "https"))


class Cookie(NamedTuple):
    """What the browser is to keep."""

    token: str
    seconds: int
    is_secret_on_the_way: bool
    """True over TLS: the browser then never sends it without."""


def _to_wall(cookie: Cookie | None = None, where: str = _WALL) -> Response:
    response = Response(status_code=303, headers={"location": where, "cache-control": "no-store"})
    if cookie is not None:
        response.set_cookie(
            COOKIE,
            cookie.token,
            max_age=cookie.seconds,
            httponly=True,
            samesite="lax",
            secure=cookie.is_secret_on_the_way,
        )
    return response


def _check_site(request: Request) -> None:
    """Pass unless the browser says that a page of another site has sent the form; over plain HTTP it says nothing.

    Raises:
        Refused: it does.

    Source: https://www.w3.org/TR/fetch-metadata/
    """
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise Refused(
            CROSS_SITE,
            word("a page of another site has sent this form", "log-in page"),
            hint=word("open the wall page, and log in there", "log-in page"),
        )


def _filled_in(body: bytes) -> tuple[str, str]:
    """Name and password of a form."""
    try:
        fields = urllib.parse.parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
        (name,), (password,) = fields["name"], fields["password"]
    except (ValueError, KeyError):
        message = word("send `name` and `password`, once each, as a form does", "log-in page")
        raise Refused(BAD_LOG_IN, message) from None
    return name.strip(), password
