"""Uses of `map`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Active customers by site",
        "places": [
            {"label": "Dublin", "lat": 53.3, "lon": -6.3, "value": 412},
            {"label": "Lisbon", "lat": 38.7, "lon": -9.1, "value": 268},
            {"label": "Berlin", "lat": 52.5, "lon": 13.4, "value": 731},
            {"label": "Milan", "lat": 45.5, "lon": 9.2, "value": 154},
            {"label": "Oslo", "lat": 59.9, "lon": 10.7, "value": 96},
            {"label": "Warsaw", "lat": 52.2, "lon": 21.0, "value": 205},
        ],
    },
    "world with levels": {
        "title": "Error rate by data centre",
        "unit": "percentunit",
        "direction": "down",
        "amber": 0.01,
        "red": 0.03,
        "places": [
            {"label": "Oregon", "lat": 45.6, "lon": -121.2, "value": 0.004},
            {"label": "Virginia", "lat": 39.0, "lon": -77.5, "value": 0.013},
            {"label": "São Paulo", "lat": -23.5, "lon": -46.6, "value": 0.006},
            {"label": "Frankfurt", "lat": 50.1, "lon": 8.7, "value": 0.002},
            {"label": "Mumbai", "lat": 19.1, "lon": 72.9, "value": 0.041},
            {"label": "Singapore", "lat": 1.35, "lon": 103.8, "value": 0.008},
            {"label": "Tokyo", "lat": 35.7, "lon": 139.7, "value": 0.003},
            {"label": "Sydney", "lat": -33.9, "lon": 151.2, "value": 0.005},
        ],
    },
    "one place": {
        "title": "Head office",
        "places": [{"label": "Galway", "lat": 53.27, "lon": -9.05, "level": "good"}],
    },
    "many": {
        "title": "Orders today",
        "region": "north-america",
        "unit": "currencyUSD",
        "places": [
            {"label": f"Store {n}", "lat": 31 + n * n % 17, "lon": -120 + n * 17 % 43, "value": 9000 - 220 * n}
            for n in range(40)
        ],
    },
    "awkward": {
        "title": "Islands, long names and nothing",
        "places": [
            {"label": "Suva", "lat": -18.1, "lon": 178.4, "value": -9_999_999_999},
            {"label": "A name that is much too long for the tile that it was given", "lat": 21.3, "lon": -157.9},
            {"label": "", "lat": -36.8, "lon": 174.8, "value": 0, "level": "red"},
            {"label": "nowhere", "value": 9_999_999_999},
        ],
    },
}
