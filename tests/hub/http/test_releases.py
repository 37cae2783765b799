"""New versions of the screens' image, as screens ask a real hub for them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import requests

from displayd.hub.releases.shelf import Shelf
from tests.hub.releases.shelves import shelve
from tests.hub.walls import Caller, eventually, secret_of, serving, write_wall

RINGS: dict[str, str | bytes | None] = {
    "screens.yaml": """
defaults: {timezone: Europe/London, updates: "02:00-04:00"}
screens:
  left: {device: LEFT, show: [team], ring: canary}
  right: {device: RIGHT, mirror: left, rotate: 90}
  other: {device: OTHER, show: [sales]}
"""
}

CONTENT = bytes(range(256)) * 1000


def asked(hub: Caller, name: str, version: str = "1.9", compatible: str = "displayd-arm64") -> requests.Response:
    """`GET /v1/release` by the screen `name`."""
    path = f"/v1/release?compatible={compatible}&version={version}"
    return hub.send("GET", path, secret_of(name))


def file(hub: Caller, digest: str, **headers: str) -> requests.Response:
    return hub.send("GET", f"/v1/releases/{digest}", secret_of("left"), headers=headers)


def told(hub: Caller, name: str, **fields: Any) -> requests.Response:
    return hub.send("POST", "/v1/screen/update", secret_of(name), json=fields)


def on_the_wall(hub: Caller, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in hub.get("/wall.json").json()["screens"] if one["name"] == name)
    return found


def test_screens_of_a_ring_are_offered_it_and_the_others_are_not(tmp_path: Path) -> None:
    release = shelve(tmp_path / "state", "2.0", ring="canary", content=CONTENT)
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        assert eventually(lambda: asked(hub, "left").status_code == 200)
        left, right = asked(hub, "left").json(), asked(hub, "right").json()

        assert (left["version"], left["sha256"], left["size_bytes"]) == ("2.0", release.sha256, len(CONTENT))
        assert left["restart_at"] == right["restart_at"]
        assert asked(hub, "other").status_code == 204
        assert asked(hub, "left", compatible="displayd-amd64").status_code == 204
        assert asked(hub, "left", version="2.0").status_code == 204


def test_promoting_and_removing_reach_a_hub_that_runs(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "state")
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        assert asked(hub, "other").status_code == 204
        release = shelve(tmp_path / "state", "2.0", ring="canary")
        assert eventually(lambda: asked(hub, "left").status_code == 200)
        assert asked(hub, "other").status_code == 204
        shelf.promote("2.0")
        assert eventually(lambda: asked(hub, "other").status_code == 200)
        shelf.remove("2.0")
        assert eventually(lambda: asked(hub, "other").status_code == 204)
        assert file(hub, release.sha256).status_code == 404


def test_download_that_broke_off_goes_on_where_it_was(tmp_path: Path) -> None:
    release = shelve(tmp_path / "state", "2.0", content=CONTENT)
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        assert eventually(lambda: file(hub, release.sha256).status_code == 200)
        whole = file(hub, release.sha256)
        first = file(hub, release.sha256, Range="bytes=0-99999")
        rest = file(hub, release.sha256, **{"Range": "bytes=100000-", "If-Range": whole.headers["ETag"]})

        assert whole.content == CONTENT
        assert (first.status_code, rest.status_code) == (206, 206)
        assert rest.headers["Content-Range"] == f"bytes 100000-{len(CONTENT) - 1}/{len(CONTENT)}"
        assert hashlib.sha256(first.content + rest.content).hexdigest() == release.sha256


def test_parts_of_another_file_are_not_mixed(tmp_path: Path) -> None:
    release = shelve(tmp_path / "state", "2.0", content=CONTENT)
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        assert eventually(lambda: file(hub, release.sha256).status_code == 200)
        answer = file(hub, release.sha256, **{"Range": "bytes=100000-", "If-Range": '"another"'})

        assert answer.status_code == 200
        assert answer.content == CONTENT


@pytest.mark.parametrize(("asked_for", "status"), [("bytes=256000-", 416), ("bytes=5-4", 416), ("lines=1-2", 200)])
def test_part_that_is_not_there_is_refused_and_another_unit_not_looked_at(
    asked_for: str, status: int, tmp_path: Path
) -> None:
    release = shelve(tmp_path / "state", "2.0", content=CONTENT)
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        assert eventually(lambda: file(hub, release.sha256).status_code == 200)

        assert file(hub, release.sha256, Range=asked_for).status_code == status


def test_file_is_for_screens_of_the_wall_only(tmp_path: Path) -> None:
    release = shelve(tmp_path / "state", "2.0")
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        assert hub.get(f"/v1/releases/{release.sha256}").status_code == 401
        assert hub.send("GET", f"/v1/releases/{release.sha256}", secret_of("stranger")).status_code == 403


def test_wall_page_says_what_each_screen_runs_and_how_far_it_is(tmp_path: Path) -> None:
    shelve(tmp_path / "state", "2.0", ring="canary")
    common = {"compatible": "displayd-arm64", "version": "1.9", "slot": "A", "release": "2.0"}
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        told(hub, "left", **common, state="installing", percent=43)
        told(hub, "right", **common, state="rolled-back", reason="no page within 10 minutes")
        told(hub, "other", state="off", reason="the image has no certificate for updates")
        page = hub.get("/").text

        assert on_the_wall(hub, "left")["image"] == "image 1.9 (A)"
        assert on_the_wall(hub, "left")["update"] == "installing 2.0, 43 %"
        assert on_the_wall(hub, "right")["problems"] == ["2.0 did not work, so 1.9 is back: no page within 10 minutes"]
        assert on_the_wall(hub, "other")["problems"] == ["updates are off: the image has no certificate for updates"]
        assert "installing 2.0, 43 %" in page
        assert "image 1.9 (A)" in page


def test_report_that_is_none_is_refused_with_its_mistakes(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", RINGS), tmp_path / "state") as hub:
        answer = told(hub, "left", state="sleeping", percent=101)

        assert answer.status_code == 400
        assert {one["where"] for one in answer.json()["mistakes"]} == {"$.state", "$.percent"}
