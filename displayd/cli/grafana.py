"""The command that takes dashboards over from Grafana: `hub import-grafana`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from displayd.cli.arguments import Commands, writing
from displayd.errors import DisplaydError

__all__ = ["add_import_grafana"]


def add_import_grafana(commands: Commands) -> None:
    """`displayd hub import-grafana`."""
    command = commands.add_parser("import-grafana", help="make a layout and metrics of a dashboard of Grafana")
    command.add_argument("file", type=Path, help="the dashboard as JSON: Export, Save to file; `-` for standard input")
    command.add_argument("--into", type=Path, metavar="WALL", help="wall folder to write to; else they are printed")
    command.add_argument("--name", default="", help="of both files; made of the title if left out")
    command.add_argument(
        "--var", action="append", default=[], metavar="NAME=VALUE", help="value of a variable; several with commas"
    )
    command.add_argument(
        "--server",
        default="prometheus",
        metavar="NAME",
        help="of `servers` in hub.yaml; default: prometheus",
    )
    command.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    from displayd.tools.grafana.importing import imported
    from displayd.tools.grafana.into_wall import next_steps, written_into

    made = imported(
        _read(arguments.file),
        name=_name(arguments.name),
        values=dict(_variable(one) for one in arguments.var),
        server=_name(arguments.server),
    )
    for note in made.notes:
        print(f"note: {note}", file=sys.stderr)
    if arguments.into is None:
        print(f"# --- layouts/{made.name}.yaml", made.layout, sep="\n", end="")
        if made.metrics:
            print(f"# --- metrics/{made.name}.yaml", made.metrics, sep="\n", end="")
        return 0
    with writing(arguments.into):
        for path in written_into(arguments.into, made):
            print(path)
    for step in next_steps(arguments.into, made.name, arguments.server):
        print(f"hint: {step}", file=sys.stderr)
    return 0


def _read(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as exc:
        raise DisplaydError(f"{file}: cannot be read: {exc.strerror or exc}") from exc


def _name(name: str) -> str:
    from displayd.document.model import Name
    from displayd.validation.faults import check

    _, faults = check(name, Name) if name else (None, [])
    if faults or name != name.lower():
        raise DisplaydError(f"`{name}`: {faults[0].reason if faults else 'a name has small letters'}")
    if name == "all":
        raise DisplaydError("`all` means every dashboard", "give it another name")
    return name


def _variable(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign or not name.strip():
        raise DisplaydError(f"`--var {written}` is not NAME=VALUE", "for example `--var instance=web-1:9100`")
    return name.strip().lstrip("$"), value
