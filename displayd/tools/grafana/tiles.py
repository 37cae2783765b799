"""Panels of Grafana as tiles of ours, kind by kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from displayd.tools.grafana.dashboard import Dashboard
from displayd.tools.grafana.fields import Json, flag, listed, mapping, number, text, whole
from displayd.tools.grafana.line_look import look_of_lines, on_the_right
from displayd.tools.grafana.meaning import Figures, figures_of
from displayd.tools.grafana.parts import Metric, Place, Refused, Tile
from displayd.tools.grafana.promql import apart, united
from displayd.tools.grafana.queries import Asked, Asking, Query, duration_text
from displayd.tools.grafana.shown_queries import changes_of, has_other_words, named, of_other_units, one_column, settled
from displayd.tools.grafana.tables import Columns, columns_of_table
from displayd.tools.grafana.variables import Variables
from displayd.tools.grafana.word_colours import Zones
from displayd.tools.grafana.words import one_line, plain_text, slug

__all__ = ["Converter", "kind_of"]

MAX_TITLE_LETTERS = 100
MAX_ABOUT_LETTERS = 300
MAX_TEXT_LETTERS = 4000

# What the calculations of `reduceOptions` are called by the source.
_REDUCED = {
    "mean": "mean", "avg": "mean", "max": "max", "min": "min", "sum": "sum", "total": "sum", "first": "first",
    "firstNotNull": "first",
}  # fmt: skip
# A matcher that takes whatever there is.
_ANY_VALUE = re.compile(r'=~\s*"\.[*+]"')

_LAST = ("last", "lastNotNull", "current", "name", "")

# What cannot be shown, and what is to be said of it.
_NEVER = {
    "logs": "a wall shows no log lines", "alertlist": "a wall shows no list of Grafana's alerts",
    "dashlist": "nobody can follow links on a wall", "news": "a wall shows no news feeds",
    "annolist": "annotations are not read", "nodeGraph": "there is no widget for graphs of nodes",
    "traces": "a wall shows no traces", "flamegraph": "there is no widget for flame graphs",
    "geomap": "its places are not in Prometheus", "canvas": "there is no widget for drawings",
    "heatmap": "a histogram over time needs the widget `heatmap` with rows of your own",
    "histogram": "there is no widget for histograms of values",
    "xychart": "there is no widget for points by two values",
    "candlestick": "there is no widget for candles",
    "trend": "there is no widget for lines over other things than time",
    "debug": "it is for whoever builds Grafana",
    "gettingstarted": "it is about Grafana", "welcome": "it is about Grafana",
}  # fmt: skip


def kind_of(panel: Json) -> str:
    """What Grafana calls the kind of `panel`."""
    return text(panel, "type").strip() or "panel without a type"


class _How(NamedTuple):
    """What a tile wants of its metric."""

    is_list: bool = False
    """A line for each series, also where there is one."""
    is_chart: bool = False
    """The past as well."""
    is_reduced: bool = False
    """Figures that may be made of the past."""


class Converter:
    """Makes tiles of the panels of one dashboard."""

    def __init__(self, dashboard: Dashboard, variables: Variables, server: str) -> None:
        """With the values that `variables` have.

        Args:
            server: what `hub.yaml` calls the Prometheus that is asked.
        """
        self._variables = variables
        self._server = server
        self._asking = Asking(dashboard, variables)
        self.assumed: set[str] = set()
        """Variables without a value, for which all were taken."""

    def tile_of(self, panel: Json, index: int, heading: str = "") -> Tile | Refused:
        """The tile that shows what `panel` shows, or why there is none.

        Args:
            index: its number, for a place where it has none.
            heading: what stands above it, for a title where it has none.
        """
        kind = kind_of(panel)
        title = self.title_of(text(panel, "title")) if kind == "text" else self._title(panel, heading)
        if isinstance(panel.get("libraryPanel"), Mapping) and not listed(panel, "targets"):
            return Refused(title, kind, "it is in Grafana's library, not in this file")
        if kind == "text":
            made: Tile | Refused = self._text(panel, title)
        elif kind in _MAKERS:
            made = self._measured(panel, title, kind)
        else:
            made = Refused(title, kind, _NEVER.get(kind, "there is no widget for this kind of panel"))
        if isinstance(made, Tile):
            made.place = _place(panel, index)
        return made

    def title_of(self, written: str, longest: int = MAX_TITLE_LETTERS) -> str:
        """A title with its variables in it, in one line."""
        found = self._variables.in_words(written, self._asking.macros).text
        return one_line(found, longest)

    def _title(self, panel: Json, heading: str) -> str:
        """Its own, or what else Grafana writes there: the name of its only figure, or what stands above it."""
        legends = [text(one, "legendFormat") for one in listed(panel, "targets") if not flag(one, "hide")]
        names = [text(panel, "fieldConfig", "defaults", "displayName"), *(legends if len(legends) == 1 else [])]
        plain = [name for name in names if not re.search(r"\{\{|\$\{?__|^__auto$", name)]
        titles = (self.title_of(one) for one in (text(panel, "title"), *plain, heading))
        return next((title for title in titles if re.search(r"\w", title)), "")

    def _text(self, panel: Json, title: str) -> Tile | Refused:
        content = text(panel, "options", "content") or text(panel, "content")
        words = plain_text(self._variables.in_words(content, self._asking.macros).text)[:MAX_TEXT_LETTERS]
        if not words:
            return Refused(title, "text", "it has pictures, frames or nothing, and no words")
        if words.strip("#* ") == "all":
            return Refused(title, "text", f"it says only what `{one_line(plain_text(content), 60).strip('# ')}` is")
        mode = text(panel, "options", "mode") or text(panel, "mode") or "markdown"
        fields: dict[str, Any] = {"type": "text"}
        if title:
            fields["title"] = title
        fields["text"] = words
        if mode != "text" and re.search(r"(?m)^#{1,6} |^[-*] |\*\*|^\d+\. ", words):
            fields["markdown"] = True
        return Tile(slug(title, "text"), fields)

    def _measured(self, panel: Json, title: str, kind: str) -> Tile | Refused:
        asked = self._asking.of(panel)
        if not asked.queries:
            return Refused(title, kind, asked.reason)
        self.assumed |= asked.assumed
        is_table = _MAKERS[kind] is Converter.rows
        if is_table and (columns := columns_of_table(panel, asked.queries, self.title_of)) is not None:
            return self._table(panel, title, asked, columns)
        queries, remarks = one_column(panel, asked.queries) if is_table else (asked.queries, [])
        remarks = [*asked.remarks, *remarks, *changes_of(panel)]
        queries = named(panel, queries, is_table, self.title_of)
        asked = asked._replace(queries=queries, remarks=list(dict.fromkeys(remarks)))
        others = of_other_units(panel, queries)
        is_worded = has_other_words(panel, queries)
        if (others or is_worded) and _MAKERS[kind] is Converter.figure and all(query.is_single for query in queries):
            return self._figures(panel, title, asked)
        if is_worded:
            remark = "words for values that are not those of all queries are not shown"
            asked = asked._replace(remarks=[*asked.remarks, remark])
        if _MAKERS[kind] is not Converter.lines and others:
            kept = [query for query in queries if query not in others]
            asked = asked._replace(queries=kept, remarks=[*asked.remarks, _left_out(others)])
        own = settled(panel, [query for query in queries if query not in others])
        return _MAKERS[kind](self, own, title, asked, figures_of(own))

    def _figures(self, panel: Json, title: str, asked: Asked) -> Tile:
        """Several figures beside each other, each with a unit of its own."""
        parts: list[Metric] = []
        for query in asked.queries:
            own = settled(panel, [query])
            one = asked._replace(queries=[query], remarks=[] if parts else asked.remarks)
            name = _legend(query, query.ref)
            parts.append(self._metric(f"{title}: {name}", one, figures_of(own), _How(is_reduced=True), own))
            parts[-1].line_name = name
        return Tile(slug(title, "figures"), {"type": "numbers", "title": title}, parts[0], parts=parts)

    def _table(self, panel: Json, title: str, asked: Asked, columns: Columns) -> Tile:
        """Labels and figures in columns, each figure with a unit of its own."""
        remarks = list(dict.fromkeys([*asked.remarks, *columns.remarks, *changes_of(panel)]))
        nothing = Figures("", None, None, None, Zones(), None, [])
        metric = self._metric(title, asked._replace(remarks=remarks), nothing, _How(), panel)
        metric.fields["prometheus"] = self._whom() | columns.origin
        return Tile(slug(title, "table"), {"type": "table"}, metric)

    def figure(self, panel: Json, title: str, asked: Asked, figures: Figures) -> Tile | Refused:
        """A `stat` or `singlestat`: one figure, or several beside each other."""
        if flag(panel, "gauge", "show"):
            return self.gauge(panel, title, asked, figures)
        wanted = text(panel, "options", "reduceOptions", "fields")
        if text(panel, "options", "textMode") == "name" or (wanted and "Value" not in wanted and "/" in wanted[:1]):
            return Refused(title, kind_of(panel), "it shows the name of a label, and a tile shows figures")
        many = _is_plural(asked.queries)
        metric = self._metric(title, asked, figures, _How(is_list=many, is_reduced=True), panel)
        return Tile(slug(title, "figure"), {"type": "numbers" if many else "number"}, metric, is_small=not many)

    def gauge(self, panel: Json, title: str, asked: Asked, figures: Figures) -> Tile | Refused:
        """A dial, or bars where there are several values."""
        many = _is_plural(asked.queries)
        fields: dict[str, Any] = {"type": "bar", "horizontal": True} if many else {"type": "gauge"}
        metric = self._metric(title, asked, figures, _How(is_list=many, is_reduced=True), panel)
        return Tile(slug(title, "gauge"), fields, metric, is_small=not many)

    def bars(self, panel: Json, title: str, asked: Asked, figures: Figures) -> Tile | Refused:
        """A `bargauge` or a `barchart`."""
        orientation = text(panel, "options", "orientation")
        stands = orientation == "vertical" or (kind_of(panel) == "barchart" and orientation != "horizontal")
        fields: dict[str, Any] = {"type": "bar"} | ({} if stands else {"horizontal": True})
        how = _How(is_list=True, is_reduced=True)
        return Tile(slug(title, "bars"), fields, self._metric(title, asked, figures, how, panel))

    def shares(self, panel: Json, title: str, asked: Asked, figures: Figures) -> Tile | Refused:
        """A `piechart`."""
        metric = self._metric(title, asked, figures, _How(is_list=True, is_reduced=True), panel)
        return Tile(slug(title, "shares"), {"type": "donut"}, metric)

    def rows(self, panel: Json, title: str, asked: Asked, figures: Figures) -> Tile | Refused:
        """A `table` of one column of figures: its rows by their names, each with its figure."""
        hidden = _hidden_columns(panel)
        queries = [_named(query, hidden) for query in asked.queries]
        metric = self._metric(title, asked._replace(queries=queries), figures, _How(is_list=True), panel)
        return Tile(slug(title, "table"), {"type": "list"}, metric)

    def states(self, panel: Json, title: str, asked: Asked, figures: Figures) -> Tile | Refused:
        """A `state-timeline` or `status-history`: how things are, or lines where nothing says what is good."""
        if figures.zones.amber is None and figures.zones.red is None:
            metric = self._metric(title, asked, figures, _How(is_chart=True), panel)
            metric.remarks.append("nothing says which values are good: lines in place of states")
            return Tile(slug(title, "states"), {"type": "line"}, metric)
        metric = self._metric(title, asked, figures, _How(is_list=True), panel)
        metric.remarks.append("how things were before is not shown, only how they are")
        return Tile(slug(title, "states"), {"type": "status"}, metric)

    def lines(self, panel: Json, title: str, asked: Asked, figures: Figures) -> Tile | Refused:
        """A `timeseries` or a `graph`."""
        right_unit, right = on_the_right(panel, asked.queries)
        if not right and (right := of_other_units(panel, asked.queries)):
            right_unit = figures_of(settled(panel, right)).unit
        left = [query for query in asked.queries if query not in right] or asked.queries
        is_crowded = len(left) > 1 or len(right) > 1
        if is_crowded and (right_unit or figures.unit) == figures.unit:
            left = asked.queries
        right = [query for query in right if query not in left]
        custom = mapping(panel, "fieldConfig", "defaults", "custom")
        style = text(custom, "thresholdsStyle", "mode")
        if style in ("", "off") and not listed(panel, "thresholds"):
            figures = figures._replace(zones=Zones())
        remarks = list(asked.remarks)
        if right and is_crowded:
            remarks.append(_left_out(right))
        how = _How(is_chart=True)
        metric = self._metric(title, asked._replace(queries=left, remarks=remarks), figures, how, panel)
        tile = Tile(slug(title, "lines"), {"type": "line", **look_of_lines(panel)}, metric)
        if right and len(left) == len(right) == 1:
            own = Figures(right_unit or figures.unit, None, None, None, Zones(), None, [])
            metric.line_name = _legend(left[0], title)
            name = _legend(right[0], title)
            tile.right = self._metric(name, asked._replace(queries=right, remarks=[]), own, how)
            tile.right.line_name = name
        return tile

    def _metric(self, title: str, asked: Asked, figures: Figures, how: _How, panel: Json | None = None) -> Metric:
        """The metric of a panel; with `panel`, one figure is made of its past as that says."""
        zones, ends = figures.zones, (figures.minimum, figures.maximum)
        said: dict[str, Any] = {"title": title, "unit": figures.unit, "decimals": figures.decimals}
        if zones.amber is not None or zones.red is not None:
            said |= {"direction": zones.direction, "amber": zones.amber, "red": zones.red}
        if ends[0] is None or ends[1] is None or ends[0] < ends[1]:
            said |= {"minimum": ends[0], "maximum": ends[1]}
        if panel is not None:
            about = self.title_of(text(panel, "description"), MAX_ABOUT_LETTERS)
            said["about"] = "" if about.rstrip(".").lower() == title.lower() else about
        fields = {name: whole(value) for name, value in said.items() if value not in (None, "")}
        remarks = [*figures.remarks, *asked.remarks]
        reduced = ""
        # Of the value now there is no past.
        if how.is_reduced and panel is not None and not all(query.is_instant for query in asked.queries):
            calcs = mapping(panel, "options", "reduceOptions").get("calcs")
            otherwise = "avg" if kind_of(panel) == "singlestat" else ""
            found = calcs[0] if isinstance(calcs, list) and calcs else text(panel, "valueName") or otherwise
            reduced = _REDUCED.get(found, "") if isinstance(found, str) else ""
            if not reduced and found not in _LAST and isinstance(found, str):
                remarks.append(f"Grafana shows `{found}` of the past, here it is the value now")
        fields["prometheus"] = self._origin(title, asked, figures, how, reduced)
        return Metric(slug(title or asked.queries[0].legend, "panel"), fields, remarks)

    def _whom(self) -> dict[str, Any]:
        """The server, where it has not the usual name."""
        return {} if self._server == "prometheus" else {"server": self._server}

    def _origin(self, title: str, asked: Asked, figures: Figures, how: _How, reduced: str) -> dict[str, Any]:
        """What the source is to ask."""
        queries = asked.queries
        origin = self._whom()
        query = queries[0]
        if len(queries) > 1:
            letters = [one.ref for one in queries]
            legends = [_legend(one, letter) for one, letter in zip(queries, letters, strict=True)]
            expressions = [one.expression for one in queries]
            origin["query"] = united(list(zip(expressions, apart(legends, expressions, letters), strict=True)))
            origin["legend"] = "{{series}}"
        else:
            expression = query.expression
            if figures.when_none is not None and query.is_single and not how.is_list:
                expression = f"({expression}) or vector({figures.when_none:g})"
            origin["query"] = expression
            if how.is_list or (query.legend and not query.is_single and not how.is_reduced):
                origin["legend"] = _legend(query, (title if query.is_single else "") or "{{instance}}")
        if how.is_chart or reduced:
            origin["range"] = duration_text(asked.range_seconds)
        if reduced:
            origin["reduce"] = reduced
        return origin


_Maker = Callable[[Converter, Json, str, Asked, Figures], Tile | Refused]

_MAKERS: Mapping[str, _Maker] = {
    "stat": Converter.figure,
    "singlestat": Converter.figure,
    "gauge": Converter.gauge,
    "bargauge": Converter.bars,
    "barchart": Converter.bars,
    "piechart": Converter.shares,
    "grafana-piechart-panel": Converter.shares,
    "table": Converter.rows,
    "table-old": Converter.rows,
    "state-timeline": Converter.states,
    "status-history": Converter.states,
    "timeseries": Converter.lines,
    "graph": Converter.lines,
}


def _is_plural(queries: list[Query]) -> bool:
    """True where there are several values, as far as queries and names of their series say."""
    if len(queries) > 1:
        return True
    return any(
        not query.is_single and (query.labels or "{{" in query.legend or _ANY_VALUE.search(query.expression))
        for query in queries
    )


def _legend(query: Query, otherwise: str) -> str:
    """What the series of `query` are called."""
    return query.legend or " · ".join(f"{{{{{label}}}}}" for label in query.labels[:3]) or otherwise


def _left_out(queries: Sequence[Query]) -> str:
    names = ", ".join(f"`{_legend(query, query.ref)}`" for query in queries[:5])
    more = f" and {len(queries) - 5} more" if len(queries) > 5 else ""
    return f"left out, as one tile has one unit: {names}{more}"


def _place(panel: Json, index: int) -> Place:
    place = mapping(panel, "gridPos")
    x, y, width, height = (number(place, name) for name in ("x", "y", "w", "h"))
    if width is None or height is None or not (0 < width <= 24 and height > 0):
        return Place(12.0 * (index % 2), 1e6 + 8.0 * (index // 2), 12, 8)
    return Place(min(max(x or 0.0, 0.0), 24 - width), max(y or 0.0, 0.0), width, height)


def _hidden_columns(panel: Json) -> set[str]:
    """Labels that a table leaves out."""
    hidden = {"Time", "Value", "__name__"}
    for one in listed(panel, "transformations"):
        excluded = mapping(one, "options", "excludeByName")
        hidden |= {name for name, is_hidden in excluded.items() if is_hidden is True}
    return hidden


def _named(query: Query, hidden: set[str]) -> Query:
    """`query` with names for its rows, of the labels that it keeps."""
    shown = [label for label in query.labels if label not in hidden][:3]
    if query.legend or not shown:
        return query
    return query._replace(legend=" · ".join(f"{{{{{label}}}}}" for label in shown))
