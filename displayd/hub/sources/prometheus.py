"""Metrics of a Prometheus server, for metrics with `prometheus:`."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.sources.durations import seconds_of
from displayd.hub.sources.prometheus_answers import Instant, Series, instant_of, series_of, warnings_of
from displayd.hub.sources.prometheus_query import PrometheusOrigin, Window
from displayd.hub.sources.prometheus_readings import MOST_ITEMS, Answered, reading_of
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import ServerSource, Way, WebReader, title_of
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
        """What is wrong with the line."""
        if not isinstance(value, PrometheusOrigin):
            return
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

    def _sampled(self, origin: PrometheusOrigin, office: Office) -> Instant | None:
        """When the samples were taken; None where they have no time of their own."""
        if not _SELECTOR.fullmatch(origin.query.strip()):
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
        client = self.client(origin.partner, office)
        is_long = sum(len(value) for _, value in fields) > LONGEST_GET
        url = client.url_of(path)
        kind = "application/json"
        question = Question(url, kind, fields) if is_long else Question.with_fields(url, fields, kind)
        body = self.shared(question, lambda: client.ask(question, EXPLAINED).body)
        for warning in warnings_of(body):
            if warning not in self._warned and len(self._warned) < 1000:
                self._warned.add(warning)
                logger.warning("%s warns: %s", title_of(origin.partner, office), warning)
        return body
