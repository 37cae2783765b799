"""The wall in use, whatever becomes of the folder."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Past, Reading
from displayd.hub.poller import Poller
from displayd.hub.publish.publisher import Publisher
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store
from displayd.hub.wall_reloader import WallReloader
from tests.hub.walls import HUB, NOON, TEAM, write_wall

EDITED = {"layouts/team.yaml": TEAM.replace("Failures", "Faults")}


def office(folder: Path, state: Path) -> tuple[Hub, WallReloader]:
    """A hub and its reloader."""
    state.mkdir(exist_ok=True)
    hub = Hub(lambda: NOON)
    return hub, WallReloader(hub, Store(None), Poller(hub), folder, state)


def body(hub: Hub, screen: str = "left") -> bytes:
    """What a screen is served."""
    issue = hub.issue(screen)
    assert issue is not None
    return issue.body


def break_publishing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wall that says Faults cannot be published."""
    whole = Publisher.publish

    def publish(self: Publisher, wall: object, *rest: object) -> object:
        if b"Faults" in wall.files.own["layouts/team.yaml"]:  # type: ignore[attr-defined]
            raise OverflowError("too large")
        return whole(self, wall, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Publisher, "publish", publish)


@pytest.mark.expects_log
def test_an_edit_that_cannot_be_shown_is_refused_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": "mirror_lead_seconds: 0\n"})
    hub, reloader = office(folder, tmp_path / "state")
    asyncio.run(reloader.look())
    good, wall = body(hub), hub.wall
    renamed = "orders: {title: Sold}\nerrors: {}\nlatency: {}\n"
    write_wall(folder, {**EDITED, "metrics.yaml": renamed, "hub.yaml": "mirror_lead_seconds: 0\n"})

    with monkeypatch.context() as patch:
        break_publishing(patch)
        asyncio.run(reloader.look())
        asyncio.run(reloader.look())
        during = hub.wall, hub.mistakes
        hub.put("orders", Reading(value=1, as_of=NOON))
        hub.publish()
        served = body(hub)
    asyncio.run(reloader.look())

    assert during[0] is wall
    assert "too large" in str(during[1][0])
    assert caplog.text.count("OverflowError: too large") == 1
    assert b"Failures" in good
    assert b"Failures" in served
    assert b"Orders" in served
    assert hub.mistakes == ()
    assert b"Faults" in body(hub)


@pytest.mark.expects_log
def test_a_hub_that_starts_over_a_wall_that_cannot_be_shown_serves_the_kept_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_wall(tmp_path / "wall")
    asyncio.run(office(folder, tmp_path / "state")[1].look())
    write_wall(folder, EDITED)
    hub, reloader = office(folder, tmp_path / "state")
    break_publishing(monkeypatch)

    asyncio.run(reloader.look())
    before = hub.wall
    asyncio.run(reloader.use_kept())

    assert before is None
    assert b"Failures" in body(hub)
    assert "too large" in str(hub.mistakes[0])


@pytest.mark.expects_log
def test_a_past_that_cannot_be_read_is_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Store, *arguments: object) -> dict[str, Past]:
        raise StoreError("the disk is gone")

    monkeypatch.setattr(Store, "pasts", broken)
    hub, reloader = office(write_wall(tmp_path / "wall"), tmp_path / "state")

    asyncio.run(reloader.look())

    assert hub.wall is not None
    assert hub.mistakes == ()
    assert "3 metrics begin without what was kept: the disk is gone" in caplog.text


def test_values_of_a_clock_that_ran_ahead_do_not_thin_out_a_line_after_a_restart(tmp_path: Path) -> None:
    hub, reloader = office(write_wall(tmp_path / "wall"), tmp_path / "state")
    store: Store = reloader._store
    good = [("orders", NOON - quarter * 900 - 1, 5.0) for quarter in range(95)]
    wrong = [("orders", NOON + 20 * 3600 + quarter * 900, 99.0) for quarter in range(8)]
    store.write([*good, *wrong], {"orders": Reading(value=99, as_of=NOON + 22 * 3600)})

    asyncio.run(reloader.look())
    hub.put("orders", Reading(value=6, as_of=NOON))

    facts = hub.metrics.facts("orders")
    assert facts is not None
    history = facts.history or []
    assert set(history) == {5.0, 6}
    assert len(history) >= 95


def test_the_past_of_a_line_with_the_one_before_reaches_back_for_both(tmp_path: Path) -> None:
    metrics = "orders: {compare_line: true}\nerrors: {}\nlatency: {}\n"
    hub, reloader = office(write_wall(tmp_path / "wall", {"metrics.yaml": metrics}), tmp_path / "state")
    store: Store = reloader._store
    hours = range(47)
    store.write([("orders", NOON - hour * 3600 - 1, 2.0 if hour < 24 else 1.0) for hour in hours], {})

    asyncio.run(reloader.look())
    hub.put("orders", Reading(value=3, as_of=NOON))

    facts = hub.metrics.facts("orders")
    assert facts is not None
    assert [value for _, value in facts.before or ()][:-1] == [1.0] * 22
    assert [value for _, value in facts.points or ()] == [*[2.0] * 23, 3]


def test_an_edit_is_logged_by_what_it_changes_on_which_screens(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd.hub.wall_reloader")
    folder = write_wall(tmp_path / "wall")
    _, reloader = office(folder, tmp_path / "state")
    for changes in ({}, {}, {**EDITED, "README.md": "x"}, {**EDITED, "hub.yaml": HUB + "title: Another\n"}):
        write_wall(folder, changes)
        asyncio.run(reloader.look())

    assert [record.getMessage() for record in caplog.records] == [
        f"Serving the wall folder {folder}: 3 screens",
        (
            f"The wall folder {folder} was edited, 2 of 3 screens change\n"
            "  left, right: page `Team / Now`: widget `errors`: title `Failures` -> `Faults`"
        ),
        f"The wall folder {folder} was edited, and the screens show the same",
    ]


def test_how_much_is_logged_follows_hub_yaml(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": "log_level: debug\n"})
    hub = Hub(lambda: NOON)
    levels: list[str] = []
    reloader = WallReloader(
        hub, Store(None), Poller(hub), folder, tmp_path, lambda found: levels.append(found.log_level)
    )

    asyncio.run(reloader.look())
    write_wall(folder, {"hub.yaml": "log_level: warning\n"})
    asyncio.run(reloader.look())
    write_wall(folder)
    asyncio.run(reloader.look())

    assert levels == ["debug", "warning", "info"]
