"""What colours look like to those who see fewer of them."""

from __future__ import annotations

import functools

__all__ = ["DEFICIENCIES", "distance"]

# Linear RGB of a full deficiency from linear RGB.
# Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", IEEE TVCG 15(6), 2009, table 1, severity 1.0.
DEFICIENCIES = {
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def distance(color: str, other: str, deficiency: str) -> float:
    """How different two colours (`#rrggbb`) look: Euclidean in CIELAB (CIE 1976), where 2 is just seen."""
    pairs = zip(_lab(color, deficiency), _lab(other, deficiency), strict=True)
    return float(sum((one - two) ** 2 for one, two in pairs) ** 0.5)


@functools.cache
def _lab(color: str, deficiency: str) -> tuple[float, float, float]:
    """L*, a*, b* under D65 of what somebody sees."""
    seen = [
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, _linear(color), strict=True))))
        for row in DEFICIENCIES[deficiency]
    ]
    red, green, blue = seen
    x = _root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    y = _root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    z = _root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(color: str) -> list[float]:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [one / 12.92 if one <= 0.04045 else float(((one + 0.055) / 1.055) ** 2.4) for one in channels]


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116
