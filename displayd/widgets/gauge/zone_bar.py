"""A flat scale: a bar that fills up to the value, over a thin line of its zones."""

from __future__ import annotations

from displayd.drawing.figure.dial import zones
from displayd.drawing.scale import Scale
from displayd.scene.operations import Box, Line, Op
from displayd.scene.theme import mixed
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["ZONE_BAR", "zone_bar"]

ZONE_BAR = 0.9
"""Height of the scale with the space above it, in labels."""

# Of the bar and of the line of zones under it, in labels.
BAR, ZONES = 0.42, 0.12


def zone_bar(frame: Frame, measure: Measured, scale: Scale, value: float, target: float | None, top: float) -> list[Op]:
    """The scale across `frame.area` from `top` px on; a tick marks the target."""
    area, theme, high = frame.area, frame.theme, frame.label * BAR
    level = measure.level_of(value)
    color = theme.figure_color(level)
    ops: list[Op] = [Box(area.x, top, area.width, high, theme.raised, high / 2)]
    # A round end at the start of the scale is how 0 is seen.
    ops.append(Box(area.x, top, max(high, scale.share(value) * area.width), high, color, high / 2))
    thin = frame.label * ZONES
    for zone in zones(scale, measure.direction, measure.amber, measure.red):
        left, right = area.x + zone.start * area.width, area.x + zone.end * area.width
        tint = mixed(theme.level_color(zone.level), theme.card, 0.0 if zone.level == level else 0.4)
        width = max(0.0, right - left - 3 * frame.unit)
        ops.append(Box(left, top + high + thin, width, thin, tint, thin / 2))
    if target is not None:
        x = area.x + scale.share(target) * area.width
        x = min(max(x, area.x + 4 * frame.unit), area.right - 4 * frame.unit)
        ops.append(Line(((x, top - thin), (x, top + high + thin * 0.6)), 7 * frame.unit, theme.text))
    return ops
