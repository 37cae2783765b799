"""A scene as lines that people can read and compare.

Lengths are in 1080ths of the page's short side, font sizes and colours have names:

    ["typical","text",{"x":56.0,"y":181.0,"text":"Open tickets","size":"label","color":"dim","weight":"medium"}]

Fields that have their default are left out. A change of resolution, of the font step or of a colour of the theme
leaves the lines as they are.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Area, Box, Cell, Circle, Film, Line, Op, Picture, Polygon, Scene, Text
from displayd.scene.theme import THEMES

__all__ = ["Scale", "SceneLine", "color_names", "lines_of", "parsed", "scene_of_lines", "text_of"]

KINDS = {op.__struct_config__.tag: op for op in (Arc, Area, Box, Circle, Film, Line, Picture, Polygon, Text)}

NO_LENGTHS = {"start", "end", "top_alpha", "bottom_alpha", "frame"}
"""Numbers that do not grow with the page: angles, shares, and which frame of a film it is."""

DIGITS = {"size": 3, "top_alpha": 2, "bottom_alpha": 2}
"""Digits kept of a field after the decimal point; one of all others."""

MOST_STEPS = 8


class Scale(NamedTuple):
    """What turns a scene's pixels into names and page units."""

    unit: float
    """A 1080th of the page's short side, px."""
    small: float
    """The smallest font size, px."""
    step: float
    """From one font size to the next."""
    now: float
    """The moment drawn, unix time."""

    def size_name(self, size: float) -> str | float:
        """A multiple of the smallest font size as `small`, `label` or `label+2` (steps above it) where it is that."""
        return next((name for name, named in self._names().items() if abs(named / size - 1) < 1e-4), size)

    def size_named(self, name: str | float) -> float:
        """The multiple that `size_name` called so."""
        return self._names()[name] if isinstance(name, str) else name

    def _names(self) -> dict[str, float]:
        return {"small": 1.0, "label": self.step} | {
            f"label+{steps}": self.step ** (1 + steps) for steps in range(1, MOST_STEPS)
        }


class SceneLine(NamedTuple):
    """One line: of the page, of a cell, or of an operation in it."""

    cell: str
    kind: str
    """`page`, `cell` or the tag of an operation."""
    fields: Mapping[str, Any]
    """Lengths in page units, font sizes in multiples of the smallest, colours by name."""


@functools.cache
def color_names() -> Mapping[str, str]:
    """Names of the colours of the dark theme, by `#rrggbb`."""
    theme = THEMES["dark"]
    named = {name: color for name, color in msgspec.to_builtins(theme).items() if isinstance(color, str)}
    series = {f"series-{number}": color for number, color in enumerate(theme.series, 1)}
    return {color: name for name, color in reversed((named | series).items())}


def lines_of(scene: Scene, scale: Scale) -> list[SceneLine]:
    """The scene in lines, nothing rounded."""
    page = {"width": scene.width / scale.unit, "height": scene.height / scale.unit}
    lines = [SceneLine("", "page", page | {"background": _color_name(scene.background)})]
    for cell in scene.cells:
        fields = {name: length / scale.unit for name, length in cell.rect._asdict().items()}
        fields["background"] = _color_name(cell.background)
        if cell.until < float("inf"):
            fields["seconds"] = cell.until - scale.now
        lines.append(SceneLine(cell.name, "cell", fields))
        lines += [SceneLine(cell.name, str(op.__struct_config__.tag), _op_fields(op, scale)) for op in cell.ops]
    return lines


def scene_of_lines(lines: Sequence[SceneLine], scale: Scale) -> Scene:
    """The scene that these lines tell of, in px: the inverse of `lines_of`."""
    cells: list[Cell] = []
    for line in lines[1:]:
        fields = {name: _from_line(name, value, scale) for name, value in line.fields.items()}
        if line.kind == "cell":
            rect = Rect(*(round(fields[side]) for side in Rect._fields))
            until = scale.now + line.fields.get("seconds", float("inf"))
            cells.append(Cell(line.cell, rect, fields["background"], (), until))
        else:
            op = msgspec.convert(fields, KINDS[line.kind])
            cells[-1] = msgspec.structs.replace(cells[-1], ops=(*cells[-1].ops, op))
    page = lines[0].fields
    width, height = (round(page[side] * scale.unit) for side in ("width", "height"))
    return Scene(width, height, _from_line("background", page["background"], scale), tuple(cells))


def text_of(lines: Iterable[SceneLine], scale: Scale) -> str:
    """The lines as JSON, rounded."""
    written = []
    for cell, kind, fields in lines:
        named = {**fields, "size": scale.size_name(fields["size"])} if "size" in fields else fields
        rounded = {name: _rounded(name, value) for name, value in named.items()}
        written.append(json.dumps([cell, kind, rounded], ensure_ascii=False, separators=(",", ":")))
    return "[\n" + ",\n".join(written) + "\n]\n"


def parsed(text: str, scale: Scale) -> list[SceneLine]:
    """The lines of what `text_of` wrote."""
    lines = [SceneLine(*line) for line in json.loads(text)]
    sizes = ({"size": scale.size_named(line.fields["size"])} if "size" in line.fields else {} for line in lines)
    return [line._replace(fields={**line.fields, **size}) for line, size in zip(lines, sizes, strict=True)]


def _op_fields(op: Op, scale: Scale) -> dict[str, Any]:
    defaults = {field.name: field.default for field in msgspec.structs.fields(op)}
    fields = {name: getattr(op, name) for name in defaults if getattr(op, name) != defaults[name]}
    return {name: _to_line(name, value, scale) for name, value in fields.items()}


def _to_line(name: str, value: Any, scale: Scale) -> Any:
    if name == "color":
        return _color_name(value)
    if name == "size":
        return value / scale.small
    return value if name in NO_LENGTHS else _scaled(value, lambda length: length / scale.unit)


def _from_line(name: str, value: Any, scale: Scale) -> Any:
    if name in ("color", "background"):
        return _color_of(value)
    if name == "size":
        return value * scale.small
    return value if name in NO_LENGTHS else _scaled(value, lambda length: length * scale.unit)


def _scaled(value: Any, change: Callable[[float], float]) -> Any:
    """`value` with every number in it changed."""
    if isinstance(value, (list, tuple)):
        return [_scaled(one, change) for one in value]
    return change(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _rounded(name: str, value: Any) -> Any:
    return _scaled(value, lambda number: round(float(number), DIGITS.get(name, 1)))


def _color_name(color: str) -> str:
    name = color_names().get(color[:7])
    return color if name is None else "/".join(filter(None, (name, color[7:])))


def _color_of(name: str) -> str:
    colors = {name: color for color, name in color_names().items()}
    plain, _, alpha = name.partition("/")
    return colors[plain] + alpha if plain in colors else name
