"""The command `hub cert`, for a hub that vouches for itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from displayd.cli.arguments import DEFAULT_WALL, Commands, state_folder, writing

__all__ = ["add_cert"]


def add_cert(commands: Commands) -> None:
    """`displayd hub cert`."""
    cert = commands.add_parser("cert", help="write the file by which screens know a hub with a CA of its own")
    cert.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL, help="the wall folder; default: %(default)s")
    cert.add_argument("--state", type=Path, help="state folder of the hub, where the CA is made if there is none")
    cert.add_argument(
        "--out", type=Path, metavar="FILE", default=Path("hub-ca.pem"), help="the file; default: %(default)s"
    )
    cert.set_defaults(run=_cert)


def _cert(arguments: argparse.Namespace) -> int:
    import datetime

    from displayd.atomic_files import make_folder
    from displayd.hub.certificate_keeper import own_names
    from displayd.hub.own_certificate import OwnCertificate
    from displayd.tools.wall_check import check

    settings = check(arguments.wall).settings
    state = state_folder(arguments.state, "displayd-hub")
    make_folder(state)
    own = OwnCertificate(state)
    hosts, addresses = own_names(state, settings.hosts)
    made = own.renew(hosts, addresses, datetime.datetime.now(datetime.UTC))
    with writing(arguments.out):
        arguments.out.write_bytes(own.ca.read_bytes())
    kept = sorted({*hosts, *addresses} - {*made.left_out})
    print(f"{arguments.out} is what screens and browsers are to trust; it is no secret.")
    print(f"The hub's certificate is for {', '.join(kept)}.")
    if made.left_out:
        print(f"Not for {', '.join(made.left_out)}: the CA is older. Delete {own.ca.parent} for a new one.")
    if settings.tls != "own":
        print("Write `tls: own` into hub.yaml, and start the hub again.")
    print(f"For the screens: `displayd provision cards --ca {arguments.out}`, or `ca: {arguments.out.name}` beside it.")
    return 0
