"""Text with Pango: the widths that widgets ask for, and lines onto a cairo context.

Pango is the one text path that gets kerning, equal digits, fallback fonts, right-to-left and mixed lines right.
Positions are not rounded and glyphs not hinted, so text shaped once, at one size, holds for every size: it is measured
and drawn by scaling. That also keeps one set of fallback fonts instead of one for each size, which takes a quarter of
a second and several MB where a text needs all of them.

A call of Pango cannot be interrupted. So none gets more than a piece of a text, and no more pieces are asked for than
there is room.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import cairo
import gi

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402  (versions must be named before)

from displayd.paint.families import FAMILIES, HAN_LETTERS, SCRIPTS, families_for  # noqa: E402
from displayd.scene.operations import Text, Weight  # noqa: E402
from displayd.text.direction import like_its_paragraph  # noqa: E402
from displayd.text.hyphenation import SOFT_HYPHEN, Hyphenator  # noqa: E402
from displayd.text.pieces import belongs_to_the_one_before, piece_end  # noqa: E402

__all__ = ["OUTLINED_FROM", "PangoFonts"]

# A NUL would end the text for Pango, and a newline would make two lines of one.
_CONTROLS = dict.fromkeys([*range(32), 127, 0x2028, 0x2029], " ")

# Text is shaped at this size and scaled: exact without hinting, and one entry serves every size.
_MEASURE_PX = 100.0

_ZEROS = dict.fromkeys(map(ord, "123456789"), "0")

# Ten pages of some eighty texts fit, and take 3 MB. To shape its texts anew costs half as much as painting a page.
_LAYOUTS_KEPT = 800

# Of all layouts kept together: a letter takes some 60 bytes.
_LETTERS_KEPT = 60_000

# What one call of Pango gets: shaping it takes 20 ms where every letter is of another script and never seen before.
_PIECE = 400

# Letters that are always looked at together, and how narrow letters are on the mean of a line, in em.
_SHORT, _NARROW = 24, 0.4

# The shortest piece of a text that is broken into lines.
_FEW = 64

# A part of a text that is divided by hyphens alone: a word, up to the hyphen that it may have of its own.
_WORD = re.compile(r"[^\s-]+-?")

# In Pango units: Pango 1.56 lets the hyphen of a divided word reach over the end of its line, by 0.054 em as seen.
_HYPHEN_OVER = round(0.08 * _MEASURE_PX * Pango.SCALE)

# Shorter words are not divided, nor more in one text; how wide letters are at most, in em.
_SHORTEST_WORD, _MOST_DIVIDED, _WIDE = 6, 40, 1.1

# Nothing wider fits on any glass.
_MOST_LETTERS = 2_000

# The types of Debian 13 know no None here.
_ENDLESS: Any = None

OUTLINED_FROM = 60.0
"""Font size, in 1080ths of the page's short side, from which on letters are filled outlines.

