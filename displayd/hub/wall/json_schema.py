"""JSON Schemas of the wall folder's files, so that an editor completes and checks them while they are written."""

from __future__ import annotations

import types
from typing import Any

import msgspec

from displayd.document.json_schema import describe_tags
from displayd.document.model import Page
from displayd.document.written_widget import widget_kinds
from displayd.hub.kpis.header import KpiHeader
from displayd.hub.layouts.layout_file import LayoutFile
from displayd.hub.metrics.definition import MetricId
from displayd.hub.settings import HubSettings
from displayd.hub.sources.metric_entry import entry_type
from displayd.hub.wall.screens_file import screens_file
from displayd.hub.wall.themes import ThemeFile

__all__ = ["schemas"]

_METRIC = {
    "type": "string",
    "description": "Id of a metric of metrics.yaml or metrics/; it fills in what is left open here.",
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file: `screens`, `hub`, `metrics`, `layout`, `theme`; `kpi` of the head of one."""
    return {
        "screens": _schema(screens_file()),
        "hub": _schema(HubSettings),
        "metrics": _schema(types.GenericAlias(dict, (MetricId, entry_type()))),
        "layout": _layout_schema(),
        "theme": _schema(ThemeFile),
        "kpi": _schema(KpiHeader),
    }


def _schema(kind: Any) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(kind)}


def _layout_schema() -> dict[str, Any]:
    """As the document's page, with `metric` wherever a struct of a widget stands, or an amount or a list does."""
    schema = _schema(LayoutFile)
    (page, *_), definitions = msgspec.json.schema_components([Page], ref_template="#/$defs/{name}")
    describe_tags(definitions)
    for name, definition in definitions.items():
        if name != "Page" and definition.get("type") == "object":
            definition["properties"]["metric"] = _METRIC
            definition["properties"] = {key: _or_metric(value) for key, value in definition["properties"].items()}
            definition["required"] = [key for key in definition.get("required", []) if key == "type"]
    schema["$defs"] |= definitions
    schema["$defs"]["LayoutFile"]["properties"]["pages"]["items"] = page
    assert set(widget_kinds()) <= {
        option for one in definitions.values() for option in one.get("properties", {}).get("type", {}).get("enum", ())
    }
    return schema


def _or_metric(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema`, or where it takes a number or nothing, or a list of other things than words, also `{metric: id}`."""
    only = {"type": "object", "properties": {"metric": _METRIC}, "required": ["metric"], "additionalProperties": False}
    options = schema.get("anyOf", [])
    if any(option.get("type") == "number" for option in options):
        return {**schema, "anyOf": [*options, only]}
    items = schema.get("items")
    if schema.get("type") != "array" or not isinstance(items, dict) or items.get("type") == "string":
        return schema
    about: dict[str, Any] = {name: schema[name] for name in ("description", "default") if name in schema}
    rest = {name: part for name, part in schema.items() if name not in about}
    return {**about, "anyOf": [{**rest, "items": _or_metric(items)}, only]}
