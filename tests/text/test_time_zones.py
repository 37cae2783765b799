"""Time zones by their names of today, and from before."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import zoneinfo
from pathlib import Path

import pytest

from displayd.text.time_zones import canonical_timezone, is_known_timezone, time_zone
from tests.document.example import EXAMPLE

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
    ("name", "answer"), [("Asia/Kathmandu", True), ("Mars/Base", False), ("", False), ("/", False)]
)
def test_time_zone_is_one_that_this_machine_knows(name: str, answer: bool) -> None:
    assert is_known_timezone(name) is answer


@pytest.mark.parametrize("name", ["Mars/Base", "pst8pdt", "EST/EDT"])
def test_what_is_no_time_zone_is_none(name: str) -> None:
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        time_zone(name)


# What a document says by names from before, read where the files have those of today alone; and a screen's settings.
READ = """
import json, sys
sys.modules["tzdata"] = None  # a package that brings all names, and no screen has
from displayd.document.known_part import decode_known
from displayd.text.formatter import Formatter
from displayd.text.time_zones import is_known_timezone, time_zone
found = decode_known(sys.stdin.buffer.read())
zone = found.document.timezone
clock = found.document.pages[0].widgets["clock"]
zones = [one.timezone for one in clock.zones]
noon = 1_795_262_400.0
json.dump({
    "left out": [str(one) for one in found.left_out],
    "files": is_known_timezone("US/Pacific"),
    "here": Formatter("en-GB", zone).time(noon),
    "there": [Formatter("en-GB", one).time(noon) for one in zones],
    "offset": time_zone(zone).utcoffset(__import__("datetime").datetime(2026, 7, 1)).total_seconds(),
    "nowhere": is_known_timezone("Mars/Base"),
}, sys.stdout)
"""


def test_a_document_with_names_from_before_is_read_where_the_files_have_those_of_today_alone(tmp_path: Path) -> None:
    for name in [*PLACES, "UTC"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(TABLE.parent / name)
    clock = {"type": "clock", "zones": [{"timezone": name} for name in ("Asia/Calcutta", "CET", "Japan", "Zulu")]}
    page = {"landscape": ["clock"], "portrait": ["clock"], "widgets": {"clock": clock}}
    document = {**EXAMPLE, "timezone": "US/Pacific", "on": "Mon-Sun 00:00-24:00", "pages": [page]}
    (tmp_path / "Etc").mkdir()
    (tmp_path / "Etc/UTC").symlink_to(TABLE.parent / "Etc/UTC")

    told = subprocess.run(
        [sys.executable, "-c", READ],
        input=json.dumps(document).encode(),
        env={**os.environ, "PYTHONTZPATH": str(tmp_path)},
        capture_output=True,
        check=True,
    ).stdout

    assert not (tmp_path / "US").exists()
    assert json.loads(told) == {
        "left out": [],
        "files": True,
        "here": "04:00",
        "there": ["17:30", "13:00", "21:00", "12:00"],
        "offset": -7 * 3600,
        "nowhere": False,
    }
