"""What screens and pushers ask of the hub, endpoint by endpoint."""

from __future__ import annotations

import asyncio
import logging
import re

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from displayd.errors import DocumentError, Mistake
from displayd.hub.fleet import MAX_SNAPSHOT_BYTES, Seen, line_to_paste
from displayd.hub.http import push as ingest
from displayd.hub.http.error_answers import Refused, address_of, body_of_request, mistakes_told, no_wall, retry_after
from displayd.hub.http.headers import accepts_gzip, bearer, names_tag, wait_seconds
from displayd.hub.publish.plan_base import base_of
from displayd.hub.state import Hub
from displayd.hub.wall.picture_header import PictureError
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.fingerprint import fingerprint_of
from displayd.protocol.status_report import Status
from displayd.validation.faults import check_json, json_path, suggestion

__all__ = ["Api"]

logger = logging.getLogger(__name__)

# Below the 60 s after which proxies give up by default.
MAX_WAIT_SECONDS = 50

MAX_STATUS_BYTES = 64_000

_SECRET = re.compile(r"^[0-9a-fA-F]{64}$")


class Api:
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
                raise Refused(503, "no-document", "nothing has been published yet", retry_after())
            if self.hub.is_closing and not was_parked:
                # A quick 304 would look like a plain web server's, and the screen would stay away for half a minute.
                raise Refused(503, "closing", "the hub is about to end", retry_after(1))
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
        body = await body_of_request(request, MAX_STATUS_BYTES)
        try:
            status, faults = check_json(body, Status)
        except (msgspec.DecodeError, ValueError) as exc:
            raise Refused(400, "bad-status", f"not JSON: {exc}") from exc
        if status is None:
            told = mistakes_told(Mistake(json_path(one.path), one.reason, one.hint) for one in faults)
            raise Refused(400, "bad-status", "the status is not one", mistakes=told)
        seen = self._touch(request, spec)
        seen.status, seen.status_at = status, self.hub.clock()
        return Response(status_code=204)

    async def snapshot(self, request: Request) -> Response:
        """A small picture of what is on a screen's glass."""
        spec = self._screen_of(request)
        body = await body_of_request(request, MAX_SNAPSHOT_BYTES)
        try:
            self.hub.fleet.take_snapshot(spec.name, body, self.hub.clock())
        except PictureError as exc:
            raise Refused(400, "bad-picture", str(exc)) from exc
        return Response(status_code=204)

    async def picture(self, request: Request) -> Response:
        """A picture of the wall folder."""
        self._screen_of(request)
        digest = request.path_params["digest"]
        picture = self.hub.wall.picture(digest) if self.hub.wall else None
        if picture is None:
            raise Refused(404, "no-picture", "no dashboard has a picture with this digest")
        headers = {"etag": f'"{digest[:32]}"', "cache-control": "private, max-age=31536000, immutable"}
        if names_tag(request.headers.get("if-none-match"), headers["etag"]):
            return Response(status_code=304, headers=headers)
        return Response(picture.data, headers=headers, media_type=picture.media_type)

    async def metric(self, request: Request) -> Response:
        """A pushed value."""
        hub, metric = self.hub, request.path_params["metric"]
        wall = hub.wall
        if wall is None:
            raise no_wall(hub)
        keys = wall.settings.keys
        name = ingest.key_of(bearer(request.headers.get("authorization")) or "", keys)
        if name is None:
            self._allow_failure(request)
            raise Refused(401, "no-key", "no such ingest key; hub.yaml has their names", {"www-authenticate": "Bearer"})
        if not ingest.may_write(keys[name], metric):
            raise Refused(403, "not-yours", f"the key `{name}` writes {', '.join(keys[name].metrics)}")
        if wait := hub.pushes.wait_seconds(name, hub.clock()):
            message = f"the key `{name}` may push {hub.pushes.per_minute} values a minute"
            raise Refused(429, "too-many", message, retry_after(wait))
        if metric not in hub.metrics:
            its_own = [known for known in hub.metrics.names() if ingest.may_write(keys[name], known)]
            hint = suggestion(metric, its_own)
            raise Refused(404, "no-metric", f"there is no metric `{metric}`", hint=hint)
        entry = hub.metrics.entry(metric)
        if entry.host is not None or not isinstance(entry.sample, bool):
            raise Refused(409, "not-pushed", f"the hub itself fills `{metric}`; see metrics.yaml")
        body = await body_of_request(request, ingest.MAX_BODY_BYTES)
        try:
            reading = ingest.reading_of(body, hub.clock())
        except DocumentError as exc:
            raise Refused(400, "bad-value", exc.message, mistakes=mistakes_told(exc.mistakes)) from exc
        if metric in hub.metrics:  # the wall may have changed while the body came
            hub.put(metric, reading)
        return Response(status_code=204)

    async def time(self, request: Request) -> Response:
        """Nothing but the headers, which have the time."""
        return Response(status_code=204, headers={"cache-control": "no-store"})

    async def plan_base(self, request: Request) -> Response:
        """What is served without its numbers, for `displayd hub plan`."""
        if self.hub.wall is None:
            raise no_wall(self.hub)
        return Response(msgspec.json.encode(base_of(self.hub.wall)), media_type="application/json")

    async def health(self, request: Request) -> Response:
        """200 while documents are served, good folder or not."""
        if self.hub.wall is None:
            raise no_wall(self.hub)
        return JSONResponse({"status": "ok", "mistakes": len(self.hub.mistakes)})

    def _screen_of(self, request: Request) -> ScreenSpec:
        """The screen that asks, by its secret."""
        secret = bearer(request.headers.get("authorization"))
        if secret is None or not _SECRET.match(secret):
            self._allow_failure(request)
            message = "send the screen's secret as a bearer token of 64 hexadecimal digits"
            raise Refused(401, "no-secret", message, {"www-authenticate": "Bearer"})
        if self.hub.wall is None:
            raise no_wall(self.hub)
        fingerprint = fingerprint_of(secret)
        spec = self.hub.screen_of(fingerprint)
        if spec is None:
            self._knock(request, fingerprint)
            message = f"not claimed: in screens.yaml, give one screen the line `device: {fingerprint}`"
            raise Refused(403, "not-claimed", message, fingerprint=fingerprint)
        self._touch(request, spec)
        return spec

    def _touch(self, request: Request, spec: ScreenSpec) -> Seen:
        return self.hub.fleet.touch(spec.name, spec.device or "", address_of(request), self.hub.clock())

    def _knock(self, request: Request, fingerprint: str) -> None:
        address = address_of(request)
        if not self.hub.fleet.knows(fingerprint):
            # Secrets made up by the thousand must not push real screens off the list.
            self._allow_failure(request)
        if self.hub.fleet.knock(fingerprint, address, self.hub.clock()):
            assert self.hub.wall is not None
            line = line_to_paste(fingerprint, 1, self.hub.wall.screens, self.hub.wall.layouts)
            logger.info("An unclaimed screen asks from %s; to claim it, add to screens.yaml:\n%s", address, line)

    def _allow_failure(self, request: Request) -> None:
        if wait := self.hub.failures.wait_seconds(address_of(request), self.hub.clock()):
            raise Refused(429, "too-many", "too many requests without a valid key", retry_after(wait))


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
