"""Modules and functions are short enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60

TEXTS = {
    str(path.relative_to(ROOT)): path.read_text("utf-8")
    for folder in ("displayd", "provisioning", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
}


def test_modules_are_short() -> None:
    lengths = {name: len(text.splitlines()) for name, text in TEXTS.items()}

    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_functions_are_short() -> None:
    functions = {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, text in TEXTS.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }

    assert {name: length for name, length in functions.items() if length > MOST_LINES_OF_A_FUNCTION} == {}
