"""What a SELECT in DuckDB's dialect would say differently, or not at all, in another engine: refused, never guessed.

Found by running every allowed function on DuckDB, PostgreSQL and ClickHouse with the same rows and comparing what comes
out (`tests/hub/kpis/test_same_everywhere.py`). For engines that are not at hand it is the SQL standard that counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp

from displayd.hub.kpis.dates import parameter
from displayd.hub.kpis.statements.places import SqlFault, place_of, word_of, words_of_join
from displayd.hub.kpis.statements.qualifying import WITH_QUALIFY
from displayd.hub.kpis.statements.words import ENGINES, ONLY_IN, VERIFIED

__all__ = ["TITLES", "singular", "unportable"]

TITLES: Mapping[str, str] = {
    "duckdb": "DuckDB",
    "postgres": "PostgreSQL",
    "clickhouse": "ClickHouse",
    "trino": "Trino",
    "bigquery": "BigQuery",
    "snowflake": "Snowflake",
    "mysql": "MySQL",
}
"""What engines are called, by the names of their dialects."""

_DUCK = frozenset({"duckdb"})
_PG = frozenset({"duckdb", "postgres"})
_LARGE = ENGINES - {"mysql"}

_PARTS_OF_DATES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE"), ENGINES),
    **dict.fromkeys(("WEEK", "DOW", "DAYOFWEEK", "ISODOW", "DAYOFWEEKISO", "EPOCH"), VERIFIED),
}

_UNITS_BETWEEN: Mapping[str, frozenset[str]] = {
    "DAY": ENGINES,
    **dict.fromkeys(("MONTH", "QUARTER", "YEAR"), VERIFIED),
    **dict.fromkeys(("SECOND", "MINUTE", "HOUR"), _LARGE),
}

_UNITS_CUT: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE"), _LARGE),
    # Weeks begin on Sunday in BigQuery, and in Snowflake on what its administrator says.
    "WEEK": VERIFIED | {"trino"},
    "SECOND": VERIFIED | {"trino", "snowflake"},
}

_UNITS_ADDED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"), ENGINES),
    **dict.fromkeys(("WEEK", "QUARTER"), VERIFIED),
}

_TYPES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("DATE", "TIMESTAMP", "TIMESTAMPNTZ", "DOUBLE", "VARCHAR", "TEXT", "BOOLEAN"), ENGINES),
    # Rounded in one, cut off in another.
    **dict.fromkeys(("INT", "BIGINT", "SMALLINT", "TINYINT", "UINT", "UBIGINT"), _PG),
    "DECIMAL": _PG | {"trino", "snowflake", "mysql"},
    "TIMESTAMPTZ": _PG,
    "FLOAT": VERIFIED,
}

_SOME_DAY = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - the clock of a wall has no zone

_INSTEAD: Mapping[str, str] = {
    "Round": "leave it out: `decimals:` of the head says how many digits are shown; or round `cast(x as double)`",
}

_Check = Callable[[exp.Expr, str], tuple[str, str] | None]


def unportable(tree: exp.Query, dialect: str) -> list[SqlFault]:
    """What of `tree`, which is in DuckDB's dialect, would not say the same in `dialect`."""
    if dialect == "duckdb":
        return []
    if dialect not in ENGINES:
        return [SqlFault(1, 0, f"nobody knows what this says in {dialect}", _override(dialect))]
    return sorted(set(_found(tree, dialect)))


def _found(tree: exp.Query, dialect: str) -> Iterator[SqlFault]:
    title = TITLES[dialect]
    for node in tree.walk():
        name = type(node).__name__
        if dialect not in ONLY_IN.get(name, ENGINES):
            yield SqlFault(
                *place_of(node),
                f"`{word_of(node)}` is not the same in {title}",
                _INSTEAD.get(name) or _override(dialect),
            )
        elif (check := _CHECKS.get(name)) and (found := check(node, dialect)):
            what, hint = found
            yield SqlFault(*place_of(node), f"{what} is not the same in {title}", hint or _override(dialect))


def singular(unit: str) -> str:
    """A unit of time as all engines call it: `DAY` of `days`."""
    return unit.upper().strip("'").removesuffix("S")


def _override(dialect: str) -> str:
    return f"needs an override file, NAME.{dialect}.sql, with a SELECT in its dialect"


def _unit(node: exp.Expr, units: Mapping[str, frozenset[str]], dialect: str, what: str) -> tuple[str, str] | None:
    unit = singular(str(node.args.get("unit") or "DAY"))
    if dialect in units.get(unit, _DUCK):
        return None
    hint = "weeks are days / 7" if unit == "WEEK" and what == "date_diff" else ""
    return f"`{what}` by the {unit.lower()}", hint


