"""What a panel asks Prometheus, with the dashboard's variables in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from displayd.tools.grafana.dashboard import Dashboard, seconds_of
from displayd.tools.grafana.fields import Json, flag, listed, text
from displayd.tools.grafana.promql import is_asked_by_name, is_single, labels_of
from displayd.tools.grafana.variables import Variables
from displayd.tools.grafana.words import one_line

__all__ = ["Asked", "Asking", "Query", "duration_text"]

# What a chart of a wall has room for.
POINTS = 240

LEAST_STEP_SECONDS = 15

# Of this many scrapes a rate is taken; four of the usual minute and what is lost at the ends.
RATE_SECONDS = 300

_NICE = (15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400)

_OTHERS = {
    "loki": "Loki", "influxdb": "InfluxDB", "mysql": "MySQL", "postgres": "PostgreSQL", "grafana-postgresql-datasource":
    "PostgreSQL", "mssql": "SQL Server", "elasticsearch": "Elasticsearch", "opensearch": "OpenSearch", "tempo": "Tempo",
    "cloudwatch": "CloudWatch", "graphite": "Graphite", "jaeger": "Jaeger", "pyroscope": "Pyroscope",
    "phlare": "Pyroscope",
    "grafana-clickhouse-datasource": "ClickHouse", "vertamedia-clickhouse-datasource": "ClickHouse", "datasource":
    "Grafana itself", "grafana": "Grafana itself", "testdata": "test data", "grafana-testdata-datasource": "test data",
    "__expr__": "Grafana's expressions", "stackdriver": "Google Cloud", "alertmanager": "Alertmanager",
    "zipkin": "Zipkin",
    "grafana-azure-monitor-datasource": "Azure Monitor", "opentsdb": "OpenTSDB", "-- dashboard --": "another panel",
    "-- grafana --": "Grafana itself", "marcusolsson-json-datasource": "JSON",
    "yesoreyeram-infinity-datasource": "Infinity",
}  # fmt: skip


class Query(NamedTuple):
    """One question to Prometheus."""

    expression: str
    legend: str
    """What its series are called, with `{{label}}` in it; empty where the panel does not say."""
    ref: str
    """Grafana's letter for it."""
    is_single: bool
    """True where it gives one series, whatever there is."""
    labels: list[str]
    """By which it gives several, as far as it says."""
    field: str = ""
    """What Grafana calls its series, before somebody gave them another name; as `legend`."""
    is_instant: bool = False
    """True where Grafana asks for the value now and not for a line."""


class Asked(NamedTuple):
    """What a panel asks."""

    queries: list[Query]
    reason: str
    """Why there are none; empty where there are."""
    remarks: list[str]
    """What of it is not kept."""
    assumed: frozenset[str]
    """Variables in it without a value in the file."""
    range_seconds: float
    """How far back the panel goes."""


