"""The document's schema."""

from __future__ import annotations

import json
import re

from displayd.document.json_schema import schema
from displayd.document.model import Document, Page
from displayd.widgets import WIDGETS


def test_schema_for_editors_knows_every_field_and_widget() -> None:
    text = json.dumps(schema())

    assert all(f'"{field}"' in text for field in (*Document.__struct_fields__, *Page.__struct_fields__))
    assert all(f'"{kind.__struct_config__.tag}"' in text for kind in WIDGETS)
    assert re.search(r'"additionalProperties": false', text)
