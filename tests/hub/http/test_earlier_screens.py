"""Screens of an earlier version, over HTTP."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from displayd.document.model import decode
from tests.hub.walls import serving, without_numbers, write_wall


def test_an_earlier_screen_gets_what_it_knows_and_asks_anew_once_it_is_updated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.hub.publish.older_screens.words_of", without_numbers())
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        hub.push("latency", value=12.5)

        whole, older = hub.screen("left"), hub.screen("left", reads="1.1")

        tiles = [tile for page in decode(older.content).pages for tile in page.widgets.values()]
        assert b'"number"' in whole.content
        assert b'"number"' not in older.content
        assert any(b"update it to see this tile" in msgspec.json.encode(tile) for tile in tiles)
        assert hub.screen("left", tag=older.headers["ETag"], reads="1.1").status_code == 304
        assert hub.screen("left", tag=older.headers["ETag"]).status_code == 200
