"""Bringing the tables of a database to those of this version."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, Inspector, inspect

from displayd.errors import StoreError
from displayd.hub.storage.tables import REVISIONS, VERSION_TABLE

__all__ = ["is_due", "migrate"]

SCRIPTS = Path(__file__).parent / "migrations"


def is_due(db: Connection, name: str) -> bool:
    """Whether the database `name` has still to be migrated.

    Raises:
        StoreError: a later displayd has written it.
    """
    found: Inspector = inspect(db)
    if not found.has_table(VERSION_TABLE):
        return True
    versions = [version for (version,) in db.exec_driver_sql(f"select version_num from {VERSION_TABLE}")]  # noqa: S608 - a constant
    if unknown := sorted(set(versions) - set(REVISIONS)):
        reason = f"was written by a later displayd: its tables are version {unknown[0]}, known are {REVISIONS[-1]}"
        raise StoreError(f"{name} {reason}", "install that one, or use another database")
    return versions != [REVISIONS[-1]]


def migrate(db: Connection, *, is_anew: bool = False) -> None:
    """Take the migrations that are due, in the transaction that has begun on `db`.

    Args:
        is_anew: True to take all of them again, which adds what is lacking.
    """
    # What it loads and how it goes about it says nothing to whoever reads the hub's log.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # 10 MB, which a hub needs once in its life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = db
    if is_anew:
        command.stamp(config, "base")
    command.upgrade(config, "head")
