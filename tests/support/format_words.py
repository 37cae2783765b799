"""What screens of this version know, to be kept with a release: `python -m tests.support.format_words > FILE`."""

from __future__ import annotations

import json
import sys
from typing import Any

from displayd.document.json_schema import schema
from displayd.scene.theme import THEMES
from displayd.text.custom_units import CUSTOM_KINDS
from displayd.text.units import UNITS

__all__ = ["words_now"]

FOR_PEOPLE = ("description", "title", "examples", "default")


def words_now() -> dict[str, Any]:
    """The schema of the document without what is for people, and the names of units and themes."""
    return {
        "schema": _bare(schema()),
        "units": sorted([*UNITS, *(f"{kind}:" for kind in CUSTOM_KINDS)]),
        "themes": sorted(THEMES),
    }


def _bare(found: Any, holds_names: bool = False) -> Any:
    if isinstance(found, dict):
        return {
            key: _bare(value, key in ("properties", "$defs"))
            for key, value in found.items()
            if holds_names or key not in FOR_PEOPLE
        }
    return [_bare(one) for one in found] if isinstance(found, list) else found


if __name__ == "__main__":
    json.dump(words_now(), sys.stdout, separators=(",", ":"), sort_keys=True)
    sys.stdout.write("\n")
