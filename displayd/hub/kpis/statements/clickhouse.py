"""What ClickHouse makes otherwise of subqueries without rows, and of numbers of several types in one column."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from displayd.hub.kpis.statements.kinds import branches_of, kind_of
from displayd.hub.kpis.statements.places import SqlFault, place_of
from displayd.hub.kpis.statements.scopes import Scope, inner_queries, own_parts

__all__ = ["put_right", "put_rows_right"]

_MONOTONE = (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.Coalesce, exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Paren)
"""What is NULL of no rows where it is NULL of some, and the numbers in it."""


def put_right(scope: Scope) -> list[SqlFault]:
    """Have the SELECT of `scope` say in ClickHouse what it says elsewhere.

    Returns:
        What cannot be said there.
    """
    faults: list[SqlFault] = []
    for query in inner_queries(scope.select):
        if isinstance(query, exp.Subquery) and not isinstance(query.parent, (exp.In, exp.Exists)):
            faults += _of_no_rows(query)
    for part in reversed([one for child in scope.select.iter_expressions() for one in _own(child)]):
        if isinstance(part, exp.Cast) and part.is_type(*exp.DataType.INTEGER_TYPES):
            if kind_of(part.this, scope.kind_of) in ("boolean", "integer"):
                part.replace(_whole(part.this))
            continue
        _put_numbers_right(branches_of(part), [kind_of(one, scope.kind_of) for one in branches_of(part)])
    return faults


def put_rows_right(tree: exp.Expr, kinds: Mapping[int, list[str]]) -> None:
    """Have the columns of `union` and its like in `tree` be of one type each.

    Args:
        kinds: of the values of each SELECT, by its `id`.
    """
    for node in list(tree.find_all(exp.SetOperation)):
        selects = _selects(node)
        if isinstance(node.parent, exp.SetOperation) or not all(id(one) in kinds for one in selects):
            continue
        if any(one.is_star for select in selects for one in select.selects):
            continue
        for place in range(min(len(one.selects) for one in selects)):
            _put_numbers_right([one.selects[place] for one in selects], [kinds[id(one)][place] for one in selects])


def _selects(node: exp.Expr) -> list[exp.Select]:
    if isinstance(node, exp.SetOperation):
        return [*_selects(node.this), *_selects(node.expression)]
    inner = node.unnest() if isinstance(node, exp.Subquery) else node
    return [inner] if isinstance(inner, exp.Select) else []


def _put_numbers_right(values: list[exp.Expr], kinds: list[str]) -> None:
    """Have `values`, which stand for each other, be of one type: else ClickHouse has no order for them."""
    numbers = set(kinds) - {""}
    if len(values) < 2 or "" in kinds or not numbers <= {"integer", "decimal", "double"}:
        return
    # What is counted has no sign there.
    is_counted = not all(isinstance(one.unalias(), (exp.Column, exp.Literal)) for one in values)
    if "double" not in numbers and not (numbers == {"integer"} and is_counted):
        return
    for one in values:
        value = one.unalias()
        if not isinstance(value, (exp.Literal, exp.Null)):
            value.replace(exp.cast(value.copy(), exp.DType.DOUBLE) if "double" in numbers else _whole(value))


def _whole(value: exp.Expr) -> exp.Expr:
    """`value`, which is a whole number or true or false, as a number with a sign."""
    return exp.Anonymous(this="toInt64", expressions=[value.copy()])


def _own(child: exp.Expr) -> list[exp.Expr]:
    return [] if isinstance(child, exp.Query) else list(own_parts(child))


def _of_no_rows(query: exp.Subquery) -> list[SqlFault]:
    """What a subquery says of no rows, which is NULL in ClickHouse when it reads a row of the outer SELECT."""
    select = query.this
    if not isinstance(select, exp.Select) or len(select.selects) != 1 or select.args.get("group"):
        return []
    value = select.selects[0].unalias()
    parts = list(own_parts(value))
    if not any(isinstance(one, exp.AggFunc) for one in parts) or value.find(exp.Count, exp.Coalesce, exp.Case) is None:
        return []
    inside = {id(one) for part in parts if isinstance(part, exp.AggFunc) for one in own_parts(part) if one is not part}
    if all(isinstance(one, (*_MONOTONE, exp.Literal)) for one in parts if id(one) not in inside):
        query.replace(exp.Coalesce(this=query.copy(), expressions=[_of_nothing(value)]))
        return []
    sources = {one.alias_or_name.lower() for one in select.find_all(exp.Table, exp.Subquery)}
    if all(column.table.lower() in ("", *sources) for column in select.find_all(exp.Column)):
        return []
    what = "what a subquery says of no rows is not the same in ClickHouse"
    return [SqlFault(*place_of(select), what, "give `count(...)` alone, and compute outside of it; or join and group")]


def _of_nothing(value: exp.Expr) -> exp.Expr:
    """`value` of no rows."""
    holder = exp.Paren(this=value.copy())
    for one in [one for one in own_parts(holder) if isinstance(one, exp.AggFunc)]:
        one.replace(exp.Literal.number(0) if isinstance(one, exp.Count) else exp.Null())
    inner: exp.Expr = holder.this
    return inner