class Asking:
    """Reads what panels of one dashboard ask."""

    def __init__(self, dashboard: Dashboard, variables: Variables) -> None:
        """With the `variables` of `dashboard` in it."""
        self._variables = variables
        self._sources = dict(_sources(dashboard))
        self._range_seconds = dashboard.range_seconds
        self.macros = _macros(dashboard.range_seconds)

    def of(self, panel: Json) -> Asked:
        """What `panel` asks."""
        queries, remarks, assumed = [], [], frozenset[str]()
        reason = "it asks nothing"
        range_seconds = seconds_of(text(panel, "timeFrom").removeprefix("now-")) or self._range_seconds
        if shift := text(panel, "timeShift"):
            remarks.append(f"Grafana shows how it was {one_line(shift, 20)} before, here it is now")
        for number, target in enumerate(listed(panel, "targets")):
            if flag(target, "hide"):
                continue
            other = self._other_source(panel, target)
            if other:
                reason = f"it asks {other}, not Prometheus"
                remarks.append(f"a query to {other} is left out")
                continue
            if not text(target, "expr").strip():
                continue
            own = dict(_macros(range_seconds))
            interval = seconds_of(text(target, "interval")) or seconds_of(text(panel, "interval"))
            if interval and interval >= 1:
                own = {**own, **_intervals(max(int(interval), LEAST_STEP_SECONDS))}
            written = self._variables.in_query(text(target, "expr").strip(), own)
            assumed |= written.assumed
            if written.unknown:
                names = ", ".join(f"`{name}`" for name in sorted(written.unknown))
                reason = f"nobody says what {names} is in its query; --var {min(written.unknown)}=VALUE does"
                remarks.append(f"a query with {names}, of which nobody says what it is, is left out")
                continue
            legend = self._variables.in_words(text(target, "legendFormat"), own).text.strip()
            # A blank before a label's name is none of the name.
            legend = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"{{\1}}", re.sub(r"\s+", " ", legend))[:200]
            legend = "" if legend == "__auto" else legend
            # Who writes dashboards by a program leaves the letters to Grafana.
            ref = text(target, "refId") or chr(ord("A") + number % 26)
            is_instant = flag(target, "instant") and not flag(target, "range")
            queries.append(_query(written.text, legend, ref)._replace(is_instant=is_instant))
        return Asked(queries, "" if queries else reason, remarks if queries else [], assumed, range_seconds)

    def _other_source(self, panel: Json, target: Json) -> str:
        """Whom a query asks that is not Prometheus; empty where it is, as far as anybody knows."""
        for found in (target.get("datasource"), panel.get("datasource")):
            name = found if isinstance(found, str) else text(found, "type") or text(found, "uid")
            name = self._sources.get(name.strip("${}[]"), name).lower()
            if "prometheus" in name or "victoriametrics" in name or "mimir" in name or "thanos" in name:
                return ""
            if name in _OTHERS:
                return _OTHERS[name]
            if "loki" in name:
                return "Loki"
        is_promql = isinstance(target.get("expr"), str)
        return (
            ""
            if is_promql or not (set(target) & {"rawSql", "query", "queryType", "target", "measurement"})
            else ("another system")
        )


def _query(expression: str, legend: str, ref: str) -> Query:
    labels = labels_of(expression)
    # One instance that is asked for by its name is one series.
    open_ones = [one for one in labels if not is_asked_by_name(one, expression)]
    return Query(expression, legend, ref, is_single(expression) or bool(labels and not open_ones), open_ones, legend)


def duration_text(seconds: float) -> str:
    """A length of time as PromQL writes it, for example `90s`, `5m`, `6h`."""
    whole = max(1, round(seconds))
    for unit, size in (("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60)):
        if whole % size == 0 and whole >= size:
            return f"{whole // size}{unit}"
    return f"{whole}s"


def _sources(dashboard: Dashboard) -> Iterator[tuple[str, str]]:
    """The kind of data source that a name of the dashboard stands for."""
    for one in dashboard.inputs:
        if text(one, "type") == "datasource":
            yield text(one, "name"), text(one, "pluginId")
    for one in dashboard.variables:
        if text(one, "type") == "datasource":
            yield text(one, "name"), text(one, "query")


def _intervals(step: int) -> dict[str, str]:
    return {
        "__interval": duration_text(step),
        "__interval_ms": str(step * 1000),
        "__rate_interval": duration_text(max(RATE_SECONDS, step)),
        "__rate_interval_ms": str(max(RATE_SECONDS, step) * 1000),
    }


def _macros(range_seconds: float) -> Mapping[str, str]:
    """Grafana's own variables, for a chart that goes back so far."""
    step = next((one for one in _NICE if one >= range_seconds / POINTS), _NICE[-1])
    return {
        **_intervals(step),
        "__range": duration_text(range_seconds),
        "__range_s": str(round(range_seconds)),
        "__range_ms": str(round(range_seconds * 1000)),
        "__auto_interval": duration_text(step),
    }
