"""The command line: which commands there are, and what an error is told like."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from displayd import __version__
from displayd.cli.appliance import add_appliance
from displayd.cli.arguments import Commands
from displayd.cli.hub import add_hub
from displayd.cli.key import as_written_now
from displayd.cli.pictures import add_demo, add_gallery, add_render
from displayd.cli.provision import add_provision
from displayd.cli.screen import add_doctor, add_fingerprint, add_run
from displayd.cli.wall import HUB_LIBRARIES, add_check, add_schema
from displayd.errors import DisplaydError, MistakesError

# Nothing else is imported before it is needed: on a Pi, `displayd run` must not pay for the other commands.

__all__ = ["main", "parser"]

COMMANDS: tuple[Callable[[Commands], None], ...] = (
    add_run,
    add_doctor,
    add_fingerprint,
    add_render,
    add_check,
    add_schema,
    add_gallery,
    add_demo,
    add_hub,
    add_provision,
    add_appliance,
)
"""In the order of `displayd --help`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        0 for success, 1 for an error, 2 for mistakes in files or arguments and for what `check` calls an error, 3 when
        `plan` found changes.
    """
    parsed = parser().parse_args(as_written_now(sys.argv[1:] if arguments is None else arguments))
    try:
        return int(parsed.run(parsed) or 0)
    except MistakesError as exc:
        for mistake in exc.mistakes:
            _print_error(f"{mistake.where}: {mistake.reason}", mistake.hint)
        return exc.exit_code
    except DisplaydError as exc:
        _print_error(exc.message, exc.hint)
        return exc.exit_code
    except ModuleNotFoundError as exc:
        if exc.name and exc.name.split(".")[0] in HUB_LIBRARIES:
            _print_error(f"the hub needs `{exc.name}`, which is not installed", "pip install 'displayd[hub]'")
            return 1
        raise
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say, and nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """What reads the command line; the command's own call is `run` of what it has read."""
    made = argparse.ArgumentParser(prog="displayd", description="Dashboards on office TVs.")
    made.add_argument("--version", action="version", version=f"displayd {__version__}")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    return made


def _print_error(text: str, hint: str) -> None:
    print(f"error: {text}", file=sys.stderr)
    if hint:
        print(f"hint: {hint}", file=sys.stderr)
