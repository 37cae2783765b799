"""A system that does not answer: its tiles and the wall page say who and since when, and nobody else is late."""

from __future__ import annotations

import re
import socket
import threading
import time
from pathlib import Path

import pytest

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import decode
from displayd.document.schedule import showing_at
from displayd.scene.operations import Text
from displayd.widgets.number.widget import Number
from tests.hub.outgoing.strangers import Said, raw_stranger, stranger
from tests.hub.walls import HUB, TEAM, Caller, eventually, serving, write_wall
from tests.support.fakes_fonts import FixedFonts

METRICS = """
orders: {title: Orders, json: {server: crm, url: /orders, value: open}, refresh_seconds: 1}
errors: {title: Failures, json: {server: shop, url: /errors, value: n}, refresh_seconds: 1}
latency: {}
"""


def hub_yaml(crm: int, shop: int) -> str:
    """Two servers of this machine."""
    return f"""{HUB}
outgoing: [127.0.0.1]
servers:
  crm: {{url: "http://127.0.0.1:{crm}", title: CRM, timeout_seconds: 1}}
  shop: {{url: "http://127.0.0.1:{shop}", title: Shop}}
"""


def tiles(hub: Caller) -> dict[str, Number]:
    """What the screen `left` shows."""
    widgets = decode(hub.screen("left").content).pages[0].widgets
    return {name: widget for name, widget in widgets.items() if isinstance(widget, Number)}


def words(hub: Caller) -> list[str]:
    """What is written on the glass."""
    document, now = decode(hub.screen("left").content), time.time()
    scene = compose(PageContext(document, (1920, 1080), FixedFonts()), showing_at(document, now), now)
    return [op.text for cell in scene.cells for op in cell.ops if isinstance(op, Text)]


@pytest.mark.expects_log
def test_a_system_that_goes_away_is_named_under_its_last_figure_and_comes_back(tmp_path: Path) -> None:
    count = [0]

    def counting(_: object) -> Said:
        count[0] += 1
        return Said(f'{{"n": {count[0]}}}'.encode())

    team = TEAM.replace("type: gauge", "type: number")
    away: set[str] = set()
    with (
        stranger(counting) as shop,
        stranger(lambda _: Said(b"", 503) if away else Said(b'{"open": "41"}')) as crm,
    ):
        files = {"metrics.yaml": METRICS, "hub.yaml": hub_yaml(crm.port, shop.port), "layouts/team.yaml": team}
        folder = write_wall(tmp_path / "wall", files)
        with serving(folder, tmp_path / "state") as hub:
            assert eventually(lambda: tiles(hub)["orders"].value == 41)
            away.add("crm")
            assert eventually(lambda: tiles(hub)["orders"].error != "")
            tile, written = tiles(hub)["orders"], words(hub)
            (problem,) = hub.get("/wall.json").json()["problems"]
            before = tiles(hub)["errors"].value or 0
            goes_on = eventually(lambda: (tiles(hub)["errors"].value or 0) > before + 1)
            away.clear()
            is_back = eventually(lambda: tiles(hub)["orders"].error == "")

    assert re.fullmatch(r"CRM: not available \(503\) since .*\d\d:\d\d", tile.error)
    assert tile.value == 41
    assert any(text.startswith("CRM: not available (503)") for text in written)
    assert "41" in written
    assert re.fullmatch(r"CRM: not available \(503\) since \d\d:\d\d \(orders\)", problem)
    assert goes_on
    assert is_back


@pytest.mark.expects_log
def test_a_system_that_hangs_delays_neither_a_new_wall_nor_the_others(tmp_path: Path) -> None:
    def talk(connection: socket.socket, ends: threading.Event) -> None:
        ends.wait(60)

    with stranger(lambda _: Said(b'{"n": 7}')) as shop, raw_stranger(talk) as crm:
        team = TEAM.replace("type: gauge", "type: number")
        files = {"metrics.yaml": METRICS, "hub.yaml": hub_yaml(crm, shop.port), "layouts/team.yaml": team}
        folder = write_wall(tmp_path / "wall", files)
        with serving(folder, tmp_path / "state") as hub:
            assert eventually(lambda: tiles(hub)["errors"].value == 7)
            assert eventually(lambda: tiles(hub)["orders"].error != "")
            tile, written = tiles(hub)["orders"], words(hub)

    assert re.fullmatch(r"CRM: no answer since .*\d\d:\d\d", tile.error)
    assert "No answer" in written
