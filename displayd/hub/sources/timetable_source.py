"""Departures, menus and shifts out of a file of the wall folder, for metrics with `timetable:`."""

from __future__ import annotations

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
from displayd.protocol.vocabulary import Label
from displayd.validation.faults import Fault
from displayd.validation.hours_words import DAYS

__all__ = ["TimetableOrigin", "TimetableSource"]

FOLDER = "timetables"

Clock = Annotated[
    str,
    Meta(
        pattern=r"^(([01]?\d|2[0-3]):[0-5]\d|24:00)$",
        extra={"words": "a time of day is `HH:MM`, in 24 hours, such as `08:15`"},
    ),
]


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something at a time of day."""

    at: Annotated[Clock, Meta(description="When it begins or leaves, `HH:MM` by the clocks of the office.")]
    until: Annotated[Clock | None, Meta(description="When it is over; before `at` for the next day.")] = None
    label: Annotated[str, Meta(min_length=1, max_length=200, description="What it is, such as `Bus 12`.")]
    detail: Annotated[Label, Meta(description="A few words more, such as where it goes.")] = ""

    days: Annotated[
        str, Meta(max_length=100, description="Days of the week, such as `mon-fri` or `tue, thu`; all when left out.")
    ] = ""

    date: Annotated[
        Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", extra={"words": "a date is `YYYY-MM-DD`"})] | None,
        Meta(description="The one day on which it is, instead of `days`."),
    ] = None

    def __post_init__(self) -> None:
        """Raises: ValueError: there are no such days."""
        if self.date is not None:
            if self.days:
                raise ValueError("`days` and `date` cannot stand together")
            try:
                datetime.date.fromisoformat(self.date)
            except ValueError as exc:
                raise ValueError(f"there is no day {self.date}") from exc
        self.weekdays()

    def weekdays(self) -> frozenset[int]:
        """On which days of the week it is, Monday is 0.

        Raises:
            ValueError: `days` names none.
        """
        if not self.days.strip():
            return frozenset(range(7))
        found: set[int] = set()
        for part in re.split(r"[,;\s]+", self.days.strip().lower()):
            first, dash, last = part.partition("-")
            ends = [DAYS.index(one[:3]) if one[:3] in DAYS else -1 for one in ([first, last] if dash else [first])]
            if min(ends) < 0:
                raise ValueError(f"`{part}` is no day of the week, such as `mon`, `mon-fri` or `tue, thu`")
            found.update((ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1))
        return frozenset(found)


class TimetableOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rows with a time of day, from a list in the wall folder."""

    kind: ClassVar[str] = "timetable"

    file: Annotated[OfficeFile, Meta(description="File in the folder `timetables` of the wall folder, YAML or CSV.")]
    days: Annotated[int, Meta(ge=1, le=14, description="How many days are told, today the first.")] = 2
    most: Annotated[int, Meta(ge=1, le=200, description="How many rows are told at most.")] = 50


class TimetableSource(Source[TimetableOrigin]):
    """Timetables."""

    origin_type = TimetableOrigin
    field: ClassVar[str] = "timetable"
    field_type: ClassVar[Any] = Annotated[
        TimetableOrigin,
        Meta(
            description="Departures, menus or shifts out of a file of the wall folder, for `timetable`.",
            examples=[{"file": "bus.yaml"}],
        ),
    ]
    is_computed: ClassVar[bool] = True
    offline_readings: ClassVar[int] = 1

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, TimetableOrigin) else None

    def office_faults(self, origin: TimetableOrigin, office: Office) -> Iterator[Fault]:
        """A file that there is not, and all that is wrong in it."""
        yield from (fault.under("file") for fault in row_faults(office, FOLDER, origin.file, Row))

    def reader(self) -> TimetableReader:
        """Reads the files of the wall."""
        return TimetableReader()


class TimetableReader(RefreshedReader[TimetableOrigin]):
    """Reads the files of the wall."""

    refresh_seconds = 300.0

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, bytes | None] = {}

    def has_news(self, asked: Asked[TimetableOrigin], office: Office) -> bool:
        """Whether its file is another one now."""
        name = asked.origin.file
        return name in self._seen and self._seen[name] != office.files.get(f"{FOLDER}/{name}")

    def answer(self, asked: Asked[TimetableOrigin], office: Office, unix_time: float) -> Reading:
        """What comes today and on the next days."""
        origin = asked.origin
        self._seen[origin.file] = office.files.get(f"{FOLDER}/{origin.file}")
        zone = zoneinfo.ZoneInfo(office.timezone)
        today = datetime.datetime.fromtimestamp(unix_time, zone).date()
        rows = rows_of(office, FOLDER, origin.file, Row)
        # What began yesterday may go on over midnight.
        days = [today + datetime.timedelta(days=number) for number in range(-1, origin.days)]
        items = [_item(row, day, zone) for day in days for row in rows if _is_on(row, day)]
        coming = [item for item in items if max(item.time or 0, item.end or 0) >= unix_time - 60]
        return Reading(as_of=unix_time, items=sorted(coming, key=lambda item: item.time or 0)[: origin.most])


def _is_on(row: Row, day: datetime.date) -> bool:
    return row.date == day.isoformat() if row.date is not None else day.weekday() in row.weekdays()


def _item(row: Row, day: datetime.date, zone: zoneinfo.ZoneInfo) -> Item:
    begin = _moment(day, row.at, zone)
    end = None
    if row.until is not None:
        end = _moment(day, row.until, zone)
        if end <= begin:
            end = _moment(day + datetime.timedelta(days=1), row.until, zone)
    return Item(label=row.label, detail=row.detail or None, time=begin, end=end)


def _moment(day: datetime.date, clock: str, zone: zoneinfo.ZoneInfo) -> float:
    hours, minutes = (int(part) for part in clock.split(":"))
    if hours == 24:
        day, hours = day + datetime.timedelta(days=1), 0
    return datetime.datetime.combine(day, datetime.time(hours, minutes), zone).timestamp()
