"""Where a server sends the screen: followed on the same server, told in words elsewhere; every one here is real."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from displayd.device.network.hub_client import Fetched, HubClient
from tests.device.network.clients import IMPATIENT, SCREEN, client_of, failure
from tests.support.fakes import SECRET, FakeHub, document_bytes, reply


def test_a_redirect_within_the_server_is_followed(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(307, headers={"Location": "/elsewhere"}))
    hub.do("/elsewhere", reply(200, document_bytes("Moved")))

    answer = client_of(hub).fetch()

    assert isinstance(answer, Fetched)
    assert answer.body == document_bytes("Moved")


def test_a_redirect_to_another_server_gets_neither_the_secret_nor_the_screen(hub: FakeHub) -> None:
    with FakeHub() as other:
        hub.do(SCREEN, reply(302, headers={"Location": other.document_url}))

        error = failure(client_of(hub).fetch)

        assert error.kind == "redirected"
        assert f"127.0.0.1:{other.port}" in error.message
        assert other.seen == []


@pytest.mark.parametrize(
    ("asked", "secret", "location", "setting"),
    [
        ("/v1/screen", SECRET, "https://127.0.0.1{path}", "hub: https://127.0.0.1"),
        ("/v1/screen", SECRET, "https://127.0.0.1:8443{path}", "hub: https://127.0.0.1:8443"),
        ("/wall/v1/screen", SECRET, "https://127.0.0.1{path}", "hub: https://127.0.0.1/wall"),
        ("/v1/screen", SECRET, "https://127.0.0.1/displayd{path}", "hub: https://127.0.0.1/displayd"),
        ("/v1/screen", SECRET, "HTTPS://me:sesame@127.0.0.1{path}?sig=SESAME", "hub: https://127.0.0.1"),
        ("/a.json", "", "https://127.0.0.1{path}", "endpoint: https://127.0.0.1/a.json"),
        ("/a.json?sig=SESAME", "", "https://127.0.0.1{path}", "endpoint: https://127.0.0.1/a.json"),
    ],
)
def test_https_of_the_same_machine_is_told_as_it_is_to_be_written(
    hub: FakeHub, asked: str, secret: str, location: str, setting: str
) -> None:
    hub.do(asked, reply(301, headers={"Location": location.format(path=asked)}))
    error = failure(HubClient(f"{hub.url}{asked}", secret, patience=IMPATIENT).fetch)

    assert (error.kind, error.detail) == ("https-only", setting)
    assert setting.partition(" ")[2] in error.message
    assert setting in error.hint
    assert "sesame" not in f"{error} {error.hint}".lower()
    assert len(hub.seen) == 1


@pytest.mark.parametrize(
    "location",
    ["https://localhost/v1/screen", "http://127.0.0.1/v1/screen", "ftp://127.0.0.1/a", "https://127.0.0.1:0x/", "/\\"],
)
def test_what_is_not_the_same_machine_by_https_is_not_advised(hub: FakeHub, location: str) -> None:
    hub.do(SCREEN, reply(301, headers={"Location": location}))

    assert "Write" not in failure(client_of(hub).fetch).hint


def test_no_way_back_from_https_is_advised(certificates: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "good.pem", certificates / "good.key")
    with FakeHub(context=context) as hub:
        hub.do(SCREEN, reply(301, headers={"Location": "http://127.0.0.1/v1/screen"}))

        assert failure(client_of(hub, ca=str(certificates / "good.pem")).fetch).kind == "redirected"


def test_redirects_in_a_circle_end(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(302, headers={"Location": SCREEN}))

    assert failure(client_of(hub).fetch).kind == "redirected"
    assert len(hub.seen) == 4
