"""JSON Schemas of the wall folder's files with the names of this wall, for editors that complete and check them."""

from __future__ import annotations

import asyncio
import hashlib
import weakref
from collections.abc import Mapping
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.http.endpoint import IF_NONE_MATCH, Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import NO_SCHEMA, Refused
from displayd.hub.http.headers import names_tag
from displayd.hub.state import Hub
from displayd.hub.wall.json_schema import NO_NAMES, names_of, schemas
from displayd.hub.wall.loader import Wall
from displayd.validation.faults import suggestion

__all__ = ["wall_schema"]

_CACHING = {"ETag": "Changes with the schema.", "Cache-Control": "`no-cache, private`."}

# Of the wall of each hub: made when it is asked for, and again for another wall.
_made: weakref.WeakKeyDictionary[Hub, tuple[Wall | None, Mapping[str, bytes]]] = weakref.WeakKeyDictionary()


@endpoint(
    "GET",
    "/v1/schemas/{kind}",
    Answer(200, "The schema.", Body(("application/schema+json",)), _CACHING),
    Answer(304, "The schema is still the one of `If-None-Match`.", None, _CACHING),
    caller=Caller.VIEWER,
    parameters=(
        Parameter(
            "kind",
            "path",
            "Kind of the file; `kpi` is the head of one.",
            Literal["screens", "hub", "metrics", "layout", "theme", "kpi"],
        ),
        IF_NONE_MATCH,
    ),
    refusals=(NO_SCHEMA,),
)
async def wall_schema(hub: Hub, request: Request) -> Response:
    """The JSON Schema of a kind of file of the wall folder, with the dashboards, metrics, themes and screens there are.

    Without any names before there has been a wall folder without mistakes.
    """
    wall, (known, made) = hub.wall, _made.get(hub, (None, {}))
    if known is not wall or not made:
        made = await asyncio.to_thread(_encoded, wall)
        _made[hub] = wall, made
    kind = request.path_params["kind"]
    if kind not in made:
        raise Refused(NO_SCHEMA, f"there is no schema `{kind}`", hint=suggestion(kind, list(made)))
    body = made[kind]
    headers = {"etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "cache-control": "no-cache, private"}
    if names_tag(request.headers.get("if-none-match"), headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/schema+json")


def _encoded(wall: Wall | None) -> dict[str, bytes]:
    found = schemas(names_of(wall) if wall else NO_NAMES)
    return {kind: msgspec.json.encode(schema) for kind, schema in found.items()}
