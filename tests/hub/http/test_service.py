"""What the hub says of its own time, without a server."""

from __future__ import annotations

import asyncio
import time

from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.http.api import service
from displayd.hub.state import Hub


async def answered(hub: Hub) -> Response:
    """The hub's time, without a server."""
    return await service.time.handler(hub, Request({"type": "http", "headers": []}))


def test_a_hub_whose_clock_ntp_disciplines_says_how_good_it_is() -> None:
    hub = Hub(time.time)
    answers = [asyncio.run(answered(hub))]
    hub.clock_error = lambda: 0.0021
    answers.append(asyncio.run(answered(hub)))

    assert [answer.headers.get("displayd-clock-error") for answer in answers] == [None, "0.002100"]
