"""Taking everything from one database to another, as from the file of SQLite to a PostgreSQL server."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import SQLAlchemyError

from displayd.errors import StoreError
from displayd.hub.storage.place import Place
from displayd.hub.storage.tables import TABLES

__all__ = ["copied"]

# Rows that are held in memory at a time.
PORTION = 5000


def copied(source: Place, target: Place) -> dict[str, int]:
    """Copy everything from `source` to `target`, all or nothing.

    Returns:
        The number of rows by name of the table.

    Raises:
        StoreError: one of the two cannot be opened, read or written, or there is something in `target` already.
    """
    read = source.opened().db
    try:
        opened = target.opened()
        write = opened.db
        try:
            if opened.fault is not None:
                raise opened.fault
            return _copied(source, read, target, write)
        finally:
            write.close()
    finally:
        read.close()


def _copied(source: Place, read: Connection, target: Place, write: Connection) -> dict[str, int]:
    counts = dict.fromkeys(TABLES, 0)
    try:
        with write.begin():
            for table in TABLES.values():
                if write.execute(select(table).limit(1)).first() is not None:
                    raise StoreError(f"{target} is not empty", "name an empty database: values would be counted twice")
            try:
                _take_over(read, write, counts)
            except SQLAlchemyError as exc:
                # It says itself on which of the two connections it was met.
                place = source if getattr(exc, "statement", None) and _is_reading(exc) else target
                raise place.unusable(exc) from exc
    except SQLAlchemyError as exc:
        raise target.unusable(exc) from exc
    return counts


def _take_over(read: Connection, write: Connection, counts: dict[str, int]) -> None:
    # One transaction, so that a hub that still writes is seen at one moment.
    if read.dialect.name == "postgresql":
        read = read.execution_options(isolation_level="REPEATABLE READ")
    with read.begin():
        for name, table in TABLES.items():
            rows = read.execution_options(yield_per=PORTION).execute(select(table)).mappings()
            for portion in rows.partitions(PORTION):
                write.execute(insert(table), [dict(row) for row in portion])
                counts[name] += len(portion)


def _is_reading(exc: SQLAlchemyError) -> bool:
    return str(getattr(exc, "statement", "")).lstrip().lower().startswith("select")
