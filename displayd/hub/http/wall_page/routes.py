"""The addresses of the wall page: the page and its icon, only to be read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from displayd.hub.http.endpoint import Answer, Body, Caller, endpoint
from displayd.hub.http.reader import reader_of
from displayd.hub.http.viewing import session_of
from displayd.hub.http.wall_page.copy import wall_copy
from displayd.hub.http.wall_page.page import CONTENT_SECURITY_POLICY, ICON, wall_page
from displayd.hub.state import Hub

__all__ = ["icon", "page"]


@endpoint(
    "GET",
    "/",
    Answer(200, "The page.", Body(("text/html",)), {"Cache-Control": "`no-store`."}),
    caller=Caller.VIEWER,
    is_page=True,
)
async def page(hub: Hub, request: Request) -> Response:
    """The wall page, for browsers; those that may not look get a form to log in."""
    headers = {"content-security-policy": CONTENT_SECURITY_POLICY, "cache-control": "no-store"}
    return HTMLResponse(
        wall_page((await wall_copy(hub)).view, session_of(hub, request), reader_of(request)), headers=headers
    )


@endpoint("GET", "/icon.svg", Answer(200, "The icon.", Body(("image/svg+xml",)), {"Cache-Control": "A day."}))
async def icon(hub: Hub, request: Request) -> Response:
    """The icon of the wall page."""
    return Response(ICON, headers={"cache-control": "max-age=86400"}, media_type="image/svg+xml")
