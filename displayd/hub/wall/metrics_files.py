"""`metrics.yaml` and `metrics/`: the metrics of a wall, in one file or in several."""

from __future__ import annotations

import types
from typing import Any

from displayd.hub.metrics.definition import MetricEntry, MetricId
from displayd.hub.sources.metric_entry import entry_of, entry_type
from displayd.hub.sources.registry import source_of
from displayd.hub.sources.source import Office
from displayd.hub.wall.listing import METRICS_FILE
from displayd.hub.wall.texts import WallTexts
from displayd.validation.faults import Fault, check
from displayd.validation.yaml_source import YamlText

__all__ = ["metrics_of"]


def metrics_of(texts: WallTexts, office: Office) -> tuple[dict[str, MetricEntry], bool]:
    """All metrics of the wall, which is for `office`, and whether all its files could be read.

    One with mistakes is there without what it says, so that its users are not called wrong too.
    """
    found = [texts.text(path) for path in _paths(texts)]
    metrics: dict[str, MetricEntry] = {}
    places: dict[str, str] = {}
    kind = types.GenericAlias(dict, (MetricId, entry_type()))
    for text in found:
        if text is None:
            continue
        for name, data in texts.mapping(text, kind).items():
            if name in places:
                reason = f"the metric `{name}` is already defined in {places[name]}"
                texts.fault(text, Fault((name,), reason, "keep one of the two"))
                continue
            places[name] = text.where((name,))
            metrics[name] = _metric(texts, text, name, data, office)
    return metrics, None not in found


def _paths(texts: WallTexts) -> list[str]:
    """Paths of the files with metrics in them: `metrics.yaml`, then those of the folder `metrics/`."""
    paths = [path for path in texts.files.own if path == METRICS_FILE or path.startswith("metrics/")]
    for path in paths:
        texts.check_ending(path)
    return sorted(paths, key=lambda path: (path != METRICS_FILE, path))


def _metric(texts: WallTexts, text: YamlText, name: str, data: Any, office: Office) -> MetricEntry:
    """The metric `name` of the file `text`; an empty one, and mistakes, for `data` that is none."""
    entry, faults = entry_of(data)
    _, name_faults = check(name, MetricId)
    faults += [Fault((), f"the id `{name}`: {fault.reason}", fault.hint) for fault in name_faults]
    if entry is not None and not faults:
        source = source_of(entry)
        faults += [fault.under(source.field) for fault in source.office_faults(entry.origin, office)]
    for fault in faults:
        texts.fault(text, fault.under(name))
    return entry or MetricEntry()
