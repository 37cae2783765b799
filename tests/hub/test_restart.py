"""What a hub still knows after a restart or a kill."""

from __future__ import annotations

import contextlib
import datetime
import os
import signal
import threading
import time
import zoneinfo
from pathlib import Path

import pytest
import requests

from displayd.document.model import decode
from displayd.hub.storage.choice import FILE_NAME
from displayd.hub.storage.database import Store
from displayd.hub.wall.folder import KEPT_NAME
from displayd.widgets.heatcalendar.days import day_values
from displayd.widgets.heatcalendar.widget import HeatCalendar
from displayd.widgets.line.widget import LineChart
from tests.hub.processes import BROKEN, number, process
from tests.hub.walls import METRICS, SCREENS, Caller, eventually, serving, write_wall

pytestmark = pytest.mark.slow


@pytest.mark.expects_log
def test_the_last_good_wall_survives_a_restart_over_a_broken_folder(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub:
        tag = hub.screen("left").headers["ETag"]
    (folder / "screens.yaml").write_text(BROKEN)

    with serving(folder, tmp_path / "state") as hub:
        assert hub.screen("left").headers["ETag"] == tag
        assert hub.get("/wall.json").json()["mistakes"]


@pytest.mark.expects_log
def test_a_damaged_copy_of_the_last_wall_is_no_obstacle(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"screens.yaml": BROKEN})
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / KEPT_NAME).write_bytes(b"\x93\x01garbage")

    with serving(folder, tmp_path / "state") as hub:
        assert hub.screen("left").status_code == 503


def test_a_restart_keeps_values_and_their_past_and_changes_no_document(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    now = time.time()
    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=3, as_of=now - 3 * 3600)
        hub.push("orders", value=5, as_of=now - 1)
        assert eventually(lambda: number(hub).value == 5)

    with serving(folder, tmp_path / "state") as hub:
        after = number(hub)
        tag = hub.screen("left").headers["ETag"]

    with serving(folder, tmp_path / "state") as hub:
        assert hub.screen("left").headers["ETag"] == tag
    assert after.value == 5
    assert [value for value in after.history if value is not None] == [3, 5]


def test_a_short_peak_is_the_highest_of_a_line_before_and_after_a_restart(tmp_path: Path) -> None:
    layout = "pages:\n  - widgets: {a: {type: line, metric: orders, legend: [min, max]}}\n"
    folder = write_wall(tmp_path / "wall", {"layouts/team.yaml": layout})
    now = time.time()

    def line(hub: Caller) -> LineChart:
        found = decode(hub.screen("left").content).pages[0].widgets["a"]
        assert isinstance(found, LineChart)
        return found

    def is_told(hub: Caller) -> bool:
        return (line(hub).lowest, line(hub).highest) == (2, 95)

    with serving(folder, tmp_path / "state") as hub:
        for second in range(30):
            value = {7: 95, 11: 2}.get(second, 5)
            assert hub.push("orders", value=value, as_of=now - 7200 + second).status_code == 204
        assert hub.push("orders", value=5).status_code == 204
        assert eventually(lambda: is_told(hub))
        before = line(hub)

    with serving(folder, tmp_path / "state") as hub:
        assert is_told(hub)
        assert hub.push("orders", value=97, as_of=now - 3600).status_code == 204
        assert eventually(lambda: line(hub).highest == 97)
    assert max(value for _, value in before.points if value is not None) < 20


def test_a_calendar_has_the_peak_of_each_day_on_its_screen(tmp_path: Path) -> None:
    """Of a value pushed before anybody showed it by days, too; and after a restart."""
    layout = "pages:\n  - widgets: {a: {type: heatcalendar, metric: orders, combine: highest}}\n"
    metrics = METRICS.replace("title: Orders,", "title: Orders, history_hours: 720,")
    files = {
        "metrics.yaml": metrics,
        "screens.yaml": SCREENS.replace("show: [team]", "timezone: Asia/Kathmandu, show: [team]"),
    }
    folder = write_wall(tmp_path / "wall", files)
    zone = zoneinfo.ZoneInfo("Asia/Kathmandu")
    today = datetime.datetime.now(zone).date()
    # Ten minutes before a midnight there, which a stretch of six hours has in it.
    days = [today - datetime.timedelta(days=number) for number in (5, 4)]
    midnight = datetime.datetime.combine(days[1], datetime.time(), zone).timestamp()

    def shown(hub: Caller) -> dict[datetime.date, float]:
        found = decode(hub.screen("left").content).pages[0].widgets.get("a")
        return day_values(found, "Asia/Kathmandu") if isinstance(found, HeatCalendar) else {}

    wanted = {days[0]: 95, days[1]: 6, today: 5}
    with serving(folder, tmp_path / "state") as hub:
        for second in range(20):
            hub.push("orders", value=95 if second == 7 else 5, as_of=midnight - 600 + second)
        hub.push("orders", value=6, as_of=midnight + 600)
        hub.push("orders", value=5)
        write_wall(folder, {**files, "layouts/team.yaml": layout})
        assert eventually(lambda: shown(hub) == wanted)

    with serving(folder, tmp_path / "state") as hub:
        assert shown(hub) == wanted
        hub.push("orders", value=97, as_of=midnight - 3600)
        assert eventually(lambda: shown(hub) == wanted | {days[0]: 97})


def test_a_value_of_yesterday_is_compared_with_after_a_restart(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    now = time.time()
    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=8, as_of=now - 86_400)

    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=9)
        assert eventually(lambda: number(hub).value == 9)
        assert (number(hub).previous, number(hub).previous_label) == (8, "yesterday")


PUSHERS = 4


class Pusher:
    """Pushes one value after the other until the hub is gone, and remembers what it was told."""

    def __init__(self, address: str, metric: str) -> None:
        self.metric = metric
        self.acknowledged = 0
        self._hub = Caller(address)
        self._thread = threading.Thread(target=self._push)
        self._thread.start()

    def _push(self) -> None:
        with contextlib.suppress(requests.RequestException):
            while self._hub.push(self.metric, value=self.acknowledged + 1).status_code == 204:
                self.acknowledged += 1

    def end(self) -> None:
        """Wait until it has noticed that the hub is gone."""
        self._thread.join(60)
        assert not self._thread.is_alive()


def test_a_value_that_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    metrics = [f"metric.{number}" for number in range(PUSHERS)]
    lines = "".join(f"{metric}: {{title: One}}\n" for metric in metrics)
    folder = write_wall(tmp_path / "wall", {"metrics.yaml": METRICS + lines})
    acknowledged, kept, counted = [], [], []
    for attempt in range(3):
        state = tmp_path / f"state-{attempt}"
        with process(folder, state) as (started, hub):
            pushers = [Pusher(hub.address, metric) for metric in metrics]
            assert eventually(lambda now=pushers: all(one.acknowledged > 20 for one in now), 60)  # type: ignore[misc]
            os.kill(started.pid, signal.SIGKILL)
            started.wait(20)
            for one in pushers:
                one.end()
        store = Store(state / FILE_NAME)
        pasts = [store.past(metric, 0) for metric in metrics]
        store.close()
        acknowledged += [one.acknowledged for one in pushers]
        kept += [past.reading.value if past.reading else None for past in pasts]
        counted += [sum(count for _, _, count in past.values) for past in pasts]

    # What was about to be acknowledged may be there too.
    assert all(value in (told, told + 1) for told, value in zip(acknowledged, kept, strict=True))
    assert all(count in (told, told + 1) for told, count in zip(acknowledged, counted, strict=True))
