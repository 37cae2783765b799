"""Bodies that do not arrive as they should."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from displayd.hub.http import request_body
from displayd.hub.http.error_answers import Refused
from displayd.hub.http.request_body import body_of_request


def body(*messages: Message, **headers: str) -> bytes:
    """The body that arrives in `messages`, after which nothing comes any more."""
    left = list(messages)
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]

    async def receive() -> Message:
        return left.pop(0) if left else await asyncio.Future[Message]()

    return asyncio.run(body_of_request(Request({"type": "http", "method": "PUT", "headers": raw}, receive), 10))


def part(data: bytes, more: bool = True) -> Message:
    return {"type": "http.request", "body": data, "more_body": more}


def test_parts_are_put_together() -> None:
    assert body(part(b"12345"), part(b"67890", more=False)) == b"1234567890"


def test_a_body_that_ends_early_is_told_so() -> None:
    with pytest.raises(Refused) as refused:
        body(part(b"123"), {"type": "http.disconnect"})

    assert refused.value.response.status_code == 400
    assert b'"cut-off"' in refused.value.response.body


def test_a_body_that_takes_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_body, "BODY_SECONDS", 0.02)

    with pytest.raises(Refused) as refused:
        body(part(b"123"))

    assert refused.value.response.status_code == 408
    assert refused.value.response.headers["connection"] == "close"


def test_a_body_that_becomes_too_large_is_refused_before_the_rest_has_come() -> None:
    with pytest.raises(Refused) as refused:
        body(part(b"12345"), part(b"12345"), part(b"1"))

    assert refused.value.response.status_code == 413
    assert "connection" not in refused.value.response.headers


def test_a_body_that_says_that_it_is_too_large_is_refused_before_any_of_it_has_come() -> None:
    with pytest.raises(Refused) as refused:
        body(content_length="11")

    assert refused.value.response.status_code == 413
    assert body(part(b"1234567890", more=False), content_length="10") == b"1234567890"
