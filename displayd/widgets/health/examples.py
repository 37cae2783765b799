"""Uses of `health`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Portfolio health",
        "value": 71,
        "previous": 68,
        "previous_label": "last month",
        "amber": 75,
        "red": 50,
        "history": [74, 73, 70, 66, 64, 65, 67, 68, 70, 71],
        "parts": [
            {"label": "Adoption", "value": 64, "weight": 0.4},
            {"label": "NPS", "value": 81, "weight": 0.2},
            {"label": "CSAT", "value": 90, "weight": 0.2},
            {"label": "Engagement", "value": 44, "weight": 0.2},
        ],
    },
    "bar alone": {"title": "Northwind Traders", "value": 38, "previous": 52, "amber": 75, "red": 50},
    "from its parts": {
        "title": "Fabrikam",
        "amber": 75,
        "red": 50,
        "about": "Adoption 40 %, NPS, CSAT and engagement 20 % each; what is not known drops out",
        "parts": [
            {"label": "Adoption", "value": 92, "weight": 4},
            {"label": "NPS", "value": None, "weight": 2},
            {"label": "CSAT", "value": 88, "weight": 2},
        ],
    },
    "awkward": {
        "title": "Beyond both ends",
        "value": 9_999_999_999,
        "previous": -40,
        "parts": [
            {"label": "A label of sixty letters, which is more than any row can hold", "value": -9_999_999_999},
            {"label": "", "value": 0},
            *({"label": f"Part {number}", "value": 10 * number, "weight": 0} for number in range(12)),
        ],
    },
}
