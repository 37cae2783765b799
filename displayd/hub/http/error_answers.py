"""Answers of the hub that are no success, and bodies that are within bounds."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from displayd.errors import Mistake
from displayd.hub.state import Hub

__all__ = ["Refused", "address_of", "body_of_request", "mistakes_told", "no_wall", "retry_after"]

BODY_SECONDS = 20.0
"""How long a request may take to arrive."""

MAX_DRAINED_BYTES = 4_000_000
"""So much of a body that is too large is read and thrown away: who is cut off while sending never sees the answer."""

RETRY_SECONDS = 5


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """Ends a request with an error answer."""

    def __init__(
        self, status: int, error: str, message: str, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(message)
        self.response = JSONResponse({"error": error, "message": message, **more}, status, dict(headers or {}))


def mistakes_told(mistakes: Iterable[Mistake]) -> list[dict[str, str]]:
    """`mistakes` as they stand in an answer."""
    return [{"where": one.where, "reason": one.reason, "hint": one.hint} for one in mistakes]


def no_wall(hub: Hub) -> Refused:
    """The answer while there has been no wall folder without mistakes yet."""
    first = f": {hub.mistakes[0].where}: {hub.mistakes[0].reason}" if hub.mistakes else ""
    told = mistakes_told(hub.mistakes)
    return Refused(503, "no-wall", f"the wall folder has mistakes{first}", retry_after(), mistakes=told)


def retry_after(seconds: float = RETRY_SECONDS) -> dict[str, str]:
    """The header that says when to come again."""
    return {"retry-after": str(max(1, math.ceil(seconds)))}


def address_of(request: Request) -> str:
    """Where `request` comes from."""
    return request.client.host if request.client else ""


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
        raise Refused(400, "cut-off", "the body was cut off") from None
    except TimeoutError:
        raise Refused(408, "too-slow", "the body did not arrive in time", {"connection": "close"}) from None
    if size > limit:
        raise Refused(413, "too-large", f"the body has more than {limit:,} bytes", {"connection": "close"})
    return bytes(body)
