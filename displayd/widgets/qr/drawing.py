"""A code on its paper, and what it leads to in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from displayd.drawing.marks.qr_code import QUIET_ZONE, code_ops, matrix_of
from displayd.drawing.marks.words import fitted_words
from displayd.drawing.rows.rows import row_sizes
from displayd.scene.geometry import Rect
from displayd.scene.operations import Align, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.text_side import from_its_side
from displayd.widgets.qr.widget import QrCode

__all__ = ["draw", "least_modules", "wanted_height"]

# A module of fewer pixels than this cannot be told from the next across a room.
LEAST_MODULE_PX = 2

# Words that would make the code smaller than this share of its size without them are left out.
LEAST_SHARE = 0.7

MOST_LINES = 4

# More of the modules of a code are never data, at level M. Source: ISO/IEC 18004, table 7.
DATA_SHARE = 0.63

# Height of a line in font sizes.
LINE = 1.28


def draw(widget: QrCode, frame: Frame) -> list[Op]:
    """The code, and beside or under it caption and host; the text itself where no code can be drawn."""
    side = min(frame.area.width, frame.area.height) / LEAST_MODULE_PX - 2 * QUIET_ZONE
    matrix = matrix_of(widget.text) if side >= least_modules(widget.text) else ()
    count = len(matrix) + 2 * QUIET_ZONE
    if not matrix or side < len(matrix):
        return fitted_words(frame, f"{widget.caption}\n\n{widget.text}")
    caption, host = widget.caption.strip(), host_of(widget.text)
    code, words = _best(frame, count, caption or host, host if caption else "")
    return _code(frame, matrix, code) + words


def wanted_height(widget: QrCode, frame: Frame) -> float:
    """A code that is scanned from a few steps away, with its words."""
    return 9.0 * frame.label


def least_modules(text: str) -> float:
    """How many modules wide a code for `text` is at least, without making it, which takes a tenth of a second."""
    # Source: ISO/IEC 18004, 7.4: bits for a digit, for one of 45 letters and signs, for a kanji, for a byte.
    if text.isascii():
        bits = len(text) * (10 / 3 if text.isdigit() else 5.5 if text.upper() == text else 8)
    elif _is_encodable(text, "latin-1"):
        bits = len(text) * 8
    else:
        bits = len(text) * 13 if _is_encodable(text, "shift_jis") else len(text.encode("utf-8")) * 8
    return math.sqrt(bits / DATA_SHARE)


def _is_encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def host_of(text: str) -> str:
    """The host of an address, without `www.`; empty for anything else."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")


def _code(frame: Frame, matrix: Sequence[Sequence[int]], square: Rect) -> list[Op]:
    """The code on its paper, which has round corners as the tiles have."""
    module = square.width // (len(matrix) + 2 * QUIET_ZONE)
    ops = code_ops(matrix, square.x, square.y, module, square, min(10 * frame.unit, 2.0 * module))
    # A code in a mirror is none for many phones.
    return frame.kept(ops, square.x, square.right)


class _Layout(NamedTuple):
    """Where the code is and where the words."""

    code: Rect
    room: Rect
    is_beside: bool
    """True for words on the right, False for words under the code."""


def _best(frame: Frame, count: int, caption: str, host: str) -> tuple[Rect, list[Op]]:
    """The place of the code, and the words beside or under it: those that leave it nearly as large as alone."""
    alone = _square(frame.area, count)
    for words in dict.fromkeys([(caption, host), (caption, "")]) if caption else ():
        high = LINE * (frame.label + bool(words[1]) * frame.small)
        layouts = [
            layout
            for layout in (_beside(frame, count, *words), _under(frame, count, *words))
            # Half an address leads nowhere.
            if layout.room.height >= high and frame.fonts.width(words[1], frame.small) <= layout.room.width
        ]
        layout = max(layouts, key=lambda layout: layout.code.width, default=None)
        if layout and layout.code.width >= max(LEAST_SHARE * alone.width, count * LEAST_MODULE_PX):
            return layout.code, _words(replace(frame, area=layout.room), layout.is_beside, *words)
    return alone, []


def _square(area: Rect, count: int) -> Rect:
    """A square in the middle of `area`, of as many whole pixels for each of `count` modules as there are."""
    side = min(area.width, area.height) // count * count
    return Rect(area.x + (area.width - side) // 2, area.y + (area.height - side) // 2, side, side)


def _beside(frame: Frame, count: int, caption: str, host: str) -> _Layout:
    """The code at the left edge, and on its right room for words that are not cut, where the tile is wide enough."""
    area, space = frame.area, round(3 * frame.gap)
    words = [(word, frame.label) for word in caption.split()] + [(host, frame.small)]
    widest = max(frame.fonts.width(word, size, "semibold") for word, size in words)
    code = _square(area.inset(0, 0, round(max(5 * frame.label, widest)) + space, 0), count)._replace(x=area.x)
    return _Layout(code, area.inset(code.width + space, 0, 0, 0), True)


def _under(frame: Frame, count: int, caption: str, host: str) -> _Layout:
    """The code above, and under it room for a line of the host and up to two of the caption."""
    area, space = frame.area, round(frame.gap)
    lines = len(frame.fonts.wrap(caption, frame.label, "semibold", area.width, 2))
    high = math.ceil(LINE * (lines * frame.label + bool(host) * frame.small))
    code = _square(area.inset(0, 0, 0, high + space), count)
    code = code._replace(y=area.y + max(0, area.height - code.height - space - high) // 2)
    return _Layout(code, Rect(area.x, code.bottom + space, area.width, high), False)


def _words(frame: Frame, is_beside: bool, caption: str, host: str) -> list[Op]:
    """Caption and host in the middle of `frame.area`, which has the height of a line of each at least."""
    area, small, theme = frame.area, frame.small, frame.theme
    host_height = LINE * small if host else 0.0
    size, lines = _caption(
        frame, caption, area.height - host_height, frame.label * (frame.step**3 if is_beside else 1.0)
    )
    x: float = area.x if is_beside else area.x + area.width / 2
    align: Align = "left" if is_beside else "center"
    y = area.y + max(0.0, area.height - len(lines) * LINE * size - host_height) / 2
    ops: list[Op] = []
    for line in lines:
        baseline = y + size * (LINE + CAP_HEIGHT) / 2
        text = Text(x, baseline, line, size, theme.text, align, "semibold", area.width, is_tabular=False)
        ops.append(from_its_side(text, frame))
        y += LINE * size
    if host:
        baseline = y + small * (LINE + CAP_HEIGHT) / 2
        ops.append(Text(x, baseline, host, small, theme.dim, align, "regular", area.width, is_tabular=False))
    return ops


def _caption(frame: Frame, caption: str, height: float, largest: float) -> tuple[float, list[str]]:
    """Font size in px and lines of the caption: as large as it fits in a few lines; else cut at the end."""
    width = frame.area.width
    size = frame.label
    for size in row_sizes(frame, largest):
        lines = list(frame.fonts.wrap(caption, size, "semibold", width, MOST_LINES + 1))
        is_whole = all(frame.fonts.width(word, size, "semibold") <= width for word in caption.split())
        if is_whole and len(lines) <= MOST_LINES and len(lines) * LINE * size <= height:
            return size, lines
    count = max(1, min(MOST_LINES, int(height / (LINE * size))))
    return size, list(frame.fonts.wrap(caption, size, "semibold", width, count))
