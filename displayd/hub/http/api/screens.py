"""What screens ask of the hub and tell it."""

from __future__ import annotations

import asyncio
from typing import Annotated

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from displayd.document.model import Document
from displayd.hub.http.callers import note_screen, screen_that_asks
from displayd.hub.http.endpoint import IF_NONE_MATCH, Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import (
    BAD_PICTURE,
    BAD_RANGE,
    BAD_STATUS,
    CLOSING,
    NO_DOCUMENT,
    NO_PICTURE,
    TOO_MANY,
    Refused,
    retry_after,
)
from displayd.hub.http.headers import accepts_gzip, lead_seconds, names_tag, wait_seconds
from displayd.hub.http.parts import IF_RANGE, RANGE, part_asked
from displayd.hub.http.request_body import body_of_request, report_of
from displayd.hub.pictures.gallery import Print
from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.publish.issue import Issue
from displayd.hub.publish.older_screens import as_read_by
from displayd.hub.screen_picture import checked_picture
from displayd.hub.state import Hub
from displayd.hub.wall.pictures import Picture
from displayd.protocol.document_format import FORMAT_HEADER, minor_of
from displayd.protocol.limits import MAX_SNAPSHOT_BYTES
from displayd.protocol.status_report import StatusReport

__all__ = ["document", "picture", "snapshot", "status"]

# Below the 60 s after which proxies give up by default.
MAX_WAIT_SECONDS = 50

MAX_STATUS_BYTES = 64_000

_VARY = f"Prefer, Accept-Encoding, {FORMAT_HEADER}"
_CACHING = {"ETag": "Changes with the content.", "Cache-Control": "How long it may be kept."}


@endpoint(
    "GET",
    "/v1/screen",
    Answer(200, "The document.", Body(kind=Document), {**_CACHING, "Vary": f"`{_VARY}`."}),
    Answer(204, "The caller went away while it waited; nobody reads this."),
    Answer(304, "The document is still the one of `If-None-Match`.", None, _CACHING),
    caller=Caller.SCREEN,
    parameters=(
        IF_NONE_MATCH,
        Parameter(
            "Prefer",
            "header",
            f"`wait=25` holds the answer back for up to so many seconds, {MAX_WAIT_SECONDS} at most, while there is"
            " nothing new; an answer that was held back says so in `Preference-Applied` (RFC 7240).",
        ),
        Parameter(
            "Displayd-Name",
            "header",
            "What a screen that is not claimed yet would like to be called; the line to paste then has this name, if it"
            " is one and free.",
        ),
        Parameter(
            "Displayd-Lead",
            "header",
            "How long before a change takes effect the screen wants to be sent it, in seconds: what it needs to show it"
            " in step with its mirrors.",
        ),
        Parameter(
            FORMAT_HEADER,
            "header",
            "Which documents the screen reads, for example `1.2`; `1.1` without it. An earlier screen gets what it"
            " knows.",
        ),
        Parameter("Accept-Encoding", "header", "With `gzip`, a large document comes compressed."),
    ),
    refusals=(NO_DOCUMENT, CLOSING),
)
async def document(hub: Hub, request: Request) -> Response:
    """The document of the screen that asks; held back until there is a new one, if it asks for that."""
    minor = minor_of(request.headers.get(FORMAT_HEADER))
    asked = min(wait_seconds(request.headers.get("prefer")), MAX_WAIT_SECONDS)
    known = request.headers.get("if-none-match")
    now = asyncio.get_running_loop().time
    until = now() + (asked if request.method == "GET" else 0)
    wall, was_parked = hub.wall, False
    spec = screen_that_asks(hub, request)
    seen = hub.fleet.seen(spec.name)
    assert seen is not None  # it has just been noted
    seen.format_minor = minor
    seen.lead_seconds = lead_seconds(request.headers.get("displayd-lead"))
    while True:
        if hub.wall is not wall:
            # Another wall while the request was parked: the screen may be another one, or nobody's.
            wall, spec = hub.wall, screen_that_asks(hub, request)
        news = hub.news(spec.name)
        issue = hub.issue(spec.name)
        if issue is None:
            raise Refused(NO_DOCUMENT, "nothing has been published yet", retry_after())
        issue = as_read_by(issue, minor)
        if hub.is_closing and not was_parked:
            # A quick 304 would look like a plain web server's, and the screen would stay away for half a minute.
            raise Refused(CLOSING, "the hub is about to end", retry_after(1))
        left = until - now()
        if left <= 0 or hub.is_closing or not names_tag(known, issue.tag):
            note_screen(hub, request, spec)
            return _document_answer(request, issue, known, asked if was_parked else None)
        was_parked = True
        if not await news.wait(left, _disconnect(request)):
            return Response(status_code=204)  # nobody is there to read it
        if hub.is_crowded:
            hub.hold(request.scope["state"]["connection"])


