"""`displayd hub metrics`: the catalogue of metrics."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from displayd.cli.arguments import DEFAULT_WALL, Commands, add_hub_to_ask, key_to_ask_with, state_folder

__all__ = ["add_metrics"]


def add_metrics(commands: Commands) -> None:
    """`displayd hub metrics`."""
    metrics = commands.add_parser("metrics", help="list every metric with its value, age, source and last error")
    metrics.add_argument(
        "wall", type=Path, nargs="?", default=DEFAULT_WALL, help="the wall folder; default: %(default)s"
    )
    add_hub_to_ask(metrics, "to ask; default: the wall's own, else what was kept last")
    metrics.add_argument("--state", type=Path, help="state folder of a hub, for the values that it kept")
    metrics.add_argument("--json", action="store_true", help="print all that is known of them as JSON")
    metrics.set_defaults(run=_metrics)


def _metrics(arguments: argparse.Namespace) -> int:
    import sys

    import msgspec

    from displayd.tools.metric_list import catalogue, lines

    wall, found, is_from_hub = catalogue(
        arguments.wall,
        hub=arguments.hub,
        state=arguments.state,
        usual_state=state_folder(None, "displayd-hub"),
        key=key_to_ask_with(arguments.key_file),
        ca=arguments.ca,
        unix_time=time.time(),
    )
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
        return 0
    if not is_from_hub:
        print("No hub answers; these are the definitions, with the values that were kept.", file=sys.stderr)
    for line in lines(found, wall.timezone):
        print(line)
    return 0
