"""Where a part of a SELECT stands, and what people call it."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlglot import exp

__all__ = ["SqlFault", "place_of", "word_of", "word_of_kind", "words_of_join"]


class SqlFault(NamedTuple):
    """One thing that is wrong in a SELECT, and where."""

    line: int
    """From 1."""
    column: int
    """From 1; 0 for the whole."""
    reason: str
    hint: str = ""


_WORDS = {
    "DateDiff": "date_diff",
    "DateFromParts": "make_date",
    "DayOfWeek": "dayofweek",
    "DayOfWeekIso": "isodow",
    "DayOfYear": "dayofyear",
    "Explode": "unnest",
    "GenerateDateArray": "generate_series",
    "GroupConcat": "string_agg",
    "IsInf": "isinf",
    "IsNan": "isnan",
    "LogicalAnd": "bool_and",
    "LogicalOr": "bool_or",
    "Pad": "lpad",
    "PercentileCont": "quantile_cont",
    "Pow": "power",
    "Rand": "random",
    "ReadCSV": "read_csv",
    "RegexpLike": "regexp_matches",
    "StrPosition": "strpos",
    "StrToTime": "strptime",
    "TimeToStr": "strftime",
    "TimeToUnix": "epoch",
    "TimestampFromParts": "make_timestamp",
    "TimestampTrunc": "date_trunc",
    "UnixToTime": "to_timestamp",
    "VariancePop": "var_pop",
    "WeekOfYear": "weekofyear",
    "WithinGroup": "within group",
}
"""What people call what sqlglot has another name for."""


def word_of_kind(name: str) -> str:
    """What people call the functions of the class `name` of sqlglot."""
    return _WORDS.get(name) or str(getattr(exp, name).sql_name()).lower()


def word_of(node: exp.Expr) -> str:
    """What people call `node`, a function or another part of SQL."""
    name = type(node).__name__
    if isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc)):
        return str(node.name).lower()
    if name in _WORDS or isinstance(node, exp.Func):
        return word_of_kind(name)
    return re.sub(r"(?<!^)(?=[A-Z][a-z])", " ", name).lower()


def words_of_join(node: exp.Expr) -> set[str]:
    """What stands before `join` in it, such as `left` or `asof`."""
    return {str(node.args.get(part) or "").lower() for part in ("method", "side", "kind")}


def place_of(node: exp.Expr) -> tuple[int, int]:
    """Line and column (from 1) where `node` begins, as far as sqlglot tells."""
    around: exp.Expr | None = node
    while around is not None:
        places = [_begin(one.meta) for one in around.walk() if "line" in one.meta]
        if places:
            return min(places)
        around = around.parent
    return 1, 0


def _begin(meta: dict[str, int]) -> tuple[int, int]:
    # What sqlglot calls the column is the last letter of the word.
    return meta["line"], max(1, meta["col"] - (meta["end"] - meta["start"]))
