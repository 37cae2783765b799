"""New versions of the screens' image: what is offered to whom, the files, and how far screens are."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from displayd.hub.http.callers import note_screen, screen_that_asks
from displayd.hub.http.endpoint import Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import BAD_RANGE, BAD_UPDATE, NO_RELEASE, Refused
from displayd.hub.http.parts import IF_RANGE, RANGE, part_asked
from displayd.hub.http.request_body import report_of
from displayd.hub.releases.offers import offer_for, release_for
from displayd.hub.state import Hub
from displayd.protocol.updates import ReleaseOffer, UpdateReport

__all__ = ["release", "release_file", "update"]

MAX_REPORT_BYTES = 8_000

_FILE = {"ETag": "The SHA-256 in its path.", "Accept-Ranges": "`bytes`."}


@endpoint(
    "GET",
    "/v1/release",
    Answer(200, "What the screen is to install.", Body(kind=ReleaseOffer), {"Cache-Control": "`no-store`."}),
    Answer(204, "Nothing: there is no release for it, or it runs that one.", None, {"Cache-Control": "`no-store`."}),
    caller=Caller.SCREEN,
    parameters=(
        Parameter("compatible", "query", "Which machines the screen is one of, for example `displayd-arm64`."),
        Parameter("version", "query", "Version of the image that it runs."),
    ),
)
async def release(hub: Hub, request: Request) -> Response:
    """The release that the screen that asks is to run, and when to install it."""
    spec = screen_that_asks(hub, request)
    found = release_for(spec, hub.releases, request.query_params.get("compatible", ""))
    if found is None or found.version == request.query_params.get("version"):
        return Response(status_code=204, headers={"cache-control": "no-store"})
    body = msgspec.json.encode(offer_for(found, spec, hub.clock()))
    return Response(body, headers={"cache-control": "no-store"}, media_type="application/json")


@endpoint(
    "GET",
    "/v1/releases/{digest}",
    Answer(200, "The file.", Body(("application/vnd.rauc.bundle",)), _FILE),
    Answer(206, "The part of it that was asked for.", Body(("application/vnd.rauc.bundle",)), _FILE),
    caller=Caller.SCREEN,
    parameters=(
        Parameter("digest", "path", "SHA-256 of the file, as offered.", Annotated[str, Meta(max_length=64)]),
        RANGE,
        IF_RANGE,
    ),
    refusals=(NO_RELEASE, BAD_RANGE),
)
async def release_file(hub: Hub, request: Request) -> Response:
    """The file of a release, which RAUC on the screen checks and installs; a download that broke off goes on."""
    screen_that_asks(hub, request)
    digest = request.path_params["digest"]
    found = next((one for one in hub.releases if one.sha256 == digest), None)
    path = None if found is None else hub.release_file(found)
    if found is None or path is None:
        raise Refused(NO_RELEASE, "this release is not there, or not any more")
    if part_asked(request.headers, found.size_bytes, f'"{digest}"') is None:
        request.scope["headers"] = [one for one in request.scope["headers"] if one[0] != b"range"]
    headers = {"etag": f'"{digest}"', "cache-control": "private, max-age=31536000, immutable"}
    return FileResponse(path, headers=headers, media_type="application/vnd.rauc.bundle")


@endpoint(
    "POST",
    "/v1/screen/update",
    Answer(204, "Noted; the wall page shows it."),
    caller=Caller.SCREEN,
    body=Body(kind=UpdateReport),
    refusals=(BAD_UPDATE,),
)
async def update(hub: Hub, request: Request) -> Response:
    """How far a screen is with a release."""
    spec = screen_that_asks(hub, request)
    told = await report_of(request, UpdateReport, MAX_REPORT_BYTES, BAD_UPDATE, "the report")
    note_screen(hub, request, spec).update = told
    return Response(status_code=204)
