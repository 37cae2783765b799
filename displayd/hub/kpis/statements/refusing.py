"""What does not belong into a KPI, with its place and what to write instead."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp

from displayd.hub.kpis.dates import PARAMETERS, PATTERNS, is_parameter
from displayd.hub.kpis.statements.places import SqlFault, place_of, word_of, word_of_kind, words_of_join
from displayd.hub.kpis.statements.words import FILE_OPTIONS, FUNCTIONS, PARTS
from displayd.validation.faults import suggestion

__all__ = ["MARK", "files_of", "refused"]

MARK = "\u01c0"
"""A letter that stands in names of ours, and in nobody's text."""

_CLOCK = {
    "current_date": ":today",
    "today": ":today",
    "current_timestamp": ":now",
    "now": ":now",
    "get_current_timestamp": ":now",
    "localtimestamp": ":now",
    "transaction_timestamp": ":now",
}
"""Clocks, and the parameter to write in place of each."""

_INSTEAD = {
    "any_value": "`min` gives one of them",
    "date_part": "write `extract(year from ...)`",
    "quantile": "write `quantile_cont`",
    "unnest": "it stands behind `from`",
    "array_agg": "write `string_agg(x, ', ' order by x)`",
    "approx_distinct": "write `count(distinct x)`",
    "monthname": "write `strftime(x, '%B')`",
    "dayname": "write `strftime(x, '%A')`",
    "dot": "write `f(x)` in place of `x.f()`",
    "bracket": "write `substring(x, 1, 1)` for a part of a text",
    "pivot": "write `sum(case when x = 'a' then y end) as a` for each column",
    "pivots": "write `sum(case when x = 'a' then y end) as a` for each column",
    "positional": "join them by what they share",
    "natural": "write `using (...)` with the columns",
    "lateral": "write a subquery",
    "read_json": "`read_csv` and `read_parquet` read files; JSON is a source of its own in metrics.yaml",
    "read_json_auto": "`read_csv` and `read_parquet` read files; JSON is a source of its own in metrics.yaml",
    "read_csv_auto": "write `read_csv`",
    "parquet_scan": "write `read_parquet`",
}
"""What to write in place of it, by what people call it."""

_FUNCTIONS_OF_TABLES = (exp.ReadCSV, exp.ReadParquet, exp.GenerateSeries, exp.GenerateDateArray, exp.Unnest)

_NO_FILE = re.compile(r"^/|^~|^[A-Za-z0-9]+:|(^|/)\.\.(/|$)|\\|^$|\0")


def files_of(call: exp.Expr) -> list[exp.Expr]:
    """The names of files in a call of `read_csv` or `read_parquet`."""
    first = call.this if isinstance(call, exp.ReadCSV) else (call.expressions or [None])[0]
    return list(first.expressions) if isinstance(first, exp.Array) else [first] if first is not None else []


def refused(tree: exp.Query, dialect: str) -> Iterator[SqlFault]:
    """Each part of `tree` that does not belong into a KPI."""
    for node in tree.walk():
        name = type(node).__name__
        if name in PARTS or name in FUNCTIONS:
            if check := _CHECKS.get(name):
                yield from check(node)
        elif isinstance(node, _OF_FILES) and node.find_ancestor(exp.ReadCSV, exp.ReadParquet):
            continue
        elif isinstance(node, exp.Func):
            yield from _refused_function(node, dialect)
        elif dialect == "duckdb" or not isinstance(node, _SAFE_ELSEWHERE) or isinstance(node, _OF_THE_SESSION):
            word = word_of(node)
            hint = _INSTEAD.get(word, "it is one plain SELECT")
            yield SqlFault(*place_of(node), f"`{word}` does not belong into a KPI", hint)


_OF_FILES = (exp.Struct, exp.PropertyEQ)
"""`types = {'day': 'date'}`."""

_SAFE_ELSEWHERE = (exp.Condition, exp.IgnoreNulls, exp.Properties, exp.JSONPathPart)
"""Parts that other engines have of their own: all that are values."""


def _refused_name(node: exp.Expr) -> Iterator[SqlFault]:
    if MARK in node.name:
        yield SqlFault(*place_of(node), "a parameter is a value, and no name", "write the name itself")


def _refused_with(node: exp.Expr) -> Iterator[SqlFault]:
    if node.args.get("recursive"):
        yield SqlFault(*place_of(node), "`with recursive` may never end", "write it without")


def _refused_join(node: exp.Expr) -> Iterator[SqlFault]:
    for kind in sorted(words_of_join(node) & {"positional", "lateral", "natural"}):
        yield SqlFault(*place_of(node), f"`{kind} join` does not belong into a KPI", _INSTEAD[kind])


def _refused_limit(node: exp.Expr) -> Iterator[SqlFault]:
    if not (isinstance(node.expression, exp.Literal) and node.expression.is_int):
        yield SqlFault(*place_of(node), "how many rows there are at most is a number", "for example `limit 10`")


def _refused_select(node: exp.Expr) -> Iterator[SqlFault]:
    for own in ("settings", "format"):
        if node.args.get(own):
            yield SqlFault(*place_of(node), f"`{own}` is said by the hub", "leave it out")


_OF_THE_SESSION = (exp.Parameter, exp.SessionParameter)
"""`@x` and `@@x`, with which MySQL keeps and tells what is no data."""


