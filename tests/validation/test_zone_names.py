"""Time zones by their names of today."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from pathlib import Path

import pytest

from displayd.validation.zone_names import canonical_timezone, is_known_timezone, timezone_hint

# Names that places have today, as every Debian has them.
TABLE = Path("/usr/share/zoneinfo/zone.tab")
PLACES = {line.split("\t")[2].strip() for line in TABLE.read_text().splitlines() if line and line[0] != "#"}

# Source of the first three: reports of screens on Debian 13, which has no tzdata-legacy.
BEFORE = {
    "US/Pacific": "America/Los_Angeles",
    "CET": "Europe/Brussels",
    "Asia/Calcutta": "Asia/Kolkata",
    "US/Eastern": "America/New_York",
    "GB": "Europe/London",
    "Europe/Kiev": "Europe/Kyiv",
    "EST": "America/Panama",
    "EST5EDT": "America/New_York",
    "Japan": "Asia/Tokyo",
    "Iceland": "Atlantic/Reykjavik",
    "Africa/Asmera": "Africa/Asmara",
    "Zulu": "Etc/UTC",
}


@pytest.mark.parametrize("name", BEFORE)
def test_name_from_before_has_one_of_today(name: str) -> None:
    assert canonical_timezone(name) == BEFORE[name]


@pytest.mark.parametrize("name", ["Europe/London", "Europe/Oslo", "Asia/Kathmandu", "UTC", "Etc/UTC", "Mars/Base", ""])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert canonical_timezone(name) == name


def test_every_name_of_a_place_stays_and_every_other_one_becomes_one() -> None:
    names = {name for name in zoneinfo.available_timezones() if not name.startswith(("Etc/", "posix/", "right/"))}
    changed = {name: canonical_timezone(name) for name in names - {"UTC", "Factory", "localtime", "posixrules"}}

    assert {name for name in PLACES if canonical_timezone(name) != name} == set()
    assert {now for now in changed.values() if now not in PLACES} <= {"Etc/UTC", "Etc/GMT"}


@pytest.mark.parametrize("name", sorted(zoneinfo.available_timezones() - PLACES - {"localtime"}))
def test_clock_shows_the_same_by_the_name_of_today(name: str) -> None:
    now, then = zoneinfo.ZoneInfo(canonical_timezone(name)), zoneinfo.ZoneInfo(name)
    for month in range(1, 13):
        moment = datetime.datetime(2026, month, 15, 12, tzinfo=datetime.UTC)

        assert moment.astimezone(now).utcoffset() == moment.astimezone(then).utcoffset()


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("CEST", "a time zone has the name of a place, such as `Europe/Berlin`"),
        ("MESZ", "a time zone has the name of a place, such as `Europe/Berlin`"),
        ("BST", "a time zone has the name of a place, such as `Europe/London`"),
        ("PDT", "a time zone has the name of a place, such as `America/Los_Angeles`"),
        ("US/Pacific", "write `America/Los_Angeles`, as it is called today"),
        ("Berlin", "did you mean `Europe/Berlin`?"),
        ("new york", "did you mean `America/New_York`?"),
        ("europe/london", "did you mean `Europe/London`?"),
        ("Europe/Londn", "did you mean `Europe/London`?"),
        ("America/New York", "did you mean `America/New_York`?"),
        ("GMT+1", "a time zone has the name of a place, for example `Europe/London`"),
        ("UTC+02:00", "a time zone has the name of a place, for example `Europe/London`"),
        ("XST", "a time zone has the name of a place, for example `Europe/London`"),
        ("Mars/Base", "for example `Europe/London`"),
        ("../etc/passwd", "for example `Europe/London`"),
    ],
)
def test_what_is_no_time_zone_is_answered_with_a_place(written: str, hint: str) -> None:
    assert timezone_hint(written) == hint


@pytest.mark.parametrize("letters", ["CEST", "EST", "EDT", "CET", "MST", "PST", "WEST", "EEST", "AEST", "EXT", "HSTT"])
def test_short_name_is_never_answered_with_another_one(letters: str) -> None:
    named = re.findall("`([^`]+)`", timezone_hint(letters))

    assert named
    assert all("/" in name and canonical_timezone(name) == name for name in named)


@pytest.mark.parametrize(
    ("name", "answer"), [("Asia/Kathmandu", True), ("Mars/Base", False), ("", False), ("/", False)]
)
def test_time_zone_is_one_that_this_machine_knows(name: str, answer: bool) -> None:
    assert is_known_timezone(name) is answer
