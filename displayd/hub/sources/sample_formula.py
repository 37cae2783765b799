"""Sums and shares of made-up numbers, as `formula:` has them, so that the numbers of a sample office agree."""

from __future__ import annotations

import ast
import functools
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

__all__ = ["LARGEST", "Formula", "FormulaError", "Reference", "parsed"]

# A name, the label of a line behind it, `sum(...)` of all lines, `ago(..., hours)`: the same at an earlier moment, and
# `until(...)`: the time to the moment of a line. A minus has a space before it: names have hyphens.
_REFERENCE = re.compile(
    r"(?P<ago>\bago\(\s*(?P<earlier>[a-z0-9][a-z0-9._-]*)(?:\[(?P<line>[^\]]+)\])?\s*,\s*(?P<hours>\d{1,5})\s*\))"
    r"|(?P<until>\buntil\(\s*(?P<deadlines>[a-z0-9][a-z0-9._-]*)\[(?P<deadline>[^\]]+)\]\s*\))"
    r"|(?P<sum>\bsum\(\s*(?P<lines>[a-z0-9][a-z0-9._-]*)\s*\))"
    r"|(?P<name>(?<![\w.])[a-z][a-z0-9._-]*+)(?!\s*\()(?:\[(?P<label>[^\]]+)\])?"
)

_ODD = re.compile(r"[^A-Za-z0-9_.+*/(), -]")

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

_FUNCTIONS: Mapping[str, Callable[..., float]] = {"min": min, "max": max, "round": round}

MOST_PARTS = 200
"""Operators, numbers and names in one formula."""


LARGEST = 1e18
"""As `Amount` has it."""


class FormulaError(Exception):
    """A formula that cannot be read; the message says why."""


class Reference(NamedTuple):
    """A number, or the sum of the lines, of another made-up metric."""

    metric: str
    label: str | None = None
    """Of one of its lines; None for the number of the metric itself."""
    is_sum: bool = False
    """Whether all its lines are added up."""
    hours_ago: int = 0
    """How much earlier."""
    is_until: bool = False
    """Whether the seconds until the moment of the line are meant, and not its number."""

    def __str__(self) -> str:
        name = self.metric if self.label is None else f"{self.metric}[{self.label}]"
        if self.hours_ago:
            return f"ago({name}, {self.hours_ago})"
        if self.is_until:
            return f"until({name})"
        return f"sum({name})" if self.is_sum else name


class Formula(NamedTuple):
    """A formula as read: what it refers to, and how the numbers of that become one."""

    references: tuple[Reference, ...]
    tree: ast.expr
    """In which the names `_0`, `_1` ... stand for the references."""

    def value(self, numbers: Callable[[Reference], float | None]) -> float | None:
        """What comes out; None where one of the `numbers` is missing, or nothing that can be shown comes out."""
        found = [numbers(reference) for reference in self.references]
        if any(number is None for number in found):
            return None
        try:
            value = float(_worked_out(self.tree, [number for number in found if number is not None]))
        except (ZeroDivisionError, OverflowError, ValueError):
            return None
        return value if abs(value) <= LARGEST else None


@functools.lru_cache(maxsize=1024)
def parsed(text: str) -> Formula:
    """The formula that is written as `text`, such as `sum(support.open-by-age) / sales.customers[Paying]`.

    Raises:
        FormulaError: it is none.
    """
    references: list[Reference] = []

    def numbered(found: re.Match[str]) -> str:
        if found["name"] in _FUNCTIONS and found["label"] is None:
            raise FormulaError(f"`{found['name']}` has no numbers in brackets behind it")
        name = found["earlier"] or found["deadlines"] or found["lines"] or found["name"]
        label = found["line"] or found["deadline"] or found["label"]
        hours = int(found["hours"] or 0)
        label = label.strip() if label else None
        references.append(Reference(name, label, bool(found["sum"]), hours, bool(found["until"])))
        return f"_{len(references) - 1}"

    if "_" in _REFERENCE.sub("", text):
        raise FormulaError("it has names in it that no metric can have")
    plain = _REFERENCE.sub(numbered, text).strip()
    if odd := _ODD.search(plain):
        raise FormulaError(f"`{odd[0]}` has no place in it")
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as exc:
        raise FormulaError("it is no sum, difference, product or quotient of numbers") from exc
    if sum(1 for _ in ast.walk(tree)) > MOST_PARTS:
        raise FormulaError(f"it has more than {MOST_PARTS} parts")
    for reason in _refused(tree):
        raise FormulaError(reason)
    return Formula(tuple(references), tree)


def _refused(tree: ast.expr) -> Iterator[str]:
    """Why `tree` is no formula."""
    known = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Call, ast.USub, ast.UAdd, ast.Load, *_OPERATORS)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS or node.keywords or not node.args:
                yield f"it knows only the functions sum, ago, until, {', '.join(_FUNCTIONS)}"
            elif isinstance(node.func, ast.Name) and (len(node.args) == 1) != (node.func.id == "round"):
                yield f"`{node.func.id}` takes {'one number' if node.func.id == 'round' else 'two numbers or more'}"
        elif isinstance(node, ast.Name) and not (node.id in _FUNCTIONS or node.id.startswith("_")):
            yield f"`{node.id}` is no name of a metric"
        elif isinstance(node, ast.Constant) and type(node.value) not in (int, float):
            yield f"`{node.value!r}` is no number"
        elif not isinstance(node, known):
            yield "it is no sum, difference, product or quotient of numbers"


def _worked_out(node: ast.expr, numbers: list[float]) -> float:
    match node:
        case ast.BinOp(left, sign, right):
            return _OPERATORS[type(sign)](_worked_out(left, numbers), _worked_out(right, numbers))
        case ast.UnaryOp(sign, operand):
            value = _worked_out(operand, numbers)
            return -value if isinstance(sign, ast.USub) else value
        case ast.Call(ast.Name(name), arguments):
            return float(_FUNCTIONS[name](*(_worked_out(argument, numbers) for argument in arguments)))
        case ast.Name(name):
            return numbers[int(name[1:])]
        case ast.Constant(value):
            return float(value)
    raise AssertionError(node)