def _refused_parameter(node: exp.Expr) -> Iterator[SqlFault]:
    name = node.this if isinstance(node.this, str) else ""
    if not name or name == "?":
        yield SqlFault(1, 0, "a `?` without a name", "for example `:today`")
    elif not is_parameter(name):
        known = [*PARAMETERS, *(pattern.replace("N", "30") for pattern in PATTERNS)]
        yield SqlFault(*place_of(node), f"there is no parameter `:{name}`", suggestion(name, known))


def _refused_file(node: exp.Expr) -> Iterator[SqlFault]:
    files = files_of(node)
    if not files:
        yield SqlFault(*place_of(node), "names no file", "for example `read_csv('accounts.csv')`")
    for file in files:
        if not (isinstance(file, exp.Literal) and file.is_string):
            yield SqlFault(*place_of(node), "the name of a file is a text", "for example `read_csv('accounts.csv')`")
        elif _NO_FILE.search(file.name):
            reason = f"`{file.name}` is not below the `data_folder` of hub.yaml"
            yield SqlFault(*place_of(file), reason, "name it from there, for example `exports/accounts.csv`")
    for option in node.expressions[0 if isinstance(node, exp.ReadCSV) else 1 :]:
        name = option.this.name.lower() if isinstance(option, (exp.EQ, exp.PropertyEQ)) else ""
        if name not in FILE_OPTIONS:
            yield SqlFault(
                *place_of(option),
                f"`{name or option.sql()}` cannot be said of a file",
                suggestion(name, sorted(FILE_OPTIONS)),
            )


def _refused_table(node: exp.Expr) -> Iterator[SqlFault]:
    assert isinstance(node, exp.Table)
    if isinstance(node.this, exp.Identifier):
        if re.search(r"[/*?]|\.(csv|tsv|parquet|json|gz|db|duckdb)$", node.name.lower()) and not node.db:
            call = "read_parquet" if node.name.lower().endswith(".parquet") else "read_csv"
            yield SqlFault(*place_of(node), f"`{node.name}` names a file", f"write `{call}('{node.name}')`")
        for part in ("laterals", "pivots", "hints", "version", "sample", "changes", "only", "partition"):
            if node.args.get(part):
                hint = _INSTEAD.get(part, "it is one plain SELECT")
                yield SqlFault(*place_of(node), f"`{part}` does not belong into a KPI", hint)
    elif not isinstance(node.this, _FUNCTIONS_OF_TABLES):
        name = word_of(node.this)
        hint = _INSTEAD.get(name, "write a view of it in your database")
        yield SqlFault(*place_of(node), f"`{name}` gives no table that a KPI may read", hint)


_CHECKS: Mapping[str, Callable[[exp.Expr], Iterator[SqlFault]]] = {
    "Placeholder": _refused_parameter,
    "ReadCSV": _refused_file,
    "ReadParquet": _refused_file,
    "Identifier": _refused_name,
    "With": _refused_with,
    "Table": _refused_table,
    "Join": _refused_join,
    "Limit": _refused_limit,
    "Select": _refused_select,
}
"""What is looked at more closely, though it is in `PARTS` or `FUNCTIONS`."""


def _refused_function(node: exp.Func, dialect: str) -> Iterator[SqlFault]:
    name = word_of(node).removeprefix(MARK)
    if name in _CLOCK:
        reason = f"`{name}` is the clock of the database"
        yield SqlFault(*place_of(node), reason, f"write `{_CLOCK[name]}`, which is that of the wall")
    elif isinstance(node.parent, (exp.Table, exp.Dot)):
        return  # said of the table, or of what it is called on
    elif dialect == "duckdb" or not _is_known_elsewhere(node, name, dialect):
        hint = _INSTEAD.get(name) or suggestion(name, sorted(_names()))
        yield SqlFault(*place_of(node), f"`{name}` is no function of KPIs", hint or "docs/data/kpis.md lists them")


_ELSEWHERE = {
    "trino": {"approx_percentile", "approx_distinct", "count_if", "date_format", "day_of_week", "week_of_year"},
    "postgres": {"date_part", "make_date", "to_char", "date_bin", "percentile_disc", "cardinality"},
    "clickhouse": {
        "tostartofmonth",
        "tostartofweek",
        "tostartofday",
        "tostartofhour",
        "tostartofquarter",
        "tostartofyear",
        "todate",
        "todatetime",
        "datediff",
        "tofloat64",
        "tointerval",
    },
    "bigquery": {"safe_divide", "approx_quantiles", "date_trunc", "datetime_diff", "timestamp_diff", "countif"},
    "mysql": {"timestampdiff", "date_format", "datediff", "weekday", "yearweek", "percentile_cont"},
    "snowflake": {"div0null", "approx_percentile", "datediff", "dateadd", "zeroifnull"},
}
"""Functions by their engine that sqlglot has no class for; in small letters."""

_NEVER = re.compile(
    r"^(AI|ML|Load|File|To?File|Read|Current(User|Role|Catalog|Schema|Database|Session)|Session|Version|Uuid|Rand|Export|Xml|Inline|Stream|Connect|Next)",
    re.IGNORECASE,
)
"""Classes of sqlglot that reach beyond the numbers."""


def _is_known_elsewhere(node: exp.Func, name: str, dialect: str) -> bool:
    if isinstance(node, exp.Anonymous):
        return name in _ELSEWHERE.get(dialect, ())
    if isinstance(
        node, (exp.ParameterizedAgg, exp.AnonymousAggFunc, exp.CombinedAggFunc, exp.CombinedParameterizedAgg)
    ):
        return True
    return not _NEVER.match(type(node).__name__)


@functools.cache
def _names() -> frozenset[str]:
    """What people call the functions that are allowed."""
    return frozenset(word_of_kind(name) for name in FUNCTIONS)
