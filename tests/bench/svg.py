"""A scene as an SVG page with the same geometry, so that a browser draws what we draw."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape

from displayd.scene.operations import Arc, Area, Box, Circle, Film, Line, Op, Picture, Polygon, Scene, Text

__all__ = ["kiosk_page"]

_WEIGHTS = {"regular": 400, "medium": 500, "semibold": 600, "bold": 700}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def kiosk_page(
    scenes: list[Scene],
    cycle_seconds: float = 0.0,
    clock: tuple[float, float, float] | None = None,
    fade_seconds: float = 0.0,
) -> str:
    """HTML that shows the scenes, the next one every `cycle_seconds` (0: the first for ever).

    Args:
        clock: x, y and font size of a clock that ticks each second, as the dashboard has one; None for none.
        fade_seconds: how long one page takes to give way to the next; 0 to cut.
    """
    off = "opacity:0" if fade_seconds else "display:none"
    on = "opacity:1" if fade_seconds else "display:block"
    pages = "".join(
        f'<svg class="p" width="{one.width}" height="{one.height}" style="{off if number else on}">'
        f"{''.join(_ops(one))}</svg>"
        for number, one in enumerate(scenes)
    )
    ticking = ""
    if clock is not None:
        x, y, size = clock
        ticking = (
            f'<div id="c" style="position:absolute;left:{x}px;top:{y - size}px;font:600 {size}px Inter;'
            "font-feature-settings:'tnum';color:#eef2f8\"></div><script>"
            "const c=document.getElementById('c');const t=()=>{c.textContent=new Date().toTimeString().slice(0,8);"
            "setTimeout(t,1000-Date.now()%1000)};t()</script>"
        )
    cycling = ""
    if cycle_seconds:
        cycling = (
            "<script>const p=[...document.getElementsByClassName('p')];let i=0;setInterval(()=>{"
            f"p[i].style='{off}';i=(i+1)%p.length;p[i].style='{on}'}},"
            f"{cycle_seconds * 1000})</script>"
        )
    background = scenes[0].background
    fading = f".p{{position:absolute;top:0;left:0;transition:opacity {fade_seconds}s ease-out}}" if fade_seconds else ""
    return (
        "<!doctype html><meta charset=utf-8><style>*{margin:0}body{background:"
        f"{background};overflow:hidden}}{fading}</style>{pages}{ticking}{cycling}"
    )


def _ops(scene: Scene) -> Iterator[str]:
    for cell in scene.cells:
        for op in cell.ops:
            yield _element(op)


def _element(op: Op) -> str:
    match op:
        case Text():
            features = " style=\"font-feature-settings:'tnum'\"" if op.is_tabular else ""
            return (
                f'<text x="{op.x:.2f}" y="{op.y:.2f}" font-family="Inter" font-size="{op.size:.2f}" '
                f'font-weight="{_WEIGHTS[op.weight]}" fill="{op.color}" text-anchor="{_ANCHORS[op.align]}"{features}>'
                f"{escape(op.text)}</text>"
            )
        case Box():
            return (
                f'<rect x="{op.x}" y="{op.y}" width="{op.width}" height="{op.height}" rx="{op.radius}" '
                f'fill="{op.color}"/>'
            )
        case Line():
            return (
                f'<polyline points="{_points(op.points)}" fill="none" stroke="{op.color}" stroke-width="{op.width}" '
                'stroke-linejoin="round" stroke-linecap="round"/>'
            )
        case Area():
            ends = f" {op.points[-1][0]:.2f},{op.baseline:.2f} {op.points[0][0]:.2f},{op.baseline:.2f}"
            return f'<polygon points="{_points(op.points)}{ends}" fill="{op.color}" fill-opacity="0.2"/>'
        case Polygon():
            return f'<polygon points="{_points(op.points)}" fill="{op.color}"/>'
        case Circle():
            return f'<circle cx="{op.x}" cy="{op.y}" r="{op.radius}" fill="{op.color}"/>'
        case Arc():
            return _arc(op)
        case Picture() | Film():
            return ""


def _arc(op: Arc) -> str:
    def at(degrees: float) -> str:
        angle = math.radians(degrees - 90)
        return f"{op.x + op.radius * math.cos(angle):.2f} {op.y + op.radius * math.sin(angle):.2f}"

    end = min(op.end, op.start + 359.99)
    large = int(end - op.start > 180)
    return (
        f'<path d="M {at(op.start)} A {op.radius} {op.radius} 0 {large} 1 {at(end)}" fill="none" '
        f'stroke="{op.color}" stroke-width="{op.width}" stroke-linecap="{"round" if op.is_round else "butt"}"/>'
    )


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
