"""A SELECT for an engine: dates bound as typed literals, views put in front, and written in its dialect.

Everything is done on the tree that was parsed. No text is ever put into SQL.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError

from displayd.hub.kpis.canonical import CANONICAL
from displayd.hub.kpis.dates import Moment, parameter
from displayd.hub.kpis.statements.clickhouse import put_right, put_rows_right
from displayd.hub.kpis.statements.conversions import put_conversions
from displayd.hub.kpis.statements.kinds import kind_of
from displayd.hub.kpis.statements.names import put_names_in_place
from displayd.hub.kpis.statements.parsing import Statement, tables_read
from displayd.hub.kpis.statements.places import SqlFault
from displayd.hub.kpis.statements.portable import singular, unportable
from displayd.hub.kpis.statements.qualifying import WITH_QUALIFY, without_qualify
from displayd.hub.kpis.statements.refusing import files_of
from displayd.hub.kpis.statements.scopes import Columns, given, scopes

__all__ = ["Paths", "SqlError", "unwritable", "written"]

Paths = Callable[[str], list[str]]
"""Where the files are that a SELECT names; the name may have `*` in it."""

VIEW_PREFIX = "displayd_"
"""Before the names of views that stand in front of a SELECT: a view may be called as the table that it reads."""


_TOO_DEEP = SqlFault(1, 0, "nested too deeply", "make several KPIs, or a view")


class SqlError(Exception):
    """A SELECT that cannot be written for an engine."""

    def __init__(self, faults: Sequence[SqlFault]) -> None:
        super().__init__("; ".join(fault.reason for fault in faults))
        self.faults = tuple(faults)


def written(
    statement: Statement,
    dialect: str,
    now: datetime.datetime,
    views: Mapping[str, Statement] | None = None,
    rows: int | None = None,
    paths: Paths | None = None,
) -> str:
    """The SQL of `statement` in `dialect`.

    Args:
        now: by the clock of the wall, see `dates.local_now`.
        views: put in front of it, by name, each after those that it reads.
        rows: the most rows that it is to give.
        paths: for a SELECT that names files.

    Raises:
        SqlError: it would say something else there.
    """
    views = views or {}
    known = _columns(views)
    tree = _translated(statement, dialect, now, known)
    if views:
        tree = _with_views(tree, {name: _translated(view, dialect, now, known, name) for name, view in views.items()})
    if rows is not None:
        _limit(tree, rows)
    if paths is not None:
        _name_files(tree, paths)
    return _text(tree, dialect)


def _text(tree: exp.Query, dialect: str) -> str:
    try:
        return tree.sql(dialect=dialect, unsupported_level=ErrorLevel.RAISE, comments=False)
    except SqlglotError as exc:
        hint = f"needs an override file, NAME.{dialect}.sql"
        raise SqlError([SqlFault(1, 0, str(exc).splitlines()[0][:200], hint)]) from exc
    except RecursionError as exc:
        raise SqlError([_TOO_DEEP]) from exc


def unwritable(statement: Statement, dialect: str, views: Mapping[str, Statement]) -> list[SqlFault]:
    """What of `statement`, which reads `views`, would say something else in `dialect`."""
    return _prepared(statement, dialect, _columns(views))[1]


def _columns(views: Mapping[str, Statement]) -> dict[str, Columns | None]:
    """The columns of the tables that may be read, by name; `views` before those that the shipped KPIs read."""
    found: dict[str, Columns | None] = dict(CANONICAL)
    for name, view in views.items():
        columns, meant = given(view.tree, found.get), CANONICAL.get(name, {})
        found[name] = (
            found.get(name)
            if columns is None
            else {column: kind or meant.get(column, "") for column, kind in columns.items()}
        )
    return found


def _prepared(
    statement: Statement, dialect: str, known: Mapping[str, Columns | None], name: str = ""
) -> tuple[exp.Query, list[SqlFault]]:
    """A copy of the tree that means in `dialect` what it means in DuckDB, and what of it cannot.

    Args:
        known: columns of the tables, by name.
        name: of the view that it is, which reads the table of the same name.
    """
    tree = statement.tree.copy()
    if statement.dialect != "duckdb" or dialect == "duckdb":
        return tree, []
    faults: list[SqlFault] = []
    kinds: dict[int, list[str]] = {}
    try:
        for scope in scopes(tree, {**known, name: CANONICAL.get(name)}.get):
            faults += put_names_in_place(scope, dialect)
            faults += put_conversions(scope, dialect)
            if dialect == "clickhouse":
                faults += put_right(scope)
                kinds[id(scope.select)] = [kind_of(one, scope.kind_of) for one in scope.select.selects]
    except RecursionError:
        return tree, [_TOO_DEEP]
    if kinds:
        put_rows_right(tree, kinds)
    return tree, sorted({*faults, *unportable(tree, dialect)})


def _translated(
    statement: Statement, dialect: str, now: datetime.datetime, known: Mapping[str, Columns | None], name: str = ""
) -> exp.Query:
    """A copy of the tree with its parameters bound, and with what `dialect` needs to say the same."""
    tree, faults = _prepared(statement, dialect, known, name)
    if faults:
        raise SqlError(faults)
    try:
        for one in list(tree.find_all(exp.Placeholder)):
            one.replace(_literal(parameter(str(one.this), now)))
    except OverflowError as exc:
        raise SqlError([SqlFault(1, 0, str(exc))]) from exc
    if statement.dialect == "duckdb":
        rewrite = _Rewriting(dialect)
        # From the leaves to the root: what is put around a part takes a copy of it.
        for node in reversed(list(tree.walk())):
            rewrite.node(node)
        if dialect not in WITH_QUALIFY:
            without_qualify(tree)
    return tree


def _literal(value: Moment) -> exp.Expr:
    is_time = isinstance(value, datetime.datetime)
    text = value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return exp.cast(exp.Literal.string(text), exp.DType.TIMESTAMP if is_time else exp.DType.DATE)


class _Rewriting:
    """What is written otherwise, so that all engines say the same."""

    def __init__(self, dialect: str) -> None:
        self._dialect = dialect
        self._unnamed = 0

    def node(self, node: exp.Expr) -> None:
        """Put another one in the place of `node`, or leave it."""
        found = getattr(self, f"_{type(node).__name__.lower()}", None)
        if found is not None:
            found(node)

    def _div(self, node: exp.Div) -> None:
        """Divided as numbers with a fraction; by zero gives nothing, instead of an error, infinity or zero."""
        if self._dialect != "duckdb":
            node.set("this", _as_double(node.this))
        self._by_something(node)

    def _intdiv(self, node: exp.IntDiv) -> None:
        self._by_something(node)

    def _mod(self, node: exp.Mod) -> None:
        self._by_something(node)

    def _by_something(self, node: exp.Binary) -> None:
        divisor = node.expression
        is_number = isinstance(divisor, exp.Literal) and not divisor.is_string and float(divisor.name) != 0
        if not is_number and not isinstance(divisor, exp.Nullif):
            node.set("expression", exp.Nullif(this=_in_parens(divisor), expression=exp.Literal.number(0)))

    def _filter(self, node: exp.Filter) -> None:
        """`sum(x) filter (where y)` is `sum(case when y then x end)`."""
        if self._dialect in ("duckdb", "postgres", "clickhouse"):
            return
        call, condition = node.this, node.expression.this
        inner = call.this
        if isinstance(inner, exp.Distinct):
            inner.set("expressions", [_when(condition, one) for one in inner.expressions])
        else:
            call.set("this", _when(condition, exp.Literal.number(1) if isinstance(inner, exp.Star) else inner))
        node.replace(call)

    def _datediff(self, node: exp.DateDiff) -> None:
        if self._dialect == "bigquery":
            # Its `date_diff` knows days and longer units alone, and no time of day.
            node.replace(exp.DatetimeDiff(this=node.this, expression=node.expression, unit=node.args.get("unit")))

    def _timestamptrunc(self, node: exp.TimestampTrunc) -> None:
        if self._dialect == "bigquery":
            node.replace(exp.DatetimeTrunc(this=_as_time(node.this), unit=exp.var(node.text("unit").upper())))
        if self._dialect == "postgres":
            # Of a date it makes a time with a zone.
            node.set("this", _as_time(node.this))

    def _interval(self, node: exp.Interval) -> None:
        if self._dialect == "duckdb":
            return
        if isinstance(node.unit, exp.Var):
            node.set("unit", exp.var(singular(node.unit.name)))
        if not isinstance(node.this, exp.Literal):
            # PostgreSQL has no other way to say it, and nobody else comes here.
            one = exp.Interval(this=exp.Literal.string("1"), unit=node.unit)
            node.replace(exp.Paren(this=exp.Mul(this=exp.Paren(this=_in_parens(node.this)), expression=one)))
        elif self._dialect == "bigquery":
            node.set("this", exp.Literal.number(node.this.name))

    def _extract(self, node: exp.Extract) -> None:
        node.set("this", exp.var(node.this.name))

    def _subquery(self, node: exp.Subquery) -> None:
        if isinstance(node.parent, (exp.From, exp.Join)) and not node.alias and self._dialect != "duckdb":
            # DuckDB and ClickHouse need no name for it, others do.
            self._unnamed += 1
            node.set("alias", exp.TableAlias(this=exp.to_identifier(f"{VIEW_PREFIX}unnamed_{self._unnamed}")))

    def _beside(self, node: exp.Func) -> None:
        """Where there is no row beside, ClickHouse says 0 unless the values may be NULL."""
        if self._dialect == "clickhouse":
            node.set("this", exp.Anonymous(this="toNullable", expressions=[node.this]))

    _lag = _lead = _beside

    def _countif(self, node: exp.CountIf) -> None:
        """Of no rows, it is NULL; ClickHouse says 0."""
        if self._dialect == "clickhouse":
            node.replace(exp.Sum(this=_when(node.this, exp.Literal.number(1), exp.Literal.number(0))))

    def _concatws(self, node: exp.ConcatWs) -> None:
        """What is NULL is left out, with what stands before it; in ClickHouse's own, all is NULL then."""
        if self._dialect == "clickhouse":
            separator, *texts = node.expressions
            array = exp.Array(expressions=[exp.cast(one, exp.DType.VARCHAR) for one in texts])
            is_there = exp.Not(this=exp.Is(this=exp.column("text"), expression=exp.Null()))
            kept = exp.Lambda(this=is_there, expressions=[exp.to_identifier("text")])
            parts = exp.Anonymous(this="arrayFilter", expressions=[kept, array])
            node.replace(exp.Anonymous(this="arrayStringConcat", expressions=[parts, separator]))

    def _median(self, node: exp.Median) -> None:
        # Of decimals some engines give a decimal, rounded.
        node.set("this", _as_double(node.this))
        if self._dialect == "clickhouse":
            node.replace(_exact_quantile(exp.Literal.number("0.5"), node.this))

    def _percentilecont(self, node: exp.PercentileCont) -> None:
        # The other form, `within group`, is of its parent.
        if node.expression is not None:
            node.set("this", _as_double(node.this))
            if self._dialect == "clickhouse":
                node.replace(_exact_quantile(node.expression, node.this))

    def _withingroup(self, node: exp.WithinGroup) -> None:
        if isinstance(node.this, exp.PercentileCont):
            ordered = node.expression.expressions[0]
            ordered.set("this", _as_double(ordered.this))
            if self._dialect == "clickhouse":
                node.replace(_exact_quantile(node.this.this, ordered.this))

    def _part(self, node: exp.Func, part: str) -> None:
        if self._dialect != "duckdb":
            node.replace(exp.Extract(this=exp.var(part), expression=node.this))

    def _year(self, node: exp.Year) -> None:
        self._part(node, "YEAR")

    def _quarter(self, node: exp.Quarter) -> None:
        self._part(node, "QUARTER")

    def _month(self, node: exp.Month) -> None:
        self._part(node, "MONTH")

    def _week(self, node: exp.Week) -> None:
        self._part(node, "WEEK")

    def _weekofyear(self, node: exp.WeekOfYear) -> None:
        self._part(node, "WEEK")

    def _day(self, node: exp.Day) -> None:
        self._part(node, "DAY")

    def _hour(self, node: exp.Hour) -> None:
        self._part(node, "HOUR")

    def _minute(self, node: exp.Minute) -> None:
        self._part(node, "MINUTE")

    def _dayofweek(self, node: exp.DayOfWeek) -> None:
        self._part(node, "DOW")

    def _dayofweekiso(self, node: exp.DayOfWeekIso) -> None:
        self._part(node, "ISODOW")

    def _timetounix(self, node: exp.TimeToUnix) -> None:
        self._part(node, "EPOCH")


