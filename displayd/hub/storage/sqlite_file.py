"""The hub's database in a file of SQLite: opening it, and what becomes of a file that cannot be used as it is."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, inspect

from displayd.errors import StoreError
from displayd.hub.storage.migrating import is_due, migrate
from displayd.hub.storage.place import Opened, cause
from displayd.hub.storage.tables import ADDED_SINCE_0_1_0, TABLES, VERSION_TABLE, lacking, unlike

__all__ = ["KNOWN_USER_VERSION", "SqliteFile", "aside_of"]

logger = logging.getLogger(__name__)

KNOWN_USER_VERSION = 1
"""`PRAGMA user_version` of a file that displayd 0.2.0 can use; one that it cannot will have a higher one."""

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


class SqliteFile:
    """A database in a file, or in memory for None. A `Place`."""

    def __init__(self, file: Path | None) -> None:
        self.file = file

    def __str__(self) -> str:
        return str(self.file or "memory")

    @property
    def has_put_aside(self) -> bool:
        """Whether a damaged file is beside this one."""
        return self.file is not None and aside_of(self.file).exists()

    def is_alive(self, db: Connection) -> bool:
        """Always: what is wrong with a file shows when it is used."""
        return True

    def identity(self) -> object:
        """Device and inode of the file; None if it is not there."""
        try:
            found = self.file.stat() if self.file is not None else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

    def opened(self) -> Opened:
        """The database, whose tables are those of this version.

        A damaged file is put aside and begun anew. Of one that lacks tables a copy is put aside, and they are made
        anew. One on a disk that has become read-only, as a worn-out card does, is still read.

        Raises:
            StoreError: the file cannot be opened, or belongs to a later version of displayd; it is left as it is.
        """
        if self.file is not None and self.file.is_dir():
            raise StoreError(f"{self.file} is a folder, not a file", "move it away")
        try:
            return Opened(_ready(self.file))
        except sqlite3.OperationalError as exc:
            fault = self.unusable(exc)
            is_barred = exc.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if self.file is not None and is_barred and (db := _only_to_be_read(self.file)) is not None:
                return Opened(db, fault)
            raise fault from exc
        except sqlite3.DatabaseError as exc:
            if self.file is None:
                raise self.unusable(exc) from exc
            aside = aside_of(self.file)
            logger.warning("%s is damaged (%s); begun anew, the old one is %s", self.file, exc, aside.name)
            try:
                _put_aside(self.file, aside)
                return Opened(_ready(self.file))
            except (OSError, sqlite3.Error) as again:
                raise self.unusable(again) from again

    def unusable(self, exc: Exception) -> StoreError:
        """`exc`, met with the file, in our words and with what to do."""
        exc = cause(exc)
        hint = _HINTS.get(getattr(exc, "sqlite_errorcode", 0) & 0xFF, "free some space, or look at the file's rights")
        return StoreError(f"{self}: {exc}", hint)

    def is_spent(self, exc: Exception) -> bool:
        """Whether `exc` says that the file itself is no good any more."""
        exc = cause(exc)
        if isinstance(exc, sqlite3.OperationalError):
            return str(exc).startswith(("no such table", "no such column"))
        damaged = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        return isinstance(exc, sqlite3.Error) and exc.sqlite_errorcode & 0xFF in damaged


def aside_of(file: Path) -> Path:
    """Where `file` is put when it is damaged."""
    return file.with_name(file.name + ".damaged")


def _ready(file: Path | None) -> Connection:
    """The database in `file`, with the tables of this version.

    Raises:
        sqlite3.Error: it cannot be opened, is damaged, or has tables that are others than they should be.
        StoreError: it belongs to a later version.
    """
    raw = _connected(file)
    db = _wrapped(raw)
    try:
        with db.begin():
            _migrate(db, raw, file)
        raw.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    except BaseException as exc:
        db.close()
        if isinstance(exc, Exception) and isinstance(original := cause(exc), sqlite3.Error):
            raise original from None
        raise
    return db


def _connected(file: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(file or ":memory:", check_same_thread=False, timeout=OPENING_BUSY_SECONDS)
    try:
        (version,) = db.execute("pragma user_version").fetchone()
        if version > KNOWN_USER_VERSION:
            reason = f"was written by a later displayd: its tables are version {version}, known are"
            raise StoreError(f"{file} {reason} {KNOWN_USER_VERSION}", "install that one, or move the file away")
        # Write-ahead log: readers never wait, a kill leaves a whole file, and what is committed is one sync of the log.
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = full")
        (state,) = db.execute("pragma quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(state)
    except BaseException:
        db.close()
        raise
    return db


def _wrapped(raw: sqlite3.Connection) -> Connection:
    """`raw` for SQLAlchemy; closed with what is returned."""
    return create_engine("sqlite+pysqlite://", creator=lambda: raw, poolclass=NullPool).connect()


def _only_to_be_read(file: Path) -> Connection | None:
    """A connection to a file that nobody can write; None if it cannot be read either."""
    try:
        # Immutable: without it SQLite wants to write an index of the log beside the file.
        raw = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except sqlite3.Error:
        return None
    db = _wrapped(raw)
    # Fence: whatever is wrong with it, nothing can be done about it here.
    try:
        with db.begin():
            if not lacking(db) and unlike(db) is None:
                return db
    except Exception:
        logger.debug("%s cannot be read either", file, exc_info=True)
    db.close()
    return None


def _migrate(db: Connection, raw: sqlite3.Connection, file: Path | None) -> None:
    """Bring the tables to those of this version.

    Raises:
        sqlite3.DatabaseError: they are others than they should be.
        StoreError: they are those of a later version.
    """
    due, missing = is_due(db, str(file)), lacking(db)
    is_new = missing == sorted(TABLES)
    if not is_new and not inspect(db).has_table(VERSION_TABLE):
        # Of 0.2.0 or before: then the tables that are there are as the first migration makes them.
        _refuse_unlike(db)
    if due or missing:
        (version,) = raw.execute("pragma user_version").fetchone()
        # displayd 0.1.0 wrote version 1 without the table `tile`, 0.2.0 without `client_state`.
        if version and not {*missing} <= ADDED_SINCE_0_1_0:
            _copy_aside(raw, file, missing)
        db.exec_driver_sql("begin immediate")
        migrate(db, is_anew=bool(missing))
    _refuse_unlike(db)


def _refuse_unlike(db: Connection) -> None:
    if (name := unlike(db)) is not None:
        raise sqlite3.DatabaseError(f"the table {name} is not as it should be")


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


def _put_aside(file: Path, aside: Path) -> None:
    file.replace(aside)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
