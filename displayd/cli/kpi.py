"""The commands about KPIs: `hub kpi run` and `hub kpi check`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from displayd.cli.arguments import DEFAULT_WALL, Commands
from displayd.errors import DisplaydError

__all__ = ["add_kpi"]


def add_kpi(commands: Commands) -> None:
    """`displayd hub kpi` with its commands."""
    kpi = commands.add_parser("kpi", help="try numbers that SQL works out").add_subparsers(required=True)
    run = kpi.add_parser("run", help="print what a KPI gives now")
    run.add_argument("name", metavar="NAME", help="of a file in kpis/, of a KPI that comes along, or of a metric")
    run.add_argument("wall", type=Path, nargs="?", default=DEFAULT_WALL, help="the wall folder; default: %(default)s")
    run.set_defaults(run=_run)
    check = kpi.add_parser("check", help="run every KPI on a made-up company, and compare with the right answers")
    check.add_argument("wall", type=Path, nargs="?", help="the wall folder, whose KPIs and views are tried as well")
    check.add_argument("--shipped", action="store_true", help="try what comes along alone, which needs no wall folder")
    check.add_argument(
        "--engine",
        default="duckdb",
        metavar="URL",
        help="a name in `engines` of hub.yaml; the address of an empty database; or a dialect, to write the SQL only; "
        "default: %(default)s",
    )
    check.set_defaults(run=_check)


def _run(arguments: argparse.Namespace) -> int:
    import time

    from displayd.tools.kpi_run import lines_of, run

    for line in lines_of(run(arguments.wall, arguments.name, time.time())):
        print(line)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from displayd.hub.kpis.compiling import NEEDS_SQL, has_sql
    from displayd.tools.kpi_check import check

    if arguments.shipped == (arguments.wall is not None):
        raise DisplaydError("either a wall folder or --shipped", "`displayd hub kpi check --shipped`")
    if not has_sql():
        raise DisplaydError(*NEEDS_SQL)
    outcomes = check(arguments.wall, arguments.engine)
    for outcome in outcomes:
        if not outcome.is_good:
            print(f"{outcome.name}: {outcome.state}: {outcome.reason}", file=sys.stderr)
    states = [outcome.state for outcome in outcomes]
    counts = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    print(f"{len(outcomes)} KPIs: {counts}")
    return 0 if all(outcome.is_good for outcome in outcomes) else 2
