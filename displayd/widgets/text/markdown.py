"""A little Markdown: headings, bold, italic, bullets and numbers; everything else is text.

Italic is set in a medium weight: slanted letters are hard to read from afar. Source: CommonMark, of which this is the
part that a notice on a wall needs. Other than there, every line of the text begins a new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.drawing.marks.sizes import largest_fitting, shared_sizes
from displayd.scene.operations import Align, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, like_its_paragraph
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import runs_against

__all__ = ["Block", "Run", "blocks_of", "markdown_ops"]

LINE_HEIGHT = 1.3

# An empty line, and the space before a heading, in lines.
GAP = 0.5

# Between a bullet or number and its text, in font sizes.
SPACE = 0.45

# From one size that is tried to the next.
STEP = 0.95

BULLET = "•"

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"[-*+]\s+(.*)$")
_NUMBER = re.compile(r"(\d{1,3}[.)])\s+(.*)$")
_STRESSED = re.compile(
    r"\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(?P<bold2>.+?)(?<=\S)__(?!\w)"
    r"|(?<!\*)\*(?![\s*])(?P<italic>.+?)(?<![\s*])\*(?!\*)|(?<!\w)_(?=\S)(?P<italic2>.+?)(?<=\S)_(?!\w)"
)


class Run(NamedTuple):
    """Letters of one weight."""

    text: str
    weight: Weight


class Block(NamedTuple):
    """A line of the text: a heading, a line of a list, or plain; no runs for an empty line."""

    runs: tuple[Run, ...]
    steps: int = 0
    """Steps of the scale by which the letters are larger than plain ones."""
    marker: str = ""
    """The bullet or number before it."""


class Line(NamedTuple):
    """A line as it is drawn: runs with their size, and where it stands."""

    runs: list[Run]
    size: float
    indent: float
    """Where the text begins, px from the left."""
    marker: str
    top: float
    """Of the line, px from the top of the whole."""
    is_torn: bool
    """True where a word goes on in the next line."""
    is_against: bool
    """True where the line runs the other way than the page, and so begins at the far end."""


def blocks_of(text: str) -> list[Block]:
    """The lines of a Markdown text; empty lines at both ends are left out."""
    return [_block(line.strip()) for line in text.strip().splitlines()]


def _block(line: str) -> Block:
    if found := _HEADING.match(line):
        return Block(tuple(_runs(found[2], "bold")), max(1, 4 - len(found[1])))
    if found := _BULLET.match(line):
        return Block(tuple(_runs(found[1], "regular")), marker=BULLET)
    if found := _NUMBER.match(line):
        return Block(tuple(_runs(found[2], "regular")), marker=found[1])
    return Block(tuple(_runs(line, "regular")))


def _runs(text: str, plain: Weight) -> Iterator[Run]:
    """`text` as runs; what is stressed in a heading is no bolder than the heading."""
    end = 0
    for found in _STRESSED.finditer(text):
        if found.start() > end:
            yield Run(text[end : found.start()], plain)
        bold, italic = found["bold"] or found["bold2"], found["italic"] or found["italic2"]
        weight: Weight = "bold" if bold or plain == "bold" else "medium"
        yield Run(bold or italic, weight)
        end = found.end()
    if end < len(text):
        yield Run(text[end:], plain)


def markdown_ops(frame: Frame, text: str, largest: float, align: Align) -> list[Op]:
    """`text` in `frame.area` from the top, in plain letters of up to `largest` px; its end is cut where it must be."""
    lines = _fitting(frame, blocks_of(text), largest)
    fitting = [line for line in lines if line.top + line.size <= frame.area.height] or lines[:1]
    if len(fitting) < len(lines):
        fitting[-1] = fitting[-1]._replace(runs=[*fitting[-1].runs[:-1], _cut(fitting[-1])])
    ops: list[Op] = []
    for line in fitting:
        ops += _line_ops(frame, line, align)
    return ops


def _fitting(frame: Frame, blocks: Sequence[Block], largest: float) -> list[Line]:
    """The lines at the largest size at which all fit; if none is small enough, with headings no larger than text."""
    lines = _lines(frame, blocks, frame.small)
    if _height(lines) > frame.area.height:
        return _lines(frame, [block._replace(steps=0) for block in blocks], frame.small)
    size = largest_fitting(
        shared_sizes(frame, max(frame.small, largest), frame.small, STEP),
        lambda one: _height(_lines(frame, blocks, one)) <= frame.area.height,
    )
    return _lines(frame, blocks, size)


def _cut(line: Line) -> Run:
    """The last run of `line` with an ellipsis, which stands close to a word that is torn."""
    run = line.runs[-1]
    return run._replace(text=f"{run.text.rstrip()}{'' if line.is_torn else ' '}…")


def _height(lines: Sequence[Line]) -> float:
    """From the top to the feet of the last line."""
    return lines[-1].top + lines[-1].size if lines else 0.0


def _lines(frame: Frame, blocks: Sequence[Block], size: float) -> list[Line]:
    """The lines of all blocks, with plain letters of `size` px."""
    indents = [frame.fonts.width(block.marker, size, "medium") for block in blocks if block.marker]
    indent = max(indents, default=0.0) + SPACE * size
    lines: list[Line] = []
    top = 0.0
    for block in blocks:
        words = [word for run in block.runs for word in run.text.split()] if block.steps else []
        own = fitted_size(frame, words, size * frame.step**block.steps, frame.area.width, "bold", size)
        if not block.runs or (block.steps and lines):
            top += GAP * LINE_HEIGHT * size
        left = indent if block.marker else 0.0
        is_against = runs_against("".join(run.text for run in block.runs), frame)
        for number, (runs, is_torn) in enumerate(_wrapped(frame, block.runs, own, frame.area.width - left)):
            lines.append(Line(runs, own, left, block.marker if not number else "", top, is_torn, is_against))
            if top > frame.area.height:
                # What comes after it is not to be seen.
                return lines
            top += LINE_HEIGHT * own
    return lines


def _wrapped(frame: Frame, runs: Sequence[Run], size: float, width: float) -> Iterator[tuple[list[Run], bool]]:
    """`runs` broken into lines of at most `width` px at spaces, and inside words that are wider than a line.

    With each line, whether its last word goes on in the next one.
    """
    line: list[Run] = []
    used = 0.0
    for word, weight, is_apart in _words(frame, runs, size, max(1.0, width)):
        space = frame.fonts.width(" ", size, weight, False) if line and is_apart else 0.0
        wide = frame.fonts.width(word, size, weight, False)
        if line and used + space + wide > width:
            yield line, not is_apart
            line, used, space = [], 0.0, 0.0
        gap = " " if space else ""
        if line and line[-1].weight == weight:
            line[-1] = Run(line[-1].text + gap + word, weight)
        else:
            line.append(Run(gap + word, weight))
        used += space + wide
    if line:
        yield line, False


def _words(frame: Frame, runs: Sequence[Run], size: float, width: float) -> Iterator[tuple[str, Weight, bool]]:
    """Words with their weight, and whether there is a space before them."""
    is_apart = False
    for text, weight in runs:
        is_apart = is_apart or text[:1].isspace()
        for number, word in enumerate(text.split()):
            pieces = [word]
            if frame.fonts.width(word, size, weight, False) > width:
                # No more of it is to be seen.
                most = int(frame.area.height / (size * LINE_HEIGHT)) + 2
                pieces = list(frame.fonts.wrap(word, size, weight, width, most))
            for index, piece in enumerate(pieces):
                yield piece, weight, not index and (is_apart or number > 0)
        is_apart = text[-1:].isspace()


def _line_ops(frame: Frame, line: Line, align: Align) -> list[Op]:
    area, theme, size = frame.area, frame.theme, line.size
    widths = [frame.fonts.width(run.text, size, run.weight, False) for run in line.runs]
    spare = max(0.0, area.width - line.indent - sum(widths))
    baseline = area.y + line.top + size * (CAP_HEIGHT + 0.04)
    if line.is_against:
        return _from_far_end(frame, line, widths, area.right - line.indent - spare * (align == "center") / 2, baseline)
    x = area.x + line.indent + spare * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    ops: list[Op] = []
    if line.marker:
        right = x - SPACE * size
        ops.append(Text(right, baseline, line.marker, size, theme.dim, "right", "medium"))
    for run, width in zip(line.runs, widths, strict=True):
        start = run.text.lstrip()
        inset = frame.fonts.width(run.text[: len(run.text) - len(start)], size, run.weight, False)
        room = area.right - x - inset
        if room > 0:
            start = like_its_paragraph(start, RIGHT_TO_LEFT_MARK) if frame.is_mirrored else start
            ops.append(Text(x + inset, baseline, start, size, theme.text, "left", run.weight, room, is_tabular=False))
        x += width
    return ops


def _from_far_end(frame: Frame, line: Line, widths: Sequence[float], x: float, baseline: float) -> list[Op]:
    """A line that begins at `x` px and runs to the left, or as seen in a page that is mirrored to the right."""
    mark = LEFT_TO_RIGHT_MARK if frame.is_mirrored else RIGHT_TO_LEFT_MARK
    ops: list[Op] = []
    if line.marker:
        ops.append(Text(x + SPACE * line.size, baseline, line.marker, line.size, frame.theme.dim, "left", "medium"))
    for run, width in zip(line.runs, widths, strict=True):
        start = run.text.lstrip()
        inset = frame.fonts.width(run.text[: len(run.text) - len(start)], line.size, run.weight, False)
        room = x - inset - frame.area.x
        if room > 0:
            words, color = like_its_paragraph(start, mark), frame.theme.text
            ops.append(Text(x - inset, baseline, words, line.size, color, "right", run.weight, room, is_tabular=False))
        x -= width
    return ops
