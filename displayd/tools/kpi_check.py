"""`displayd hub kpi check`: every KPI on a made-up company, in an empty schema, against the right answers."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from displayd.errors import DisplaydError, SourceError
from displayd.hub.engine_settings import EMBEDDED, Engine, dialect_of, engine_faults, engine_named
from displayd.hub.kpis.compiling import SqlMistakesError, compiled
from displayd.hub.kpis.query import Query, Views
from displayd.hub.kpis.running.process import Process
from displayd.hub.settings import HubSettings
from displayd.hub.sources.query_reader import set_up_of
from displayd.hub.sources.source import Office
from displayd.hub.wall import folder as folders
from displayd.hub.wall import shipped
from displayd.hub.wall.kpi_files import DIALECTS, KpiFiles
from displayd.hub.wall.loader import wall_of
from displayd.hub.wall.reader import read
from displayd.hub.wall.texts import WallTexts
from displayd.validation.faults import suggestion
from displayd.validation.yaml_source import parse

__all__ = ["Outcome", "check"]

ROWS_OF_A_STATEMENT = 400
MOST_ROWS = 5000

# Nothing of the fixture takes long.
TIMEOUT_SECONDS = 120.0

_TYPES: Mapping[str, str] = {
    "text": "varchar(500)",
    "integer": "bigint",
    "decimal": "decimal(18, 4)",
    "date": "date",
    "timestamp": "timestamp",
}

_TYPES_OF: Mapping[str, Mapping[str, str]] = {
    "clickhouse": {
        "text": "Nullable(String)",
        "integer": "Nullable(Int64)",
        "decimal": "Nullable(Decimal(18, 4))",
        "date": "Nullable(Date32)",
        "timestamp": "Nullable(DateTime64(0))",
    },
    "mysql": {**_TYPES, "timestamp": "datetime"},
    "bigquery": {"text": "string", "integer": "int64", "decimal": "numeric", "date": "date", "timestamp": "datetime"},
}

_COUNT_TABLES = "select count(*) from information_schema.tables where table_schema = "
_TABLES_THERE: Mapping[str, str] = {
    "clickhouse": "select count(*) from system.tables where database = currentDatabase()",
    "mysql": f"{_COUNT_TABLES}database()",
    "duckdb": f"{_COUNT_TABLES}current_schema()",
    "postgres": f"{_COUNT_TABLES}current_schema()",
    "snowflake": f"{_COUNT_TABLES}current_schema()",
    "trino": f"{_COUNT_TABLES}current_schema",
}


class Outcome(NamedTuple):
    """What became of one KPI."""

    name: str
    state: str
    """`right`, `wrong`, `failed`; `ran` where nobody knows the right answer, `written` where nothing was run."""

    reason: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing has to be done about it."""
        return self.state in ("right", "ran", "written")


def check(folder: Path | None, engine_name: str) -> list[Outcome]:
    """What becomes of every KPI: those that come along, and those of the wall in `folder`.

    Args:
        folder: None for those that come along alone.
        engine_name: a name in `engines` of the wall, the address of a database, or a dialect, whose SQL is written
            only.

    Raises:
        DisplaydError: there is no such engine, it cannot be reached, or its schema is not empty.
    """
    settings, files = HubSettings(), folders.WallFiles({}, {}, folders.shipped_sql(shipped.kpis_folder()))
    if folder is not None:
        files = read(folder)
        settings = wall_of(files, str(folder)).settings
    tables = _tables()
    # The made-up company stands in for what the wall's sources make of its own tables.
    own = {path: data for path, data in files.own.items() if path.partition("/")[2].removesuffix(".sql") not in tables}
    kpis = KpiFiles(WallTexts(folders.WallFiles(own, {}, files.shipped_sql)))
    queries = [kpi.query for name in kpis.names() if (kpi := kpis.kpi(name)) is not None]
    golden = json.loads((shipped.kpis_folder() / "golden.json").read_text("utf-8"))
    if engine_name in DIALECTS and engine_name not in settings.engines:
        return [_written(query, kpis.views, engine_name, golden["now"]) for query in queries]
    engine = _engine(engine_name, settings)
    answers = {name: answer for name, answer in golden["kpis"].items() if name not in kpis.own}
    with _Trial(engine, tables) as trial:
        return [trial.outcome(query, kpis.views, golden["now"], answers.get(query.name)) for query in queries]


def _engine(name: str, settings: HubSettings) -> Engine:
    engine = engine_named(name, settings.engines)
    if engine is None and "://" in name:
        engine = Engine(url=name)
        if fault := next(engine_faults({"engine": engine}), None):
            raise DisplaydError(f"{name.partition('@')[2] or name}: {fault.reason}", fault.hint)
    if engine is None:
        known = sorted({EMBEDDED, *settings.engines, *DIALECTS})
        raise DisplaydError(f"there is no engine `{name}`", suggestion(name, known))
    return Engine(**{**_fields(engine), "timeout_seconds": max(TIMEOUT_SECONDS, engine.timeout_seconds)})


def _fields(engine: Engine) -> dict[str, Any]:
    return {name: getattr(engine, name) for name in engine.__struct_fields__}


