"""Pictures of pages that the hub draws itself, for whoever looks at the wall."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from displayd.document.model import Name
from displayd.hub.http.endpoint import IF_NONE_MATCH, Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import CANNOT_DRAW, NO_PICTURE, NO_WALL, Refused, no_wall, retry_after
from displayd.hub.http.headers import names_tag
from displayd.hub.http.wall_page.drawn import CARD_WIDTH_PX, WHOLE_WIDTH_PX, due, version_of
from displayd.hub.page_pictures.drawer import BusyError, UnableError
from displayd.hub.page_pictures.process import DrawingError
from displayd.hub.state import Hub

__all__ = ["page_picture"]

_CACHING = {"ETag": "Changes with what is to be seen.", "Cache-Control": "`no-cache, private`."}


@endpoint(
    "GET",
    "/v1/screens/{name}/page",
    Answer(200, "The picture.", Body(("image/png",)), _CACHING),
    Answer(304, "The picture is still the one of `If-None-Match`.", None, _CACHING),
    caller=Caller.VIEWER,
    parameters=(
        Parameter("name", "path", "Name of the screen, as in `screens.yaml`.", Name),
        Parameter(
            "size",
            "query",
            f"`whole` for {WHOLE_WIDTH_PX} px in width at most, else {CARD_WIDTH_PX}.",
            Literal["card", "whole"],
        ),
        Parameter("v", "query", "Not looked at: `drawn` of `/wall.json`, so that a browser fetches a new one."),
        IF_NONE_MATCH,
    ),
    refusals=(NO_PICTURE, CANNOT_DRAW, NO_WALL),
)
async def page_picture(hub: Hub, request: Request) -> Response:
    """The page that a screen shows now by its plan, drawn by the hub from what it serves the screen."""
    if hub.wall is None:
        raise no_wall(hub, is_told=True)
    name = request.path_params["name"]
    spec = hub.wall.screens.get(name)
    width_px = WHOLE_WIDTH_PX if request.query_params.get("size") == "whole" else CARD_WIDTH_PX
    found = due(hub, spec, hub.clock(), width_px) if spec else None
    if found is None:
        raise Refused(NO_PICTURE, "there is no such screen, or it is served nothing")
    wanted = found.wanted(hub)
    if wanted is None:
        raise Refused(NO_PICTURE, "the screen is dark: it is outside its hours")
    headers = {"etag": f'"{version_of(wanted.key)}-{width_px}"', "cache-control": "no-cache, private"}
    if names_tag(request.headers.get("if-none-match"), headers["etag"]):
        return Response(status_code=304, headers=headers)
    try:
        picture = await hub.drawer.picture((name, width_px), wanted)
    except (BusyError, UnableError, DrawingError) as exc:
        raise Refused(CANNOT_DRAW, exc.message, retry_after(2 if isinstance(exc, BusyError) else 30)) from exc
    return Response(picture, headers=headers, media_type="image/png")
