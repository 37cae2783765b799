"""`python -m tests.bench [PART...]`: all parts, or those that are named."""

import sys

from tests.bench import hub_load, ingest, kpi_refresh, mirrors, paint, process, push_to_glass

PARTS = {
    "paint": paint.report,
    "process": process.report,
    "mirrors": mirrors.report,
    "push": push_to_glass.report,
    "hub": hub_load.report,
    "kpis": kpi_refresh.report,
    "ingest": ingest.report,
}

for part in sys.argv[1:] or PARTS:
    PARTS[part.removeprefix("--")]()
