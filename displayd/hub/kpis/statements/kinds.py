"""What kind of value an expression gives in DuckDB, as far as it follows from the SELECT and the columns it reads."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from sqlglot import exp

from displayd.hub.kpis.dates import parameter

__all__ = ["branches_of", "kind_of"]

OfColumn = Callable[[exp.Column], str]
"""The kind of what is in a column."""

_SOME_DAY = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - the clock of a wall has no zone

_TYPES = {
    **dict.fromkeys(("DATE", "DATE32"), "date"),
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMPNTZ", "DATETIME"), "timestamp"),
    **dict.fromkeys(("DOUBLE", "FLOAT"), "double"),
    **dict.fromkeys(("VARCHAR", "TEXT"), "text"),
    **dict.fromkeys(("INT", "BIGINT", "SMALLINT", "TINYINT", "UINT", "UBIGINT"), "integer"),
    "DECIMAL": "decimal",
    "BOOLEAN": "boolean",
}

_ALWAYS: tuple[tuple[tuple[type[exp.Expr], ...], str], ...] = (
    ((exp.Div, exp.Avg, exp.Stddev, exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop, exp.Corr), "double"),
    ((exp.Sqrt, exp.Exp, exp.Ln, exp.Log, exp.Pow, exp.PercentRank, exp.CumeDist, exp.TimeToUnix), "double"),
    ((exp.Count, exp.Sign, exp.CountIf, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.DateDiff), "integer"),
    ((exp.Year, exp.Quarter, exp.Month, exp.Week, exp.Day, exp.Hour, exp.Minute, exp.DayOfWeek, exp.Length), "integer"),
    ((exp.TimestampTrunc, exp.DateAdd, exp.DateSub, exp.StrToTime), "timestamp"),
    ((exp.LastDay, exp.DateFromParts), "date"),
    ((exp.DPipe, exp.Concat, exp.ConcatWs, exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.TimeToStr), "text"),
    ((exp.Predicate, exp.Not, exp.And, exp.Or, exp.Boolean), "boolean"),
)

_SAME = (
    *(
        exp.Paren,
        exp.Alias,
        exp.Neg,
        exp.Min,
        exp.Max,
        exp.Sum,
        exp.Abs,
        exp.Round,
        exp.Floor,
        exp.Ceil,
        exp.Trunc,
        exp.Lag,
        exp.Lead,
        exp.Filter,
    ),
    *(exp.FirstValue, exp.LastValue, exp.Nullif, exp.Window, exp.IgnoreNulls, exp.ArgMax, exp.ArgMin, exp.Mode),
)
"""What gives values of the kind that it takes first."""

_NUMBERS = ("integer", "decimal", "double")


def kind_of(node: exp.Expr, of_column: OfColumn) -> str:
    """`date`, `timestamp`, `interval`, `text`, `boolean`, `integer`, `decimal` or `double`; empty if nobody knows."""
    if isinstance(node, exp.Column):
        return of_column(node)
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else _kind_of_number(node.name)
    if isinstance(node, (exp.Cast, exp.TryCast)):
        kind = node.args["to"].this
        return _TYPES.get(str(getattr(kind, "value", kind)).upper(), "")
    if isinstance(node, exp.Placeholder):
        is_time = isinstance(parameter(str(node.this), _SOME_DAY), datetime.datetime)
        return "timestamp" if is_time else "date"
    if isinstance(node, exp.Interval):
        return "interval"
    if isinstance(node, exp.Extract):
        return "double" if node.this.name.upper() == "EPOCH" else "integer"
    if isinstance(node, _SAME):
        return kind_of(node.this, of_column)
    if isinstance(node, (exp.Median, exp.PercentileCont)):
        return "double" if kind_of(node.this, of_column) in _NUMBERS else ""
    if branches := branches_of(node):
        return _common([kind_of(one, of_column) for one in branches if not isinstance(one, exp.Null)])
    if isinstance(node, (exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.IntDiv)):
        return _of_two(node, kind_of(node.this, of_column), kind_of(node.expression, of_column))
    return next((kind for types, kind in _ALWAYS if isinstance(node, types)), "")


def _kind_of_number(digits: str) -> str:
    if "e" in digits.lower():
        return "double"
    return "decimal" if "." in digits else "integer"


def branches_of(node: exp.Expr) -> list[exp.Expr]:
    """The values of which `node` gives one."""
    found: list[exp.Expr | None] = []
    if isinstance(node, exp.Case):
        found = [*(one.args["true"] for one in node.args["ifs"]), node.args.get("default")]
    elif isinstance(node, exp.If):
        found = [node.args["true"], node.args.get("false")]
    elif isinstance(node, (exp.Coalesce, exp.Greatest, exp.Least)):
        found = [node.this, *node.expressions]
    return [one for one in found if one is not None]


def _common(kinds: list[str]) -> str:
    """The kind of values of which each has one of `kinds`."""
    if len(set(kinds)) == 1:
        return kinds[0]
    if set(kinds) <= set(_NUMBERS):
        return max(kinds, key=_NUMBERS.index) if kinds else ""
    return "timestamp" if set(kinds) == {"date", "timestamp"} else ""


def _of_two(node: exp.Expr, left: str, right: str) -> str:
    """Of a sum, a difference, a product or a rest."""
    if isinstance(node, exp.Sub) and left == right and left in ("date", "timestamp"):
        return "integer" if left == "date" else "interval"
    if {left, right} == {"date", "integer"}:
        return "date"
    if "interval" in (left, right) and {left, right} & {"date", "timestamp"}:
        return "timestamp"
    if left in _NUMBERS and right in _NUMBERS:
        return _common([left, right])
    return "double" if "double" in (left, right) else ""
