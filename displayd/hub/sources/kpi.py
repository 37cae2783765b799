"""Figures that SQL works out, for metrics with `kpi:` and for the files in `kpis/`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.hub.engine_settings import EMBEDDED
from displayd.hub.kpis.query import Query
from displayd.hub.sources.query_reader import QueryReader, patience_of
from displayd.hub.sources.source import Office, Source

__all__ = ["KpiSource"]


class KpiSource(Source[Query]):
    """A KPI in a file of its own: the wall's, or one that comes with displayd."""

    origin_type = Query
    field: ClassVar[str] = "kpi"
    field_type: ClassVar[Any] = Annotated[
        str,
        Meta(
            pattern=r"^[a-z0-9][a-z0-9._-]*$",
            max_length=120,
            description=(
                "A KPI of `kpis/` or one that comes with displayd; what it says of itself is left open here, or said "
                "otherwise."
            ),
            examples=["net_revenue_retention"],
        ),
    ]
    offline_readings: ClassVar[int] = 1
    no_answer: ClassVar[str] = "the database takes too long"
    push_refusal: ClassVar[str] = "`{metric}` is a KPI; the database that it is asked of has the data"

    def origin(self, value: Any) -> Query:
        """The KPI of that name, which the wall knows more of."""
        return Query(name=value)

    def partner_title(self, partner: str, office: Office) -> str:
        """The name of the engine; that beside the hub has none."""
        return "" if partner == EMBEDDED else partner

    def patience_of(self, partner: str, office: Office) -> float:
        """As long as two queries of the engine may take."""
        return patience_of(partner, office)

    def reader(self) -> QueryReader[Query]:
        """Asks one engine."""
        return QueryReader()
