"""The commands by which an appliance updates itself: `appliance update`, `good`, `deadline`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from displayd.cli.arguments import Commands, state_folder

if TYPE_CHECKING:
    from displayd.appliance.updates.trial import Trial

__all__ = ["add_updates"]

CARD_CONFIG = Path("/boot/firmware/displayd.yaml")
MEMORY = Path("/data/updates")
RUNTIME = Path("/run/displayd-updates")
PAGE_MARK = Path("/run/displayd/page-shown")


def add_updates(commands: Commands) -> None:
    """The commands, below `displayd appliance`."""
    update = commands.add_parser("update", help="bring the machine to the release that the hub offers")
    update.add_argument("--file", type=Path, default=CARD_CONFIG, help="the settings; default: %(default)s")
    update.add_argument("--state", type=Path, help="folder with the screen's secret; default: the service's")
    update.set_defaults(run=_update)
    good = commands.add_parser("good", help="keep the version that runs, once it has shown a page")
    good.set_defaults(run=_good)
    deadline = commands.add_parser("deadline", help="fail when the version that runs has had its time to show a page")
    deadline.add_argument("--seconds", type=float, default=600, help="its time; default: %(default)s")
    deadline.set_defaults(run=_deadline)
    for parser in (update, good, deadline):
        parser.add_argument("--memory", type=Path, default=MEMORY, help="default: %(default)s")


def _update(arguments: argparse.Namespace) -> int:
    from displayd.appliance.updates.run import update

    _log_to_the_journal()
    update(arguments.file, state_folder(arguments.state), arguments.memory, PAGE_MARK)
    return 0


def _good(arguments: argparse.Namespace) -> int:
    _log_to_the_journal()
    _trial(arguments.memory, 600.0).keep()
    return 0


def _deadline(arguments: argparse.Namespace) -> int:
    _log_to_the_journal()
    return 0 if _trial(arguments.memory, arguments.seconds).look() else 1


def _trial(memory: Path, seconds: float) -> Trial:
    from displayd.appliance.updates.image import image_of
    from displayd.appliance.updates.machine import SystemMachine
    from displayd.appliance.updates.memory import Memory
    from displayd.appliance.updates.trial import Trial

    return Trial(SystemMachine(), Memory(memory), image_of(), RUNTIME, PAGE_MARK, trial_seconds=seconds)


def _log_to_the_journal() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
