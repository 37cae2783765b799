"""Certificates, good and bad; every server here is real and on loopback."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.device.edition import Validators
from displayd.device.network import hub_error
from displayd.device.network.hub_client import Fetched, HubClient, NotModified
from displayd.device.network.transport import Patience
from tests.device.network.clients import IMPATIENT, client_of, failure
from tests.support.fakes import SECRET, FakeHub, tag_of


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


@pytest.mark.parametrize(("vouched", "kind"), [(None, "clock-unset"), (0.01, "tls-date")])
def test_a_certificate_of_tomorrow_means_a_clock_that_nobody_has_set(
    secure_hub: Callable[[str], FakeHub],
    certificates: Path,
    monkeypatch: pytest.MonkeyPatch,
    vouched: float | None,
    kind: str,
) -> None:
    monkeypatch.setattr(hub_error, "system_error_seconds", lambda: vouched)
    hub = secure_hub("tomorrow")

    assert failure(client_of(hub, ca=str(certificates / "tomorrow.pem")).fetch).kind == kind


def test_a_start_in_1970_is_named_as_such(secure_hub: Callable[[str], FakeHub], certificates: Path) -> None:
    hub = secure_hub("good")
    script = (
        "import sys, time\n"
        "from displayd.device.network import hub_error\n"
        "from displayd.device.network.hub_client import HubClient\n"
        # What keeps this machine's clock right does not reach into the process.
        "hub_error.system_error_seconds = lambda: None\n"
        "try:\n    HubClient(sys.argv[1], 'a' * 64, sys.argv[2]).fetch()\n"
        "except hub_error.HubError as exc:\n    print(time.gmtime().tm_year, exc.kind, exc.hint)"
    )
    command = ["faketime", "@86400", sys.executable, "-c", script, hub.document_url, str(certificates / "good.pem")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])

    assert done.stdout.startswith("1970 clock-unset Let the screen reach a time server")


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


def test_openssl_is_there_for_the_certificates() -> None:
    assert shutil.which("openssl")


@pytest.fixture
def tunnel(secure_hub: Callable[[str], FakeHub]) -> Iterator[tuple[FakeHub, str]]:
    """A hub, and the address of a proxy that passes on what is said to it."""
    hub = secure_hub("good")
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    near, _ = door.accept()
                except OSError:
                    return
                near.recv(4096)
                far = socket.create_connection(("127.0.0.1", hub.port))
                near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=pass_on, args=(one, other), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield hub, f"http://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)


def pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


def test_the_word_of_a_proxy_is_not_the_beginning_of_an_answer(
    tunnel: tuple[FakeHub, str], certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, proxy = tunnel
    monkeypatch.setenv("https_proxy", proxy)
    client = client_of(hub, Patience(answer=0.3), ca=str(certificates / "good.pem"))

    answer = client.fetch(Validators(tag_of(hub.document)), wait_seconds=1.2)

    assert isinstance(answer, NotModified)
    assert answer.was_parked
