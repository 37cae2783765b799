"""The wall as data, for the wall page and for whoever watches over it."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from displayd.document.model import Name
from displayd.hub.http.endpoint import IF_NONE_MATCH, Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import NO_PICTURE, NO_WALL, Refused, no_wall
from displayd.hub.http.headers import names_tag
from displayd.hub.http.wall_page.copy import wall_copy
from displayd.hub.http.wall_page.view import WallView
from displayd.hub.publish.plan_base import Base, base_of
from displayd.hub.state import Hub

__all__ = ["plan_base", "screen_picture", "wall"]

_CACHING = {"ETag": "Changes with all but the time.", "Cache-Control": "`no-cache, private`."}


@endpoint(
    "GET",
    "/wall.json",
    Answer(200, "The wall now; with thousands of screens, as it was a few seconds ago.", Body(kind=WallView), _CACHING),
    Answer(304, "All but the time is as in the one of `If-None-Match`.", None, _CACHING),
    caller=Caller.VIEWER,
    parameters=(IF_NONE_MATCH,),
)
async def wall(hub: Hub, request: Request) -> Response:
    """Every screen, what is wrong, and which screens wait to be claimed."""
    copy = await wall_copy(hub)
    headers = {"etag": copy.tag, "cache-control": "no-cache, private"}
    if names_tag(request.headers.get("if-none-match"), copy.tag):
        return Response(status_code=304, headers=headers)
    return Response(copy.body, headers=headers, media_type="application/json")


@endpoint(
    "GET",
    "/v1/screens/{name}/picture",
    Answer(200, "The picture.", Body(("image/png", "image/jpeg")), {"ETag": "Its digest."}),
    Answer(304, "The picture is still the one of `If-None-Match`.", None, {"ETag": "Its digest."}),
    caller=Caller.VIEWER,
    parameters=(
        Parameter("name", "path", "Name of the screen, as in `screens.yaml`.", Name),
        Parameter("v", "query", "Not looked at: the digest of the picture, so that a browser fetches a new one."),
        IF_NONE_MATCH,
    ),
    refusals=(NO_PICTURE,),
)
async def screen_picture(hub: Hub, request: Request) -> Response:
    """The latest picture that a screen has sent of its glass."""
    seen = hub.fleet.seen(request.path_params["name"])
    snapshot = seen.snapshot if seen else None
    if snapshot is None:
        raise Refused(NO_PICTURE, "this screen has sent no picture yet")
    headers = {"etag": f'"{snapshot.digest}"', "cache-control": "no-cache, private"}
    if names_tag(request.headers.get("if-none-match"), headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(snapshot.data, headers=headers, media_type=snapshot.media_type)


@endpoint(
    "GET",
    "/v1/plan-base",
    Answer(200, "All screens without their numbers.", Body(kind=Base), {"Cache-Control": "`no-store`."}),
    caller=Caller.VIEWER,
    refusals=(NO_WALL,),
)
async def plan_base(hub: Hub, request: Request) -> Response:
    """What is served, without its numbers, for `displayd hub plan`."""
    if hub.wall is None:
        raise no_wall(hub, is_told=True)
    body = msgspec.json.encode(base_of(hub.wall))
    return Response(body, headers={"cache-control": "no-store"}, media_type="application/json")
