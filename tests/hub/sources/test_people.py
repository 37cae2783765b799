"""Birthdays, anniversaries and praise, and timetables: out of files of the wall folder, by the office's calendar."""

from __future__ import annotations

import datetime
import zoneinfo
from pathlib import Path
from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Item
from displayd.hub.sources.registry import SOURCES, asked_of
from tests.hub.walls import eventually, mistakes, serving, wall, write_wall

ZONE = zoneinfo.ZoneInfo("Europe/London")
BARE = "".join(f"{name}: {{}}\n" for name in ("orders", "errors", "latency"))


def at(text: str) -> float:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


def items(kind: str, origin: str, path: str, data: str | bytes, now: str) -> list[Item]:
    found = wall({"metrics.yaml": f"{BARE}it: {{{kind}: {origin}}}\n", path: data})
    reader = SOURCES[kind].reader()
    assert reader is not None
    answer = reader.read(asked_of(SOURCES[kind], found.metrics), found.office, at(now))["it"]
    if isinstance(answer, SourceError):
        raise answer
    return answer.items or []


def people(
    data: str, now: str, origin: str = "{file: team.yaml}", path: str = "people/team.yaml"
) -> list[tuple[Any, ...]]:
    """Name, day, years and occasion."""
    return [
        (one.label, datetime.datetime.fromtimestamp(one.time or 0, ZONE).date().isoformat(), one.value, one.occasion)
        for one in items("people", origin, path, data, now)
    ]


TEAM = """
- {name: Amelia, date: 11-28}
- {name: Bo, kind: anniversary, date: 2019-11-30, note: Platform}
- {name: Chidi, date: 1990-12-01}
- {name: Dana, kind: praise, date: 2026-11-26, note: Saved the release}
- {name: Ewa, date: 12-20}
- {name: Fritz, kind: praise, date: 2026-10-01}
- {name: New, kind: anniversary, date: 2026-11-29}
"""


def test_the_days_of_this_week_without_anybodys_age() -> None:
    assert people(TEAM, "2026-11-28T12:00") == [
        ("Amelia", "2026-11-28", None, "birthday"),
        ("Bo", "2026-11-30", 7.0, "anniversary"),
        ("Chidi", "2026-12-01", None, "birthday"),
        ("Dana", "2026-11-26", None, "praise"),
    ]


def test_ages_are_told_where_that_is_wanted_and_known() -> None:
    found = people(TEAM, "2026-11-28T12:00", "{file: team.yaml, ages: true}")

    assert [(name, years) for name, _, years, kind in found if kind == "birthday"] == [
        ("Amelia", None),
        ("Chidi", 36.0),
    ]


@pytest.mark.parametrize(("now", "day"), [("2027-02-26T12:00", "2027-02-28"), ("2028-02-26T12:00", "2028-02-29")])
def test_a_leap_day_is_the_last_of_february_in_other_years(now: str, day: str) -> None:
    assert people("- {name: Lea, date: 02-29}\n", now) == [("Lea", day, None, "birthday")]


def test_a_year_ends_and_the_next_begins() -> None:
    data = "- {name: Sylvester, date: 12-31}\n- {name: Neo, date: 2020-01-01, kind: anniversary}\n"

    assert people(data, "2026-12-30T12:00") == [
        ("Sylvester", "2026-12-31", None, "birthday"),
        ("Neo", "2027-01-01", 7.0, "anniversary"),
    ]


def test_csv_of_a_spreadsheet_will_do() -> None:
    data = "Name;Kind;Date;Note\nAmelia;birthday;11-28;Sales\n;;;\nBo;anniversary;2019-11-30;\n"

    found = people(data, "2026-11-28T12:00", "{file: team.csv}", "people/team.csv")

    assert [name for name, *_ in found] == ["Amelia", "Bo"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("- {name: A, date: 02-30}\n", "people/team.yaml:1: there is no day 02-30"),
        ("- {name: A, date: 2027-02-29}\n", "there is no day 2027-02-29"),
        ("- {name: A, date: 3 May}\n", "people/team.yaml:1: `date` cannot be `3 May`: a day is `MM-DD`"),
        ("- {name: A, date: 11-27, kind: praise}\n", "praise has a day with its year"),
        ("- {name: A}\n", "date"),
        ("- {name: A, date: 11-27, age: 30}\n", "age"),
        ("name: A\n", "is no list"),
        ("- {name: A, date: 11-27, kind: party}\n", "party"),
    ],
)
def test_what_is_wrong_in_a_list_is_a_mistake_with_its_line(data: str, words: str) -> None:
    said = mistakes({"metrics.yaml": f"{BARE}it: {{people: {{file: team.yaml}}}}\n", "people/team.yaml": data})

    assert len(said) == 1
    assert words in said[0]


