"""What a screen meets behind proxies: HTTP/1.0 without lengths, and a hub below a path; every one here is real."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from displayd.device.config import Config
from displayd.device.edition import Validators
from displayd.device.mailbox import Mailbox
from displayd.device.network.hub_client import Fetched, NotModified, client_for
from displayd.device.network.poller import Poller
from displayd.device.state.document_cache import DocumentCache
from displayd.device.state.identity import Identity
from displayd.protocol.fingerprint import fingerprint_of
from displayd.protocol.status_report import StatusReport
from tests.device.network.clients import SCREEN, client_of
from tests.device.network.polling import Rig
from tests.support.fakes import SECRET, Behaviour, FakeHub, RequestHandler, document_bytes, reply


def as_http_1_0(head: str, body: bytes = b"") -> Behaviour:
    """Answer as a proxy of HTTP/1.0: the end of the connection is the end of the body."""

    def behave(handler: RequestHandler) -> None:
        handler.raw(f"HTTP/1.0 {head}\r\nConnection: close\r\n\r\n".encode() + body)
        handler.hang_up()

    return behave


def test_answers_of_http_1_0_are_taken_and_each_question_has_a_connection_of_its_own(hub: FakeHub) -> None:
    packed = gzip.compress(hub.document)
    for behaviour in (
        as_http_1_0('200 OK\r\nETag: "a"', hub.document),
        as_http_1_0('200 OK\r\nETag: W/"a"\r\nContent-Encoding: gzip', packed),
        as_http_1_0('304 Not Modified\r\nETag: "a"\r\nPreference-Applied: wait=1'),
    ):
        hub.do(SCREEN, behaviour, times=1)
    client = client_of(hub)

    answers = [client.fetch(), client.fetch(), client.fetch(Validators('"a"'), wait_seconds=1)]

    assert [answer.body for answer in answers if isinstance(answer, Fetched)] == [hub.document] * 2
    assert isinstance(answers[2], NotModified)
    assert answers[2].was_parked
    client.send_status(StatusReport(screen="lobby"))
    assert hub.seen[-1].path == "/v1/screen/status"


@pytest.mark.expects_log
def test_half_an_answer_whose_length_nobody_says_is_refused_and_asked_for_again(hub: FakeHub, tmp_path: Path) -> None:
    rig = Rig(hub, tmp_path)
    rig.step()
    for behaviour in (
        as_http_1_0('200 OK\r\nETag: "b"', document_bytes("New")[:70]),
        reply(200, document_bytes("New")),
    ):
        hub.do(SCREEN, behaviour, times=1)
        rig.step()

    assert rig.titles() == ["Lobby", "New"]
    assert rig.states() == ["ok", "refused-document", "ok"]


def test_hub_below_a_path_is_asked_below_it_for_everything(hub: FakeHub, tmp_path: Path) -> None:
    logo = {"type": "picture", "source": "pictures/logo"}
    body = document_bytes(pages=[{"widgets": {"logo": logo}}])
    hub.do("/office/displayd/v1/screen", reply(200, body, headers={"ETag": '"a"'}))
    hub.do("/office/displayd/v1/pictures/logo", reply(200, b"\x89PNG", "image/png"))
    for path in ("time", "screen/status"):
        hub.do(f"/office/displayd/v1/{path}", reply(204))
    config = Config(hub=f"{hub.url}/office/displayd/")
    client = client_for(config, Identity(SECRET, fingerprint_of(SECRET)))

    Poller(client, Mailbox(), DocumentCache(tmp_path, "owner")).step()
    client.measure_time()
    client.send_status(StatusReport(screen="lobby"))

    paths = {seen.path for seen in hub.seen}
    assert paths == {f"/office/displayd/v1/{name}" for name in ("screen", "time", "pictures/logo", "screen/status")}
