"""Which queries of a panel a tile shows, what they are called, and what the panel says of all of their figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from displayd.tools.grafana.fields import Json, listed, mapping, steps_of, text
from displayd.tools.grafana.overrides import columns_of, field_names, name_of, overridden, value_column
from displayd.tools.grafana.queries import Query

__all__ = ["Shown", "changes_of", "has_other_words", "named", "of_other_units", "one_column", "settled"]

# What these change is the order, or the form in which Grafana hands answers on; or it is read elsewhere.
_HARMLESS = frozenset((
    "", "organize", "merge", "joinByField", "seriesToColumns", "seriesToRows", "sortBy", "labelsToFields",
    "concatenate", "prepareTimeSeries", "convertFieldType", "formatTime", "formatString", "timeSeriesTable",
    "reduce", "limit", "filterFieldsByName",
))  # fmt: skip


class Shown(NamedTuple):
    """Queries, and what of the others is to be said."""

    queries: list[Query]
    remarks: list[str]


def one_column(panel: Json, queries: Sequence[Query]) -> Shown:
    """Of a table the first of its columns of figures; all of them where each has one figure, which make its rows."""
    values = [value_column(query.ref, len(queries) == 1) for query in queries]
    kept = [queries[place] for place in columns_of(panel, values)] or list(queries)
    if len(kept) < 2 or all(query.is_single for query in kept):
        return Shown(kept, [])
    called = [name_of(panel, field_names(panel, "", query.ref, False), query.ref) or query.ref for query in kept]
    others = ", ".join(f"`{name}`" for name in called[1:6]) + (" and more" if len(called) > 6 else "")
    return Shown(kept[:1], [f"of the columns of the table `{called[0]}` is kept, and not {others}"])


def named(panel: Json, queries: Sequence[Query], is_table: bool, words: Callable[[str], str]) -> list[Query]:
    """`queries` with the names that the panel gives their fields.

    Args:
        words: puts values of variables into a name.
    """
    found = []
    for query in queries:
        names = field_names(panel, query.field, query.ref, len(queries) == 1)
        name = words(name_of(panel, names, query.ref))
        # One name for all of its series would tell nobody which is which.
        is_plural = not query.is_single and (is_table or bool(query.labels) or "{{" in query.legend)
        found.append(query._replace(legend=name) if name and ("{{" in name or not is_plural) else query)
    return found


def settled(panel: Json, queries: Sequence[Query]) -> Json:
    """`panel` with what it says of all figures of `queries`."""
    said = [mapping(one, "fieldConfig", "defaults") for one in _own(panel, queries)]
    common = {name: value for name, value in said[0].items() if all(one.get(name) == value for one in said)}
    return {**panel, "fieldConfig": {**mapping(panel, "fieldConfig"), "defaults": common}}


def of_other_units(panel: Json, queries: Sequence[Query]) -> list[Query]:
    """Those of `queries` whose figures have not the unit of the first one's."""
    units = [text(one, "fieldConfig", "defaults", "unit") or "none" for one in _own(panel, queries)]
    plain = [{"none": "", "short": ""}.get(unit, unit) for unit in units]
    return [query for query, unit in zip(queries, plain, strict=True) if unit != plain[0]]


def has_other_words(panel: Json, queries: Sequence[Query]) -> bool:
    """True where words for values are said of some of `queries` and not of all."""
    words = [listed(one, "fieldConfig", "defaults", "mappings") for one in _own(panel, queries)]
    return any(one != words[0] for one in words)


def _own(panel: Json, queries: Sequence[Query]) -> list[Json]:
    """For each query the panel with what it says of its field alone."""
    return [
        overridden(panel, field_names(panel, query.field, query.ref, len(queries) == 1), query.ref) for query in queries
    ]


def changes_of(panel: Json) -> list[str]:
    """What Grafana makes of the answers before it shows them, and is not done here."""
    names = [text(one, "id") for one in steps_of(panel)]
    told = ", ".join(f"`{name}`" for name in dict.fromkeys(names) if name not in _HARMLESS)
    return [f"what Grafana makes of the answer with {told} is not done here"] if told else []
