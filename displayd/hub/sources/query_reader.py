"""Asks one engine for KPIs: a process for each round, from which a KPI that takes too long is cut off."""

from __future__ import annotations

import datetime
import itertools
import math
import zoneinfo
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from msgspec import structs

from displayd.errors import PartnerError, SourceError
from displayd.hub.engine_settings import Engine, dialect_of, engine_named
from displayd.hub.kpis.compiling import DATASETS, Compiled, SqlMistakesError, compiled
from displayd.hub.kpis.dates import local_now
from displayd.hub.kpis.query import Query, SqlFile, Views
from displayd.hub.kpis.readings import MOST_ROWS, reading_of
from displayd.hub.kpis.running.frames import SetUp, TableData
from displayd.hub.kpis.running.process import DatabaseError, Process, TimeoutOfDatabaseError
from displayd.hub.metrics.dataset import Table, TableField
from displayd.hub.metrics.reading import Reading
from displayd.hub.secret import SecretError
from displayd.hub.sources.refreshed import RefreshedReader
from displayd.hub.sources.source import Asked, Office

__all__ = ["QueryReader", "patience_of", "set_up_of"]

Q = TypeVar("Q", bound=Query)

# Rows may be pushed every second; what was worked out of those before is good for so long.
NEWS_SECONDS = 10.0

# Files of one `read_csv`.
MAX_FILES = 1000


def patience_of(partner: str, office: Office) -> float:
    """How long a round of the engine `partner` may take before its tiles say so, seconds."""
    engine = engine_named(partner, office.settings.engines) or Engine()
    return 2 * engine.timeout_seconds + 10


def set_up_of(engine: Engine, office: Office) -> SetUp:
    """How the process is set up that asks `engine`.

    Raises:
        PartnerError: its password cannot be read.
    """
    try:
        password = engine.password.text() if engine.password is not None else None
    except SecretError as exc:
        raise PartnerError(f"the password: {exc.message}", exc.hint) from exc
    return SetUp(
        url=engine.url,
        dialect=dialect_of(engine),
        password=password,
        timezone=office.timezone,
        timeout_seconds=engine.timeout_seconds,
        memory_mb=engine.memory_mb,
        threads=engine.threads,
        data_folder=office.settings.data_folder,
    )


class _Read(NamedTuple):
    """What a metric was worked out from."""

    versions: Mapping[str, int | None]
    """Of its datasets; None for one that nobody had pushed."""
    at: float
    """Unix time."""


