"""What a SELECT reads: the columns of each table behind its `from`, as far as they are known, with their kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sqlglot import exp

from displayd.hub.kpis.statements.kinds import kind_of

__all__ = ["Columns", "Known", "Scope", "given", "inner_queries", "own_parts", "scopes"]

Columns = Mapping[str, str]
"""Kind of value, see `kinds.kind_of`, by name in small letters; an empty one where it is not known."""

Known = Callable[[str], Columns | None]
"""The columns of a table without a schema, by its name in small letters; None where nobody knows."""

_Bound = Mapping[str, Columns | None]


class Scope(NamedTuple):
    """A SELECT and what it reads."""

    select: exp.Select
    sources: tuple[tuple[str, Columns | None], ...]
    """By the name that each has in the SELECT, in small letters."""
    outer: Scope | None
    """Of the SELECT in whose expressions it stands."""

    @property
    def is_known(self) -> bool:
        """Whether all columns are known."""
        return all(columns is not None for _, columns in self.sources)

    def has(self, name: str) -> bool:
        """Whether a column of that name (in small letters) is certainly there."""
        return any(columns is not None and name in columns for _, columns in self.sources)

    def kind_of(self, column: exp.Column) -> str:
        """What `column` holds; empty where nobody knows."""
        table, name = column.table.lower(), column.name.lower()
        for source, columns in self.sources:
            if columns is None:
                if table in ("", source):
                    return ""
            elif table in ("", source) and name in columns:
                return columns[name]
        return self.outer.kind_of(column) if self.outer is not None else ""


def scopes(query: exp.Expr, known: Known) -> Iterator[Scope]:
    """Each SELECT in `query`, after those that it reads: whoever changes one changes what the next ones read."""
    return _scopes(query, known, {}, None)


def _scopes(query: exp.Expr, known: Known, bound: _Bound, outer: Scope | None) -> Iterator[Scope]:
    defined = query.args.get("with_")
    for one in defined.expressions if isinstance(defined, exp.With) else ():
        yield from _scopes(one.this, known, bound, outer)
        bound = {**bound, one.alias.lower(): _of_cte(one, known, bound)}
    if isinstance(query, exp.Select):
        for part in _parts_read(query):
            if isinstance(part, exp.Subquery):
                yield from _scopes(part, known, bound, None)
        scope = Scope(query, _sources(query, known, bound), outer)
        for inner in inner_queries(query):
            yield from _scopes(inner, known, bound, scope)
        yield scope
    elif isinstance(query, exp.SetOperation):
        yield from _scopes(query.this, known, bound, outer)
        yield from _scopes(query.expression, known, bound, outer)
    elif isinstance(query, exp.Subquery):
        yield from _scopes(query.this, known, bound, outer)


def given(query: exp.Expr, known: Known, bound: _Bound | None = None) -> Columns | None:
    """The columns that `query` gives; None where that follows from tables that nobody knows."""
    bound = bound or {}
    defined = query.args.get("with_")
    for one in defined.expressions if isinstance(defined, exp.With) else ():
        bound = {**bound, one.alias.lower(): _of_cte(one, known, bound)}
    if isinstance(query, (exp.SetOperation, exp.Subquery)):
        return given(query.this, known, bound)
    if not isinstance(query, exp.Select):
        return None
    scope = Scope(query, _sources(query, known, bound), None)
    found: dict[str, str] = {}
    for one in query.selects:
        if one.is_star:
            table = one.table.lower() if isinstance(one, exp.Column) else ""
            for source, columns in scope.sources:
                if columns is None or one.find(exp.Star) is None:
                    return None
                if table in ("", source):
                    found = {**columns, **found}
        else:
            found.setdefault(one.alias_or_name.lower(), kind_of(one, scope.kind_of))
    return found


def own_parts(node: exp.Expr) -> Iterator[exp.Expr]:
    """`node` and what is in it, but nothing of the queries inside."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [child for child in one.iter_expressions(reverse=True) if not isinstance(child, exp.Query)]


def _parts_read(select: exp.Select) -> list[exp.Expr]:
    parts = (select.args.get("from_"), *(select.args.get("joins") or ()))
    return [part.this for part in parts if part is not None]


def inner_queries(select: exp.Select) -> list[exp.Expr]:
    """The queries in the expressions of `select`."""
    read, defined = _parts_read(select), select.args.get("with_")
    found: list[exp.Expr] = []
    waiting = [child for child in select.iter_expressions() if child is not defined]
    while waiting:
        node = waiting.pop(0)
        if any(node is part for part in read):
            continue
        if isinstance(node, exp.Query):
            found.append(node)
        else:
            waiting += node.iter_expressions()
    return found


def _sources(select: exp.Select, known: Known, bound: _Bound) -> tuple[tuple[str, Columns | None], ...]:
    return tuple((part.alias_or_name.lower(), _source(part, known, bound)) for part in _parts_read(select))


def _source(part: exp.Expr, known: Known, bound: _Bound) -> Columns | None:
    columns: Columns | None = None
    if isinstance(part, exp.Subquery):
        columns = given(part.this, known, bound)
    elif isinstance(part, exp.Table) and isinstance(part.this, exp.Identifier) and not part.db:
        name = part.name.lower()
        columns = bound[name] if name in bound else known(name)
    elif part.alias_column_names:
        return {name.lower(): "" for name in part.alias_column_names}
    return _renamed(columns, part.alias_column_names)


def _of_cte(one: exp.Expr, known: Known, bound: _Bound) -> Columns | None:
    return _renamed(given(one.this, known, bound), one.alias_column_names)


def _renamed(columns: Columns | None, names: list[str]) -> Columns | None:
    """`columns` of which the first ones are called `names`."""
    if columns is None or not names:
        return columns
    kinds = list(columns.items())
    return dict([*((name.lower(), kind) for name, (_, kind) in zip(names, kinds, strict=False)), *kinds[len(names) :]])
