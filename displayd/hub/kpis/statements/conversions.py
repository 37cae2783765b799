"""What engines make of the kinds of values otherwise: a date less a date, and numbers as text."""

from __future__ import annotations

from sqlglot import exp

from displayd.hub.kpis.statements.kinds import kind_of
from displayd.hub.kpis.statements.places import SqlFault, place_of
from displayd.hub.kpis.statements.portable import TITLES
from displayd.hub.kpis.statements.scopes import Scope, own_parts

__all__ = ["put_conversions"]

_TEXTS = ("VARCHAR", "TEXT")

_HINT = "leave it a number: `decimals:` and `unit:` of the head say how it is shown"


def put_conversions(scope: Scope, dialect: str) -> list[SqlFault]:
    """Have the values of the SELECT of `scope` be the same in `dialect` as in DuckDB.

    Returns:
        What cannot be said there.
    """
    faults: list[SqlFault] = []
    children = [child for child in scope.select.iter_expressions() if not isinstance(child, exp.Query)]
    for part in reversed([part for child in children for part in own_parts(child)]):
        if isinstance(part, exp.Sub):
            _difference(part, scope, dialect)
        elif isinstance(part, (exp.Sum, exp.Min, exp.Max)) and dialect != "clickhouse":
            _of_booleans(part, scope, dialect)
        elif isinstance(part, exp.Round) and dialect in ("postgres", "clickhouse"):
            _rounded(part, scope, dialect)
        for one in _made_text(part):
            kind = kind_of(one, scope.kind_of)
            faults += _number(one, kind, dialect)
            if dialect == "clickhouse" and kind in ("", "decimal"):
                _as_shown(one)
            elif dialect == "clickhouse" and kind == "timestamp":
                _as_time(one)
            elif dialect == "clickhouse" and kind == "boolean":
                # What is compared is 1 or 0 there.
                one.replace(exp.cast(one.copy(), exp.DType.BOOLEAN))
            elif dialect == "postgres" and kind in ("", "boolean") and isinstance(part, (exp.Concat, exp.ConcatWs)):
                # Its `concat` calls what is true `t`, a cast calls it `true`.
                one.replace(exp.cast(one.copy(), exp.DType.VARCHAR))
    return faults


def _made_text(node: exp.Expr) -> list[exp.Expr]:
    """What `node` takes for a text, whatever it is."""
    if isinstance(node, (exp.Cast, exp.TryCast)):
        kind = node.args["to"].this
        return [node.this] if str(getattr(kind, "value", kind)).upper() in _TEXTS else []
    if isinstance(node, exp.DPipe):
        return [one for one in (node.this, node.expression) if not isinstance(one, exp.DPipe)]
    return list(node.expressions) if isinstance(node, (exp.Concat, exp.ConcatWs)) else []


def _of_booleans(node: exp.Expr, scope: Scope, dialect: str) -> None:
    """Those that are true are counted; some engines have no sum of them, and no greatest."""
    if kind_of(node.this, scope.kind_of) != "boolean":
        return
    if isinstance(node, exp.Sum):
        ifs = [exp.If(this=one, true=exp.Literal.number(n)) for n, one in ((1, node.this), (0, exp.not_(node.this)))]
        node.set("this", exp.Case(ifs=ifs))
    elif dialect == "postgres":
        node.replace((exp.LogicalOr if isinstance(node, exp.Max) else exp.LogicalAnd)(this=node.this))


def _rounded(node: exp.Round, scope: Scope, dialect: str) -> None:
    """Halves go away from zero; of numbers with a fraction some engines round them to even, or have no digits."""
    digits = node.args.get("decimals")
    if digits is not None and not (isinstance(digits, exp.Literal) and digits.name in "0123456789"):
        return
    kind = kind_of(node.this, scope.kind_of)
    if kind in ("integer", "decimal") and not (dialect == "clickhouse" and _has_digits(node.this)):
        node.replace(exp.Anonymous(this="ROUND", expressions=[node.this, digits or exp.Literal.number(0)]))
    elif kind == "double":
        size = exp.Literal.number(10 ** int(digits.name if digits else 0))
        value = exp.cast(node.this, exp.DType.DOUBLE)
        larger = exp.Add(this=exp.Mul(this=exp.Abs(this=value), expression=size), expression=exp.Literal.number("0.5"))
        whole = exp.Mul(this=exp.Sign(this=value.copy()), expression=exp.Floor(this=larger))
        node.replace(exp.Paren(this=exp.Div(this=exp.Paren(this=whole), expression=size.copy())))


def _has_digits(node: exp.Expr) -> bool:
    """Whether a number such as 0.5 is in it, which is a decimal in DuckDB and none in ClickHouse."""
    return any(isinstance(one, exp.Literal) and not one.is_string and "." in one.name for one in own_parts(node))


def _difference(node: exp.Expr, scope: Scope, dialect: str) -> None:
    """Days are counted; a day less a time is its beginning less that."""
    kinds = kind_of(node.this, scope.kind_of), kind_of(node.expression, scope.kind_of)
    if dialect == "postgres" or set(kinds) - {"date", "timestamp"}:
        return
    if kinds == ("date", "date"):
        node.replace(exp.DateDiff(this=node.this, expression=node.expression, unit=exp.var("DAY")))
    elif set(kinds) == {"date", "timestamp"} and dialect == "clickhouse":
        part = "this" if kinds[0] == "date" else "expression"
        node.set(part, exp.cast(node.args[part], exp.DType.TIMESTAMP))


def _number(node: exp.Expr, kind: str, dialect: str) -> list[SqlFault]:
    """What is wrong with taking `node` for a text, where it is a number."""
    title = TITLES[dialect]
    if kind == "double":
        return [SqlFault(*place_of(node), f"a number with a fraction as text is not the same in {title}", _HINT)]
    if (kind == "decimal" and dialect == "bigquery") or (
        kind in ("", "decimal") and dialect == "clickhouse" and _has_digits(node)
    ):
        return [SqlFault(*place_of(node), f"a decimal as text is not the same in {title}", _HINT)]
    return []


def _as_shown(node: exp.Expr) -> None:
    """ClickHouse leaves zeros at the end of a decimal out of its text, and keeps them where it shows it."""
    inner = node.unnest() if isinstance(node, exp.Paren) else node
    shown = exp.Anonymous(this="formatRowNoNewline", expressions=[exp.Literal.string("TSVRaw"), inner.copy()])
    is_nothing = exp.Is(this=exp.Paren(this=inner.copy()), expression=exp.Null())
    node.replace(exp.Case(ifs=[exp.If(this=is_nothing, true=exp.Null())], default=shown))


def _as_time(node: exp.Expr) -> None:
    """ClickHouse writes all digits of a second that a column may have, others those that are there."""
    time = exp.Anonymous(this="toDateTime64", expressions=[node.copy(), exp.Literal.number(6)])
    zeros = exp.Literal.string("[.]?0+$")
    text = exp.cast(time, exp.DType.VARCHAR)
    node.replace(exp.Anonymous(this="replaceRegexpOne", expressions=[text, zeros, exp.Literal.string("")]))
