"""Names that a SELECT gives and uses itself: put in their places is what they stand for, as DuckDB takes them.

In DuckDB a column wins over a name given beside it, but for a plain name in `order by`; where the rows are grouped, a
column by which they are not grouped counts for nothing. Names are known to the columns behind them, in `where`,
`having`, `qualify`, `order by` and `over (...)`, but not inside an aggregate (tried in
`tests/hub/kpis/test_given_names.py`). PostgreSQL knows them as a whole `group by` or `order by` alone, and in
`order by` ClickHouse takes the column.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from displayd.hub.kpis.statements.places import SqlFault, place_of
from displayd.hub.kpis.statements.portable import TITLES
from displayd.hub.kpis.statements.scopes import Scope, own_parts

__all__ = ["put_names_in_place"]

_COLUMN, _NAME, _EITHER = "column", "name", "either"

_COLUMN_FIRST = frozenset({"clickhouse", "snowflake"})
"""Dialects that take a name for a column where there is one, and else for what was given, as DuckDB does."""


def put_names_in_place(scope: Scope, dialect: str) -> list[SqlFault]:
    """Have the SELECT of `scope` mean in `dialect` what it means in DuckDB.

    Returns:
        What could mean either, or cannot be said there.
    """
    return _Names(scope, dialect).put_in_place()


class _Names:
    """Those of one SELECT."""

    def __init__(self, scope: Scope, dialect: str) -> None:
        self._scope, self._select, self._dialect = scope, scope.select, dialect
        self._given: dict[str, exp.Expr] = {}
        self._columns = set(_certain_columns(scope.select))
        group = scope.select.args.get("group")
        self._keys = {column.name.lower() for column in group.find_all(exp.Column)} if group else set()
        parts = [*scope.select.selects, *_clauses(scope.select, "having", "qualify", "order")]
        has_groups = bool(group or scope.select.args.get("having"))
        self._is_grouped = has_groups or any(_is_aggregate(one) for part in parts for one in own_parts(part))
        self._faults: list[SqlFault] = []

    def put_in_place(self) -> list[SqlFault]:
        self._faults += _of_outer_select(self._scope, self._dialect)
        for one in self._select.selects:
            self._put(one, "select")
            if isinstance(one, exp.Alias):
                self._given.setdefault(one.alias.lower(), one.this)
        for clause in ("where", "having", "qualify", "windows"):
            for part in _clauses(self._select, clause):
                self._put(part, clause)
        for part in _clauses(self._select, "order"):
            for ordered in part.expressions:
                self._order(ordered)
        if self._dialect == "trino":
            for part in _clauses(self._select, "group"):
                self._group(part)
        return self._faults

    def _put(self, part: exp.Expr, clause: str) -> None:
        """Put what they stand for in place of the names in `part`."""
        for column in [one for one in own_parts(part) if isinstance(one, exp.Column) and not one.table]:
            name = column.name.lower()
            if name not in self._given or _is_inside_aggregate(column):
                continue
            match self._meant(name, clause, column):
                case "name":
                    column.replace(_in_brackets(self._given[name]))
                case "either" if self._dialect not in _COLUMN_FIRST:
                    self._faults.append(_unclear(column, self._scope, self._dialect))

    def _meant(self, name: str, clause: str, column: exp.Column | None = None) -> str:
        """What `name`, which was given, means in `clause`."""
        given = self._given[name]
        is_grouped = self._is_grouped and clause not in ("where", "group")
        if is_grouped and name not in self._keys:
            return _NAME
        if name in self._columns or self._scope.has(name):
            return _COLUMN
        has_window = given.find(exp.Window) is not None
        around = column.find_ancestor(exp.Window, exp.Query) if column is not None else None
        if has_window and (clause in ("where", "group", "windows") or isinstance(around, exp.Window)):
            return _COLUMN
        if clause in ("where", "group") and any(_is_aggregate(one) for one in own_parts(given)):
            return _COLUMN
        if self._scope.is_known or (is_grouped and self._has_other_columns(given, name)):
            return _NAME
        # Whoever numbers rows to choose among them has no column that is called like the number.
        return _NAME if clause == "qualify" and has_window and self._dialect not in _COLUMN_FIRST else _EITHER

    def _has_other_columns(self, given: exp.Expr, name: str) -> bool:
        """Whether `given` reads what the rows are not grouped by, unless they are grouped by it."""
        columns = [one for one in own_parts(given) if isinstance(one, exp.Column) and not _is_inside_aggregate(one)]
        return any(column.name.lower() not in self._keys - {name} for column in columns)

    def _order(self, ordered: exp.Expr) -> None:
        key = ordered.this
        names = [one.alias_or_name.lower() for one in self._select.selects]
        if not (isinstance(key, exp.Column) and not key.table and key.name.lower() in names):
            self._put(ordered, "order")
            self._check_order_of_distinct(ordered)
            return
        place = names.index(key.name.lower())
        one = self._select.selects[place]
        is_plain = isinstance(one.unalias(), exp.Column) and one.unalias().name.lower() == key.name.lower()
        if is_plain or not self._could_be_column(key.name.lower()):
            return
        if any(before.is_star for before in self._select.selects[:place]):
            # The column is in the answer too, and called the same.
            key.replace(one.unalias().copy())
        elif self._dialect == "clickhouse":
            key.replace(exp.Literal.number(place + 1))

    def _could_be_column(self, name: str) -> bool:
        return name in self._columns or self._scope.has(name) or not self._scope.is_known

    def _check_order_of_distinct(self, ordered: exp.Expr) -> None:
        distinct = self._select.args.get("distinct")
        if distinct is None or distinct.args.get("on") or self._dialect == "clickhouse":
            return
        if not isinstance(ordered.this, exp.Literal) and ordered.this not in [
            one.unalias() for one in self._select.selects
        ]:
            what = "`order by` of what `select distinct` does not give"
            self._faults.append(
                SqlFault(*place_of(ordered), f"{what} is not the same in {TITLES[self._dialect]}", "give it as well")
            )

    def _group(self, group: exp.Expr) -> None:
        """A name as a whole is the number of its column."""
        names = [one.alias_or_name.lower() for one in self._select.selects]
        if any(one.is_star for one in self._select.selects):
            return
        for key in group.expressions:
            name = key.name.lower() if isinstance(key, exp.Column) and not key.table else ""
            if name in self._given and self._meant(name, "group") != _COLUMN:
                key.replace(exp.Literal.number(names.index(name) + 1))


def _unclear(column: exp.Column, scope: Scope, dialect: str) -> SqlFault:
    table = next((name for name, columns in scope.sources if columns is None and name), "t")
    return SqlFault(
        *place_of(column),
        f"`{column.name}`, a column or the name given in the same SELECT, is not the same in {TITLES[dialect]}",
        f"write `{table}.{column.name}` for the column; else give the name in a `with`, and read from that",
    )


def _of_outer_select(scope: Scope, dialect: str) -> Iterator[SqlFault]:
    """Names that an outer SELECT gives: ClickHouse takes them for what they mean inside."""
    if scope.outer is None:
        return
    own = {one.alias.lower() for one in scope.select.selects if isinstance(one, exp.Alias)}
    columns = [part for part in own_parts(scope.select) if isinstance(part, exp.Column)]
    sources = [name for name, _ in scope.sources]
    certain = {column.name.lower() for column in columns if column.table.lower() in sources}
    for column in columns:
        name = "" if column.table else column.name.lower()
        if not name or name in own or name in certain or scope.has(name):
            continue
        if _is_given_outside(name, scope.outer) and (scope.is_known or dialect == "clickhouse"):
            yield SqlFault(
                *place_of(column),
                f"`{column.name}`, a name given in the outer SELECT, is not the same in {TITLES[dialect]}",
                "write what it stands for, or the table of the column before it",
            )


def _is_given_outside(name: str, outer: Scope | None) -> bool:
    while outer is not None and not outer.has(name):
        for one in outer.select.selects:
            if isinstance(one, exp.Alias) and one.alias.lower() == name:
                return all(column.name.lower() != name for column in one.find_all(exp.Column))
        outer = outer.outer
    return False


def _certain_columns(select: exp.Select) -> Iterator[str]:
    """What can be nothing but a column: before a name like it is given, of a table, in an aggregate or in a join."""
    given: set[str] = set()
    for one in select.selects:
        for part in own_parts(one):
            if isinstance(part, exp.Column) and part.name.lower() not in given:
                yield part.name.lower()
        if isinstance(one, exp.Alias):
            given.add(one.alias.lower())
    for part in own_parts(select):
        if isinstance(part, exp.Column) and (part.table or _is_inside_aggregate(part)):
            yield part.name.lower()
    for join in select.args.get("joins") or ():
        on = join.args.get("on")
        for part in own_parts(on) if on is not None else ():
            if isinstance(part, exp.Column):
                yield part.name.lower()
        for part in join.args.get("using") or ():
            yield part.name.lower()


def _clauses(select: exp.Select, *names: str) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    for name in names:
        part = select.args.get(name)
        found += part if isinstance(part, list) else [part] if part is not None else []
    return found


def _is_aggregate(node: exp.Expr) -> bool:
    """Whether it makes one value of many rows; not before `over (...)`."""
    if not isinstance(node, (exp.AggFunc, exp.WithinGroup)):
        return False
    around = node.parent
    while isinstance(around, (exp.Filter, exp.WithinGroup, exp.IgnoreNulls)):
        around = around.parent
    return not isinstance(around, exp.Window)


def _is_inside_aggregate(column: exp.Column) -> bool:
    around: exp.Expr | None = column.parent
    while around is not None and not isinstance(around, exp.Query):
        if _is_aggregate(around) or (isinstance(around, exp.Filter) and _is_aggregate(around.this)):
            return True
        around = around.parent
    return False


def _in_brackets(node: exp.Expr) -> exp.Expr:
    is_loose = isinstance(node, (exp.Binary, exp.Unary, exp.Between, exp.In)) and not isinstance(node, exp.Paren)
    return exp.Paren(this=node.copy()) if is_loose else node.copy()
