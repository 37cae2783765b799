"""The hub's database on a PostgreSQL server."""

from __future__ import annotations

import re
import time
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from displayd.errors import StoreError
from displayd.hub.database_url import Database
from displayd.hub.secret import SecretError
from displayd.hub.storage.migrating import is_due, migrate
from displayd.hub.storage.place import Opened, cause
from displayd.hub.storage.tables import lacking, unlike

__all__ = ["PostgresqlServer"]

# A server that is not there must not keep the hub from starting.
CONNECT_SECONDS = 3

# What takes longer is given up, and tried again with the next batch: whoever pushes waits for it.
STATEMENT_SECONDS = 10
LOCK_SECONDS = 5

# A connection that has been idle for so long is tried before it is relied on.
IDLE_SECONDS = 1.0

# A machine that has gone without a word is noticed after about so long.
KEEPALIVES = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}

# Two hubs that begin at once migrate one after the other. The number is any that others hardly use.
MIGRATING = 6_017_231_914

_RIGHT = "give the user of `database` in hub.yaml the right to make and change tables there: it is best its owner"

# By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
_HINTS_BY_STATE = {
    "25006": "the server only follows another one, or is set to be read: name the one that is written to",
    "42501": _RIGHT,
    "53100": "the disk of the server is full: make room",
    "53300": "the server has as many connections as it takes: raise `max_connections`",
    "55P03": "another program holds the tables; is a second hub running with this database?",
    "57014": "the server takes longer than it should: look at its load and its disk",
}

# What a server says that lets nobody in has no SQLSTATE yet.
_HINTS_BY_WORD = {
    "password authentication failed": "look at `password` of `database` in hub.yaml",
    "no password supplied": "name a `password` for `database` in hub.yaml",
    "no pg_hba.conf entry": "let this machine in, in pg_hba.conf of the server",
    "too many clients": _HINTS_BY_STATE["53300"],
    "role": "make the user on the server: `createuser --pwprompt NAME`",
    "database": "make the database on the server: `createdb --owner USER NAME`",
}

_UNDEFINED = ("42P01", "42703")


class PostgresqlServer:
    """A database of a server. A `Place`."""

    has_put_aside = False

    def __init__(self, database: Database) -> None:
        self._database = database
        url = make_url(database.url)
        host = url.host or url.query.get("host") or "this machine"
        self._name = f"{url.database} at {host}" + (f":{url.port}" if url.port else "")
        self._used_at = 0.0

    def __str__(self) -> str:
        return self._name

    def identity(self) -> object:
        """Always the same: a server that was replaced closes its connections."""
        return None

    def opened(self) -> Opened:
        """A connection to the database, whose tables are those of this version.

        Raises:
            StoreError: the server cannot be reached, lets nobody in, or has tables that cannot be used; nothing of
                them is changed.
        """
        try:
            db = create_engine(self._url(), poolclass=NullPool, connect_args=_arguments()).connect()
        except SecretError as exc:
            raise StoreError(f"{self}: {exc.message}", exc.hint) from exc
        except ModuleNotFoundError as exc:
            hint = "install displayd with `[hub,postgresql]`, or Debian's python3-psycopg"
            raise StoreError(f"{self}: PostgreSQL needs psycopg, which is not there", hint) from exc
        except SQLAlchemyError as exc:
            raise self.unusable(exc) from exc
        try:
            with db.begin():
                db.exec_driver_sql(f"set lock_timeout = '{LOCK_SECONDS}s'")
                self._migrate(db)
                db.exec_driver_sql(f"set statement_timeout = '{STATEMENT_SECONDS}s'")
        except SQLAlchemyError as exc:
            db.close()
            raise self.unusable(exc) from exc
        except BaseException:
            db.close()
            raise
        self._used_at = time.monotonic()
        return Opened(db)

    def is_alive(self, db: Connection) -> bool:
        """Whether the server still answers on `db`; it is asked when it has not been used for a moment."""
        now, before = time.monotonic(), self._used_at
        self._used_at = now
        if now - before < IDLE_SECONDS:
            return True
        try:
            with db.begin():
                db.exec_driver_sql("select 1")
        except SQLAlchemyError:
            return False
        return True

    def unusable(self, exc: Exception) -> StoreError:
        """`exc`, met with the server, in our words and with what to do."""
        exc = cause(exc)
        text = _said(exc)
        hint = _HINTS_BY_STATE.get(getattr(exc, "sqlstate", None) or "")
        hint = hint or next((hint for word, hint in _HINTS_BY_WORD.items() if word in text), None)
        return StoreError(f"{self}: {text}", hint or "is the server running, and does it let this machine in?")

    def is_spent(self, exc: Exception) -> bool:
        """Whether the connection is gone, or a table is; to open it anew makes tables that are lacking."""
        is_gone = isinstance(exc, DBAPIError) and exc.connection_invalidated
        name = type(cause(exc)).__name__
        is_lost = name in ("OperationalError", "InterfaceError", "AdminShutdown")
        return is_gone or is_lost or getattr(cause(exc), "sqlstate", None) in _UNDEFINED

    def _url(self) -> URL:
        password = self._database.password
        url = make_url(self._database.url).set(drivername="postgresql+psycopg")
        return url if password is None else url.set(password=password.text())

    def _migrate(self, db: Connection) -> None:
        due, missing = is_due(db, str(self)), lacking(db)
        if due or missing:
            db.exec_driver_sql(f"select pg_advisory_xact_lock({MIGRATING})")
            missing = lacking(db)
            migrate(db, is_anew=bool(missing))
        if (name := unlike(db)) is not None:
            raise StoreError(f"{self}: the table {name} is not as it should be", "name another, empty database")


def _arguments() -> dict[str, Any]:
    # Statements that a pool between hub and server would not know are not prepared.
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "displayd-hub",
        "prepare_threshold": None,
        **KEEPALIVES,
    }


def _said(exc: Exception) -> str:
    """What the server or the driver said, on one line and without what is said before the reason."""
    first = next((line for line in str(exc).splitlines() if line.strip()), type(exc).__name__)
    reason = re.split(r"failed: |FATAL: |ERROR: ", first)[-1].strip()
    return (reason or first)[:300]
