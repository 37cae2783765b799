"""Slides and pictures of addresses, from a folder and a server to the shelf of a screen: a real hub and its client."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from displayd.device.network.hub_client import Fetched, HubClient
from displayd.device.network.hub_error import HubError
from displayd.document.model import decode
from displayd.document.pictures import picture_sources
from displayd.paint.pictures import check_picture
from displayd.tools.render import render
from displayd.widgets.slideshow.widget import Slideshow
from tests.hub.outgoing.strangers import Said, stranger
from tests.hub.pictures import odd
from tests.hub.walls import HUB, Caller, eventually, png, secret_of, serving, write_wall

LAYOUT = """
title: Photographs
pages:
  - landscape: ["photos roof"]
    widgets:
      photos: {type: slideshow, metric: photos, title: ""}
      roof: {type: picture, metric: roof}
"""


def files(port: int) -> dict[str, str | bytes | None]:
    return {
        "layouts/team.yaml": LAYOUT,
        "hub.yaml": f"{HUB}outgoing: [127.0.0.1]\n",
        "metrics.yaml": f"""
photos: {{title: Photographs, slides: {{folder: pictures/team, captions: true}}}}
roof: {{title: Roof, picture: {{url: "http://127.0.0.1:{port}/roof.jpg"}}, refresh_seconds: 1}}
latency: {{}}
""",
        "pictures/team/1 ada.jpg": odd.rotated(),
        "pictures/team/2 bob.png": png(2),
    }


def slides(hub: Caller) -> list[str]:
    widget = decode(hub.screen("left").content).pages[0].widgets["photos"]
    assert isinstance(widget, Slideshow)
    return [slide.caption for slide in widget.items]


@pytest.mark.slow
@pytest.mark.expects_log
def test_pictures_reach_a_screen_and_new_ones_follow(tmp_path: Path) -> None:
    shown = [png(5)]
    with stranger(lambda asked: Said(body=shown[0])) as cam:
        folder = write_wall(tmp_path / "wall", files(cam.port))
        with serving(folder, tmp_path / "state") as hub:
            assert eventually(lambda: slides(hub) == ["ada", "bob"])
            assert eventually(lambda: len(picture_sources(decode(hub.screen("left").content))) == 3)
            sources = picture_sources(decode(hub.screen("left").content))
            client = HubClient(f"{hub.address}/v1/screen", secret_of("left"))
            answers = [client.fetch_picture(source) for source in sources]
            stranger_client = HubClient(f"{hub.address}/v1/screen", "f" * 64)
            with pytest.raises(HubError):
                stranger_client.fetch_picture(sources[0])

            for source, answer in zip(sources, answers, strict=True):
                assert isinstance(answer, Fetched)
                assert source == f"pictures/{hashlib.sha256(answer.body).hexdigest()}"
            assert isinstance(answers[0], Fetched)
            assert check_picture(answers[0].body) == (400, 200)

            (folder / "pictures/team/3 cleo.webp").write_bytes(odd.of_kind("WEBP"))
            (folder / "pictures/team/4 broken.png").write_bytes(b"nothing")
            (folder / "pictures/team/2 bob.png").unlink()
            shown[0] = png(6)

            assert eventually(lambda: slides(hub) == ["ada", "cleo"])
            assert eventually(lambda: picture_sources(decode(hub.screen("left").content))[-1] != sources[-1])
            assert hub.get("/wall.json").json()["mistakes"] == []
            client.close()


@pytest.mark.slow
@pytest.mark.expects_log
def test_a_restarted_hub_has_its_pictures_while_the_camera_is_away(tmp_path: Path) -> None:
    with stranger(lambda asked: Said(body=png(5))) as cam:
        folder = write_wall(tmp_path / "wall", files(cam.port))
        with serving(folder, tmp_path / "state") as hub:
            assert eventually(lambda: len(picture_sources(decode(hub.screen("left").content))) == 3)
            source = picture_sources(decode(hub.screen("left").content))[-1]
        cam.server.shutdown()
        cam.server.server_close()
        with serving(folder, tmp_path / "state") as hub:
            tile = decode(hub.screen("left").content).pages[0].widgets["roof"]
            client = HubClient(f"{hub.address}/v1/screen", secret_of("left"))
            answer = client.fetch_picture(source)
            client.close()

    assert getattr(tile, "source", "") == source
    assert "since" in tile.error
    assert isinstance(answer, Fetched)


def test_a_layout_is_drawn_without_a_hub(tmp_path: Path) -> None:
    with stranger(lambda asked: Said(body=odd.of_kind("PNG"))) as cam:
        folder = write_wall(tmp_path / "wall", files(cam.port))

        drawn = odd.pixels(render(folder / "layouts/team.yaml", (960, 540), None, 1, 1_795_000_000.0, folder))

    assert drawn.convert("RGB").getcolors(1_000_000)
    assert any(red > 200 and green < 60 for _, (red, green, _) in drawn.convert("RGB").getcolors(1_000_000))
