"""The commands that draw without a screen: `render`, `gallery`, `demo`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from displayd.cli.arguments import Commands, address, moment, size, writing

__all__ = ["add_demo", "add_gallery", "add_render"]


def add_render(commands: Commands) -> None:
    """`displayd render`."""
    render = commands.add_parser("render", help="draw a screen document or a layout into a PNG")
    render.add_argument("source", type=Path, metavar="DOCUMENT-or-LAYOUT", help="a .json document or a .yaml layout")
    render.add_argument("-o", "--output", type=Path, required=True, metavar="PNG", help="file to write")
    render.add_argument("--size", type=size, default=(1920, 1080), help="of the panel, WxH; default: 1920x1080")
    render.add_argument("--rotate", type=int, choices=(0, 90, 180, 270), help="degrees clockwise")
    render.add_argument("--page", type=int, help="number of the page, from 1; default: the one on show at --at")
    render.add_argument("--at", type=moment, help="unix time or ISO 8601; default: now")
    render.add_argument("--wall", type=Path, help="wall folder that gives a layout its metrics and pictures")
    settings = render.add_argument_group("instead of what the document says")
    settings.add_argument("--diagonal-in", type=float, help="diagonal of the glass, inches; a layout's is 50")
    settings.add_argument("--viewing-m", type=float, help="from how far it is read, metres; a layout's is 5")
    settings.add_argument("--theme", help="for example `light`")
    settings.add_argument("--locale", help="for example `de-DE`")
    render.set_defaults(run=_render)


def _render(arguments: argparse.Namespace) -> int:
    from displayd.tools.render import render

    at = arguments.at if arguments.at is not None else time.time()
    settings = {name: vars(arguments)[name] for name in ("diagonal_in", "viewing_m", "theme", "locale")}
    picture = render(arguments.source, arguments.size, arguments.rotate, arguments.page, at, arguments.wall, settings)
    with writing(arguments.output):
        arguments.output.write_bytes(picture)
    return 0


def add_gallery(commands: Commands) -> None:
    """`displayd gallery`."""
    gallery = commands.add_parser("gallery", help="draw every widget and every dashboard into a folder")
    gallery.add_argument("folder", type=Path, help="made if it is not there")
    gallery.set_defaults(run=_gallery)


def _gallery(arguments: argparse.Namespace) -> int:
    from displayd.tools.gallery import write_gallery
    from displayd.tools.render import SAMPLE_MOMENT, sample_dashboards

    with writing(arguments.folder):
        dashboards, files = sample_dashboards()
        write_gallery(arguments.folder, dashboards=dashboards, unix_time=SAMPLE_MOMENT, files=files)
    print(arguments.folder / "index.html")
    return 0


def add_demo(commands: Commands) -> None:
    """`displayd demo`."""
    demo = commands.add_parser("demo", help="run the sample office on this machine")
    demo.add_argument("--screens", type=int, default=1, help="how many; default: %(default)s")
    demo.add_argument("--folder", type=Path, default=Path(".demo"), help="where it keeps its files")
    demo.add_argument(
        "--listen", type=address, default="127.0.0.1:8070", help="address of the hub; default: %(default)s"
    )
    demo.add_argument("--seconds", type=float, help="end by itself after so many seconds")
    demo.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from displayd.tools.demo import demo

    return demo(arguments.screens, arguments.folder, arguments.listen, arguments.seconds)
