"""The hub itself: its time and whether it is well."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.http.endpoint import Answer, Body, endpoint
from displayd.hub.http.error_answers import NO_WALL, no_wall
from displayd.hub.state import Hub

__all__ = ["health", "time"]


class HealthBody(Struct, frozen=True):
    """The body of `GET /healthz`."""

    status: Annotated[Literal["ok"], Meta(description="Always the same: an answer that is not 200 is an error.")]
    mistakes: Annotated[
        int, Meta(description="How many mistakes the wall folder has now; the last good one is served.")
    ]


@endpoint("GET", "/v1/time", Answer(204, "See `Displayd-Time`.", None, {"Cache-Control": "`no-store`."}))
async def time(hub: Hub, request: Request) -> Response:
    """Nothing but the headers, which have the hub's time."""
    return Response(status_code=204, headers={"cache-control": "no-store"})


@endpoint("GET", "/healthz", Answer(200, "Documents are served.", Body(kind=HealthBody)), refusals=(NO_WALL,))
async def health(hub: Hub, request: Request) -> Response:
    """200 while documents are served, whether the wall folder is good now or not."""
    if hub.wall is None:
        raise no_wall(hub)
    return Response(msgspec.json.encode(HealthBody("ok", len(hub.mistakes))), media_type="application/json")
