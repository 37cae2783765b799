"""The commands of a hub: `hub serve`, `plan`, `metrics`, `database`, `key`, `viewer`, `show` and others."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from displayd.cli.arguments import DEFAULT_WALL, Commands, add_hub_to_ask, key_to_ask_with, state_folder
from displayd.cli.cert import add_cert
from displayd.cli.database import add_database
from displayd.cli.grafana import add_import_grafana
from displayd.cli.key import add_key
from displayd.cli.kpi import add_kpi
from displayd.cli.metrics import add_metrics
from displayd.cli.releases import add_releases
from displayd.cli.viewer import add_viewer
from displayd.cli.wall import add_check
from displayd.errors import DisplaydError

__all__ = ["add_hub"]


def add_hub(commands: Commands) -> None:
    """`displayd hub` with all its commands."""
    hub = commands.add_parser("hub", help="serve screens from a wall folder").add_subparsers(required=True)
    _add_serve(hub)
    add_check(hub)
    _add_plan(hub)
    add_metrics(hub)
    add_database(hub)
    add_key(hub)
    add_viewer(hub)
    add_cert(hub)
    add_kpi(hub)
    _add_show(hub)
    add_releases(hub)
    add_import_grafana(hub)


def _add_serve(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="serve every screen its document")
    serve.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL, help="the wall folder; default: %(default)s")
    serve.add_argument("--listen", help="HOST:PORT, instead of the one in hub.yaml")
    serve.add_argument("--state", type=Path, help="folder for history; default: $STATE_DIRECTORY")
    serve.add_argument("--cert", type=Path, metavar="FILE", help="certificate (PEM) to speak HTTPS with")
    serve.add_argument("--key", type=Path, metavar="FILE", help="its key, where it is not in the same file")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from displayd.hub.process import serve
    from displayd.hub.settings import Tls

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    state = state_folder(arguments.state, "displayd-hub")
    if arguments.key and not arguments.cert:
        raise DisplaydError("--key is the key of a certificate", "give the certificate as well, with --cert")
    files = [str(file.absolute()) if file else None for file in (arguments.cert, arguments.key)]
    tls = Tls(certificate=files[0], key=files[1]) if files[0] else None
    serve(arguments.wall, arguments.listen, state, set_log_level=_set_log_level, tls=tls)
    return 0


def _set_log_level(level: str) -> None:
    logging.getLogger("displayd").setLevel(level.upper())


def _add_plan(commands: Commands) -> None:
    plan = commands.add_parser("plan", help="say which screens a wall folder would change, and how")
    plan.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL, help="the wall folder; default: %(default)s")
    add_hub_to_ask(plan, "to compare with; default: the wall's own, else what was served last")
    plan.add_argument("--state", type=Path, help="state folder of the hub that has what was served last")
    plan.set_defaults(run=_plan)


def _plan(arguments: argparse.Namespace) -> int:
    from displayd.tools.wall_plan import plan

    usual = state_folder(None, "displayd-hub")
    changes = plan(
        arguments.wall,
        hub=arguments.hub,
        state=arguments.state,
        usual_state=usual,
        key=key_to_ask_with(arguments.key_file),
        ca=arguments.ca,
    )
    for line in changes:
        print(line)
    print("no screen would change" if not changes else "")
    return 3 if changes else 0


def _add_show(commands: Commands) -> None:
    show = commands.add_parser("show", help="print the document of one screen")
    show.add_argument("wall", type=Path, help="the wall folder")
    show.add_argument("screen", help="name of the screen")
    show.add_argument("--state", type=Path, help="state folder of a hub, for the values that were pushed to it")
    show.set_defaults(run=_show)


def _show(arguments: argparse.Namespace) -> int:
    from displayd.tools.offline_documents import show

    sys.stdout.buffer.write(show(arguments.wall, arguments.screen, state=arguments.state))
    sys.stdout.buffer.write(b"\n")
    return 0
