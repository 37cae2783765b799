"""The commands of a screen: `run`, `doctor`, `fingerprint`."""

from __future__ import annotations

import argparse
from pathlib import Path

from displayd.cli.arguments import DEFAULT_CONFIG, Commands, size, state_folder

__all__ = ["add_doctor", "add_fingerprint", "add_run"]


def add_run(commands: Commands) -> None:
    """`displayd run`."""
    run = commands.add_parser("run", help="be the screen of this machine")
    run.add_argument("--config", type=Path, default=DEFAULT_CONFIG, help="default: %(default)s")
    run.add_argument("--state", type=Path, help="folder for the secret and the cache; default: $STATE_DIRECTORY")
    run.add_argument("--hub", help="address of the hub, instead of the one in the configuration")
    run.add_argument("--endpoint", help="address of a screen document on any web server, instead of a hub")
    run.add_argument("--flip-log", type=Path, metavar="FILE", help="append every page flip to FILE as a JSON line")
    run.add_argument(
        "--screen",
        default="television",
        help="`television`, `window`, `memory` or `file:PATH.png`; default: %(default)s",
    )
    run.add_argument("--size", type=size, help="of a window, of memory or of the file, WxH")
    run.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from displayd.device.startup import Options, run

    return run(
        Options(
            config=arguments.config,
            state=state_folder(arguments.state),
            hub=arguments.hub,
            endpoint=arguments.endpoint,
            screen=arguments.screen,
            size=arguments.size,
            flip_log=arguments.flip_log,
        )
    )


def add_doctor(commands: Commands) -> None:
    """`displayd doctor`."""
    doctor = commands.add_parser("doctor", help="say what is installed and what works on this machine")
    doctor.add_argument("--config", type=Path, default=DEFAULT_CONFIG, help="default: %(default)s")
    doctor.add_argument("--state", type=Path, help="folder with the secret; default: the service's")
    doctor.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from displayd.tools.doctor import report

    return report(arguments.config, state_folder(arguments.state))


def add_fingerprint(commands: Commands) -> None:
    """`displayd fingerprint`."""
    fingerprint = commands.add_parser("fingerprint", help="print this screen's fingerprint")
    fingerprint.add_argument("--state", type=Path, help="folder with the secret; default: the service's")
    fingerprint.set_defaults(run=_fingerprint)


def _fingerprint(arguments: argparse.Namespace) -> int:
    from displayd.device.state.identity import load_or_create

    print(load_or_create(state_folder(arguments.state)).fingerprint)
    return 0
