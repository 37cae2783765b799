"""The power goes between any two steps of an update, once or several times."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.appliance.updates.world import Kind, Version, World, world_in

BAD: list[Kind] = ["crashes", "shows no page", "does not start"]


def after_cuts(world: World, kind: Kind, cuts: set[int]) -> World:
    """The same world, long after an update during which the power went."""
    world.cuts = cuts
    world.publish(Version("2.0", kind))
    world.live(60)
    return world


def steps_of(world: World, kind: Kind) -> int:
    """How many steps an undisturbed update takes."""
    return after_cuts(world, kind, set()).steps


def test_a_good_release_runs_in_the_end_wherever_the_power_goes(world: World, tmp_path: Path) -> None:
    steps = min(steps_of(world, "good"), 80)
    assert world.running == Version("2.0")

    for cut in range(1, steps + 1):
        other = after_cuts(world_in(tmp_path / str(cut)), "good", {cut})

        assert other.running == Version("2.0"), cut
        assert other.memory.load().pending is None, cut
        assert list(other.memory.folder.glob("*.raucb")) == [], cut


@pytest.mark.expects_log
@pytest.mark.parametrize("kind", BAD)
def test_the_old_picture_is_back_in_the_end_wherever_the_power_goes(kind: Kind, world: World, tmp_path: Path) -> None:
    steps = min(steps_of(world, kind), 80)
    assert world.running == Version("1.0")

    for cut in range(1, steps + 1, 1 if kind == "crashes" else 3):
        other = after_cuts(world_in(tmp_path / str(cut)), kind, {cut})

        assert other.running == Version("1.0"), cut
        assert other.memory.load().failures[-1].version == "2.0", cut
        assert other.memory.load().pending is None, cut


@pytest.mark.expects_log
@given(st.sets(st.integers(1, 60), max_size=6), st.sampled_from(["good", *BAD]))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_there_is_a_picture_after_any_number_of_cuts(
    tmp_path_factory: pytest.TempPathFactory, cuts: set[int], kind: Kind
) -> None:
    world = after_cuts(world_in(tmp_path_factory.mktemp("cuts")), kind, cuts)

    assert world.running.kind == "good"
    known = world.memory.load()
    # What broke off too often is given up, like what does not work; nothing is left half done.
    assert world.running.name == "2.0" or known.failures[-1].version == "2.0"
    assert known.pending is None
