"""The field of a chart: where amounts and times fall on it, and the quiet lines and ticks around it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from displayd.drawing.scale import Scale, tick_texts, unit_suffix
from displayd.scene.operations import Align, Color, Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame

__all__ = [
    "LEAST_TICKED",
    "TEXT_ROW",
    "Axis",
    "Ends",
    "Limit",
    "Plot",
    "ScaleFor",
    "axis_for",
    "axis_of",
    "has_room_for_axes",
    "least_height",
    "limits",
    "most_spaces",
    "row_of_texts",
    "with_axes",
]

TEXT_ROW = 1.45
"""Height of a row of texts under a plot, in `Frame.small`; half a tick's text is in it."""

# Ticks nearer to each other than this many font sizes look like a list.
TICK_DISTANCE = 2.2

LEAST_TICKED = 1.0
"""A plot that is lower than so many font sizes has no room for two ticks."""

# So many ticks of an axis are told: more is a list beside a picture.
MOST_TOLD = 3

# Dashes and dots nearer to each other than this, in 1080ths of the screen's short side, are a beaded line.
NEAREST_LIMITS = 5.0

# Between the texts of an axis and the plot, in `Frame.gap`.
AXIS_SPACE = 1.2

ScaleFor = Callable[[int], Scale]
"""The scale with at most so many spaces between ticks."""


class Ends(NamedTuple):
    """What a widget says about its scale."""

    unit: str
    minimum: float | None
    """Lower end; None to choose."""
    maximum: float | None
    """Upper end; None to choose."""
    amber: float | None
    red: float | None


class Plot(NamedTuple):
    """A rectangle (px) with a scale from its bottom to its top."""

    left: float
    top: float
    right: float
    bottom: float
    scale: Scale = Scale(0.0, 1.0, ())

    def y(self, value: float) -> float:
        """Where `value` is, px."""
        return self.bottom - self.scale.share(value) * (self.bottom - self.top)


def least_height(frame: Frame) -> float:
    """Height in px that a plot in `frame.area` is to have, whatever is left out: 45% of the tile's, if possible."""
    height = frame.area.height
    # The tile has its title and its edges besides; half the text of a tick stands over either end of a plot.
    tile = height + 1.3 * frame.label + 44 * frame.unit
    return max(0.0, min(0.45 * tile, height - 0.8 * frame.small))


class Axis(NamedTuple):
    """A scale with its ticks in words, at the left or the right of a plot."""

    scale: Scale
    texts: tuple[str, ...]
    """Of the ticks of `scale`; empty for one between others, whose line says enough."""
    width: float
    """Of the widest text, px."""
    unit_text: str
    """Written once, behind the top tick; may be empty. Only on the left."""
    unit_width: float
    """Of that, px."""
    color: Color
    is_apart: bool = False
    """True with the unit outside of the plot, which then is narrower; False with it over the plot's upper edge."""

    @property
    def gutter(self) -> float:
        """Width beside the plot, px."""
        return self.width + (self.unit_width if self.is_apart else 0.0)

    def without_unit(self) -> Axis:
        """The same where the unit has no place."""
        return self._replace(unit_text="", unit_width=0.0, is_apart=False)


def axis_for(
    frame: Frame, height: float, scale_for: ScaleFor, unit: str, unit_text: str = "", color: Color = ""
) -> Axis:
    """The axis of a plot `height` px high, with as many ticks as can be read.

    Args:
        color: of the texts, for an axis that belongs to one line only; quiet when empty.
    """
    return axis_of(frame, scale_for(most_spaces(frame, height)), unit, unit_text, color)


def most_spaces(frame: Frame, height: float) -> int:
    """How many spaces between ticks can be read in a plot `height` px high; at least one."""
    return max(1, min(4, int(height / (frame.small * TICK_DISTANCE))))


def axis_of(frame: Frame, scale: Scale, unit: str, unit_text: str = "", color: Color = "") -> Axis:
    """`scale` with its ticks in words; see `axis_for`."""
    # Ticks that are far apart have a scale of words each.
    every = (
        [frame.format.text(tick, unit).removesuffix(unit_suffix(unit)) for tick in scale.ticks]
        if scale.is_log
        else tick_texts(frame.format, scale.ticks, unit)
    )
    told = range(len(every)) if scale.is_log else _told(len(every))
    texts = tuple(text if number in told else "" for number, text in enumerate(every))
    width = max((frame.fonts.width(text, frame.small) for text in texts), default=0.0)
    return Axis(scale, texts, width, unit_text, frame.fonts.width(unit_text, frame.small), color or frame.theme.dim)


