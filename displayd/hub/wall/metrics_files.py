"""`metrics.yaml` and `metrics/`: the metrics of a wall, in one file or in several."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any

from displayd.errors import Mistake
from displayd.hub.kpis.query import Query
from displayd.hub.metrics.definition import MetricEntry, MetricId, threshold_faults
from displayd.hub.sources.metric_entry import entry_of, entry_type
from displayd.hub.sources.registry import source_of
from displayd.hub.sources.source import Office
from displayd.hub.wall.kpi_files import KpiFiles, in_place_faults, query_mistakes
from displayd.hub.wall.listing import METRICS_FILE, is_metrics_file
from displayd.hub.wall.texts import WallTexts
from displayd.validation.faults import Fault, check
from displayd.validation.yaml_source import YamlText

__all__ = ["metrics_of"]


def metrics_of(texts: WallTexts, office: Office, kpis: KpiFiles) -> tuple[dict[str, MetricEntry], bool]:
    """All metrics of the wall, which is for `office`, and whether all its files could be read.

    One with mistakes is there without what it says, so that its users are not called wrong too.

    Args:
        kpis: each of the wall's own is a metric, and entries name others.
    """
    found = [texts.text(path) for path in _paths(texts)]
    metrics: dict[str, MetricEntry] = {}
    places: dict[str, str] = {}
    homes: dict[str, YamlText] = {}
    kind = types.GenericAlias(dict, (MetricId, entry_type()))
    for text in found:
        if text is None:
            continue
        for name, data in texts.mapping(text, kind).items():
            if name in places:
                reason = f"the metric `{name}` is already defined in {places[name]}"
                texts.fault(text, Fault((name,), reason, "keep one of the two"))
                continue
            places[name], homes[name] = text.where((name,)), text
            metrics[name] = _metric(texts, text, name, data, office, kpis)
            for fault in in_place_faults(metrics[name], kpis, office.settings):
                texts.fault(text, fault.under(name))
    if None not in found:
        for name, text in homes.items():
            source = source_of(metrics[name])
            for fault in source.wall_faults(name, metrics):
                texts.fault(text, fault.under(source.field).under(name))
    _add_own(texts, metrics, places, kpis)
    queries = [entry.origin for entry in metrics.values() if isinstance(entry.origin, Query) and entry.origin.name]
    texts.mistakes += query_mistakes(kpis, queries, office.settings)
    return metrics, None not in found


def _add_own(texts: WallTexts, metrics: dict[str, MetricEntry], places: Mapping[str, str], kpis: KpiFiles) -> None:
    """Add the metrics that the files in `kpis/` are; one may be named by an entry of its id, which says more of it."""
    for name, kpi in kpis.own.items():
        if name not in metrics:
            metrics[name] = kpi.entry()
        elif metrics[name].origin != kpi.query:
            assert kpi.query.file is not None
            reason = f"the metric `{name}` is already defined in {places[name]}"
            texts.mistakes.append(
                Mistake(kpi.query.file.path, reason, f"keep one of the two, or write `kpi: {name}` there")
            )


def _paths(texts: WallTexts) -> list[str]:
    """Paths of the files with metrics in them: `metrics.yaml`, then those of the folder `metrics/`."""
    paths = [path for path in texts.files.own if is_metrics_file(path)]
    for path in paths:
        texts.check_ending(path)
    return sorted(paths, key=lambda path: (path != METRICS_FILE, path))


def _metric(texts: WallTexts, text: YamlText, name: str, data: Any, office: Office, kpis: KpiFiles) -> MetricEntry:
    """The metric `name` of the file `text`; an empty one, and mistakes, for `data` that is none."""
    entry, faults = entry_of(data)
    if entry is not None:
        entry, kpi_faults = kpis.named(entry)
        faults += [*kpi_faults, *threshold_faults(entry)]
    _, name_faults = check(name, MetricId)
    faults += [Fault((), f"the id `{name}`: {fault.reason}", fault.hint) for fault in name_faults]
    if entry is not None and not faults:
        source = source_of(entry)
        faults += [fault.under(source.field) for fault in source.office_faults(entry.origin, office)]
    for fault in faults:
        texts.fault(text, fault.under(name))
    return entry or MetricEntry()
