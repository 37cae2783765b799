"""The weather as small pictures, of our own shapes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from displayd.scene.operations import Box, Circle, Color, Line, Op, Polygon
from displayd.scene.theme import Theme, mixed
from displayd.text.weather_words import Look

__all__ = ["weather_sign"]

# Towards it the sun is lighter than what wants attention.
_SUN = "#ffb300"

# All in halves of the size, from the middle.
_CLOUD = ((-0.42, 0.12, 0.3), (0.02, -0.12, 0.42), (0.46, 0.14, 0.28))
_FOOT = 0.42


def weather_sign(look: Look, x: float, y: float, size: float, theme: Theme, is_night: bool = False) -> list[Op]:
    """The weather in a square around `x`, `y`; nothing where nobody knows how it is.

    Args:
        size: side of the square, px.
        is_night: True for the moon instead of the sun.
    """
    half = size / 2
    bright, cloud, wet = mixed(theme.amber, _SUN, 0.55), mixed(theme.dim, theme.card, 0.25), theme.series[0]
    if not look:
        return []
    light = _moon if is_night else _sun
    if look == "clear":
        return light(x, y, half * 0.96, bright, theme)
    if look == "cloudy":
        return [
            *light(x + half * 0.3, y - half * 0.34, half * 0.62, bright, theme),
            *_cloud(x - half * 0.08, y + half * 0.26, half * 0.86, cloud),
        ]
    if look in ("fog", "haze"):
        ink = cloud if look == "fog" else mixed(bright, theme.card, 0.2)
        return _bands(x, y, half, ink)
    if look == "overcast":
        back = mixed(theme.dim, theme.card, 0.6)
        return [
            *_cloud(x + half * 0.26, y - half * 0.2, half * 0.62, back),
            *_cloud(x - half * 0.08, y + half * 0.14, half * 0.9, cloud),
        ]
    above: list[Op] = []
    if look == "showers":
        above = light(x + half * 0.42, y - half * 0.5, half * 0.46, bright, theme)
    above += _cloud(x, y - half * 0.22, half * 0.86, cloud)
    return above + _falling(look, x, y + half * 0.36, half, wet, theme)


def _falling(look: Look, x: float, y: float, half: float, wet: Color, theme: Theme) -> list[Op]:
    """What comes out of a cloud whose foot is above `y`."""
    places = (-0.46, 0.0, 0.46)
    if look == "storm":
        bolt = ((0.1, -0.1), (-0.26, 0.34), (-0.02, 0.34), (-0.12, 0.62), (0.3, 0.14), (0.04, 0.14))
        middle = Polygon(tuple((x + a * half, y + b * half) for a, b in bolt), mixed(theme.amber, _SUN, 0.55))
        return [*(_drop(x + a * half, y + half * 0.2, half * 0.3, wet) for a in (-0.56, 0.56)), middle]
    if look == "snow":
        return [
            Circle(x + a * half, y + (0.16 + 0.26 * (n % 2)) * half, half * 0.1, theme.text)
            for n, a in enumerate(places)
        ]
    if look == "hail":
        return [Circle(x + a * half, y + 0.3 * half, half * 0.12, wet) for a in places]
    if look == "sleet":
        flake = Circle(x, y + half * 0.34, half * 0.1, theme.text)
        return [*(_drop(x + a * half, y + half * 0.2, half * 0.36, wet) for a in (-0.46, 0.46)), flake]
    if look == "drizzle":
        return [_drop(x + a * half, y + (0.12 + 0.2 * (n % 2)) * half, half * 0.16, wet) for n, a in enumerate(places)]
    return [_drop(x + a * half, y + half * 0.26, half * 0.42, wet) for a in places]


def _drop(x: float, y: float, length: float, color: Color) -> Line:
    lean = length * 0.3
    return Line(((x + lean / 2, y - length / 2), (x - lean / 2, y + length / 2)), max(1.0, length * 0.26), color)


def _sun(x: float, y: float, half: float, color: Color, theme: Theme) -> list[Op]:
    rays = (math.radians(45 * number) for number in range(8))
    ops: list[Op] = [
        Line(
            tuple((x + math.sin(ray) * half * reach, y - math.cos(ray) * half * reach) for reach in (0.7, 0.93)),
            max(1.0, half * 0.12),
            color,
        )
        for ray in rays
    ]
    return [*ops, Circle(x, y, half * 0.5, color)]


def _moon(x: float, y: float, half: float, color: Color, theme: Theme) -> list[Op]:
    """A crescent: the outer edge of one circle and the inner edge of another."""
    outer = _arc(x, y, half * 0.72, 40, 320)
    inner = _arc(x + half * 0.34, y - half * 0.16, half * 0.62, 318, 62)
    return [Polygon((*outer, *inner), color)]


def _arc(x: float, y: float, radius: float, start: float, end: float) -> Sequence[tuple[float, float]]:
    """Points from one angle to another, degrees from the right, clockwise."""
    angles = (math.radians(start + (end - start) * step / 24) for step in range(25))
    return [(x + math.cos(angle) * radius, y + math.sin(angle) * radius) for angle in angles]


def _cloud(x: float, y: float, half: float, color: Color) -> list[Op]:
    ops: list[Op] = [Circle(x + a * half, y + b * half, radius * half, color) for a, b, radius in _CLOUD]
    foot = y + _FOOT * half
    return [*ops, Box(x - 0.72 * half, foot - 0.34 * half, 1.46 * half, 0.34 * half, color, 0.17 * half)]


def _bands(x: float, y: float, half: float, color: Color) -> list[Op]:
    widths = (0.62, 0.9, 0.74)
    return [
        Line(
            ((x - width * half, y + (number - 1) * 0.42 * half), (x + width * half, y + (number - 1) * 0.42 * half)),
            half * 0.16,
            color,
        )
        for number, width in enumerate(widths)
    ]
