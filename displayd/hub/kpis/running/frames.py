"""What the hub and the process that runs its SQL say to each other: MessagePack with its length in front."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["MAX_FRAME_BYTES", "Answer", "Cell", "Cells", "Question", "SetUp", "TableData"]

Cell = bool | int | float | str | tuple[str, str] | None
"""One value; a day is `("day", "2026-11-27")`, a time of day without a zone `("time", "2026-11-27 14:30:00")`, one with
a zone `("moment", "1795789800.0")`."""

Cells = list[list[Cell]]

MAX_FRAME_BYTES = 32_000_000
"""Of an answer: a few thousand rows of short texts have a hundredth of it."""


class TableData(Struct, frozen=True, kw_only=True):
    """A table that the hub hands over: a dataset that was pushed."""

    schema: str
    name: str
    columns: list[tuple[str, str, list[str | float | None]]]
    """Name, type as DuckDB writes it, and values."""


class SetUp(Struct, frozen=True, kw_only=True):
    """The first frame: which database, and what holds for all questions."""

    url: str | None
    """None for DuckDB in memory."""

    dialect: str
    password: str | None
    timezone: str
    timeout_seconds: float
    memory_mb: int
    threads: int
    data_folder: str | None
    is_read_only: bool = True
    idle_seconds: float = 5.0
    """After so long without a question the process ends."""


class Question(Struct, frozen=True, kw_only=True):
    """SQL to run."""

    sql: str
    rows: int
    """The most rows of interest; one more is read, to tell."""

    is_change: bool = False
    """True for a statement that gives nothing, such as `create table`."""

    views: list[tuple[str, str]] = []
    """Name and SELECT of what it reads, each after those that it reads itself; for DuckDB alone."""

    tables: list[TableData] = []
    """What it reads and has not been handed over yet; for DuckDB alone."""


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of a question, or of the set-up."""

    columns: list[str] = []
    rows: Cells = []
    failure: str = ""
    """Why there are none; one line of plain words."""

    is_of_the_partner: bool = False
    """True when the database cannot be reached, or does not let us in."""
