"""Every place where a file names a metric, a time zone or a language, in the data as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from displayd.validation.yaml_source import Path

__all__ = ["locales_named", "metrics_named", "timezones_named"]


def metrics_named(data: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Place and id of every `metric:` in `data`."""
    return _named("metric", data, path)


def timezones_named(data: object) -> Iterator[tuple[Path, str]]:
    """Place and name of every `timezone:` in `data`."""
    return _named("timezone", data, ())


def locales_named(data: object) -> Iterator[tuple[Path, str]]:
    """Place and name of every `locale:` in `data`."""
    return _named("locale", data, ())


def _named(word: str, data: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == word and isinstance(value, str):
                yield (*path, key), value
            else:
                yield from _named(word, value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _named(word, value, (*path, index))
