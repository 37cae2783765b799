"""Calendars: what is on and comes, whatever program wrote them."""

from __future__ import annotations

import datetime
import time
import zoneinfo
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.sources.calendar_events import calendar_of
from displayd.hub.sources.calendar_source import CalendarReader
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.wall.loader import Wall
from tests.hub.outgoing.strangers import Said, stranger
from tests.hub.walls import eventually, mistakes, serving, wall, write_wall

ZONE = "Europe/Amsterdam"
NOW = datetime.datetime(2026, 11, 30, 9, 0, tzinfo=zoneinfo.ZoneInfo(ZONE)).timestamp()
TODAY = datetime.date(2026, 11, 30)


def calendar(*events: str) -> bytes:
    """A calendar with events, each as its lines."""
    body = "".join(f"BEGIN:VEVENT\nUID:{number}\n{event.strip()}\nEND:VEVENT\n" for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def events(data: bytes, now: float = NOW, days: float = 14, timezone: str = ZONE) -> list[Item]:
    return calendar_of(data, datetime.datetime.fromtimestamp(now, zoneinfo.ZoneInfo(timezone)).date()).events(
        now, days, timezone
    )


def told(data: bytes, now: float = NOW, days: float = 14) -> list[str]:
    """Begin by the clocks of Amsterdam, and name."""
    zone = zoneinfo.ZoneInfo(ZONE)
    return [
        f"{datetime.datetime.fromtimestamp(one.time or 0, zone):%d %H:%M} {one.label}"
        for one in events(data, now, days)
    ]


def test_an_event_with_where_and_until_when() -> None:
    (one,) = events(calendar("SUMMARY:Review\nLOCATION:Oslo\nDTSTART:20261130T100000Z\nDTEND:20261130T110000Z"))

    assert one == Item(label="Review", detail="Oslo", time=NOW + 2 * 3600, end=NOW + 3 * 3600)


@pytest.mark.parametrize(
    ("start", "begins"),
    [
        ("DTSTART:20261130T103000", "30 10:30"),
        ("DTSTART:20261130T103000Z", "30 11:30"),
        ("DTSTART;TZID=Europe/London:20261130T103000", "30 11:30"),
        ("DTSTART;TZID=W. Europe Standard Time:20261130T103000", "30 10:30"),
        ("DTSTART;TZID=Eastern Standard Time:20261130T103000", "30 16:30"),
        ('DTSTART;TZID="Tokyo Standard Time":20261130T203000', "30 12:30"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20261130T103000", "30 1"),
        ("DTSTART;TZID=Customized Time Zone:20261130T103000", "30 10:30"),
        ("DTSTART;VALUE=DATE:20261201", "01 00:00"),
    ],
)
def test_zones_as_programs_write_them(start: str, begins: str) -> None:
    (one,) = told(calendar(f"SUMMARY:x\n{start}"))

    assert one.startswith(begins)


VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Our office
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_that_the_calendar_brings_holds_over_its_own_change_of_clocks() -> None:
    event = "SUMMARY:x\nDTSTART;TZID=Our office:20261019T093000\nRRULE:FREQ=WEEKLY"
    data = calendar(event).replace(b"PRODID:test\r\n", b"PRODID:test\r\n" + VTIMEZONE.replace("\n", "\r\n").encode())
    october = datetime.datetime(2026, 10, 18, tzinfo=zoneinfo.ZoneInfo(ZONE)).timestamp()

    assert told(data, october) == ["19 09:30 x", "26 09:30 x"]
    assert told(data) == ["30 09:30 x", "07 09:30 x"]


def test_a_rule_with_exceptions_and_an_event_that_was_moved() -> None:
    series = (
        "SUMMARY:Stand-up\nDTSTART;TZID=Europe/Amsterdam:20260105T093000\nDTEND;TZID=Europe/Amsterdam:20260105T094500\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\nEXDATE;TZID=Europe/Amsterdam:20261201T093000"
    )
    moved = (
        "SUMMARY:Stand-up, later\nRECURRENCE-ID;TZID=Europe/Amsterdam:20261202T093000\n"
        "DTSTART;TZID=Europe/Amsterdam:20261202T140000\nDTEND;TZID=Europe/Amsterdam:20261202T141500"
    )
    dropped = (
        "SUMMARY:Stand-up\nSTATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Amsterdam:20261203T093000\n"
        "DTSTART;TZID=Europe/Amsterdam:20261203T093000"
    )
    data = calendar(series, moved, dropped).replace(b"UID:1", b"UID:0").replace(b"UID:2", b"UID:0")

    assert told(data, days=5) == ["30 09:30 Stand-up", "02 14:00 Stand-up, later", "04 09:30 Stand-up"]


def test_what_is_private_has_no_name_and_what_is_cancelled_is_not_there() -> None:
    found = events(
        calendar(
            "SUMMARY:Salary\nLOCATION:Room of the boss\nCLASS:PRIVATE\nDTSTART:20261130T100000Z",
            "SUMMARY:Merger\nCLASS:CONFIDENTIAL\nDTSTART:20261130T110000Z",
            "SUMMARY:Gone\nSTATUS:CANCELLED\nDTSTART:20261130T120000Z",
        )
    )

    assert [(one.label, one.detail) for one in found] == [("", None), ("", None)]


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"])
def test_what_takes_no_time_is_free(line: str) -> None:
    assert [one.free for one in events(calendar(f"SUMMARY:x\n{line}\nDTSTART:20261130T100000Z"))] == [True]


def test_whole_days_reach_from_midnight_to_midnight_of_the_office() -> None:
    (one,) = events(calendar("SUMMARY:Fair\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203"))

    assert one.all_day
    assert (one.time, one.end) == (NOW + 15 * 3600, NOW + 63 * 3600)


def test_what_has_no_end_is_a_moment_and_what_is_over_is_left_out() -> None:
    found = events(
        calendar(
            "SUMMARY:Moment\nDTSTART:20261130T100000Z",
            "SUMMARY:Over\nDTSTART:20261130T050000Z\nDTEND:20261130T060000Z",
            "SUMMARY:On\nDTSTART:20261130T050000Z\nDTEND:20261130T090000Z",
            "SUMMARY:Lasts\nDTSTART:20261130T103000Z\nDURATION:PT90M",
            "SUMMARY:Too far\nDTSTART:20270130T100000Z",
        )
    )

    assert [(one.label, (one.end or 0) - (one.time or 0)) for one in found] == [
        ("On", 4 * 3600),
        ("Moment", 0),
        ("Lasts", 5400),
    ]


def test_folded_lines_escapes_and_letters_of_windows() -> None:
    folded = b"SUMMARY:A very long name that goes on\\, and \r\n on\\; in the next line\r\nDTSTART:20261130T100000Z"
    data = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n" + folded + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

    assert [one.label for one in events(data)] == ["A very long name that goes on, and on; in the next line"]
    assert [one.label for one in events(b"\xef\xbb\xbf" + calendar("SUMMARY:Café\nDTSTART:20261130T100000Z"))] == [
        "Café"
    ]
    odd = calendar("SUMMARY:Cafe\nDTSTART:20261130T100000Z").replace(b"Cafe", b"Caf\xe9")
    assert [one.label for one in events(odd)] == ["Café"]


def test_one_broken_event_takes_no_other_with_it() -> None:
    data = calendar("SUMMARY:Good\nDTSTART:20261130T100000Z", "no line of a calendar\nSUMMARY:Bad\nDTSTART:tomorrow")

    assert [one.label for one in events(data)] == ["Good"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55;BYSECOND=0,30",
        "FREQ=NONSENSE",
        "FREQ=DAILY;UNTIL=yesterday",
        "FREQ=YEARLY;BYDAY=99MO",
    ],
)
def test_a_rule_that_makes_more_than_anybody_can_go_to_is_not_followed(rule: str) -> None:
    began = time.process_time()

    found = events(
        calendar(f"SUMMARY:x\nDTSTART:20260101T100000Z\nRRULE:{rule}", "SUMMARY:y\nDTSTART:20261130T100000Z")
    )

    assert [one.label for one in found] == ["y"]
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20261130T093000Z\nRRULE:FREQ=DAILY;INTERVAL=0",
        "DTSTART:20261130T093000Z\nRRULE:FREQ=WEEKLY;INTERVAL=-1",
        "DTSTART:20261130T093000Z\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:00010101T093000Z\nRRULE:FREQ=HOURLY",
    ],
)
def test_a_rule_that_never_ends_is_not_followed(lines: str) -> None:
    began = time.monotonic()

    found = events(calendar(f"SUMMARY:odd\n{lines}", "SUMMARY:x\nDTSTART:20261130T103000Z"))

    assert [one.label for one in found if one.label != "odd"] == ["x"]
    assert len(found) <= 2
    assert time.monotonic() - began < 5