def _tables() -> Mapping[str, Mapping[str, str]]:
    """The canonical tables: type by column."""
    text = (shipped.kpis_folder() / "tables.yaml").read_text("utf-8")
    data = parse("tables.yaml", text).data
    return {
        table: {column: str(one["type"]) for column, one in described["columns"].items()}
        for table, described in data.items()
    }


def _written(query: Query, views: Views, dialect: str, now: str) -> Outcome:
    """Whether `query` can be written in `dialect`."""
    try:
        compiled(query, views, dialect, datetime.datetime.fromisoformat(now), MOST_ROWS)
    except SqlMistakesError as exc:
        return Outcome(query.name, "failed", str(exc.mistakes[0]))
    return Outcome(query.name, "written")


class _Trial:
    """A made-up company in an engine; gone at the end."""

    def __init__(self, engine: Engine, tables: Mapping[str, Mapping[str, str]]) -> None:
        from msgspec import structs

        self._dialect = dialect_of(engine)
        self._tables = tables
        set_up = structs.replace(
            set_up_of(engine, Office("UTC", HubSettings())), is_read_only=False, idle_seconds=600.0
        )
        self._process = Process(set_up)
        self._made: list[str] = []

    def __enter__(self) -> _Trial:  # noqa: PYI034 - it is private
        try:
            self._refuse_others()
            for table, columns in self._tables.items():
                self._make(table, columns)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        """Drop what was made."""
        try:
            for table in self._made:
                self._process.change(f"drop table {table}")
        finally:
            self._process.close()

    def outcome(self, query: Query, views: Views, now: str, golden: Mapping[str, Any] | None) -> Outcome:
        """What becomes of `query` at the moment `now`."""
        try:
            found = compiled(query, views, self._dialect, datetime.datetime.fromisoformat(now), MOST_ROWS + 1)
            columns, rows = self._process.ask(found.sql, MOST_ROWS, found.views)
        except SqlMistakesError as exc:
            return Outcome(query.name, "failed", str(exc.mistakes[0]))
        except SourceError as exc:
            return Outcome(query.name, "failed", exc.message)
        if golden is None:
            return Outcome(query.name, "ran", f"{len(rows)} rows")
        reason = _difference(golden, columns, [[_plain(value) for value in row] for row in rows])
        return Outcome(query.name, "wrong" if reason else "right", reason)

    def _refuse_others(self) -> None:
        """Touch no schema in which there is something."""
        question = _TABLES_THERE.get(self._dialect)
        if question is None:
            raise DisplaydError(
                f"KPIs cannot be tried on {self._dialect} yet", "name its dialect, to have them written"
            )
        count = self._process.ask(question, 1)[1][0][0]
        if count:
            raise DisplaydError(f"the schema has {count} tables", "name an empty database or schema")

    def _make(self, table: str, columns: Mapping[str, str]) -> None:
        types = _TYPES_OF.get(self._dialect, _TYPES)
        described = ", ".join(f"{column} {types[kind]}" for column, kind in columns.items())
        ending = " engine = Memory" if self._dialect == "clickhouse" else ""
        self._process.change(f"create table {table} ({described}){ending}")
        self._made.append(table)
        with (shipped.kpis_folder() / "fixture" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            while batch := list(itertools.islice(rows, ROWS_OF_A_STATEMENT)):
                values = ", ".join(f"({', '.join(_literals(row, columns))})" for row in batch)
                self._process.change(f"insert into {table} ({', '.join(columns)}) values {values}")  # noqa: S608 - ours


def _literals(row: Mapping[str, str], columns: Mapping[str, str]) -> Iterator[str]:
    """The cells of a row of the fixture as SQL."""
    for column, kind in columns.items():
        text = row[column]
        if not text:
            yield "null"
        elif kind in ("integer", "decimal"):
            yield text
        else:
            quoted = text.replace("'", "''")
            yield f"{kind} '{quoted}'" if kind == "date" else f"'{quoted}'"


def _plain(value: Any) -> Any:
    """A cell as the file of right answers has it."""
    if isinstance(value, (list, tuple)):
        return value[1]
    return float(value) if isinstance(value, (bool, int)) else value


def _difference(golden: Mapping[str, Any], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """What is not as in `golden`; empty for nothing. Rows may come in another order: texts are sorted differently."""
    if [column.lower() for column in columns] != golden["columns"]:
        return f"the columns are {', '.join(columns)}"
    wanted = golden["rows"]
    if len(rows) != len(wanted):
        return f"{len(rows)} rows, {len(wanted)} wanted"
    for ours, theirs in (rows, wanted), (sorted(rows, key=_order), sorted(wanted, key=_order)):
        different = [(got, want) for got, want in zip(ours, theirs, strict=True) if not _is_same(got, want)]
        if not different:
            return ""
    got, want = different[0]
    return f"{list(got)}, {list(want)} wanted"


def _order(row: Sequence[Any]) -> list[tuple[bool, str]]:
    return [(cell is None, f"{cell:.6g}" if isinstance(cell, float) else str(cell)) for cell in row]


def _is_same(row: Sequence[Any], wanted: Sequence[Any]) -> bool:
    return all(_is_equal(one, other) for one, other in zip(row, wanted, strict=True))


def _is_equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    # A day is the same as its beginning.
    if isinstance(one, str) and isinstance(other, str):
        return one.removesuffix(" 00:00:00") == other.removesuffix(" 00:00:00")
    return bool(one == other)
