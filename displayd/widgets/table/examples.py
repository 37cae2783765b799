"""Uses of `table`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Silent accounts",
        "columns": [
            {"label": "Account"},
            {"label": "Revenue", "unit": "currencyEUR", "decimals": 0},
            {"label": "Health", "direction": "up", "amber": 75, "red": 50},
            {"label": "Renewal"},
        ],
        "rows": [
            ["Northwind Traders", 84_500, 42, "3 Dec"],
            ["Contoso", 61_250, 71, "14 Dec"],
            ["Fabrikam", 38_000, 88, "9 Jan"],
            ["Tailspin Toys", 12_400, 64, "30 Jan"],
            ["Wide World Importers", 9_900, 49, "2 Feb"],
        ],
    },
    "more than fits": {
        "title": "Slowest queries",
        "columns": [{"label": "Query"}, {"label": "Calls"}, {"label": "Mean", "unit": "ms"}],
        "rows": [[f"select_{number}", 100 * number, 12.5 * number] for number in range(1, 40)],
    },
    "bars, lines and dates": {
        "title": "Accounts to look after",
        "columns": [
            {"label": "Account"},
            {"label": "In use", "unit": "percentunit", "decimals": 0, "show": "bar", "direction": "up", "red": 0.3},
            {"label": "Logins", "show": "sparkline", "history_seconds": 7_257_600},
            {"label": "Health", "show": "background", "direction": "up", "amber": 75, "red": 50},
            {"label": "Renewal", "show": "date"},
        ],
        "rows": [
            ["Northwind", 0.82, "40 42 41 45 47 46 52 55 54 58 61 66", 88, "2026-12-03"],
            ["Contoso", 0.24, "30 29 31 26 24 25 19 17 15 16 12 9", 42, "2027-01-14"],
            ["Fabrikam", 0.57, "20 21 20 22 20 21 20 22 21 20 22 21", 71, 1_798_000_000],
            ["Tailspin", 0, "", None, "soon"],
        ],
    },
    "differences": {
        "title": "Below their peers",
        "columns": [
            {"label": "Account"},
            {"label": "In use", "unit": "percentunit", "decimals": 0},
            {"label": "Gap", "unit": "percentunit", "decimals": 0, "show": "difference", "direction": "up", "red": 0},
            {"label": "A month", "unit": "currencyEUR", "show": "difference"},
        ],
        "rows": [["Petal Post", 0.1, -0.54, -120], ["Rosewood", 0.18, -0.465, 84], ["Fern & Moss", 0.72, 0.08, 0]],
    },
    "awkward": {
        "title": "Holes and giants",
        "columns": [
            {"label": "A heading longer than its column"},
            {"label": "Value"},
            {"label": "", "align": "center"},
        ],
        "rows": [
            ["A cell with far more words in it than any tile on any television has room for", 9_999_999_999, "yes"],
            [None, -0.000012, None],
            ["short row"],
        ],
    },
    "one row": {"title": "Next release", "columns": [{"label": ""}, {"label": ""}], "rows": [["4.2", "Friday"]]},
    "uptime": {
        "title": "Uptime of services",
        "columns": [
            {"label": "Service"},
            {"label": "30 days", "unit": "percentunit", "uptime_days": 30, "amber": 0.999, "direction": "up"},
            {"label": "This year", "unit": "percentunit", "uptime_days": 365, "amber": 0.999, "show": "bar"},
        ],
        "rows": [
            ["Shop", 0.99969, 0.99958],
            ["Payments", 0.9988, 0.99921],
            ["Sign-in", 1, 0.99995],
            ["Warehouse", None, 0.9991],
        ],
    },
}
