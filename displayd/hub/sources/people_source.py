"""Birthdays, anniversaries and praise out of a file of the wall folder, for metrics with `people:`."""

from __future__ import annotations

import calendar
import datetime
import re
import zoneinfo
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.sources.office_file import OfficeFile
from displayd.hub.sources.office_rows import row_faults, rows_of
from displayd.hub.sources.refreshed import RefreshedReader
from displayd.hub.sources.source import Asked, Office, Source
from displayd.protocol.vocabulary import Label, Occasion
from displayd.validation.faults import Fault

__all__ = ["PeopleOrigin", "PeopleSource"]

FOLDER = "people"

# No tile shows more.
MOST = 100

_DATE = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})")


class Person(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A day of somebody."""

    name: Annotated[str, Meta(min_length=1, max_length=200, description="Who it is.")]
    kind: Annotated[Occasion, Meta(description="What day it is: `birthday`, `anniversary` or `praise`.")] = "birthday"

    date: Annotated[
        str,
        Meta(
            pattern=r"^(\d{4}-)?\d{1,2}-\d{1,2}$",
            extra={"words": "a day is `MM-DD`, or `YYYY-MM-DD` with its year"},
            description="Which day: `MM-DD`, or `YYYY-MM-DD` with its year. Praise has a year.",
        ),
    ]

    note: Annotated[Label, Meta(description="A few words more, such as a team, or what the praise is for.")] = ""

    def __post_init__(self) -> None:
        """Raises: ValueError: there is no such day."""
        year, month, day = self.day
        try:
            datetime.date(year or 2000, month, day)
        except ValueError as exc:
            raise ValueError(f"there is no day {self.date}") from exc
        if self.kind == "praise" and year is None:
            raise ValueError("praise has a day with its year, such as `2026-11-27`")

    @property
    def day(self) -> tuple[int | None, int, int]:
        """Year, if it is known, month and day."""
        found = _DATE.fullmatch(self.date)
        assert found is not None
        return int(found[1]) if found[1] else None, int(found[2]), int(found[3])


class PeopleOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Birthdays, anniversaries and praise, from a list in the wall folder."""

    kind: ClassVar[str] = "people"

    file: Annotated[OfficeFile, Meta(description="File in the folder `people` of the wall folder, YAML or CSV.")]
    days: Annotated[int, Meta(ge=0, le=366, description="How many days ahead are told; 0 for today alone.")] = 7
    praise_days: Annotated[int, Meta(ge=0, le=366, description="How many days praise stays after its own.")] = 7

    ages: Annotated[
        bool, Meta(description="True to tell how old somebody becomes whose year of birth stands in the file.")
    ] = False


class PeopleSource(Source[PeopleOrigin]):
    """Lists of people."""

    origin_type = PeopleOrigin
    field: ClassVar[str] = "people"
    field_type: ClassVar[Any] = Annotated[
        PeopleOrigin,
        Meta(
            description="Birthdays, anniversaries and praise out of a file of the wall folder, for `people`.",
            examples=[{"file": "team.yaml"}],
        ),
    ]
    is_computed: ClassVar[bool] = True
    offline_readings: ClassVar[int] = 1

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, PeopleOrigin) else None

    def office_faults(self, origin: PeopleOrigin, office: Office) -> Iterator[Fault]:
        """A file that there is not, and all that is wrong in it."""
        yield from (fault.under("file") for fault in row_faults(office, FOLDER, origin.file, Person))

    def reader(self) -> PeopleReader:
        """Reads the files of the wall."""
        return PeopleReader()


class PeopleReader(RefreshedReader[PeopleOrigin]):
    """Reads the files of the wall."""

    refresh_seconds = 300.0

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, bytes | None] = {}

    def has_news(self, asked: Asked[PeopleOrigin], office: Office) -> bool:
        """Whether its file is another one now."""
        name = asked.origin.file
        return name in self._seen and self._seen[name] != office.files.get(f"{FOLDER}/{name}")

    def answer(self, asked: Asked[PeopleOrigin], office: Office, unix_time: float) -> Reading:
        """Whose day it is, today and soon."""
        origin = asked.origin
        self._seen[origin.file] = office.files.get(f"{FOLDER}/{origin.file}")
        zone = zoneinfo.ZoneInfo(office.timezone)
        today = datetime.datetime.fromtimestamp(unix_time, zone).date()
        found = [
            item for one in rows_of(office, FOLDER, origin.file, Person) for item in _items(one, origin, today, zone)
        ]
        # Praise of the last days after what is still to come.
        found.sort(key=lambda item: (item.occasion == "praise", item.time or 0, item.label))
        return Reading(as_of=unix_time, items=found[:MOST])


def _items(one: Person, origin: PeopleOrigin, today: datetime.date, zone: zoneinfo.ZoneInfo) -> Iterator[Item]:
    year, month, day = one.day
    if one.kind == "praise":
        assert year is not None
        shown = datetime.date(year, month, day)
        if 0 <= (today - shown).days <= origin.praise_days:
            yield _item(one, shown, None, zone)
        return
    for around in (today.year, today.year + 1):
        shown = _in_year(around, month, day)
        if 0 <= (shown - today).days <= origin.days and (year is None or around > year or one.kind == "birthday"):
            years = None if year is None or around <= year else around - year
            yield _item(one, shown, years if one.kind == "anniversary" or origin.ages else None, zone)


def _in_year(year: int, month: int, day: int) -> datetime.date:
    """The day in that year; that of a leap day is the one before in other years."""
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _item(one: Person, shown: datetime.date, years: int | None, zone: zoneinfo.ZoneInfo) -> Item:
    begin = datetime.datetime.combine(shown, datetime.time(), zone)
    end = datetime.datetime.combine(shown + datetime.timedelta(days=1), datetime.time(), zone)
    return Item(
        label=one.name,
        detail=one.note or None,
        value=None if years is None else float(years),
        time=begin.timestamp(),
        end=end.timestamp(),
        all_day=True,
        occasion=one.kind,
    )
