"""Public names: each has one home, and is imported from there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.imports import MODULES

# The one module that imports these libraries, without a part of them; see there.
HANDS_ON = {"device.network.http_library"}

SOURCES = [*MODULES.values(), *sorted(Path(__file__).parent.parent.rglob("*.py"))]


def defined(body: list[ast.stmt]) -> Iterator[str]:
    """The names that statements at the top of a module define, those that they import left out."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name
            case ast.Assign(targets=targets):
                yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.If(body=inner, orelse=other):
                yield from defined([*inner, *other])
            case ast.Try(body=inner):
                yield from defined(inner)


DEFINED = {module: set(defined(ast.parse(path.read_text()).body)) for module, path in MODULES.items()}


@pytest.mark.parametrize("module", sorted(set(MODULES) - HANDS_ON))
def test_module_offers_what_it_defines_itself(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text())
    offers = [ast.literal_eval(one.value) for one in tree.body if isinstance(one, ast.Assign) and is_all(one)]

    assert set(offers[0] if offers else ()) <= DEFINED[module]


def test_every_name_is_imported_from_its_home() -> None:
    astray = [
        f"{path.name}:{node.lineno}: {alias.name} is not of {node.module}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("displayd")
        for alias in node.names
        if not is_at_home((node.module or "").removeprefix("displayd").removeprefix("."), alias.name)
    ]

    assert astray == []


def is_all(statement: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in statement.targets)


def is_at_home(module: str, name: str) -> bool:
    return module in HANDS_ON or name in DEFINED[module] or f"{module}.{name}".removeprefix(".") in MODULES