def test_events_without_an_end_cost_no_more_than_others() -> None:
    began = time.monotonic()
    data = calendar("SUMMARY:x\nDTSTART:20261130T103000Z").replace(b"END:VCALENDAR", b"BEGIN:VEVENT\r\n" * 200_000)

    assert len(told(data)) == 1
    assert time.monotonic() - began < 5


def test_ten_years_of_an_office_cost_no_more_than_what_is_left_of_them() -> None:
    past = [f"SUMMARY:Old {n}\nDTSTART:20{17 + n % 9}0{1 + n % 9}01T100000Z" for n in range(12_000)]

    assert told(calendar(*past, "SUMMARY:New\nDTSTART:20261130T100000Z")) == ["30 11:00 New"]


def test_too_many_events_are_told() -> None:
    data = calendar(*(f"DTSTART:20270101T100000Z\nRRULE:FREQ=YEARLY\nSUMMARY:{n}" for n in range(3_100)))

    with pytest.raises(SourceError, match="3,100 events"):
        calendar_of(data, TODAY)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no calendar"),
        (b"<!DOCTYPE html><p>log in", "a page"),
        (b'{"a": 1}', "no calendar"),
        (b"\0" * 100, "no c"),
    ],
)
def test_what_is_no_calendar_is_told(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        calendar_of(data, TODAY)


LINES = st.sampled_from(
    [
        "DTSTART:20261130T100000Z", "DTSTART;VALUE=DATE:20261130", "DTEND:20261130T100000Z",
        "DTEND;VALUE=DATE:20261201",
        "DTSTART:99999999T999999Z", "DURATION:-P1D", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=YEARLY;BYDAY=99MO",
        "EXDATE:20261130T100000Z", "RDATE:20261201", "SUMMARY;LANGUAGE=de:x", "RECURRENCE-ID:20261130T100000Z",
        "BEGIN:VALARM",
        "END:VALARM", "DTSTART;TZID=Nowhere/Land:20261130T100000", "STATUS:", "CLASS:", ":", ";", "X", "BEGIN:VEVENT",
    ]
)  # fmt: skip


@given(st.lists(st.lists(LINES, max_size=6), max_size=3))
def test_whatever_stands_in_a_calendar_is_events_or_told(blocks: list[list[str]]) -> None:
    data = calendar(*("\n".join(block) for block in blocks))

    try:
        found = events(data)
    except SourceError:
        return

    assert all(one.time is not None and one.end is not None and one.time <= one.end for one in found)
    assert found == sorted(found, key=lambda one: one.time or 0)


FILE = calendar("SUMMARY:Review\nLOCATION:Oslo\nDTSTART:20261130T100000Z\nDTEND:20261130T110000Z")
BARE = "".join(f"{name}: {{}}\n" for name in ("orders", "errors", "latency"))


def answer_of(found: Wall, now: float = NOW) -> Reading | SourceError:
    return CalendarReader().read(asked_of(SOURCES["calendar"], found.metrics), found.office, now)["room"]


def test_a_file_of_the_wall_is_read_and_read_anew_when_it_changes() -> None:
    def with_file(data: bytes) -> Wall:
        return wall({"metrics.yaml": f"{BARE}room: {{calendar: {{file: oslo.ics}}}}\n", "calendars/oslo.ics": data})

    reader, (first, second) = (
        CalendarReader(),
        (with_file(FILE), with_file(calendar("SUMMARY:Other\nDTSTART:20261130T100000Z"))),
    )
    asked = asked_of(SOURCES["calendar"], first.metrics)

    labels = []
    for office in (first.office, first.office, second.office):
        answer = reader.read(asked, office, NOW, NOW - 1).get("room")
        labels.append([one.label for one in answer.items or ()] if isinstance(answer, Reading) else answer)

    assert labels == [["Review"], None, ["Other"]]


def test_titles_are_left_out_where_that_is_wanted() -> None:
    metrics = f"{BARE}room: {{calendar: {{file: oslo.ics, titles: false}}}}\n"

    answer = answer_of(wall({"metrics.yaml": metrics, "calendars/oslo.ics": FILE}))

    assert isinstance(answer, Reading)
    assert [(one.label, one.detail) for one in answer.items or ()] == [("", None)]


def test_an_address_that_is_a_secret_is_asked_and_never_told(tmp_path: Path) -> None:
    secret = tmp_path / "address"
    metrics = f"{BARE}room: {{calendar: {{address: {{file: {secret}}}}}}}\n"
    found = wall({"metrics.yaml": metrics, "hub.yaml": "outgoing: [127.0.0.1]\n"})
    with stranger(lambda asked: Said(FILE, 200 if "hunter2" in asked.path else 404)) as google:
        secret.write_text(f"{google.url}/private-hunter2/basic.ics\n")
        good = answer_of(found)
        secret.write_text(f"{google.url}/private-gone/basic.ics\n")
        gone = answer_of(found)
    secret.write_text("https://elsewhere.example.org/private-hunter2/basic.ics\n")
    elsewhere = answer_of(found)
    (origin,) = (entry.origin for entry in found.metrics.values() if entry.origin.kind == "calendar")

    assert isinstance(good, Reading)
    assert [one.label for one in good.items or ()] == ["Review"]
    assert isinstance(gone, SourceError)
    assert isinstance(elsewhere, SourceError)
    assert all("private" not in f"{one.message} {one.hint}" for one in (gone, elsewhere))
    assert SOURCES["calendar"].partner_title(origin.partner, found.office) == ""


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("{}", "says nothing of where it is"),
        ("{file: oslo.ics, url: 'https://ok.example.org/a.ics'}", "cannot stand together"),
        ("{file: osla.ics}", "there is no file `calendars/osla.ics`"),
        ("{file: ../screens.yaml}", "there is no file"),
        ("{url: 'https://bad.example.org/a.ics'}", "the hub may not ask bad.example.org"),
        ("{url: 'webcal://bad.example.org/a.ics'}", "the hub may not ask bad.example.org"),
        ("{url: 'https://ok.example.org/a.ics?token=hunter2'}", "`token` in an address"),
        ("{file: oslo.ics, server: ok}", "only what has `url` is on a server"),
        ("{file: oslo.ics, days: 1000}", "370"),
        ("{file: oslo.ics, most: 0}", "1"),
    ],
)
def test_what_cannot_be_is_a_mistake_with_its_line(origin: str, words: str) -> None:
    said = mistakes(
        {
            "metrics.yaml": f"{BARE}room:\n  calendar: {origin}\n",
            "hub.yaml": "outgoing: [ok.example.org]\n",
            "calendars/oslo.ics": FILE,
        }
    )

    assert len(said) == 1
    assert said[0].startswith("metrics.yaml:5")
    assert words in said[0]
    assert "hunter2" not in said[0]


