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


def claim_scene(facts: ClaimFacts, size: tuple[int, int], fonts: Fonts) -> Scene:
    """The facts, the fingerprint largest, on a page of `size` px."""
    width, height = size
    unit = min(width, height) / 1080
    theme = THEMES["dark"]
    page = Rect(0, 0, width, height)
    room = page.inset(round(80 * unit), round(90 * unit))
    ops: list[Op] = []
    y = room.y + 60 * unit
    ops.append(Text(room.x, y, "displayd", 60 * unit, theme.text, "left", "bold"))
    y += 130 * unit
    color = theme.level_color(facts.level)
    ops.append(Box(room.x, y - 48 * unit, 10 * unit, 60 * unit, color, 5 * unit))
    heading_size = min(
        64 * unit, 64 * unit * (room.width - 40 * unit) / max(1.0, fonts.width(facts.heading, 64 * unit, "semibold"))
    )
    ops.append(
        Text(room.x + 36 * unit, y, facts.heading, heading_size, theme.text, "left", "semibold", room.width - 36 * unit)
    )
    y += 76 * unit
    for line in list(fonts.wrap(facts.advice, 42 * unit, "regular", room.width - 36 * unit))[:4]:
        ops.append(Text(room.x + 36 * unit, y, line, 42 * unit, theme.dim, "left", "regular"))
        y += 56 * unit
    rows = [("Host", facts.host), ("Address", facts.address or "none: no network")]
    rows += [("Hub", facts.hub)] if facts.hub else []
    rows += [("It says", facts.hub_says)] if facts.hub_says else []
    row_height = 62 * unit
    rows_top = room.bottom - row_height * len(rows)
    if facts.fingerprint:
        ops += _fingerprint(facts, room, y, rows_top, width < height, unit, fonts)
    label_width = max(fonts.width(label, 40 * unit, "medium") for label, _ in rows) + 40 * unit
    for number, (label, value) in enumerate(rows):
        baseline = rows_top + row_height * (number + 0.75)
        ops.append(Text(room.x, baseline, label, 40 * unit, theme.dim, "left", "medium"))
        ops.append(
            Text(
                room.x + label_width, baseline, value, 40 * unit, theme.text, "left", "medium", room.width - label_width
            )
        )
    return Scene(width, height, theme.background, (Cell("(claim)", page, theme.background, tuple(ops)),))


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