def _document_answer(request: Request, issue: Issue, known: str | None, waited: int | None) -> Response:
    """`issue` as an answer; `waited` are the seconds that the request asked to wait, None if it did not have to."""
    headers = {
        "etag": issue.tag,
        "cache-control": "no-cache, private",
        "vary": _VARY,
    }
    if waited is not None:
        headers["preference-applied"] = f"wait={waited}"
    if names_tag(known, issue.tag):
        return Response(status_code=304, headers=headers)
    body = issue.body
    if accepts_gzip(request.headers.get("accept-encoding")) and issue.gzipped is not None:
        body, headers["content-encoding"] = issue.gzipped, "gzip"
    return Response(body, headers=headers, media_type="application/json")


@endpoint(
    "POST",
    "/v1/screen/status",
    Answer(204, "Noted."),
    caller=Caller.SCREEN,
    body=Body(kind=StatusReport),
    refusals=(BAD_STATUS,),
)
async def status(hub: Hub, request: Request) -> Response:
    """What a screen tells of itself."""
    spec = screen_that_asks(hub, request)
    told = await report_of(request, StatusReport, MAX_STATUS_BYTES, BAD_STATUS, "the status")
    seen = note_screen(hub, request, spec)
    seen.status, seen.status_at = told, hub.clock()
    return Response(status_code=204)


@endpoint(
    "PUT",
    "/v1/screen/picture",
    Answer(204, "Taken; the wall page shows it."),
    caller=Caller.SCREEN,
    body=Body(("image/png", "image/jpeg")),
    refusals=(BAD_PICTURE,),
)
async def snapshot(hub: Hub, request: Request) -> Response:
    """A small picture of what is on a screen's glass."""
    spec = screen_that_asks(hub, request)
    if wait := hub.snapshots.wait_seconds(spec.name, hub.clock()):
        message = f"a screen may send {hub.snapshots.per_minute} pictures a minute"
        raise Refused(TOO_MANY, message, retry_after(wait))
    body = await body_of_request(request, MAX_SNAPSHOT_BYTES)
    try:
        media_type = await asyncio.to_thread(checked_picture, body)
    except PictureError as exc:
        raise Refused(BAD_PICTURE, str(exc)) from exc
    note_screen(hub, request, spec)  # the wall may have changed meanwhile
    hub.fleet.take_snapshot(spec.name, body, media_type, hub.clock())
    return Response(status_code=204)


@endpoint(
    "GET",
    "/v1/pictures/{digest}",
    Answer(
        200,
        "The picture, as it is in the wall folder, or as the hub has made it fit for screens; or the film.",
        Body(("image/*", "video/*")),
        _CACHING,
    ),
    Answer(206, "The part of it that was asked for.", Body(("image/*", "video/*")), _CACHING),
    Answer(304, "The picture is known; it never changes.", None, _CACHING),
    caller=Caller.SCREEN,
    parameters=(
        Parameter(
            "digest",
            "path",
            "SHA-256 of the picture, as documents name it; of a film with `.mp4` or `.webm`.",
            Annotated[str, Meta(max_length=69)],
        ),
        IF_NONE_MATCH,
        RANGE,
        IF_RANGE,
    ),
    refusals=(NO_PICTURE, BAD_RANGE),
)
async def picture(hub: Hub, request: Request) -> Response:
    """A picture of the wall folder, or one that a metric brings, for the screens that show it."""
    screen_that_asks(hub, request)
    # Films have the ending of their kind, so that screens know them by their names.
    digest = request.path_params["digest"].partition(".")[0]
    found: Picture | Print | None = hub.wall.picture(digest) if hub.wall else None
    if found is None:
        found = await asyncio.to_thread(hub.gallery.find, digest)
    if found is None:
        raise Refused(NO_PICTURE, "no dashboard has a picture with this digest")
    headers = {"etag": f'"{digest[:32]}"', "cache-control": "private, max-age=31536000, immutable"}
    if names_tag(request.headers.get("if-none-match"), headers["etag"]):
        return Response(status_code=304, headers=headers)
    headers["accept-ranges"] = "bytes"
    part = part_asked(request.headers, len(found.data), headers["etag"])
    if part is None:
        return Response(found.data, headers=headers, media_type=found.media_type)
    headers["content-range"] = f"bytes {part.start}-{part.stop - 1}/{len(found.data)}"
    return Response(found.data[part.start : part.stop], 206, headers, found.media_type)


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
