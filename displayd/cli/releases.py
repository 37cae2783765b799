"""The commands for new versions of the screens' image: `hub release add`, `list`, `promote`, `retry`, `remove`."""

from __future__ import annotations

import argparse
import datetime
import time
import typing
from pathlib import Path
from typing import TYPE_CHECKING

from displayd.cli.arguments import Commands, state_folder

if TYPE_CHECKING:
    from displayd.hub.releases.shelf import Release, Shelf

__all__ = ["add_releases"]

RINGS = ("canary", "everyone")

_TOLD = {"canary": "the canaries", "everyone": "everyone"}


def add_releases(commands: Commands) -> None:
    """`displayd hub release` with its commands."""
    release = commands.add_parser("release", help="new versions of the screens' image: who gets which")
    actions = release.add_subparsers(required=True)
    add = actions.add_parser("add", help="offer a bundle to the screens of a ring")
    add.add_argument("bundle", type=Path, help="the file that `build-image` or `make-bundle` has made, `*.raucb`")
    add.add_argument("--ring", choices=RINGS, default="canary", help="who gets it; default: %(default)s")
    add.add_argument("--ca", type=Path, metavar="FILE", help="refuse a bundle that these certificates do not vouch for")
    _with_state(add).set_defaults(run=_add)
    listing = actions.add_parser("list", help="say which releases there are, and for whom")
    _with_state(listing).set_defaults(run=_list)
    for name, about, run in (
        ("promote", "let everyone have a release that the canaries run well", _promote),
        ("retry", "let screens on which a release failed try it again", _retry),
        ("remove", "offer a release no longer, and delete its file", _remove),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument("version", help="as `displayd hub release list` has it")
        _with_state(action).set_defaults(run=run)


def _with_state(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--state", type=Path, help="state folder of the hub; default: the service's")
    return parser


def _shelf(arguments: argparse.Namespace) -> Shelf:
    from displayd.hub.releases.shelf import Shelf

    return Shelf(state_folder(arguments.state, "displayd-hub"))


def _add(arguments: argparse.Namespace) -> int:
    added = _shelf(arguments).add(arguments.bundle, arguments.ring, time.time(), arguments.ca)
    print(f"{_told(added)} is for {_TOLD[added.ring]}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    releases = _shelf(arguments).releases()
    for one in releases:
        day = datetime.datetime.fromtimestamp(one.added_at, datetime.UTC)
        size = f"{one.size_bytes / 1e6:.0f} MB"
        print(f"{one.version:16} {one.compatible:18} {one.ring:10} {size:>8}  added {day:%Y-%m-%d %H:%M} UTC")
    if not releases:
        print("no release; `displayd hub release add FILE` offers one")
    return 0


def _promote(arguments: argparse.Namespace) -> int:
    return _say(_shelf(arguments).promote(arguments.version), "is for everyone")


def _retry(arguments: argparse.Namespace) -> int:
    return _say(_shelf(arguments).retry(arguments.version), "is tried again where it failed")


def _remove(arguments: argparse.Namespace) -> int:
    return _say(_shelf(arguments).remove(arguments.version), "is removed")


def _say(releases: typing.Iterable[Release], what: str) -> int:
    for one in releases:
        print(f"{_told(one)} {what}")
    return 0


def _told(release: Release) -> str:
    return f"{release.version} for {release.compatible}"
