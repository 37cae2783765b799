"""When a team went through its dashboard last, and who is reminded of it."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.errors import ConfigError
from displayd.hub.http.wall_page.page import wall_page
from displayd.hub.http.wall_page.view import ReviewView, wall_view
from displayd.hub.poller import Poller
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store
from displayd.hub.wall.loader import Wall, wall_of
from displayd.hub.wall_reloader import WallReloader
from tests.hub.walls import NOON, SALES, TEAM, wall, wall_files, write_wall

# `NOON` in London.
TODAY = datetime.date(2026, 11, 18)


def reviewed(day: datetime.date | str) -> dict[str, str | bytes | None]:
    """The small wall, its layout `team` reviewed on `day`."""
    return {"layouts/team.yaml": f"reviewed: {day}\n{TEAM.lstrip()}"}


def on(day: datetime.date | str, today: datetime.date | None = TODAY) -> Wall:
    """The same wall, read on `today`."""
    return wall_of(wall_files(reviewed(day)), today=today)


def reviews(found: Wall, now: float = NOON) -> list[ReviewView]:
    """What the wall page says of `found`."""
    hub = Hub(lambda: now)
    hub.use(found)
    return wall_view(hub).reviews


@pytest.mark.parametrize("written", ["2026-11-01", "'2026-11-01'"])
def test_a_date_may_stand_in_quotes_or_not(written: str) -> None:
    assert on(written).layouts["team"].reviewed == datetime.date(2026, 11, 1)


@pytest.mark.parametrize("written", ["last week", "01.11.2026", "2026", "2026-11-01 10:00:00"])
def test_what_is_no_date_is_told_with_an_example(written: str) -> None:
    with pytest.raises(ConfigError) as caught:
        on(written)

    (mistake,) = caught.value.mistakes
    assert mistake.where == "layouts/team.yaml:1"
    assert mistake.hint == "for example `2026-11-20`"


def test_a_day_that_is_still_to_come_is_a_mistake() -> None:
    with pytest.raises(ConfigError) as caught:
        on(TODAY + datetime.timedelta(days=2))

    (mistake,) = caught.value.mistakes
    assert str(mistake).startswith("layouts/team.yaml:1: 2026-11-20 is still to come")
    assert "`reviewed: 2026-11-18`" in mistake.hint


def test_it_is_told_beside_other_mistakes() -> None:
    files = wall_files({"layouts/team.yaml": "reviewed: 2027-01-01\ntitel: Team\n" + TEAM.lstrip()})
    with pytest.raises(ConfigError) as caught:
        wall_of(files, today=TODAY)

    assert [mistake.where for mistake in caught.value.mistakes] == ["layouts/team.yaml:1", "layouts/team.yaml:2"]


def test_where_the_sun_rises_first_it_is_tomorrow_already() -> None:
    assert on(TODAY + datetime.timedelta(days=1)).layouts["team"].reviewed is not None


def test_who_has_no_clock_takes_the_date_as_it_is() -> None:
    assert on("2099-01-01", today=None).layouts["team"].reviewed == datetime.date(2099, 1, 1)


def test_check_finds_a_day_that_is_still_to_come(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=9)
    code = main(["check", str(write_wall(tmp_path, reviewed(later)))])

    assert code == 2
    assert f"layouts/team.yaml:1: {later} is still to come" in capsys.readouterr().err


@pytest.mark.expects_log
def test_a_hub_refuses_a_day_that_is_still_to_come(tmp_path: Path) -> None:
    hub = Hub(lambda: NOON)
    folder = write_wall(tmp_path / "wall", reviewed("2027-01-01"))
    reloader = WallReloader(hub, Store(None), Poller(hub), folder, tmp_path)
    asyncio.run(reloader.look())

    assert [mistake.where for mistake in hub.mistakes] == ["layouts/team.yaml:1"]


@pytest.mark.expects_log
def test_a_hub_whose_clock_has_not_been_set_serves_the_wall_it_kept(tmp_path: Path) -> None:
    folder, state = write_wall(tmp_path / "wall", reviewed(TODAY)), tmp_path / "state"
    state.mkdir()
    set_right = Hub(lambda: NOON)
    asyncio.run(WallReloader(set_right, Store(None), Poller(set_right), folder, state).look())
    hub = Hub(lambda: 1_600_000_000.0)
    reloader = WallReloader(hub, Store(None), Poller(hub), folder, state)

    asyncio.run(reloader.look())
    asyncio.run(reloader.use_kept())

    assert hub.wall is not None
    assert hub.issue("left") is not None


@pytest.mark.parametrize(("days", "is_listed"), [(0, False), (21, False), (22, True), (400, True)])
def test_a_review_of_three_weeks_ago_is_still_good(days: int, is_listed: bool) -> None:
    found = [one for one in reviews(on(TODAY - datetime.timedelta(days=days))) if one.layout == "team"]

    assert [one.days for one in found] == [days] * is_listed


def test_the_oldest_review_comes_first_and_what_never_said_last() -> None:
    layouts = {
        "layouts/team.yaml": "reviewed: 2026-10-20\n" + TEAM.lstrip(),
        "layouts/old.yaml": "title: Old\nreviewed: 2026-01-20\npages: [{widgets: {a: {type: text, text: x}}}]",
        "layouts/sales.yaml": SALES,
        "layouts/alone.yaml": "pages: [{widgets: {a: {type: text, text: x}}}]",
        "screens.yaml": "screens: {a: {show: [sales, team, old]}, b: {mirror: a}, c: {show: [team]}}",
    }

    found = reviews(wall(layouts))

    assert [(one.title, one.reviewed, one.days, one.screens) for one in found] == [
        ("Old", "2026-01-20", 302, ["a", "b"]),
        ("Team", "2026-10-20", 29, ["a", "b", "c"]),
        ("Sales", "", None, ["a", "b"]),
    ]


def test_a_day_begins_when_it_begins_in_the_office() -> None:
    layouts = reviewed("2026-10-28") | {"screens.yaml": "defaults: {timezone: Asia/Tokyo}\nscreens: {a: {show: team}}"}

    # 15:06 and 01:06 in Tokyo, both on 18 November in London.
    assert reviews(wall(layouts), NOON - 5 * 3600) == []
    assert [one.days for one in reviews(wall(layouts), NOON + 5 * 3600)] == [22]


def test_the_page_lists_both_kinds_and_says_what_to_write() -> None:
    hub = Hub(lambda: NOON)
    hub.use(wall(reviewed("2026-10-20")))

    page = wall_page(wall_view(hub))

    assert "<strong>Team</strong> <b>reviewed 29 days ago</b> <span>on left, right</span>" in page
    assert page.index("Time to go through again") < page.index("No review noted") < page.index("Sales</strong>")
    assert "<code>reviewed: 2026-11-18</code>" in page


def test_a_wall_that_is_reviewed_says_nothing_of_it() -> None:
    hub = Hub(lambda: NOON)
    hub.use(wall({**reviewed("2026-11-10"), "layouts/sales.yaml": "reviewed: 2026-11-10\n" + SALES.lstrip()}))

    assert 'class="reviews"' not in wall_page(wall_view(hub))


def test_a_day_later_the_page_is_drawn_anew() -> None:
    now = [NOON]
    hub = Hub(lambda: now[0])
    hub.use(wall(reviewed("2026-10-20")))
    first = wall_view(hub).shape
    now[0] += 3600
    soon = wall_view(hub).shape
    now[0] += 86_400

    assert soon == first
    assert wall_view(hub).shape != first
