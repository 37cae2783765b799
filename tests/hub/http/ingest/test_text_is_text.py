"""Markup and scripts in what is pushed are text: on the screens, and on the wall page in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hub.walls import KEY, METRICS, Caller, eventually, serving, write_wall
from tests.support.browser import CHROMIUM, browser

EVIL = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>"

WALL = {
    "metrics.yaml": METRICS
    + "karma: {dashing: karma}\nsent: {geckoboard: evil-sent}\nsize: {pushgateway: {metric: size, by: disk}}\n"
    + "several: {pushgateway: size}\n",
    "layouts/team.yaml": """
pages:
  - widgets:
      karma: {type: list, metric: karma}
      sent: {type: number, metric: sent}
      size: {type: list, metric: size}
      orders: {type: list, metric: orders}
""",
}


def push_evil(hub: Caller) -> list[int]:
    """The statuses of pushes with markup wherever text can be."""
    item = {"label": EVIL, "detail": EVIL}
    number = {"item": [{"value": EVIL, "text": EVIL}]}
    sizes = f'size{{disk="{EVIL}"}} 1\nsize{{disk="b"}} 2\n'
    return [
        hub.push("orders", items=[item]).status_code,
        hub.send("POST", "/widgets/karma", KEY, json={"title": EVIL, "moreinfo": EVIL, "items": [item]}).status_code,
        hub.send("POST", "/v1/send/evil-sent", KEY, json={"api_key": KEY, "data": number}).status_code,
        hub.send("PUT", "/metrics/job/x", KEY, data=sizes.encode()).status_code,
    ]


@pytest.mark.slow
@pytest.mark.expects_log
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_the_wall_page_runs_nothing_of_what_was_pushed(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub, browser(tmp_path / "profile") as page:
        assert push_evil(hub) == [204, 204, 200, 200]
        assert eventually(lambda: "2 samples of `size` match" in json.dumps(hub.get("/wall.json").json()))
        page.go(hub.address)

        assert "2 samples of `size` match" in page.value("document.body.innerText")
        assert page.value("window.ran === undefined")
        assert page.value("document.querySelectorAll('img[onerror], img[src=x]').length") == 0
        # What a browser makes of the answers that have pushed text in them, when somebody opens them.
        for path in ("/metrics", "/wall.json"):
            page.go(hub.address + path)
            assert page.value("window.ran === undefined")
            assert page.value("document.querySelectorAll('img, script').length") == 0


@pytest.mark.expects_log
def test_the_document_of_a_screen_has_it_as_text(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        push_evil(hub)

        def labels(name: str) -> list[str]:
            tile = json.loads(hub.screen("left").content)["pages"][0]["widgets"][name]
            return [item.get("label", "") for item in tile.get("items", [])]

        assert eventually(lambda: labels("orders") == [EVIL])
        assert eventually(lambda: labels("size") == [EVIL, "b"])
        # Where a format allows markup, it is taken away.
        assert eventually(lambda: labels("karma") == [""])
