"""The square code that a phone reads, as drawing operations."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op

__all__ = ["INK", "PAPER", "QUIET_ZONE", "bars_of", "code_ops", "matrix_of"]

# Paper and ink in every theme: half of all phones read no code that is lighter than what is around it.
PAPER, INK = "#ffffff", "#10141a"

QUIET_ZONE = 4
"""Empty modules on every side. Source: ISO/IEC 18004, 6.3.8."""


@functools.lru_cache(maxsize=8)
def matrix_of(text: str) -> tuple[bytes, ...]:
    """The modules of the code for `text`, rows of 1 for dark and 0 for light; empty without the library.

    Error correction is at least at level M (15% may be unreadable), more where that needs no larger code.
    """
    try:
        import segno
    except ImportError:
        return ()
    return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix)


def code_ops(
    matrix: Sequence[Sequence[int]], x: float, y: float, module: int, paper: Rect, radius: float = 0.0
) -> list[Op]:
    """The code of `matrix` with its quiet zone at `x`, `y` px, `module` px for each module, on `paper`."""
    ops: list[Op] = [Box(*paper, PAPER, radius)]
    left, top = x + QUIET_ZONE * module, y + QUIET_ZONE * module
    for bar in bars_of(matrix):
        across, down, width, height = (module * length for length in bar)
        ops.append(Box(left + across, top + down, width, height, INK))
    return ops


def bars_of(matrix: Sequence[Sequence[int]]) -> list[Rect]:
    """Rectangles, in modules, that cover the dark modules of `matrix` and nothing else; they do not overlap."""
    begun: dict[tuple[int, int], int] = {}
    bars: list[Rect] = []
    for y, row in enumerate([*matrix, b""]):
        runs = _runs(row)
        for (start, end), top in list(begun.items()):
            if (start, end) not in runs:
                bars.append(Rect(start, top, end - start, y - top))
                del begun[start, end]
        for run in runs:
            begun.setdefault(run, y)
    return bars


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Start and end of each run of dark modules."""
    dark = [0, *row, 0]
    edges = [x for x in range(len(row) + 1) if dark[x] != dark[x + 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))
