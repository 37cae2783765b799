"""One SELECT, from text: parsed once, and refused with the place of whatever does not belong into a KPI."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import TokenType

from displayd.hub.kpis.dates import PARAMETERS, PATTERNS, is_parameter
from displayd.hub.kpis.statements.places import SqlFault, place_of, word_of, word_of_kind
from displayd.hub.kpis.statements.words import FILE_OPTIONS, FUNCTIONS, PARTS
from displayd.validation.faults import suggestion

__all__ = ["Statement", "TableName", "files_of", "parsed", "tables_read"]

# It warns of what it cannot read; we refuse that.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

MAX_LETTERS = 50_000
"""A long KPI has three thousand."""

MAX_FAULTS = 10

# A letter that stands in names, and in nobody's text.
_MARK = "\u01c0"

_CLOCK = {
    "current_date": ":today",
    "today": ":today",
    "current_timestamp": ":now",
    "now": ":now",
    "get_current_timestamp": ":now",
    "localtimestamp": ":now",
    "transaction_timestamp": ":now",
}

_INSTEAD = {
    "any_value": "`min` gives one of them",
    "date_part": "write `extract(year from ...)`",
    "quantile": "write `quantile_cont`",
}

_FUNCTIONS_OF_TABLES = (exp.ReadCSV, exp.ReadParquet, exp.GenerateSeries, exp.GenerateDateArray, exp.Unnest)

_NO_FILE = re.compile(r"^/|^~|://|(^|/)\.\.(/|$)|\\|^$|\0")


class TableName(NamedTuple):
    """A table that a SELECT reads, and where it first says so."""

    name: str
    """As it is written, with its schema: `ds.support.daily`, `accounts`."""
    schema: str
    line: int
    column: int


@dataclass(frozen=True)
class Statement:
    """A SELECT that may be run."""

    dialect: str
    """In which it is written."""
    tree: exp.Query = field(repr=False, compare=False)
    """Never changed: whoever needs another one makes a copy."""
    text: str
    parameters: frozenset[str]
    tables: tuple[TableName, ...]
    """What it reads and does not define itself."""
    columns: tuple[str, ...] | None
    """Names of what it gives; None when that follows from the tables alone, as with `*`."""
    files: tuple[str, ...]
    """The files that it reads, as they are written."""


@functools.lru_cache(maxsize=1024)
def parsed(text: str, dialect: str = "duckdb") -> tuple[Statement | None, tuple[SqlFault, ...]]:
    """The SELECT in `text`, None with everything that is wrong with it.

    Args:
        dialect: in which it is written. In others than DuckDB's, functions of that engine are known by sqlglot's own
            list, which has none that reads files or writes.
    """
    if len(text) > MAX_LETTERS:
        return None, (SqlFault(1, 0, f"longer than {MAX_LETTERS} letters", "make several KPIs, or a view"),)
    try:
        found = sqlglot.parse(_marked(text, dialect), read=dialect)
        trees = [_with_parameters(tree) for tree in found if tree is not None]
        if fault := _not_one_select(trees, text):
            return None, (fault,)
        tree = trees[0]
        assert isinstance(tree, exp.Query)
        faults = sorted(set(_refused(tree, dialect)))
        if faults:
            return None, tuple(faults[:MAX_FAULTS])
        return _statement(tree, text, dialect), ()
    except ParseError as exc:
        return None, (_unreadable(exc),)
    except SqlglotError as exc:
        reason = str(exc).splitlines()[0] if str(exc) else "cannot be read"
        return None, (SqlFault(_line_of_open_quote(text), 0, _plain(reason), "is a quotation mark left open?"),)
    except RecursionError:
        return None, (SqlFault(1, 0, "nested too deeply", "make several KPIs, or a view"),)


def _marked(text: str, dialect: str) -> str:
    """`text` with columns in place of parameters: in DuckDB `a, :today` begins a column that is called `a`."""
    if dialect != "duckdb":
        return text
    letters = list(text)
    for token in sqlglot.tokenize(text, read=dialect):
        is_first = token.start == 0 or not re.match(r"[\w:\]]", text[token.start - 1])
        if (
            token.token_type == TokenType.COLON
            and is_first
            and re.match(r":[a-z]", text[token.start : token.start + 2])
        ):
            letters[token.start] = _MARK
    return "".join(letters)


def _with_parameters(tree: exp.Expr) -> exp.Expr:
    """`tree` with parameters in place of the columns that `_marked` made of them."""
    for column in list(tree.find_all(exp.Column)):
        if column.name.startswith(_MARK) and not column.table:
            parameter = exp.Placeholder(this=column.name.removeprefix(_MARK))
            parameter.meta.update(column.this.meta)
            if column is tree:
                return parameter
            column.replace(parameter)
    return tree


def tables_read(tree: exp.Expr, dialect: str = "duckdb") -> list[exp.Table]:
    """The tables in `tree` that no `with` of it defines, in the order in which they stand."""
    return list(_free_tables(tree, frozenset()))


def _free_tables(node: exp.Expr, bound: frozenset[str]) -> Iterator[exp.Table]:
    defined = node.args.get("with_")
    if isinstance(defined, exp.With):
        for one in defined.expressions:
            yield from _free_tables(one.this, bound)
            bound |= {one.alias.lower()}
    if (
        isinstance(node, exp.Table)
        and isinstance(node.this, exp.Identifier)
        and (node.db or node.name.lower() not in bound)
    ):
        yield node
    for child in node.iter_expressions():
        if child is not defined:
            yield from _free_tables(child, bound)


def _not_one_select(trees: list[exp.Expr], text: str) -> SqlFault | None:
    if not trees:
        return SqlFault(1, 0, "there is no SELECT", "write one after the header")
    for tree in trees:
        if not isinstance(tree, (exp.Select, exp.SetOperation, exp.Subquery)):
            word = text.split(None, 1)[0].upper() if len(trees) == 1 else tree.key.upper()
            return SqlFault(
                *place_of(tree), f"a KPI is one SELECT, and this is {word[:40]}", "it reads, and changes nothing"
            )
    if len(trees) > 1:
        return SqlFault(
            *place_of(trees[1]), "a KPI is one SELECT, and here is a second one", "give it a file of its own"
        )
    return None


def _statement(tree: exp.Query, text: str, dialect: str) -> Statement:
    found: dict[str, TableName] = {}
    for table in tables_read(tree):
        name = f"{table.db}.{table.name}" if table.db else table.name
        found.setdefault(name, TableName(name, table.db, *place_of(table)))
    has_star = any(one.is_star for one in tree.selects)
    return Statement(
        dialect,
        tree,
        text,
        frozenset(str(one.name) for one in tree.find_all(exp.Placeholder)),
        tuple(found.values()),
        None if has_star else tuple(tree.named_selects),
        tuple(str(one.name) for call in tree.find_all(exp.ReadCSV, exp.ReadParquet) for one in files_of(call)),
    )


def files_of(call: exp.Expr) -> list[exp.Expr]:
    """The names of files in a call of `read_csv` or `read_parquet`."""
    first = call.this if isinstance(call, exp.ReadCSV) else (call.expressions or [None])[0]
    return list(first.expressions) if isinstance(first, exp.Array) else [first] if first is not None else []


def _refused(tree: exp.Query, dialect: str) -> Iterator[SqlFault]:
    for node in tree.walk():
        name = type(node).__name__
        if isinstance(node, exp.Placeholder):
            yield from _refused_parameter(node)
        elif isinstance(node, (exp.ReadCSV, exp.ReadParquet)):
            yield from _refused_file(node)
        elif isinstance(node, exp.Identifier) and _MARK in node.name:
            yield SqlFault(*place_of(node), "a parameter is a value, and no name", "write the name itself")
        elif isinstance(node, exp.With) and node.args.get("recursive"):
            yield SqlFault(*place_of(node), "`with recursive` may never end", "write it without")
        elif isinstance(node, exp.Table):
            yield from _refused_table(node)
        elif isinstance(node, exp.Join) and (kind := _odd_join(node)):
            yield SqlFault(*place_of(node), f"`{kind} join` is not the same everywhere", "write `in (select ...)`")
        elif name in PARTS or name in FUNCTIONS:
            continue
        elif isinstance(node, exp.Func):
            yield from _refused_function(node, dialect)
        elif dialect == "duckdb" or not isinstance(node, _SAFE_ELSEWHERE):
            yield SqlFault(*place_of(node), f"`{word_of(node)}` does not belong into a KPI", "it is one plain SELECT")


_SAFE_ELSEWHERE = (exp.Condition, exp.IgnoreNulls, exp.Properties, exp.JSONPathPart)
"""Parts that other engines have of their own: all that are values."""


def _refused_parameter(node: exp.Placeholder) -> Iterator[SqlFault]:
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


def _refused_table(node: exp.Table) -> Iterator[SqlFault]:
    if isinstance(node.this, exp.Identifier):
        if re.search(r"[/*?]|\.(csv|tsv|parquet|json|gz|db|duckdb)$", node.name.lower()) and not node.db:
            yield SqlFault(*place_of(node), f"`{node.name}` names a file", f"write `read_csv('{node.name}')`")
        for part in ("joins", "laterals", "pivots", "hints", "version", "sample", "changes", "only", "partition"):
            if part != "joins" and node.args.get(part):
                yield SqlFault(*place_of(node), f"`{part}` does not belong into a KPI", "it is one plain SELECT")
    elif not isinstance(node.this, _FUNCTIONS_OF_TABLES):
        name = word_of(node.this)
        yield SqlFault(
            *place_of(node), f"`{name}` gives no table that a KPI may read", "write a view of it in your database"
        )


def _odd_join(node: exp.Join) -> str:
    words = [str(node.args.get(part) or "").lower() for part in ("method", "side", "kind")]
    return next((word for word in words if word in ("semi", "anti", "asof", "positional", "lateral", "natural")), "")


def _refused_function(node: exp.Func, dialect: str) -> Iterator[SqlFault]:
    name = word_of(node)
    if name in _CLOCK:
        reason = f"`{name}` is the clock of the database"
        yield SqlFault(*place_of(node), reason, f"write `{_CLOCK[name]}`, which is that of the wall")
    elif isinstance(node.parent, exp.Table):
        return  # said of the table
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


def _unreadable(exc: ParseError) -> SqlFault:
    error = exc.errors[0] if exc.errors else {}
    word = str(error.get("highlight") or "").strip().replace(_MARK, ":")
    line, column = int(error.get("line") or 1), int(error.get("col") or 0)
    what = _plain(str(error.get("description") or "cannot be read"))
    return SqlFault(line, max(1, column - len(word) + 1), f"at `{word[:40]}`: {what}" if word else what)


def _plain(reason: str) -> str:
    """A reason of sqlglot's in plain words."""
    if reason.startswith("Required keyword"):
        return "something is missing here"
    if reason.startswith("Invalid expression"):
        return "this does not belong here"
    if reason.startswith("Expecting"):
        return f"expected `{reason.removeprefix('Expecting ').strip()}`"
    if reason.startswith("Error tokenizing"):
        return "a text or a name has no end"
    return reason[:1].lower() + reason[1:200]


def _line_of_open_quote(text: str) -> int:
    """The line from which on an odd number of quotation marks follows; the first one if nobody can tell."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.split("--", 1)[0].count("'") % 2:
            return number
    return 1
