"""Which version stays: what counts as good, as bad, and as neither."""

from __future__ import annotations

import pytest

from displayd.appliance.updates.machine import InstallError
from tests.appliance.updates.world import Restart, Version, World


def on_trial(world: World, kind: Version) -> World:
    """The machine right after it has started a new version."""
    world.publish(kind)
    world.boot()
    with pytest.raises(Restart):
        world.updater().look()
    world.boot()
    return world


def test_good_is_a_version_whose_page_has_stayed(world: World) -> None:
    on_trial(world, Version("2.0"))

    assert world.left["B"] == 2
    assert world.trial().keep()
    assert world.left["B"] == 3
    assert world.memory.load().pending is None


def test_page_of_a_program_that_then_crashes_does_not_count(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    on_trial(world, Version("2.0"))

    def crash(_: float) -> None:
        world.page_mark.unlink()
        world.runtime.joinpath("other").touch()  # takes its inode, so that the next mark has another
        world.page_mark.touch()

    monkeypatch.setattr(world, "pass_time", crash)

    assert not world.trial().keep()
    assert world.left["B"] == 2


@pytest.mark.expects_log
def test_without_a_page_the_time_runs_out(world: World) -> None:
    on_trial(world, Version("2.0", "shows no page"))
    looks = []
    for _ in range(7):
        looks.append(world.trial().look())
        world.pass_time(100)

    assert looks == [True] * 6 + [False]
    assert world.memory.take_reason() == "it showed no page within 10 min"


def test_night_without_a_tv_does_not_count(world: World) -> None:
    world.had_page = True
    on_trial(world, Version("2.0"))
    world.page_mark.unlink()
    world.has_tv_on = False
    for _ in range(100):
        assert world.trial().look()
        world.pass_time(300)
    world.has_tv_on = True

    # From now on the time runs, and there is enough of it.
    assert world.trial().look()
    world.pass_time(500)
    assert world.trial().look()
    world.page_mark.touch()
    assert world.trial().look()
    assert world.left["B"] == 3


@pytest.mark.expects_log
def test_program_that_does_not_stay_up_is_bad_with_and_without_a_tv(world: World) -> None:
    on_trial(world, Version("2.0", "crashes"))
    world.has_tv_on = False
    assert world.trial().look()
    world.pass_time(601)

    assert not world.trial().look()


def test_hub_that_is_away_takes_no_version_back_that_shows_no_less_than_the_one_before(world: World) -> None:
    world.had_page = False
    on_trial(world, Version("2.0", "shows no page"))

    assert world.trial().keep()
    assert world.left["B"] == 3


def test_version_that_is_not_on_trial_is_good_as_soon_as_its_program_runs(world: World) -> None:
    world.had_page = False
    for _ in range(10):
        world.boot()
        assert world.booted == "A"
        assert world.trial().look()
        assert world.left["A"] == 3


@pytest.mark.expects_log
def test_boot_loader_that_cannot_be_told_is_no_reason_to_start_anew(world: World) -> None:
    world.boot()
    world.marking = InstallError("no env partition")
    for _ in range(10):
        assert world.trial().look()
        world.pass_time(600)


def test_without_a_data_partition_only_a_page_makes_it_good_and_nothing_makes_it_bad(world: World) -> None:
    world.folder.rmdir()
    world.folder.write_text("in the way, as a read-only folder would be")
    world.boot()
    world.page_mark.unlink()
    for _ in range(10):
        assert world.trial().look()
        world.pass_time(600)
    assert world.left["A"] == 2
    world.page_mark.touch()

    assert world.trial().look()
    assert world.left["A"] == 3


def test_good_is_told_once(world: World) -> None:
    world.boot()
    assert world.trial().keep()
    world.marking = InstallError("would fail")

    assert world.trial().keep()
