"""What a connection to a database is, as read-only as that allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from displayd.hub.kpis.running.frames import Cells, TableData

__all__ = ["Connection", "RefusedError"]


class RefusedError(Exception):
    """A database gives no answer."""

    def __init__(self, reason: str, *, is_of_the_partner: bool = False) -> None:
        """Args: is_of_the_partner: True when it cannot be reached, or does not let us in."""
        super().__init__(reason)
        self.reason = reason
        self.is_of_the_partner = is_of_the_partner


class Connection(Protocol):
    """An open connection."""

    def take(self, views: Sequence[tuple[str, str]], tables: Sequence[TableData]) -> None:
        """Take over what the next questions read and the database does not have; see `Question`."""
        ...

    def ask(self, sql: str, rows: int) -> tuple[list[str], Cells]:
        """Names of the columns, and the rows that `sql` gives, `rows` and one at most.

        Raises:
            RefusedError: there is no answer.
        """
        ...

    def run(self, sql: str) -> None:
        """Run a statement that gives nothing, such as `create table`; where the set-up allows it to be written.

        Raises:
            RefusedError: it cannot be done.
        """
        ...
