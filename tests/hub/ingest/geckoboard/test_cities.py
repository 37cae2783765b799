"""Where cities are."""

from __future__ import annotations

import pytest

from displayd.hub.ingest.geckoboard import cities
from displayd.hub.ingest.geckoboard.cities import place_of_city


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("London", "GB", (51.5, -0.1)),
        ("London", "uk", (51.5, -0.1)),
        ("Zürich", "CH", (47.4, 8.5)),
        ("sao paulo", "", (-23.5, -46.6)),
        ("San Francisco", "US", (37.8, -122.4)),
        ("St. Louis", "US", (38.6, -90.2)),
        ("London", "CA", None),
        ("Nowhere", "", None),
    ],
)
def test_a_city_is_found_by_its_name_with_or_without_accents(
    name: str, country: str, place: tuple[float, float] | None
) -> None:
    assert place_of_city(name, country) == place


def test_every_city_of_the_list_is_read_and_on_the_globe() -> None:
    listed = cities._CITIES.count(";") + len([line for line in cities._CITIES.splitlines() if line and line[0] != " "])
    places = [place for found in cities._places().values() for place in found.values()]

    assert len(places) == listed
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in places)
