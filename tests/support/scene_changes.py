"""What moved between two drawings, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from tests.support.scene_lines import SceneLine

__all__ = ["ROUNDING", "changes", "is_close"]

ROUNDING = 0.15
"""Numbers are kept to a tenth: what differs by no more than this is the same."""

FINE = {"size": 0.0034, "top_alpha": 0.011, "bottom_alpha": 0.011}
"""The same for fields that are kept to more digits; the smallest font, of which sizes are multiples, has 44 units."""


def changes(old: Sequence[SceneLine], new: Sequence[SceneLine], tolerance: float = ROUNDING) -> list[str]:
    """One line for each change that several operations of a tile have in common; empty for equal drawings."""
    names = list(dict.fromkeys(line.cell for line in (*old, *new)))
    found: list[str] = []
    for name in names:
        before, after = ([line for line in lines if line.cell == name] for lines in (old, new))
        told = _changes_of_cell(before, after, tolerance)
        by_change = groupby(sorted(told, key=lambda pair: pair[1]), key=lambda pair: pair[1])
        for change, pairs in by_change:
            which = [pair[0] for pair in pairs]
            others = f" and {len(which) - 1} more" if len(which) > 1 else ""
            found.append(f"{name or '(page)'}: {which[0]}{others}: {change}")
    return found


def is_close(old: SceneLine, new: SceneLine, tolerance: float = ROUNDING) -> bool:
    """True for lines that say the same but for rounding."""
    same = old.cell == new.cell and old.kind == new.kind and old.fields.keys() == new.fields.keys()
    return same and all(_close(name, old.fields[name], new.fields[name], tolerance) for name in old.fields)


def _close(name: str, old: Any, new: Any, tolerance: float) -> bool:
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return math.isclose(old, new, abs_tol=FINE[name] * tolerance / ROUNDING if name in FINE else tolerance)
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return len(old) == len(new) and all(_close(name, *pair, tolerance) for pair in zip(old, new, strict=True))
    return bool(old == new)


def _changes_of_cell(old: Sequence[SceneLine], new: Sequence[SceneLine], tolerance: float) -> list[tuple[str, str]]:
    """Each operation that is not as it was, and how it changed."""
    told: list[tuple[str, str]] = []
    if len(old) == len(new) and all(is_close(*pair, tolerance) for pair in zip(old, new, strict=True)):
        return told
    matcher = SequenceMatcher(None, [_key(line) for line in old], [_key(line) for line in new], autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        before, after = list(old[start:end]), list(new[new_start:new_end])
        while before and after and before[0].kind == after[0].kind:
            one, other = before.pop(0), after.pop(0)
            if not is_close(one, other, tolerance):
                told.append((_title(one), _change(one.fields, other.fields, tolerance)))
        told += [(_title(line), "gone") for line in before]
        told += [(_title(line), "new") for line in after]
    return told


def _key(line: SceneLine) -> tuple[str, ...]:
    """What an operation is known by when others come and go around it."""
    return line.kind, *(str(line.fields.get(name)) for name in ("text", "color", "digest"))


def _title(line: SceneLine) -> str:
    return f'{line.kind} "{line.fields["text"]}"' if "text" in line.fields else line.kind


def _change(old: Mapping[str, Any], new: Mapping[str, Any], tolerance: float) -> str:
    """`moved by (+0.0, +4.2)` where that is all, else each field from what to what."""
    shift = _shift(old, new, tolerance)
    names = [name for name in dict.fromkeys((*old, *new)) if not _close(name, old.get(name), new.get(name), tolerance)]
    told = []
    if shift is not None:
        # Without a minus before zero.
        across, down = (round(way, 1) + 0.0 for way in shift)
        told.append(f"moved by ({across:+.1f}, {down:+.1f})")
        names = [name for name in names if name not in ("x", "y", "points", "baseline")]
    return ", ".join(told + [f"{name} {_short(old.get(name))} -> {_short(new.get(name))}" for name in names])


def _shift(old: Mapping[str, Any], new: Mapping[str, Any], tolerance: float) -> tuple[float, float] | None:
    """How far everything about an operation went in one direction; None where it did not, or not all of it."""
    before, after = _corners(old), _corners(new)
    if not before or len(before) != len(after):
        return None
    ways = [(x - from_x, y - from_y) for (from_x, from_y), (x, y) in zip(before, after, strict=True)]
    across, down = ways[0]
    is_one = all(abs(x - across) <= 2 * tolerance and abs(y - down) <= 2 * tolerance for x, y in ways)
    return (across, down) if is_one and max(abs(across), abs(down)) > tolerance else None


def _corners(fields: Mapping[str, Any]) -> list[tuple[float, float]]:
    corners = [(fields["x"], fields["y"])] if "x" in fields else []
    return corners + [(x, y) for x, y in fields.get("points", ())]


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"
    if isinstance(value, (list, tuple)) and len(value) > 3:
        ends = " to ".join(_short(one) for one in (value[0], value[-1]))
        return f"{len(value)} points from {ends}"
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(map(_short, value)) + ")"
    return "none" if value is None else str(value)
