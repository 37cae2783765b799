"""Walls whose metrics are KPIs, read and asked as a hub does it."""

from __future__ import annotations

import datetime
import shutil
import zoneinfo
from collections.abc import Mapping
from pathlib import Path

from displayd.errors import SourceError
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.wall.loader import Wall, load
from tests.hub.kpis.golden.books import KPIS, tables

__all__ = ["DASHBOARDS", "WALLS", "answers_of", "copied_wall", "moment_of", "shipped_wall", "with_answers"]

WALLS = Path(__file__).parent.parent.parent / "fixtures" / "walls"

DASHBOARDS = (
    "sales",
    "customer-service",
    "customer-success",
    "customer-success-team",
    "customer-centric",
    "voice-of-customer",
)


def copied_wall(name: str, folder: Path, data: Path) -> Wall:
    """One of the walls in `tests/fixtures/walls`, whose files of data are in `data`."""
    shutil.copytree(WALLS / name, folder)
    (folder / "hub.yaml").write_text(f"data_folder: {data}\n")
    return load(folder)


def shipped_wall(folder: Path, data: Path = KPIS / "fixture") -> Wall:
    """The ready-made dashboards with the metrics that are shipped for them, over the files in `data`."""
    (folder / "metrics").mkdir(parents=True)
    (folder / "sources").mkdir()
    shutil.copy(KPIS / "metrics.yaml", folder / "metrics" / "kpis.yaml")
    for table in tables():
        (folder / "sources" / f"{table}.sql").write_text(f"select * from read_csv('{table}.csv')\n")
    (folder / "hub.yaml").write_text(f"data_folder: {data}\n")
    (folder / "screens.yaml").write_text(
        f"defaults: {{timezone: Europe/London}}\nscreens:\n  lobby: {{show: [{', '.join(DASHBOARDS)}]}}\n"
    )
    return load(folder)


def moment_of(wall: Wall, now: datetime.datetime) -> float:
    """Unix time of `now` by the clock of `wall`."""
    return now.replace(tzinfo=zoneinfo.ZoneInfo(wall.timezone)).timestamp()


def answers_of(wall: Wall, unix_time: float) -> Mapping[str, Reading | SourceError]:
    """What the databases say of every KPI of `wall`."""
    source = SOURCES["kpi"]
    reader, asked = source.reader(), asked_of(source, wall.metrics)
    assert reader is not None
    answers: dict[str, Reading | SourceError] = {}
    while len(answers) < len(asked):
        # A reader hands over what it has after some seconds.
        answers |= reader.read(asked, wall.office, unix_time)
    return answers


def with_answers(wall: Wall, answers: Mapping[str, Reading | SourceError], unix_time: float) -> Metrics:
    """The metrics of `wall` with these readings."""
    metrics = Metrics()
    metrics.define(wall.metrics)
    for name, answer in answers.items():
        assert isinstance(answer, Reading), f"{name}: {answer}"
        metrics.put(name, answer, unix_time)
    return metrics
