"""Bodies of requests, read within bounds of size and time."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from displayd.hub.http.error_answers import CUT_OFF, TOO_LARGE, TOO_SLOW, Refused

__all__ = ["body_of_request"]

BODY_SECONDS = 20.0
"""How long a request may take to arrive."""

MAX_DRAINED_BYTES = 4_000_000
"""So much of a body that is too large is read and thrown away: who is cut off while sending never sees the answer."""


async def body_of_request(request: Request, limit: int) -> bytes:
    """The body of `request`, which may have `limit` bytes and has to come at a reasonable speed."""
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= limit:
                    body += chunk
                elif size > limit + MAX_DRAINED_BYTES:
                    break
    except ClientDisconnect:
        raise Refused(CUT_OFF, "the body was cut off") from None
    except TimeoutError:
        raise Refused(TOO_SLOW, "the body did not arrive in time", {"connection": "close"}) from None
    if size > limit:
        raise Refused(TOO_LARGE, f"the body has more than {limit:,} bytes", {"connection": "close"})
    return bytes(body)
