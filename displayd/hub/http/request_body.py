"""Bodies of requests, read within bounds of size and time."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request

from displayd.hub.http.error_answers import CUT_OFF, OTHER_CODING, TOO_LARGE, TOO_SLOW, Refusal, Refused
from displayd.hub.http.packed_body import CODINGS, PackedError, unpacked
from displayd.validation.faults import check_json

__all__ = ["body_of_request", "report_of"]

BODY_SECONDS = 20.0
"""How long a request may take to arrive."""

Report = TypeVar("Report", bound=msgspec.Struct)


async def body_of_request(request: Request, limit: int) -> bytes:
    """The body of `request`, unpacked, which may have `limit` bytes and has to come at a reasonable speed.

    What is more than `limit` is refused before it has come: the connection throws the rest away, so that whoever sends
    all of it before looking for an answer gets one.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise _too_large(limit)
    except ClientDisconnect:
        raise Refused(CUT_OFF, "the body was cut off") from None
    except TimeoutError:
        raise Refused(TOO_SLOW, "the body did not arrive in time", {"connection": "close"}) from None
    coding = request.headers.get("content-encoding", "").strip().lower()
    return bytes(body) if coding in ("", "identity") else await asyncio.to_thread(_unpacked, bytes(body), coding, limit)


async def report_of(request: Request, kind: type[Report], limit: int, refusal: Refusal, what: str) -> Report:
    """What a screen tells in the body of `request`, as JSON of the type `kind`.

    Args:
        limit: most bytes of it.
        refusal: of a body that is something else.
        what: it is called in the message, for example `the status`.
    """
    body = await body_of_request(request, limit)
    try:
        told: Report | None
        told, faults = check_json(body, kind)
    except (msgspec.DecodeError, ValueError) as exc:
        raise Refused(refusal, f"not JSON: {exc}") from exc
    if told is None:
        raise Refused(refusal, f"{what} is not one", mistakes=[one.in_json() for one in faults])
    return told


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    if coding not in CODINGS:
        words = f"`Content-Encoding: {coding[:40]}` is not understood: send gzip, or the body as it is"
        raise Refused(OTHER_CODING, words)
    try:
        plain = unpacked(body, limit)
    except PackedError as exc:
        raise Refused(OTHER_CODING, str(exc)) from exc
    if len(plain) > limit:
        raise Refused(TOO_LARGE, f"the body has more than {limit:,} bytes once it is unpacked")
    return plain


def _too_large(limit: int) -> Refused:
    return Refused(TOO_LARGE, f"the body has more than {limit:,} bytes")
