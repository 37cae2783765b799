"""The colours of a screen.

Every text colour has a contrast of at least 4.5:1 on the card (WCAG 2.2, 1.4.3); a test computes it. Near-white
instead of white and near-black instead of black spare the panel. The first series of a chart, and the three levels,
can be told apart without red or green or blue vision too; another test simulates that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

__all__ = ["THEMES", "Theme", "contrast_ratio", "ink_on", "mixed", "readable_on"]

INK = "#14181f"
PAPER = "#ffffff"

LEAST_CONTRAST = 4.5


Color = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$", examples=["#5aa9ff"])]


class Theme(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The colours of a screen; all `#rrggbb`."""

    background: Annotated[Color, Meta(description="Behind the cards.")]
    card: Annotated[Color, Meta(description="Behind what is in a tile.")]
    raised: Annotated[Color, Meta(description="Bands, empty tracks of gauges: a step away from the card.")]
    grid: Annotated[Color, Meta(description="Structure lines, as quiet as can be seen.")]
    text: Annotated[Color, Meta(description="Figures and words.")]
    dim: Annotated[Color, Meta(description="Titles, units, ticks: what one reads once.")]
    good: Annotated[Color, Meta(description="What is as it should be.")]
    amber: Annotated[Color, Meta(description="What wants attention.")]
    red: Annotated[Color, Meta(description="What is wrong.")]

    series: Annotated[
        tuple[Color, ...], Meta(min_length=1, max_length=24, description="Lines, bars and slices, in order of use.")
    ]

    @property
    def sample_color(self) -> Color:
        """Of the words that say that figures are made up: not that of the first series, where there is another."""
        return self.series[1 % len(self.series)]

    def level_color(self, level: str) -> Color:
        """The colour of a level (`good`, `amber`, `red`), text colour for `none`."""
        return {"good": self.good, "amber": self.amber, "red": self.red}.get(level, self.text)

    def figure_color(self, level: str) -> Color:
        """The colour of what is as long as a figure: that of its level, that of the first series for `none`."""
        return self.series[0] if level == "none" else self.level_color(level)


THEMES: Mapping[str, Theme] = {
    "dark": Theme(
        background="#0b0e14",
        card="#151a23",
        raised="#232b38",
        grid="#2b3442",
        text="#eef2f8",
        dim="#9aa7b8",
        good="#4cc38a",
        amber="#f2b84b",
        red="#ff6b6b",
        series=("#5aa9ff", "#f0dfa6", "#d670b8", "#8beef9", "#e8853c", "#b98d5e", "#9aa7b8", "#a78bfa"),
    ),
    "light": Theme(
        background="#e9edf2",
        card="#fbfcfd",
        raised="#dfe5ec",
        grid="#d3dae3",
        text="#141a22",
        dim="#55616f",
        good="#0b7a55",
        amber="#876400",
        red="#a3162a",
        series=("#1769c9", "#b3126a", "#3d1f8f", "#5a2a16", "#0d7f8c", "#9a6a00", "#55616f", "#7443c9"),
    ),
    "high-contrast": Theme(
        background="#000000",
        card="#050607",
        raised="#30363f",
        grid="#59626e",
        text="#f7f9fb",
        dim="#d2d9e2",
        good="#5df0b8",
        amber="#ffd166",
        red="#ff7676",
        series=("#7cc0ff", "#df78c4", "#cdf4ec", "#f1a35f", "#8f78ff", "#f4ec7a", "#d2d9e2", "#c8a07c"),
    ),
}


def _channels(color: Color) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mixed(color: Color, other: Color, share: float) -> Color:
    """`color` with `share` (0..1) of `other` in it."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast_ratio(color: Color, other: Color) -> float:
    """Contrast of two colours, 1 to 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """

    def luminance(one: Color) -> float:
        linear = [
            channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
            for channel in (value / 255 for value in _channels(one))
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(color), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def ink_on(color: Color) -> Color:
    """The more readable of near-black and white on `color`."""
    return max((INK, PAPER), key=lambda ink: contrast_ratio(color, ink))


def readable_on(ground: Color, color: Color, ink: Color) -> Color:
    """`color` with as little of `ink` in it as makes it readable on `ground`: 4.5:1, as far as `ink` itself is.

    Source: WCAG 2.2, 1.4.3.
    """
    steps = (mixed(color, ink, step / 10) for step in range(10))
    return next((one for one in steps if contrast_ratio(one, ground) >= LEAST_CONTRAST), ink)
