"""Formulas of made-up numbers are read as written, and nothing else is taken for one."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.sources.sample_formula import FormulaError, Reference, parsed

NUMBERS = {
    Reference("success.renewed"): 49.0,
    Reference("success.lost"): 7.0,
    Reference("voice.split", "Promoters"): 25.0,
    Reference("voice.split", is_sum=True): 100.0,
    Reference("age", "3 d+"): 4.0,
    Reference("zero"): 0.0,
    Reference("success.lost", hours_ago=24): 3.0,
    Reference("age", "3 d+", hours_ago=168): 5.0,
    Reference("due", "Rosewood", is_until=True): -60.0,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("success.renewed - success.lost", 42),
        ("voice.split[Promoters] / sum(voice.split)", 0.25),
        ("age[3 d+] * 2 + 1", 9),
        ("(success.renewed + 1) / (success.lost - 2)", 10),
        ("-success.lost", -7),
        ("round(success.renewed / 4)", 12),
        ("min(success.lost, 5) + max(1, 2, 3)", 8),
        ("1.5e3", 1500),
        ("success.lost - ago(success.lost, 24)", 4),
        ("ago(age[3 d+],168)", 5),
        ("10 - until(due[Rosewood])", 70),
        ("success.lost / zero", None),
        ("success.lost / 1e-300 * 1e300 * 1e300", None),
        ("missing + 1", None),
    ],
)
def test_a_formula_is_worked_out(text: str, value: float | None) -> None:
    assert parsed(text).value(NUMBERS.get) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no sum"),
        ("a +", "no sum"),
        ("a b", "no sum"),
        ("a ** 9", "no sum"),
        ("lambda: a", "`:` has no place"),
        ("a if b else c", "no sum"),
        ("'a'", "`'` has no place"),
        ("a @ b", "`@` has no place"),
        ("a\nb", "has no place"),
        ("2j", "`2j` is no number"),
        ("True", "is no number"),
        ("Abc", "no name of a metric"),
        ("__import__('os')", "names in it that no metric can have"),
        ("open(a)", "only the functions sum, ago, until, min, max, round"),
        ("ago(a)", "only the functions"),
        ("ago(a + 1, 2)", "only the functions"),
        ("min(a)", "two numbers or more"),
        ("round(a, b)", "one number"),
        ("max", "no numbers in brackets"),
        ("+".join("a" * 200), "more than 200 parts"),
    ],
)
def test_what_is_no_formula_is_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parsed(text)
    assert said in str(caught.value)


@given(st.text(st.sampled_from("ab.-_[]()+*/ 0159'\"\\#,:\n"), max_size=60) | st.text(max_size=40))
def test_whatever_is_written_is_a_formula_or_refused(text: str) -> None:
    try:
        formula = parsed(text)
    except FormulaError:
        return
    value = formula.value(lambda _: 2.0)
    assert value is None or isinstance(value, float)
    allowed = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Call, ast.operator, ast.unaryop, ast.Load)
    assert all(isinstance(node, allowed) for node in ast.walk(formula.tree))
