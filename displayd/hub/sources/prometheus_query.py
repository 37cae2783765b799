"""What a definition asks a Prometheus server: the query, and how its answer is shown."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta

from displayd.document.model import Name
from displayd.hub.metrics.origin import Origin
from displayd.hub.sources.durations import Duration, seconds_of
from displayd.hub.sources.prometheus_columns import MAX_COLUMNS, MOST_ROWS, PrometheusColumn
from displayd.hub.sources.web import partner_of

__all__ = ["PrometheusOrigin", "Window"]

# As many as a line of ours has.
POINTS = 120

LEAST_STEP_SECONDS = 15.0
"""Nobody scrapes much more often."""


class Window(NamedTuple):
    """How far back a line reaches, and the distance of its points; seconds."""

    seconds: float
    step: float

    def end_at(self, unix_time: float) -> float:
        """The last whole step before `unix_time`, so that points stay where they are while time goes on."""
        return unix_time // self.step * self.step

    def times(self, end: float) -> list[float]:
        """Unix times of the points of a line that ends at `end`."""
        return [end - self.step * number for number in range(int(self.seconds // self.step), -1, -1)]


class PrometheusOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A query to a Prometheus server, or to one that speaks as it does (Mimir, Thanos, VictoriaMetrics)."""

    kind: ClassVar[str] = "prometheus"

    query: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=20_000,
            description="In PromQL, as Grafana has it; with `columns` what the rows of a table of labels alone are.",
        ),
    ] = ""

    columns: Annotated[
        list[PrometheusColumn],
        Meta(
            max_length=MAX_COLUMNS,
            description="Columns of a table, the most important first: labels, and queries of their own. What has the "
            "same labels stands in one row.",
        ),
    ] = []

    order_by: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | Annotated[int, Meta(ge=1, le=MAX_COLUMNS)] | None,
        Meta(
            description="The column that the rows of a table are ordered by, its `title` or its number from 1: figures "
            "from the largest, words from A to Z. When left out, as the first query sorts them, else by their labels."
        ),
    ] = None

    ascending: Annotated[
        bool | None,
        Meta(description="With `order_by`: `true` for the smallest first, `false` for the largest, or Z, first."),
    ] = None

    most: Annotated[
        Annotated[int, Meta(ge=1, le=MOST_ROWS)] | None,
        Meta(description="Only the first so many rows of a table, in their order; without it more than 200 are told."),
    ] = None

    server: Annotated[Name, Meta(description="Which of `servers` in hub.yaml is asked.")] = "prometheus"

    legend: Annotated[
        Annotated[str, Meta(max_length=200)] | None,
        Meta(
            description="What each series is called, with its labels: `{{instance}}`. The labels in which they differ "
            "when left out. With it, also a single series is a list."
        ),
    ] = None

    combine: Annotated[
        Literal["sum", "mean", "min", "max", "count"] | None,
        Meta(description="What the figure of several series is; without it they are a list and no figure."),
    ] = None

    range: Annotated[
        Duration | None,
        Meta(
            description="How far back the server is asked for the line, such as `24h`; what it was is then the "
            "server's knowledge and not the hub's."
        ),
    ] = None

    step: Annotated[
        Duration | None, Meta(description="Distance of the points of the line; about 120 of them when left out.")
    ] = None

    reduce: Annotated[
        Literal["last", "mean", "min", "max", "sum", "first"],
        Meta(
            description="Which figure of the line is shown, also of each series of a list: that of now, or one over "
            "all of `range`."
        ),
    ] = "last"

    @property
    def told(self) -> str:
        """The query, or the first one of a table."""
        return self.query or next((column.query for column in self.columns if column.query), "")

    @property
    def partner(self) -> str:
        """The server."""
        return partner_of(self.server, "")

    @property
    def window(self) -> Window | None:
        """Length and step of the line; None without one."""
        return None if self.range is None else _window_of(self.range, self.step)


def _window_of(back: str | float, step: str | float | None) -> Window:
    """The window that a definition asks for; its length is a whole number of steps."""
    seconds = seconds_of(back)
    every = seconds_of(step) if step is not None else max(LEAST_STEP_SECONDS, float(math.ceil(seconds / POINTS)))
    every = min(every, seconds)
    return Window(seconds // every * every, every)
