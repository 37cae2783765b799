"""Figures that SQL in `metrics.yaml` works out, for metrics with `sql:`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

from displayd.hub.engine_settings import EMBEDDED
from displayd.hub.kpis.header import Result
from displayd.hub.kpis.query import Query, SqlFile
from displayd.hub.sources.query_reader import QueryReader, patience_of
from displayd.hub.sources.source import Office, Source

__all__ = ["SqlSource"]

_Text = Annotated[str, Meta(min_length=1, max_length=10_000)]


class SqlEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A query that stands in place."""

    query: Annotated[_Text, Meta(description="One SELECT in DuckDB's dialect.")]

    result: Annotated[
        Result,
        Meta(
            description=(
                "What it gives: `scalar` (one row with `value`), `items` (`label`, `value`), `series` (`t`, `value`) "
                "or `table`."
            )
        ),
    ] = "scalar"

    engine: Annotated[
        str, Meta(max_length=60, description="A name in `engines` of hub.yaml; DuckDB beside the hub if left out.")
    ] = EMBEDDED


class InPlace(Query, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A SELECT of `metrics.yaml`."""

    kind: ClassVar[str] = "sql"

    @property
    def told(self) -> str:
        """The query itself."""
        return "" if self.file is None else self.file.text


class SqlSource(Source[InPlace]):
    """A short query in the entry of a metric."""

    origin_type = InPlace
    field: ClassVar[str] = "sql"
    field_type: ClassVar[Any] = Annotated[
        _Text | SqlEntry,
        Meta(
            description="A short SELECT in DuckDB's dialect, or that with what it gives and who is asked.",
            examples=["select count(*) as value from tickets where closed_at is null"],
        ),
    ]
    offline_readings: ClassVar[int] = 1
    no_answer: ClassVar[str] = "the database takes too long"
    push_refusal: ClassVar[str] = "`{metric}` is asked of a database with SQL, as metrics.yaml says"

    def origin(self, value: Any) -> InPlace:
        """The query."""
        entry = SqlEntry(query=value) if isinstance(value, str) else value
        return InPlace(name="", file=SqlFile("sql", entry.query), result=entry.result, engine=entry.engine)

    def partner_title(self, partner: str, office: Office) -> str:
        """The name of the engine; that beside the hub has none."""
        return "" if partner == EMBEDDED else partner

    def patience_of(self, partner: str, office: Office) -> float:
        """As long as two queries of the engine may take."""
        return patience_of(partner, office)

    def reader(self) -> QueryReader[InPlace]:
        """Asks one engine."""
        return QueryReader()
