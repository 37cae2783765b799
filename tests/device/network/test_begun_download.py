"""Films that break off on their way go on where they did, and never become a mixture of two."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from displayd.device.mailbox import Mailbox, NewPicture
from displayd.device.network.begun_download import BegunDownload
from displayd.device.network.hub_client import HubClient
from displayd.device.network.hub_error import HubError
from displayd.device.network.picture_fetcher import RETRY_SECONDS, PictureFetcher
from displayd.device.network.transport import Patience
from displayd.device.state.document_cache import DocumentCache
from tests.support.fakes import SECRET, Behaviour, FakeHub, RequestHandler, reply

FILM = b"\0\0\0\x20ftypisom" + bytes(number % 251 for number in range(300_000))
DIGEST = hashlib.sha256(FILM).hexdigest()
SOURCE = f"pictures/{DIGEST}.mp4"
PATH = f"/v1/{SOURCE}"
TAG = '"one"'


class Rig:
    def __init__(self, hub: FakeHub, folder: Path) -> None:
        self.hub, self.now, self.mailbox = hub, 1000.0, Mailbox()
        client = HubClient(hub.document_url, SECRET, patience=Patience(5, 5, 10))
        self.films = PictureFetcher(client, DocumentCache(folder, "owner"), self.mailbox, lambda: self.now)

    def has_film(self) -> bool:
        return any(isinstance(one, NewPicture) and one.digest == DIGEST for one in self.mailbox.take_all())

    def asked(self) -> list[str | None]:
        return [seen.headers.get("range") for seen in self.hub.seen]


@pytest.fixture
def rig(hub: FakeHub, tmp_path: Path) -> Rig:
    made = Rig(hub, tmp_path)
    made.films.want([SOURCE])
    return made


def breaking(most: int, tag: str = TAG, body: bytes = FILM) -> Behaviour:
    """Serve `body` and its parts as a good server does, but hang up after so many bytes."""

    def behave(handler: RequestHandler) -> None:
        asked = handler.headers.get("Range", "")
        is_part = asked.startswith("bytes=") and handler.headers.get("If-Range", tag) == tag
        start = int(asked[6:].partition("-")[0]) if is_part else 0
        head = [f"HTTP/1.1 {'206 Partial Content' if is_part else '200 OK'}", "Content-Type: video/mp4"]
        head += [f"ETag: {tag}", f"Content-Length: {len(body) - start}"]
        head += [f"Content-Range: bytes {start}-{len(body) - 1}/{len(body)}"] if is_part else []
        handler.raw("\r\n".join([*head, "", ""]).encode() + body[start : start + most])
        if len(body) - start > most:
            handler.hang_up()

    return behave


@pytest.mark.expects_log
def test_a_film_that_breaks_off_again_and_again_arrives_without_a_byte_twice(rig: Rig) -> None:
    rig.hub.do(PATH, breaking(100_000))

    for _ in range(4):
        rig.films.refresh()
        # Each went further than the one before, so that the pause never grows.
        rig.now += RETRY_SECONDS + 0.1

    assert rig.has_film()
    assert rig.asked() == [None, "bytes=100000-", "bytes=200000-", "bytes=300000-"]
    assert {seen.headers.get("if-range") for seen in rig.hub.seen[1:]} == {TAG}
    assert {seen.headers.get("accept-encoding") for seen in rig.hub.seen} == {"identity"}


@pytest.mark.expects_log
def test_another_film_under_the_name_begins_anew(rig: Rig) -> None:
    other = FILM[:-1] + b"!"
    rig.hub.do(PATH, breaking(100_000, '"other"', other), times=1)
    rig.hub.do(PATH, breaking(1_000_000))

    rig.films.refresh()
    rig.now += RETRY_SECONDS + 0.1
    rig.films.refresh()

    assert rig.has_film()
    assert rig.asked() == [None, "bytes=100000-"]


@pytest.mark.expects_log
@pytest.mark.parametrize("tag", ["", 'W/"one"'])
def test_a_server_without_a_strong_tag_is_asked_for_all_of_it(tag: str, rig: Rig) -> None:
    rig.hub.do(PATH, breaking(100_000, tag), times=1)
    rig.hub.do(PATH, reply(200, FILM, "video/mp4"))

    rig.films.refresh()
    rig.now += RETRY_SECONDS + 0.1
    rig.films.refresh()

    assert rig.has_film()
    assert rig.asked() == [None, None]


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Range": "bytes 0-9/300012"},
        {"Content-Range": "bytes 100001-300011/300012"},
        {"Content-Range": "bytes 100000-300011/300012", "ETag": '"other"'},
        {"Content-Range": "nonsense"},
    ],
)
def test_a_part_that_nobody_asked_for_is_not_put_to_the_others(headers: dict[str, str], rig: Rig) -> None:
    rig.hub.do(PATH, breaking(100_000), times=1)
    rig.hub.do(PATH, reply(206, FILM[100_000:], "video/mp4", headers), times=1)
    rig.hub.do(PATH, breaking(1_000_000))

    for _ in range(3):
        rig.films.refresh()
        rig.now += 2 * RETRY_SECONDS + 0.1

    assert rig.has_film()
    assert rig.asked() == [None, "bytes=100000-", None]


def test_the_parts_together_are_no_larger_than_a_film_may_be(hub: FakeHub) -> None:
    begun = BegunDownload()
    begun.begin("http://hub", 200, {"ETag": TAG})
    begun.take("http://hub", [bytes(39_999_990)])
    headers = {"Content-Range": "bytes 39999990-40000089/40000090", "ETag": TAG}
    hub.do(PATH, reply(206, bytes(100), "video/mp4", headers))
    client = HubClient(hub.document_url, SECRET)

    with pytest.raises(HubError, match="more than"):
        client.fetch_picture(SOURCE, None, begun)


def test_a_picture_is_asked_for_as_before(hub: FakeHub, tmp_path: Path) -> None:
    data = b"\x89PNG one"
    source = f"pictures/{hashlib.sha256(data).hexdigest()}"
    hub.pictures[source] = data
    made = Rig(hub, tmp_path)
    made.films.want([source])
    made.films.refresh()

    assert made.asked() == [None]
    assert hub.seen[0].headers["accept-encoding"] == "gzip"