class QueryReader(RefreshedReader[Q]):
    """Asks one engine. The process goes away when there are no questions for some seconds."""

    refresh_seconds = 300.0

    def __init__(self) -> None:
        super().__init__()
        self._process: Process | None = None
        self._set_up: SetUp | None = None
        self._views: Views = {}
        self._asked_with: set[SqlFile | None] = set()
        """What was asked for since somebody edited one of `_views`."""
        self._read_from: dict[str, _Read] = {}
        """By metric."""
        self._latest: _Read | None = None

    def has_news(self, asked: Asked[Q], office: Office) -> bool:
        """Whether somebody has edited a view since it was asked for: few do, and then all KPIs are asked anew."""
        return office.views != self._views or asked.origin.file not in self._asked_with

    def news_at(self, name: str, office: Office) -> float:
        """See `RefreshedReader`: of a dataset that it reads, there are other rows."""
        read = self._read_from.get(name)
        if read is None:
            return math.inf
        new = [was for dataset, was in read.versions.items() if _version(office, dataset) != was]
        if not new:
            return math.inf
        # What nobody had pushed is waited for.
        return -math.inf if None in new else read.at + NEWS_SECONDS

    def answer(self, asked: Asked[Q], office: Office, unix_time: float) -> Reading:
        """See `RefreshedReader`."""
        query = asked.origin
        if office.views != self._views:
            self._views, self._asked_with = office.views, set()
        self._asked_with.add(query.file)
        columns, cells = self.rows(query, office, unix_time)
        reading = reading_of(query.result, columns, cells, unix_time, office.timezone)
        return structs.replace(reading, expire_after=self.expiry_of(asked))

    def rows(self, query: Query, office: Office, unix_time: float) -> tuple[list[str], list[list[Any]]]:
        """Names of the columns and the rows of `query`, one more at most than there is room for; blocks.

        Raises:
            SourceError: as `answer`.
        """
        engine = engine_named(query.engine, office.settings.engines)
        if engine is None:
            raise SourceError(f"hub.yaml has no engine `{query.engine}`")
        rows = min(engine.rows, MOST_ROWS[query.result])
        paths = _paths_in(office.settings.data_folder)
        try:
            now = local_now(unix_time, office.timezone)
            found = compiled(query, office.views, dialect_of(engine), now, rows + 1, paths)
        except SqlMistakesError as exc:
            raise SourceError(exc.mistakes[0].reason, exc.mistakes[0].hint) from exc
        self._latest = _Read({name: _version(office, name) for name in found.datasets}, unix_time)
        return self._asked(engine, office, found, rows)

    def _asked(self, engine: Engine, office: Office, found: Compiled, rows: int) -> tuple[list[str], list[list[Any]]]:
        try:
            tables = dict(_table(office, name) for name in found.datasets)
            columns, cells = self._running(set_up_of(engine, office)).ask(found.sql, rows, found.views, tables)
        except DatabaseError as exc:
            raise PartnerError(exc.message, exc.hint) from exc
        except TimeoutOfDatabaseError as exc:
            raise SourceError(exc.message, exc.hint, kind="silent") from exc
        return columns, [list(row) for row in cells]

    def _answer(self, name: str, asked: Asked[Q], office: Office, unix_time: float) -> Reading:
        self._latest = None
        try:
            return super()._answer(name, asked, office, unix_time)
        finally:
            self._read_from.pop(name, None)
            if self._latest is not None:
                self._read_from[name] = self._latest

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.close()

    def _running(self, set_up: SetUp) -> Process:
        if self._process is not None and self._process.is_running and self._set_up == set_up:
            return self._process
        if self._process is not None:
            self._process.close()
        self._process, self._set_up = Process(set_up), set_up
        return self._process


def _paths_in(folder: str | None) -> Callable[[str], list[str]]:
    """Finds the files that SQL names in the data folder."""

    def paths(name: str) -> list[str]:
        if folder is None:
            raise SourceError(f"reads the file `{name}`, and hub.yaml names no `data_folder`")
        root = Path(folder).resolve()
        found = sorted(itertools.islice(root.glob(name), MAX_FILES + 1))
        if not found:
            raise SourceError(f"there is no file `{name}` in the data folder")
        if len(found) > MAX_FILES:
            raise SourceError(f"`{name}` is more than {MAX_FILES} files")
        real = [path.resolve() for path in found]
        if not all(path.is_relative_to(root) for path in real):
            raise SourceError(f"`{name}` is a link that leads out of the data folder")
        return [str(path) for path in real]

    return paths


def _version(office: Office, name: str) -> int | None:
    """That of the dataset `name`; None while nobody has pushed it."""
    table = office.tables.table(name)
    return None if table is None else table.version


def _table(office: Office, name: str) -> tuple[str, Callable[[], TableData]]:
    """A name of the dataset `name` as it is now, and what makes it a table for SQL."""
    table = office.tables.table(name)
    if table is None:
        raise SourceError(f"nobody has pushed the dataset `{name}`", kind="nothing")
    return f"{name} {table.version}", lambda: _data_of(table, office.timezone)


_TYPES: Mapping[str, str] = {"string": "VARCHAR", "date": "DATE", "datetime": "TIMESTAMP"}


def _data_of(table: Table, timezone: str) -> TableData:
    """`table` for SQL: money in its unit, moments by the clock of the wall."""
    zone = zoneinfo.ZoneInfo(timezone)
    columns = [
        (key, _TYPES.get(field.type, "DOUBLE"), [_value(value, field, zone) for value in table.column(key)])
        for key, field in table.fields.items()
    ]
    return TableData(schema=DATASETS, name=table.id, columns=columns)


def _value(value: object, field: TableField, zone: zoneinfo.ZoneInfo) -> str | float | None:
    match value:
        case datetime.datetime():
            return value.astimezone(zone).replace(tzinfo=None).isoformat(sep=" ")
        case datetime.date():
            return value.isoformat()
        case int() | float():
            return field.amount(value)
        case None | str():
            return value
    return str(value)
