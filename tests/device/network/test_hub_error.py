"""What goes wrong between a screen and its hub is named; every server here is real and on loopback."""

from __future__ import annotations

import socket
import time

import pytest

from displayd.device.network.hub_client import HubClient
from displayd.device.network.transport import Patience
from displayd.protocol.fingerprint import fingerprint_of
from displayd.protocol.limits import MAX_DOCUMENT_BYTES
from tests.device.network.clients import IMPATIENT, SCREEN, client_of, failure, free_port
from tests.support.fakes import SECRET, FakeHub, reply

# Answers


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "unauthorized"),
        (403, "unauthorized"),
        (404, "not-found"),
        (410, "not-found"),
        (413, "too-large"),
        (418, "bad-answer"),
        (429, "server-error"),
        (500, "server-error"),
        (502, "server-error"),
        (503, "server-error"),
        (206, "bad-answer"),
    ],
)
def test_error_pages_are_named_by_their_status(hub: FakeHub, status: int, kind: str) -> None:
    hub.do(SCREEN, reply(status, b"<html><h1>Oops</h1></html>" * 10_000, "text/html"))

    error = failure(client_of(hub).fetch)

    assert error.kind == kind
    assert str(status) in error.message
    assert hub.document_url in error.message


@pytest.mark.parametrize("body", [b"", b"<html>", b"x" * (MAX_DOCUMENT_BYTES + 1)])
@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_no_message_has_the_query_of_an_address_in_it(hub: FakeHub, status: int, body: bytes) -> None:
    url = f"{hub.document_url}?sig=SESAME"
    hub.do(f"{SCREEN}?sig=SESAME", reply(status, body, headers={"Location": f"{url}&again=SESAME"}))
    client = HubClient(url, patience=IMPATIENT)

    for error in (failure(client.fetch), failure(lambda: client.fetch_picture("http://b.example/a?sig=SESAME"))):
        assert hub.document_url in error.message
        assert "SESAME" not in f"{error!r} {error} {error.message} {error.hint} {error.detail} {client!r}"


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/a?sig=SESAME", "http://a..b/a?sig=SESAME"])
def test_no_message_has_the_query_of_an_address_in_it_when_nobody_answers(address: str) -> None:
    error = failure(HubClient(address.format(port=free_port()), patience=IMPATIENT).fetch)

    assert "SESAME" not in f"{error!r} {error.message} {error.hint} {error.detail}"


def test_a_hub_that_does_not_know_the_screen_says_so_in_its_own_words(hub: FakeHub) -> None:
    hub.is_claimed = False

    error = failure(client_of(hub).fetch)

    assert error.kind == "not-claimed"
    assert error.hub_says == f"no screen has the fingerprint {fingerprint_of(SECRET)}"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "Sat, 21 Nov 2026 10:01:00 GMT", "Date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 60.0),
        ({"Retry-After": "99999999"}, 3600.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_the_pause_a_server_asks_for_is_passed_on(hub: FakeHub, headers: dict[str, str], seconds: float | None) -> None:
    hub.do(SCREEN, reply(503, b"", headers=headers))

    assert failure(client_of(hub).fetch).retry_after_seconds == seconds


def test_a_web_page_instead_of_a_document_is_a_bad_answer(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, b"<!DOCTYPE html><title>Log in to the guest network</title>", "text/html"), times=1)
    hub.do(SCREEN, reply(200, b"\n <!doctype html>", "application/json"), times=1)
    client = client_of(hub)

    assert failure(client.fetch).kind == "bad-answer"
    assert failure(client.fetch).kind == "bad-answer"


def test_not_modified_without_a_condition_is_a_bad_answer(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(304))

    assert failure(client_of(hub).fetch).kind == "bad-answer"


# The way there


def test_a_port_where_nobody_listens_is_refused() -> None:
    assert failure(HubClient(f"http://127.0.0.1:{free_port()}/v1/screen", SECRET).fetch).kind == "refused"


@pytest.mark.parametrize("name", ["hub.invalid", "a" * 70 + ".example"])
def test_a_name_that_does_not_exist_is_told_from_a_missing_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    # Asking the machine's own resolver would take traffic beyond loopback.
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    url = f"http://{name}/v1/screen"

    assert failure(HubClient(url, SECRET, has_network=lambda: True).fetch).kind == "dns"
    assert failure(HubClient(url, SECRET, has_network=lambda: False).fetch).kind == "no-network"


def test_a_name_server_that_is_silent_for_longer_than_an_answer_may_take_is_told_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def late(*_: object, **__: object) -> None:
        time.sleep(0.3)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", late)
    client = HubClient("http://hub.invalid/v1/screen", SECRET, patience=Patience(whole=0.1), has_network=lambda: True)

    assert failure(client.fetch).kind == "dns-silent"


def test_a_machine_without_a_route_has_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)

    assert failure(HubClient("http://127.0.0.1:1/v1/screen", SECRET).fetch).kind == "no-network"


def test_an_address_that_swallows_everything_times_out() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        url = f"http://127.0.0.1:{full.getsockname()[1]}/v1/screen"
        # The queue holds one more than it says; after that the kernel drops what knocks.
        waiting = [socket.socket() for _ in range(3)]
        for knocking in waiting:
            knocking.setblocking(False)
            knocking.connect_ex(full.getsockname())

        error = failure(HubClient(url, SECRET, patience=IMPATIENT, has_network=lambda: True).fetch)

        for knocking in waiting:
            knocking.close()
    assert error.kind == "timeout"


def test_a_proxy_that_is_away_is_named_as_the_trouble(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("http_proxy", f"http://me:sesame@127.0.0.1:{port}")

    error = failure(HubClient(hub.document_url, SECRET, has_network=lambda: True).fetch)

    assert (error.kind, error.detail) == ("proxy", f"127.0.0.1:{port}")
    assert f"through the proxy 127.0.0.1:{port}: " in str(error)
    assert "sesame" not in str(error)


def test_a_proxy_of_which_nobody_knows_the_name_is_the_proxys_trouble_and_no_cable_is_not() -> None:
    url, proxy = "http://192.0.2.1/v1/screen", "http://proxy.invalid:3128"
    clients = [HubClient(url, SECRET, proxy=proxy, has_network=has) for has in (lambda: True, lambda: False)]

    assert [failure(client.fetch).kind for client in clients] == ["proxy", "no-network"]


def test_a_proxy_that_wants_a_password_is_named_as_the_trouble(hub: FakeHub) -> None:
    hub.do("http://192.0.2.1/v1/screen", reply(407, b"no", "text/html"))

    error = failure(HubClient("http://192.0.2.1/v1/screen", SECRET, proxy=hub.url).fetch)

    assert (error.kind, error.detail) == ("proxy", f"127.0.0.1:{hub.port}")
    assert "wants a password" in str(error)
