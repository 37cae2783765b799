"""The commands of an appliance: `appliance configure`, `host-key`, and those of its updates."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from displayd.cli.arguments import Commands
from displayd.cli.updates import add_updates

__all__ = ["add_appliance"]

CARD_CONFIG = Path("/boot/firmware/displayd.yaml")


def add_appliance(commands: Commands) -> None:
    """`displayd appliance` with all its commands."""
    appliance = commands.add_parser("appliance", help="what the services of the appliance's image do")
    inner = appliance.add_subparsers(required=True)
    configure = inner.add_parser("configure", help="set up network, Wi-Fi, clock and name of the machine, in /run")
    configure.add_argument("--file", type=Path, default=CARD_CONFIG, help="the settings; default: %(default)s")
    configure.add_argument("--root", type=Path, default=Path("/"), help="write below this folder; default: %(default)s")
    configure.set_defaults(run=_configure)
    host_key = inner.add_parser("host-key", help="make the key by which ssh knows the machine again, once")
    host_key.add_argument("--kept", type=Path, default=Path("/data/ssh"), help="default: %(default)s")
    host_key.add_argument("--used", type=Path, default=Path("/run/displayd-machine/ssh"), help="default: %(default)s")
    host_key.set_defaults(run=_host_key)
    add_updates(inner)


def _configure(arguments: argparse.Namespace) -> int:
    from displayd.appliance.configure import configure

    _log_to_the_journal()
    configure(arguments.file, arguments.root)
    return 0


def _host_key(arguments: argparse.Namespace) -> int:
    from displayd.appliance.host_key import make_host_key

    _log_to_the_journal()
    make_host_key(arguments.kept, arguments.used)
    return 0


def _log_to_the_journal() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
