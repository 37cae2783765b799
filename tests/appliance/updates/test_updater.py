"""One update, from the hub's offer to the version that stays."""

from __future__ import annotations

import hashlib
import shutil
from collections import namedtuple

import pytest

from displayd.appliance.updates.download import RESERVE_BYTES
from displayd.appliance.updates.machine import InstallError
from displayd.device.network.hub_error import HubError
from displayd.errors import StoreError
from displayd.protocol.updates import ReleaseOffer, UpdateReport
from tests.appliance.updates.world import NIGHT, Restart, Version, World


def states(world: World) -> list[str]:
    """What the hub was told, without repetitions."""
    told = [report.state for report in world.reports]
    return [state for number, state in enumerate(told) if number == 0 or told[number - 1] != state]


def test_release_is_fetched_installed_started_and_kept(world: World) -> None:
    world.publish(Version("2.0"))
    world.live()

    assert world.running == Version("2.0")
    assert world.booted == "B"
    assert world.installed == ["2.0"]
    assert states(world) == ["fetching", "installing", "installed", "current"]
    assert world.left["B"] == 3


def test_hub_hears_what_runs_and_how_much_is_done(world: World) -> None:
    world.publish(Version("2.0"))
    world.live(1)

    told = [(one.state, one.percent) for one in world.reports]
    assert ("fetching", 0) in told
    assert ("installing", 50) in told
    assert {(one.version, one.slot, one.release) for one in world.reports} == {("1.0", "A", "2.0")}


def test_outside_the_quiet_hours_it_waits(world: World) -> None:
    world.publish(Version("2.0"))
    world.install_after_seconds = 3600
    world.live(5)

    assert states(world) == ["waiting"]
    assert world.running == Version("1.0")
    assert not list(world.memory.folder.glob("*"))


def test_what_is_installed_is_started_at_the_minute_that_the_hub_says(world: World) -> None:
    world.publish(Version("2.0"))
    world.restart_after_seconds = 300
    world.boot()

    with pytest.raises(Restart):
        world.updater().look()
    assert world.clock == pytest.approx(NIGHT + 300, abs=1)


def test_a_minute_that_is_far_is_waited_for_by_the_next_looks(world: World) -> None:
    world.publish(Version("2.0"))
    world.restart_after_seconds = 3600
    world.boot()
    world.updater().look()
    world.updater().look()

    assert world.installed == ["2.0"]
    assert states(world) == ["fetching", "installing", "installed"]
    assert world.clock < NIGHT + 60


def test_what_the_hub_takes_back_before_it_was_started_is_not_started(world: World) -> None:
    world.publish(Version("2.0"))
    world.restart_after_seconds = 3600
    world.boot()
    world.updater().look()
    world.release = None
    world.updater().look()
    world.boot()

    assert world.running == Version("1.0")
    assert states(world)[-1] == "current"
    assert list(world.memory.folder.glob("*.raucb")) == []


@pytest.mark.expects_log
def test_release_that_crashes_gives_way_to_the_version_before_and_is_not_tried_again(world: World) -> None:
    world.publish(Version("2.0", "crashes"))
    world.live(60)

    assert world.running == Version("1.0")
    assert world.installed == ["2.0"]
    assert world.reports[-1].state == "rolled-back"
    assert world.reports[-1].reason == "its program did not stay up within 10 min"


@pytest.mark.expects_log
def test_slot_that_does_not_start_gives_way_to_the_version_before(world: World) -> None:
    world.publish(Version("2.0", "does not start"))
    world.live()

    assert world.running == Version("1.0")
    assert world.installed == ["2.0"]
    assert world.reports[-1].reason == "it did not start"


@pytest.mark.expects_log
def test_failed_release_is_tried_again_when_the_hub_says_so_or_has_another(world: World) -> None:
    world.publish(Version("2.0", "does not start"))
    world.live()
    world.attempt = 2
    world.live()
    assert world.installed == ["2.0", "2.0"]

    world.publish(Version("2.1"))
    world.live()
    assert world.running == Version("2.1")


@pytest.mark.expects_log
def test_bundle_that_rauc_refuses_is_told_and_not_tried_again(world: World) -> None:
    world.publish(Version("2.0"))
    world.failing = InstallError("signature verification failed")
    world.live()

    assert world.running == Version("1.0")
    assert world.reports[-1].state == "failed"
    assert world.reports[-1].reason == "signature verification failed"
    assert states(world).count("fetching") == 1


@pytest.mark.expects_log
def test_file_that_is_not_what_was_offered_is_never_installed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(Version("2.0"))

    def spoiled(offer: ReleaseOffer, start: int, end: int) -> bytes:
        return bytes(end - start)

    monkeypatch.setattr(world, "piece", spoiled)
    world.live()

    assert world.installed == []
    assert world.reports[-1].state == "failed"
    assert world.reports[-1].reason == "it broke off 3 times"


def test_download_goes_on_where_it_broke_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(Version("2.0"))
    monkeypatch.setattr("displayd.appliance.updates.download.PIECE_BYTES", 3000)
    asked: list[int] = []
    piece = world.piece

    def breaking(offer: ReleaseOffer, start: int, end: int) -> bytes:
        asked.append(start)
        if len(asked) == 2:
            raise HubError("http://hub", "cut-off", "broke off")
        return piece(offer, start, end)

    monkeypatch.setattr(world, "piece", breaking)
    world.boot()
    with pytest.raises(HubError):
        world.updater().look()
    with pytest.raises(Restart):
        world.updater().look()

    assert asked == [0, 3000, *range(3000, len(world.content), 3000)]
    assert world.installed == ["2.0"]


def test_disk_is_never_filled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(Version("2.0"))
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil has it
    free = RESERVE_BYTES + len(world.content) - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - free, free))
    world.boot()

    with pytest.raises(StoreError, match="the data partition is too full"):
        world.updater().look()
    assert world.reports[-1].state == "failed"
    assert "too full" in world.reports[-1].reason
    assert world.memory.load().failures == ()


def test_older_bundles_are_deleted_before_a_new_one_is_fetched(world: World) -> None:
    world.memory.folder.mkdir()
    for name in ("a" * 64 + ".raucb", "b" * 64 + ".part"):
        (world.memory.folder / name).write_bytes(b"old")
    world.publish(Version("2.0"))
    world.restart_after_seconds = 3600
    world.boot()
    world.updater().look()

    digest = hashlib.sha256(world.content).hexdigest()
    assert {path.name for path in world.memory.folder.iterdir()} == {"state.json", f"{digest}.raucb"}


def test_hub_that_takes_no_reports_does_not_stop_an_update(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(Version("2.0"))

    def refusing(report: UpdateReport) -> None:
        raise HubError("http://hub", "refused", "nobody is there")

    monkeypatch.setattr(world, "report", refusing)
    world.live()

    assert world.running == Version("2.0")


@pytest.mark.expects_log
def test_memory_that_cannot_be_read_is_forgotten(world: World) -> None:
    world.memory.folder.mkdir()
    (world.memory.folder / "state.json").write_bytes(b"{")
    world.publish(Version("2.0"))
    world.live()

    assert world.running == Version("2.0")
