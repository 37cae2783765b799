"""Painting, in full-frame blits of the same run: a machine's speed drops out, a slow change does not."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import msgspec

from displayd.compose.context import PageContext
from displayd.compose.figure_changes import moving_at, renewed
from displayd.compose.memo import Memo
from displayd.compose.page import compose
from displayd.device.display.sdl_screen import import_pygame
from displayd.document.model import Document
from displayd.document.schedule import Showing
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.paint.transition import Kind, transition_of
from tests.bench.pages import NOW, bench_document, scene_of

__all__ = ["measure", "report"]

SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160)}
TARGETS = {("1080p", "warm page"): 20, ("4K", "warm page"): 10, ("1080p", "clock tick"): 0.5, ("4K", "clock tick"): 0.5}

_COLD = """
import sys, time
from tests.bench.pages import bench_document, scene_of
from displayd.paint.text import PangoFonts
from displayd.paint.painter import Painter
from displayd.paint.canvas import Canvas
from displayd.paint.pixels import MemoryPixels
size = (int(sys.argv[1]), int(sys.argv[2]))
document = bench_document()
canvas_pixels = MemoryPixels(*size)
begin = time.perf_counter()
fonts = PangoFonts()
Canvas(canvas_pixels, Painter(fonts)).draw(scene_of(document, 0, size, fonts))
print(time.perf_counter() - begin)
"""


def timed(action: Callable[[int], object], times: int = 30) -> float:
    """Median seconds of `action`, called with its number."""
    samples = []
    for number in range(times):
        begin = time.perf_counter()
        action(number)
        samples.append(time.perf_counter() - begin)
    return statistics.median(samples)


def blit_seconds(size: tuple[int, int]) -> float:
    """One full-frame opaque blit."""
    pygame = import_pygame()
    source, target = (pygame.Surface(size, 0, 32) for _ in range(2))
    source.fill((20, 30, 40))
    return timed(lambda _: target.blit(source, (0, 0)), 60)


def measure(size: tuple[int, int]) -> dict[str, float]:
    """Blits that each kind of work costs, and cells painted for unchanged data."""
    fonts = PangoFonts()
    painter = Painter(fonts)
    document = bench_document()
    canvas = Canvas(MemoryPixels(*size), painter)
    scene = scene_of(document, 0, size, fonts)
    canvas.draw(scene)

    def whole(_: int) -> None:
        canvas.forget()
        canvas.draw(scene)

    memo = Memo()

    def composed(one: Document, unix_time: float) -> None:
        showing = Showing(0, one.pages[0], NOW, float("inf"))
        canvas.draw(compose(PageContext(one, size, fonts), showing, unix_time, memo=memo))

    variants = [with_connections(document, 1000 + value) for value in range(100)]
    blit = blit_seconds(size)
    warm = timed(whole)
    composed(document, NOW)
    changed = timed(lambda number: composed(variants[number], NOW), 60)
    composed(document, NOW)
    renewal = renewed(
        renewed(None, with_connections(document, 1100), NOW - 1000), with_connections(document, 1900), NOW
    )
    page = Showing(0, renewal.document.pages[0], 0.0, float("inf"))

    def counted(number: int) -> None:
        moment = NOW + number % 14 / 25
        moving = moving_at(renewal, page, moment)
        canvas.draw(compose(PageContext(renewal.document, size, fonts), page, moment, memo=memo, moving=moving))

    before = canvas.cells_painted
    count = timed(counted, 56)
    assert canvas.cells_painted - before >= 56, "nothing has counted"
    composed(document, NOW)
    # Three minutes: after the first one, the figures of a clock have all been shaped before, as on any other day.
    tick = timed(lambda number: composed(document, NOW + 1 + number), 180)
    painted = canvas.cells_painted
    same = timed(lambda _: composed(document, NOW + 180.5), 40)
    cold = subprocess.run(
        [sys.executable, "-c", _COLD, *map(str, size)], capture_output=True, text=True, check=True
    ).stdout
    return {
        "cold page": float(cold) / blit,
        "warm page": warm / blit,
        "one cell": changed / blit,
        "one picture of a count-up": count / blit,
        "one frame of a fade": frame_seconds("fade", size, painter) / blit,
        "one frame of a slide": frame_seconds("slide", size, painter) / blit,
        "clock tick": tick / blit,
        "unchanged data": same / blit,
        "cells painted for unchanged data": canvas.cells_painted - painted,
        "blit, ms": blit * 1000,
    }


def frame_seconds(kind: Kind, size: tuple[int, int], painter: Painter) -> float:
    """One frame of a transition between two pages that look different, without bringing it to the glass."""
    document = bench_document(is_varied=True)
    pages = [MemoryPixels(*size) for _ in range(2)]
    for number, pixels in enumerate(pages):
        Canvas(pixels, painter).draw(scene_of(document, number, size, painter.fonts))
    frames = 21
    samples: list[float] = []

    def play() -> None:
        front = MemoryPixels(*size)
        front.data[:] = pages[0].data
        begin = time.perf_counter()
        transition = transition_of(kind, front, pages[1], 0)
        for frame in range(1, frames + 1):
            transition.advance(frame / frames)
            transition.rest()
        samples.append(time.perf_counter() - begin)

    for _ in range(5):
        play()
    return statistics.median(samples) / frames


def with_connections(document: Document, value: float) -> Document:
    """`document` with another figure in one tile."""
    page = document.pages[0]
    tile = msgspec.structs.replace(page.widgets["conns"], value=value)
    changed = msgspec.structs.replace(page, widgets={**page.widgets, "conns": tile})
    return msgspec.structs.replace(document, pages=[changed, *document.pages[1:]])


def report() -> None:
    """Print the table."""
    print("Painting, in full-frame blits")
    results = {name: measure(size) for name, size in SIZES.items()}
    for row in results["1080p"]:
        line = f"  {row:34}"
        for name in SIZES:
            target = TARGETS.get((name, row))
            line += f"{name} {results[name][row]:8.2f}" + (f" (target {target:g})  " if target else "  ")
        print(line)
