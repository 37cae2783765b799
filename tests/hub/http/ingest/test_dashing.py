"""Posts to widgets, as scripts for Dashing and Smashing send them, and the stream of events that tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from displayd.document.model import decode
from displayd.hub.http.ingest import dashing
from displayd.hub.push_keys import KeyFile
from tests.hub.walls import KEY, METRICS, NOON, Caller, eventually, serving, write_wall

# A wall that names what nobody has posted yet says so.
pytestmark = pytest.mark.expects_log

WALL: Mapping[str, str | bytes | None] = {
    "metrics.yaml": METRICS
    + """
karma: {dashing: karma}
buzz: {dashing: {widget: Buzz_Words}, title: Buzz}
synergy: {dashing: synergy, direction: up, amber: 50, red: 10}
welcome: {dashing: welcome}
plain.metric: {}
convergence: {dashing: convergence}
""",
    "layouts/team.yaml": """
pages:
  - widgets:
      karma: {type: number, metric: karma}
      buzz: {type: list, metric: buzz}
      synergy: {type: gauge, metric: synergy}
      welcome: {type: text, metric: welcome}
      plain: {type: number, metric: plain.metric}
      convergence: {type: line, metric: convergence}
""",
}


def post(hub: Caller, path: str, body: Any, key: str | None = KEY, **arguments: Any) -> requests.Response:
    """What `curl -d` does: JSON that calls itself a form."""
    if isinstance(body, dict):
        body = json.dumps(body if key is None else {"auth_token": key, **body}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", **arguments.pop("headers", {})}
    return hub.session.post(hub.address + path, data=body, headers=headers, timeout=30, **arguments)


def tile(hub: Caller, name: str) -> Any:
    """A tile of the screen `left`."""
    return decode(hub.screen("left").content).pages[0].widgets[name]


def test_posts_to_each_view_are_on_the_screen(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        assert eventually(lambda: "nobody has posted to the widget `karma`" in tile(hub, "karma").error)
        codes = [
            post(hub, "/widgets/karma", {"current": 9, "last": 7, "title": "Karma", "suffix": "%"}).status_code,
            post(hub, "/widgets/Buzz_Words", {"items": [{"label": "<b>Synergy</b>", "value": 3}]}).status_code,
            post(hub, "/widgets/synergy", {"value": 70, "min": 0, "max": 200, "status": "danger"}).status_code,
            post(hub, "/widgets/welcome", {"title": "Hello", "text": "<script>alert(1)</script>Hi"}).status_code,
            post(hub, "/widgets/plain.metric", {"current": 5}).status_code,
            # As the job of that name does, which comes with Smashing.
            post(hub, "/widgets/convergence", {"points": [{"x": 9, "y": 31}, {"x": 10, "y": 7}]}).status_code,
        ]

        assert codes == [204] * 6
        assert eventually(lambda: tile(hub, "convergence").history == [31, 7])
        assert eventually(lambda: tile(hub, "karma").value == 9)
        karma = tile(hub, "karma")
        assert (karma.previous, karma.title, karma.unit) == (7.0, "Karma", "percent")
        assert eventually(lambda: [(one.label, one.value) for one in tile(hub, "buzz").items] == [("Synergy", 3.0)])
        assert tile(hub, "buzz").title == "Buzz"
        assert eventually(lambda: tile(hub, "synergy").value == 70)
        synergy = tile(hub, "synergy")
        assert (synergy.minimum, synergy.maximum, synergy.amber) == (0.0, 200.0, 50.0)
        assert eventually(lambda: tile(hub, "welcome").text == "Hi")
        assert eventually(lambda: tile(hub, "plain").value == 5)


def test_a_part_leaves_the_rest_and_all_is_there_after_a_restart(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", WALL)
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        post(hub, "/widgets/karma", {"current": 9, "last": 7, "title": "Karma"})
        post(hub, "/widgets/karma", {"current": 10})
        assert eventually(lambda: tile(hub, "karma").value == 10)
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        assert (tile(hub, "karma").value, tile(hub, "karma").title) == (10.0, "Karma")
        with listening(hub, "?ids=karma") as events:
            assert next(events)[1]["last"] == 7


def test_keys_are_held_as_dashing_holds_them(tmp_path: Path) -> None:
    narrow = KeyFile(tmp_path / "state").create("support", ["ingest:support*"], NOON)
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        wrong = post(hub, "/widgets/karma", {"current": 1}, key="wrong")
        none = post(hub, "/widgets/karma", {"current": 1}, key=None)
        header = post(hub, "/widgets/karma", {"current": 1}, key=None, headers={"Authorization": f"Bearer {KEY}"})
        other = post(hub, "/widgets/karma", {"current": 1}, key=narrow)
        own = post(hub, "/widgets/support-karma", {"current": 1}, key=narrow)
        url = post(hub, f"/widgets/karma?auth_token={KEY}", {"current": 1})
        dashboard = post(hub, "/dashboards/karma", {"event": "reload"}, key="wrong")
        unreadable = post(hub, "/widgets/karma", b"{", headers={"Authorization": "Bearer wrong"})
        # A quotation mark is missing, as it happens in a shell.
        broken = post(hub, "/widgets/karma", f'{{"auth_token": "{KEY}", "text": it\'s}}'.encode())

    assert [one.status_code for one in (wrong, none, dashboard, unreadable)] == [401] * 4
    assert wrong.text == dashboard.text == "Invalid API key\n"
    assert wrong.headers["Content-Type"].startswith("text/plain")
    assert (header.status_code, own.status_code) == (204, 204)
    assert (broken.status_code, broken.text[:14]) == (400, "body: not JSON")
    assert (other.status_code, url.status_code) == (403, 400)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/widgets/karma", b"{", 400),
        ("/widgets/karma", b'{"current": NaN}', 400),
        ("/widgets/karma", b"[]", 400),
        ("/widgets/karma", b'{"a":' * 50 + b"1" + b"}" * 50, 400),
        ("/widgets/karma", b'{"a": "' + b"x" * 70_000 + b'"}', 400),
        ("/widgets/karma", b"x" * 200_000, 413),
        (f"/widgets/{'x' * 200}", b"{}", 400),
        ("/widgets/a%07b", b"{}", 400),
    ],
)
def test_what_cannot_be_taken_changes_nothing(tmp_path: Path, path: str, body: bytes, status: int) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        post(hub, "/widgets/karma", {"current": 9})
        answer = post(hub, path, body, headers={"Authorization": f"Bearer {KEY}"})

        assert answer.status_code == status
        assert answer.text.endswith("\n")
        with listening(hub) as events:
            assert [event["current"] for _, event in [next(events)]] == [9]


class listening:  # noqa: N801 - reads as a sentence
    """The events of a hub, as they come: kind and data of each."""

    def __init__(self, hub: Caller, query: str = "") -> None:
        self._answer = requests.get(f"{hub.address}/events{query}", stream=True, timeout=30)
        assert self._answer.status_code == 200
        self.headers = self._answer.headers

    def __enter__(self) -> Iterator[tuple[str, Any]]:
        return self._events()

    def __exit__(self, *_: object) -> None:
        self._answer.close()

    def _events(self) -> Iterator[tuple[str, Any]]:
        kind = ""
        for line in self._answer.iter_lines(chunk_size=1):
            if line.startswith(b"event: "):
                kind = line[7:].decode()
            elif line.startswith(b"data: "):
                yield kind, json.loads(line[6:])
                kind = ""


def test_who_listens_hears_what_holds_and_then_what_is_new(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state", clock=lambda: NOON) as hub:
        post(hub, "/widgets/karma", {"current": 9, "title": "Karma"})
        post(hub, "/widgets/other", {"current": 1})
        stream = listening(hub, "?ids=karma,welcome")
        with stream as events:
            assert next(events) == ("", {"current": 9, "title": "Karma", "id": "karma", "updatedAt": NOON * 1000})
            post(hub, "/widgets/other", {"current": 2})
            post(hub, "/widgets/karma", {"current": 10})
            assert next(events)[1] == {"current": 10, "title": "Karma", "id": "karma", "updatedAt": NOON * 1000}
            assert post(hub, "/dashboards/*", {"event": "reload"}).status_code == 204
            assert next(events) == ("dashboards", {"event": "reload", "dashboard": "*"})
        assert stream.headers["X-Accel-Buffering"] == "no"
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert "auth_token" not in requests.get(f"{hub.address}/metrics", timeout=30).text


def test_only_viewers_listen_and_only_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.event_streams.MAX_STREAMS", 1)
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        assert hub.get("/events", Via="1.1 a-proxy").status_code == 401
        assert hub.session.head(hub.address + "/events", timeout=30).status_code == 200
        post(hub, "/widgets/karma", {"current": 9})
        with listening(hub) as events:
            next(events)
            refused = hub.get("/events")
            assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        # The place of who has hung up is free as soon as that is noticed: with the next event at the latest.
        post(hub, "/widgets/karma", {"current": 10})

        def is_free() -> bool:
            post(hub, "/widgets/karma", {"current": 11})
            with requests.get(hub.address + "/events", stream=True, timeout=30) as answer:
                return answer.status_code == 200

        assert eventually(is_free)


def test_a_stream_ends_in_time_and_a_quiet_one_gives_signs_of_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashing, "SIGN_OF_LIFE_SECONDS", 0.05)
    monkeypatch.setattr(dashing, "LONGEST_STREAM_SECONDS", 0.5)
    with serving(write_wall(tmp_path / "wall", WALL), tmp_path / "state") as hub:
        assert set(hub.get("/events").content.split(b"\n\n")) == {b":", b""}
