"""A real screen process through all that a server can do wrong: the last good page stays, and all mends itself."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.office import Office, eventually
from tests.support.fakes import Behaviour, FakeHub, document_bytes, drip, gzip_bomb, hang, reply, truncated

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

HTML = b"<html><body><h1>Something is wrong</h1></body></html>"


def html(status: int) -> Behaviour:
    return reply(status, HTML, "text/html")


def document(body: bytes) -> Behaviour:
    # As a hub that keeps questions open; without this the screen waits half a minute before it asks again.
    return reply(200, body, headers={"Preference-Applied": "wait=1"})


def changed(**fields: object) -> bytes:
    return json.dumps({**json.loads(document_bytes("Wrong")), **fields}).encode()


# Name: what the server does, and what the log must say of it (the words of two releases of urllib3 differ).
FAULTS: dict[str, tuple[Behaviour, str]] = {
    "truncated document": (document(document_bytes("Wrong")[:-20]), "refused"),
    "body that breaks off": (truncated(document_bytes("Wrong"), 30), "broke off|30 bytes read"),
    "document in the wrong encoding": (document(document_bytes("Wrong").replace(b"Wrong", b"\xff\xfe")), "refused"),
    "NaN for a figure": (document(document_bytes("Wrong").replace(b'"value": 1.0', b'"value": NaN')), "refused"),
    "no name": (document(changed(screen="")), "refused"),
    "no pages": (document(changed(pages=[])), "refused"),
    "nested too deep": (document(b'{"format":1,"pages":' + b"[" * 5000 + b"]" * 5000 + b"}"), "refused"),
    "huge document": (document(b" " * 5_000_000), "more than 4,000,000 bytes"),
    "compressed bomb": (gzip_bomb(300_000_000), "more than 4,000,000 bytes"),
    "401 as HTML": (html(401), "401"),
    "403 as HTML": (html(403), "403"),
    "404 as HTML": (html(404), "404"),
    "413 as HTML": (html(413), "413"),
    "500 as HTML": (html(500), "500"),
    "502 as HTML": (html(502), "502"),
    "a log-in page": (html(200), "a web page instead of JSON"),
    "empty answer": (document(b""), ""),
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FakeHub, Office]]:
    """One screen process that has to live through all of it."""
    with FakeHub() as hub, Office(tmp_path_factory.mktemp("office")) as office:
        hub.put_document(document_bytes("Good 0"))
        office.start_screen("tv", url=hub.url, config={"wait_seconds": 1})
        eventually(lambda: shows(office, 0), what="the first page")
        yield hub, office


def shows(office: Office, page: int | None) -> bool:
    flips = office.flips("tv")
    return bool(flips) and flips[-1].page == page


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.xdist_group("faults")
def test_page_stays_the_fault_is_named_and_the_next_good_document_is_shown(
    running: tuple[FakeHub, Office], name: str
) -> None:
    hub, office = running
    behaviour, words = FAULTS[name]
    before = office.flips("tv")[-1]
    said = len(office.log("tv"))
    hub.forget_orders()
    hub.do("/v1/screen", behaviour)

    def is_named() -> bool:
        new = office.log("tv")[said:]
        return re.search(words, new) is not None and ("away" in new or "refused" in new)

    eventually(is_named, 15, "the fault's name in the log")
    assert office.flips("tv")[-1].revision == before.revision
    assert office.is_running("tv")

    hub.forget_orders()
    hub.put_document(document_bytes(f"After {name}"))
    eventually(lambda: office.flips("tv")[-1].revision != before.revision, 20, "the next good document")
    assert "Traceback" not in office.log("tv")


@pytest.mark.parametrize("behaviour", [hang(), drip(document_bytes("Slow"), 0.5)], ids=["never answers", "drips"])
def test_page_goes_on_turning_while_the_server_hangs(tmp_path: Path, behaviour: Behaviour) -> None:
    pages = [{"title": t, "seconds": 1, "widgets": {"n": {"type": "number", "value": 1}}} for t in "AB"]
    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(document_bytes(pages=pages))
        office.start_screen("tv", url=hub.url, config={"wait_seconds": 1})
        eventually(lambda: len(office.flips("tv")) > 2, what="pages turning")
        asked = len(hub.requests("/v1/screen"))
        hub.do("/v1/screen", behaviour)
        eventually(lambda: len(hub.requests("/v1/screen")) > asked, what="the question that hangs")
        seen = len(office.flips("tv"))
        eventually(lambda: len(office.flips("tv")) > seen + 3, what="pages turning on")
        late = [abs(flip.actual - flip.planned) for flip in office.flips("tv")[seen:] if flip.planned]

        assert max(late) < 0.5


def certificate(folder: Path, name: str, days: int) -> ssl.SSLContext:
    """A self-signed certificate for `name`."""
    key, chain = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(chain), "-days", str(days), "-subj", f"/CN={name}"]
    subprocess.run([*command, "-addext", f"subjectAltName=IP:{name}"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context


def test_untrusted_certificate_is_named_and_trusted_once_its_file_is_given(tmp_path: Path) -> None:
    context = certificate(tmp_path, "127.0.0.1", 3)
    with FakeHub(context=context) as hub, Office(tmp_path / "office") as office:
        hub.put_document(document_bytes("Good"))
        office.start_screen("tv", url=hub.url)
        eventually(lambda: "certificate" in office.log("tv"), what="the fault's name")
        assert office.flips("tv")[-1].page is None
        office.end("tv")
        office.start_screen("tv", url=hub.url, config={"ca": str(tmp_path / "cert.pem")})

        eventually(lambda: shows(office, 0), what="the page")


def test_memory_stays_flat_through_many_documents(tmp_path: Path) -> None:
    def pss_kb() -> int:
        text = Path(f"/proc/{office.pid('tv')}/smaps_rollup").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))

    def show(number: int) -> None:
        before = office.flips("tv")[-1].revision
        hub.put_document(document_bytes(f"Number {number}", float(number)))
        eventually(lambda: office.flips("tv")[-1].revision != before)

    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(document_bytes("First"))
        office.start_screen("tv", url=hub.url)
        eventually(lambda: shows(office, 0))
        for number in range(15):
            show(number)
        settled = pss_kb()
        for number in range(15, 60):
            show(number)

        assert pss_kb() - settled < 3000
