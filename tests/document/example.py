"""The document of the design notes, and changed ones."""

from __future__ import annotations

import json
from typing import Any

# The one of the design notes.
EXAMPLE: dict[str, Any] = {
    "format": 1,
    "screen": "dev-left",
    "title": "DevOps",
    "theme": "dark",
    "rotate": 0,
    "locale": "en-GB",
    "timezone": "Europe/London",
    "transition": "fade",
    "mirror": {"group": "dev-wall", "effective_at": 1795291683.5},
    "pages": [
        {
            "title": "Production",
            "seconds": 20,
            "landscape": ["uptime uptime errors errors", "load load load conns"],
            "portrait": ["uptime", "errors", "load", "conns"],
            "widgets": {
                "uptime": {"type": "gauge", "title": "Uptime, 30 days", "value": 0.9993, "unit": "percentunit",
                           "direction": "up", "amber": 0.999, "red": 0.99, "about": "1 - downtime / period",
                           "as_of": 1795291600, "expire_after": 600},
                "errors": {"type": "number", "title": "Error rate", "value": 0.0038, "previous": 0.0046,
                           "unit": "percentunit", "direction": "down", "history": [0.004, 0.0042, 0.0038]},
                "load": {"type": "line", "title": "Requests", "unit": "reqps", "series": [
                    {"name": "web", "points": [[1795290000, 410.0], [1795290060, 425.5]]}]},
                "conns": {"type": "number", "title": "Open connections", "value": 1284},
            },
        }
    ],
}  # fmt: skip


def changed(*path: str | int, to: object) -> bytes:
    """The example as JSON with the value at `path` put in place of what was there."""
    data = json.loads(json.dumps(EXAMPLE))
    part = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = to
    return json.dumps(data).encode()
