"""Tiles that are marked as new, and for how long."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from displayd.hub.metrics.reading import Reading
from displayd.hub.publish.new_tiles import Definitions, definitions_of, known_with, marks_of
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store
from displayd.hub.storage.writer import StoreWriter
from displayd.protocol.limits import NEW_SECONDS
from tests.hub.walls import METRICS, NOON, SALES, SCREENS, TEAM, eventually, serving, wall, write_wall

Changes = dict[str, str | bytes | None]

RETUNED: Changes = {"layouts/team.yaml": TEAM.replace("Failures", "Faults")}


def tiles(changes: Changes | None = None) -> Definitions:
    """The definitions of the small wall with `changes`."""
    return definitions_of(wall(changes))


def new_tiles(changes: Changes, before: Changes | None = None) -> set[tuple[str, int, str]]:
    """Layout, page and name of the tiles that `changes` to the small wall make new."""
    first, second = tiles(before), tiles(changes)
    known = known_with(known_with({}, first, NOON - 60), second, NOON)
    return {
        (*place, name) for place, widgets in marks_of(known, second, NOON).items() for name, at in widgets.items() if at
    }


def test_a_layout_that_is_seen_for_the_first_time_has_nothing_new() -> None:
    assert marks_of(known_with({}, tiles(), NOON), tiles(), NOON) == {}
    assert new_tiles({"layouts/extra.yaml": SALES}) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(RETUNED, {("team", 0, "errors")}, id="title"),
        pytest.param(
            {"layouts/team.yaml": TEAM.replace("gauge, ", "number, ")}, {("team", 0, "errors")}, id="type of tile"
        ),
        pytest.param(
            {"layouts/team.yaml": TEAM.replace("{type: number, ", "{type: number, about: All of them, ")},
            {("team", 0, "orders")},
            id="definition",
        ),
        pytest.param(
            {"layouts/team.yaml": TEAM.replace("metric: orders", "metric: latency")},
            {("team", 0, "orders")},
            id="metric",
        ),
        pytest.param(
            {"metrics.yaml": METRICS.replace("red: 0.05", "red: 0.04")}, {("team", 0, "errors")}, id="threshold"
        ),
        pytest.param({"metrics.yaml": METRICS.replace("unit: ms", "unit: s")}, {("sales", 0, "latency")}, id="unit"),
        pytest.param(
            {"metrics.yaml": METRICS.replace("direction: up", "direction: down")},
            {("team", 0, "orders")},
            id="direction",
        ),
        pytest.param(
            {
                "layouts/team.yaml": TEAM.replace('["orders errors"]', '["orders errors late"]')
                + "      late: {type: text}"
            },
            {("team", 0, "late")},
            id="another tile",
        ),
        pytest.param({"metrics.yaml": METRICS.replace("red: 0.05", "red: 0.050")}, set(), id="the same, written anew"),
        pytest.param({"metrics.yaml": METRICS.replace("300", "200")}, set(), id="what is no definition"),
        pytest.param(
            {"layouts/team.yaml": TEAM.replace("orders errors", "errors orders").replace("Now", "Today")},
            set(),
            id="place and page",
        ),
        pytest.param(
            {"layouts/team.yaml": TEAM.replace("  - title: Now", SALES[SALES.index("  - title") :] + "  - title: Now")},
            {("team", 0, "latency")},
            id="a page before the others",
        ),
        pytest.param({"screens.yaml": SCREENS.replace("[sales]", "[sales, team]")}, set(), id="what a screen shows"),
    ],
)
def test_a_tile_is_new_when_its_definition_is(changes: Changes, expected: set[tuple[str, int, str]]) -> None:
    assert new_tiles(changes) == expected


def test_a_tile_is_new_for_a_day_whatever_is_edited_meanwhile() -> None:
    before = known_with(known_with({}, tiles(), NOON), tiles(RETUNED), NOON + 60)
    later = tiles({**RETUNED, "metrics.yaml": METRICS.replace("Orders", "Sold")})
    known = known_with(before, later, NOON + 3600)

    assert marks_of(known, later, NOON + 3600) == {("team", 0): {"errors": NOON + 60, "orders": NOON + 3600}}
    assert marks_of(known, later, NOON + 60 + NEW_SECONDS) == {("team", 0): {"orders": NOON + 3600}}
    assert marks_of(known, later, NOON + 3600 + NEW_SECONDS) == {}


def test_what_a_wrong_clock_noted_in_the_future_is_not_new_until_then() -> None:
    known = known_with(known_with({}, tiles(), NOON), tiles(RETUNED), NOON + 10 * NEW_SECONDS)

    assert marks_of(known, tiles(RETUNED), NOON) == {}


def test_a_layout_that_nobody_showed_for_a_while_is_known_when_it_comes_back() -> None:
    without = tiles({"screens.yaml": "screens: {other: {show: [sales]}}", "layouts/team.yaml": None})
    known = known_with(known_with({}, tiles(), NOON), without, NOON + 60)

    assert marks_of(known_with(known, tiles(), NOON + 120), tiles(), NOON + 120) == {}
    assert marks_of(known_with(known, tiles(RETUNED), NOON + 120), tiles(RETUNED), NOON + 120) == {
        ("team", 0): {"errors": NOON + 120}
    }


def test_a_store_gives_back_what_it_was_told(tmp_path: Path) -> None:
    known = known_with(known_with({}, tiles(), NOON), tiles(RETUNED), NOON + 60)
    store = Store(tmp_path / "hub.sqlite3")
    store.write_tiles({"gone": {"x": 1.0}})
    store.write_tiles(known)
    store.close()

    again = Store(tmp_path / "hub.sqlite3")
    found = again.tiles()
    again.close()

    assert found == known


def test_an_edit_that_cannot_be_shown_makes_nothing_new() -> None:
    hub = Hub(lambda: NOON)
    hub.use(wall())
    broken, known = wall(RETUNED), hub.known_tiles

    with pytest.raises(ZeroDivisionError):
        hub.use(broken, readings=_Failing())
    hub.put("orders", Reading(value=2, as_of=NOON))
    hub.publish()

    assert hub.known_tiles is known
    assert b"changed_at" not in bodies(hub)["left"]


def test_mirrors_are_told_of_the_same_tiles_and_a_mark_makes_one_revision() -> None:
    now = [NOON]
    hub = Hub(lambda: now[0])
    hub.use(wall())
    now[0] += 60
    hub.use(wall(RETUNED))
    marked = bodies(hub)
    left, right, other = (json.loads(marked[name]) for name in ("left", "right", "other"))
    for moment in (NOON + 120, NOON + 2 * NEW_SECONDS):
        now[0] = moment
        hub.publish()

    assert changed(left) == changed(right) == {"errors": NOON + 60}
    assert left["revision"] == right["revision"]
    assert changed(other) == {}
    assert bodies(hub) == marked


def test_a_restart_leaves_the_revision_as_it_is() -> None:
    store, now = Store(None), [NOON]
    hub = Hub(lambda: now[0])
    hub.use(wall())
    now[0] += 60
    hub.use(wall(RETUNED))
    asyncio.run(StoreWriter(hub, store).flush())

    now[0] += 3600
    again = Hub(lambda: now[0], store.effective(), store.tiles())
    again.use(wall(RETUNED))

    assert bodies(again) == bodies(hub)


def test_a_tile_that_is_edited_is_marked_on_its_screens_and_after_a_restart(tmp_path: Path) -> None:
    folder, state = write_wall(tmp_path / "wall"), tmp_path / "state"

    with serving(folder, state) as hub:
        first = hub.screen("left").json()
        write_wall(folder, RETUNED)
        assert eventually(lambda: "changed_at" in hub.screen("left").text)
        left, right, other = (hub.screen(name).json() for name in ("left", "right", "other"))
    with serving(folder, state) as hub:
        again = hub.screen("left").json()
    write_wall(folder, {"layouts/team.yaml": TEAM})
    with serving(folder, state) as hub:
        undone = hub.screen("left").json()

    assert changed(first) == {}
    assert list(changed(left)) == ["errors"]
    assert left["mirror"]["effective_at"] - 1 < changed(left)["errors"] <= left["mirror"]["effective_at"]
    assert changed(right) == changed(left) == changed(again)
    assert changed(other) == {}
    assert again["revision"] == left["revision"] == right["revision"]
    # Back to the old words: for who read the new ones yesterday, that is as new.
    assert changed(undone)["errors"] > changed(left)["errors"]


def bodies(hub: Hub) -> dict[str, bytes]:
    """What every screen is served."""
    assert hub.wall is not None
    found = {name: hub.issue(name) for name in hub.wall.screens}
    return {name: issue.body for name, issue in found.items() if issue is not None}


def changed(document: dict[str, Any]) -> dict[str, float]:
    """The marked tiles of a document."""
    widgets = {name: widget for page in document["pages"] for name, widget in page["widgets"].items()}
    return {name: widget["changed_at"] for name, widget in widgets.items() if "changed_at" in widget}


class _Failing(dict[str, Reading]):
    """Readings that cannot be had."""

    def __bool__(self) -> bool:
        raise ZeroDivisionError
