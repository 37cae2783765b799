"""The catalogue of metrics, for whoever looks after them."""

from __future__ import annotations

import asyncio
import hashlib

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.catalogue import Catalogue, MetricView, view_of
from displayd.hub.http.endpoint import IF_NONE_MATCH, Answer, Body, Caller, endpoint
from displayd.hub.http.error_answers import NO_WALL, no_wall
from displayd.hub.http.headers import names_tag
from displayd.hub.state import Hub

__all__ = ["metrics"]

# So many metrics are looked at before the hub answers others: some milliseconds.
PORTION = 100

_CACHING = {"ETag": "Changes with all but the time.", "Cache-Control": "`no-cache, private`."}


@endpoint(
    "GET",
    "/v1/metrics",
    Answer(200, "All metrics.", Body(kind=Catalogue), _CACHING),
    Answer(304, "All but the time is as in the one of `If-None-Match`.", None, _CACHING),
    caller=Caller.VIEWER,
    parameters=(IF_NONE_MATCH,),
    refusals=(NO_WALL,),
)
async def metrics(hub: Hub, request: Request) -> Response:
    """Every metric: what it is, where its values come from, its value now and what is wrong with its source."""
    if (wall := hub.wall) is None:
        raise no_wall(hub, is_told=True)
    office, views = wall.office, list[MetricView]()
    for number, name in enumerate(hub.metrics.names(), 1):
        if name in hub.metrics:  # the wall may have changed meanwhile
            views.append(view_of(hub.metrics, name, office))
        if number % PORTION == 0:
            await asyncio.sleep(0)
    body = msgspec.json.encode(views)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache, private"}
    if names_tag(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    whole = msgspec.json.encode(Catalogue(time=hub.clock(), metrics=[]))
    assert whole.endswith(b"[]}")
    return Response(whole.removesuffix(b"[]}") + body + b"}", headers=headers, media_type="application/json")
