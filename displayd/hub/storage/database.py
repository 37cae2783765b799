"""The hub's memory on disk: newest readings and past values, in SQLite or PostgreSQL.

Values are kept as means over stretches of time, see `metrics.resolution`, so the database stays small whatever arrives.
Writes come in batches. What was written is there after a crash and a power cut.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Double, and_, delete, insert, literal, or_, select
from sqlalchemy.exc import SQLAlchemyError

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Past, Reading
from displayd.hub.metrics.resolution import STEPS, Reach, Sum, extremes, kept_seconds, means, shortest, sums
from displayd.hub.storage import statements
from displayd.hub.storage.place import Place
from displayd.hub.storage.sqlite_file import SqliteFile
from displayd.hub.storage.tables import CLIENT_STATE, EFFECTIVE, EXTREME, HISTORY, READING, TILE

__all__ = ["Store"]

logger = logging.getLogger(__name__)

# Of more metrics than this all readings are read: a list of names is limited in both databases.
FEW = 500

# No database takes infinity for a time in JSON.
_NEVER = 1e15

# A database that cannot be opened is tried again with the next that is asked of it, at most so often.
AGAIN_SECONDS = 2.0


class Store:
    """The database. Methods may be called from any thread, one at a time."""

    def __init__(self, place: Path | Place | None, *, is_needed: bool = True) -> None:
        """Open the database at `place`; see `Place.opened`.

        Args:
            place: a file, a place of another kind, or None for memory.
            is_needed: False to do without a database that cannot be opened. Whatever is then asked of the store is a
                `StoreError` until it can be.

        Raises:
            StoreError: it cannot be opened, and is needed.
        """
        self._lock = threading.Lock()
        self._place: Place = SqliteFile(place) if place is None or isinstance(place, Path) else place
        self._db: Connection | None = None
        self._identity: object = None
        self._fault: StoreError | None = None
        self._again_at = 0.0
        self.openings = 0
        """How often it has been opened to be written: again, after it could not be, was damaged or taken away."""
        try:
            self._open()
        except StoreError:
            if is_needed:
                raise

    @property
    def fault(self) -> StoreError | None:
        """Why the database cannot be opened, or only be read; None while it is open."""
        return self._fault

    @property
    def has_put_aside(self) -> bool:
        """Whether a damaged file is beside this one."""
        return self._place.has_put_aside

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
        values = list(values)
        newest = max((at for _, at, _ in values), default=0.0)
        # All rows by one statement each: between two, the event loop would have to give way to this thread.
        rows = [(*key, *one) for key, one in sums(values).items()]
        bodies = [(metric, msgspec.json.encode(reading).decode()) for metric, reading in readings.items()]
        with self._transaction() as db:
            dialect = db.dialect.name
            stretches = {"rows": msgspec.json.encode(rows).decode()}
            db.execute(statements.ADD_TO_EXTREMES[dialect], stretches)
            db.execute(statements.ADD_TO_HISTORY[dialect], stretches)
            db.execute(statements.SET_READINGS[dialect], {"rows": msgspec.json.encode(bodies).decode()})
            for (kind, name), body in (client_states or {}).items():
                if body is None:
                    state = CLIENT_STATE.c
                    db.execute(delete(CLIENT_STATE).where(state.kind == kind, state.name == name))
                else:
                    db.execute(statements.SET_CLIENT_STATE, {"kind": kind, "name": name, "body": body})
            if history_days is not None and newest:
                first = {step: literal(newest - kept_seconds(step, history_days), Double) for step in STEPS}
                for table in (HISTORY, EXTREME):
                    # All in one: the table is gone through as a whole.
                    step, at = table.c.step, table.c.at
                    old = or_(*(and_(step == one, at < since) for one, since in first.items()))
                    db.execute(delete(table).where(old))

    def past(self, metric: str, since: float, until: float = _NEVER) -> Past:
        """The newest reading of `metric`, and all that is kept of its values from `since` on, as finely as it is.

        Args:
            until: unix time; what is from later comes from a clock that was wrong, and is left out.

        Raises:
            StoreError: it cannot be read.
        """
        with self._transaction() as db:
            reading = _readings(db, [metric], until).get(metric)
            found = _sums(db, [(metric, step, since, until) for step in STEPS])
        return _past(reading, found.get(metric, {}))

    def pasts(self, reaches: Mapping[str, Reach], unix_time: float, until: float = _NEVER) -> dict[str, Past]:
        """The newest reading of each metric, and as much of its past as it wants; all by a few statements.

        Args:
            unix_time: now.
            until: as for `past`.

        Raises:
            StoreError: it cannot be read.
        """
        with self._transaction() as db:
            readings = _readings(db, list(reaches), until)
            wanted: list[tuple[str, int, float, float]] = []
            for metric, reach in reaches.items():
                # What a value is compared with is counted from that value, however old it is.
                newest = min(unix_time, readings[metric].as_of) if metric in readings else unix_time
                wanted += [(metric, step, since, until) for step, since in reach.since(newest)]
            found = _sums(db, wanted)
        return {metric: _past(readings.get(metric), found.get(metric, {})) for metric in reaches}

    def client_states(self) -> dict[tuple[str, str], bytes]:
        """Body of what clients have left here, by (kind, name); see `ClientStates`."""
        with self._transaction() as db:
            return {(kind, name): body for kind, name, body in db.execute(select(CLIENT_STATE))}

    def effective(self) -> dict[str, tuple[str, float]]:
        """Revision and `effective_at` of every mirror group when `write_effective` was last called."""
        with self._transaction() as db:
            return {group: (revision, at) for group, revision, at in db.execute(select(EFFECTIVE))}

    def write_effective(self, groups: Mapping[str, tuple[str, float]]) -> None:
        """Remember revision and `effective_at` of the mirror groups, so that a restart changes nothing."""
        rows = [{"screens": name, "revision": revision, "at": at} for name, (revision, at) in groups.items()]
        with self._transaction() as db:
            db.execute(delete(EFFECTIVE))
            if rows:
                db.execute(insert(EFFECTIVE), rows)

    def tiles(self) -> dict[str, dict[str, float]]:
        """The definitions of the tiles when `write_tiles` was last called; see `new_tiles.Known`."""
        known: dict[str, dict[str, float]] = {}
        with self._transaction() as db:
            for layout, definition, at in db.execute(select(TILE)):
                known.setdefault(layout, {})[definition] = at
        return known

    def write_tiles(self, known: Mapping[str, Mapping[str, float]]) -> None:
        """Remember the definitions of the tiles, so that a restart makes none new and none old."""
        rows = [
            {"layout": layout, "definition": one, "at": at}
            for layout, definitions in known.items()
            for one, at in definitions.items()
        ]
        with self._transaction() as db:
            db.execute(delete(TILE))
            if rows:
                db.execute(insert(TILE), rows)

    def look(self) -> None:
        """Open the database if it is not open.

        Raises:
            StoreError: it cannot be written.
        """
        with self._transaction():
            if self._fault is not None:
                raise self._fault

    def close(self) -> None:
        """Close the database; the store is not used afterwards."""
        with self._lock:
            self._shut()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._lock:
            if self._db is not None and self._place.identity() != self._identity:
                logger.warning("%s is another than it was, or gone; going on with what is there", self._place)
                self._shut()
            if self._db is not None and not self._place.is_alive(self._db):
                self._shut()
            if self._fault is not None and time.monotonic() >= self._again_at:
                self._shut()  # it may be writable by now
            db = self._db or self._open()
            try:
                with db.begin():
                    yield db
            except SQLAlchemyError as exc:
                if self._place.is_spent(exc):
                    self._shut()
                raise self._place.unusable(exc) from exc

    def _open(self) -> Connection:
        if self._fault is not None and time.monotonic() < self._again_at:
            raise StoreError(self._fault.message, self._fault.hint)
        self._again_at = time.monotonic() + AGAIN_SECONDS
        try:
            self._db, self._fault = self._place.opened()
        except StoreError as exc:
            self._fault = exc
            raise
        self._identity = self._place.identity()
        if self._fault is None:
            self.openings += 1
        return self._db

    def _shut(self) -> None:
        if self._db is not None:
            with contextlib.suppress(SQLAlchemyError):
                self._db.close()
        self._db = None


def _readings(db: Connection, metrics: Collection[str], until: float) -> dict[str, Reading]:
    """The newest reading of each of `metrics` that has one of before `until`."""
    everything = select(READING.c.metric, READING.c.body)
    wanted = everything.where(READING.c.metric.in_(metrics)) if len(metrics) <= FEW else everything
    found = {metric: _reading(body) for metric, body in db.execute(wanted)}
    return {metric: one for metric, one in found.items() if one is not None and one.as_of <= until}


def _sums(db: Connection, wanted: Collection[tuple[str, int, float, float]]) -> dict[str, dict[int, list[Sum]]]:
    """The sums of (metric, step, first, last unix time), oldest first, by metric and step."""
    found: dict[str, dict[int, list[Sum]]] = {}
    rows = {"rows": msgspec.json.encode(wanted).decode()}
    for metric, step, *one in db.execute(statements.SELECT_HISTORY[db.dialect.name], rows):
        found.setdefault(metric, {}).setdefault(step, []).append(Sum(*one))
    return found


def _past(reading: Reading | None, sums_by_step: Mapping[int, list[Sum]]) -> Past:
    stretches = shortest(sums_by_step)
    return Past(reading, means(stretches), extremes(stretches))


def _reading(body: bytes) -> Reading | None:
    try:
        return msgspec.json.decode(body, type=Reading)
    except msgspec.DecodeError:
        return None
