"""Clients that hang, drip, lie or never read, over real sockets."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from displayd.hub.connections import connection as module
from displayd.hub.http import request_body
from tests.hub.connections.test_framing import CHUNKS, SMUGGLED, head
from tests.hub.walls import KEY, Caller, eventually, png, secret_of, serving, write_wall

GET = b"GET /v1/time HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    """A hub that waits for less long than others."""
    for name in ("HEAD_SECONDS", "UNREAD_SECONDS", "LINGER_SECONDS"):
        monkeypatch.setattr(module, name, 1.0)
    monkeypatch.setattr(module, "BODY_SECONDS", 2.0)
    monkeypatch.setattr(request_body, "BODY_SECONDS", 1.0)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as caller:
        yield caller


@contextmanager
def connected(hub: Caller) -> Iterator[socket.socket]:
    host, port = hub.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 30) as one:
        yield one


def all_of(one: socket.socket) -> bytes:
    """What comes until the hub closes, by whatever means."""
    found = b""
    try:
        while part := one.recv(65_536):
            found += part
    except ConnectionResetError:
        found += b"(reset)"
    return found


def answers_of(one: socket.socket, count: int) -> list[int]:
    """The statuses of the next `count` answers, which have a body or none."""
    found = b""
    while len(statuses(found)) < count or not found.endswith((b"\r\n\r\n", b"}")):
        part = one.recv(65_536)
        if not part:
            break
        found += part
    return statuses(found)


def sent_until_closed(one: socket.socket, data: bytes, pause_seconds: float = 0.0) -> float:
    """How many seconds it took until the hub closed, while `data` was sent again and again; at most 25."""
    began = time.monotonic()
    while time.monotonic() - began < 25:
        try:
            one.sendall(data)
        except TimeoutError:
            continue
        except OSError:
            break
        time.sleep(pause_seconds)
    return time.monotonic() - began


def statuses(answers: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", answers)]


def put(path: str, token: str, *headers: str) -> bytes:
    lines = (f"PUT {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}", *headers, "", "")
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("sent", [b"", b"G", GET[:-2]], ids=["nothing", "a letter", "nearly all"])
def test_who_sends_no_whole_request_is_closed_in_time(hub: Caller, sent: bytes) -> None:
    with connected(hub) as one:
        one.sendall(sent)
        began = time.monotonic()
        answer = all_of(one)

        assert statuses(answer) == ([408] if sent else [])
        assert 0.5 < time.monotonic() - began < 15


def test_who_drips_a_request_is_closed_in_time(hub: Caller) -> None:
    with connected(hub) as one:
        one.sendall(b"GET /v1/time HTTP/1.1\r\nHost: localhost\r\nX: ")

        assert sent_until_closed(one, b"a", 0.02) < 15


def test_who_drips_a_second_request_is_closed_in_time(hub: Caller) -> None:
    with connected(hub) as one:
        one.sendall(GET)
        assert answers_of(one, 1) == [204]
        one.sendall(b"GET /")

        assert statuses(all_of(one)) == [408]


def test_a_connection_between_two_requests_may_rest_for_longer_than_a_request(hub: Caller) -> None:
    with connected(hub) as one:
        one.sendall(GET)
        one.recv(65_536)
        time.sleep(2.5)
        one.sendall(GET)

        assert answers_of(one, 1) == [204]


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "start",
    [
        put("/v1/metrics/orders", KEY, "Content-Length: 100"),
        put("/v1/metrics/orders", KEY, "Transfer-Encoding: chunked") + b"5\r\n",
        put("/v1/metrics/nothing", KEY, "Content-Length: 100"),
        put("/nowhere", KEY, "Content-Length: 100"),
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n",
    ],
    ids=["length", "chunks", "refused", "nowhere", "get"],
)
def test_who_drips_a_body_is_closed_in_time_whoever_reads_it(hub: Caller, start: bytes) -> None:
    with connected(hub) as one:
        one.sendall(start)

        assert sent_until_closed(one, b"1", 0.05) < 15


def test_who_never_reads_is_closed_in_time(hub: Caller) -> None:
    with connected(hub) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(0.5)

        assert sent_until_closed(one, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50) < 20


def test_who_reads_slowly_gets_all_of_it(hub: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MIN_READ_BYTES", 1000)
    count = 100
    with connected(hub) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * (count - 1))
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer, began = b"", time.monotonic()
        while time.monotonic() - began < 3:
            answer += one.recv(4096)
            time.sleep(0.05)
        answer += all_of(one)

    assert answer.count(b"HTTP/1.1 200 OK") == count


@pytest.mark.expects_log
def test_what_can_be_read_in_two_ways_is_answered_once_and_closed(hub: Caller) -> None:
    for name, smuggled in SMUGGLED.items():
        with connected(hub) as one:
            one.sendall(smuggled + GET)

            assert statuses(all_of(one)) == [400], name
    for name, chunks in CHUNKS.items():
        with connected(hub) as one:
            one.sendall(put("/v1/metrics/orders", KEY, "Transfer-Encoding: chunked") + chunks + GET)

            assert statuses(all_of(one)) == [400], name


@pytest.mark.expects_log
def test_a_request_before_a_smuggled_one_is_answered_and_none_behind_it(hub: Caller) -> None:
    smuggled = head(b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"0\r\n\r\n"
    with connected(hub) as one:
        one.sendall(GET + GET + smuggled + GET)

        assert statuses(all_of(one)) == [204, 204, 400]


@pytest.mark.expects_log
def test_malformed_requests_of_one_address_are_one_line(hub: Caller, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(100):
        with connected(hub) as one:
            one.sendall(b"what\r\n\r\n")
            all_of(one)

    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "127.0.0.1 sent a request that is none: this is not HTTP/1.1"
    ]


TARGETS = [
    ("/v1/metrics/orders", KEY, "PUT"),
    ("/v1/screen/status", secret_of("left"), "POST"),
    ("/v1/screen/update", secret_of("left"), "POST"),
    ("/v1/screen/picture", secret_of("left"), "PUT"),
]


@pytest.mark.parametrize(("path", "token", "method"), TARGETS, ids=[path for path, _, _ in TARGETS])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("megabytes", [2, 9, 40])
def test_who_sends_too_much_and_only_then_reads_gets_the_answer(
    hub: Caller, path: str, token: str, method: str, version: str, megabytes: int
) -> None:
    size = megabytes * 1_000_000
    start = put(path, token, f"Content-Length: {size}").replace(b"PUT", method.encode(), 1)
    with connected(hub) as one:
        one.sendall(start.replace(b"HTTP/1.1", b"HTTP/" + version.encode(), 1))
        for _ in range(megabytes):
            one.sendall(b"x" * 1_000_000)
        answer = one.recv(65_536)

    assert statuses(answer) == [413]


@pytest.mark.parametrize("path", ["/v1/metrics/orders", "/v1/screen/picture"])
def test_who_sends_too_much_in_chunks_gets_the_answer(hub: Caller, path: str) -> None:
    token = KEY if "metrics" in path else secret_of("left")
    with connected(hub) as one:
        one.sendall(put(path, token, "Transfer-Encoding: chunked"))
        for _ in range(90):
            one.sendall(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")
        answer = one.recv(65_536)

    assert statuses(answer) == [413]


def test_who_asks_first_whether_to_send_too_much_is_told_at_once(hub: Caller) -> None:
    with connected(hub) as one:
        one.sendall(put("/v1/metrics/orders", KEY, "Content-Length: 9000000", "Expect: 100-continue"))

        assert answers_of(one, 1) == [413]


def test_what_is_thrown_away_is_bounded(hub: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_DISCARDED_BYTES", 3_000_000)
    with connected(hub) as one:
        one.sendall(put("/v1/metrics/orders", KEY, "Content-Length: 900000000"))
        one.settimeout(5)

        assert sent_until_closed(one, b"x" * 1_000_000, 0.01) < 5


def test_the_connection_lives_on_after_too_much(hub: Caller) -> None:
    with connected(hub) as one:
        one.sendall(put("/v1/metrics/orders", KEY, "Content-Length: 2000000") + b"x" * 2_000_000)
        assert answers_of(one, 1) == [413]
        one.sendall(put("/v1/metrics/orders", KEY, "Content-Length: 11") + b'{"value":7}')

        assert answers_of(one, 1) == [204]


def test_ordinary_requests_are_as_before(hub: Caller) -> None:
    assert hub.push("orders", value=1).status_code == 204
    assert hub.send("PUT", "/v1/screen/picture", secret_of("left"), data=png(16, 9)).status_code == 204
    chunks = iter([b'{"val', b'ue": 2}'])
    assert hub.send("PUT", "/v1/metrics/orders", KEY, data=chunks).status_code == 204
    assert hub.send("PUT", "/v1/metrics/orders", KEY, data=b"").status_code == 400
    assert eventually(lambda: hub.screen("left").json()["pages"][0]["widgets"]["orders"].get("value") == 2)


def test_an_old_proxy_is_answered_and_closed_also_after_a_wait(hub: Caller) -> None:
    tag = hub.screen("left").headers["ETag"]
    with connected(hub) as one:
        one.sendall(
            f"GET /v1/screen HTTP/1.0\r\nAuthorization: Bearer {secret_of('left')}\r\nIf-None-Match: {tag}\r\n"
            "Prefer: wait=1\r\n\r\n".encode()
        )
        answer = all_of(one)

    assert statuses(answer) == [304]
    assert b"preference-applied: wait=1\r\n" in answer.lower()
