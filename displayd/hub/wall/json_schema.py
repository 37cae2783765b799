"""JSON Schemas of the wall folder's files, so that an editor completes and checks them while they are written."""

from __future__ import annotations

import types
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import msgspec

from displayd.document.json_schema import describe_tags
from displayd.document.model import Page
from displayd.document.written_widget import widget_kinds
from displayd.hub.kpis.header import KpiHeader
from displayd.hub.layouts.layout_file import LayoutFile
from displayd.hub.metrics.definition import MetricId
from displayd.hub.settings import HubSettings
from displayd.hub.sources.metric_entry import entry_type
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens_file import ALL, screens_file
from displayd.hub.wall.themes import ThemeFile
from displayd.scene.theme import THEMES

__all__ = ["NO_NAMES", "Names", "names_of", "schemas"]

_METRIC = {
    "type": "string",
    "description": "Id of a metric of metrics.yaml or metrics/; it fills in what is left open here.",
}


class Names(NamedTuple):
    """What a wall has that its files may name; where there is nothing, any name will do."""

    dashboards: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()


NO_NAMES = Names()


def names_of(wall: Wall) -> Names:
    """What there is in `wall`: its own, and the dashboards and themes that come with displayd."""
    paths = [PurePosixPath(path) for path in wall.files.own]
    own_themes = {path.stem for path in paths if path.parent.name == "themes" and path.suffix in (".yaml", ".yml")}
    ready_made = {PurePosixPath(name).stem for name in wall.files.shipped}
    return Names(
        tuple(sorted({*wall.layouts, *ready_made})),
        tuple(sorted(wall.metrics)),
        tuple(sorted({*THEMES, *own_themes})),
        tuple(sorted(wall.screens)),
    )


def schemas(names: Names = NO_NAMES) -> dict[str, dict[str, Any]]:
    """The schema of each kind of file: `screens`, `hub`, `metrics`, `layout`, `theme`; `kpi` of the head of one.

    Args:
        names: of the wall that the files belong to, so that others are refused and these are offered.
    """
    return {
        "screens": _screens_schema(names),
        "hub": _schema(HubSettings),
        "metrics": _schema(types.GenericAlias(dict, (MetricId, entry_type()))),
        "layout": _layout_schema({**_METRIC, **_among(names.metrics)}),
        "theme": _schema(ThemeFile),
        "kpi": _schema(KpiHeader),
    }


def _schema(kind: Any) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(kind)}


def _among(names: tuple[str, ...]) -> dict[str, Any]:
    return {"enum": list(names)} if names else {}


def _screens_schema(names: Names) -> dict[str, Any]:
    """With the wall's own dashboards, themes and screens, each where one is named."""
    schema = _schema(screens_file())
    entry, defaults = (schema["$defs"][name]["properties"] for name in ("ScreenEntry", "Defaults"))
    for option in entry["show"]["anyOf"]:
        if option["type"] == "string" and names.dashboards:
            option |= _among((ALL, *names.dashboards))
        elif option["type"] == "array":
            option["items"] |= _among(names.dashboards)
    for field, known in (
        (defaults["theme"], names.themes),
        (entry["theme"], names.themes),
        (entry["mirror"], names.screens),
    ):
        for option in field.get("anyOf", [field]):
            if option.get("type") == "string":
                option |= _among(known)
    return schema


def _layout_schema(metric: dict[str, Any]) -> dict[str, Any]:
    """As the document's page, with `metric` wherever a struct of a widget stands, or an amount or a list does."""
    schema = _schema(LayoutFile)
    (page, *_), definitions = msgspec.json.schema_components([Page], ref_template="#/$defs/{name}")
    describe_tags(definitions)
    for name, definition in definitions.items():
        if name != "Page" and definition.get("type") == "object":
            definition["properties"]["metric"] = metric
            definition["properties"] = {
                key: _or_metric(value, metric) for key, value in definition["properties"].items()
            }
            definition["required"] = [key for key in definition.get("required", []) if key == "type"]
    schema["$defs"] |= definitions
    schema["$defs"]["LayoutFile"]["properties"]["pages"]["items"] = page
    assert set(widget_kinds()) <= {
        option for one in definitions.values() for option in one.get("properties", {}).get("type", {}).get("enum", ())
    }
    return schema


def _or_metric(schema: dict[str, Any], metric: dict[str, Any]) -> dict[str, Any]:
    """`schema`, or where it takes a number or nothing, or a list of other things than words, also `{metric: id}`."""
    only = {"type": "object", "properties": {"metric": metric}, "required": ["metric"], "additionalProperties": False}
    options = schema.get("anyOf", [])
    if any(option.get("type") == "number" for option in options):
        return {**schema, "anyOf": [*options, only]}
    items = schema.get("items")
    if schema.get("type") != "array" or not isinstance(items, dict) or items.get("type") == "string":
        return schema
    about: dict[str, Any] = {name: schema[name] for name in ("description", "default") if name in schema}
    rest = {name: part for name, part in schema.items() if name not in about}
    return {**about, "anyOf": [{**rest, "items": _or_metric(items, metric)}, only]}
