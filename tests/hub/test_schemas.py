"""Schemas for editors."""

from __future__ import annotations

import json

from displayd.hub.schemas import schemas
from displayd.hub.wall import schemas as of_wall


def test_there_is_a_schema_for_each_kind_of_file() -> None:
    found = schemas()

    assert set(found) == {"screens", "hub", "metrics", "layout"}
    assert of_wall is schemas
    json.dumps(found)


def test_every_field_of_a_screen_is_offered_with_its_text() -> None:
    entry = schemas()["screens"]["$defs"]["ScreenEntry"]

    assert {"device", "show", "mirror", "rotate", "seconds", "theme", "timezone", "on"} <= set(entry["properties"])
    assert entry["additionalProperties"] is False
    assert "so many degrees clockwise" in entry["properties"]["rotate"]["description"]


def test_a_widget_of_a_layout_takes_a_metric_wherever_one_may_stand() -> None:
    definitions = schemas()["layout"]["$defs"]

    assert definitions["Number"]["properties"]["metric"]["type"] == "string"
    assert definitions["Series"]["properties"]["metric"]["type"] == "string"
    assert definitions["Number"]["required"] == ["type"]
    target = definitions["Number"]["properties"]["target"]["anyOf"]
    assert any(option.get("required") == ["metric"] for option in target)
    assert "metric" not in definitions["Page"]["properties"]
    assert definitions["LayoutFile"]["properties"]["pages"]["items"] == {"$ref": "#/$defs/Page"}


def test_every_reference_leads_somewhere() -> None:
    for name, schema in schemas().items():
        text = json.dumps(schema)
        references = {part.split('"')[0] for part in text.split('"$ref": "#/$defs/')[1:]}

        assert references <= set(schema.get("$defs", {})), name
