"""A tile with new figures, for the moment that it takes to notice them: they count, and the tile lights up.

It is made of the tile as it was and the tile as it is, by place on the page: every widget has it, and nothing on the
tile moves aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import structs

from displayd.compose.figure_changes import COUNT_SECONDS, GLOW_SECONDS, Change
from displayd.scene.operations import Arc, Box, Cell, Circle, Fonts, Op, Polygon, Text
from displayd.scene.theme import Theme, mixed

__all__ = ["in_motion"]

# A count of figures is read as one up to here; a glow is smooth with half of it.
COUNT_FRAMES_PER_SECOND = 25.0
GLOW_FRAMES_PER_SECOND = 12.5

# How much of the accent is mixed into a card that lights up.
GLOW_SHARE = 0.3

DIGITS = "0123456789"


def in_motion(old: Cell, new: Cell, change: Change, unix_time: float, theme: Theme, fonts: Fonts) -> Cell:
    """The tile at `unix_time`, on its way from `old` to `new`; it has the places, sizes and colours of `new`.

    A tile that reads as before, as its figures are shown with fewer digits, stands still.
    """
    if _message(old) == _message(new):
        return new
    ops, until = list(new.ops), new.until
    elapsed = _frame_end(unix_time - change.since, COUNT_FRAMES_PER_SECOND)
    if change.counts and elapsed < COUNT_SECONDS:
        share = 1 - (1 - elapsed / COUNT_SECONDS) ** 3
        largest = max((op.size for op in ops if isinstance(op, Text)), default=0.0)
        ops = [
            part
            for op in _swept(old.ops, new.ops, share)
            for part in _counted(op, old.ops, change, largest, share, fonts)
        ]
        until = min(until, change.since + elapsed)
    glow = _frame_end(unix_time - change.since, GLOW_FRAMES_PER_SECOND)
    card = ops[0] if ops else None
    if change.glows and glow < GLOW_SECONDS and isinstance(card, Box) and card.color == theme.card:
        color = mixed(theme.card, theme.series[0], GLOW_SHARE * (1 - glow / GLOW_SECONDS) ** 2)
        ops[0] = structs.replace(card, color=color)
        until = min(until, change.since + glow)
    return structs.replace(new, ops=tuple(ops), until=until)


def _message(cell: Cell) -> list[object]:
    """What the tile says, in words, lengths and colours; lines of recent values are left out, as they always change."""
    said: list[object] = []
    for op in cell.ops:
        match op:
            case Text():
                said.append(op.text)
            case Arc():
                said.append((op.start, op.end, op.color))
            case Box():
                said.append((op.width, op.height, op.color))
            case Circle() | Polygon():
                said.append(op.color)
    return said


def _frame_end(elapsed: float, frames_per_second: float) -> float:
    """When the picture shown `elapsed` seconds after the start gives way to the next, which is also what it looks like.

    Pictures come at whole frames, so that mirrors show the same ones; each looks a frame ahead, as it stays that long.
    """
    # A hair more, as a unix time in a double is good for less than a microsecond: the next frame is always later.
    number = int(elapsed * frames_per_second + 1e-3) + 1
    return number / frames_per_second


def _swept(old: tuple[Op, ...], new: tuple[Op, ...], share: float) -> Iterator[Op]:
    """`new` with its arcs and bars at `share` of the way from where they are in `old`."""
    arcs: dict[tuple[float, ...], list[Arc]] = defaultdict(list)
    bars: dict[tuple[str, float, float], list[Box]] = defaultdict(list)
    for op in old:
        if isinstance(op, Arc):
            arcs[_ring(op)].append(op)
        elif isinstance(op, Box):
            bars["row", op.y, op.height].append(op)
            bars["column", op.x, op.width].append(op)
    tracks = [op for op in new if isinstance(op, Box)]
    for op in new:
        match op:
            case Arc() if arcs[_ring(op)]:
                before = arcs[_ring(op)].pop(0)
                start, end = _between(before.start, op.start, share), _between(before.end, op.end, share)
                yield structs.replace(op, start=start, end=end)
            case Box():
                yield _grown(op, bars, tracks, share)
            case _:
                yield op


def _ring(arc: Arc) -> tuple[float, ...]:
    return arc.x, arc.y, arc.radius, arc.width


def _grown(bar: Box, bars: Mapping[tuple[str, float, float], list[Box]], tracks: list[Box], share: float) -> Box:
    """`bar` on its way, where it stays within its final length or on a track: beyond, it would cover other things."""
    row, column = bars.get(("row", bar.y, bar.height), []), bars.get(("column", bar.x, bar.width), [])
    before = next((one for one in [*row, *column] if one.color == bar.color and one.radius == bar.radius), None)
    if before is None or before in tracks:
        return bar
    moving = structs.replace(
        bar,
        x=_between(before.x, bar.x, share),
        y=_between(before.y, bar.y, share),
        width=_between(before.width, bar.width, share),
        height=_between(before.height, bar.height, share),
    )
    is_row = moving.y == bar.y and moving.height == bar.height
    lanes = [one for one in tracks if (one.y, one.height) == (bar.y, bar.height)] if is_row else [bar]
    return moving if any(_holds(lane, moving) for lane in lanes) else bar


def _holds(outer: Box, inner: Box) -> bool:
    hair = 0.01
    return (
        outer.x - hair <= inner.x
        and outer.y - hair <= inner.y
        and inner.x + inner.width <= outer.x + outer.width + hair
        and inner.y + inner.height <= outer.y + outer.height + hair
    )


def _between(old: float, new: float, share: float) -> float:
    return old + (new - old) * share


def _counted(op: Op, old: tuple[Op, ...], change: Change, largest: float, share: float, fonts: Fonts) -> Iterator[Op]:
    """`op`, or the parts that it is made of while the figure in it counts."""
    before = _text_before(op, old, change, largest) if isinstance(op, Text) else None
    if before is None:
        yield op
        return
    assert isinstance(op, Text)  # only texts have one before
    text = _count(before.text, op.text, share)
    if text == op.text:
        yield op
    elif op.is_tabular:
        yield structs.replace(op, text=text)
    else:
        yield from _in_slots(op, text, fonts)


def _text_before(op: Text, old: tuple[Op, ...], change: Change, largest: float) -> Text | None:
    """What stood in the place of `op`, a changed figure, where the digits of one can turn into those of the other.

    Args:
        largest: the size of the largest text in the tile; it is a figure, maybe in a shorter form.
    """
    if not any(number in op.text for number in change.numbers) and op.size < largest:
        return None
    near = [
        one
        for one in old
        if isinstance(one, Text)
        and one.weight == op.weight
        and abs(one.y - op.y) < op.size / 2
        and _pattern(one.text) == _pattern(op.text)
    ]
    found = min(near, key=lambda one: abs(one.x - op.x), default=None)
    return None if found is None or found.text == op.text else found


def _pattern(text: str) -> str:
    return "".join("0" if char in DIGITS else char for char in text)


def _count(old: str, new: str, share: float) -> str:
    """A text of the same pattern as both, whose digits, read as one number, are at `share` of the way."""
    begin, end = ("".join(char for char in text if char in DIGITS) for text in (old, new))
    between = round(_between(int(begin or 0), int(end or 0), share))
    digits = iter(f"{between:0{len(end)}d}")
    return "".join(next(digits) if char in DIGITS else char for char in new)


def _in_slots(op: Text, text: str, fonts: Fonts) -> Iterator[Op]:
    """`text` as characters, each in the middle of the place that the character of `op` has: the others do not move."""

    def width(part: str) -> float:
        return fonts.width(part, op.size, op.weight, op.is_tabular)

    whole = width(op.text)
    if 0 < op.max_width < whole:
        yield op
        return
    left = op.x - {"left": 0.0, "center": 0.5, "right": 1.0}[op.align] * whole
    edges = [left + width(op.text[:end]) for end in range(len(text) + 1)]
    for number, char in enumerate(text):
        if not char.isspace():
            middle = (edges[number] + edges[number + 1]) / 2
            yield structs.replace(op, x=middle, text=char, align="center", max_width=0.0)
