"""The parts of `docs/data/` that are made from the KPIs that are shipped and the tables that they read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from displayd.hub.kpis.statements.places import word_of_kind
from displayd.hub.kpis.statements.portable import TITLES
from displayd.hub.kpis.statements.words import ENGINES, FUNCTIONS, ONLY_IN
from displayd.hub.wall.shipped import layouts_folder

__all__ = ["canonical_tables", "function_list", "kpi_list", "wall_file", "wall_sources"]

KPIS = layouts_folder() / "kpis"
WALLS = Path(__file__).parent.parent / "fixtures" / "walls"


def canonical_tables() -> str:
    """Every table with its columns."""
    return "\n".join(_tables())


def _tables() -> Iterator[str]:
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load((KPIS / "tables.yaml").read_text("utf-8"))
    for name, table in read.items():
        yield f"### {name}\n\n{table['about']}\n\n| column | type | meaning |\n| --- | --- | --- |"
        for column, facts in table["columns"].items():
            kind = facts["type"] + (f", {facts['unit']}" if "unit" in facts else "")
            kind += ", never NULL" if facts.get("key") else ""
            values = f" One of {', '.join(f'`{one}`' for one in facts['values'])}." if "values" in facts else ""
            yield f"| `{column}` | {kind} | {facts['about']}{values} |"
        yield ""


def kpi_list() -> str:
    """Every KPI in one line."""
    lines = ["| KPI | title | what it is | unit | amber | red | result |", f"|{' --- |' * 7}"]
    for path in sorted(KPIS.glob("*.sql")):
        if "." not in path.stem:
            head = _header(path)
            sign = {"up": " ▲", "down": " ▼"}.get(head.get("direction", ""), "")
            cells = [f"`{path.stem}`", head["title"], head["about"], f"{head['unit'].strip()}{sign}"]
            cells += [str(head.get(name, "")) for name in ("amber", "red", "result")]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def function_list() -> str:
    """The functions of KPIs, by the engines on which they say the same."""
    by_engines: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for name in FUNCTIONS:
        by_engines[frozenset(ONLY_IN.get(name, ENGINES))].add(word_of_kind(name))
    lines = ["| functions | the same on |", "| --- | --- |"]
    for engines, names in sorted(by_engines.items(), key=lambda one: (-len(one[0]), sorted(one[0]))):
        where = ", ".join(title for name, title in TITLES.items() if name in engines)
        words = ", ".join(f"`{name}`" for name in sorted(names))
        lines.append(f"| {words} | {'all (weeks on the first three)' if engines == ENGINES else where} |")
    return "\n".join(lines)


def _header(path: Path) -> Mapping[str, Any]:
    """The definition in the first comment lines of a KPI's file."""
    keys = []
    for line in path.read_text("utf-8").splitlines():
        if not re.match(r"-- [a-z_]+: ", line):
            break
        keys.append(line.removeprefix("-- "))
    head: Mapping[str, Any] = yaml.safe_load("\n".join(keys))
    return head


def wall_sources(wall: str) -> str:
    """The files in `sources/` of one of the walls in `tests/fixtures/walls`."""
    files = sorted((WALLS / wall / "sources").glob("*.sql"))
    return "\n\n".join(wall_file(wall, f"sources/{path.name}") for path in files)


def wall_file(wall: str, name: str) -> str:
    """One file of such a wall."""
    kind = name.rpartition(".")[2]
    return f"`{name}`:\n\n```{kind}\n{(WALLS / wall / name).read_text('utf-8').strip()}\n```"
