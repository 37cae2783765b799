"""CSV of other systems, over HTTP or from a folder, for metrics with `csv:`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.sources.csv_file import file_content
from displayd.hub.sources.csv_origin import FILES, CsvOrigin
from displayd.hub.sources.csv_readings import fields_of
from displayd.hub.sources.csv_table import CsvTable, table_of
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import Way, WebReader, WebSource
from displayd.validation.faults import Fault

__all__ = ["CsvReader", "CsvSource"]

# A table that is asked for again and again is taken apart once.
MOST_TABLES = 8


class CsvSource(WebSource[CsvOrigin]):
    """Tables in CSV."""

    origin_type = CsvOrigin
    field: ClassVar[str] = "csv"
    field_type: ClassVar[Any] = Annotated[
        CsvOrigin,
        Meta(
            description="A table in CSV, at an address or in a file, and what of it is shown.",
            examples=[{"file": "orders.csv", "column": "Total", "reduce": "sum"}],
        ),
    ]

    def way(self, origin: CsvOrigin) -> Way | None:
        """To its server; None to a file."""
        return None if origin.url is None or origin.file is not None else (origin.server, origin.url)

    def faults(self, value: Any) -> Iterator[Fault]:
        """What cannot stand together, and addresses and files that are none."""
        if (value.url is None) == (value.file is None):
            reason = "says neither `url` nor `file`" if value.url is None else "`url` and `file` cannot stand together"
            yield Fault((), reason, "for example `file: orders.csv`")
        elif value.url is not None:
            yield from super().faults(value)
        elif value.server is not None:
            yield Fault(("server",), "a file is on no server", "leave `server` out")
        if value.file is not None and (value.file.startswith("/") or ".." in value.file.split("/")):
            yield Fault(("file",), "a file is below `data_folder` of hub.yaml", "for example `orders.csv`")
        if value.rows is not None and (
            value.group_by is not None or value.time is not None or value.column is not None
        ):
            yield Fault(("rows",), "a table has no `column`, `group_by` and `time`", "leave them out, or `rows`")
        if value.rows is None and value.column is None and value.reduce != "count":
            yield Fault((), "says nothing of where the figures are", "for example `column: Total`")
        if value.group_by is not None and value.time is not None:
            yield Fault(("time",), "rows are a list (`group_by`) or a line (`time`)", "leave out one of the two")

    def office_faults(self, origin: CsvOrigin, office: Office) -> Iterator[Fault]:
        """A host that is not listed, a server that there is not, a file where there is no folder."""
        yield from super().office_faults(origin, office)
        if origin.file is not None and office.settings.data_folder is None:
            yield Fault(("file",), "hub.yaml names no `data_folder`", "hub.yaml: `data_folder: /var/lib/displayd-data`")

    def partner_title(self, partner: str, office: Office) -> str:
        """As hub.yaml calls the server, or the host; of files, the folder."""
        return "Data folder" if partner == FILES else super().partner_title(partner, office)

    def patience_of(self, partner: str, office: Office) -> float:
        """Some more than its time-out."""
        return self.patience_seconds if partner == FILES else super().patience_of(partner, office)

    def reader(self) -> CsvReader:
        """Asks one server, or reads the folder."""
        return CsvReader()


class CsvReader(WebReader[CsvOrigin]):
    """Asks one server, or reads the folder; what has not changed is taken apart once."""

    refresh_seconds = 60.0

    def __init__(self) -> None:
        super().__init__()
        self._tables: dict[tuple[object, ...], tuple[bytes, CsvTable]] = {}

    def answer(self, asked: Asked[CsvOrigin], office: Office, unix_time: float) -> Reading:
        """What of the table is wanted."""
        origin = asked.origin
        if origin.file is not None:
            folder, name = office.settings.data_folder or "/nowhere", origin.file
            content = self.shared(("file", folder, name), lambda: file_content(folder, name))
            data, as_of = content.data, min(content.changed_at, unix_time)
        else:
            client = self.client(origin.partner, office)
            question = Question(client.url_of(origin.url or ""), "text/csv, text/plain;q=0.9, */*;q=0.5")
            data, as_of = self.shared(question, lambda: client.ask(question).body), unix_time
        fields = fields_of(self._table(origin, data), origin, office.timezone)
        return Reading(as_of=as_of, expire_after=self._expiry(asked), **fields)

    def _expiry(self, asked: Asked[CsvOrigin]) -> float | None:
        """A file is as old as its last change, and nobody but the definition knows how often that comes."""
        return asked.entry.expire_after if asked.origin.file is not None else self.expiry_of(asked)

    def _table(self, origin: CsvOrigin, data: bytes) -> CsvTable:
        header = int(origin.header)
        key = (origin.file, origin.url, origin.delimiter, origin.encoding, header)
        known = self._tables.get(key)
        if known is None or known[0] != data:
            if not data.strip():
                raise SourceError("there is nothing in it")
            table = table_of(data, delimiter=origin.delimiter, encoding=origin.encoding, header=header)
            if len(self._tables) >= MOST_TABLES:
                self._tables.clear()
            known = self._tables[key] = data, table
        return known[1]
