"""Where a database is, and what can be done there that differs between SQLite and PostgreSQL."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from displayd.errors import StoreError

__all__ = ["Opened", "Place", "cause"]


class Opened(NamedTuple):
    """A database that can be read."""

    db: Connection
    fault: StoreError | None = None
    """Why it cannot be written; None if it can."""


class Place(Protocol):
    """A database: a file, or one of a server."""

    @property
    def has_put_aside(self) -> bool:
        """Whether what was damaged there is beside it."""
        ...

    def opened(self) -> Opened:
        """A connection to it, whose tables are those of this version.

        Raises:
            StoreError: it cannot be opened, or belongs to a later version of displayd; it is left as it is.
        """
        ...

    def is_alive(self, db: Connection) -> bool:
        """Whether `db`, a connection to it, can still be used as far as that can be told."""
        ...

    def identity(self) -> object:
        """Another one when what is there has been taken away or replaced."""
        ...

    def unusable(self, exc: Exception) -> StoreError:
        """`exc`, met with it, in our words and with what to do."""
        ...

    def is_spent(self, exc: Exception) -> bool:
        """Whether `exc` says that the connection is no good any more; opening it anew mends what can be mended."""
        ...


def cause(exc: Exception) -> Exception:
    """What the driver said, where SQLAlchemy has wrapped it."""
    original = getattr(exc, "orig", None) if isinstance(exc, SQLAlchemyError) else None
    return original if isinstance(original, Exception) else exc
