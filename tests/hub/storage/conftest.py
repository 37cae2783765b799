"""Both kinds of databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hub.storage.places import AnyPlace, PostgresqlPlace, SqlitePlace
from tests.support.postgresql_server import PostgresqlServer


@pytest.fixture
def on_server(tmp_path: Path, postgresql: PostgresqlServer) -> PostgresqlPlace:
    """An empty database of PostgreSQL."""
    return PostgresqlPlace(tmp_path, postgresql)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(tmp_path: Path, request: pytest.FixtureRequest) -> AnyPlace:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return SqlitePlace(tmp_path)
    on_server: PostgresqlPlace = request.getfixturevalue("on_server")
    return on_server