def _difference(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    return _unit(node, _UNITS_BETWEEN, dialect, "date_diff")


def _cut(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    return _unit(node, _UNITS_CUT, dialect, "date_trunc")


def _interval(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    if not isinstance(node.this, exp.Literal):
        return None if dialect in _PG else ("an interval that is computed", "")
    if node.args.get("unit") is None:
        hint = "write a sum, such as `interval '1' year + interval '3' day`"
        return None if dialect in _PG else ("an interval of several parts", hint)
    return _unit(node, _UNITS_ADDED, dialect, "interval")


def _extract(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    part = str(node.this.name).upper()
    return None if dialect in _PARTS_OF_DATES.get(part, _DUCK) else (f"`extract({part.lower()} ...)`", "")


def _week(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    return None if dialect in VERIFIED else (f"`{word_of(node)}`", "")


def _cast(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    kind = node.args["to"].this
    word = str(getattr(kind, "value", kind)).upper()
    if dialect in _TYPES.get(word, _DUCK):
        return None
    return f"a cast to {word.lower()}", "write `floor(...)`" if "INT" in word else ""


def _group(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    return ("`group by all`", "name the columns") if node.args.get("all") else None


def _distinct(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    return ("`distinct on`", "") if node.args.get("on") and dialect not in VERIFIED else None


def _star(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    odd = any(node.args.get(part) for part in ("except_", "except", "replace", "rename"))
    return ("`* exclude`", "name the columns") if odd else None


def _join(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    words = words_of_join(node)
    if odd := words & {"semi", "anti"}:
        return f"`{odd.pop()} join`", "write `where exists (select ...)`, or `not exists`"
    if "asof" in words:
        return "`asof join`", "join, and keep `row_number() over (...) = 1`"
    side = str(node.args.get("side") or "").upper()
    if side and dialect == "clickhouse" and not _has_key(node):
        return f"a {side.lower()} join by other than `=`", "count in a `with`, by what is equal, and join that"
    return ("`full join`", "") if dialect == "mysql" and side == "FULL" else None


def _has_key(join: exp.Expr) -> bool:
    """Whether rows are joined by what is equal, and perhaps by more."""
    on = join.args.get("on")
    tests = list(on.flatten()) if isinstance(on, exp.And) else [on]
    return bool(join.args.get("using")) or any(isinstance(one, (exp.EQ, exp.Boolean)) for one in tests)


def _operation(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    return ("`by name`", "name the columns") if node.args.get("by_name") else None


def _frame(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    is_odd = str(node.args.get("kind")).upper() != "ROWS" and dialect not in _PG
    return ("a window of a `range`", "write `rows between ...`") if is_odd else None


def _format(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    letters = set(node.args["format"].name.replace("%Y", "").replace("%m", "").replace("%d", ""))
    return (f"`strftime` with `{node.args['format'].name}`", "") if dialect == "clickhouse" and "%" in letters else None


def _qualify(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    """What chooses would be a column of the answer."""
    select, whole = node.parent, node.root()
    is_odd = isinstance(select, exp.Select) and select.is_star and isinstance(whole, exp.Query) and whole.is_star
    return ("`qualify` beside `*`", "name the columns") if is_odd and dialect not in WITH_QUALIFY else None


def _in(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    """NULL among those that something is not in: then nobody knows, and ClickHouse says that it is not."""
    if dialect != "clickhouse":
        return None
    if any(isinstance(one, exp.Null) for one in node.expressions):
        return "`in` with a `null` in its list", "leave it out"
    query = node.args.get("query")
    if query is None or not isinstance(_outside(node), exp.Not):
        return None
    given = [column.unalias() for select in query.find_all(exp.Select) for column in select.selects]
    sure = [
        test.this.this
        for test in query.find_all(exp.Not)
        if isinstance(test.this, exp.Is) and isinstance(test.this.expression, exp.Null)
    ]
    hint = "add `where ... is not null` to what is in the brackets, or write `not exists`"
    return None if all(one in sure for one in given) else ("`not in` of what may be NULL", hint)


def _outside(node: exp.Expr) -> exp.Expr | None:
    """What `node` stands in, brackets left out."""
    around = node.parent
    while isinstance(around, exp.Paren):
        around = around.parent
    return around


def _difference_of_days(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    day = node.args["expression"]
    is_day = isinstance(day, exp.Cast) and day.is_type(exp.DType.DATE)
    is_day = is_day or (isinstance(day, exp.Placeholder) and type(parameter(str(day.this), _SOME_DAY)) is datetime.date)
    hint = "write `date_diff('day', from, to)`"
    return ("a date less a date", hint) if is_day and dialect not in _PG else None


def _joined(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    hint = "write `string_agg(x, ', ' order by x)`"
    return None if node.find(exp.Order) else ("`string_agg` without an order", hint)


def _select(node: exp.Expr, dialect: str) -> tuple[str, str] | None:
    """A column of an outer table that ClickHouse would take for one of this SELECT, whose table has that name too."""
    if dialect != "clickhouse":
        return None
    tables = [part.this for part in (node.args.get("from_"), *(node.args.get("joins") or ())) if part is not None]
    known = {table.alias_or_name for table in tables if isinstance(table, exp.Table)}
    hidden = {table.name for table in tables if isinstance(table, exp.Table)} - known
    odd = next((column for column in node.find_all(exp.Column) if column.table in hidden), None)
    return None if odd is None else (f"`{odd.sql()}` of the outer query", f"give the outer `{odd.table}` another name")


_CHECKS: Mapping[str, _Check] = {
    "DateDiff": _difference,
    "TimestampTrunc": _cut,
    "DateTrunc": _cut,
    "Interval": _interval,
    "Extract": _extract,
    **dict.fromkeys(("Week", "WeekOfYear", "DayOfWeek", "DayOfWeekIso"), _week),
    "Cast": _cast,
    "TryCast": _cast,
    "Group": _group,
    "Distinct": _distinct,
    "Star": _star,
    "Join": _join,
    **dict.fromkeys(("Union", "Intersect", "Except"), _operation),
    "WindowSpec": _frame,
    "TimeToStr": _format,
    "Select": _select,
    "Qualify": _qualify,
    "In": _in,
    "Sub": _difference_of_days,
    "GroupConcat": _joined,
}
