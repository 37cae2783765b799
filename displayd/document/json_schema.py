"""JSON Schema of the document, from the types themselves, for editors that complete and check."""

from __future__ import annotations

from typing import Any

import msgspec

from displayd.document.model import Document

__all__ = ["describe_tags", "schema"]


def schema() -> dict[str, Any]:
    """JSON Schema of the document; every property says what it is, in which unit."""
    found = msgspec.json.schema(Document)
    describe_tags(found["$defs"])
    return found


def describe_tags(definitions: dict[str, Any]) -> None:
    """Say what `type` is in those of `definitions` that are widgets: msgspec makes it, and nobody declares it."""
    for definition in definitions.values():
        tag = definition.get("properties", {}).get("type", {})
        if "enum" in tag:
            tag["description"] = "Which widget it is."
