"""Calendars (`.ics`) of rooms, teams and who is on call, for metrics with `calendar:`."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta, structs

from displayd.document.model import Name
from displayd.errors import SourceError
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.secret import Secret, SecretError
from displayd.hub.sources.calendar_events import Calendar, calendar_of
from displayd.hub.sources.office_file import OfficeFile, file_data, file_faults
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import Way, WebReader, WebSource, partner_of, told_of
from displayd.validation.faults import Fault

__all__ = ["CalendarOrigin", "CalendarSource"]

FOLDER = "calendars"

# Partners that are no host: the files of the wall, and addresses that nobody may read.
_FILES, _HIDDEN = "files", "hidden "

# Calendars that were taken apart, of one partner.
MOST_KEPT = 32


class CalendarOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A calendar in the format that all programs export (iCalendar, `.ics`), and how much of it is told."""

    kind: ClassVar[str] = "calendar"

    file: Annotated[OfficeFile | None, Meta(description="File in the folder `calendars` of the wall folder.")] = None

    url: Annotated[
        Annotated[str, Meta(max_length=2000)] | None,
        Meta(description="Its address; with `server`, what comes after the address of that."),
    ] = None

    server: Annotated[
        Name | None, Meta(description="Which of `servers` in hub.yaml is asked; left out where `url` is whole.")
    ] = None

    address: Annotated[
        Secret | None,
        Meta(
            description="Where its address is, of one that is a secret itself, as Google and Microsoft 365 hand out; "
            "its host stands in `outgoing` of hub.yaml."
        ),
    ] = None

    days: Annotated[float, Meta(ge=0.1, le=370, description="How many days ahead are told.")] = 14.0
    most: Annotated[int, Meta(ge=1, le=200, description="How many events are told at most.")] = 50

    titles: Annotated[
        bool, Meta(description="False to tell of all events only when they are, as of those that are private.")
    ] = True

    @property
    def told(self) -> str:
        """The file, or the server and what comes after its address."""
        return self.file or told_of(self.server, self.url)

    @property
    def partner(self) -> str:
        """The server, the host of the address, or the wall folder; each hidden address is one of its own."""
        if self.address is not None:
            return f"{_HIDDEN}{self.address.file or self.address.env or self.address.credential}"
        return _FILES if self.file is not None else partner_of(self.server, self.url or "")


class CalendarSource(WebSource[CalendarOrigin]):
    """Calendars."""

    origin_type = CalendarOrigin
    field: ClassVar[str] = "calendar"
    field_type: ClassVar[Any] = Annotated[
        CalendarOrigin,
        Meta(
            description="A calendar (`.ics`), at an address or in a file, for `agenda`, `room` and `oncall`.",
            examples=[{"file": "oslo.ics"}],
        ),
    ]
    answers_in_a_row: ClassVar[int] = 2

    def way(self, origin: CalendarOrigin) -> Way | None:
        """To its server; None to a file, and to an address that nobody may read."""
        return None if origin.url is None or origin.file is not None else (origin.server, _plain(origin.url))

    def faults(self, value: Any) -> Iterator[Fault]:
        """What cannot stand together, and addresses that are none."""
        given = [name for name in ("file", "url", "address") if getattr(value, name) is not None]
        if len(given) != 1:
            what = f"`{given[0]}` and `{given[1]}` cannot stand together" if given else "says nothing of where it is"
            yield Fault((), what, "for example `file: oslo.ics`")
        elif value.url is not None:
            yield from super().faults(value)
        elif value.server is not None:
            yield Fault(("server",), "only what has `url` is on a server", "leave `server` out")

    def office_faults(self, origin: CalendarOrigin, office: Office) -> Iterator[Fault]:
        """A file that there is not, a host that is not listed."""
        if origin.file is not None:
            yield from (fault.under("file") for fault in file_faults(office, FOLDER, origin.file))
        yield from super().office_faults(origin, office)

    def partner_title(self, partner: str, office: Office) -> str:
        """As hub.yaml calls the server, or the host; nothing of what is hidden."""
        if partner.startswith(_HIDDEN):
            return ""
        return "Wall folder" if partner == _FILES else super().partner_title(partner, office)

    def patience_of(self, partner: str, office: Office) -> float:
        """Some more than its time-out."""
        return self.patience_seconds if partner == _FILES else super().patience_of(partner, office)

    def reader(self) -> CalendarReader:
        """Asks one of them."""
        return CalendarReader()


class CalendarReader(WebReader[CalendarOrigin]):
    """Asks one server, or reads the files of the wall; what has not changed is taken apart once a day."""

    refresh_seconds = 300.0

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, tuple[bytes, datetime.date, Calendar]] = {}

    def has_news(self, asked: Asked[CalendarOrigin], office: Office) -> bool:
        """Whether its file is another one now."""
        name = asked.origin.file
        kept = None if name is None else self._kept.get(name)
        return kept is not None and kept[0] != office.files.get(f"{FOLDER}/{name}")

    def answer(self, asked: Asked[CalendarOrigin], office: Office, unix_time: float) -> Reading:
        """What is on, and what comes."""
        origin = asked.origin
        name, data = self._data(origin, office)
        today = datetime.datetime.fromtimestamp(unix_time, zoneinfo.ZoneInfo(office.timezone)).date()
        kept = self._kept.get(name)
        if kept is None or kept[:2] != (data, today):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            kept = self._kept[name] = data, today, calendar_of(data, today)
        key = kept[2], origin.days, office.timezone
        events = self.shared(key, lambda: kept[2].events(unix_time, origin.days, office.timezone))
        told = [one if origin.titles else _untitled(one) for one in events[: origin.most]]
        return Reading(as_of=unix_time, expire_after=self.expiry_of(asked), items=told)

    def _data(self, origin: CalendarOrigin, office: Office) -> tuple[str, bytes]:
        """What it is kept as, and the calendar as it stands there."""
        if origin.file is not None:
            return origin.file, file_data(office, FOLDER, origin.file)
        client = self.client(origin.partner, office)
        try:
            url = _plain(origin.url if origin.address is None else origin.address.text())
        except SecretError as exc:
            raise SourceError(exc.message, exc.hint) from exc
        question = Question(client.url_of(url), "text/calendar, */*;q=0.5")
        return url, self.shared(question, lambda: client.ask(question).body)


def _plain(url: str | None) -> str:
    """`url` as one asks it: calendars are handed out with a scheme of their own."""
    scheme, sign, rest = (url or "").partition("://")
    return f"https://{rest}" if sign and scheme.lower() in ("webcal", "webcals") else url or ""


def _untitled(item: Item) -> Item:
    return structs.replace(item, label="", detail=None)
