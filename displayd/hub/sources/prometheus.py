"""Metrics of a Prometheus server, for metrics with `prometheus:`."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any, ClassVar

from msgspec import Meta, structs

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Reading
from displayd.hub.outgoing.allowed import Allowed
from displayd.hub.outgoing.client import Client, Question
from displayd.hub.outgoing.side_by_side import side_by_side
from displayd.hub.sources.durations import seconds_of
from displayd.hub.sources.prometheus_answers import Instant, Series, instant_of, series_of, warnings_of
from displayd.hub.sources.prometheus_columns import column_faults
from displayd.hub.sources.prometheus_query import PrometheusOrigin, Window
from displayd.hub.sources.prometheus_readings import MOST_ITEMS, Answered, reading_of
from displayd.hub.sources.prometheus_table import ROWS, parted, table_of
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import ServerSource, Way, WebReader, server_of, title_of
from displayd.protocol.limits import MAX_POINTS
from displayd.validation.faults import Fault

__all__ = ["PrometheusReader", "PrometheusSource"]

logger = logging.getLogger(__name__)

# Longer addresses are cut by proxies and servers on the way.
LONGEST_GET = 1500

# Of lines that are remembered.
MOST_LINES = 300

# Of errors that Prometheus explains in the body.
EXPLAINED = (400, 405, 422, 503)

# The only thing that has a moment of its own: a sample. What is computed is of the moment of asking.
_SELECTOR = re.compile(
    r"\(?\s*[a-zA-Z_:][a-zA-Z0-9_:]*\s*(\{[^{}]*\})?\s*(offset\s+-?\w+\s*)?\)?|\(?\s*\{[^{}]*\}\s*\)?"
)


class PrometheusSource(ServerSource[PrometheusOrigin]):
    """Prometheus servers."""

    origin_type = PrometheusOrigin
    field: ClassVar[str] = "prometheus"
    field_type: ClassVar[Any] = Annotated[
        Annotated[str, Meta(min_length=1, max_length=20_000)] | PrometheusOrigin,
        Meta(description="A query to a Prometheus server, in PromQL: alone, or with how it is shown.", examples=["up"]),
    ]
    offline_readings: ClassVar[int] = 1

    def origin(self, value: Any) -> Origin | None:
        """The query."""
        return value if isinstance(value, PrometheusOrigin) else PrometheusOrigin(query=str(value))

    def faults(self, value: Any) -> Iterator[Fault]:
        """What is wrong with the line, or with the columns of a table."""
        if not isinstance(value, PrometheusOrigin):
            return
        yield from _table_faults(value)
        if value.range is None:
            if value.step is not None:
                yield Fault(("step",), "there is no line without `range`", "for example `range: 24h`")
            if value.reduce != "last":
                yield Fault(("reduce",), "there is nothing to reduce without `range`", "for example `range: 24h`")
        elif value.step is not None:
            points = seconds_of(value.range) / seconds_of(value.step)
            if points > MAX_POINTS:
                yield Fault(("step",), f"that is {points:,.0f} points, and a line has {MAX_POINTS}", "a longer `step`")
            elif points < 1:
                yield Fault(("step",), "a step is no longer than `range`", "leave it out")

    def way(self, origin: PrometheusOrigin) -> Way | None:
        """To its server."""
        return origin.server, ""

    def reader(self) -> PrometheusReader:
        """Asks a server."""
        return PrometheusReader()


class PrometheusReader(WebReader[PrometheusOrigin]):
    """Asks one server; remembers lines until there is a new point on them."""

    refresh_seconds = 15.0

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[tuple[str, Window, bool], tuple[float, list[Series]]] = {}
        self._warned: set[str] = set()

    def answer(self, asked: Asked[PrometheusOrigin], office: Office, unix_time: float) -> Reading:
        """The query for now, how old its sample is, and the line as far as it is wanted."""
        origin, entry = asked.origin, asked.entry
        if origin.columns:
            return structs.replace(self._table(origin, office, unix_time), expire_after=self.expiry_of(asked))
        now = self._instant(origin, office, origin.query)
        evaluated_at = now.samples[0].evaluated_at if now.samples else unix_time
        sampled = self._sampled(origin, office) if now.kind == "vector" and len(now.samples) <= MOST_ITEMS else None
        window = origin.window
        line = before = previous = None
        if window is not None:
            end = window.end_at(evaluated_at)
            line = self._line(origin, office, window, end)
            back = entry.compare_hours * 3600
            if back and origin.reduce == "last":
                previous = self._instant(origin, office, origin.query, window.end_at(evaluated_at - back))
            if back and entry.compare_line:
                before = self._line(origin, office, window, window.end_at(evaluated_at - back), is_now=False)
        answered = Answered(origin, entry, now, sampled, line, previous, before)
        return reading_of(answered, unix_time, self.expiry_of(asked))

    def _table(self, origin: PrometheusOrigin, office: Office, unix_time: float) -> Reading:
        """All queries of a table at the same time, then how old the samples are of those that say it."""
        queries = {place: column.query for place, column in enumerate(origin.columns) if column.query is not None}
        if origin.query:
            queries[ROWS] = origin.query
        found = self._at_once(origin, office, list(queries.values()))
        answers, faults = parted(origin, dict(zip(queries, found, strict=True)))
        plain = [
            f"timestamp({queries[place]})"
            for place, answer in answers.items()
            if _has_times(queries[place]) and answer.kind == "vector" and len(answer.samples) <= MOST_ITEMS
        ]
        sampled = self._at_once(origin, office, plain)
        for one in sampled:
            if isinstance(one, PartnerError):
                raise one
        # Series that differ in their name alone have no times.
        return table_of(origin, answers, faults, [one for one in sampled if isinstance(one, Instant)], unix_time)

    def _at_once(self, origin: PrometheusOrigin, office: Office, queries: Sequence[str]) -> list[Instant | SourceError]:
        """What the server says to each of `queries` now, which are asked at the same time."""
        questions = [self._question(origin, office, "/api/v1/query", (("query", query),)) for query in queries]
        server, allowed = server_of(origin.partner, office), Allowed(office.settings.outgoing)

        def ask(question: Question) -> bytes | SourceError:
            client = Client(server, allowed)
            try:
                return client.ask(question, EXPLAINED).body
            except SourceError as exc:
                return exc
            finally:
                client.close()

        def ask_all(unknown: Sequence[Question]) -> list[bytes | SourceError]:
            return side_by_side([partial(ask, one) for one in unknown])

        found: list[Instant | SourceError] = []
        for body in self.all_shared(questions, ask_all):
            if isinstance(body, SourceError):
                found.append(body)
                continue
            self._note_warnings(origin, office, body)
            try:
                found.append(instant_of(body))
            except SourceError as exc:
                found.append(exc)
        return found

    def _sampled(self, origin: PrometheusOrigin, office: Office) -> Instant | None:
        """When the samples were taken; None where they have no time of their own."""
        if not _has_times(origin.query):
            return None
        try:
            return self._instant(origin, office, f"timestamp({origin.query})")
        except PartnerError:
            raise
        except SourceError:
            # Series that differ in their name alone.
            return None

    def _instant(self, origin: PrometheusOrigin, office: Office, query: str, at: float | None = None) -> Instant:
        fields = [("query", query)] + ([] if at is None else [("time", f"{at:.3f}")])
        return instant_of(self._asked(origin, office, "/api/v1/query", tuple(fields)))

    def _line(
        self, origin: PrometheusOrigin, office: Office, window: Window, end: float, *, is_now: bool = True
    ) -> list[Series]:
        """The line that ends at `end`; asked for once, as nothing of it changes."""
        key = (origin.query, window, is_now)
        known = self._lines.get(key)
        if known is None or known[0] != end:
            span = {"start": end - window.seconds, "end": end, "step": window.step}
            fields = (("query", origin.query), *((name, f"{value:.3f}") for name, value in span.items()))
            known = end, series_of(self._asked(origin, office, "/api/v1/query_range", fields))
            if len(self._lines) >= MOST_LINES:
                self._lines.clear()
            self._lines[key] = known
        return known[1]

    def _asked(self, origin: PrometheusOrigin, office: Office, path: str, fields: tuple[tuple[str, str], ...]) -> bytes:
        client, question = self.client(origin.partner, office), self._question(origin, office, path, fields)
        body = self.shared(question, lambda: client.ask(question, EXPLAINED).body)
        self._note_warnings(origin, office, body)
        return body

    def _question(
        self, origin: PrometheusOrigin, office: Office, path: str, fields: tuple[tuple[str, str], ...]
    ) -> Question:
        is_long = sum(len(value) for _, value in fields) > LONGEST_GET
        url, kind = self.client(origin.partner, office).url_of(path), "application/json"
        return Question(url, kind, fields) if is_long else Question.with_fields(url, fields, kind)

    def _note_warnings(self, origin: PrometheusOrigin, office: Office, body: bytes) -> None:
        for warning in warnings_of(body):
            if warning not in self._warned and len(self._warned) < 1000:
                self._warned.add(warning)
                logger.warning("%s warns: %s", title_of(origin.partner, office), warning)


def _has_times(query: str) -> bool:
    """True for samples as they were taken, which are as old as they are."""
    return bool(_SELECTOR.fullmatch(query.strip()))


def _table_faults(origin: PrometheusOrigin) -> Iterator[Fault]:
    """Fields of a table without columns, or of a figure with them."""
    if not origin.columns:
        if not origin.query:
            yield Fault((), "asks nothing", "for example `query: up`, or `columns` of a table")
        for name in ("order_by", "ascending", "most"):
            if getattr(origin, name) is not None:
                yield Fault((name,), "there are no rows without `columns`", "`sort_desc(...)` or `topk(10, ...)`")
        return
    yield from column_faults(origin.columns, origin.query, origin.order_by)
    for name in ("legend", "combine", "range"):
        if getattr(origin, name) is not None:
            yield Fault((name,), "does not go with `columns`", f"leave out `{name}`")
    if origin.ascending is not None and origin.order_by is None:
        yield Fault(("ascending",), "nothing is ordered without `order_by`", "for example `order_by: 2`")
