"""Schemas tell people what every field is, and in which unit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from displayd.document.json_schema import schema
from displayd.hub.wall.json_schema import schemas
from displayd.protocol.vocabulary import UnixTime

SCHEMAS = {"document": schema(), **schemas()}

# The last word of a name, and what its description has to say.
UNITS = {
    "after": "second",
    "seconds": "second",
    "minute": "minute",
    "hours": "hour",
    "days": "day",
    "in": "inch|second",
    "m": "metre",
    "px": "px",
    "rotate": "degree",
    "lat": "degree",
    "lon": "degree",
}

LAST_MOMENT = get_args(UnixTime)[1].le


def properties(part: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Place and schema of every property in a schema."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "properties":
                yield from ((f"{path}.{field}", one) for field, one in value.items())
            yield from properties(value, path if name in ("$defs", "properties") else f"{path}.{name}")
    elif isinstance(part, list):
        for one in part:
            yield from properties(one, path)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_says_what_it_is(name: str) -> None:
    silent = [path for path, one in properties(SCHEMAS[name]) if not one.get("description", "").strip()]

    assert silent == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_has_a_unit_says_it(name: str) -> None:
    found = list(properties(SCHEMAS[name]))
    units = [(path, one, UNITS.get(path.rpartition(".")[2].rpartition("_")[2])) for path, one in found]
    moments = [(path, one, "unix time") for path, one in found if f'"maximum": {LAST_MOMENT}' in json.dumps(one)]

    unsaid = [
        path
        for path, one, unit in [*units, *moments]
        if unit and not re.search(unit, one.get("description", ""), re.IGNORECASE)
    ]

    assert unsaid == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_left_out_is_null_in_json(name: str) -> None:
    assert [path for path, one in properties(SCHEMAS[name]) if re.search(r"\bNone\b", one.get("description", ""))] == []
