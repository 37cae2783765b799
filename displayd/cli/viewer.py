"""The command `hub viewer`, for who may look at the wall page."""

from __future__ import annotations

import argparse
import getpass
import sys

from displayd.cli.arguments import Commands
from displayd.errors import ConfigError, DisplaydError, Mistake

__all__ = ["add_viewer"]

MIN_LENGTH = 8


def add_viewer(commands: Commands) -> None:
    """`displayd hub viewer`."""
    viewer = commands.add_parser("viewer", help="let somebody look at the wall page, and the lines for hub.yaml")
    viewer.add_argument("name", help="who it is, for example `office` or `monitoring`")
    viewer.add_argument(
        "--password",
        action="store_true",
        help="ask for a password, or read it from the input; without it a key is made, for scripts and browsers alike",
    )
    viewer.set_defaults(run=_viewer)


def _viewer(arguments: argparse.Namespace) -> int:
    from displayd.document.model import Name
    from displayd.hub.push_keys import new_key
    from displayd.hub.settings import Viewer
    from displayd.hub.viewer_secrets import hash_of_password
    from displayd.validation.faults import check
    from displayd.validation.yaml_source import dump

    _, faults = check({arguments.name: {}}, dict[Name, Viewer])
    if faults:
        raise ConfigError("hub viewer", [Mistake("NAME", faults[0].reason, "for example `office`")])
    if arguments.password:
        lines = {"password": hash_of_password(_asked())}
    else:
        key, sha256 = new_key()
        about = (
            "# The key, for scripts and the log-in page; it is not kept anywhere, and only its hash goes into hub.yaml:"
        )
        print(about, file=sys.stderr)
        print(key, file=sys.stderr)
        lines = {"sha256": sha256}
    print(dump({"viewers": {arguments.name: lines}}), end="")
    return 0


def _asked() -> str:
    """The password that somebody chooses.

    Raises:
        DisplaydError: it is none.
    """
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise DisplaydError("the two passwords differ", "try again")
    if len(password) < MIN_LENGTH:
        raise DisplaydError("the password is too short", f"choose one of at least {MIN_LENGTH} characters")
    return password
