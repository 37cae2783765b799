"""The hub as a process: edits, faults, signals."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from displayd.document.model import decode
from displayd.errors import DisplaydError, StoreError
from displayd.hub.process import serve
from displayd.text.formatter import Formatter
from displayd.widgets.number.widget import Number
from tests.hub.processes import BROKEN, edit, kept_value, number, process
from tests.hub.walls import HUB, METRICS, SCREENS, TEAM, Caller, device_of, eventually, serving, write_wall

pytestmark = pytest.mark.slow


def test_an_edit_reaches_the_screens_and_wakes_those_that_wait(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub:
        tag = hub.screen("left").headers["ETag"]
        answers: list[Any] = []
        waiting = threading.Thread(target=lambda: answers.append(Caller(hub.address).screen("left", tag, wait=50)))
        waiting.start()

        edit(folder, "layouts/team.yaml", TEAM.replace("Failures", "Faults"))
        waiting.join(30)

        assert answers[0].status_code == 200
        assert b"Faults" in answers[0].content


@pytest.mark.expects_log
def test_a_bad_edit_changes_nothing_but_the_wall_page_and_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub, caplog.at_level(logging.INFO, "displayd"):
        tag = hub.screen("left").headers["ETag"]

        edit(folder, "screens.yaml", BROKEN)
        assert eventually(lambda: bool(hub.get("/wall.json").json()["mistakes"]))
        view, page = hub.get("/wall.json").json(), hub.get("/").text
        during = hub.screen("left").headers["ETag"]
        health = hub.get("/healthz")
        edit(folder, "screens.yaml", SCREENS)
        mended = eventually(lambda: not hub.get("/wall.json").json()["mistakes"])

        assert (health.status_code, health.json()["status"], health.json()["mistakes"]) == (200, "degraded", 1)
        assert [one["kind"] for one in health.json()["troubles"]] == ["edits-refused"]
        assert hub.get("/healthz").json() == {"status": "ok", "mistakes": 0, "troubles": []}
        assert view["mistakes"][0]["where"] == "screens.yaml:2"
        assert "no dashboard" in page
        assert "screens.yaml:2" in page
        assert during == tag
        assert mended
        assert hub.screen("left").headers["ETag"] == tag
        said = [record.getMessage() for record in caplog.records]
        assert sum("has mistakes (1), the one before stays" in line for line in said) == 1
        assert any("screens.yaml:2" in line for line in said)
        assert sum("has no mistakes any more" in line for line in said) == 1


@pytest.mark.expects_log
def test_a_file_whose_name_is_no_text_is_told_and_the_folder_goes_on_being_watched(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write_wall(tmp_path / "wall")
    odd = folder / os.fsdecode(b"layouts/caf\xe9.yaml")
    with serving(folder, tmp_path / "state") as hub, caplog.at_level(logging.INFO, "displayd"):
        odd.write_text("pages: []")
        told = eventually(lambda: bool(hub.get("/wall.json").json()["mistakes"]))
        view = hub.get("/wall.json").json()
        odd.unlink()
        mended = eventually(lambda: not hub.get("/wall.json").json()["mistakes"])
        said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]

    assert told
    assert mended
    assert view["mistakes"][0]["where"] == "layouts/caf\ufffd.yaml"
    assert len(said) == 1
    assert "has mistakes (1)" in said[0]


@pytest.mark.expects_log
def test_a_hub_that_never_had_a_good_wall_says_why_and_goes_on_when_it_has(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"screens.yaml": BROKEN})
    with serving(folder, tmp_path / "state") as hub:
        answer, page = hub.screen("left"), hub.get("/")
        pushed, health = hub.push("orders", value=1), hub.get("/healthz")
        edit(folder, "screens.yaml", SCREENS)

        assert answer.status_code == 503
        assert answer.json()["error"] == "no-wall"
        # Without a wall nobody knows whose screen it is: the mistakes are for viewers, and for the log.
        assert answer.json()["message"] == "the wall folder has mistakes; the hub's log names them"
        assert "no dashboard" in health.json()["message"]
        assert int(answer.headers["Retry-After"]) >= 1
        assert page.status_code == 200
        assert "screens.yaml:2" in page.text
        assert (pushed.status_code, health.status_code) == (503, 503)
        assert eventually(lambda: hub.screen("left").status_code == 200)


@pytest.mark.expects_log
def test_a_folder_that_is_missing_may_come_later(tmp_path: Path) -> None:
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        assert hub.screen("left").status_code == 503

        write_wall(tmp_path / "wall")

        assert eventually(lambda: hub.screen("left").status_code == 200)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_hub_at_once_even_with_requests_that_wait(tmp_path: Path, number: int) -> None:
    folder = write_wall(tmp_path / "wall")
    with process(folder, tmp_path / "state") as (started, hub):
        tag = hub.screen("left").headers["ETag"]
        hub.push("orders", value=7)
        time.sleep(0.5)
        tag = hub.screen("left").headers["ETag"]
        answers: list[Any] = []
        waiting = [
            threading.Thread(target=lambda: answers.append(Caller(hub.address).screen("left", tag, wait=50)))
            for _ in range(5)
        ]
        for thread in waiting:
            thread.start()
        time.sleep(0.5)
        began = time.monotonic()
        started.send_signal(number)
        code = started.wait(20)
        took = time.monotonic() - began
        for thread in waiting:
            thread.join(10)

        assert code == 0
        assert took < 5  # seen: 0.3 s; what matters is that nobody waited for the polls' 50 s
        assert [answer.status_code for answer in answers] == [304] * 5
        assert all(answer.headers["Preference-Applied"] == "wait=50" for answer in answers)
    assert kept_value(tmp_path / "state") == 7


def test_a_screen_whose_line_goes_to_another_tv_is_told_so_at_once(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub:
        tag = hub.screen("other").headers["ETag"]
        answers: list[Any] = []
        waiting = threading.Thread(target=lambda: answers.append(Caller(hub.address).screen("other", tag, wait=50)))
        waiting.start()
        time.sleep(0.2)

        edit(folder, "screens.yaml", SCREENS.replace("OTHER", "REPLACEMENT"))
        waiting.join(30)

        assert answers[0].status_code == 403
        assert hub.screen("replacement").json()["screen"] == "other"


def test_a_new_metric_and_a_new_layout_come_with_the_edit(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"screens.yaml": "screens: {ceo: {device: CEO, show: all}}"})
    with serving(folder, tmp_path / "state") as hub:
        edit(folder, "metrics.yaml", METRICS + "new: {title: Brand new}\n")
        edit(folder, "layouts/zoo.yaml", "pages: [{widgets: {a: {type: number, metric: new}}}]")

        assert eventually(lambda: "Brand new" in hub.screen("ceo").text)
        assert hub.push("new", value=1).status_code == 204


def test_a_file_with_metrics_comes_and_changes_while_the_hub_runs(tmp_path: Path) -> None:
    page = "pages: [{widgets: {a: {type: number, metric: deals}}}]"
    screens = "screens: {ceo: {device: CEO, show: all}}"
    folder = write_wall(tmp_path / "wall", {"screens.yaml": screens})
    with serving(folder, tmp_path / "state") as hub:
        (folder / "metrics").mkdir()
        edit(folder, "metrics/sales.yaml", "deals: {title: Won this week}\n")
        edit(folder, "layouts/zoo.yaml", page)

        assert eventually(lambda: "Won this week" in hub.screen("ceo").text)
        assert hub.push("deals", value=1).status_code == 204
        edit(folder, "metrics/sales.yaml", "deals: {title: Won today}\n")
        assert eventually(lambda: "Won today" in hub.screen("ceo").text)


def test_pushed_lines_and_the_day_before_reach_the_glass(tmp_path: Path) -> None:
    metrics = "orders: {compare_line: true, history_hours: 6}\nerrors: {}\nlatency: {}\n"
    tiles = """
      before: {type: line, metric: orders, events: {metric: latency}}
      due: {type: sla, metric: latency}
      places: {type: map, metric: latency}
      dates: {type: table, metric: latency, columns: [{label: Account}, {label: Renewal}]}
    """
    layout = f"pages:\n  - widgets:{tiles}"
    folder = write_wall(tmp_path / "wall", {"metrics.yaml": metrics, "layouts/team.yaml": layout})
    now = time.time()
    place = {"label": "Oslo", "value": 3, "time": now + 600, "lat": 59.9, "lon": 10.7, "history": [1, None, 3]}
    with serving(folder, tmp_path / "state") as hub:
        for quarter in range(4 * 30, 0, -1):
            value = 1 if quarter > 4 * 24 else 2
            assert hub.push("orders", value=value, as_of=now - quarter * 900).status_code == 204
        assert hub.push("orders", value=3).status_code == 204
        assert hub.push("latency", items=[place], rows=[["Contoso", {"date": now}]]).status_code == 204
        assert hub.push("latency", items=[{"label": "x", "lat": 91}]).json()["mistakes"][0]["where"] == "$.items[0].lat"
        assert eventually(lambda: b"Oslo" in hub.screen("left").content)
        made = decode(hub.screen("left").content).pages[0].widgets

    assert {name: widget.error for name, widget in made.items()} == dict.fromkeys(made, "")
    line, due, places, dates = (msgspec.to_builtins(widget) for widget in made.values())
    assert line["before_label"] == "yesterday"
    assert {value for _, value in line["before"][:-1]} == {1}
    assert line["before"][-1][0] == line["points"][-1][0]
    assert line["events"] == [{"time": now + 600, "label": "Oslo"}]
    assert due["items"][0]["due"] == now + 600
    assert (places["places"][0]["lat"], places["places"][0]["lon"]) == (59.9, 10.7)
    assert dates["rows"] == [["Contoso", Formatter("en-GB", "Europe/London").day(now, now)]]


def test_figures_of_this_machine_and_made_up_ones_move_by_themselves(tmp_path: Path) -> None:
    metrics = "orders: {host: uptime}\nerrors: {sample: {between: [0.0, 1.0], seconds: 1}}\nlatency: {}\n"
    folder = write_wall(tmp_path / "wall", {"metrics.yaml": metrics})
    with serving(folder, tmp_path / "state") as hub:
        page = decode(hub.screen("left").content).pages[0]
        tag = hub.screen("left").headers["ETag"]

        assert isinstance(page.widgets["orders"], Number)
        assert page.widgets["orders"].value is not None
        assert page.widgets["orders"].expire_after == 60
        assert page.widgets["errors"].sample is True
        assert not page.widgets["errors"].is_empty()
        assert eventually(lambda: hub.screen("left").headers["ETag"] != tag)


@pytest.mark.expects_log
def test_a_source_that_fails_is_named_on_its_tile_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getloadavg", _no_load)
    metrics = "orders: {host: load1, title: Load}\nerrors: {host: memory}\nlatency: {}\n"
    folder = write_wall(tmp_path / "wall", {"metrics.yaml": metrics})
    with serving(folder, tmp_path / "state") as hub:
        assert eventually(lambda: number(hub).error != "")
        widgets = decode(hub.screen("left").content).pages[0].widgets

        assert widgets["orders"].error.startswith("Load: the kernel is shy since ")
        assert not widgets["errors"].is_empty()
        assert hub.get("/wall.json").json()["problems"][0].startswith("orders: the kernel is shy since ")
        monkeypatch.setattr("os.getloadavg", lambda: (1.0, 1.0, 1.0))
        assert eventually(lambda: number(hub).error == "")


def _no_load() -> tuple[float, float, float]:
    raise OSError("the kernel is shy")


@pytest.mark.expects_log
def test_a_store_that_cannot_be_written_does_not_stop_the_screens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("displayd.hub.background.FLUSH_SECONDS", 0.05)
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub, caplog.at_level(logging.INFO, "displayd"):
        with monkeypatch.context() as broken:
            broken.setattr("displayd.hub.storage.database.Store.write", _full_disk)
            # Taken, and not on disk: whoever pushes is told the difference.
            assert [hub.push("orders", value=1).status_code for _ in range(3)] == [202] * 3
            assert eventually(lambda: any("not being kept" in record.getMessage() for record in caplog.records))
            assert eventually(lambda: number(hub).value == 1)
        assert eventually(lambda: any("kept again" in record.getMessage() for record in caplog.records))
        assert hub.push("orders", value=1).status_code == 204
    assert kept_value(tmp_path / "state") == 1
    assert sum("not being kept" in record.getMessage() for record in caplog.records) == 1


def _full_disk(*arguments: object) -> None:
    raise StoreError("database or disk is full")


def test_a_port_that_is_taken_is_an_error_of_ours(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"

        with pytest.raises(DisplaydError, match=f"cannot listen on {listen}") as caught:
            serve(folder, listen, tmp_path / "state")
    assert caught.value.hint == "another program has this port"


@pytest.mark.expects_log
@pytest.mark.parametrize("state", ["file/state", "/proc/displayd-state"], ids=["in a file", "on a disk of the kernel"])
def test_a_hub_without_a_disk_serves_and_says_so(state: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    # Such a folder cannot be made, by root either.
    with serving(write_wall(tmp_path / "wall"), tmp_path / state) as hub:
        pushed = hub.push("orders", value=3).status_code
        assert eventually(lambda: number(hub).value == 3)
        health, page = hub.get("/healthz"), hub.get("/").text

    assert pushed == 202
    assert health.status_code == 200
    kinds = {one["kind"] for one in health.json()["troubles"]}
    assert {"folder-not-kept", "values-not-kept"} <= kinds
    assert "Values are not being kept" in page
    assert any("keeps nothing for its next start" in record.getMessage() for record in caplog.records)


@pytest.mark.expects_log
def test_values_are_kept_once_there_is_a_state_folder(tmp_path: Path) -> None:
    (tmp_path / "disk").write_text("")
    with serving(write_wall(tmp_path / "wall"), tmp_path / "disk/state") as hub:
        before = hub.push("orders", value=3).status_code
        (tmp_path / "disk").unlink()
        (tmp_path / "disk/state").mkdir(parents=True)
        assert eventually(lambda: not any("values" in one["kind"] for one in hub.get("/healthz").json()["troubles"]))
        after = hub.push("orders", value=4).status_code

    assert (before, after) == (202, 204)
    assert kept_value(tmp_path / "disk/state") == 4


def test_a_mirror_group_gets_each_change_together_and_ahead_of_time(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub:
        for value in range(1, 6):
            before = hub.screen("left").headers["ETag"]
            hub.push("orders", value=value)
            answer = hub.screen("left", before, wait=20)
            left, right = answer.json(), hub.screen("right").json()

            # Unless the next change came between the two requests, which is the point of `revision`.
            assert left["revision"] == right["revision"]
            assert left["mirror"] == right["mirror"]
            sent = float(answer.headers["Displayd-Time"].split()[1])
            assert left["mirror"]["effective_at"] > sent
        assert hub.screen("left").json()["screen"] == "left"
        assert device_of("left") != device_of("right")


def test_a_mirror_group_gets_a_change_as_far_ahead_as_its_slowest_member_asks(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": HUB.replace("mirror_lead_seconds: 0.2", "")})
    clock = [time.time()]
    with serving(folder, tmp_path / "state", clock=lambda: clock[0]) as hub:
        found = []
        for value, (of_left, of_right) in enumerate([(None, None), (0.5, 0.3), (0.3, 0.6)]):
            clock[0] += 30
            hub.screen("right", lead=of_right)
            before = hub.screen("left", lead=of_left).headers["ETag"]
            hub.push("orders", value=value)
            answer = hub.screen("left", before, wait=20, lead=of_left)
            found.append(answer.json()["mirror"]["effective_at"] - clock[0])

        assert found == pytest.approx([2.0, 0.5, 0.6], abs=1e-3)
