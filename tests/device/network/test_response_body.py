"""Bodies that are too large, broken off or too slow; every server here is real and on loopback."""

from __future__ import annotations

import threading
import time
import tracemalloc

import pytest

from displayd.device.edition import Validators
from displayd.device.network.hub_client import Fetched, NotModified
from displayd.device.network.transport import MIN_BYTES_PER_SECOND, Patience
from displayd.protocol.limits import MAX_DOCUMENT_BYTES
from tests.device.network.clients import SCREEN, client_of, failure
from tests.support.fakes import (
    Behaviour,
    FakeHub,
    RequestHandler,
    document_bytes,
    drip,
    drip_head,
    gzip_bomb,
    hang,
    reply,
    tag_of,
    truncated,
)


def endless_hundreds(gap_seconds: float) -> Behaviour:
    """Say `100 Continue` again and again."""

    def behave(handler: RequestHandler) -> None:
        while not handler.hub.ending.wait(gap_seconds) and not handler.close_connection:
            try:
                handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            except OSError:
                handler.hang_up()

    return behave


# Sizes


def test_a_body_beyond_the_limit_is_refused(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, b" " * (MAX_DOCUMENT_BYTES + 1)))

    assert failure(client_of(hub).fetch).kind == "too-large"


def test_a_body_at_the_limit_is_taken(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, b" " * MAX_DOCUMENT_BYTES))

    answer = client_of(hub).fetch()

    assert isinstance(answer, Fetched)
    assert len(answer.body) == MAX_DOCUMENT_BYTES


@pytest.mark.parametrize(("status", "kind"), [(200, "too-large"), (302, "redirected"), (500, "server-error")])
def test_a_gzip_bomb_is_refused_without_being_unpacked(hub: FakeHub, status: int, kind: str) -> None:
    hub.do(SCREEN, gzip_bomb(100_000_000, status))
    client = client_of(hub)
    tracemalloc.start()

    error = failure(client.fetch)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.kind == kind
    assert peak < 4 * MAX_DOCUMENT_BYTES


def test_something_else_than_the_gzip_it_claims_to_be_is_a_bad_answer(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, b"not gzip at all", headers={"Content-Encoding": "gzip"}), times=1)
    hub.do(SCREEN, reply(200, b"\x00", headers={"Content-Encoding": "br"}), times=1)
    client = client_of(hub)

    assert failure(client.fetch).kind == "bad-answer"
    assert failure(client.fetch).kind == "bad-answer"


# The connection falls silent, or breaks


@pytest.mark.parametrize("behaviour", [hang(), drip(document_bytes(), 0.05), drip_head(0.05)])
def test_a_server_that_never_gets_anywhere_is_given_up(hub: FakeHub, behaviour: Behaviour) -> None:
    hub.do(SCREEN, behaviour)

    began = time.monotonic()
    error = failure(client_of(hub).fetch)

    assert error.kind == "silent"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("behaviour", [drip(document_bytes(), 0.05), drip_head(0.05), endless_hundreds(0.02)])
def test_an_answer_that_drips_is_given_up_however_long_the_server_may_keep_the_question(
    hub: FakeHub, behaviour: Behaviour
) -> None:
    hub.do(SCREEN, behaviour)
    client = client_of(hub, Patience(answer=0.3))

    began = time.monotonic()
    error = failure(lambda: client.fetch(Validators('"known"'), wait_seconds=50))

    assert error.kind == "silent"
    assert "bytes had come" in error.message
    assert time.monotonic() - began < 15


def test_a_question_that_is_kept_open_is_no_answer_that_drips(hub: FakeHub) -> None:
    client = client_of(hub, Patience(answer=0.2))

    answer = client.fetch(Validators(tag_of(hub.document)), wait_seconds=0.8)

    assert isinstance(answer, NotModified)
    assert answer.was_parked


def test_an_answer_that_brings_much_may_take_longer(hub: FakeHub) -> None:
    piece = document_bytes().ljust(MIN_BYTES_PER_SECOND)

    def slowly(handler: RequestHandler) -> None:
        handler.raw(f"HTTP/1.1 200 OK\r\nContent-Length: {5 * len(piece)}\r\n\r\n".encode())
        for part in [piece, *[b" " * len(piece)] * 4]:
            handler.raw(part)
            time.sleep(0.1)

    hub.do(SCREEN, slowly)

    answer = client_of(hub, Patience(answer=0.2)).fetch()

    assert isinstance(answer, Fetched)
    assert len(answer.body) == 5 * len(piece)


@pytest.mark.parametrize(
    "behaviour",
    [
        truncated(document_bytes(), 50),
        truncated(document_bytes(), 50, chunked=True),
        truncated(document_bytes(), 0),
        reply(200, b""),
    ],
)
def test_a_server_that_dies_in_the_middle_of_its_answer_is_noticed(hub: FakeHub, behaviour: Behaviour) -> None:
    hub.do(SCREEN, behaviour)

    assert failure(client_of(hub).fetch).kind == "cut-off"


def test_half_a_gzip_is_noticed(hub: FakeHub) -> None:
    hub.do(SCREEN, truncated(document_bytes(), 0))
    whole = client_of(hub)
    hub.forget_orders()
    import gzip

    hub.do(SCREEN, reply(200, gzip.compress(hub.document)[:-10], headers={"Content-Encoding": "gzip"}))

    assert failure(whole.fetch).kind == "cut-off"


def test_after_a_failure_the_same_client_goes_on(hub: FakeHub) -> None:
    client = client_of(hub)
    for behaviour in (drip(document_bytes(), 0.05), truncated(document_bytes(), 50), reply(500, b"x" * 200_000)):
        hub.do(SCREEN, behaviour, times=1)

    kinds = [failure(client.fetch).kind for _ in range(3)]
    answer = client.fetch()

    assert kinds == ["silent", "cut-off", "server-error"]
    assert isinstance(answer, Fetched)


def test_a_parked_question_can_be_broken_off_from_another_thread(hub: FakeHub) -> None:
    client = client_of(hub, Patience())
    known = Validators(tag_of(hub.document))
    threading.Timer(0.2, client.cut).start()

    began = time.monotonic()
    error = failure(lambda: client.fetch(known, wait_seconds=50))

    assert error.kind == "silent"
    assert time.monotonic() - began < 5
    assert isinstance(client.fetch(), Fetched)


def test_a_closed_client_asks_no_more(hub: FakeHub) -> None:
    client = client_of(hub)
    client.close()

    assert failure(client.fetch).kind == "silent"
    assert hub.seen == []
