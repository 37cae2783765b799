"""The hub's memory on disk: newest readings and past values, in SQLite. The one home of sqlite3.

Values are kept as means over minutes for two days and over quarters of an hour for as long as the admin wants, so the
file stays small whatever arrives. Writes come in batches. What was written is there after a crash and a power cut.
"""

from __future__ import annotations

import contextlib
import logging
import math
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Past, Reading

__all__ = ["FILE_NAME", "Store"]

FILE_NAME = "hub.sqlite3"
"""In the hub's state folder."""

logger = logging.getLogger(__name__)

# (length of a stretch, how long they are kept) in seconds; None for as long as the admin says.
MINUTE, QUARTER = 60, 900
MINUTES_KEPT_SECONDS = 2 * 86_400

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
    """,
)
"""What makes the tables of one version out of those of the one before; new ones are added at the end, and none is ever
changed. `PRAGMA user_version` of a file says how many of them it has seen."""


_ADD_TO_HISTORY = """
    insert into history
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(?) where true
    on conflict do update set total = total + excluded.total, count = count + excluded.count
"""

_SET_READINGS = """
    insert or replace into reading select value ->> 0, cast(value ->> 1 as blob) from json_each(?)
"""


class Store:
    """The database file. Methods may be called from any thread, one at a time."""

    def __init__(self, file: Path | None) -> None:
        """Open `file`, or a store in memory for None. A damaged file is put aside and begun anew.

        Raises:
            StoreError: the file cannot be written, or belongs to a later version of displayd.
        """
        self._lock = threading.Lock()
        self._name = str(file or "memory")
        try:
            self._db = _opened(file)
        except sqlite3.DatabaseError as exc:
            if file is None or isinstance(exc, sqlite3.OperationalError):
                raise StoreError(f"{self._name}: {exc}", "give another --state folder, or mend its rights") from exc
            aside = file.with_name(file.name + ".damaged")
            logger.warning("%s is damaged (%s); begun anew, the old one is %s", file, exc, aside.name)
            _put_aside(file, aside)
            self._db = _opened(file)

    def write(
        self,
        values: Iterable[tuple[str, float, float]],
        readings: Mapping[str, Reading],
        history_days: int | None = None,
    ) -> None:
        """Take in a batch, in one transaction.

        Args:
            values: (metric, unix time, value).
            history_days: also forget what is older than that, counted from the newest of `values`.

        Raises:
            StoreError: it could not be written; nothing of the batch is in the file.
        """
        sums: dict[tuple[str, int, int], tuple[float, int]] = {}
        newest = 0.0
        for metric, at, value in values:
            newest = max(newest, at)
            for step in (MINUTE, QUARTER):
                key = (metric, step, int(at // step) * step)
                total, count = sums.get(key, (0.0, 0))
                sums[key] = (total + value, count + 1)
        # All rows by one statement each: between two, the event loop would have to give way to this thread.
        rows = [(*key, total, count) for key, (total, count) in sums.items()]
        bodies = [(metric, msgspec.json.encode(reading).decode()) for metric, reading in readings.items()]
        with self._transaction() as db:
            db.execute(_ADD_TO_HISTORY, (msgspec.json.encode(rows).decode(),))
            db.execute(_SET_READINGS, (msgspec.json.encode(bodies).decode(),))
            if history_days is not None and newest:
                for step, kept in ((MINUTE, MINUTES_KEPT_SECONDS), (QUARTER, history_days * 86_400)):
                    db.execute("delete from history where step = ? and at < ?", (step, newest - kept))

    def past(self, metric: str, since: float, until: float = math.inf) -> Past:
        """The newest reading of `metric`, and its values from `since` on: quarters, then minutes where there are any.

        Args:
            until: unix time; what is from later comes from a clock that was wrong, and is left out.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._transaction() as db:
            found = db.execute("select body from reading where metric = ?", (metric,)).fetchone()
            rows = {
                step: db.execute(
                    "select at, total / count, count from history"
                    " where metric = ? and step = ? and at >= ? and at <= ? order by at",
                    (metric, step, since, until),
                ).fetchall()
                for step in (QUARTER, MINUTE)
            }
        first_minute = rows[MINUTE][0][0] if rows[MINUTE] else float("inf")
        values = [(at + QUARTER / 2, mean, count) for at, mean, count in rows[QUARTER] if at + QUARTER <= first_minute]
        values += [(at + MINUTE / 2, mean, count) for at, mean, count in rows[MINUTE]]
        reading = _reading(found[0]) if found else None
        return Past(None if reading is not None and reading.as_of > until else reading, values)

    def effective(self) -> dict[str, tuple[str, float]]:
        """Revision and `effective_at` of every mirror group when `write_effective` was last called."""
        with self._transaction() as db:
            return {group: (revision, at) for group, revision, at in db.execute("select * from effective")}

    def write_effective(self, groups: Mapping[str, tuple[str, float]]) -> None:
        """Remember revision and `effective_at` of the mirror groups, so that a restart changes nothing."""
        with self._transaction() as db:
            db.execute("delete from effective")
            db.executemany("insert into effective values (?, ?, ?)", [(name, *both) for name, both in groups.items()])

    def tiles(self) -> dict[str, dict[str, float]]:
        """The definitions of the tiles when `write_tiles` was last called; see `new_tiles.Known`."""
        known: dict[str, dict[str, float]] = {}
        with self._transaction() as db:
            for layout, definition, at in db.execute("select * from tile"):
                known.setdefault(layout, {})[definition] = at
        return known

    def write_tiles(self, known: Mapping[str, Mapping[str, float]]) -> None:
        """Remember the definitions of the tiles, so that a restart makes none new and none old."""
        rows = [(layout, one, at) for layout, definitions in known.items() for one, at in definitions.items()]
        with self._transaction() as db:
            db.execute("delete from tile")
            db.executemany("insert into tile values (?, ?, ?)", rows)

    def close(self) -> None:
        """Close the file; the store is not used afterwards."""
        with self._lock:
            self._db.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                with self._db:
                    yield self._db
            except sqlite3.Error as exc:
                raise StoreError(f"{self._name}: {exc}", "free some space, or look at the file's rights") from exc


