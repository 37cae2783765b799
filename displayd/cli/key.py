"""The commands for keys with which values are pushed: `hub key create`, `list`, `revoke`."""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from displayd.cli.arguments import Commands, state_folder
from displayd.errors import ConfigError, Mistake

__all__ = ["add_key", "as_written_now"]

ACTIONS = ("create", "list", "revoke")


def as_written_now(arguments: Sequence[str]) -> Sequence[str]:
    """`arguments`, with `hub key NAME` of earlier versions as it is written now: `hub key create --yaml NAME`."""
    if list(arguments[:2]) == ["hub", "key"] and arguments[2:3] and not arguments[2].startswith("-"):
        return arguments if arguments[2] in ACTIONS else ["hub", "key", "create", "--yaml", *arguments[2:]]
    return arguments


def add_key(commands: Commands) -> None:
    """`displayd hub key` with its commands."""
    key = commands.add_parser("key", help="keys with which values are pushed")
    actions = key.add_subparsers(required=True)
    create = actions.add_parser("create", help="make a key; a running hub knows it at once")
    create.add_argument("name", help="who will use it, for example `billing`")
    create.add_argument(
        "scopes",
        metavar="scope",
        nargs="*",
        default=["ingest:*"],
        help="what it may write: metrics, datasets, widgets, jobs, for example `ingest:sales.*`; default: all",
    )
    create.add_argument("--yaml", action="store_true", help="print lines for hub.yaml instead, for who keeps it in git")
    _with_state(create).set_defaults(run=_create)
    listing = actions.add_parser("list", help="say which keys there are, what they may write, and when they were used")
    _with_state(listing).set_defaults(run=_list)
    revoke = actions.add_parser("revoke", help="take a key away; a running hub refuses it at once")
    revoke.add_argument("name", help="as `displayd hub key list` has it")
    _with_state(revoke).set_defaults(run=_revoke)


def _with_state(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--state", type=Path, help="state folder of the hub; default: the service's")
    return parser


def _create(arguments: argparse.Namespace) -> int:
    if arguments.yaml:
        return _create_for_yaml(arguments.name, [one.removeprefix("ingest:") for one in arguments.scopes])
    from displayd.document.model import Name
    from displayd.hub.push_keys import KeyFile
    from displayd.hub.settings import IngestKey

    scopes = [one if ":" in one else f"ingest:{one}" for one in arguments.scopes]
    _check({arguments.name: {"sha256": "0" * 64, "scopes": scopes}}, dict[Name, IngestKey], "SCOPE", arguments.scopes)
    file = KeyFile(state_folder(arguments.state, "displayd-hub"))
    key = file.create(arguments.name, scopes, time.time())
    print(f"# The key {arguments.name}, for {', '.join(scopes)}: nobody can be told it again.", file=sys.stderr)
    print(f"# Its hash is in {file.path}.", file=sys.stderr)
    print(key)
    return 0


def _create_for_yaml(name: str, metrics: Sequence[str]) -> int:
    from displayd.document.model import Name
    from displayd.hub.push_keys import new_key
    from displayd.hub.settings import IngestKey
    from displayd.validation.yaml_source import dump

    key, sha256 = new_key()
    keys = {name: {"sha256": sha256, "metrics": list(metrics)}}
    _check(keys, dict[Name, IngestKey], "METRIC", metrics)
    print(
        "# The key, for whoever pushes; it is not kept anywhere, and only its hash goes into hub.yaml:", file=sys.stderr
    )
    print(key, file=sys.stderr)
    print(dump({"keys": keys}), end="")
    return 0


def _check(keys: dict[str, Any], kind: Any, word: str, given: Sequence[str]) -> None:
    """Pass if `keys` are as hub.yaml would take them.

    Raises:
        ConfigError: they are not.
    """
    from displayd.validation.faults import check

    _, faults = check(keys, kind)
    if faults:
        # A fault's path is the name, or name, the field and the number of a pattern.
        mistakes = [
            Mistake(word, f"`{given[int(fault.path[2])]}`: {fault.reason}", "for example `sales.*`")
            if len(fault.path) > 2
            else Mistake("NAME", fault.reason, "for example `billing`")
            for fault in faults
        ]
        raise ConfigError("hub key", mistakes)


def _list(arguments: argparse.Namespace) -> int:
    from displayd.hub.push_keys import KeyFile

    file = KeyFile(state_folder(arguments.state, "displayd-hub"))
    keys, uses = file.keys(), file.uses()
    for one in keys:
        used = f"last used {_moment(uses[one.sha256])}" if one.sha256 in uses else "not used yet"
        print(f"{one.name:20} {' '.join(one.scopes):40} created {_moment(one.created_at or 0.0)}  {used}")
    if not keys:
        print("no key but those of hub.yaml; `displayd hub key create NAME` makes one")
    return 0


def _moment(unix_time: float) -> str:
    return f"{datetime.datetime.fromtimestamp(unix_time, datetime.UTC):%Y-%m-%d %H:%M} UTC"


def _revoke(arguments: argparse.Namespace) -> int:
    from displayd.hub.push_keys import KeyFile

    file = KeyFile(state_folder(arguments.state, "displayd-hub"))
    print(f"the key {file.revoke(arguments.name).name} is revoked")
    return 0
