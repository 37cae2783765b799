"""`metrics.yaml` and `metrics/`: everything that can be wrong with the definition of one metric."""

from __future__ import annotations

from collections.abc import Iterator

from displayd.hub.metrics.host_figures import FIGURES
from displayd.hub.wall.file_types import Between, MetricEntry, SampleCell, SampleSpec
from displayd.validation.faults import Fault, suggestion
from displayd.validation.names import unit_faults
from displayd.validation.yaml_source import Path

__all__ = ["metric_faults"]


def metric_faults(entry: MetricEntry) -> Iterator[Fault]:
    """What is wrong with `entry` beyond its types, paths from the entry."""
    yield from unit_faults(("unit",), entry.unit)
    if entry.host is not None and entry.host not in FIGURES:
        yield Fault(("host",), f"this machine has no figure `{entry.host}`", suggestion(entry.host, sorted(FIGURES)))
    if entry.host is not None and entry.sample:
        yield Fault(("sample",), "`host` and `sample` cannot stand together", "leave out one of the two")
    if entry.compare_line and not entry.compare_hours:
        yield Fault(("compare_line",), "there is no line before with `compare_hours: 0`", "say how many hours before")
    if isinstance(entry.sample, SampleSpec):
        for fault in _sample_faults(entry.sample):
            yield Fault(("sample", *fault.path), fault.reason, fault.hint)


def _sample_faults(spec: SampleSpec) -> Iterator[Fault]:
    yield from _range_faults(("between",), spec.between)
    for index, item in enumerate(spec.items):
        yield from _range_faults(("items", index, "between"), item.between)
        if (item.lat is None) != (item.lon is None):
            yield Fault(("items", index), "`lat` and `lon` are one place", "give both, or none")
    for row, cells in enumerate(spec.rows):
        for column, cell in enumerate(cells):
            if not isinstance(cell, SampleCell):
                continue
            if (cell.days is None) == (cell.between is None):
                hint = "for example `{days: 12}` or `{between: [3, 9]}`"
                yield Fault(("rows", row, column), "the cell is neither a date nor a range", hint)
            yield from _range_faults(("rows", row, column, "between"), cell.between)


def _range_faults(path: Path, between: Between | None) -> Iterator[Fault]:
    if between is not None and between[0] > between[1]:
        yield Fault(path, "the smallest value is larger than the largest", "write the smaller one first")
