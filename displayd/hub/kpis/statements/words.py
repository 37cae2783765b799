"""What a KPI may be made of: parts of a SELECT and functions, by the names that sqlglot has for them.

A list of what is allowed, not of what is forbidden: what a later version of a database or of sqlglot can do is refused
until somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COMPILED", "ENGINES", "FILE_OPTIONS", "FUNCTIONS", "ONLY_IN", "PARTS", "VERIFIED"]

VERIFIED = frozenset({"duckdb", "postgres", "clickhouse"})
"""Dialects that the tests run everything in that is allowed, and compare."""

COMPILED = frozenset({"trino", "bigquery", "snowflake", "mysql"})
"""Dialects that KPIs are written in without an engine at hand: only what is the same there by the SQL standard."""

ENGINES = VERIFIED | COMPILED

PARTS = frozenset(
    {
        *("Select", "Union", "Intersect", "Except", "Subquery", "With", "CTE", "From", "Join", "Where", "Group"),
        *("Having", "Qualify", "Order", "Ordered", "Limit", "Offset", "Distinct", "Table", "TableAlias", "Column"),
        *("Identifier", "Alias", "Aliases", "Star", "Paren", "Tuple", "Literal", "Null", "Boolean", "Placeholder"),
        *("Case", "If", "In", "Between", "Is", "Not", "And", "Or", "Exists", "Like", "ILike", "Escape", "Var"),
        *("EQ", "NEQ", "GT", "GTE", "LT", "LTE", "NullSafeEQ", "NullSafeNEQ", "Add", "Sub", "Mul", "Div", "IntDiv"),
        *("Mod", "Neg", "DPipe", "Interval", "DataType", "DataTypeParam", "Cast", "TryCast", "AtTimeZone", "Filter"),
        *("Window", "WindowSpec", "Values", "WithinGroup", "Array", "IntervalSpan", "IgnoreNulls", "Rollup"),
        *("Cube", "GroupingSets"),
    }
)
"""Parts of a SELECT. What stands in `ONLY_IN` too is not the same in all engines."""

FUNCTIONS = frozenset(
    {
        *("Count", "Sum", "Avg", "Min", "Max", "Median", "PercentileCont", "Stddev", "StddevSamp", "StddevPop"),
        *("Variance", "VariancePop", "Corr", "CountIf", "LogicalOr", "LogicalAnd", "ArgMax", "ArgMin", "Mode"),
        *("GroupConcat", "RowNumber", "Rank", "DenseRank", "PercentRank", "CumeDist", "Ntile", "Lag", "Lead"),
        *("FirstValue", "LastValue", "Coalesce", "Nullif", "Greatest", "Least", "Abs", "Ceil", "Floor", "Round"),
        *("Sqrt", "Exp", "Ln", "Log", "Pow", "Sign", "Trunc", "Lower", "Upper", "Length", "Trim", "Substring"),
        *("Replace", "Concat", "Left", "Right", "StartsWith", "StrPosition", "Contains", "SplitPart", "Reverse"),
        *(
            "ConcatWs",
            "Pad",
            "RegexpLike",
            "DateDiff",
            "TimestampTrunc",
            "DateTrunc",
            "Extract",
            "Year",
            "Month",
            "Day",
        ),
        *("Quarter", "Week", "WeekOfYear", "Hour", "Minute", "DayOfWeek", "DayOfWeekIso", "DayOfYear", "LastDay"),
        *("TimeToStr", "TimeToUnix", "DateFromParts", "DateAdd", "DateSub", "GenerateSeries", "GenerateDateArray"),
        *("StrToTime", "UnixToTime", "TimestampFromParts", "RegexpReplace", "RegexpExtract"),
        *("Unnest", "ReadCSV", "ReadParquet", "IsNan", "IsInf"),
    }
)
"""Functions, aggregates and table functions."""

_PG = frozenset({"duckdb", "postgres"})
_DUCK = frozenset({"duckdb"})
_LARGE = ENGINES - {"mysql"}

ONLY_IN: Mapping[str, frozenset[str]] = {
    # Some count the nulls, some do not.
    "Greatest": VERIFIED | {"snowflake"},
    "Least": VERIFIED | {"snowflake"},
    # Half to even in one, half away from zero in another, no such function in a third.
    "Round": _DUCK,
    "Trunc": VERIFIED,
    "Median": VERIFIED | {"snowflake"},
    "PercentileCont": VERIFIED,
    "WithinGroup": VERIFIED,
    "Mode": _DUCK,
    "ArgMax": _DUCK | {"clickhouse", "trino"},
    "ArgMin": _DUCK | {"clickhouse", "trino"},
    "LogicalOr": _PG,
    "LogicalAnd": _PG,
    "CountIf": VERIFIED,
    "GroupConcat": _PG,
    "Corr": VERIFIED,
    "Stddev": _LARGE,
    "StddevSamp": _LARGE,
    "StddevPop": _LARGE,
    "Variance": VERIFIED,
    "VariancePop": VERIFIED,
    "CumeDist": _PG,
    "PercentRank": VERIFIED,
    "Sign": VERIFIED,
    "Log": VERIFIED,
    "Contains": _DUCK | {"clickhouse"},
    "SplitPart": _PG,
    "Reverse": VERIFIED,
    "ConcatWs": VERIFIED,
    "Pad": VERIFIED,
    "Left": VERIFIED,
    "Right": VERIFIED,
    "StartsWith": VERIFIED,
    "StrPosition": VERIFIED,
    "RegexpLike": VERIFIED,
    "IntDiv": VERIFIED,
    "LastDay": VERIFIED,
    "TimeToStr": VERIFIED,
    "TimeToUnix": VERIFIED,
    "DateFromParts": _DUCK,
    # To tidy up files; servers have tables with types.
    "StrToTime": _DUCK,
    "TimestampFromParts": _DUCK,
    "RegexpReplace": _DUCK,
    "RegexpExtract": _DUCK,
    "UnixToTime": _PG,
    "DayOfYear": _DUCK,
    "GenerateSeries": _PG,
    "GenerateDateArray": _PG,
    "Unnest": _PG,
    "Array": _PG,
    "ReadCSV": _DUCK,
    "ReadParquet": _DUCK,
    # What is summed up has no NULL in ClickHouse.
    "Rollup": _PG,
    "Cube": _PG,
    "GroupingSets": _PG,
    "IgnoreNulls": _DUCK,
    "IsNan": _DUCK,
    "IsInf": _DUCK,
    "TryCast": _DUCK | {"clickhouse", "trino"},
    "AtTimeZone": _PG,
    "Values": ENGINES - {"mysql", "clickhouse"},
    "Qualify": ENGINES - {"mysql"},
    "NullSafeEQ": VERIFIED,
    "NullSafeNEQ": VERIFIED,
}
"""By part or function, the dialects in which it says the same; in others an override file says it."""

FILE_OPTIONS = frozenset(
    {
        *("all_varchar", "auto_detect", "columns", "comment", "dateformat", "decimal_separator", "delim", "encoding"),
        *("escape", "filename", "header", "hive_partitioning", "ignore_errors", "names", "null_padding", "nullstr"),
        *("quote", "sample_size", "sep", "skip", "strict_mode", "thousands", "timestampformat", "types"),
        *("union_by_name",),
    }
)
"""What may be said of a file with `read_csv` and `read_parquet`."""
