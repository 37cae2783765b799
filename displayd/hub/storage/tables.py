"""The tables of the hub's database, the same in SQLite and PostgreSQL.

`migrations` makes them; here is what they are to be after it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Double, Integer, LargeBinary, MetaData, Table, Text, inspect

__all__ = [
    "ADDED_SINCE_0_1_0",
    "CLIENT_STATE",
    "EFFECTIVE",
    "EXTREME",
    "HISTORY",
    "READING",
    "REVISIONS",
    "TABLES",
    "TILE",
    "VERSION_TABLE",
    "lacking",
    "unlike",
]

REVISIONS = ("0001", "0002", "0003")
"""The migrations there are, in their order. Here, too, so that a start without one to take does not load Alembic."""

VERSION_TABLE = "alembic_version"
"""Where Alembic writes down which migration a database has seen."""

_METADATA = MetaData()

READING = Table(
    "reading",
    _METADATA,
    Column("metric", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""The newest reading of each metric, as JSON."""

HISTORY = Table(
    "history",
    _METADATA,
    Column("metric", Text, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("total", Double, nullable=False),
    Column("count", BigInteger, nullable=False),
)
"""Sum and number of the values in the `step` seconds that begin at the unix time `at`."""

EXTREME = Table(
    "extreme",
    _METADATA,
    Column("metric", Text, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("lowest", Double, nullable=False),
    Column("highest", Double, nullable=False),
)
"""The lowest and highest of the values of a stretch of `HISTORY`, which is their mean where there is none.

A table of its own: displayd 0.2.0 refuses a `history` with other columns, and most minutes have a single value.
"""

EFFECTIVE = Table(
    "effective",
    _METADATA,
    Column("screens", Text, primary_key=True),
    Column("revision", Text, nullable=False),
    Column("at", Double, nullable=False),
)
"""Revision and `effective_at` of each mirror group."""

TILE = Table(
    "tile",
    _METADATA,
    Column("layout", Text, primary_key=True),
    Column("definition", Text, primary_key=True),
    Column("at", Double, nullable=False),
)
"""Definitions of tiles, and since when there are such."""

CLIENT_STATE = Table(
    "client_state",
    _METADATA,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""What clients have left here; see `ClientStates`."""

TABLES = dict(_METADATA.tables)
"""All of them, by name."""

ADDED_SINCE_0_1_0 = {"tile", "client_state", "extreme"}
"""Tables that a whole file of 0.1.0 or later lacks, whose version says nothing of it."""


def lacking(db: Connection) -> list[str]:
    """Names of the tables that `db` does not have."""
    return sorted(set(TABLES) - set(inspect(db).get_table_names()))


def unlike(db: Connection) -> str | None:
    """Name of a table of `db` whose columns are others than they should be; None if there is none such.

    Those that are lacking are not looked at.
    """
    found = inspect(db)
    there = set(found.get_table_names())
    for name, table in TABLES.items():
        if name not in there:
            continue
        columns = {column["name"] for column in found.get_columns(name)}
        key = found.get_pk_constraint(name)["constrained_columns"]
        if columns != set(table.columns.keys()) or key != [column.name for column in table.primary_key]:
            return name
    return None
