"""Every place where a layout names a metric, in the layout as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from displayd.validation.yaml_source import Path

__all__ = ["metrics_named"]


def metrics_named(data: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Place and id of every `metric:` in `data`."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "metric" and isinstance(value, str):
                yield (*path, key), value
            else:
                yield from metrics_named(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from metrics_named(value, (*path, index))
