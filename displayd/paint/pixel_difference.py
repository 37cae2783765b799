"""Where two pictures differ."""

from __future__ import annotations

from collections.abc import Iterator

from displayd.paint.pixels import Pixels
from displayd.scene.geometry import Rect

__all__ = ["BLOCK_PX", "differing"]

# Squares that are compared as a whole: small enough to leave equal tiles alone, large enough to be few.
BLOCK_PX = 64

# Rows of which less than this is equal are blended from edge to edge: memory is read twice as fast without gaps.
WORTH_SHARE = 0.5


def differing(one: Pixels, other: Pixels) -> list[Rect]:
    """Rectangles that do not overlap and hold every pixel in which two pictures of one size differ."""
    found: list[Rect] = []
    whole = one.width * 4
    with (
        one.locked() as one_buffer,
        other.locked() as other_buffer,
        memoryview(one_buffer) as ours,
        memoryview(other_buffer) as theirs,
    ):
        for top in range(0, one.height, BLOCK_PX):
            rows = range(top, min(one.height, top + BLOCK_PX))
            equal = [(0, whole)]
            for row in rows:
                equal = _still_equal(ours, row * one.stride, theirs, row * other.stride, equal)
                if sum(end - start for start, end in equal) < whole * WORTH_SHARE:
                    equal = []
                    break
            differ = _between(equal, whole)
            found += [Rect(start // 4, top, (end - start) // 4, len(rows)) for start, end in differ]
    return found


def _still_equal(
    ours: memoryview, our_start: int, theirs: memoryview, their_start: int, runs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What of `runs` (bytes of a row, from and to) is equal in the row that starts at these places as well."""

    def is_equal(start: int, end: int) -> bool:
        # As bytes, because memoryviews compare item by item.
        return bytes(ours[our_start + start : our_start + end]) == bytes(
            theirs[their_start + start : their_start + end]
        )

    left: list[tuple[int, int]] = []
    for start, end in runs:
        if is_equal(start, end):
            left.append((start, end))
            continue
        for block in range(start, end, BLOCK_PX * 4):
            block_end = min(block + BLOCK_PX * 4, end)
            if not is_equal(block, block_end):
                continue
            if left and left[-1][1] == block and block > start:
                left[-1] = (left[-1][0], block_end)
            else:
                left.append((block, block_end))
    return left


def _between(runs: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """What `runs`, in order, leave of 0 to `length`."""
    edge = 0
    for start, end in runs:
        if start > edge:
            yield edge, start
        edge = end
    if edge < length:
        yield edge, length
