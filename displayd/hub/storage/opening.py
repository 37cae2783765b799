"""Opening the hub's database: its tables, and what becomes of a file that cannot be used as it is."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import NamedTuple

from displayd.errors import StoreError

__all__ = ["MIGRATIONS", "Opened", "aside_of", "is_damage", "opened", "unusable"]

logger = logging.getLogger(__name__)

MIGRATIONS = (
    """
    create table if not exists reading (metric text primary key, body blob not null) without rowid;
    create table if not exists history (
        metric text not null, step integer not null, at integer not null, total real not null, count integer not null,
        primary key (metric, step, at)
    ) without rowid;
    create table if not exists effective (screens text primary key, revision text not null, at real not null)
        without rowid;
    create table if not exists tile (
        layout text not null, definition text not null, at real not null, primary key (layout, definition)
    ) without rowid;
    create table if not exists client_state (
        kind text not null, name text not null, body blob not null, primary key (kind, name)
    );
    """,
)
"""What makes the tables of one version out of those of the one before; new ones are added at the end, and none is ever
changed. `PRAGMA user_version` of a file says how many of them it has seen."""

_ADDED_TABLES = {"tile", "client_state"}

# Another program that holds the file at this moment, such as one that saves it, has so long to let go.
BUSY_SECONDS = 5.0
OPENING_BUSY_SECONDS = 1.0

_HINTS = {
    sqlite3.SQLITE_BUSY: "another program holds it; is a second hub running with this state folder?",
    sqlite3.SQLITE_CANTOPEN: "the disk or the folder is read-only, or displayd's user has no right to it",
    sqlite3.SQLITE_READONLY: "the disk or the folder is read-only, or displayd's user has no right to it",
    sqlite3.SQLITE_FULL: "the disk is full: make room",
    sqlite3.SQLITE_IOERR: "the disk has errors or is full: look at the machine's log",
}

Columns = tuple[tuple[str, str, int], ...]
"""Name, type and place in the key of each column of a table."""


class Opened(NamedTuple):
    """A database that can be read."""

    db: sqlite3.Connection
    fault: StoreError | None = None
    """Why it cannot be written; None if it can."""


def opened(file: Path | None) -> Opened:
    """The database in `file`, whose tables are those of this version; one in memory for None.

    A damaged file is put aside and begun anew. Of one that lacks tables a copy is put aside, and they are made anew.
    One on a disk that has become read-only, as a worn-out card does, is still read.

    Raises:
        StoreError: the file cannot be opened, or belongs to a later version of displayd; it is left as it is.
    """
    if file is not None and file.is_dir():
        raise StoreError(f"{file} is a folder, not a file", "move it away")
    try:
        return Opened(_connected(file))
    except sqlite3.OperationalError as exc:
        fault = unusable(str(file or "memory"), exc)
        is_barred = exc.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if file is not None and is_barred and (db := _only_to_be_read(file)) is not None:
            return Opened(db, fault)
        raise fault from exc
    except sqlite3.DatabaseError as exc:
        if file is None:
            raise unusable("memory", exc) from exc
        aside = aside_of(file)
        logger.warning("%s is damaged (%s); begun anew, the old one is %s", file, exc, aside.name)
        try:
            _put_aside(file, aside)
            return Opened(_connected(file))
        except (OSError, sqlite3.Error) as again:
            raise unusable(str(file), again) from again


def aside_of(file: Path) -> Path:
    """Where `file` is put when it is damaged."""
    return file.with_name(file.name + ".damaged")


def unusable(name: str, exc: Exception) -> StoreError:
    """`exc`, met with the file `name`, in our words and with what to do."""
    hint = _HINTS.get(getattr(exc, "sqlite_errorcode", 0) & 0xFF, "free some space, or look at the file's rights")
    return StoreError(f"{name}: {exc}", hint)


def is_damage(exc: sqlite3.Error) -> bool:
    """Whether `exc` says that the file itself is no good any more; opening it anew then mends what can be mended."""
    if isinstance(exc, sqlite3.OperationalError):
        return str(exc).startswith(("no such table", "no such column"))
    return exc.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _connected(file: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(file or ":memory:", check_same_thread=False, timeout=OPENING_BUSY_SECONDS)
    try:
        (version,) = db.execute("pragma user_version").fetchone()
        if version > len(MIGRATIONS):
            reason = f"was written by a later displayd: its tables are version {version}, known are {len(MIGRATIONS)}"
            raise StoreError(f"{file} {reason}", "install that one, or move the file away")
        # Write-ahead log: readers never wait, a kill leaves a whole file, and what is committed is one sync of the log.
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = full")
        (state,) = db.execute("pragma quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        _migrate(db, file, version)
        db.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    except BaseException:
        db.close()
        raise
    return db


def _only_to_be_read(file: Path) -> sqlite3.Connection | None:
    """A connection to a file that nobody can write; None if it cannot be read either."""
    try:
        # Immutable: without it SQLite wants to write an index of the log beside the file.
        db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except sqlite3.Error:
        return None
    try:
        found = _tables(db)
        if all(found.get(name) == columns for name, columns in _wanted_tables().items()):
            return db
    except sqlite3.Error:
        pass
    db.close()
    return None


def _migrate(db: sqlite3.Connection, file: Path | None, version: int) -> None:
    """Bring the tables from `version` to this one.

    Raises:
        sqlite3.DatabaseError: they are others than they should be.
    """
    _take_steps(db, version)
    wanted = _wanted_tables()
    if missing := sorted(set(wanted) - set(_tables(db))):
        # displayd 0.1.0 wrote version 1 without the table `tile`, 0.2.0 without `client_state`. A version of its own
        # would have had 0.2.0 refuse a file that it can read; so a step that is taken again adds what is not there.
        if not {*missing} <= _ADDED_TABLES:
            _copy_aside(db, file, missing)
        _take_steps(db, 0)
    found = _tables(db)
    for name, columns in wanted.items():
        if found.get(name) != columns:
            raise sqlite3.DatabaseError(f"the table {name} is not as it should be")


def _take_steps(db: sqlite3.Connection, version: int) -> None:
    for number, steps in enumerate(MIGRATIONS[version:], version + 1):
        # Each step whole or not at all.
        db.executescript(f"begin immediate; {steps} pragma user_version = {number}; commit;")


def _copy_aside(db: sqlite3.Connection, file: Path | None, missing: list[str]) -> None:
    """Keep a copy of a file that lacks tables: what they held may be needed yet."""
    if file is None:
        return
    aside = aside_of(file)
    logger.warning("%s lacks %s; made anew, a copy of the file as it was is %s", file, ", ".join(missing), aside.name)
    try:
        aside.unlink(missing_ok=True)
        copy = sqlite3.connect(aside)
        try:
            db.backup(copy)
        finally:
            copy.close()
    except (OSError, sqlite3.Error) as exc:
        logger.warning("There is no copy of it: %s", exc)


def _wanted_tables() -> dict[str, Columns]:
    db = sqlite3.connect(":memory:")
    try:
        _take_steps(db, 0)
        return _tables(db)
    finally:
        db.close()


def _tables(db: sqlite3.Connection) -> dict[str, Columns]:
    """The tables of a database by name."""
    names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
    columns = "select name, type, pk from pragma_table_info(?)"
    return {name: tuple(db.execute(columns, (name,)).fetchall()) for name in names}


def _put_aside(file: Path, aside: Path) -> None:
    file.replace(aside)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
