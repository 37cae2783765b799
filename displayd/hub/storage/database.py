"""The hub's memory on disk: newest readings and past values, in SQLite.

Values are kept as means over minutes for two days and over quarters of an hour for as long as the admin wants, so the
file stays small whatever arrives. Writes come in batches. What was written is there after a crash and a power cut.
"""

from __future__ import annotations

import contextlib
import logging
import math
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Past, Reading
from displayd.hub.storage.opening import aside_of, is_damage, opened, unusable

__all__ = ["FILE_NAME", "Store"]

FILE_NAME = "hub.sqlite3"
"""In the hub's state folder."""

logger = logging.getLogger(__name__)

# (length of a stretch, how long they are kept) in seconds; None for as long as the admin says.
MINUTE, QUARTER = 60, 900
MINUTES_KEPT_SECONDS = 2 * 86_400

# A file that cannot be opened is tried again with the next that is asked of it, at most so often.
AGAIN_SECONDS = 2.0

_ADD_TO_HISTORY = """
    insert into history
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(?) where true
    on conflict do update set total = total + excluded.total, count = count + excluded.count
"""

_SET_CLIENT_STATE = "insert or replace into client_state values (?, ?, ?)"

_REMOVE_CLIENT_STATE = "delete from client_state where kind = ? and name = ?"

_SET_READINGS = """
    insert or replace into reading select value ->> 0, cast(value ->> 1 as blob) from json_each(?)
"""


class Store:
    """The database file. Methods may be called from any thread, one at a time."""

    def __init__(self, file: Path | None, *, is_needed: bool = True) -> None:
        """Open `file`, or a store in memory for None; see `opened`.

        Args:
            is_needed: False to do without a file that cannot be opened. Whatever is then asked of the store is a
                `StoreError` until it can be.

        Raises:
            StoreError: the file cannot be opened, and is needed.
        """
        self._lock = threading.Lock()
        self._file = file
        self._name = str(file or "memory")
        self._db: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._fault: StoreError | None = None
        self._again_at = 0.0
        self.openings = 0
        """How often the file has been opened to be written: again, after it could not be, was damaged or taken away."""
        try:
            self._open()
        except StoreError:
            if is_needed:
                raise

    @property
    def fault(self) -> StoreError | None:
        """Why the file cannot be opened, or only be read; None while it is open."""
        return self._fault

    @property
    def has_put_aside(self) -> bool:
        """Whether a damaged file is beside this one."""
        return self._file is not None and aside_of(self._file).exists()

    def write(
        self,
        values: Iterable[tuple[str, float, float]],
        readings: Mapping[str, Reading],
        history_days: int | None = None,
        client_states: Mapping[tuple[str, str], bytes | None] | None = None,
    ) -> None:
        """Take in a batch, in one transaction.

        Args:
            values: (metric, unix time, value).
            client_states: body by (kind, name), see `ClientStates`; None to remove one.
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
            for (kind, name), body in (client_states or {}).items():
                if body is None:
                    db.execute(_REMOVE_CLIENT_STATE, (kind, name))
                else:
                    db.execute(_SET_CLIENT_STATE, (kind, name, body))
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

    def client_states(self) -> dict[tuple[str, str], bytes]:
        """Body of what clients have left here, by (kind, name); see `ClientStates`."""
        with self._transaction() as db:
            return {(kind, name): body for kind, name, body in db.execute("select * from client_state")}

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
            self._shut()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._db is not None and _identity(self._file) != self._identity:
                logger.warning("%s is another file than it was, or gone; going on with what is there", self._name)
                self._shut()
            if self._fault is not None and time.monotonic() >= self._again_at:
                self._shut()  # it may be writable by now
            db = self._db or self._open()
            try:
                with db:
                    yield db
            except sqlite3.Error as exc:
                if is_damage(exc):
                    self._shut()
                raise unusable(self._name, exc) from exc

    def _open(self) -> sqlite3.Connection:
        if self._fault is not None and time.monotonic() < self._again_at:
            raise StoreError(self._fault.message, self._fault.hint)
        self._again_at = time.monotonic() + AGAIN_SECONDS
        try:
            self._db, self._fault = opened(self._file)
        except StoreError as exc:
            self._fault = exc
            raise
        self._identity = _identity(self._file)
        if self._fault is None:
            self.openings += 1
        return self._db

    def _shut(self) -> None:
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
        self._db = None


def _identity(file: Path | None) -> tuple[int, int] | None:
    """Device and inode of `file`; None if it is not there."""
    try:
        found = file.stat() if file is not None else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def _reading(body: bytes) -> Reading | None:
    try:
        return msgspec.json.decode(body, type=Reading)
    except msgspec.DecodeError:
        return None
