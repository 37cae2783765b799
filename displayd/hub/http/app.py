"""The hub as an ASGI application: its routes, the headers of every answer, and errors as JSON."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from displayd.hub.http.endpoint import Caller, Endpoint
from displayd.hub.http.error_answers import BROKEN, Form, Refusal, Refused
from displayd.hub.http.headers import accepts_html
from displayd.hub.http.ingest.geckoboard.paths import as_meant
from displayd.hub.http.log_in.page import refusal_page, refused_page
from displayd.hub.http.proxied import Proxied
from displayd.hub.http.reader import reader_of
from displayd.hub.http.routes import ENDPOINTS
from displayd.hub.http.viewing import check_host, let_in
from displayd.hub.state import Hub
from displayd.text.language import word

__all__ = ["create_app"]

_SAFE_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-resource-policy": b"same-origin",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}


def create_app(hub: Hub) -> ASGIApp:
    """The ASGI application that serves `hub`."""
    app = Starlette(
        routes=[_route(hub, one) for one in ENDPOINTS],
        exception_handlers={Refused: _refused, HTTPException: _http_error, Exception: _our_error},
    )
    # A redirect would be made of what the hub was called, which is whatever the other end writes.
    app.router.redirect_slashes = False
    return _Stamped(
        Proxied(_AsMeant(_Direct(hub, app)), lambda: hub.wall.settings.proxies if hub.wall else ()), hub.clock
    )


def _route(hub: Hub, one: Endpoint) -> Route:
    async def answer(request: Request) -> Response:
        try:
            _admit(hub, request, one)
            return await one.handler(hub, request)
        except Refused as exc:
            if one.is_page and accepts_html(request.headers.get("accept")):
                return refusal_page(hub, exc, reader_of(request))
            return exc.in_form(one.form)

    return Route(one.route, answer, methods=[one.method], name=one.name)


def _admit(hub: Hub, request: Request, one: Endpoint) -> None:
    """What is asked of browsers and viewers everywhere; screens and pushers are asked where they are answered."""
    if one.caller is Caller.BROWSER:
        check_host(hub, request)
    elif one.caller is Caller.VIEWER:
        let_in(hub, request)


class _AsMeant:
    """Hands requests on by the address that they mean, for clients that can be told a host and no path."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(as_meant(_with_one_slash(scope)) if scope["type"] == "http" else scope, receive, send)


def _with_one_slash(scope: Scope) -> Scope:
    """`scope` with one slash at the start: nginx makes `//` of `/wall/` with `location /wall` and `proxy_pass .../`."""
    path: str = scope["path"]
    return {**scope, "path": f"/{path.lstrip('/')}"} if path.startswith("//") else scope


class _Direct:
    """Answers screens and pushers, who ask thousands of times a second; the router takes as long as the answer."""

    def __init__(self, hub: Hub, app: ASGIApp) -> None:
        """Args: app: answers everybody else, and what is not to be found here."""
        self._hub = hub
        self.app = app
        direct = [one for one in ENDPOINTS if one.caller in (Caller.SCREEN, Caller.PUSHER)]
        self._at = {(one.method, one.path): one for one in direct if "{" not in one.path}
        plain = [one for one in direct if one.path.endswith("}") and one.route == one.path]
        self._below = {(one.method, one.path.partition("{")[0]): one for one in plain}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._found(scope) if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive, send)
        try:
            response = await found.handler(self._hub, request)
        except Refused as exc:
            response = exc.in_form(found.form)
        except Exception as exc:
            await (await _our_error(request, exc))(scope, receive, send)
            raise
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> Endpoint | None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if one := self._at.get((scope["method"], path)):
            return one
        folder, slash, name = path.rpartition("/")
        one = self._below.get((scope["method"], folder + slash)) if name else None
        if one is not None:
            scope["path_params"] = {one.path.partition("{")[2].removesuffix("}"): name}
        return one


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
                given = {name for name, _ in headers}  # in small letters, by the word of ASGI
                headers += [one for one in _SAFE_HEADERS.items() if one[0] not in given]
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
    refusal = Refusal(exc.status_code, slug, exc.detail)
    if exc.status_code == HTTPStatus.NOT_FOUND and _is_for_a_person(request):
        hint = word("the wall page is at {path}", "log-in page")
        home = f"`{request.scope.get('root_path', '')}/`"
        message = word("the hub has no such page", "log-in page")
        return refused_page(Refused(refusal, message, hint=hint, places={"path": home}), reader_of(request))
    headers = dict(exc.headers or {})
    if exc.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # Each method has a route of its own, and the router knows only that of the first.
        headers["Allow"] = ", ".join(sorted(_methods_at(request)))
    return Refused(refusal, exc.detail, headers).in_form(_form_at(request))


def _methods_at(request: Request) -> set[str]:
    """The methods that the address of `request` knows."""
    routes = [one for one in request.app.routes if isinstance(one, Route)]
    found = (one.methods or set() for one in routes if one.matches(request.scope)[0] is not Match.NONE)
    return set().union(*found)


async def _our_error(request: Request, exc: Exception) -> Response:
    refused = Refused(BROKEN, word("the hub has a fault; its log says which", "log-in page"))
    return (
        refused_page(refused, reader_of(request)) if _is_for_a_person(request) else refused.in_form(_form_at(request))
    )


def _is_for_a_person(request: Request) -> bool:
    """Whether a browser goes to the address, and not a program or a page that asks for data."""
    return request.method == "GET" and accepts_html(request.headers.get("accept"))


_FORMS = {one.path.partition("{")[0]: one.form for one in ENDPOINTS if one.form is not None}


def _form_at(request: Request) -> Form | None:
    """How errors are worded at the address of `request`, also where nothing answers."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return next((form for start, form in _FORMS.items() if f"{path}/".startswith(start)), None)
