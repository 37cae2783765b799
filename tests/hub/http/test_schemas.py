"""Schemas with the names of a wall, held against real files by a real validator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from displayd.hub.wall.json_schema import names_of, schemas
from displayd.hub.wall.loader import load
from displayd.hub.wall.shipped import layouts_folder, sample_wall_folder
from displayd.validation.yaml_source import parse
from tests.hub.walls import SCREENS, TEAM, serving, wall, write_wall

MODELINE = re.compile(r"# yaml-language-server: \$schema=http://127\.0\.0\.1:8070/v1/schemas/(\w+)\n")


def sample_files() -> Iterator[Path]:
    """Everything in YAML that the sample wall, and what is shipped beside it, consists of.

    Its timetables are what a source reads, as its calendars are, and no part of the wall.
    """
    folder = sample_wall_folder()
    yield from sorted(path for path in folder.rglob("*.yaml") if folder / "timetables" not in path.parents)
    yield from sorted(layouts_folder().glob("*.yaml"))


def faults(schema: dict[str, Any], data: Any) -> list[str]:
    """What a validator says of `data`, deepest first."""
    found = Draft202012Validator(schema).iter_errors(data)
    return [f"{one.json_path}: {one.message}" for error in found for one in (error.context or [error])]


@pytest.fixture(scope="module")
def sample_schemas() -> dict[str, dict[str, Any]]:
    return schemas(names_of(load(sample_wall_folder())))


@pytest.mark.parametrize("path", list(sample_files()), ids=lambda path: str(path.relative_to(layouts_folder())))
def test_every_file_of_the_sample_wall_names_its_schema_and_fits_it(
    path: Path, sample_schemas: dict[str, dict[str, Any]]
) -> None:
    text = path.read_text("utf-8")
    found = MODELINE.match(text)

    assert found is not None, f"begin {path.name} with the line that docs/editors.md names"
    schema = sample_schemas[found[1]]
    Draft202012Validator.check_schema(schema)
    assert faults(schema, parse(path.name, text).data) == []


def test_the_hub_serves_the_schemas_of_its_own_wall(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        screens = hub.get("/v1/schemas/screens")
        layout = hub.get("/v1/schemas/layout")
        again = hub.get("/v1/schemas/layout", **{"If-None-Match": layout.headers["ETag"]})
        nothing = hub.get("/v1/schemas/layuot")

    assert screens.headers["Content-Type"] == "application/schema+json"
    assert faults(screens.json(), yaml.safe_load(SCREENS)) == []
    assert faults(layout.json(), yaml.safe_load(TEAM)) == []
    assert again.status_code == 304
    assert (nothing.status_code, nothing.json()["error"]) == (404, "no-schema")
    assert "layout" in nothing.json()["hint"]


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("show: [team]", "show: [taem]", "'taem' is not one of"),
        ("show: [sales]", "show: everything", "'everything' is not one of"),
        ("mirror: left", "mirror: nobody", "'nobody' is not one of"),
        ("show: [sales]", "show: [sales], theme: pink", "'pink' is not one of"),
        ("show: [sales]", "show: [sales], rotat: 90", "'rotat' was unexpected"),
    ],
)
def test_a_name_that_this_wall_has_not_fails_in_its_screens(before: str, after: str, named: str) -> None:
    schema = schemas(names_of(wall()))["screens"]
    wrong = yaml.safe_load(SCREENS.replace(before, after))

    assert before in SCREENS
    assert named in " ".join(faults(schema, wrong))
    assert faults(schema, yaml.safe_load(SCREENS)) == []


def test_a_metric_that_this_wall_has_not_fails_in_its_layouts() -> None:
    schema = schemas(names_of(wall()))["layout"]

    assert faults(schema, yaml.safe_load(TEAM)) == []
    assert "'oders' is not one of" in " ".join(
        faults(schema, yaml.safe_load(TEAM.replace("metric: orders", "metric: oders")))
    )


def test_whatever_comes_with_displayd_and_all_that_is_the_walls_own_may_be_named() -> None:
    names = names_of(load(sample_wall_folder()))

    assert {"company", "devops", "sales", "voice-of-customer"} <= set(names.dashboards)
    assert {"dark", "light", "high-contrast", "larkspur"} == set(names.themes)
    assert {"dev-left", "ceo"} <= set(names.screens)
    assert names.metrics
