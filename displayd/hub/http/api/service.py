"""The hub itself: its time and whether it is well."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.http.endpoint import Answer, Body, endpoint
from displayd.hub.http.error_answers import NO_WALL, no_wall
from displayd.hub.http.viewing import is_let_in
from displayd.hub.state import Hub
from displayd.hub.troubles import Trouble

__all__ = ["health", "time"]


class HealthBody(Struct, frozen=True):
    """The body of `GET /healthz`."""

    status: Annotated[
        Literal["ok", "degraded"],
        Meta(description="`ok`, or `degraded` while there are `troubles`: documents are served all the same."),
    ]
    mistakes: Annotated[
        int | UnsetType,
        Meta(description="How many mistakes the wall folder has now; the last good one is served. For viewers alone."),
    ] = UNSET
    troubles: Annotated[
        list[Trouble] | UnsetType,
        Meta(description="What the hub cannot do now, the oldest first. For viewers alone."),
    ] = UNSET


_TIME = (
    "See `Displayd-Time`; `Displayd-Clock-Error` says how far the hub's clock is off at most, in seconds, where NTP"
    " disciplines it."
)


@endpoint("GET", "/v1/time", Answer(204, _TIME, None, {"Cache-Control": "`no-store`."}))
async def time(hub: Hub, request: Request) -> Response:
    """Nothing but the headers, which have the hub's time."""
    error = hub.clock_error()
    told = {} if error is None else {"displayd-clock-error": f"{error:.6f}"}
    return Response(status_code=204, headers={"cache-control": "no-store", **told})


@endpoint("GET", "/healthz", Answer(200, "Documents are served.", Body(kind=HealthBody)), refusals=(NO_WALL,))
async def health(hub: Hub, request: Request) -> Response:
    """200 while documents are served; `status` says whether all is well with the hub itself. Viewers are told more."""
    is_viewer = is_let_in(hub, request)
    if hub.wall is None:
        raise no_wall(hub, is_told=is_viewer)
    status: Literal["ok", "degraded"] = "degraded" if hub.troubles else "ok"
    body = HealthBody(status, len(hub.mistakes), hub.troubles.now()) if is_viewer else HealthBody(status)
    return Response(msgspec.json.encode(body), media_type="application/json")
