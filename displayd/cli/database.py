"""`displayd hub database`: the hub's own database."""

from __future__ import annotations

import argparse
from pathlib import Path

from displayd.cli.arguments import DEFAULT_WALL, Commands, state_folder

__all__ = ["add_database"]


def add_database(commands: Commands) -> None:
    """`displayd hub database` with its command."""
    database = commands.add_parser("database", help="copy the hub's database").add_subparsers(required=True)
    copy = database.add_parser("copy", help="copy the file of SQLite to the database in hub.yaml; stop the hub first")
    copy.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL, help="the wall folder; default: %(default)s")
    copy.add_argument("--state", type=Path, help="state folder of the hub; default: $STATE_DIRECTORY")
    copy.add_argument("--back", action="store_true", help="copy from the database in hub.yaml to the file instead")
    copy.set_defaults(run=_copy)


def _copy(arguments: argparse.Namespace) -> int:
    from displayd.tools.database_copy import copy_database

    state = state_folder(arguments.state, "displayd-hub")
    for line in copy_database(arguments.wall, state, is_back=arguments.back):
        print(line)
    return 0