def _reading(body: bytes) -> Reading | None:
    try:
        return msgspec.json.decode(body, type=Reading)
    except msgspec.DecodeError:
        return None


def _opened(file: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(file or ":memory:", check_same_thread=False, timeout=5.0)
    try:
        version = _known_version(db, str(file))
        # Write-ahead log: readers never wait, a kill leaves a whole file, and what is committed is one sync of the log.
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = full")
        (state,) = db.execute("pragma quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        for number, steps in enumerate(MIGRATIONS[version:], version + 1):
            # Each step whole or not at all.
            db.executescript(f"begin immediate; {steps} pragma user_version = {number}; commit;")
    except BaseException:
        db.close()
        raise
    return db


def _known_version(db: sqlite3.Connection, name: str) -> int:
    """How many of `MIGRATIONS` a file has to its end; 0 for a new one.

    Raises:
        StoreError: more than there are here; the file is left as it is.
    """
    (version,) = db.execute("pragma user_version").fetchone()
    if version > len(MIGRATIONS):
        reason = f"was written by a later displayd: its tables are version {version}, known are {len(MIGRATIONS)}"
        raise StoreError(f"{name} {reason}", "install that one, or move the file away")
    # displayd 0.1.0 wrote version 1 without this table. That step, taken again, adds it and leaves what is there; a
    # version of its own would have 0.2.0 refuse a file that it can read.
    has_tiles = db.execute("select 1 from sqlite_master where name = 'tile'").fetchone() is not None
    return int(version) if has_tiles else 0


def _put_aside(file: Path, aside: Path) -> None:
    file.replace(aside)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
