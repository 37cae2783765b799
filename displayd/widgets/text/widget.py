"""Words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.drawing.figure.figure import CAP_HEIGHT
from displayd.scene.operations import Op, Text, Weight
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget
from displayd.widgets.text.markdown import markdown_ops

__all__ = ["Words"]

LINE_HEIGHT = 1.3

# Largest letters of a text that fills its tile, in 1080ths of the screen's short side.
HERO = 260

# Steps of the scale from the label's size to that of large letters.
LARGE_STEPS = 3


class Words(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="text"):
    """A text, as large as its size and the tile allow."""

    text: Annotated[str, Meta(max_length=4000)] = ""
    """Plain text; an empty line begins a new paragraph."""

    align: Literal["left", "center", "right"] = "left"
    size: Literal["small", "normal", "large", "hero"] = "normal"
    """Largest size of the letters; they get smaller where the text would not fit. `hero` fills the tile."""

    markdown: bool = False
    """True for headings (`#`), `**bold**`, `*italic*`, bullets (`-`) and numbers (`1.`) in `text`."""

    HAS_FIGURES: ClassVar[bool] = False

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "This week",
            "text": "The new checkout goes live on Thursday.\n\nPlease send oddities to #checkout, with a picture.",
        },
        "hero": {"text": "Welcome, Contoso!", "size": "hero", "align": "center"},
        "large": {"title": "Motto", "text": "Slow is smooth, and smooth is fast.", "size": "large"},
        "markdown": {
            "title": "This sprint",
            "markdown": True,
            "text": "## Checkout in two steps\n"
            "- **Thursday**: live for *one in ten*\n"
            "- **Monday**: live for all\n\n"
            "Who to ask: **Amelia**, and #checkout",
        },
        "long markdown": {
            "title": "Rules of the house",
            "markdown": True,
            "text": "# Rules\n"
            + "".join(f"{n}. Rule number {n} has **bold words**, *others* and a_file_name.\n" for n in range(1, 13)),
        },
        "awkward": {
            "title": "Too long for any tile",
            "text": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft. " * 12,
            "align": "right",
            "size": "hero",
        },
    }

    def is_empty(self) -> bool:
        """True without a word."""
        return not self.text.strip()

    def draw(self, frame: Frame) -> list[Op]:
        """Lines of the largest size at which all fit; of what does not fit even in small letters, the beginning."""
        area = frame.area
        is_hero = self.size == "hero" and not self.markdown
        weight: Weight = "bold" if is_hero else "semibold" if self.size == "large" else "regular"
        if not is_hero and area.height > 4 * frame.label:
            area = area.inset(0, round(0.3 * frame.label), 0, 0)
        if self.markdown:
            return markdown_ops(replace(frame, area=area), self.text, self._largest(frame), self.align)
        size, lines = self._fitted(replace(frame, area=area), weight)
        height = sum(LINE_HEIGHT if line else LINE_HEIGHT / 2 for line in lines) * size
        # Capitals fill 0.73 of an em; the rest of the first line is below them.
        y = area.y + size * CAP_HEIGHT * 1.04
        if is_hero:
            y += max(0.0, (area.height - height + size * (LINE_HEIGHT - CAP_HEIGHT)) / 2)
        x = area.x + area.width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]
        ops: list[Op] = []
        for line in lines:
            if line:
                ops.append(Text(x, y, line, size, frame.theme.text, self.align, weight, area.width, is_tabular=False))
            y += size * (LINE_HEIGHT if line else LINE_HEIGHT / 2)
        return ops

    def _fitted(self, frame: Frame, weight: Weight) -> tuple[float, list[str]]:
        """Size in px and the lines at that size."""
        area = frame.area
        text = self.text.strip()
        largest = self._largest(frame)
        widest = max(frame.fonts.width(word, largest, weight, False) for word in text.split())
        size = max(frame.small, min(largest, largest * area.width / widest * 0.99))
        while True:
            lines = list(frame.fonts.wrap(text, size, weight, area.width))
            if size <= frame.small or _height(lines, size) <= area.height:
                break
            size = max(frame.small, size * 0.93)
        fitting = len(lines)
        # An empty line is lower than the one that the rest makes.
        while fitting > 1 and (not lines[fitting - 1] or _height(lines[:fitting], size) > area.height):
            fitting -= 1
        if fitting < len(lines):
            # All the rest on the last line, which is then cut with an ellipsis.
            lines = [*lines[: fitting - 1], " ".join(filter(None, lines[fitting - 1 :]))]
        elif size > frame.label and len(lines) > 1:
            lines = _balanced(frame, text, size, weight, len(lines))
        return min(size, area.height), lines

    def _largest(self, frame: Frame) -> float:
        """Font size of the largest letters, px."""
        steps = {"small": frame.small, "normal": frame.label, "large": frame.label * frame.step**LARGE_STEPS}
        return steps.get(self.size, max(frame.small, HERO * frame.unit))


def _height(lines: list[str], size: float) -> float:
    """From the top of the capitals of the first line to the feet of the last."""
    return size * (sum(LINE_HEIGHT if line else LINE_HEIGHT / 2 for line in lines) - LINE_HEIGHT + 1.0)


def _balanced(frame: Frame, text: str, size: float, weight: Weight, count: int) -> list[str]:
    """`text` in `count` lines of nearly equal length, instead of long ones and a last short one."""
    wide, narrow = float(frame.area.width), frame.area.width / 2
    for _ in range(7):
        middle = (wide + narrow) / 2
        has_room = frame.fonts.width(max(text.split(), key=len), size, weight, False) <= middle
        if has_room and len(frame.fonts.wrap(text, size, weight, middle)) <= count:
            wide = middle
        else:
            narrow = middle
    return list(frame.fonts.wrap(text, size, weight, wide))
