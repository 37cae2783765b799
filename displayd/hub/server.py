"""The hub's HTTP: what screens, pushers and the wall page ask for. Home of Starlette, with `web/`."""

from __future__ import annotations

import asyncio
import logging
import math
import re
from collections.abc import Callable, Mapping

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from displayd.checking import check_json, json_path, suggestion
from displayd.errors import DocumentError
from displayd.fingerprint import fingerprint_of
from displayd.hub import ingest
from displayd.hub.fleet import MAX_SNAPSHOT_BYTES, Seen, line_to_paste
from displayd.hub.headers import accepts_gzip, bearer, names_tag, wait_seconds
from displayd.hub.hub import Hub
from displayd.hub.pictures import PictureError
from displayd.hub.plan import base_of
from displayd.hub.screens import ScreenSpec
from displayd.hub.web.routes import wall_routes
from displayd.status import Status

__all__ = ["create_app"]

logger = logging.getLogger(__name__)

# Below the 60 s after which proxies give up by default.
MAX_WAIT_SECONDS = 50

BODY_SECONDS = 20.0
"""How long a request may take to arrive."""

MAX_STATUS_BYTES = 64_000
RETRY_SECONDS = 5

_SECRET = re.compile(r"^[0-9a-fA-F]{64}$")

_SAFE_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


def create_app(hub: Hub) -> ASGIApp:
    """The ASGI application that serves `hub`."""
    api = _Api(hub)
    app = Starlette(
        routes=[
            Route("/v1/screen", api.screen, methods=["GET"]),
            Route("/v1/screen/status", api.status, methods=["POST"]),
            Route("/v1/screen/picture", api.snapshot, methods=["PUT"]),
            Route("/v1/pictures/{digest}", api.picture, methods=["GET"]),
            Route("/v1/metrics/{metric}", api.metric, methods=["PUT"]),
            Route("/v1/time", api.time, methods=["GET"]),
            Route("/v1/plan-base", api.plan_base, methods=["GET"]),
            Route("/healthz", api.health, methods=["GET"]),
            *wall_routes(hub),
        ],
        exception_handlers={_Refused: _refused, HTTPException: _http_error, Exception: _our_error},
    )
    return _Stamped(app, hub.clock)


