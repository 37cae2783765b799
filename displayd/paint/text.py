"""Text with Pango: the widths that widgets ask for, and lines onto a cairo context.

Pango is the one text path that gets kerning, equal digits, fallback fonts, right-to-left and mixed lines right.
Positions are not rounded and glyphs not hinted, so a width measured once holds, scaled, for every size.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from typing import Any

import cairo
import gi

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402  (versions must be named before)

from displayd.scene.operations import Text, Weight  # noqa: E402

__all__ = ["PangoFonts"]

# A NUL would end the text for Pango, and a newline would make two lines of one.
_CONTROLS = dict.fromkeys([*range(32), 127, 0x2028, 0x2029], " ")

FAMILIES = "Inter, Noto Sans, sans-serif"

# Widths are measured at this size and scaled: exact without hinting, and one entry serves every size.
_MEASURE_PX = 100.0

_ZEROS = dict.fromkeys(map(ord, "123456789"), "0")

# Ten pages of some eighty texts fit, and take 3 MB. To shape its texts anew costs half as much as painting a page.
_LAYOUTS_KEPT = 800

_WEIGHTS: dict[str, Any] = {
    "regular": Pango.Weight.NORMAL,
    "medium": Pango.Weight.MEDIUM,
    "semibold": Pango.Weight.SEMIBOLD,
    "bold": Pango.Weight.BOLD,
}


class PangoFonts:
    """The fonts of this machine. Not for use by two threads at a time."""

    def __init__(self, language: str = "en") -> None:
        """Args: language: BCP 47 tag; decides among others which Han variants are drawn."""
        options = cairo.FontOptions()
        options.set_antialias(cairo.ANTIALIAS_GRAY)
        options.set_hint_style(cairo.HINT_STYLE_NONE)
        options.set_hint_metrics(cairo.HINT_METRICS_OFF)
        self._context = PangoCairo.FontMap.get_default().create_context()
        self._context.set_round_glyph_positions(False)
        self._context.set_language(Pango.Language.from_string(language))
        PangoCairo.context_set_font_options(self._context, options)
        self._descriptions: dict[tuple[float, Weight], Any] = {}
        self._tabular = Pango.AttrList()
        self._tabular.insert(Pango.attr_font_features_new("tnum"))
        self._layouts: OrderedDict[tuple[object, ...], tuple[Any, Any, float]] = OrderedDict()
        self._width = functools.lru_cache(maxsize=4096)(self._measure)

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        """Advance of one line of `text` set in `size` px, in px."""
        if is_tabular:
            # Equal digits are equally wide: a clock that ticks is measured once.
            text = text.translate(_ZEROS)
        return self._width(text, weight, is_tabular) * size / _MEASURE_PX

    def wrap(self, text: str, size: float, weight: Weight, max_width: float) -> list[str]:
        """`text` as lines no wider than `max_width` px, by the Unicode rules of line breaking.

        A word that is wider than a line is broken inside. Newlines in `text` begin new lines.
        """
        layout = self._layout(size, weight, False)
        layout.set_width(max(1, int(max_width * Pango.SCALE)))
        layout.set_wrap(Pango.WrapMode.WORD_CHAR)
        text = "\n".join(line.translate(_CONTROLS) for line in text.splitlines())
        layout.set_text(text, -1)
        encoded = text.encode("utf-8")
        lines = []
        for number in range(layout.get_line_count()):
            line = layout.get_line_readonly(number)
            lines.append(encoded[line.start_index : line.start_index + line.length].decode("utf-8").strip())
        return lines

    def draw(self, context: Any, op: Text) -> None:
        """Paint `op` in the source colour already set on the cairo `context`."""
        key = (op.text, op.size, op.weight, op.is_tabular, op.max_width)
        kept = self._layouts.get(key)
        if kept is None:
            kept = self._shape(op)
            self._layouts[key] = kept
            if len(self._layouts) > _LAYOUTS_KEPT:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(key)
        _, line, width = kept
        shift = 0.0 if op.align == "left" else width if op.align == "right" else width / 2
        context.move_to(op.x - shift, op.y)
        PangoCairo.show_layout_line(context, line)
        context.new_path()

    def families_found(self) -> dict[str, str]:
        """For each family we ask for, the family that this machine gives."""
        found = {}
        for family in FAMILIES.split(", "):
            description = Pango.FontDescription.from_string(f"{family} 20")
            font = self._context.load_font(description)
            found[family] = font.describe().get_family() if font else ""
        return found

    def missing_glyphs(self, text: str) -> int:
        """How many characters of `text` no installed font can draw."""
        layout = self._layout(_MEASURE_PX, "regular", False)
        layout.set_text(text, -1)
        return int(layout.get_unknown_glyphs_count())

    def _shape(self, op: Text) -> tuple[Any, Any, float]:
        """Layout, its only line, and the line's width in px. The layout must live as long as the line."""
        layout = self._layout(op.size, op.weight, op.is_tabular)
        layout.set_single_paragraph_mode(True)
        layout.set_text(op.text.translate(_CONTROLS), -1)
        width = layout.get_size()[0] / Pango.SCALE
        if 0 < op.max_width < width - 0.5:
            layout.set_ellipsize(Pango.EllipsizeMode.END)
            layout.set_width(int(op.max_width * Pango.SCALE))
            width = layout.get_line_readonly(0).get_extents()[1].width / Pango.SCALE
        return layout, layout.get_line_readonly(0), width

    def _measure(self, text: str, weight: Weight, is_tabular: bool) -> float:
        layout = self._layout(_MEASURE_PX, weight, is_tabular)
        layout.set_single_paragraph_mode(True)
        layout.set_text(text.translate(_CONTROLS), -1)
        return float(layout.get_size()[0] / Pango.SCALE)

    def _layout(self, size: float, weight: Weight, is_tabular: bool) -> Any:
        description = self._descriptions.get((size, weight))
        if description is None:
            description = Pango.FontDescription()
            description.set_family(FAMILIES)
            description.set_weight(_WEIGHTS[weight])
            description.set_absolute_size(size * Pango.SCALE)
            if len(self._descriptions) < 256:
                self._descriptions[(size, weight)] = description
        layout = Pango.Layout.new(self._context)
        layout.set_font_description(description)
        if is_tabular:
            layout.set_attributes(self._tabular)
        return layout
