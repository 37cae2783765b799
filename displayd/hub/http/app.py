"""The hub as an ASGI application: its routes, the headers of every answer, and errors as JSON."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from displayd.hub.http.endpoint import Caller, Endpoint
from displayd.hub.http.error_answers import BROKEN, ErrorBody, Refused, error_answer
from displayd.hub.http.headers import accepts_html
from displayd.hub.http.log_in.page import refusal_page
from displayd.hub.http.proxied import Proxied
from displayd.hub.http.routes import ENDPOINTS
from displayd.hub.http.viewing import check_host, let_in
from displayd.hub.state import Hub

__all__ = ["create_app"]

_SAFE_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


def create_app(hub: Hub) -> ASGIApp:
    """The ASGI application that serves `hub`."""
    app = Starlette(
        routes=[_route(hub, one) for one in ENDPOINTS],
        exception_handlers={Refused: _refused, HTTPException: _http_error, Exception: _our_error},
    )
    # A redirect would be made of what the hub was called, which is whatever the other end writes.
    app.router.redirect_slashes = False
    return _Stamped(Proxied(app, lambda: hub.wall.settings.proxies if hub.wall else ()), hub.clock)


def _route(hub: Hub, one: Endpoint) -> Route:
    async def answer(request: Request) -> Response:
        try:
            _admit(hub, request, one)
            return await one.handler(hub, request)
        except Refused as exc:
            if one.is_page and accepts_html(request.headers.get("accept")):
                return refusal_page(hub, exc)
            raise

    return Route(one.path, answer, methods=[one.method], name=one.name)


def _admit(hub: Hub, request: Request, one: Endpoint) -> None:
    """What is asked of browsers and viewers everywhere; screens and pushers are asked where they are answered."""
    if one.caller is Caller.BROWSER:
        check_host(hub, request)
    elif one.caller is Caller.VIEWER:
        let_in(hub, request)


class _Stamped:
    """Puts on every answer when the request came and when the answer went, by the hub's clock, and safe headers."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float]) -> None:
        self.app = app
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = self.clock()

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ())]
                given = {name.lower() for name, _ in headers}
                headers += [
                    (name.encode(), value.encode())
                    for name, value in _SAFE_HEADERS.items()
                    if name.encode() not in given
                ]
                headers.append((b"displayd-time", f"{received:.6f} {self.clock():.6f}".encode()))
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, stamped if scope["type"] == "http" else send)


async def _refused(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, Refused)
    return exc.response


async def _http_error(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)
    slug = {404: "not-found", 405: "wrong-method"}.get(exc.status_code, "refused")
    return error_answer(exc.status_code, ErrorBody(error=slug, message=exc.detail), exc.headers)


async def _our_error(request: Request, exc: Exception) -> Response:
    return Refused(BROKEN, "the hub has a fault; its log says which").response
