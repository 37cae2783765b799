"""Bars put together: side by side, on top of each other, or as shares of a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from displayd.drawing.figure.percents import percents
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Color

__all__ = ["Block", "Mark", "ShownBar", "Slot", "Tip", "amounts_of", "grouped", "shares", "stacked"]

# How much wider the pale bar behind is than the bar.
PALE_BREADTH = 1.36


class ShownBar(NamedTuple):
    """One bar as it is drawn."""

    value: float | None
    texts: tuple[str, ...]
    """The value in words, from the longest way to write it to the shortest."""
    target: float | None
    previous: float | None
    level: Level
    color: Color
    pale: Color
    """Of the bar behind, for the amount before."""


class Block(NamedTuple):
    """One coloured stretch. Across, the middle of its slot is 0, and the bars of a slot are 1 broad together."""

    start: float
    end: float
    """Amounts; `end` is farther from 0."""
    middle: float
    breadth: float
    color: Color
    level: Level = "none"
    """Said by a mark."""
    is_outer: bool = True
    """True where nothing is stacked on it: its end is round."""
    text: str = ""
    """Written on it where there is room."""
    series: int = 0
    """Number of its series, from 0."""


class Tip(NamedTuple):
    """What is written beyond the end of a bar."""

    amount: float
    """Where the bar ends."""
    middle: float
    """Across, as of `Block`."""
    texts: tuple[str, ...]
    """From the longest to the shortest."""
    level: Level = "none"
    """For the mark beside it, where there is none on the bar."""


class Mark(NamedTuple):
    """A target, as a line across a bar."""

    amount: float
    middle: float
    breadth: float


class Slot(NamedTuple):
    """What has one label."""

    label: str
    stands_out: bool
    abreast: int
    """How many bars are side by side."""
    blocks: tuple[Block, ...]
    """In painting order."""
    tips: tuple[Tip, ...] = ()
    marks: tuple[Mark, ...] = ()


def amounts_of(slots: Sequence[Slot]) -> list[float]:
    """Everything that the scale must have room for."""
    blocks = [amount for slot in slots for block in slot.blocks for amount in (block.start, block.end)]
    return [0.0, *blocks, *(mark.amount for slot in slots for mark in slot.marks)]


def grouped(label: str, stands_out: bool, bars: Sequence[ShownBar | None]) -> Slot:
    """Bars side by side, in the order of their series."""
    count = len(bars)
    breadth = 1.0 / count
    blocks: list[Block] = []
    tips: list[Tip] = []
    marks: list[Mark] = []
    for number, bar in enumerate(bars):
        middle = (number + 0.5) / count - 0.5
        if bar is None:
            continue
        if bar.previous is not None and count == 1:
            blocks.append(Block(0.0, bar.previous, middle, PALE_BREADTH, bar.pale))
        if bar.value is not None:
            blocks.append(Block(0.0, bar.value, middle, breadth, bar.color, bar.level, series=number))
            tips.append(Tip(bar.value, middle, bar.texts, bar.level))
        if bar.target is not None:
            marks.append(Mark(bar.target, middle, breadth * 1.36))
    return Slot(label, stands_out, count, tuple(blocks), tuple(tips), tuple(marks))


def stacked(
    label: str, stands_out: bool, bars: Sequence[ShownBar | None], total: tuple[str, ...], level: Level
) -> Slot:
    """Bars on top of each other from 0, what is negative on the other side; the sum of all beyond the end.

    Args:
        total: the sum in words, from the longest way to write it to the shortest.
        level: how good the sum is.
    """
    ends = {1: 0.0, -1: 0.0}
    blocks: list[Block] = []
    for number, bar in enumerate(bars):
        if bar is None or not bar.value:
            continue
        side = 1 if bar.value > 0 else -1
        start, ends[side] = ends[side], ends[side] + bar.value
        blocks.append(Block(start, ends[side], 0.0, 1.0, bar.color, bar.level, False, series=number))
    outer = set(ends.values()) - {0.0}
    blocks = [block._replace(is_outer=block.end in outer) for block in blocks]
    has_any = any(bar is not None and bar.value is not None for bar in bars)
    tips = (Tip(ends[1] or ends[-1], 0.0, total, level),) if has_any else ()
    return Slot(label, stands_out, 1, tuple(blocks), tips)


def shares(
    label: str,
    stands_out: bool,
    bars: Sequence[ShownBar | None],
    percent_text: Callable[[float], str],
    no_shares: tuple[str, ...],
) -> Slot:
    """Bars on top of each other, as long together as those of every other slot.

    With one that is less than nothing they are no parts of a whole: there are none, and words say why.

    Args:
        percent_text: a share (0 to 1) in words.
        no_shares: why there are none, from the longest to the shortest.
    """
    amounts = [bar.value if bar is not None and bar.value is not None else 0.0 for bar in bars]
    if min(amounts, default=0.0) < 0:
        return Slot(label, stands_out, 1, (), (Tip(0.0, 0.0, no_shares),))
    # Of amounts near the largest float the sum is infinite.
    largest = max(amounts, default=0.0) or 1.0
    whole = sum(amount / largest for amount in amounts) or 1.0
    parts = [amount / largest / whole for amount in amounts]
    blocks: list[Block] = []
    end = 0.0
    last = max((number for number, part in enumerate(parts) if part), default=0)
    for number, (bar, part, percent) in enumerate(zip(bars, parts, percents(parts), strict=True)):
        if bar is None or not part:
            continue
        start, end = end, 1.0 if number == last else end + part
        text = percent_text(percent / 100) if percent else ""
        blocks.append(Block(start, end, 0.0, 1.0, bar.color, bar.level, number == last, text, number))
    return Slot(label, stands_out, 1, tuple(blocks))
