"""The commands for whoever writes a wall folder: `check`, which is `hub check` as well, and `schema`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from displayd.cli.arguments import DEFAULT_WALL, Commands, size
from displayd.errors import DisplaydError

__all__ = ["HUB_LIBRARIES", "add_check", "add_schema"]

HUB_LIBRARIES = ("cryptography", "starlette", "uvicorn", "psutil", "sqlalchemy", "alembic")
"""What `pip install 'displayd[hub]'` brings."""


def add_check(commands: Commands) -> None:
    """`displayd check`."""
    check = commands.add_parser(
        "check",
        help="find every mistake in a wall folder, what is too small to be read or crowded; or every mistake in a file",
    )
    check.add_argument(
        "wall",
        type=Path,
        nargs="?",
        default=DEFAULT_WALL,
        metavar="WALL-or-FILE",
        help="a folder, a screen document (.json) or a layout (.yaml); default: %(default)s",
    )
    check.add_argument("--screen", metavar="NAME", help="look at this screen only")
    check.add_argument("--size", type=size, default=(1920, 1080), help="of the panels, WxH; default: 1920x1080")
    check.add_argument("--state", type=Path, help="state folder of a hub, for the values that were pushed to it")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    from displayd.tools.file_check import is_for_a_file

    if is_for_a_file(arguments.wall):
        return _check_file(arguments)
    try:
        from displayd.tools.readability import inspect
    except (ImportError, ValueError) as exc:
        if getattr(exc, "name", "") in HUB_LIBRARIES:
            raise
        return _check_undrawn(arguments.wall, exc)
    found = inspect(arguments.wall, arguments.screen, arguments.size, arguments.state)
    for finding in found.findings:
        print(f"{finding.level}: {finding.where}: {finding.reason}", file=sys.stderr)
        print(f"hint: {finding.hint}", file=sys.stderr)
    if found.without_data:
        tiles = ", ".join(found.without_data)
        print(f"note: no data, so not looked at: {tiles}", file=sys.stderr)
        print("hint: give the metric a `sample`, or name the hub's --state folder", file=sys.stderr)
    print("\n".join(found.crowding))
    errors = sum(finding.level == "error" for finding in found.findings)
    warnings = sum(finding.level == "warning" for finding in found.findings)
    counts = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}" if errors + warnings else "all can be read"
    pages = _counted(found.page_count, "page")
    print(f"{arguments.wall}: {_counted(len(found.wall.screens), 'screen')}, no mistakes; {pages} drawn, {counts}")
    return 2 if errors else 0


def _check_file(arguments: argparse.Namespace) -> int:
    """The mistakes of one file; whether it can be read is said of screens, and so of folders."""
    from displayd.tools.file_check import check_file

    if arguments.screen is not None or arguments.state is not None:
        raise DisplaydError("`--screen` and `--state` are for a wall folder", f"`{arguments.wall}` is a file")
    found = check_file(arguments.wall)
    for note in found.notes:
        print(f"note: {note}", file=sys.stderr)
    pages = f", {_counted(found.pages, 'page')}" if found.pages else ""
    print(f"{arguments.wall}: {found.kind}{pages}, no mistakes")
    return 0


def _check_undrawn(folder: Path, reason: Exception) -> int:
    """The mistakes alone, on a machine without the libraries that draw."""
    from displayd.tools.wall_check import check

    wall = check(folder)
    print(f"note: nothing can be drawn here ({reason}), so nobody knows what can be read", file=sys.stderr)
    print(f"{folder}: {_counted(len(wall.screens), 'screen')}, no mistakes")
    return 0


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def add_schema(commands: Commands) -> None:
    """`displayd schema`."""
    schema = commands.add_parser("schema", help="print a JSON Schema, for editors that complete and check")
    schema.add_argument(
        "kind", nargs="?", default="document", help="document, layout, theme, screens, hub, metrics, kpi"
    )
    schema.add_argument("--wall", type=Path, metavar="FOLDER", help="offer and take the names of this wall alone")
    schema.set_defaults(run=_schema)


def _schema(arguments: argparse.Namespace) -> int:
    if arguments.kind == "document":
        from displayd.document.json_schema import schema

        found = schema()
    else:
        from displayd.hub.wall.json_schema import NO_NAMES, names_of, schemas
        from displayd.tools.wall_check import check

        kinds = schemas(NO_NAMES if arguments.wall is None else names_of(check(arguments.wall)))
        if arguments.kind not in kinds:
            raise DisplaydError(f"no schema `{arguments.kind}`", f"known: document, {', '.join(sorted(kinds))}")
        found = kinds[arguments.kind]
    print(json.dumps(found, indent=1))
    return 0
