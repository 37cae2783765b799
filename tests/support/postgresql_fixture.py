"""A real PostgreSQL server, one for all tests of a process that want one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.postgresql_server import PostgresqlServer, postgresql_folder, running_postgresql

__all__ = ["postgresql"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A server that runs; whoever ends it begins it again."""
    programs = postgresql_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with running_postgresql(programs) as server:
        yield server
