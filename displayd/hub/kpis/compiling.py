"""From a query and the views that it reads to the SQL of an engine, or to what is wrong with any of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from displayd.errors import Mistake
from displayd.hub.kpis.canonical import CANONICAL
from displayd.hub.kpis.query import Query, SqlFile, View, Views
from displayd.validation.faults import suggestion

if TYPE_CHECKING:
    from displayd.hub.kpis.statements.parsing import Statement
    from displayd.hub.kpis.statements.places import SqlFault
    from displayd.hub.kpis.statements.writing import Paths

__all__ = [
    "DATASETS",
    "NEEDS_SQL",
    "Compiled",
    "SqlMistakesError",
    "compiled",
    "has_sql",
    "result_mistakes",
    "view_mistakes",
]

DATASETS = "ds"
"""The schema in which KPIs find the datasets that were pushed."""

NEEDS_SQL = ("KPIs need the library `sqlglot`, which is not installed", "pip install 'displayd[sql]'")
"""What is said, and what to do, where the extra `sql` is missing."""

# Columns by what a query gives: those that it must have, and those that it may.
_COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "scalar": (("value",), ("previous", "target", "as_of")),
    "items": (("label", "value"), ("previous", "target", "detail", "level", "weight", "time", "whole")),
    "series": (("t", "value"), ("series",)),
}


class SqlMistakesError(Exception):
    """A query cannot be asked of an engine."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(str(mistake) for mistake in self.mistakes))


class Compiled(NamedTuple):
    """A query for an engine."""

    sql: str
    views: tuple[tuple[str, str], ...]
    """Name and SQL of what has to be there before, in this order; for DuckDB alone."""
    datasets: tuple[str, ...]
    """Ids of the datasets that are read."""


def has_sql() -> bool:
    """Whether the library is there that reads SQL."""
    import importlib.util

    return importlib.util.find_spec("sqlglot") is not None


def compiled(
    query: Query,
    views: Views,
    dialect: str,
    now: datetime.datetime,
    rows: int,
    paths: Paths | None = None,
    *,
    is_embedded: bool = False,
    has_folder: bool = True,
) -> Compiled:
    """`query` in `dialect`.

    Args:
        now: by the clock of the wall.
        rows: the most that it is to give.
        paths: where files are; for DuckDB.
        is_embedded: True for DuckDB beside the hub, which has no tables but `views` and datasets.
        has_folder: False where there is no folder with files.

    Raises:
        SqlMistakesError: it cannot be written, or reads what is not there.
    """
    assert query.file is not None
    statement = _statement(query.file, query.overrides, dialect)
    chain = _chain(query, statement, views, dialect)
    if is_embedded and (mistakes := _unknown_tables(query, statement, chain, views)):
        raise SqlMistakesError(mistakes)
    if not has_folder and (mistakes := _files_without_folder([(query.file, statement), *chain.values()])):
        raise SqlMistakesError(mistakes)
    if dialect != "duckdb":
        found = {name: view for name, (_, view) in chain.items()}
        return Compiled(_written(query.file, statement, dialect, now, found, rows), (), ())
    written = tuple((name, _written(file, view, dialect, now, paths=paths)) for name, (file, view) in chain.items())
    sql = _written(query.file, statement, dialect, now, rows=rows, paths=paths)
    datasets = _datasets([statement, *(view for _, view in chain.values())])
    return Compiled(sql, written, tuple(dict.fromkeys(datasets)))


def view_mistakes(view: View) -> list[Mistake]:
    """What is wrong with the files of `view`, whatever reads it."""
    mistakes: list[Mistake] = []
    for dialect, file in (("duckdb", view.file), *view.overrides.items()):
        try:
            _parsed(file, dialect)
        except SqlMistakesError as exc:
            mistakes += exc.mistakes
    return mistakes


def result_mistakes(query: Query) -> list[Mistake]:
    """What of the columns of `query` does not suit what it says that it gives."""
    assert query.file is not None
    mistakes: list[Mistake] = []
    for dialect, file in (("duckdb", query.file), *query.overrides.items()):
        try:
            columns = _parsed(file, dialect).columns
        except SqlMistakesError as exc:
            mistakes += exc.mistakes
            continue
        if columns is not None:
            mistakes += [Mistake(file.path, reason, hint) for reason, hint in column_faults(query.result, columns)]
    return mistakes


