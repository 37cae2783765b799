"""Scenes as data: equal pictures have equal digests, and the next change is known."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Area, Box, Cell, Circle, Line, Op, Picture, Polygon, Scene, Text

OPS: tuple[Op, ...] = (
    Box(0, 0, 10, 10, "#ff0000", 2),
    Line(((0, 0), (5, 5)), 2, "#00ff00", (4, 2)),
    Area(((0, 0), (5, 5)), 9, "#00ff00"),
    Polygon(((0, 0), (5, 5), (0, 5)), "#00ff00"),
    Circle(5, 5, 3, "#0000ff"),
    Arc(5, 5, 3, 1, 0, 270, "#0000ff", True),
    Text(0, 9, "42 µs", 8, "#ffffff", "center", "bold", 40, False),
    Picture(0, 0, 5, 5, "0" * 64, True),
)


def cell(*ops: Op, until: float = float("inf"), name: str = "a") -> Cell:
    return Cell(name, Rect(0, 0, 10, 10), "#000000", ops, until)


def scene(*cells: Cell) -> Scene:
    return Scene(10, 10, "#000000", cells)


@pytest.mark.parametrize("op", OPS, ids=lambda op: type(op).__name__)
def test_every_operation_is_hashable_and_comes_back_from_json(op: Op) -> None:
    assert hash(op) == hash(msgspec.convert(msgspec.to_builtins(op), Op))
    assert msgspec.json.decode(msgspec.json.encode(op), type=Op) == op


@pytest.mark.parametrize("op", OPS, ids=lambda op: type(op).__name__)
def test_digest_sees_every_field_of_every_operation(op: Op) -> None:
    digest = scene(cell(op)).digest()
    for field in op.__struct_fields__:
        changed = msgspec.structs.replace(op, **{field: other(getattr(op, field))})

        assert scene(cell(changed)).digest() != digest, field


def other(value: Any) -> Any:
    """A value unlike `value`, of the same kind."""
    match value:
        case bool():
            return not value
        case str():
            return {"center": "left", "bold": "regular"}.get(value, f"{value}0")
        case tuple():
            return (*value, value[-1])
    return value + 1


def test_digest_is_of_what_is_seen_and_not_of_how_long() -> None:
    assert scene(cell(*OPS, until=5)).digest() == scene(cell(*OPS)).digest()
    assert scene(cell(*OPS, name="b")).digest() != scene(cell(*OPS)).digest()
    assert scene(cell(*OPS)).digest() != scene(cell(*reversed(OPS))).digest()
    assert len(scene().digest()) == 16


def test_scene_changes_when_the_first_of_its_cells_does() -> None:
    assert scene(cell(until=7), cell(until=5), cell()).until == 5
    assert scene().until == float("inf")
