"""`python -m tests.bench [PART...]`: all parts, or those that are named; `--help` names them."""

import argparse

from tests.bench import dataset_rows, hub_load, ingest, kpi_refresh, mirrors, paint, parked, process, push_to_glass

PARTS = {
    "paint": (paint.report, "drawing, in blits of a full frame"),
    "process": (process.report, "a screen beside Chromium: start, memory, idling, flips"),
    "mirrors": (mirrors.report, "how far apart mirrors flip"),
    "push": (push_to_glass.report, "from a push to the glass, through a real screen process"),
    "hub": (hub_load.report, "10,000 screens that all show the same"),
    "parked": (parked.report, "20,000 screens that wait"),
    "ingest": (ingest.report, "pushes a second of each format; an update that 10 of 1,000 screens show"),
    "dataset": (dataset_rows.report, "rows of a dataset that come one by one"),
    "kpis": (kpi_refresh.report, "all KPIs over tables of a million rows"),
}

told = "\n".join(f"  {name:8} {what}" for name, (_, what) in PARTS.items())
parser = argparse.ArgumentParser(
    prog="python -m tests.bench",
    description=f"Measures all parts, or those that are named:\n{told}",
    formatter_class=argparse.RawDescriptionHelpFormatter,
)
# Of old, parts are written as options too.
parser.add_argument("parts", metavar="PART", nargs="*", type=lambda part: part.removeprefix("--"))
chosen = parser.parse_args().parts or list(PARTS)
if unknown := [part for part in chosen if part not in PARTS]:
    parser.error(f"there is no part {unknown[0]}")
for part in chosen:
    PARTS[part][0]()
