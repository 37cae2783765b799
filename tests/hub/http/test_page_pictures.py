"""Pictures of pages that the hub draws, over HTTP."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.requests import Request

from displayd.hub.http.api.page_pictures import page_picture
from displayd.hub.http.error_answers import CANNOT_DRAW, NO_PICTURE, Refused
from displayd.hub.page_pictures.drawer import BusyError
from displayd.hub.state import Hub
from displayd.protocol.status_report import StatusReport
from tests.hub.walls import KEY, NOON, SCREENS, device_of, eventually, png, secret_of, serving, wall, write_wall
from tests.support.children import running_children

WITH_LOGO = """
title: Sales
pages: [{title: Latency, widgets: {latency: {type: number, metric: latency}, logo: {type: picture, source: l.png}}}]
"""


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        return image.width, image.height


def test_a_picture_shows_what_the_screen_is_served_and_changes_with_it(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"layouts/sales.yaml": WITH_LOGO, "pictures/l.png": png(8, 8, 99)})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        # That of a hub before this one may be about to end; this one starts none before it is asked for a picture.
        assert eventually(lambda: not running_children("page_drawing"))
        before = hub.get("/v1/screens/other/page")
        again = hub.get("/v1/screens/other/page", **{"If-None-Match": "*"})
        hub.push("latency", value=4)
        assert eventually(lambda: hub.get("/v1/screens/other/page").headers["ETag"] != before.headers["ETag"])
        after = hub.get("/v1/screens/other/page")
        whole = hub.get("/v1/screens/other/page?size=whole")

    assert before.headers["Content-Type"] == "image/png"
    assert (again.status_code, again.content) == (304, b"")
    assert after.content != before.content
    assert [size_of(one.content) for one in (after, whole)] == [(640, 360), (1920, 1080)]
    with Image.open(io.BytesIO(whole.content)) as image:
        assert (99, 99, 99) in {color for _, color in image.convert("RGB").getcolors(1 << 24) or []}


def test_a_tv_that_hangs_on_its_side_has_an_upright_picture_and_one_of_its_own_shape_where_it_says_so(
    tmp_path: Path,
) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        sizes = [size_of(hub.get("/v1/screens/right/page").content)]
        for mode, rotate in (("1024x600@60", 0), ("3840x2160@30", 270), ("nonsense", 0)):
            body = {"mode": mode, "rotate": rotate}
            assert hub.send("POST", "/v1/screen/status", secret_of("right"), json=body).status_code == 204
            sizes.append(size_of(hub.get("/v1/screens/right/page").content))

    assert sizes == [(640, 1138), (640, 375), (640, 1138), (640, 1138)]


def test_a_screen_outside_its_hours_has_no_picture(tmp_path: Path) -> None:
    dark = SCREENS.replace("show: [sales]", "show: [sales], on: '23:00-23:10'")
    with serving(write_wall(tmp_path / "wall", {"screens.yaml": dark}), tmp_path / "state", clock=lambda: NOON) as hub:
        answer = hub.get("/v1/screens/other/page")

    assert (answer.status_code, answer.json()["error"]) == (404, NO_PICTURE.error)


@pytest.mark.parametrize("viewer", ["", "wrong"])
def test_only_viewers_see_it(tmp_path: Path, viewer: str) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        answer = hub.send("GET", "/v1/screens/left/page", viewer or KEY, headers={"Via": "1.1 a-proxy"})

    assert answer.status_code == 401


def test_a_hub_that_draws_too_much_already_says_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> Refused:
        hub = Hub(lambda: NOON)
        hub.use(wall())
        hub.fleet.touch("left", device_of("left"), "10.0.0.7", NOON).status = StatusReport()

        async def busy(*arguments: Any) -> bytes:
            raise BusyError("too many pictures are wanted at once")

        monkeypatch.setattr(hub.drawer, "picture", busy)
        scope = {"type": "http", "path_params": {"name": "left"}, "query_string": b"", "headers": []}
        with pytest.raises(Refused) as refused:
            await page_picture.handler(hub, Request(scope))
        return refused.value

    refused = asyncio.run(run())

    assert refused.refusal is CANNOT_DRAW
    assert refused.headers["retry-after"] == "2"