LAYOUT = """
title: Rooms
pages:
  - title: Rooms
    landscape: ["oslo team call"]
    widgets:
      oslo: {type: room, metric: room}
      team: {type: agenda, metric: room}
      call: {type: oncall, metric: room}
"""


def test_a_calendar_of_a_server_is_on_the_screens_of_a_real_hub(tmp_path: Path) -> None:
    now = datetime.datetime.now(datetime.UTC)
    begin, end = (f"{now + datetime.timedelta(minutes=add):%Y%m%dT%H%M%SZ}" for add in (-10, 50))
    data = calendar(
        f"SUMMARY:Sprint review\nLOCATION:Oslo\nDTSTART:{begin}\nDTEND:{end}",
        f"SUMMARY:x\nCLASS:PRIVATE\nDTSTART:{end}",
    )

    def shown(screen: Any) -> list[list[str]]:
        widgets = screen.json()["pages"][0]["widgets"]
        return [[item.get("label", "") for item in widgets[name].get("items", ())] for name in ("oslo", "team", "call")]

    with stranger(lambda _: Said(data)) as server:
        hub = f"outgoing: [127.0.0.1]\nservers: {{mail: {{url: '{server.url}'}}}}\n"
        metrics = f"{BARE}room: {{calendar: {{server: mail, url: /oslo.ics}}}}\n"
        folder = write_wall(tmp_path / "wall", {"hub.yaml": hub, "metrics.yaml": metrics, "layouts/team.yaml": LAYOUT})
        with serving(folder, tmp_path / "state") as caller:
            assert eventually(lambda: shown(caller.screen("left")) == [["Sprint review", ""]] * 3)