def test_a_file_that_is_not_there_is_a_mistake() -> None:
    said = mistakes({"metrics.yaml": f"{BARE}it: {{people: {{file: team.yml}}}}\n", "people/team.yaml": TEAM})

    assert "there is no file `people/team.yml`" in said[0]
    assert "team.yaml" in said[0]


def rows(data: str, now: str, origin: str = "{file: bus.yaml}", path: str = "timetables/bus.yaml") -> list[str]:
    found = items("timetable", origin, path, data, now)
    return [f"{datetime.datetime.fromtimestamp(one.time or 0, ZONE):%a %H:%M} {one.label}" for one in found]


def test_rows_of_today_and_tomorrow_without_those_that_are_past() -> None:
    data = "- {at: '08:15', label: Bus}\n- {at: '17:40', label: Bus, days: mon-fri}\n"
    data += "- {at: '23:59', label: Night, date: 2026-11-29}\n"

    # A Friday.
    assert rows(data, "2026-11-27T12:00") == ["Fri 17:40 Bus", "Sat 08:15 Bus"]
    assert rows(data, "2026-11-28T12:00") == ["Sun 08:15 Bus", "Sun 23:59 Night"]


def test_a_shift_over_midnight_goes_on() -> None:
    (one,) = items(
        "timetable",
        "{file: a.yaml, days: 1}",
        "timetables/a.yaml",
        "- {at: '22:00', until: '06:00', label: N, days: fri}\n",
        "2026-11-28T03:00",
    )

    assert (one.time, one.end) == (at("2026-11-27T22:00"), at("2026-11-28T06:00"))


def test_times_are_those_of_the_clocks_when_they_change() -> None:
    # Clocks go back at 2:00 on 25 October 2026.
    assert rows("- {at: '08:15', label: Bus}\n", "2026-10-24T12:00") == ["Sun 08:15 Bus"]


@pytest.mark.parametrize(
    ("days", "count"), [("", 7), ("mon-fri", 5), ("sat-mon", 3), ("tue, thu", 2), ("Monday Friday", 2)]
)
def test_days_as_people_write_them(days: str, count: int) -> None:
    assert (
        len(rows(f"- {{at: '08:15', label: Bus, days: '{days}'}}\n", "2026-11-23T00:01", "{file: bus.yaml, days: 7}"))
        == count
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{at: '25:00', label: x}", "a time of day is `HH:MM`"),
        ("{at: '08:15', label: x, days: someday}", "`someday` is no day of the week"),
        ("{at: '08:15', label: x, days: mon, date: 2026-11-27}", "cannot stand together"),
        ("{at: '08:15', label: x, date: 2026-02-30}", "there is no day 2026-02-30"),
        ("{at: '08:15'}", "label"),
    ],
)
def test_what_is_wrong_in_a_timetable_is_a_mistake_with_its_line(row: str, words: str) -> None:
    said = mistakes(
        {"metrics.yaml": f"{BARE}it: {{timetable: {{file: bus.yaml}}}}\n", "timetables/bus.yaml": f"- {row}\n"}
    )

    assert len(said) == 1
    assert "timetables/bus.yaml:1: " in said[0]
    assert words in said[0]


LAYOUT = """
title: Entrance
pages:
  - title: Entrance
    landscape: ["people bus"]
    widgets:
      people: {type: people, metric: team}
      bus: {type: timetable, metric: bus}
"""


def test_people_and_a_timetable_are_on_the_screens_of_a_real_hub_and_follow_the_file(tmp_path: Path) -> None:
    today = datetime.datetime.now(ZONE)
    metrics = f"{BARE}team: {{people: {{file: team.yaml}}}}\nbus: {{timetable: {{file: bus.yaml}}}}\n"
    changes = {
        "metrics.yaml": metrics,
        "layouts/team.yaml": LAYOUT,
        "people/team.yaml": f"- {{name: Amelia, date: {today:%m-%d}}}\n",
        "timetables/bus.yaml": "- {at: '23:59', label: Last bus}\n",
    }
    folder = write_wall(tmp_path / "wall", changes)

    def shown(screen: Any) -> list[list[str]]:
        widgets = screen.json()["pages"][0]["widgets"]
        return [[item["label"] for item in widgets[name].get("items", ())][:1] for name in ("people", "bus")]

    with serving(folder, tmp_path / "state") as caller:
        assert eventually(lambda: shown(caller.screen("left")) == [["Amelia"], ["Last bus"]])
        (folder / "people" / "team.yaml").write_text(f"- {{name: Bo, date: {today:%m-%d}}}\n")
        assert eventually(lambda: shown(caller.screen("left")) == [["Bo"], ["Last bus"]])
