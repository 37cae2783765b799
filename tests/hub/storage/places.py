"""Databases for tests of the store."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from sqlalchemy import make_url

from displayd.hub.database_url import Database
from displayd.hub.secret import Secret
from displayd.hub.storage.choice import FILE_NAME, chosen
from displayd.hub.storage.place import Place
from tests.support.postgresql_server import PASSWORD, PostgresqlServer


class SqlitePlace:
    """A file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hub_yaml = ""

    def place(self) -> Place:
        """Where it is, anew."""
        return chosen(None, self.folder)

    def sql(self, statement: str) -> list[list[object]]:
        """Somebody else works on it."""
        db = sqlite3.connect(self.folder / FILE_NAME, isolation_level=None)
        try:
            return [list(row) for row in db.execute(statement)]
        finally:
            db.close()


class PostgresqlPlace:
    """A database of its own on the server of the tests."""

    def __init__(self, folder: Path, server: PostgresqlServer) -> None:
        self.server = server
        self.password = folder / "password"
        self.password.write_text(f"{PASSWORD}\n")
        self.url = server.new_database()
        self.name = str(make_url(self.url).database)
        where = {"url": self.url, "password": {"file": str(self.password)}}
        self.hub_yaml = f"database: {json.dumps(where)}\n"

    def place(self, url: str | None = None) -> Place:
        """Where it is, anew."""
        return chosen(Database(url=url or self.url, password=Secret(file=str(self.password))), self.password.parent)

    def sql(self, statement: str) -> list[list[object]]:
        """Somebody else works on it."""
        if not statement.startswith("select"):
            self.server.sql(statement, self.name)
            return []
        wrapped = f"select json_agg(to_json(one)) from ({statement}) one"  # noqa: S608 - of the tests
        rows = json.loads(self.server.sql(wrapped, self.name) or "null")
        return [list(row.values()) for row in rows or []]


AnyPlace = SqlitePlace | PostgresqlPlace
