"""Rows of a dataset that come one by one, as clients of Geckoboard push them: the last costs what the first did."""

from __future__ import annotations

import datetime
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.hub.processes import process
from tests.hub.walls import KEY, Caller, write_wall

__all__ = ["report", "seconds_of_rows"]

METRICS = """
orders: {dataset: {id: shop.daily, value: tickets, reducer: sum, over: day}}
errors: {dataset: {id: shop.daily, value: tickets, by: team}}
latency: {}
"""
FIELDS = {
    "day": {"type": "date", "name": "Day"},
    "at": {"type": "datetime", "name": "At"},
    "team": {"type": "string", "name": "Team"},
    "tickets": {"type": "number", "name": "Tickets"},
    "note": {"type": "string", "name": "Note"},
}
ROWS = 5500
PART = 500


def row(number: int) -> dict[str, Any]:
    """The row of that number, an hour after the one before."""
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=number)
    return {
        "day": str(at.date()),
        "at": at.isoformat(),
        "team": f"team {number % 7}",
        "tickets": number,
        "note": "x" * 60,
    }


def seconds_of_rows(hub: Caller, count: int) -> list[float]:
    """How long each of `count` requests with one row took, until it was on the hub's disk."""
    hub.send("PUT", "/datasets/shop.daily", KEY, json={"fields": FIELDS})
    hub.session.hooks["response"].clear()
    took = []
    for number in range(count):
        body = {"data": [row(number)]}
        began = time.perf_counter()
        answer = hub.send("POST", "/datasets/shop.daily/data", KEY, json=body)
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200
    return took


def report() -> None:
    """Print the medians of the first and the last rows, and how they compare."""
    with tempfile.TemporaryDirectory() as folder:
        write_wall(Path(folder, "wall"), {"metrics.yaml": METRICS})
        with process(Path(folder, "wall"), Path(folder, "state")) as (_, hub):
            took = seconds_of_rows(hub, ROWS)
    first, last = statistics.median(took[:PART]), statistics.median(took[-PART:])
    print(f"dataset: a row pushed and kept in {first * 1000:.1f} ms at first, in {last * 1000:.1f} ms with 5,000 rows")
    print(f"dataset: {last / first:.2f} times as long")