def column_faults(result: str, columns: Iterable[str]) -> list[tuple[str, str]]:
    """Reason and hint for each of `columns` that `result` does not know, and for each that is missing."""
    if result not in _COLUMNS:
        return []
    needed, others = _COLUMNS[result]
    given = [column.lower() for column in columns]
    faults = [
        (f"a result `{result}` needs a column `{name}`", f"write `... as {name}`")
        for name in needed
        if name not in given
    ]
    known = [*needed, *others]
    faults += [
        (f"a result `{result}` has no column `{name}`", suggestion(name, known)) for name in given if name not in known
    ]
    return faults


def _statement(file: SqlFile, overrides: Mapping[str, SqlFile], dialect: str) -> Statement:
    if dialect in overrides:
        return _parsed(overrides[dialect], dialect)
    return _parsed(file, "duckdb")


def _parsed(file: SqlFile, dialect: str) -> Statement:
    if not has_sql():
        raise SqlMistakesError([Mistake(file.path, *NEEDS_SQL)])
    from displayd.hub.kpis.statements.parsing import parsed

    statement, faults = parsed(file.text, dialect)
    if statement is None:
        raise SqlMistakesError(_mistake(file, fault) for fault in faults)
    return statement


def _written(
    file: SqlFile,
    statement: Statement,
    dialect: str,
    now: datetime.datetime,
    views: Mapping[str, Statement] | None = None,
    rows: int | None = None,
    paths: Paths | None = None,
) -> str:
    from displayd.hub.kpis.statements.writing import SqlError, written

    try:
        return written(statement, dialect, now, views, rows, paths)
    except SqlError as exc:
        raise SqlMistakesError(_mistake(file, fault) for fault in exc.faults) from exc


def _chain(query: Query, statement: Statement, views: Views, dialect: str) -> dict[str, tuple[SqlFile, Statement]]:
    """The views that `statement` reads, and those that they read, each after its own.

    A view that reads a table of its own name reads that of the database.
    """
    assert query.file is not None
    done: dict[str, tuple[SqlFile, Statement]] = {}

    def add(read: Statement, way: tuple[str, ...]) -> None:
        for table in read.tables:
            name = table.name.lower()
            view = views.get(name)
            if table.schema or view is None or name in done or name == (way[-1] if way else ""):
                continue
            if name in way:
                circle = " -> ".join((*way[way.index(name) :], name))
                raise SqlMistakesError([Mistake(view.file.path, f"views read each other in a circle: {circle}")])
            inner = _statement(view.file, view.overrides, dialect)
            add(inner, (*way, name))
            file = view.overrides.get(dialect, view.file)
            if inner.dialect == "duckdb":
                _check_portable(view.file, inner, dialect, {name: view for name, (_, view) in done.items()})
            done[name] = file, inner

    add(statement, ())
    return done


def _check_portable(file: SqlFile, statement: Statement, dialect: str, views: Mapping[str, Statement]) -> None:
    from displayd.hub.kpis.statements.writing import unwritable

    if faults := unwritable(statement, dialect, views):
        raise SqlMistakesError(_mistake(file, fault) for fault in faults)


def _unknown_tables(
    query: Query, statement: Statement, chain: Mapping[str, tuple[SqlFile, Statement]], views: Views
) -> list[Mistake]:
    assert query.file is not None
    mistakes = []
    for file, read in ((query.file, statement), *chain.values()):
        for table in read.tables:
            name = table.name.lower()
            if table.schema.lower() == DATASETS or (name in views and not table.schema):
                continue
            is_meant = name in CANONICAL or not (table.schema or len(views) > 24)
            hint = "" if is_meant else suggestion(name, sorted(views))
            mistakes.append(
                Mistake(
                    f"{file.path}:{table.line}:{table.column}",
                    f"there is no table `{table.name}`",
                    hint or f"write sources/{re.sub(r'.*[.]', '', name)}.sql, a SELECT that gives it",
                )
            )
    return mistakes


def _files_without_folder(read: Iterable[tuple[SqlFile, Statement]]) -> list[Mistake]:
    return [
        Mistake(
            file.path, f"reads the file `{statement.files[0]}`, and hub.yaml names no `data_folder`", "name it there"
        )
        for file, statement in read
        if statement.files
    ]


def _datasets(statements: Iterable[Statement]) -> Iterable[str]:
    for statement in statements:
        for table in statement.tables:
            if table.schema.lower() == DATASETS:
                yield table.name.partition(".")[2]


def _mistake(file: SqlFile, fault: SqlFault) -> Mistake:
    place = f":{fault.line}:{fault.column}" if fault.column else f":{fault.line}"
    stem = file.path.rpartition("/")[2].removesuffix(".sql")
    return Mistake(f"{file.path}{place}", fault.reason, fault.hint.replace("NAME", stem))
