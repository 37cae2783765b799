"""A connection to the database of a set-up: DuckDB beside the hub, or any that SQLAlchemy knows.

Loaded by the process that runs SQL alone; it loads the libraries of one database.
"""

from __future__ import annotations

from displayd.hub.kpis.running.connection import Connection, RefusedError
from displayd.hub.kpis.running.frames import SetUp

__all__ = ["opened"]


def opened(set_up: SetUp) -> Connection:
    """A connection to the database of `set_up`.

    Raises:
        RefusedError: there is none.
    """
    if set_up.dialect == "duckdb":
        try:
            from displayd.hub.kpis.running.embedded import Embedded
        except ModuleNotFoundError as exc:
            raise RefusedError("needs `pip install 'displayd[sql]'` beside the hub", is_of_the_partner=True) from exc
        return Embedded(set_up)
    if set_up.url is not None and set_up.url.startswith("chdb:"):
        from displayd.hub.kpis.running.chdb_engine import ChDB

        return ChDB(set_up)
    from displayd.hub.kpis.running.server import Server

    return Server(set_up)
