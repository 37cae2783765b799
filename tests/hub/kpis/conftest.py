"""A PostgreSQL server for the tests of this folder, started once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgresql import SKIP, postgresql


@pytest.fixture(scope="session")
def postgresql_socket() -> Iterator[Path]:
    """The folder with the socket of a PostgreSQL."""
    if SKIP:
        pytest.skip(SKIP)
    # A short path, as sockets want it.
    folder = tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True)
    with folder as name, postgresql(Path(name)) as socket:
        yield socket
