"""Shades of a colour, and letters that can be read on them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from displayd.protocol.vocabulary import Level
from displayd.scene.theme import Theme, contrast_ratio, ink_on, mixed

__all__ = ["READABLE", "behind_text", "level_tint", "readable", "readable_ink", "shade"]

READABLE = 4.5
"""Least contrast of letters with what they stand on (WCAG 2.2, 1.4.3)."""

# The lowest step of a ramp is still seen to be no empty place.
FAINTEST = 0.14

_TINTS: Mapping[Level, float] = {"none": 0.0, "good": 0.3, "amber": 0.5, "red": 0.7}


@functools.lru_cache(maxsize=512)
def shade(theme: Theme, share: float) -> str:
    """The colour for `share` (0..1) of the most: from nearly the card's to as much of a series' as text allows.

    The theme's text can be read on all of them, so that letters do not change their colour from one to the next.
    """
    color = theme.series[0]
    return mixed(theme.card, color, FAINTEST + (_strongest(theme, color) - FAINTEST) * share)


@functools.lru_cache(maxsize=64)
def level_tint(theme: Theme, level: Level) -> str:
    """The colour behind figures of a level, from quiet for good to loud for red; the text can be read on all."""
    return behind_text(theme, theme.level_color(level), _TINTS[level])


def _strongest(theme: Theme, color: str) -> float:
    """How much of `color` may be mixed into the card so that the theme's text can still be read."""
    shares = (1 - step / 100 for step in range(100))
    return next(share for share in shares if contrast_ratio(theme.text, mixed(theme.card, color, share)) >= READABLE)


@functools.lru_cache(maxsize=512)
def readable_ink(color: str) -> str:
    """Near-black or white, else black, for letters on `color`: always readable."""
    ink = ink_on(color)
    if contrast_ratio(ink, color) >= READABLE:
        return ink
    # One of these two has a contrast of at least 4.58 with any colour.
    return max(("#000000", "#ffffff"), key=lambda extreme: contrast_ratio(extreme, color))


@functools.lru_cache(maxsize=256)
def behind_text(theme: Theme, color: str, share: float) -> str:
    """`color` mixed into the card by `share`, or by less where the theme's text could not be read on it."""
    shares = (share - step * 0.05 for step in range(int(share / 0.05) + 1))
    tints = (mixed(theme.card, color, max(0.0, one)) for one in shares)
    return next((tint for tint in tints if contrast_ratio(theme.text, tint) >= READABLE), theme.card)


def readable(theme: Theme, color: str, on: str) -> str:
    """`color` for letters on the colour `on`, or the theme's text colour where it could not be read."""
    return color if contrast_ratio(color, on) >= READABLE else theme.text
