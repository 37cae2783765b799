"""What a client makes of a hub's answers, good and bad; every server here is real and on loopback."""

from __future__ import annotations

import hashlib
import logging
import shutil
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.device.config import Config
from displayd.device.network.hub_client import (
    MAX_PICTURE_BYTES,
    Fetched,
    HubClient,
    HubError,
    NotModified,
    Patience,
    client_for,
)
from displayd.device.state.document_cache import Validators
from displayd.device.state.identity import Identity
from displayd.device.system import hub_clock
from displayd.document.model import MAX_BYTES
from displayd.protocol.fingerprint import fingerprint_of
from displayd.protocol.status_report import Status
from tests.support.fakes import (
    SECRET,
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

IMPATIENT = Patience(connect=0.5, silence=0.3, whole=1.0)
SCREEN = "/v1/screen"


def client_of(hub: FakeHub, patience: Patience = IMPATIENT, ca: str = "") -> HubClient:
    return HubClient(hub.document_url, SECRET, ca, patience=patience)


def failure(act: Callable[[], object]) -> HubError:
    with pytest.raises(HubError) as caught:
        act()
    return caught.value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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

    client.send_status(Status(screen="lobby", page=2))
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


# Refusals


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


@pytest.mark.parametrize("body", [b"", b"<html>", b"x" * (MAX_BYTES + 1)])
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


# Sizes


def test_a_body_beyond_the_limit_is_refused(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, b" " * (MAX_BYTES + 1)))

    assert failure(client_of(hub).fetch).kind == "too-large"


def test_a_body_at_the_limit_is_taken(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, b" " * MAX_BYTES))

    answer = client_of(hub).fetch()

    assert isinstance(answer, Fetched)
    assert len(answer.body) == MAX_BYTES


@pytest.mark.parametrize(("status", "kind"), [(200, "too-large"), (302, "redirected"), (500, "server-error")])
def test_a_gzip_bomb_is_refused_without_being_unpacked(hub: FakeHub, status: int, kind: str) -> None:
    hub.do(SCREEN, gzip_bomb(100_000_000, status))
    client = client_of(hub)
    tracemalloc.start()

    error = failure(client.fetch)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.kind == kind
    assert peak < 4 * MAX_BYTES


def test_something_else_than_the_gzip_it_claims_to_be_is_a_bad_answer(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(200, b"not gzip at all", headers={"Content-Encoding": "gzip"}), times=1)
    hub.do(SCREEN, reply(200, b"\x00", headers={"Content-Encoding": "br"}), times=1)
    client = client_of(hub)

    assert failure(client.fetch).kind == "bad-answer"
    assert failure(client.fetch).kind == "bad-answer"


# Silence and breaks


@pytest.mark.parametrize("behaviour", [hang(), drip(document_bytes(), 0.05), drip_head(0.05)])
def test_a_server_that_never_gets_anywhere_is_given_up(hub: FakeHub, behaviour: Behaviour) -> None:
    hub.do(SCREEN, behaviour)

    began = time.monotonic()
    error = failure(client_of(hub).fetch)

    assert error.kind == "silent"
    assert time.monotonic() - began < 10


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
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")

    assert failure(client_of(hub).fetch).kind == "proxy"


# TLS


@pytest.fixture
def secure_hub(certificates: Path) -> Iterator[Callable[[str], FakeHub]]:
    running: list[FakeHub] = []

    def started(name: str) -> FakeHub:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
        running.append(FakeHub(context=context).__enter__())
        return running[-1]

    yield started
    for hub in running:
        hub.stop()


def test_a_certificate_of_the_named_ca_is_trusted(
    secure_hub: Callable[[str], FakeHub], certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # requests would let this one win over what the client was told.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates / "other-name.pem"))
    hub = secure_hub("good")

    answer = client_of(hub, ca=str(certificates / "good.pem")).fetch()

    assert isinstance(answer, Fetched)
    assert answer.sample is not None
    assert answer.sample.delay < 0.5


@pytest.mark.parametrize(
    ("name", "ca", "kind"),
    [
        ("good", "", "tls-untrusted"),
        ("good", "other-name.pem", "tls-untrusted"),
        ("expired", "expired.pem", "tls-date"),
        ("other-name", "other-name.pem", "tls-name"),
        ("good", "missing.pem", "ca-file"),
        ("good", "index.txt", "ca-file"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_named(
    secure_hub: Callable[[str], FakeHub], certificates: Path, name: str, ca: str, kind: str
) -> None:
    hub = secure_hub(name)

    error = failure(client_of(hub, ca=str(certificates / ca) if ca else "").fetch)

    assert error.kind == kind
    assert hub.seen == []


def test_a_wrong_host_name_is_named_as_such(secure_hub: Callable[[str], FakeHub], certificates: Path) -> None:
    hub = secure_hub("other-name")
    url = hub.document_url.replace("127.0.0.1", "localhost")

    assert failure(HubClient(url, SECRET, str(certificates / "other-name.pem")).fetch).kind == "tls-name"


def test_a_server_without_https_is_named_as_such(hub: FakeHub) -> None:
    url = hub.document_url.replace("http:", "https:")

    assert failure(HubClient(url, SECRET, patience=IMPATIENT).fetch).kind == "tls-failed"


def test_a_parked_question_over_tls_can_be_broken_off(secure_hub: Callable[[str], FakeHub], certificates: Path) -> None:
    hub = secure_hub("good")
    client = client_of(hub, Patience(), ca=str(certificates / "good.pem"))
    threading.Timer(0.3, client.cut).start()

    began = time.monotonic()
    error = failure(lambda: client.fetch(Validators(tag_of(hub.document)), wait_seconds=50))

    assert error.kind == "silent"
    assert time.monotonic() - began < 5


# What must not happen


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


def test_redirects_in_a_circle_end(hub: FakeHub) -> None:
    hub.do(SCREEN, reply(302, headers={"Location": SCREEN}))

    assert failure(client_of(hub).fetch).kind == "redirected"
    assert len(hub.seen) == 4


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


def test_a_web_page_is_not_a_picture(hub: FakeHub) -> None:
    hub.do("/v1/logo.png", reply(200, b"<html>", "text/html"))

    assert failure(lambda: client_of(hub).fetch_picture("logo.png")).kind == "bad-answer"


def test_openssl_is_there_for_the_certificates() -> None:
    assert shutil.which("openssl")