class _Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """Ends a request with an error answer."""

    def __init__(
        self, status: int, error: str, message: str, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(message)
        self.response = JSONResponse({"error": error, "message": message, **more}, status, dict(headers or {}))


class _Api:
    """The endpoints under `/v1`."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def screen(self, request: Request) -> Response:
        """The document of the screen that asks; held back until there is a new one, if it asks for that."""
        asked = min(wait_seconds(request.headers.get("prefer")), MAX_WAIT_SECONDS)
        known = request.headers.get("if-none-match")
        until = asyncio.get_running_loop().time() + (asked if request.method == "GET" else 0)
        was_parked = False
        while True:
            spec = self._screen_of(request)
            news = self.hub.news(spec.name)
            issue = self.hub.issue(spec.name)
            if issue is None:
                raise _Refused(503, "no-document", "nothing has been published yet", _retry())
            left = until - asyncio.get_running_loop().time()
            if not names_tag(known, issue.tag) or left <= 0 or self.hub.is_closing:
                break
            was_parked = True
            if not await _waited(request, news, left):
                return Response(status_code=204)  # nobody is there to read it
        headers = {"etag": issue.tag, "cache-control": "no-cache, private", "vary": "Prefer, Accept-Encoding"}
        if was_parked:
            headers["preference-applied"] = f"wait={asked}"
        if names_tag(known, issue.tag):
            return Response(status_code=304, headers=headers)
        body = issue.body
        if accepts_gzip(request.headers.get("accept-encoding")) and issue.gzipped is not None:
            body, headers["content-encoding"] = issue.gzipped, "gzip"
        return Response(body, headers=headers, media_type="application/json")

    async def status(self, request: Request) -> Response:
        """What a screen tells of itself."""
        spec = self._screen_of(request)
        body = await _body(request, MAX_STATUS_BYTES)
        try:
            status, faults = check_json(body, Status)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
            raise _Refused(400, "bad-status", f"not JSON: {exc}") from exc
        if status is None:
            mistakes = [_mistake(json_path(fault.path), fault.reason, fault.hint) for fault in faults]
            raise _Refused(400, "bad-status", "the status is not one", mistakes=mistakes)
        seen = self._touch(request, spec)
        seen.status, seen.status_at = status, self.hub.clock()
        return Response(status_code=204)

    async def snapshot(self, request: Request) -> Response:
        """A small picture of what is on a screen's glass."""
        spec = self._screen_of(request)
        body = await _body(request, MAX_SNAPSHOT_BYTES)
        try:
            self.hub.fleet.take_snapshot(spec.name, body, self.hub.clock())
        except PictureError as exc:
            raise _Refused(400, "bad-picture", str(exc)) from exc
        return Response(status_code=204)

    async def picture(self, request: Request) -> Response:
        """A picture of the wall folder."""
        self._screen_of(request)
        digest = request.path_params["digest"]
        picture = self.hub.wall.picture(digest) if self.hub.wall else None
        if picture is None:
            raise _Refused(404, "no-picture", "no dashboard has a picture with this digest")
        headers = {"etag": f'"{digest[:32]}"', "cache-control": "private, max-age=31536000, immutable"}
        if names_tag(request.headers.get("if-none-match"), headers["etag"]):
            return Response(status_code=304, headers=headers)
        return Response(picture.data, headers=headers, media_type=picture.media_type)

    async def metric(self, request: Request) -> Response:
        """A pushed value."""
        hub, metric = self.hub, request.path_params["metric"]
        wall = hub.wall
        if wall is None:
            raise _no_wall(hub)
        keys = wall.settings.keys
        name = ingest.key_of(bearer(request.headers.get("authorization")) or "", keys)
        if name is None:
            self._allow_failure(request)
            raise _Refused(
                401, "no-key", "no such ingest key; hub.yaml has their names", {"www-authenticate": "Bearer"}
            )
        if not ingest.may_write(keys[name], metric):
            raise _Refused(403, "not-yours", f"the key `{name}` writes {', '.join(keys[name].metrics)}")
        if wait := hub.pushes.wait_seconds(name, hub.clock()):
            message = f"the key `{name}` may push {hub.pushes.per_minute} values a minute"
            raise _Refused(429, "too-many", message, _retry(wait))
        if metric not in hub.metrics:
            its_own = [known for known in hub.metrics.names() if ingest.may_write(keys[name], known)]
            hint = suggestion(metric, its_own)
            raise _Refused(404, "no-metric", f"metrics.yaml has no `{metric}`", hint=hint)
        entry = hub.metrics.entry(metric)
        if entry.host is not None or not isinstance(entry.sample, bool):
            raise _Refused(409, "not-pushed", f"the hub itself fills `{metric}`; see metrics.yaml")
        body = await _body(request, ingest.MAX_BODY_BYTES)
        try:
            reading = ingest.reading_of(body, hub.clock())
        except DocumentError as exc:
            mistakes = [_mistake(mistake.where, mistake.reason, mistake.hint) for mistake in exc.mistakes]
            raise _Refused(400, "bad-value", exc.message, mistakes=mistakes) from exc
        if metric in hub.metrics:  # the wall may have changed while the body came
            hub.put(metric, reading)
        return Response(status_code=204)

    async def time(self, request: Request) -> Response:
        """Nothing but the headers, which have the time."""
        return Response(status_code=204, headers={"cache-control": "no-store"})

    async def plan_base(self, request: Request) -> Response:
        """What is served without its numbers, for `displayd hub plan`."""
        if self.hub.wall is None:
            raise _no_wall(self.hub)
        return Response(msgspec.json.encode(base_of(self.hub.wall)), media_type="application/json")

    async def health(self, request: Request) -> Response:
        """200 while documents are served, good folder or not."""
        if self.hub.wall is None:
            raise _no_wall(self.hub)
        return JSONResponse({"status": "ok", "mistakes": len(self.hub.mistakes)})

    def _screen_of(self, request: Request) -> ScreenSpec:
        """The screen that asks, by its secret."""
        secret = bearer(request.headers.get("authorization"))
        if secret is None or not _SECRET.match(secret):
            self._allow_failure(request)
            message = "send the screen's secret as a bearer token of 64 hexadecimal digits"
            raise _Refused(401, "no-secret", message, {"www-authenticate": "Bearer"})
        if self.hub.wall is None:
            raise _no_wall(self.hub)
        fingerprint = fingerprint_of(secret)
        spec = self.hub.screen_of(fingerprint)
        if spec is None:
            self._knock(request, fingerprint)
            message = f"not claimed: in screens.yaml, give one screen the line `device: {fingerprint}`"
            raise _Refused(403, "not-claimed", message, fingerprint=fingerprint)
        self._touch(request, spec)
        return spec

    def _touch(self, request: Request, spec: ScreenSpec) -> Seen:
        return self.hub.fleet.touch(spec.name, spec.device or "", _address(request), self.hub.clock())

    def _knock(self, request: Request, fingerprint: str) -> None:
        address = _address(request)
        if self.hub.fleet.knock(fingerprint, address, self.hub.clock()):
            assert self.hub.wall is not None
            line = line_to_paste(fingerprint, self.hub.wall.screens, self.hub.wall.layouts)
            logger.info("An unclaimed screen asks from %s; to claim it, add to screens.yaml:\n%s", address, line)

    def _allow_failure(self, request: Request) -> None:
        if wait := self.hub.failures.wait_seconds(_address(request), self.hub.clock()):
            raise _Refused(429, "too-many", "too many requests without a valid key", _retry(wait))


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


async def _waited(request: Request, news: asyncio.Event, seconds: float) -> bool:
    """Wait for news, at most so long; False if the client went away meanwhile."""
    gone = asyncio.ensure_future(_disconnect(request))
    come = asyncio.ensure_future(news.wait())
    try:
        await asyncio.wait((gone, come), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return not gone.done()
    finally:
        gone.cancel()
        come.cancel()


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request, limit: int) -> bytes:
    """The body of `request`, which may have `limit` bytes and has to come at a reasonable speed."""
    too_large = _Refused(413, "too-large", f"the body has more than {limit:,} bytes", {"connection": "close"})
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > limit:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise too_large
    except ClientDisconnect:
        raise _Refused(400, "cut-off", "the body was cut off") from None
    except TimeoutError:
        raise _Refused(408, "too-slow", "the body did not arrive in time", {"connection": "close"}) from None
    return bytes(body)


def _no_wall(hub: Hub) -> _Refused:
    mistakes = [_mistake(mistake.where, mistake.reason, mistake.hint) for mistake in hub.mistakes]
    first = f": {hub.mistakes[0].where}: {hub.mistakes[0].reason}" if hub.mistakes else ""
    return _Refused(503, "no-wall", f"the wall folder has mistakes{first}", _retry(), mistakes=mistakes)


def _mistake(where: str, reason: str, hint: str) -> dict[str, str]:
    return {"where": where, "reason": reason, "hint": hint}


def _retry(seconds: float = RETRY_SECONDS) -> dict[str, str]:
    return {"retry-after": str(max(1, math.ceil(seconds)))}


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _refused(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, _Refused)
    return exc.response


async def _http_error(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)
    slug = {404: "not-found", 405: "wrong-method"}.get(exc.status_code, "refused")
    return JSONResponse({"error": slug, "message": exc.detail}, exc.status_code, dict(exc.headers or {}))


async def _our_error(request: Request, exc: Exception) -> Response:
    return JSONResponse({"error": "broken", "message": "the hub has a fault; its log says which"}, 500)
