"""What a KPI is once it was read: a SELECT with its files for other engines, and the views that KPIs may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import Struct

from displayd.hub.engine_settings import EMBEDDED
from displayd.hub.kpis.header import Result
from displayd.hub.metrics.origin import Origin

__all__ = ["Query", "SqlFile", "View", "Views"]


class SqlFile(Struct, frozen=True):
    """SQL as somebody wrote it."""

    path: str
    """Of its file, as people know it; for messages."""

    text: str
    """Lines are those of the file: in place of a header there are empty ones."""


class Query(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A SELECT that is asked of an engine again and again."""

    kind: ClassVar[str] = "kpi"

    name: str
    """Of the KPI; empty for a query that stands in `metrics.yaml`."""

    file: SqlFile | None = None
    """None as long as only its name is known."""

    overrides: dict[str, SqlFile] = {}
    """The same for engines in whose dialect it has to be written otherwise, by dialect."""

    result: Result = "scalar"
    engine: str = EMBEDDED
    """One of `engines` of hub.yaml."""

    @property
    def partner(self) -> str:
        """The engine."""
        return self.engine


class View(Struct, frozen=True):
    """A SELECT that KPIs read like a table."""

    name: str
    file: SqlFile
    overrides: dict[str, SqlFile] = {}
    """By dialect."""


Views = Mapping[str, View]
"""By name, in small letters."""