def _exact_quantile(share: exp.Expr, of: exp.Expr) -> exp.Expr:
    """ClickHouse's own `median` looks at some 8,000 rows alone."""
    return exp.ParameterizedAgg(this="quantileExactInclusive", expressions=[share.copy()], params=[of.copy()])


def _when(condition: exp.Expr, value: exp.Expr, other: exp.Expr | None = None) -> exp.Case:
    return exp.Case(ifs=[exp.If(this=condition.copy(), true=value.copy())], default=other)


def _as_double(node: exp.Expr) -> exp.Expr:
    return exp.cast(_in_parens(node), exp.DType.DOUBLE)


def _as_time(node: exp.Expr) -> exp.Expr:
    return exp.cast(_in_parens(node), exp.DType.TIMESTAMP)


def _in_parens(node: exp.Expr) -> exp.Expr:
    return node.unnest() if isinstance(node, exp.Paren) else node


def _with_views(tree: exp.Query, views: Mapping[str, exp.Query]) -> exp.Query:
    """`tree` with `views` as the first parts of its `with`."""
    ctes = []
    known: list[str] = []
    for name, view in views.items():
        _rename(view, known)
        alias = exp.TableAlias(this=exp.to_identifier(f"{VIEW_PREFIX}{name}"))
        ctes.append(exp.CTE(this=view, alias=alias))
        known.append(name)
    _rename(tree, known)
    own = tree.args.get("with_")
    own_ctes = list(own.expressions) if isinstance(own, exp.With) else []
    tree.set("with_", exp.With(expressions=[*ctes, *own_ctes]))
    return tree


def _rename(tree: exp.Query, names: Sequence[str]) -> None:
    """Have `tree` read the views of these names, by the names that they have in front of it."""
    for table in tables_read(tree):
        if table.db or table.name.lower() not in names:
            continue
        if not table.alias:
            table.set("alias", exp.TableAlias(this=table.this.copy()))
        table.set("this", exp.to_identifier(f"{VIEW_PREFIX}{table.name.lower()}"))


def _limit(tree: exp.Query, rows: int) -> None:
    """Let `tree` give no more than so many rows."""
    own = tree.args.get("limit")
    if isinstance(own, exp.Limit) and int(own.expression.name) <= rows:
        return
    tree.set("limit", exp.Limit(expression=exp.Literal.number(rows)))


def _name_files(tree: exp.Query, paths: Paths) -> None:
    for call in list(tree.find_all(exp.ReadCSV, exp.ReadParquet)):
        found = [path for file in files_of(call) for path in paths(file.name)]
        whole = exp.Array(expressions=[exp.Literal.string(path) for path in found])
        if isinstance(call, exp.ReadCSV):
            call.set("this", whole)
        else:
            call.set("expressions", [whole, *call.expressions[1:]])
