"""Refreshing all KPIs that come along, over tables of a million rows, as the hub does it."""

from __future__ import annotations

import math
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from displayd.errors import SourceError
from displayd.hub.kpis.query import Query
from displayd.hub.sources.query_reader import QueryReader
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers
from displayd.hub.wall import shipped
from displayd.hub.wall.loader import Wall, load
from displayd.validation.yaml_source import parse

__all__ = ["Refresh", "large_company", "refresh", "report", "wall_over"]

ROWS = 1_000_000
DRAWS = 5

# The day of the made-up company.
NOW = 1_795_185_000.0


class Refresh(NamedTuple):
    """One refresh of all KPIs."""

    seconds: float
    processor_seconds: float
    """Of the process that asks DuckDB, all its threads together."""
    answers: Answers


def large_company(folder: Path, rows: int, ending: str) -> int:
    """Write the made-up company so many times, each copy with keys of its own, until there are `rows` in all tables.

    The company comes from a generator with a fixed start, so every run has the same rows.

    Args:
        ending: `csv` or `parquet`.

    Returns:
        How many rows there are.
    """
    import duckdb

    fixture = shipped.kpis_folder() / "fixture"
    tables = parse("tables.yaml", (shipped.kpis_folder() / "tables.yaml").read_text("utf-8")).data
    with duckdb.connect(":memory:") as connection:

        def count(path: Path) -> int:
            found = connection.execute("select count(*) from read_csv(?)", [str(path)]).fetchone()
            assert found is not None
            return int(found[0])

        counts = {table: count(fixture / f"{table}.csv") for table in tables}
        copies = math.ceil(rows / sum(number for table, number in counts.items() if table != "spend"))
        for table, described in tables.items():
            columns = ", ".join(
                f"{column} || '-' || copy as {column}" if column.endswith("_id") else column
                for column in described["columns"]
            )
            # Months there are once.
            times = 1 if table == "spend" else copies
            options = "header" if ending == "csv" else "format parquet"
            connection.execute(
                f"copy (select {columns} from read_csv('{fixture}/{table}.csv'), range({times}) as t(copy))"  # noqa: S608
                f" to '{folder}/{table}.{ending}' ({options})"
            )
    return sum(number * (1 if table == "spend" else copies) for table, number in counts.items())


def wall_over(folder: Path, data: Path, ending: str) -> Wall:
    """A wall with all KPIs that come along, over the tables in `data`."""
    kpis = sorted(path.stem for path in shipped.kpis_folder().glob("*.sql") if "." not in path.stem)
    tables = parse("tables.yaml", (shipped.kpis_folder() / "tables.yaml").read_text("utf-8")).data
    files = {
        "screens.yaml": "screens: {tv: {show: [one]}}\n",
        "layouts/one.yaml": "pages: [{widgets: {nps: {type: number, metric: nps}}}]\n",
        "hub.yaml": f"data_folder: {data}\nengines: {{duckdb: {{memory_mb: 2000, timeout_seconds: 300}}}}\n",
        "metrics.yaml": "".join(f"{name}: {{kpi: {name}}}\n" for name in kpis),
        **{f"sources/{table}.sql": f"from read_{ending}('{table}.{ending}')\n" for table in tables},
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text)
    return load(folder)


def refresh(wall: Wall) -> Refresh:
    """Ask for all of them once, as a hub that was just started does."""
    reader = QueryReader[Query]()
    asked = asked_of(SOURCES["kpi"], wall.metrics)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    answers: Answers = {}
    while asked.keys() - answers.keys():
        answers |= reader.read(asked, wall.office, NOW, NOW if answers else -math.inf)
    seconds = time.perf_counter() - began
    reader.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Refresh(seconds, processor, answers)


def report() -> None:
    """Print how long it takes, over CSV and over Parquet."""
    with tempfile.TemporaryDirectory() as name:
        for ending in ("csv", "parquet"):
            data = Path(name) / ending
            data.mkdir()
            rows = large_company(data, ROWS, ending)
            wall = wall_over(Path(name) / f"wall-{ending}", data, ending)
            draws = [refresh(wall) for _ in range(DRAWS)]
            failed = [name for name, answer in draws[0].answers.items() if isinstance(answer, SourceError)]
            seconds = sorted(draw.seconds for draw in draws)
            processor = statistics.median(draw.processor_seconds for draw in draws)
            largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            what = f"all {len(draws[0].answers)} KPIs over {rows:,} rows of {ending}"
            spread = (
                f"median {statistics.median(seconds):.1f} s of {DRAWS} draws ({seconds[0]:.1f} to {seconds[-1]:.1f} s)"
            )
            print(f"{what}: {spread}, {processor:.1f} s of processor, {largest:.0f} MB at most, {len(failed)} failed")


if __name__ == "__main__":
    report()