def _told(count: int) -> Collection[int]:
    """Which of so many ticks are told: three at most, the ends and what is half way between them."""
    if count <= MOST_TOLD:
        return range(count)
    return (0, count // 2, count - 1) if count % 2 else (0, count - 1)


def has_room_for_axes(frame: Frame, plot: Plot, left: Axis | None, right: Axis | None = None) -> bool:
    """True when the texts of the axes have a place beside `plot`.

    They have none where the plot would be narrower than 40% of `frame.area`, or where texts took 37% of it.
    """
    widths = [axis.gutter + AXIS_SPACE * frame.gap for axis in (left, right) if axis]
    across = plot.right - plot.left
    return across - sum(widths) >= 0.4 * frame.area.width and max(widths, default=0.0) < 0.37 * across


def with_axes(frame: Frame, plot: Plot, left: Axis | None, right: Axis | None = None) -> tuple[Plot, list[Op]]:
    """`plot` between its axes, with the scale of the first, lines across at its ticks, and their texts.

    Where there is no room (`has_room_for_axes`) the unit is left out, then the texts are; where there is no height for
    ticks, all of them.
    """
    main = left or right
    if main is None:
        return plot, []
    if left and left.unit_width > 0.4 * (plot.right - plot.left):
        left = left.without_unit()
    inner = plot._replace(scale=main.scale)
    if plot.bottom - plot.top < frame.small * LEAST_TICKED:
        return inner, []
    if not has_room_for_axes(frame, plot, left, right):
        if left and left.is_apart:
            return with_axes(frame, plot, left.without_unit(), right)
        return inner, _grid(frame, inner, 0.0)
    widths = [axis.gutter + AXIS_SPACE * frame.gap for axis in (left, right) if axis]
    ops: list[Op] = []
    if left:
        inner = inner._replace(left=plot.left + widths[0])
    if right:
        inner = inner._replace(right=plot.right - widths[-1])
        ops += _tick_texts(frame, inner._replace(scale=right.scale), right, plot.right - right.width, "left")
    indent = 0.0
    if left:
        ops += _tick_texts(frame, inner, left, plot.left + left.width, "right")
        indent = 0.0 if left.is_apart or not left.unit_text else left.unit_width + frame.gap * 0.4
    return inner, _grid(frame, inner, indent) + ops


def _grid(frame: Frame, plot: Plot, indent: float) -> list[Op]:
    """Lines across at the ticks; the top one begins `indent` px later."""
    ops: list[Op] = []
    for tick in plot.scale.ticks:
        start, y = plot.left + (indent if tick == plot.scale.ticks[-1] else 0.0), plot.y(tick)
        ops.append(Line(((start, y), (plot.right, y)), 2 * frame.unit, frame.theme.grid))
    return ops


def _tick_texts(frame: Frame, plot: Plot, axis: Axis, x: float, align: Align) -> list[Op]:
    """The texts of `axis` that have room, and the unit behind the top one."""
    size = frame.small
    ops: list[Op] = []
    above = float("inf")
    for tick, text in zip(axis.scale.ticks, axis.texts, strict=True):
        baseline = plot.y(tick) + size * CAP_HEIGHT / 2
        if not text or baseline > above - size * 0.95:
            continue
        above = baseline
        ops.append(Text(x, baseline, text, size, axis.color, align))
        if axis.unit_text and tick == axis.scale.ticks[-1]:
            ops.append(Text(x, baseline, axis.unit_text, size, axis.color))
    return ops


class Limit(NamedTuple):
    """A threshold or a target as a line across a plot."""

    kind: Literal["amber", "red", "target"]
    value: float
    line: Line


# Of each kind of limit its strokes and the gaps between them, in 1080ths of the screen's short side: short dashes,
# long dashes, dots.
_STROKES: Mapping[str, tuple[float, float]] = {"amber": (8, 12), "red": (26, 14), "target": (0.1, 12)}


def limits(
    frame: Frame, plot: Plot, amber: float | None, red: float | None, target: float | None = None
) -> list[Limit]:
    """Thresholds and target where they are on the scale.

    Of two on one level only the later one of these is drawn: a target there has the colour of the threshold.
    """
    theme, unit = frame.theme, frame.unit
    told: tuple[tuple[Literal["amber", "red", "target"], float | None, Color], ...] = (
        ("amber", amber, theme.amber),
        ("red", red, theme.red),
        ("target", target, theme.text),
    )
    found: list[Limit] = []
    for kind, value, color in told:
        if value is None or not plot.scale.low <= value <= plot.scale.high:
            continue
        y = plot.y(value)
        covered = [one for one in found if abs(one.line.points[0][1] - y) < NEAREST_LIMITS * unit]
        found = [one for one in found if one not in covered]
        stroke, gap = _STROKES[kind]
        shown = covered[-1].line.color if covered else color
        width = (4.5 if kind == "target" else 3) * unit
        line = Line(((plot.left, y), (plot.right, y)), width, shown, (stroke * unit, gap * unit))
        found.append(Limit(kind, value, line))
    return found


def row_of_texts(
    frame: Frame, texts: Sequence[tuple[float, str]], left: float, right: float, baseline: float
) -> list[Op]:
    """Dim texts with their middles at the given x, moved inside `left` and `right`; those without room are left out."""
    size = frame.small
    ops: list[Op] = []
    edge = left
    for x, text in texts:
        width = frame.fonts.width(text, size)
        start = min(max(x - width / 2, left), right - width)
        if start < edge - 0.01:
            continue
        ops.append(Text(start, baseline, text, size, frame.theme.dim))
        edge = start + width + size * 0.7
    return ops
