"""Who gets which release, and when."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.hub.releases.offers import offer_for, release_for
from displayd.hub.releases.quiet_hours import quiet_hours
from displayd.hub.releases.shelf import Release, Shelf
from displayd.hub.wall.screens import ScreenSpec
from tests.hub.releases.shelves import shelve
from tests.hub.walls import NOON, mistakes, wall

PAIR = """
defaults: {timezone: Europe/London}
screens:
  left: {device: LEFT, show: [team], ring: canary, updates: "01:00-05:00"}
  right: {device: RIGHT, mirror: left, rotate: 90}
  other: {device: OTHER, show: [sales]}
"""


def spec(name: str, screens: str = PAIR) -> ScreenSpec:
    return wall({"screens.yaml": screens}).screens[name]


def version_for(name: str, state: Path, compatible: str = "displayd-arm64") -> str | None:
    found = release_for(spec(name), Shelf(state).releases(), compatible)
    return found.version if found else None


def test_canaries_get_it_first_and_the_others_when_it_is_promoted(tmp_path: Path) -> None:
    shelve(tmp_path, "1.9", added_at=NOON - 1)
    shelve(tmp_path, "2.0", ring="canary")
    before = version_for("left", tmp_path), version_for("other", tmp_path)
    Shelf(tmp_path).promote("2.0")

    assert before == ("2.0", "1.9")
    assert (version_for("left", tmp_path), version_for("other", tmp_path)) == ("2.0", "2.0")


def test_mirror_is_in_the_ring_of_the_screen_that_it_mirrors(tmp_path: Path) -> None:
    shelve(tmp_path, "2.0", ring="canary")

    assert version_for("right", tmp_path) == "2.0"


def test_release_for_another_kind_of_machine_is_never_offered(tmp_path: Path) -> None:
    shelve(tmp_path, "2.0", compatible="displayd-amd64")

    assert version_for("left", tmp_path) is None
    assert version_for("left", tmp_path, "displayd-amd64") == "2.0"


def test_when_the_last_one_is_taken_away_the_one_before_is_for_them_again(tmp_path: Path) -> None:
    shelve(tmp_path, "1.9", added_at=NOON - 1)
    shelve(tmp_path, "2.0")
    Shelf(tmp_path).remove("2.0")

    assert version_for("other", tmp_path) == "1.9"


@pytest.mark.parametrize("field", ["ring: everyone", 'updates: "03:00-04:00"'])
def test_a_mirror_that_says_its_own_is_a_mistake_with_its_line(field: str) -> None:
    found = mistakes({"screens.yaml": PAIR.replace("mirror: left", f"mirror: left, {field}")})

    assert len(found) == 1
    assert found[0].startswith(f"screens.yaml:4: `{field.partition(':')[0]}` and `mirror` cannot stand together")


@pytest.mark.parametrize("place", ["defaults: {", "other: {"])
def test_quiet_hours_that_no_clock_shows_are_a_mistake_with_their_line(place: str) -> None:
    found = mistakes({"screens.yaml": PAIR.replace(place, place + 'updates: "2am", ')})

    assert len(found) == 1
    assert "`2am` has no end" in found[0]
    assert "02:00-04:00" in found[0]


NAMES = st.integers(0, 9999).map("screen-{}".format)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.floats(0, 7 * 86_400), NAMES)
def test_a_pair_starts_it_at_the_same_minute_inside_the_quiet_hours(after: float, name: str) -> None:
    screens = PAIR.replace("right:", f"{name}:")
    now = NOON + after
    release = release_on_paper()
    left, right = (offer_for(release, spec(one, screens), now) for one in ("left", name))

    assert left.restart_at == right.restart_at
    assert left.restart_at % 60 == 0
    for offer in (left, right):
        assert offer.install_from < offer.restart_at < offer.install_until
        assert offer.install_until > now
        hours = quiet_hours("01:00-05:00", now, "Europe/London")
        assert hours.start <= offer.install_from
        assert offer.install_until == hours.end


def release_on_paper() -> Release:
    return Release(
        version="2.0", compatible="displayd-arm64", sha256="0" * 64, size_bytes=1, ring="everyone", added_at=NOON
    )


def test_with_no_quiet_hours_it_is_for_now(tmp_path: Path) -> None:
    release = shelve(tmp_path, "2.0")
    offer = offer_for(release, spec("left", PAIR.replace("01:00-05:00", "")), NOON)

    assert (offer.install_from, offer.restart_at) == (NOON, NOON)
    assert offer.path == f"releases/{release.sha256}"
