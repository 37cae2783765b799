"""The addresses of the wall page."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from displayd.hub.http.headers import names_tag
from displayd.hub.http.wall_page.page import CONTENT_SECURITY_POLICY, ICON, wall_page
from displayd.hub.http.wall_page.view import wall_view
from displayd.hub.state import Hub

__all__ = ["wall_routes"]


def wall_routes(hub: Hub) -> list[Route]:
    """The wall page, its data and the screens' pictures; all of it only to be read."""

    async def page(request: Request) -> Response:
        headers = {"content-security-policy": CONTENT_SECURITY_POLICY, "cache-control": "no-store"}
        return HTMLResponse(wall_page(wall_view(hub)), headers=headers)

    async def data(request: Request) -> Response:
        body = msgspec.json.encode(wall_view(hub))
        return Response(body, headers={"cache-control": "no-store"}, media_type="application/json")

    async def picture(request: Request) -> Response:
        seen = hub.fleet.seen(request.path_params["name"])
        snapshot = seen.snapshot if seen else None
        if snapshot is None:
            return JSONResponse({"error": "no-picture", "message": "this screen has sent no picture yet"}, 404)
        tag = f'"{snapshot.digest}"'
        headers = {"etag": tag, "cache-control": "no-cache, private"}
        if names_tag(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        return Response(snapshot.data, headers=headers, media_type=snapshot.media_type)

    async def icon(request: Request) -> Response:
        return Response(ICON, headers={"cache-control": "max-age=86400"}, media_type="image/svg+xml")

    return [
        Route("/icon.svg", icon, methods=["GET"]),
        Route("/", page, methods=["GET"]),
        Route("/wall.json", data, methods=["GET"]),
        Route("/v1/screens/{name}/picture", picture, methods=["GET"]),
    ]
