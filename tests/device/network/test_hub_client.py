"""What a client asks of a hub and what it makes of good answers; every server here is real and on loopback."""

from __future__ import annotations

import hashlib
import logging
import socket
import threading
import time
from pathlib import Path

import pytest

from displayd.device.config import Config
from displayd.device.edition import Validators
from displayd.device.network.hub_client import Fetched, HubClient, NotModified, client_for
from displayd.device.state.identity import Identity
from displayd.device.system import hub_clock
from displayd.protocol.fingerprint import fingerprint_of
from displayd.protocol.limits import MAX_PICTURE_BYTES
from displayd.protocol.status_report import StatusReport
from tests.device.network.clients import SCREEN, client_of, failure
from tests.support.fakes import SECRET, FakeHub, RequestHandler, document_bytes, reply, tag_of

# The good cases


def test_first_fetch_brings_the_document_and_its_tag(hub: FakeHub) -> None:
    answer = client_of(hub).fetch()

    assert isinstance(answer, Fetched)
    assert answer.body == hub.document
    assert answer.validators == Validators(tag_of(hub.document))
    assert not answer.was_parked


def test_what_is_known_is_not_sent_again(hub: FakeHub) -> None:
    answer = client_of(hub).fetch(Validators(tag_of(hub.document)))

    assert isinstance(answer, NotModified)
    assert not answer.was_parked


def test_a_parked_question_is_answered_when_the_document_changes(hub: FakeHub) -> None:
    known = Validators(tag_of(hub.document))
    threading.Timer(0.1, hub.put_document, [document_bytes("New")]).start()

    began = time.monotonic()
    answer = client_of(hub).fetch(known, wait_seconds=20)

    assert isinstance(answer, Fetched)
    assert answer.body == document_bytes("New")
    assert answer.was_parked
    assert time.monotonic() - began < 5


def test_a_parked_question_ends_by_itself(hub: FakeHub) -> None:
    answer = client_of(hub).fetch(Validators(tag_of(hub.document)), wait_seconds=0.5)

    assert isinstance(answer, NotModified)
    assert answer.was_parked


def test_questions_carry_the_secret_the_condition_and_the_wish_to_wait(hub: FakeHub) -> None:
    client_of(hub).fetch(Validators('"abc"', "Sat, 21 Nov 2026 10:00:00 GMT"), wait_seconds=25)

    headers = hub.seen[0].headers
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert headers["if-none-match"] == '"abc"'
    assert headers["if-modified-since"] == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert headers["prefer"] == "wait=25"
    assert headers["accept-encoding"] == "gzip"
    assert headers["user-agent"].startswith("displayd/")


def test_one_connection_serves_many_questions(hub: FakeHub) -> None:
    client = client_of(hub)
    ports = set()

    def noted(handler: RequestHandler) -> None:
        ports.add(handler.client_address[1])
        handler.respond(200, b"{}")

    hub.do(SCREEN, noted)

    for _ in range(3):
        client.fetch()

    assert len(ports) == 1


def test_an_answer_without_packing_is_as_good(hub: FakeHub) -> None:
    hub.uses_gzip = False

    answer = client_of(hub).fetch()

    assert isinstance(answer, Fetched)
    assert answer.body == hub.document


def test_the_secret_does_not_go_to_a_plain_web_server(hub: FakeHub) -> None:
    hub.do("/lobby.json", reply(200, hub.document))
    identity = Identity(SECRET, fingerprint_of(SECRET))

    client_for(Config(endpoint=f"{hub.url}/lobby.json"), identity).fetch()

    assert "authorization" not in hub.seen[0].headers


def test_status_and_picture_arrive(hub: FakeHub) -> None:
    client = client_of(hub)

    client.send_status(StatusReport(screen="lobby", page=2))
    client.send_picture(b"\x89PNG...")
    client.send_picture(b"\xff\xd8\xff...")

    status, png, jpeg = hub.seen
    assert (status.method, status.path) == ("POST", "/v1/screen/status")
    assert b'"screen":"lobby"' in status.body
    assert (png.method, png.path, png.headers["content-type"]) == ("PUT", "/v1/screen/picture", "image/png")
    assert jpeg.headers["content-type"] == "image/jpeg"


