"""Which database a hub has: the one in `hub.yaml`, or else a file in its state folder."""

from __future__ import annotations

from pathlib import Path

from displayd.hub.database_url import Database, database_of
from displayd.hub.storage.place import Place
from displayd.hub.storage.sqlite_file import SqliteFile

__all__ = ["FILE_NAME", "chosen"]

FILE_NAME = "hub.sqlite3"
"""In the hub's state folder."""


def chosen(database: str | Database | None, state_folder: Path) -> Place:
    """The place that `database` of `hub.yaml` names; the file in `state_folder` for None."""
    if database is None:
        return SqliteFile(state_folder / FILE_NAME)
    # Most hubs have none.
    from displayd.hub.storage.postgresql import PostgresqlServer

    return PostgresqlServer(database_of(database))
