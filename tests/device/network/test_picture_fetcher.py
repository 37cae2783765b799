"""Pictures: from the cache at once, from the server when due, and never something else than asked for."""

from __future__ import annotations

import hashlib
import itertools
import logging
from pathlib import Path

import pytest

from displayd.device.edition import NOTHING_KNOWN
from displayd.device.mailbox import Mailbox, NewPicture
from displayd.device.network.hub_client import HubClient
from displayd.device.network.picture_fetcher import RECHECK_SECONDS, RETRY_SECONDS, PictureFetcher
from displayd.device.network.transport import Patience
from displayd.device.state.document_cache import DocumentCache
from displayd.document.model import decode
from displayd.document.pictures import picture_sources
from tests.support.fakes import SECRET, FakeHub, document_bytes, reply

LOGO = b"\x89PNG one"
DIGEST = hashlib.sha256(LOGO).hexdigest()
ADDRESSED = f"pictures/{DIGEST}"


class Rig:
    def __init__(self, hub: FakeHub, folder: Path) -> None:
        self.hub = hub
        self.now = 1000.0
        self.mailbox = Mailbox()
        self.cache = DocumentCache(folder, "owner")
        client = HubClient(hub.document_url, SECRET, patience=Patience(0.5, 0.3, 0.6))
        self.pictures = PictureFetcher(client, self.cache, self.mailbox, lambda: self.now)

    def new(self) -> list[tuple[str, bytes]]:
        return [
            (message.source, message.data) for message in self.mailbox.take_all() if isinstance(message, NewPicture)
        ]


@pytest.fixture
def rig(hub: FakeHub, tmp_path: Path) -> Rig:
    return Rig(hub, tmp_path)


def test_a_document_names_each_picture_once() -> None:
    widgets = {
        "a": {"type": "picture", "source": "logo.png"},
        "b": {"type": "picture", "source": "logo.png"},
        "c": {"type": "picture", "source": "map.png"},
        "d": {"type": "picture"},
        "n": {"type": "number", "value": 1},
    }
    document = decode(document_bytes(pages=[{"widgets": widgets}, {"widgets": {"a": widgets["a"]}}], logo="own.png"))

    assert picture_sources(document) == ["own.png", "logo.png", "map.png"]


def test_a_new_picture_is_fetched_handed_on_and_remembered(rig: Rig, tmp_path: Path) -> None:
    rig.hub.pictures[ADDRESSED] = LOGO
    rig.pictures.want([ADDRESSED])
    rig.pictures.refresh()
    rig.pictures.refresh()
    again = Rig(rig.hub, tmp_path)
    again.pictures.want([ADDRESSED])
    again.pictures.refresh()

    assert rig.new() == again.new() == [(ADDRESSED, LOGO)]
    assert len(rig.hub.seen) == 1


def test_a_picture_on_a_plain_web_server_is_asked_for_again_now_and_then(rig: Rig) -> None:
    rig.hub.do("/v1/logo.png", reply(200, LOGO, "image/png", {"ETag": '"1"'}), times=1)
    rig.hub.do("/v1/logo.png", reply(304), times=1)
    rig.hub.do("/v1/logo.png", reply(200, b"\x89PNG two", "image/png", {"ETag": '"2"'}), times=1)
    rig.pictures.want(["logo.png"])
    handed_on = []
    for _ in range(3):
        rig.pictures.refresh()
        rig.pictures.refresh()
        handed_on.append(rig.new())
        rig.now += RECHECK_SECONDS + 1

    assert handed_on == [[("logo.png", LOGO)], [], [("logo.png", b"\x89PNG two")]]
    assert [seen.headers.get("if-none-match") for seen in rig.hub.seen] == [None, '"1"', '"1"']


@pytest.mark.expects_log
def test_a_picture_that_is_not_what_its_name_says_is_not_shown(rig: Rig) -> None:
    rig.hub.pictures[ADDRESSED] = b"something else"
    rig.pictures.want([ADDRESSED])
    rig.pictures.refresh()

    assert rig.new() == []
    assert rig.cache.load_picture(ADDRESSED) is None


def test_a_wrong_picture_in_the_cache_is_not_shown(rig: Rig) -> None:
    rig.cache.save_picture(ADDRESSED, b"something else", NOTHING_KNOWN)

    rig.pictures.want([ADDRESSED])

    assert rig.new() == []


@pytest.mark.expects_log
def test_a_missing_picture_is_told_once_and_tried_again_with_growing_pauses(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    rig.pictures.want(["logo.png"])
    for _ in range(100):
        rig.pictures.refresh()
        rig.now += RETRY_SECONDS
    failed = len(rig.hub.seen)
    rig.hub.do("/v1/logo.png", reply(200, LOGO, "image/png"))
    rig.now += RECHECK_SECONDS
    rig.pictures.refresh()

    assert 5 <= failed <= 9
    assert rig.new() == [("logo.png", LOGO)]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


@pytest.mark.expects_log
def test_one_missing_picture_does_not_keep_the_others(rig: Rig) -> None:
    rig.hub.do("/v1/b.png", reply(200, LOGO, "image/png"))
    rig.pictures.want(["a.png", "b.png"])
    rig.pictures.refresh()

    assert rig.new() == [("b.png", LOGO)]


@pytest.mark.expects_log
def test_a_server_that_is_away_is_not_asked_for_every_picture(rig: Rig) -> None:
    rig.hub.stop()
    rig.pictures.want([f"{number}.png" for number in range(20)])

    rig.pictures.refresh()

    assert sum(wanted.failures for wanted in rig.pictures._wanted.values()) == 1


@pytest.mark.expects_log
def test_a_full_disk_does_not_keep_a_picture_from_the_glass(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    rig = Rig(hub, tmp_path / "cache")
    for name in ("a.png", "b.png"):
        hub.do(f"/v1/{name}", reply(200, LOGO, "image/png"))
    rig.pictures.want(["a.png", "b.png"])
    rig.pictures.refresh()

    assert len(rig.new()) == 2


def test_many_pictures_come_by_and_by_and_the_document_is_asked_for_in_between(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.device.network.picture_fetcher.PORTION_SECONDS", 0.0)
    sources = [f"{number}.png" for number in range(3)]
    for source in sources:
        rig.hub.do(f"/v1/{source}", reply(200, LOGO, "image/png"))
    ticks = itertools.count(1000.0)
    rig.pictures._monotonic = lambda: float(next(ticks))
    rig.pictures.want(sources)

    behind = []
    for _ in sources:
        rig.pictures.refresh()
        behind.append(rig.pictures.is_behind)

    assert [source for source, _ in rig.new()] == sources
    assert behind == [True, True, False]


def test_a_large_picture_of_the_cache_is_read_when_it_is_drawn_and_not_before(rig: Rig, tmp_path: Path) -> None:
    large = LOGO + bytes(300_000)
    source = f"pictures/{hashlib.sha256(large).hexdigest()}"
    rig.hub.pictures[source] = large
    rig.pictures.want([source])
    rig.pictures.refresh()

    again = Rig(rig.hub, tmp_path)
    again.pictures.want([source])

    assert again.new() == [(source, b"")]
    assert again.cache.picture_file(hashlib.sha256(large).hexdigest()) == large
    assert again.cache.picture_file("0" * 64) is None
