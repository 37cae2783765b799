"""How often a screen may send a picture of its glass."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from displayd.device.network.hub_client import HubClient
from displayd.device.network.reporter import Reporter
from displayd.hub.state import SNAPSHOTS_PER_MINUTE, Hub
from tests.hub.walls import NOON, png, secret_of, serving, write_wall
from tests.support.laws import slow_law


def test_a_screen_that_floods_the_hub_with_pictures_is_told_when_to_come_again(tmp_path: Path) -> None:
    picture = png(16, 9)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        taken = 0
        while (answer := hub.send("PUT", "/v1/screen/picture", secret_of("left"), data=picture)).status_code == 204:
            taken += 1
            assert taken < 100 * SNAPSHOTS_PER_MINUTE
        other = hub.send("PUT", "/v1/screen/picture", secret_of("right"), data=picture)
        told = hub.send("POST", "/v1/screen/status", secret_of("left"), data=b'{"page_title": "Now"}')
        asked = hub.screen("left")
        screens = {screen["name"]: screen for screen in hub.get("/wall.json").json()["screens"]}

    assert taken >= SNAPSHOTS_PER_MINUTE
    assert (answer.status_code, answer.json()["error"]) == (429, "too-many")
    assert int(answer.headers["Retry-After"]) >= 1
    # Everything else goes on, and so does every other screen.
    assert (other.status_code, told.status_code, asked.status_code) == (204, 204, 200)
    assert screens["left"]["picture"]


@slow_law
@given(st.floats(0.01, 60), st.lists(st.floats(0.1, 40), min_size=1, max_size=5), st.floats(0.98, 1.02))
def test_a_screen_is_never_refused_at_its_own_pace(picture_seconds: float, pages: list[float], speed: float) -> None:
    now = [NOON]
    reporter = Reporter(HubClient("http://127.0.0.1:1/v1/screen", "secret"), picture_seconds, monotonic=lambda: now[0])
    limiter, waits, left, page = Hub(lambda: now[0]).snapshots, [], 0.0, 0
    for _ in range(4000):
        left -= 0.1
        if left <= 0:
            left, page = pages[page % len(pages)], page + 1
        if reporter.wants_picture(page):
            reporter.offer_picture(b"", page)
            waits.append(limiter.wait_seconds("left", now[0] * speed))
        now[0] += 0.1

    assert waits
    assert not any(waits)
