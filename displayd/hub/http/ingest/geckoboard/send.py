"""Geckoboard's push API: payloads of custom widgets.

Everything here is at the top as well, as on `https://push.geckoboard.com`: see `paths`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.http.callers import key_that_pushes
from displayd.hub.http.endpoint import Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import BAD_PAYLOAD, NO_ROOM, NOT_YOURS, Form, Refused
from displayd.hub.http.request_body import body_of_request
from displayd.hub.ingest.geckoboard.dataset_body import BodyError, plain_json
from displayd.hub.ingest.geckoboard.payloads import GeckoboardOrigin, WidgetKey
from displayd.hub.push_keys import PushKey, may_write
from displayd.hub.state import Hub

__all__ = ["SEND_ERRORS", "send"]

MAX_BODY_BYTES = 1_000_000
MAX_WIDGETS = 500
MAX_ALL_BYTES = 32_000_000

_WIDGET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


class SentPayload(Struct, frozen=True):
    """The body of a push."""

    data: Annotated[Any, Meta(description="The payload, of any of Geckoboard's custom widgets.")]
    api_key: Annotated[str, Meta(description="The key; may be left out where the headers have it.")] = ""


class Sent(Struct, frozen=True):
    """Taken: shown if it is a payload of a widget; if not, the tile says so."""

    success: Annotated[bool, Meta(description="Always true.")]


class NotSent(Struct, frozen=True):
    """Not taken."""

    success: Annotated[bool, Meta(description="Always false.")]
    error: Annotated[str, Meta(description="Why not, for people.")]
    message: Annotated[str, Meta(description="The same.")]


def _encode(refused: Refused) -> bytes:
    return msgspec.json.encode(NotSent(success=False, error=refused.message, message=refused.message)) + b"\n"


SEND_ERRORS = Form("application/json", _encode, NotSent)
"""How the clients of the push API are told errors."""


@endpoint(
    "POST",
    "/geckoboard/v1/send/{widget}",
    Answer(200, "Taken, and on the hub's disk.", Body(kind=Sent)),
    Answer(202, "Taken, but not on disk: the hub cannot write, and `/healthz` says why.", Body(kind=Sent)),
    caller=Caller.PUSHER,
    parameters=(Parameter("widget", "path", "Key of the widget; `geckoboard:` in metrics.yaml names it.", WidgetKey),),
    body=Body(kind=SentPayload),
    refusals=(BAD_PAYLOAD, NO_ROOM),
    form=SEND_ERRORS,
)
async def send(hub: Hub, request: Request) -> Response:
    """A payload for a custom widget of Geckoboard; also at `/v1/send/{widget}`.

    One that no widget can show is taken too, as Geckoboard does it: the tile says what is wrong with it.
    """
    widget = request.path_params["widget"]
    body = await body_of_request(request, MAX_BODY_BYTES)
    sent = _mapping(body)
    told = sent.get("api_key")
    key = key_that_pushes(hub, request, None, "widgets", told if isinstance(told, str) else "")
    _check_scope(hub, key, widget)
    if not _WIDGET.fullmatch(widget) or "data" not in sent:
        raise Refused(BAD_PAYLOAD, "the body has no `data`" if "data" not in sent else "there can be no such widget")
    if not hub.payloads.has_room(widget, len(body), MAX_WIDGETS, MAX_ALL_BYTES):
        raise Refused(NO_ROOM, "the hub has as many payloads as it takes")
    hub.payloads.put(widget, sent["data"], hub.clock())
    hub.asking[GeckoboardOrigin.kind].set()
    status = 200 if await hub.kept() else 202
    return Response(msgspec.json.encode(Sent(success=True)) + b"\n", status, media_type="application/json")


def _mapping(body: bytes) -> dict[str, Any]:
    try:
        sent = plain_json(body)
    except BodyError as exc:
        raise Refused(BAD_PAYLOAD, exc.message) from exc
    if not isinstance(sent, dict):
        raise Refused(BAD_PAYLOAD, "the body is no object with `api_key` and `data`")
    return sent


def _check_scope(hub: Hub, key: PushKey, widget: str) -> None:
    """Pass if the key may write the widget, or every metric that shows it.

    Raises:
        Refused: it may not.
    """
    assert hub.wall is not None
    shown = [
        metric
        for metric, entry in hub.wall.metrics.items()
        if isinstance(entry.origin, GeckoboardOrigin) and entry.origin.widget == widget
    ]
    if may_write(key, widget) or (shown and all(may_write(key, metric) for metric in shown)):
        return
    raise Refused(NOT_YOURS, f"the key `{key.name}` writes what its scopes name: {', '.join(key.scopes)}")
