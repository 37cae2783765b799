"""A film on its way from the wall folder to a screen."""

from __future__ import annotations

import hashlib
from pathlib import Path

from displayd.device.mailbox import Mailbox, NewPicture
from displayd.device.network.hub_client import HubClient
from displayd.device.network.picture_fetcher import PictureFetcher
from displayd.device.state.document_cache import DocumentCache
from displayd.document.model import decode
from displayd.film.decoder import probed
from displayd.widgets.video.widget import Video
from tests.hub.walls import Caller, eventually, secret_of, serving, write_wall
from tests.support.clips import clip


def film_of(hub: Caller) -> Video:
    """The tile of the film in the document of a screen."""
    widget = decode(hub.screen("left").content).pages[0].widgets["a"]
    assert isinstance(widget, Video)
    return widget


def test_a_film_arrives_on_the_card_of_a_screen_and_can_be_played_from_there(tmp_path: Path) -> None:
    data = clip()
    wall: dict[str, str | bytes | None] = {
        "layouts/team.yaml": "pages: [{widgets: {a: {type: video, metric: orders}}}]\n",
        "metrics.yaml": "orders: {video: {file: videos/tour.mp4}}\nerrors: {}\nlatency: {}\n",
        "videos/tour.mp4": data,
    }
    with serving(write_wall(tmp_path / "wall", wall), tmp_path / "state") as hub:
        assert eventually(lambda: bool(film_of(hub).source), 60)
        film = film_of(hub)
        answer = hub.send("GET", f"/v1/{film.source}", secret_of("left"))
        cache, mailbox = DocumentCache(tmp_path / "cache", "me"), Mailbox()
        client = HubClient(f"{hub.address}/v1/screen", secret_of("left"))
        fetcher = PictureFetcher(client, cache, mailbox)
        fetcher.want([film.source, film.poster])
        fetcher.refresh()

    assert (answer.content, answer.headers["Content-Type"]) == (data, "video/mp4")
    came = {one.source: one for one in mailbox.take_all() if isinstance(one, NewPicture)}
    assert came[film.source] == NewPicture(film.source, hashlib.sha256(data).hexdigest(), b"", is_on_disk=True)
    assert came[film.poster].data
    place = cache.film_place(came[film.source].digest)
    assert place is not None
    assert (probed(place).width, probed(place).height, probed(place).seconds) == (64, 48, 4.0)
    # It is there after a restart, too.
    again = PictureFetcher(client, DocumentCache(tmp_path / "cache", "me"), mailbox)
    again.want([film.source])
    assert [one.source for one in mailbox.take_all() if isinstance(one, NewPicture)] == [film.source]
