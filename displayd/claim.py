"""The picture of a screen that shows no dashboard yet: who it is, and what it is waiting for."""

from __future__ import annotations

from typing import NamedTuple

from displayd.geometry import Rect
from displayd.scene import Box, Cell, Fonts, Op, Scene, Text
from displayd.theme import THEMES

__all__ = ["ClaimFacts", "claim_scene"]


class ClaimFacts(NamedTuple):
    """What the person in front of the TV, or on the phone to them, needs to know."""

    fingerprint: str
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
    rows = [("Host", facts.host), ("Address", facts.address or "none: no network"), ("Hub", facts.hub)]
    rows += [("It says", facts.hub_says)] if facts.hub_says else []
    row_height = 62 * unit
    rows_top = room.bottom - row_height * len(rows)
    middle = (y + rows_top) / 2
    groups = [facts.fingerprint]
    if width < height:
        parts = facts.fingerprint.split("-")
        groups = ["-".join(parts[:2]), "-".join(parts[2:])] if len(parts) == 4 else groups
    widest = max(fonts.width(group, 100.0, "bold") for group in groups) / 100.0
    print_size = min(
        230 * unit, room.width / max(widest, 0.01) * 0.98, max(60 * unit, (rows_top - y) / len(groups) / 1.5)
    )
    top = middle - print_size * 1.2 * len(groups) / 2
    ops.append(Text(room.x, top - 6 * unit, "Fingerprint of this screen", 36 * unit, theme.dim, "left", "medium"))
    for number, group in enumerate(groups):
        ops.append(
            Text(room.x, top + print_size * (1.0 + 1.15 * number), group, print_size, theme.text, "left", "bold")
        )
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
