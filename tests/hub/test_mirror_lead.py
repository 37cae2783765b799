"""How far ahead a mirror group gets its changes."""

from __future__ import annotations

import pytest

from displayd.hub.fleet import ONLINE_SECONDS, Fleet
from displayd.hub.mirror_lead import SHORTEST_SECONDS, MirrorLead
from displayd.hub.settings import HubSettings
from tests.hub.walls import HUB, NOON, wall

LONGEST = HubSettings().mirror_lead_seconds
WALL = wall({"hub.yaml": HUB.replace("mirror_lead_seconds: 0.2", "")})


class Group:
    """The two mirrors of the small wall, and what they have said."""

    def __init__(self) -> None:
        self.fleet = Fleet()
        self.lead = MirrorLead(self.fleet)

    def hear(self, screen: str, lead_seconds: float | None, at: float = NOON) -> None:
        """A question of `screen`."""
        self.fleet.touch(screen, screen, "10.0.0.1", at).lead_seconds = lead_seconds

    def seconds(self, at: float = NOON) -> float:
        """The lead of their group."""
        return self.lead.seconds(WALL, "left", at)


@pytest.fixture
def group() -> Group:
    return Group()


def test_the_slowest_member_decides(group: Group) -> None:
    group.hear("left", 0.31)
    group.hear("right", 0.29)
    group.hear("other", 1.7)

    assert group.seconds() == 0.31


def test_a_silent_member_holds_nobody_up(group: Group) -> None:
    group.hear("left", 1.5)
    group.hear("right", 0.29, NOON + ONLINE_SECONDS + 1)

    assert group.seconds(NOON + ONLINE_SECONDS) == 1.5
    assert group.seconds(NOON + ONLINE_SECONDS + 1) == 0.29


def test_a_member_that_has_never_come_holds_nobody_up(group: Group) -> None:
    group.hear("left", 0.25)

    assert group.seconds() == 0.25


def test_a_member_that_does_not_say_what_it_needs_gets_all_there_is(group: Group) -> None:
    group.hear("left", 0.25)
    group.hear("right", None)

    assert group.seconds() == LONGEST


def test_a_group_of_which_nobody_is_there_gets_all_there_is(group: Group) -> None:
    assert group.seconds() == LONGEST >= 1


def test_the_lead_has_a_floor_and_a_ceiling(group: Group) -> None:
    group.hear("left", 0.004)
    shortest = group.seconds()
    group.hear("left", 30.0)

    assert (shortest, group.seconds()) == (SHORTEST_SECONDS, LONGEST)


def test_a_ceiling_below_the_floor_holds(group: Group) -> None:
    group.hear("left", 0.004)

    assert group.lead.seconds(wall({"hub.yaml": "mirror_lead_seconds: 0.02"}), "left", NOON) == 0.02


def test_another_wall_has_other_members(group: Group) -> None:
    group.hear("left", 0.25)
    group.hear("other", 0.5)
    before = group.seconds()
    mirrors = "screens: {left: {show: [team]}, right: {mirror: left}, other: {mirror: left}}"

    after = group.lead.seconds(wall({"screens.yaml": mirrors, "hub.yaml": ""}), "left", NOON)

    assert (before, after) == (0.25, 0.5)
