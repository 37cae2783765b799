"""`qualify` for engines without it: what it keeps is a column of an inner SELECT, by which the outer one chooses."""

from __future__ import annotations

from sqlglot import exp

__all__ = ["WITH_QUALIFY", "without_qualify"]

WITH_QUALIFY = frozenset({"duckdb", "clickhouse", "bigquery", "snowflake"})
"""The dialects that have it."""

PREFIX = "displayd_"
"""Before the names of columns that nobody asked for."""

_OUTER = ("with_", "distinct", "order", "limit", "offset")
"""What is done with the rows that are kept; all else is done before."""


def without_qualify(tree: exp.Query) -> None:
    """Have each SELECT in `tree` say its `qualify` otherwise."""
    for select in list(tree.find_all(exp.Select)):
        if select.args.get("qualify"):
            _divide(select)


def _divide(select: exp.Select) -> None:
    """Make `select` choose of another one.

    Its order, its limit and its `distinct` are of the rows that are kept.
    """
    kept = select.args["qualify"].this
    args = {name: part for name, part in select.args.items() if name not in (*_OUTER, "qualify", "expressions")}
    has_star, names = select.is_star, {one.alias_or_name.lower() for one in select.selects}
    inside: list[exp.Expr] = []
    outside: list[exp.Expr] = []
    for place, one in enumerate(select.selects, 1):
        if has_star:
            inside.append(one)
            continue
        hidden, name = f"{PREFIX}{place}", one.alias_or_name
        quoted = _is_quoted(one)
        inside.append(exp.alias_(one.unalias(), hidden))
        outside.append(exp.alias_(exp.column(hidden), name, quoted=quoted) if name else exp.column(hidden))
    for key in _keys(select):
        is_name = isinstance(key, exp.Column) and not key.table and (has_star or key.name.lower() in names)
        if not is_name and not isinstance(key, exp.Literal):
            hidden = f"{PREFIX}key_{len(inside)}"
            key.replace(exp.column(hidden))
            inside.append(exp.alias_(key, hidden))
    inside.append(exp.alias_(kept, f"{PREFIX}kept"))
    inner = exp.Select(expressions=inside)
    for name, part in args.items():
        select.set(name, None)
        inner.set(name, part)
    select.set("qualify", None)
    select.set("expressions", outside or [exp.Star()])
    select.set(
        "from_", exp.From(this=exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier(f"{PREFIX}all"))))
    )
    select.set("where", exp.Where(this=exp.column(f"{PREFIX}kept")))


def _keys(select: exp.Select) -> list[exp.Expr]:
    """By what the rows are ordered, and of what there is one each."""
    order, distinct = select.args.get("order"), select.args.get("distinct")
    keys = [one.this if isinstance(one, exp.Ordered) else one for one in (order.expressions if order else ())]
    on = distinct.args.get("on") if distinct else None
    return [*keys, *(on.expressions if isinstance(on, exp.Tuple) else ())]


def _is_quoted(one: exp.Expr) -> bool:
    name = one.args.get("alias") or one.this
    return isinstance(name, exp.Identifier) and bool(name.args.get("quoted"))
