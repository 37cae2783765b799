"""Schemas for editors."""

from __future__ import annotations

import json

from displayd.hub.wall.json_schema import schemas
from displayd.scene.theme import Theme


def test_there_is_a_schema_for_each_kind_of_file() -> None:
    found = schemas()

    assert set(found) == {"screens", "hub", "metrics", "layout", "theme", "kpi"}
    json.dumps(found)


def test_every_field_of_a_screen_is_offered_with_its_text() -> None:
    entry = schemas()["screens"]["$defs"]["ScreenEntry"]

    assert {"device", "show", "mirror", "rotate", "seconds", "theme", "timezone", "on"} <= set(entry["properties"])
    assert {"diagonal_in", "viewing_m", "motion", "pixel_shift"} <= set(entry["properties"])
    assert entry["additionalProperties"] is False
    assert "so many degrees clockwise" in entry["properties"]["rotate"]["description"]


def test_every_colour_of_a_theme_is_offered() -> None:
    file = schemas()["theme"]["$defs"]["ThemeFile"]

    assert set(Theme.__struct_fields__) | {"base", "logo"} == set(file["properties"])
    assert file["additionalProperties"] is False
    assert file["properties"]["base"]["enum"] == ["dark", "high-contrast", "light"]


def test_a_widget_of_a_layout_takes_a_metric_wherever_one_may_stand() -> None:
    definitions = schemas()["layout"]["$defs"]

    assert definitions["Number"]["properties"]["metric"]["type"] == "string"
    assert definitions["Series"]["properties"]["metric"]["type"] == "string"
    assert definitions["Number"]["required"] == ["type"]
    target = definitions["Number"]["properties"]["target"]["anyOf"]
    assert any(option.get("required") == ["metric"] for option in target)
    items = definitions["Leaderboard"]["properties"]["items"]["anyOf"]
    assert [option["type"] for option in items] == ["array", "object"]
    assert items[1]["required"] == ["metric"]
    assert definitions["Leaderboard"]["properties"]["items"]["default"] == []
    cell = definitions["Table"]["properties"]["rows"]["anyOf"][0]["items"]["anyOf"][0]["items"]["anyOf"]
    assert any(option.get("required") == ["metric"] for option in cell)
    assert "metric" not in definitions["Page"]["properties"]
    assert definitions["LayoutFile"]["properties"]["pages"]["items"] == {"$ref": "#/$defs/Page"}


def test_every_reference_leads_somewhere() -> None:
    for name, schema in schemas().items():
        text = json.dumps(schema)
        references = {part.split('"')[0] for part in text.split('"$ref": "#/$defs/')[1:]}

        assert references <= set(schema.get("$defs", {})), name
