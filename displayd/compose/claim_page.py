"""The picture of a screen that shows no dashboard yet: who it is, and what it is waiting for."""

from __future__ import annotations

from typing import NamedTuple

from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Cell, Fonts, Op, Scene, Text
from displayd.scene.theme import THEMES

__all__ = ["ClaimFacts", "claim_scene"]


class ClaimFacts(NamedTuple):
    """What the person in front of the TV, or on the phone to them, needs to know."""

    fingerprint: str
    """Empty to leave it out."""
    hub: str
    """Address of the hub, as configured."""
    host: str
    address: str
    """IP address of this machine; empty for none."""
    heading: str
    """What is the matter, in a few plain words."""
    advice: str
    """What to do about it, in a sentence."""
    hub_says: str = ""
    """The hub's own words, where it had any."""
    level: str = "amber"
    """`amber` while waiting is normal, `red` when somebody has to act."""
    name: str = ""
    """What the screen would like to be called; empty when it does not say."""
    machine: tuple[tuple[str, str], ...] = ()
    """What whoever looks after the network asks for, a name and a value each; shown small."""
    warning: str = ""
    """What else somebody has to see to, whatever the heading is about; empty for nothing."""


def claim_scene(facts: ClaimFacts, size: tuple[int, int], fonts: Fonts) -> Scene:
    """The facts, the fingerprint largest, on a page of `size` px."""
    width, height = size
    unit = min(width, height) / 1080
    theme = THEMES["dark"]
    page = Rect(0, 0, width, height)
    room = page.inset(round(80 * unit), round(90 * unit))
    ops, y = _message(facts, room, unit, fonts)
    small, rows_top = _rows(_small_rows(facts), room, 1 if width < height else 2, 32 * unit, fonts)
    if facts.hub_says:
        said = _said(facts.hub_says, room, rows_top - 20 * unit, unit, fonts)
        ops += said
        rows_top = said[0].y - 60 * unit
    ops += small
    if facts.fingerprint:
        ops += _fingerprint(facts, room, y, rows_top, width < height, unit, fonts)
    return Scene(width, height, theme.background, (Cell("(claim)", page, theme.background, tuple(ops)),))


def _message(facts: ClaimFacts, room: Rect, unit: float, fonts: Fonts) -> tuple[list[Op], float]:
    """Heading and advice, and where they end, px."""
    theme = THEMES["dark"]
    inner = room.width - 36 * unit
    y = room.y + 60 * unit
    ops: list[Op] = [Text(room.x, y, "displayd", 60 * unit, theme.text, "left", "bold")]
    if facts.name:
        ops.append(Text(room.right, y, facts.name, 60 * unit, theme.dim, "right", "semibold", 0.7 * room.width))
    y += 130 * unit
    ops.append(Box(room.x, y - 48 * unit, 10 * unit, 60 * unit, theme.level_color(facts.level), 5 * unit))
    heading_width = fonts.width(facts.heading, 64 * unit, "semibold")
    heading_size = min(64 * unit, 64 * unit * (inner - 4 * unit) / max(1.0, heading_width))
    ops.append(Text(room.x + 36 * unit, y, facts.heading, heading_size, theme.text, "left", "semibold", inner))
    y += 76 * unit
    for line in list(fonts.wrap(facts.advice, 42 * unit, "regular", inner, 7))[:6]:
        ops.append(Text(room.x + 36 * unit, y, line, 42 * unit, theme.dim, "left", "regular"))
        y += 56 * unit
    warned = list(fonts.wrap(facts.warning, 36 * unit, "medium", inner))[:4] if facts.warning else []
    if warned:
        y += 24 * unit
        ops.append(Box(room.x, y - 36 * unit, 10 * unit, 48 * unit * len(warned), theme.level_color("red"), 5 * unit))
    for line in warned:
        ops.append(Text(room.x + 36 * unit, y, line, 36 * unit, theme.text, "left", "medium", inner))
        y += 48 * unit
    return ops, y


def _said(words: str, room: Rect, bottom: float, unit: float, fonts: Fonts) -> list[Text]:
    """The hub's own words above `bottom` px, in three lines at most."""
    theme = THEMES["dark"]
    x = room.x + fonts.width("It says", 40 * unit, "medium") + 40 * unit
    lines = fonts.wrap(words, 40 * unit, "medium", room.right - x, 3)
    top = bottom - 54 * unit * (len(lines) - 1) - 20 * unit
    ops = [Text(room.x, top, "It says", 40 * unit, theme.dim, "left", "medium")]
    for number, line in enumerate(lines):
        ops.append(Text(x, top + 54 * unit * number, line, 40 * unit, theme.text, "left", "medium", room.right - x))
    return ops


def _small_rows(facts: ClaimFacts) -> list[tuple[str, str]]:
    """What is of use to whoever looks after the network, the most asked for first."""
    rows = list(facts.machine)
    if not any(label == "Network" for label, _ in rows):
        rows.insert(0, ("Address", facts.address or "none: no network"))
    return [*rows, *([("Hub", facts.hub)] if facts.hub else []), ("Host", facts.host)]


def _rows(
    rows: list[tuple[str, str]], room: Rect, columns: int, text_size: float, fonts: Fonts
) -> tuple[list[Op], float]:
    """Names and values at the foot of `room`, filled column by column, and where they begin, px."""
    theme = THEMES["dark"]
    step = text_size * 1.5
    in_column = -(-len(rows) // columns)
    top = room.bottom - step * in_column
    gap = text_size if columns > 1 else 0.0
    column_width = (room.width - gap * (columns - 1)) / columns
    ops: list[Op] = []
    for column in range(columns):
        shown = rows[column * in_column : (column + 1) * in_column]
        label_width = max((fonts.width(label, text_size, "medium") for label, _ in shown), default=0.0) + text_size
        x = room.x + column * (column_width + gap)
        for number, (label, value) in enumerate(shown):
            baseline = top + step * (number + 0.75)
            ops.append(Text(x, baseline, label, text_size, theme.dim, "left", "medium"))
            limit = column_width - label_width
            ops.append(Text(x + label_width, baseline, value, text_size, theme.text, "left", "medium", limit))
    return ops, top


def _fingerprint(
    facts: ClaimFacts, room: Rect, top: float, bottom: float, is_high: bool, unit: float, fonts: Fonts
) -> list[Op]:
    """The fingerprint between `top` and `bottom` px, in two lines on a high page."""
    theme = THEMES["dark"]
    parts = facts.fingerprint.split("-")
    groups = ["-".join(parts[:2]), "-".join(parts[2:])] if is_high and len(parts) == 4 else [facts.fingerprint]
    widest = max(fonts.width(group, 100.0, "bold") for group in groups) / 100.0
    size = min(230 * unit, room.width / max(widest, 0.01) * 0.98, max(60 * unit, (bottom - top) / len(groups) / 1.5))
    y = (top + bottom) / 2 - size * 1.2 * len(groups) / 2
    ops: list[Op] = [Text(room.x, y - 6 * unit, "Fingerprint of this screen", 36 * unit, theme.dim, "left", "medium")]
    for number, group in enumerate(groups):
        ops.append(Text(room.x, y + size * (1.0 + 1.15 * number), group, size, theme.text, "left", "bold"))
    return ops