Cairo keeps a picture of every letter in every size that it has drawn, with no way to bound that, and figures are set in
hundreds of sizes: 50 MB in some hours.
"""

# Emoji are pictures and have no outline; no other letter of a figure lies beyond.
_COLORED = re.compile("[\u2190-\U0010ffff]")

_WEIGHTS: Mapping[Weight, Any] = {
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
        # A map of its own, so that what was looked up for it goes with it.
        self._context = PangoCairo.FontMap.new().create_context()
        self._context.set_round_glyph_positions(False)
        PangoCairo.context_set_font_options(self._context, options)
        self._tabular = Pango.AttrList()
        self._tabular.insert(Pango.attr_font_features_new("tnum"))
        self._layouts: OrderedDict[tuple[object, ...], _Shaped] = OrderedDict()
        self.letters_kept = 0
        """Of all texts that are remembered ready to be drawn."""
        # Without an end: letters outside of what can be painted would be left out of an outline.
        self._paper = cairo.Context(cairo.RecordingSurface(cairo.CONTENT_ALPHA, _ENDLESS))
        self._width = functools.lru_cache(maxsize=4096)(self._measure)
        self._ends = functools.lru_cache(maxsize=1024)(self._broken)
        self.language = ""
        """Of what is set from now on."""
        self.speak(language)

    def speak(self, language: str) -> None:
        """Set what follows as in `language`: its forms of Han letters, its rules for the ends of lines and of words.

        Args:
            language: a BCP 47 tag, such as the locale of a document. A change costs all that is remembered of texts.
        """
        if language == self.language:
            return
        self.language = language
        self._context.set_language(Pango.Language.from_string(language.replace("_", "-")))
        families = ", ".join(families_for(language))
        self._descriptions = {weight: _description(weight, families) for weight in _WEIGHTS}
        self._hyphenator = Hyphenator(language)
        self._layouts.clear()
        self.letters_kept = 0
        self._width.cache_clear()
        self._ends.cache_clear()

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        """Advance of one line of `text` set in `size` px, in px."""
        if is_tabular:
            # Equal digits are equally wide: a clock that ticks is measured once.
            text = text.translate(_ZEROS)
        if len(text) <= _PIECE:
            return self._width(text, weight, is_tabular) * size / _MEASURE_PX
        widths = (self._width(text[start:end], weight, is_tabular) for start, end in _pieces(text))
        return sum(widths) * size / _MEASURE_PX

    def wrap(
        self, text: str, size: float, weight: Weight, max_width: float, most_lines: int | None = None
    ) -> list[str]:
        """`text` as lines no wider than `max_width` px, by the Unicode rules of line breaking.

        A word that is wider than a line is divided with a hyphen, as its language and the soft hyphens in it say; where
        nothing says how, it is broken between two letters. Newlines in `text` begin new lines. Lines run from the left
        or from the right as their paragraph does, by a mark at their beginning where they need one.

        Args:
            most_lines: at most so many; all the rest is then on the last, which may be wider, and is not looked at.
        """
        lines: list[str] = []
        wide = max(1, round(max_width * _MEASURE_PX / size * Pango.SCALE))
        paragraphs = [self._divided(line.translate(_CONTROLS), size, weight, max_width) for line in text.splitlines()]
        paragraphs = paragraphs or [""]
        for number, paragraph in enumerate(paragraphs):
            room = wide - _HYPHEN_OVER if SOFT_HYPHEN in paragraph else wide
            for start, end in self._lines(paragraph, weight, max(1, room)):
                if len(lines) + 1 == most_lines:
                    rest = (paragraph[start:], *paragraphs[number + 1 :])
                    words = " ".join(part.strip() for part in rest if part.strip()).replace(SOFT_HYPHEN, "")
                    return [*lines, like_its_paragraph(words, paragraph)]
                lines.append(like_its_paragraph(_line(paragraph[start:end]), paragraph))
        return lines

    def _divided(self, paragraph: str, size: float, weight: Weight, max_width: float) -> str:
        """`paragraph` with soft hyphens in the words that are wider than a line of `max_width` px."""
        # No letter is much wider than high, so most words need not be measured.
        least = max(_SHORTEST_WORD, int(max_width / (size * _WIDE)))
        found = (word for word in _WORD.findall(paragraph[:_MOST_LETTERS]) if len(word) >= least)
        # Measuring letters of rare scripts takes long.
        words = [word for word in found if self._hyphenator.may_divide(word)]
        wide = [word for word in dict.fromkeys(words) if self.width(word, size, weight, False) > max_width]
        for word, divided in self._hyphenator.divided(wide[:_MOST_DIVIDED]).items():
            paragraph = paragraph.replace(word, divided)
        return paragraph

    def draw(self, context: Any, op: Text, unit: float = 1.0) -> None:
        """Paint `op` in the source colour already set on the cairo `context`.

        Args:
            unit: a 1080th of the page's short side, px.
        """
        scale = op.size / _MEASURE_PX
        if scale <= 0:
            return
        shaped = self._shaped(op.text, op.weight, op.is_tabular, op.max_width / scale)
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[op.align] * shaped.width * scale
        is_outlined = op.size >= OUTLINED_FROM * unit and _COLORED.search(op.text) is None
        outline = self._outline(shaped) if is_outlined else None
        context.save()
        context.translate(op.x - shift, op.y)
        context.scale(scale, scale)
        if outline is None:
            context.move_to(0, 0)
            PangoCairo.show_layout_line(context, shaped.line)
        else:
            context.append_path(outline)
            context.fill()
        context.restore()
        context.new_path()

    def families_found(self) -> dict[str, str]:
        """For each family that is to draw Latin letters, the one that this machine gives; empty for none."""
        found = {}
        for family in FAMILIES:
            font = self._context.load_font(Pango.FontDescription.from_string(f"{family} 20"))
            found[family] = font.describe().get_family() if font else ""
        return found

    def scripts_found(self) -> dict[str, str]:
        """For each other script the family that draws it on this machine; empty where none has its letters."""
        letters = {**{script: letter for script, (_, letter) in SCRIPTS.items()}, **HAN_LETTERS}
        return {
            script: "" if self.missing_glyphs(letter) else self.family_of(letter) for script, letter in letters.items()
        }

    def family_of(self, text: str) -> str:
        """The family that the first letter of `text` is drawn with."""
        layout = self._layout("regular", False)
        layout.set_text(text, -1)
        # Each by a name: PyGObject 3.50 gives back the whole when nobody holds it, while its part is still in use.
        line = layout.get_line_readonly(0)
        runs = line.runs
        item = runs[0].item
        analysis = item.analysis
        return str(analysis.font.describe().get_family())

    def missing_glyphs(self, text: str) -> int:
        """How many characters of `text` no installed font can draw."""
        layout = self._layout("regular", False)
        layout.set_text(text, -1)
        return int(layout.get_unknown_glyphs_count())

    def _shaped(self, text: str, weight: Weight, is_tabular: bool, room: float) -> _Shaped:
        """`text`, cut with an ellipsis where it is wider than `room` (0 for no limit); remembered."""
        key = (text, weight, is_tabular, round(room, 2))
        kept = self._layouts.get(key)
        if kept is not None:
            self._layouts.move_to_end(key)
            return kept
        made = self._layouts[key] = self._shape(self._beginning(text, weight, is_tabular, room), *key[1:3], room)
        self.letters_kept += made.letters
        while len(self._layouts) > 1 and (len(self._layouts) > _LAYOUTS_KEPT or self.letters_kept > _LETTERS_KEPT):
            self.letters_kept -= self._layouts.popitem(last=False)[1].letters
        return made

    def _outline(self, shaped: _Shaped) -> Any:
        """The outline of a line, at the size of measuring."""
        self._paper.new_path()
        self._paper.move_to(0, 0)
        PangoCairo.layout_line_path(self._paper, shaped.line)
        return self._paper.copy_path()

    def _beginning(self, text: str, weight: Weight, is_tabular: bool, room: float) -> str:
        """As much of `text` as is to be seen in `room`, and a little more where there is more."""
        most = max(_SHORT, min(_PIECE, int(room / (_MEASURE_PX * _NARROW))))
        if room <= 0 or len(text) <= most:
            return text[:_MOST_LETTERS]
        used = 0.0
        for start, end in _pieces(text, most):
            used += self._width(text[start:end], weight, is_tabular)
            # Letters of two pieces may stand closer when they are shaped together.
            if room + _MEASURE_PX / 2 < used:
                return text[:end]
        return text[:_MOST_LETTERS]

    def _shape(self, text: str, weight: Weight, is_tabular: bool, room: float) -> _Shaped:
        layout = self._layout(weight, is_tabular)
        layout.set_single_paragraph_mode(True)
        layout.set_text(text.translate(_CONTROLS), -1)
        width = layout.get_size()[0] / Pango.SCALE
        if 0 < room < width - 0.5:
            layout.set_ellipsize(Pango.EllipsizeMode.END)
            layout.set_width(int(room * Pango.SCALE))
            width = layout.get_line_readonly(0).get_extents()[1].width / Pango.SCALE
        return _Shaped(layout, layout.get_line_readonly(0), width, len(text))

    def _measure(self, text: str, weight: Weight, is_tabular: bool) -> float:
        layout = self._layout(weight, is_tabular)
        layout.set_single_paragraph_mode(True)
        layout.set_text(text.translate(_CONTROLS), -1)
        return float(layout.get_size()[0] / Pango.SCALE)

    def _lines(self, paragraph: str, weight: Weight, wide: int) -> Iterator[tuple[int, int]]:
        """Start and end of each line of `paragraph`, worked out one piece after the other.

        Args:
            wide: room at the size of measuring, in Pango's units.
        """
        # A few lines at a time, as the caller may have enough of them.
        few = max(_FEW, min(_PIECE, int(wide / Pango.SCALE * 4 / (_MEASURE_PX * _NARROW))))
        start, most = 0, few
        while True:
            end = piece_end(paragraph, start, most)
            ends = self._ends(paragraph[start:end], weight, wide)
            is_last = end == len(paragraph)
            if not is_last and len(ends) == 1:
                most *= 2
                continue
            # The last line of a piece may go on in the next one.
            first = start
            for line_end in ends if is_last else ends[:-1]:
                yield start, first + line_end
                start = first + line_end
            if is_last:
                return
            most = few

    def _broken(self, piece: str, weight: Weight, wide: int) -> tuple[int, ...]:
        """Where the lines of `piece` end; never inside of what is drawn as one letter."""
        ends: list[int] = []
        start = 0
        while start < max(1, len(piece)):
            broken = [start + end for end in self._broken_by_pango(piece[start:], weight, wide)]
            torn = next((at for at, end in enumerate(broken[:-1]) if belongs_to_the_one_before(piece, end)), None)
            if torn is None:
                return (*ends, *broken)
            ends += broken[:torn]
            end = broken[torn]
            while end > start and belongs_to_the_one_before(piece, end):
                end -= 1
            # What is wider than a line as a whole is torn all the same.
            start = end if end > (ends[-1] if ends else start) else broken[torn]
            ends.append(start)
        return tuple(ends)

    def _broken_by_pango(self, piece: str, weight: Weight, wide: int) -> tuple[int, ...]:
        layout = self._layout(weight, False)
        layout.set_width(wide)
        layout.set_wrap(Pango.WrapMode.WORD_CHAR)
        # Spaces at an end take room, or a line of their own, from Pango 1.56 on; here the text goes on after them.
        seen = piece.rstrip(" ")
        layout.set_text(seen, -1)
        encoded = seen.encode("utf-8")
        starts = [layout.get_line_readonly(number).start_index for number in range(layout.get_line_count())]
        lengths = [len(encoded[one:other].decode("utf-8")) for one, other in itertools.pairwise(starts)]
        return (*itertools.accumulate(lengths), len(piece))

    def _layout(self, weight: Weight, is_tabular: bool) -> Any:
        layout = Pango.Layout.new(self._context)
        layout.set_font_description(self._descriptions[weight])
        if is_tabular:
            layout.set_attributes(self._tabular)
        return layout


class _Shaped(NamedTuple):
    """One line that is ready to be drawn; lengths at the size of measuring."""

    layout: Any
    """Must live as long as its line."""
    line: Any
    width: float
    letters: int


def _pieces(text: str, most: int = _PIECE) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = piece_end(text, start, most)
        yield start, end
        start = end


def _line(part: str) -> str:
    """A line of a paragraph as it is drawn: with a hyphen where a word is divided, and nothing where it might be."""
    line = part.strip()
    return line.removesuffix(SOFT_HYPHEN).replace(SOFT_HYPHEN, "") + ("-" if line.endswith(SOFT_HYPHEN) else "")


def _description(weight: Weight, families: str) -> Any:
    description = Pango.FontDescription()
    description.set_family(families)
    description.set_weight(_WEIGHTS[weight])
    description.set_absolute_size(_MEASURE_PX * Pango.SCALE)
    return description
