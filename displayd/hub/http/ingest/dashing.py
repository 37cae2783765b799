"""The addresses of Dashing and Smashing: posts to widgets and dashboards, and the stream of events that tells of them.

Source: lib/dashing/app.rb of github.com/Smashing/smashing.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from displayd.errors import DocumentError
from displayd.hub.event_streams import EventStream, EventStreams
from displayd.hub.http.callers import allow_failure, key_that_pushes
from displayd.hub.http.endpoint import Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import BAD_PUSH, NO_KEY, TOO_MANY, Form, Refused, retry_after
from displayd.hub.http.request_body import body_of_request
from displayd.hub.ingest.dashing.body import MAX_STATE_BYTES, posted
from displayd.hub.ingest.dashing.reading import WidgetId, reading_of
from displayd.hub.sources.registry import source_of
from displayd.hub.state import Hub

__all__ = ["event_stream", "post_to_dashboard", "post_to_widget"]

MAX_BODY_BYTES = MAX_STATE_BYTES * 2

# A comment so often keeps proxies and browsers from taking a quiet stream for a dead one.
SIGN_OF_LIFE_SECONDS = 20.0

# Whoever listens comes back by itself, and is asked again who it is.
LONGEST_STREAM_SECONDS = 3600.0

MAX_NAMES = 200


def _in_words(refused: Refused) -> bytes:
    # Scripts compare these words.
    return b"Invalid API key\n" if refused.refusal is NO_KEY else f"{refused.in_words()}\n".encode()


_FORM = Form("text/plain", _in_words)

_BODY = Body(("application/json", "application/x-www-form-urlencoded", "text/plain"), kind=dict[str, Any])
_TAKEN = (
    Answer(202, "Taken and shown, but not on disk: the hub cannot write, and `/healthz` says why. It goes on trying."),
    Answer(204, "Taken, and on the hub's disk; screens that show it get it at once."),
)


@endpoint(
    "POST",
    "/widgets/{widget}",
    *_TAKEN,
    caller=Caller.PUSHER,
    parameters=(Parameter("widget", "path", "Id of the widget.", WidgetId),),
    body=_BODY,
    refusals=(BAD_PUSH,),
    form=_FORM,
)
async def post_to_widget(hub: Hub, request: Request) -> Response:
    """New data for a widget, as to Dashing, with the key as `auth_token`; other fields stay as they were."""
    widget = request.path_params["widget"]
    fields = await _posted(hub, request, widget, "widgets")
    if len(widget) > 120 or not widget.isprintable():
        raise Refused(BAD_PUSH, "the id of the widget has more than 120 letters, or some that cannot be seen")
    try:
        event = hub.dashing_widgets.post(widget, fields, hub.clock())
    except DocumentError as exc:
        raise _refused(exc) from exc
    if widget in hub.metrics and not source_of(hub.metrics.entry(widget)).push_refusal:
        hub.put(widget, reading_of(event))
    hub.asking["dashing"].set()
    hub.dashing_widgets.listeners.send(_event(event), widget)
    return Response(status_code=204 if await hub.kept() else 202)


@endpoint(
    "POST",
    "/dashboards/{dashboard}",
    Answer(204, "Whoever listens is told."),
    caller=Caller.PUSHER,
    parameters=(Parameter("dashboard", "path", "Name of the dashboard; `*` for all.", WidgetId),),
    body=_BODY,
    refusals=(BAD_PUSH,),
    form=_FORM,
)
async def post_to_dashboard(hub: Hub, request: Request) -> Response:
    """An event for those who listen to the stream, such as `reload`; screens need none to show what is new."""
    dashboard = request.path_params["dashboard"]
    fields = await _posted(hub, request, dashboard, "dashboards")
    event = msgspec.json.encode({**fields, "dashboard": dashboard})
    hub.dashing_widgets.listeners.send(_event(event, "dashboards"))
    return Response(status_code=204)


@endpoint(
    "GET",
    "/events",
    Answer(200, "The stream, as browsers' `EventSource` reads it.", Body(("text/event-stream",))),
    caller=Caller.VIEWER,
    parameters=(Parameter("ids", "query", "Widgets to hear of, with commas between them; all if left out."),),
)
async def event_stream(hub: Hub, request: Request) -> Response:
    """What is posted to widgets, as Dashing streams it: first what holds of each, then what is new."""
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    if request.method == "HEAD":
        return Response(headers=headers, media_type="text/event-stream")
    asked = request.query_params.get("ids")
    stream = hub.dashing_widgets.listeners.begin(None if asked is None else asked.split(",")[:MAX_NAMES])
    if stream is None:
        raise Refused(TOO_MANY, "as many listen already as can", retry_after(60))
    first = b"".join(_event(body) for widget, body in hub.dashing_widgets.all() if stream.wants(widget))
    return _Streaming(hub.dashing_widgets.listeners, stream, first, headers)


class _Streaming(StreamingResponse):
    """Tells a stream until somebody hangs up."""

    def __init__(self, streams: EventStreams, stream: EventStream, first: bytes, headers: dict[str, str]) -> None:
        super().__init__(_told(stream, first), headers=headers, media_type="text/event-stream")
        self._streams = streams
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.forget(self._stream)


async def _told(stream: EventStream, first: bytes) -> AsyncIterator[bytes]:
    until = time.monotonic() + LONGEST_STREAM_SECONDS
    yield first or b":\n\n"
    while not stream.has_ended and time.monotonic() < until:
        yield await stream.next(SIGN_OF_LIFE_SECONDS) or b":\n\n"


def _event(data: bytes, kind: str = "") -> bytes:
    return (f"event: {kind}\n".encode() if kind else b"") + b"data: " + data + b"\n\n"


async def _posted(hub: Hub, request: Request, name: str, what: str) -> dict[str, Any]:
    """The fields in the body of `request`, if its key may write `name`."""
    body = await body_of_request(request, MAX_BODY_BYTES)
    try:
        found = posted(body)
    except DocumentError as exc:
        if "authorization" in request.headers:
            key_that_pushes(hub, request, name, what)
        else:
            # The key may well be in it; that it is wrong would send whoever wrote it the wrong way.
            allow_failure(hub, request)
        raise _refused(exc) from exc
    key_that_pushes(hub, request, name, what, found.token)
    return found.fields


def _refused(exc: DocumentError) -> Refused:
    return Refused(BAD_PUSH, f"{exc.mistakes[0].where}: {exc.mistakes[0].reason}", mistakes=exc.mistakes)
