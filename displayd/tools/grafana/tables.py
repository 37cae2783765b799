"""Tables of several columns: which labels and queries are their columns, what those are called, and their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from displayd.tools.grafana.fields import Json, flag, listed, number, steps_of, text, whole
from displayd.tools.grafana.meaning import figures_of
from displayd.tools.grafana.overrides import columns_of, field_names, name_of, overridden, told_columns, value_column
from displayd.tools.grafana.promql import is_asked_by_name
from displayd.tools.grafana.queries import Query

__all__ = ["Columns", "columns_of_table"]

MAX_COLUMNS = 12
"""As many as the source and the widget have."""

MOST_ROWS = 200

MAX_TITLE_LETTERS = 60

# What puts the answers to several queries beside each other.
_JOINS = ("merge", "joinByField", "seriesToColumns")

_NO_LABELS = ("Time", "Value", "__name__")


class Columns(NamedTuple):
    """What a table asks, as the source wants it."""

    origin: dict[str, Any]
    remarks: list[str]


class _Column(NamedTuple):
    field: str
    """What Grafana calls it."""
    fields: dict[str, Any]
    """Of the source's column."""


def columns_of_table(panel: Json, queries: Sequence[Query], words: Callable[[str], str]) -> Columns | None:
    """The columns of a table; None where a list says as much: one label, or figures without any.

    Args:
        words: puts values of variables into a name.
    """
    is_joined = _is_joined(panel)
    if not is_joined and (len(queries) > 1 or any(query.legend for query in queries)):
        return None
    labels = list(dict.fromkeys(_labels(panel, queries)))
    values = {value_column(query.ref, len(queries) == 1): query for query in queries}
    names = [*labels, *values]
    shown = [names[place] for place in columns_of(panel, names)]
    shown_labels = [name for name in shown if name in labels]
    # With all labels hidden it is one row of figures; without any that a file tells nobody knows which row is which.
    if not labels or len(shown) < (3 if len(shown_labels) == 1 else 2):
        return None
    # Nobody reads figures without their names, and where there is no room the first column stays.
    shown = [*shown_labels[:1], *(name for name in shown if name not in shown_labels[:1])]
    remarks: list[str] = []
    columns = [
        _label_column(panel, name, words)
        if name in labels
        else _query_column(panel, name, values[name], len(queries) == 1, words, remarks)
        for name in shown
    ]
    if len(columns) > MAX_COLUMNS:
        left = ", ".join(f"`{_title(column)}`" for column in columns[MAX_COLUMNS:])
        remarks.append(f"a table has {MAX_COLUMNS} columns, and not {left}")
        columns = columns[:MAX_COLUMNS]
    origin: dict[str, Any] = {}
    if not any("query" in column.fields for column in columns):
        origin["query"] = queries[0].expression
    origin["columns"] = [column.fields for column in columns]
    return Columns(origin | _order(panel, columns, [*labels, *values], remarks), remarks)


def _is_joined(panel: Json) -> bool:
    """True where Grafana makes one table of all answers."""
    targets = [one for one in listed(panel, "targets") if not flag(one, "hide")]
    return (
        any(text(one, "format") == "table" for one in targets)
        or any(text(one, "id") in _JOINS for one in steps_of(panel))
        or text(panel, "transform") == "table"
    )


def _labels(panel: Json, queries: Sequence[Query]) -> Iterator[str]:
    """The labels of the answers, as far as queries and the panel say: Grafana sees them, a file does not have them."""
    for query in queries:
        yield from query.labels
    is_open = any(not query.labels and not query.is_single for query in queries)
    for name in told_columns(panel):
        is_label = re.fullmatch(r"[a-zA-Z_]\w*", name) and name not in _NO_LABELS
        is_asked = any(re.search(rf"\b{re.escape(name)}\b", query.expression) for query in queries)
        # What a query asks for by its name is the same in all rows.
        is_fixed = any(is_asked_by_name(name, query.expression) for query in queries)
        if is_label and not is_fixed and (is_open or is_asked):
            yield name


def _label_column(panel: Json, name: str, words: Callable[[str], str]) -> _Column:
    title = words(name_of(panel, [name], ""))[:MAX_TITLE_LETTERS]
    return _Column(name, {"label": name} | ({"title": title} if title and title != name else {}))


def _query_column(
    panel: Json, name: str, query: Query, is_only: bool, words: Callable[[str], str], remarks: list[str]
) -> _Column:
    """The figures of a query, with what the panel says of them alone; what is not kept goes to `remarks`."""
    names = field_names(panel, query.field, query.ref, is_only)
    legend = "" if "{{" in query.legend else query.legend
    title = words(name_of(panel, names, query.ref)) or legend or name.replace("#", "").replace("  ", " ")
    figures = figures_of(overridden(panel, names, query.ref))
    zones = figures.zones
    fields: dict[str, Any] = {"query": query.expression, "title": title[:MAX_TITLE_LETTERS]}
    fields |= {"unit": figures.unit, "decimals": figures.decimals}
    if zones.amber is not None or zones.red is not None:
        fields |= {"direction": zones.direction, "amber": zones.amber, "red": zones.red}
    remarks += [f"`{title}`: {remark}" for remark in figures.remarks]
    return _Column(name, {key: whole(value) for key, value in fields.items() if value not in (None, "")})


def _order(panel: Json, columns: Sequence[_Column], names: Sequence[str], remarks: list[str]) -> dict[str, Any]:
    """By which column rows are ordered, and how many are shown; what cannot be kept goes to `remarks`."""
    found: dict[str, Any] = {}
    wanted, is_falling = _sorted_by(panel, names)
    place = next((at for at, one in enumerate(columns) if wanted in (one.field, _title(one))), None)
    if place is not None:
        titles = [_title(one) for one in columns]
        found["order_by"] = titles[place] if titles.count(titles[place]) == 1 else place + 1
        is_label = "label" in columns[place].fields
        if is_falling == is_label:
            found["ascending"] = not is_falling
    elif wanted and wanted != "Time":
        remarks.append(f"the order by `{wanted[:60]}`, which is no column here, is not kept")
    for one in steps_of(panel):
        most = number(one, "options", "limitField") if text(one, "id") == "limit" else None
        if most is not None and 1 <= most <= MOST_ROWS:
            found["most"] = int(most)
    return found


def _sorted_by(panel: Json, names: Sequence[str]) -> tuple[str, bool]:
    """The column that Grafana orders by, empty for none, and whether the largest comes first."""
    for one in listed(panel, "options", "sortBy"):
        return text(one, "displayName"), flag(one, "desc")
    for step in reversed(steps_of(panel)):
        if text(step, "id") == "sortBy":
            for one in listed(step, "options", "sort"):
                return text(one, "field"), flag(one, "desc")
    # Before Grafana 7 by its number, from 0, with the time as the first.
    place = number(panel, "sort", "col")
    if place is not None and 0 <= place <= len(names):
        return ["Time", *names][int(place)], flag(panel, "sort", "desc")
    return "", False


def _title(column: _Column) -> str:
    """What its heading is."""
    return str(column.fields.get("title") or column.fields.get("label") or "")