def test_a_proxy_of_the_environment_is_used(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", hub.url)
    url = "http://dashboards.invalid/v1/screen"
    hub.do(url, reply(200, document_bytes("By proxy")))

    answer = HubClient(url, SECRET).fetch()

    assert isinstance(answer, Fetched)
    assert answer.body == document_bytes("By proxy")


def test_a_named_proxy_is_used_instead_of_that_of_the_environment(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "*")
    url = "http://dashboards.invalid/v1/screen"
    hub.do(url, reply(200, document_bytes("By proxy")))

    answer = HubClient(url, SECRET, proxy=hub.url).fetch()

    assert isinstance(answer, Fetched)
    assert answer.body == document_bytes("By proxy")


def test_a_named_proxy_is_not_asked_for_this_machine_itself(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    addresses = [hub.document_url, hub.document_url.replace("127.0.0.1", "localhost")]
    answers = [HubClient(url, SECRET, proxy="http://127.0.0.1:9").fetch() for url in addresses]

    assert all(isinstance(answer, Fetched) for answer in answers)


def test_a_hub_is_told_the_name_that_the_screen_wants_and_a_plain_web_server_is_not(hub: FakeHub) -> None:
    hub.do("/a.json", reply(200, document_bytes()))
    identity = Identity(SECRET, fingerprint_of(SECRET))
    client_for(Config(hub=hub.url, name="canteen"), identity).fetch()
    client_for(Config(hub=hub.url), identity).fetch()
    client_for(Config(endpoint=f"{hub.url}/a.json", name="canteen"), identity).fetch()

    assert [seen.headers.get("displayd-name") for seen in hub.seen] == ["canteen", None, None]


def test_a_hub_is_told_how_far_ahead_the_screen_wants_its_changes(hub: FakeHub) -> None:
    hub.do("/a.json", reply(200, document_bytes()))
    identity = Identity(SECRET, fingerprint_of(SECRET))
    client_for(Config(hub=hub.url), identity).fetch(lead_seconds=0.28512)
    client_for(Config(hub=hub.url), identity).fetch()
    client_for(Config(endpoint=f"{hub.url}/a.json"), identity).fetch(lead_seconds=0.2)

    assert [seen.headers.get("displayd-lead") for seen in hub.seen] == ["0.285", None, None]


# Time


def test_the_clock_of_the_hub_is_measured_within_its_bound(hub: FakeHub) -> None:
    hub.clock_offset = 86_400.0

    sample = client_of(hub).measure_time()

    truth = time.time() + 86_400 - hub_clock.monotonic()
    assert abs(sample.offset - truth) <= sample.delay / 2 + 0.001
    assert sample.delay < 0.5
    assert not sample.is_coarse


def test_time_spent_parked_drops_out_of_the_measurement(hub: FakeHub) -> None:
    answer = client_of(hub).fetch(Validators(tag_of(hub.document)), wait_seconds=0.6)

    assert answer.sample is not None
    assert answer.sample.delay < 0.3


def test_setting_up_the_connection_is_not_part_of_the_measurement(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = socket.create_connection
    look_up = socket.getaddrinfo

    def slow(*arguments: object, **more: object) -> object:
        time.sleep(0.4)
        return look_up(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    sample = client_of(hub).measure_time()

    assert connect is socket.create_connection
    assert sample.delay < 0.3


def test_a_plain_web_server_gives_its_date_for_a_coarse_measurement(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, hub.document, headers={"Date": "Sat, 21 Nov 2026 10:00:00 GMT", "Age": "7"}))

    sample = client_of(hub).fetch().sample

    assert sample is not None
    assert sample.is_coarse
    assert sample.offset + hub_clock.monotonic() == pytest.approx(1795255207.5, abs=1.0)
    assert sample.delay >= 1.0


@pytest.mark.parametrize("stamps", ["", "now then", "1795255207", "5 4", "nan nan", "inf inf", "-1 1", "1e300 1e301"])
def test_stamps_that_cannot_be_are_no_measurement(hub: FakeHub, stamps: str) -> None:
    hub.do(SCREEN, reply(200, hub.document, headers={"Displayd-Time": stamps}))

    assert client_of(hub).fetch().sample is None


def test_a_hub_without_time_is_a_bad_answer(hub: FakeHub) -> None:
    hub.do("/v1/time", reply(200, b"{}"))

    assert failure(client_of(hub).measure_time).kind == "bad-answer"


# What must not happen


def test_netrc_does_not_replace_the_secret(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))

    client_of(hub).fetch()

    assert hub.seen[0].headers["authorization"] == f"Bearer {SECRET}"


def test_cookies_are_not_kept(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, hub.document, headers={"Set-Cookie": "who=me"}), times=1)
    client = client_of(hub)

    client.fetch()
    client.fetch()

    assert "cookie" not in hub.seen[1].headers


def test_the_secret_is_in_no_log_and_no_error(hub: FakeHub, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(hub)
    hub.do(SCREEN, reply(500), times=1)

    error = failure(client.fetch)
    client.fetch()

    assert SECRET not in caplog.text + repr(error) + str(error) + repr(client) + repr(vars(error))


# Pictures


def test_a_picture_is_found_beside_the_document(hub: FakeHub) -> None:
    data = b"\x89PNG a picture"
    name = f"pictures/{hashlib.sha256(data).hexdigest()}"
    hub.pictures[name] = data

    answer = client_of(hub).fetch_picture(name)

    assert isinstance(answer, Fetched)
    assert answer.body == data


@pytest.mark.parametrize(
    "source",
    [
        "http://169.254.169.254/latest/meta-data",
        "//somebody.example/logo.png",
        "https:logo.png",
        "file:///etc/passwd",
        "\\\\somebody.example\\logo.png",
        "/\\somebody.example/logo.png",
        "logo.png\r\nX-Evil: 1",
        "http://127.0.0.1:1/logo.png",
        "http://[::1/",
        "",
    ],
)
def test_a_picture_elsewhere_is_not_asked_for(hub: FakeHub, source: str) -> None:
    assert failure(lambda: client_of(hub).fetch_picture(source)).kind == "redirected"
    assert hub.seen == []


def test_a_picture_beyond_the_limit_is_refused(hub: FakeHub) -> None:
    hub.do("/v1/logo.png", reply(200, bytes(MAX_PICTURE_BYTES + 1), "image/png"))

    assert failure(lambda: client_of(hub).fetch_picture("logo.png")).kind == "too-large"


def test_a_picture_is_taken_whatever_the_server_calls_it(hub: FakeHub) -> None:
    hub.do("/v1/logo.png", reply(200, b"\x89PNG\r\n\x1a\n logo", "text/html"))

    assert isinstance(client_of(hub).fetch_picture("logo.png"), Fetched)


def test_a_web_page_is_not_a_picture(hub: FakeHub) -> None:
    hub.do("/v1/logo.png", reply(200, b"<html>", "text/html"))

    assert failure(lambda: client_of(hub).fetch_picture("logo.png")).kind == "bad-answer"
