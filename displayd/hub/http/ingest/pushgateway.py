"""The addresses of a Prometheus Pushgateway: groups of metrics are pushed and deleted, and Prometheus scrapes them.

Source: the section "API" of the README of github.com/prometheus/pushgateway.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from displayd.errors import DocumentError
from displayd.hub.http.callers import key_that_pushes
from displayd.hub.http.endpoint import Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import BAD_PUSH, Form, Refused
from displayd.hub.http.ingest.own_families import own_families
from displayd.hub.http.request_body import body_of_request
from displayd.hub.ingest.pushgateway.families import Family, Labels, checked
from displayd.hub.ingest.pushgateway.grouping import group_in_path, job_of
from displayd.hub.ingest.pushgateway.protobuf import families_in_protobuf
from displayd.hub.ingest.pushgateway.text_format import families_in_text, text_of
from displayd.hub.state import Hub

__all__ = ["add_to_group", "delete_group", "replace_group", "scrape"]

MAX_BODY_BYTES = 1_000_000

# More takes so long to read that the screens would wait for it.
READ_AT_ONCE_BYTES = 10_000

_PROTOBUF = "application/vnd.google.protobuf"

_FORM = Form("text/plain", lambda refused: f"{refused.in_words()}\n".encode())

_GROUP = Parameter(
    "group",
    "path",
    "The labels of the group: `job/NAME`, then `/LABEL/VALUE` for each; `LABEL@base64` for a value in base64.",
    has_slashes=True,
)
_BODY = Body(("text/plain", _PROTOBUF))
_TAKEN = (
    Answer(200, "Taken, and on the hub's disk."),
    Answer(202, "Taken, but not on disk: the hub cannot write, and `/healthz` says why. It goes on trying."),
)


@endpoint(
    "PUT",
    "/metrics/{group}",
    *_TAKEN,
    caller=Caller.PUSHER,
    parameters=(_GROUP,),
    body=_BODY,
    refusals=(BAD_PUSH,),
    form=_FORM,
)
async def replace_group(hub: Hub, request: Request) -> Response:
    """Metrics of a job, as to a Prometheus Pushgateway: they replace all of the group."""
    return await _push(hub, request, replaces_all=True)


@endpoint(
    "POST",
    "/metrics/{group}",
    *_TAKEN,
    caller=Caller.PUSHER,
    parameters=(_GROUP,),
    body=_BODY,
    refusals=(BAD_PUSH,),
    form=_FORM,
)
async def add_to_group(hub: Hub, request: Request) -> Response:
    """Metrics of a job, as to a Prometheus Pushgateway: they replace those of the same names in the group."""
    return await _push(hub, request, replaces_all=False)


@endpoint(
    "DELETE",
    "/metrics/{group}",
    Answer(202, "There is no such group any more."),
    caller=Caller.PUSHER,
    parameters=(_GROUP,),
    refusals=(BAD_PUSH,),
    form=_FORM,
)
async def delete_group(hub: Hub, request: Request) -> Response:
    """Delete a group of metrics, as on a Prometheus Pushgateway; no error if there is none."""
    hub.pushed_groups.remove(_group(hub, request))
    hub.asking["pushgateway"].set()
    await hub.kept()
    return Response(status_code=202)


@endpoint(
    "GET",
    "/metrics",
    Answer(200, "Metrics in the text format of Prometheus.", Body(("text/plain",))),
    caller=Caller.VIEWER,
)
async def scrape(hub: Hub, request: Request) -> Response:
    """What Prometheus scrapes: what jobs have pushed, the values of all metrics, which screens are there, troubles."""
    text = text_of([*hub.pushed_groups.families(), *own_families(hub)])
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


async def _push(hub: Hub, request: Request, *, replaces_all: bool) -> Response:
    labels = _group(hub, request)
    body = await body_of_request(request, MAX_BODY_BYTES)
    media_type = request.headers.get("content-type", "")
    try:
        if len(body) > READ_AT_ONCE_BYTES:
            families = await asyncio.to_thread(_families, body, media_type)
        else:
            families = _families(body, media_type)
        hub.pushed_groups.push(labels, families, hub.clock(), replaces_all=replaces_all)
    except DocumentError as exc:
        raise _refused(exc) from exc
    hub.asking["pushgateway"].set()
    return Response(status_code=200 if await hub.kept() else 202)


def _group(hub: Hub, request: Request) -> Labels:
    """The labels of the group that `request` is for, if its key may write that job."""
    try:
        labels = group_in_path(request.path_params["group"])
    except DocumentError as exc:
        # Only who may push is told what is wrong.
        key_that_pushes(hub, request, "", "jobs")
        raise _refused(exc) from exc
    key_that_pushes(hub, request, job_of(labels), "jobs")
    return labels


def _families(body: bytes, media_type: str) -> dict[str, Family]:
    kind = media_type.partition(";")[0].strip().lower()
    return checked(families_in_protobuf(body) if kind == _PROTOBUF else families_in_text(body))


def _refused(exc: DocumentError) -> Refused:
    return Refused(BAD_PUSH, f"{exc.mistakes[0].where}: {exc.mistakes[0].reason}", mistakes=exc.mistakes)
