"""Public names: each has one home, and is imported from there."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

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


@functools.cache
def defined_in(module: str) -> set[str]:
    """The names that are at home in a module."""
    return set(defined(ast.parse(MODULES[module].read_text()).body))


def test_modules_offer_what_they_define_themselves() -> None:
    for module in sorted(set(MODULES) - HANDS_ON):
        tree = ast.parse(MODULES[module].read_text())
        offers = [ast.literal_eval(one.value) for one in tree.body if isinstance(one, ast.Assign) and is_all(one)]

        assert set(offers[0] if offers else ()) <= defined_in(module), module


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
    return module in HANDS_ON or name in defined_in(module) or f"{module}.{name}".removeprefix(".") in MODULES
