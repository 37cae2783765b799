"""The columns of a table that a Prometheus server is asked for: labels, and queries with how their figures are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from displayd.hub.metrics.definition import MetricFields, threshold_faults
from displayd.hub.metrics.reading import ColumnManner
from displayd.hub.sources.plain_values import label_of
from displayd.protocol.limits import MAX_UNIT_LETTERS
from displayd.protocol.vocabulary import Amount, Direction, Label
from displayd.validation.faults import Fault, suggestion
from displayd.validation.names import unit_faults

__all__ = ["MAX_COLUMNS", "MOST_ROWS", "PrometheusColumn", "column_faults", "place_of_column"]

MAX_COLUMNS = 12
"""As many as the widget `table` has."""

MOST_ROWS = 200
"""As many as a tile shows."""


class PrometheusColumn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One column of a table: a label of the series, or the figures of a query."""

    label: Annotated[
        Annotated[str, Meta(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$", max_length=200)] | None,
        Meta(description="The label whose values stand in it, such as `namespace`."),
    ] = None

    query: Annotated[
        Annotated[str, Meta(min_length=1, max_length=20_000)] | None,
        Meta(description="The query whose figures stand in it, in PromQL."),
    ] = None

    title: Annotated[
        Label | None, Meta(description="Its heading; the name of the label, or the query, when left out.")
    ] = None

    unit: Annotated[
        Annotated[str, Meta(max_length=MAX_UNIT_LETTERS)] | None,
        Meta(description="Unit of its figures, such as `percentunit`."),
    ] = None

    decimals: Annotated[
        Annotated[int, Meta(ge=0, le=6)] | None, Meta(description="Digits after the decimal point of its figures.")
    ] = None

    direction: Annotated[Direction | None, Meta(description="Which way is good: `up`, `down` or `none`.")] = None
    amber: Annotated[Amount | None, Meta(description="Where good ends, in `unit`.")] = None
    red: Annotated[Amount | None, Meta(description="Where amber ends, in `unit`.")] = None

    @property
    def heading(self) -> str:
        """What it is called."""
        return self.title or label_of(self.label or self.query or "")

    @property
    def manner(self) -> ColumnManner:
        """How its figures are to be read."""
        return ColumnManner(
            unit=self.unit, decimals=self.decimals, direction=self.direction, amber=self.amber, red=self.red
        )


def place_of_column(columns: Sequence[PrometheusColumn], wanted: str | int) -> int | None:
    """Which of `columns` is meant by its heading, its label or its number from 1; from 0, None for none."""
    if isinstance(wanted, int):
        return wanted - 1 if wanted <= len(columns) else None
    called = [(place, name) for place, one in enumerate(columns) for name in (one.heading, one.label)]
    return next((place for place, name in called if name == wanted), None)


def column_faults(columns: Sequence[PrometheusColumn], query: str, order_by: str | int | None) -> Iterator[Fault]:
    """What is wrong with the columns of a table, paths from the origin."""
    for place, column in enumerate(columns):
        path = ("columns", place)
        if (column.label is None) == (column.query is None):
            yield Fault(path, "a column is a `label` or a `query`", "for example `{label: namespace}`")
            continue
        for fault in (
            *unit_faults(("unit",), column.unit),
            *threshold_faults(MetricFields(direction=column.direction, amber=column.amber, red=column.red)),
        ):
            yield fault.under(place).under("columns")
        if column.label is not None and column.manner != ColumnManner():
            yield Fault(path, "a label has words, and no unit or thresholds", "leave out all but `label` and `title`")
    has_queries = any(column.query for column in columns)
    if has_queries == bool(query):
        reason = "each column has a `query` of its own" if has_queries else "labels alone say nothing of what is asked"
        hint = "leave out `query`" if has_queries else "a column with a `query`, or one `query` for the rows"
        yield Fault(("query",) if has_queries else ("columns",), reason, hint)
    if order_by is not None and place_of_column(columns, order_by) is None:
        names = [column.heading for column in columns]
        hint = suggestion(str(order_by), names) or f"known: {', '.join(f'`{name}`' for name in names)}"
        yield Fault(("order_by",), f"there is no column `{order_by}`", hint)
