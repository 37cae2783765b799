"""What the lines of thresholds and of a target are called, written at them."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.drawing.chart.inside import first_clear, on_level
from displayd.drawing.chart.layout import LABEL_SPACE
from displayd.drawing.chart.plot import Limit, Plot
from displayd.drawing.scale import unit_suffix
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.widgets.line.spec import LineSpec

__all__ = ["limit_names"]


def limit_names(
    spec: LineSpec, plot: Plot, marks: Sequence[Limit], ops: Sequence[Op], *, is_inside: bool = False
) -> list[Op]:
    """The name of each of `marks` at its line or where that ends, with its amount where there is room for that too.

    One that is told already, beside the plot or as the name of a zone, is not told again.

    Args:
        ops: all that is drawn; names stand where nothing else is.
        is_inside: True where there is no room beside the plot.
    """
    frame, unit = spec.frame, spec.ends["left"].unit
    told = {op.text for op in ops if isinstance(op, Text)}
    found: list[Op] = []
    for mark in sorted(marks, key=lambda mark: ("red", "target", "amber").index(mark.kind)):
        name = spec.limit_names[mark.kind]
        if name in told:
            continue
        amount = frame.format.text(mark.value, unit, spec.decimals).removesuffix(unit_suffix(unit))
        others = [op for op in ops if op != mark.line]
        for text in (f"{name} {amount}", name):
            if clear := first_clear(frame, _places(spec, plot, mark, text, is_inside), [*others, *found]):
                found += clear
                break
    return found


def _places(spec: LineSpec, plot: Plot, mark: Limit, text: str, is_inside: bool) -> list[Text]:
    """Where `text` may stand: at the line, else beside the plot where the line ends.

    Beside the one figure of a chart it would be the name of that.
    """
    frame, ((_, y), _) = spec.frame, mark.line.points
    places = on_level(frame, plot, y, text, mark.line.color)
    left = plot.right + LABEL_SPACE * frame.unit
    if (
        not is_inside
        and spec.has_free_ends
        and not spec.is_single
        and left + frame.fonts.width(text, frame.small, "medium") <= frame.area.right
    ):
        baseline = y + frame.small * CAP_HEIGHT / 2
        places.append(Text(left, baseline, text, frame.small, mark.line.color, "left", "medium"))
    return places
