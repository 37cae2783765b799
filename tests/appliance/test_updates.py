"""From one version to the next and, where that does not work, back: through the boot loader, RAUC and a hub.

Each test ends with the picture of the dashboard on the glass, whichever version draws it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from displayd.cli.main import main
from tests.appliance.dashboards import colorful, has_theme_colors
from tests.appliance.hub import GUEST_HUB, Hub
from tests.appliance.image import ROOT
from tests.appliance.machine import Hardware, Machine
from tests.appliance.patience import eventually
from tests.appliance.releases import Releases, boot_script, built_releases

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(3600)]

UNITS = ROOT / "provisioning/overlay/etc/systemd/system"
DROP_IN = "displayd.service.d/displayd-image.conf"

# The program of the screen, and a shorter time than a Pi is given.
CRASHES: dict[str, str | None] = {
    f"etc/systemd/system/{name}": re.sub(pattern, new, (UNITS / name).read_text())
    for name, pattern, new in (
        (DROP_IN, "/usr/bin/displayd run", "/bin/false run"),
        ("displayd-deadline.timer", r"OnBootSec=.*\nOnUnitInactiveSec=.*", "OnBootSec=20\nOnUnitInactiveSec=20"),
        ("displayd-deadline.service", "appliance deadline", "appliance deadline --seconds 40"),
    )
}

# Several times what an update takes on an idle computer: fetching, writing a gigabyte, two starts.
UPDATE_SECONDS = 900.0


@pytest.fixture(scope="module")
def releases() -> Releases:
    """Version 1.0, and what later ones are made from."""
    return built_releases("amd64")


@contextmanager
def screen(releases: Releases, hub: Hub, folder: Path) -> Iterator[Machine]:
    """A machine that runs version 1.0, shows a dashboard, and may be updated at any time."""
    hub.show("sales", colorful("Orders"))
    hub.start_hub()
    arch = releases.image.arch
    files: dict[str, str | bytes] = {
        "displayd.yaml": f"hub: {GUEST_HUB}\n",
        "boot.scr": boot_script(arch, folder, "systemd.debug_shell=ttyS1"),
    }
    hardware = Hardware(has_boot_loader=True)
    with Machine(releases.image, folder / "tv", hub.cable, files, hardware) as machine:
        machine.power_on()
        hub.claim("tv", hub.wait_for_unclaimed()[0], show=["sales"], updates="")
        machine.wait_for_picture(has_theme_colors, "the dashboard of version 1.0")
        yield machine


def release(hub: Hub, *words: str | Path) -> None:
    """`displayd hub release WORDS`."""
    assert main(["hub", "release", *map(str, words), "--state", str(hub.folder / "hub-state")]) == 0


def update_now(machine: Machine) -> None:
    """What the timer does every few minutes."""
    machine.shell.run("systemctl start --no-block displayd-update.service")


def image_on(hub: Hub) -> str:
    """Version and slot, as the wall page says them."""
    return str(hub.screen("tv")["image"])


def told_of_updates(hub: Hub) -> list[str]:
    """What the wall page says is wrong with them; the machine has no time server, which it says too."""
    return [problem for problem in hub.screen("tv")["problems"] if "2." in problem or "updates" in problem]


def counters(machine: Machine) -> dict[str, str]:
    """What the boot loader goes by."""
    lines = machine.shell.run("fw_printenv BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT").splitlines()
    return dict(line.split("=", 1) for line in lines)


def is_kept(machine: Machine) -> bool:
    """Whether the version that runs has been told to the boot loader."""
    return "yes" in machine.shell.run("test -e /run/displayd-updates/good && echo yes", check=False)


def boots(machine: Machine) -> list[str]:
    """The slots that the boot loader has started since the first power-on."""
    return re.findall(r"displayd: slot ([AB]), order", machine.serial())


def test_new_version_is_installed_and_kept(releases: Releases, hub: Hub, folder: Path) -> None:
    with screen(releases, hub, folder) as machine:
        eventually(lambda: is_kept(machine), 120, "version 1.0 to be kept")
        assert counters(machine)["BOOT_A_LEFT"] == "3"
        release(hub, "add", releases.bundle(folder, "2.0"), "--ring", "everyone", "--ca", releases.certificate)
        update_now(machine)

        eventually(lambda: boots(machine)[-1] == "B", UPDATE_SECONDS, lambda: machine.told("slot B to start"))
        machine.shell.close()
        machine.wait_for_picture(has_theme_colors, "the dashboard of version 2.0")
        eventually(lambda: is_kept(machine), 300, "version 2.0 to be kept")
        assert counters(machine) == {"BOOT_ORDER": "B A", "BOOT_A_LEFT": "3", "BOOT_B_LEFT": "3"}
        update_now(machine)
        eventually(lambda: image_on(hub) == "image 2.0 (B)", 120, "the hub to hear of it")
        assert told_of_updates(hub) == []
        assert machine.shell.run("ls /data/updates") == "state.json"


def test_version_that_crashes_gives_way_to_the_one_before(releases: Releases, hub: Hub, folder: Path) -> None:
    with screen(releases, hub, folder) as machine:
        eventually(lambda: is_kept(machine), 120, "version 1.0 to be kept")
        release(hub, "add", releases.bundle(folder, "2.0", CRASHES), "--ring", "everyone")

        goes_and_comes_back(machine, "the dashboard after a version that crashes")
        why = "its program did not stay up within 1 min"
        assert hears_of(hub, machine, "2.0") == f"2.0 did not work, so 1.0 is back: {why}"
        assert image_on(hub) == "image 1.0 (A)"


def test_slot_that_does_not_start_gives_way_to_the_one_before(releases: Releases, hub: Hub, folder: Path) -> None:
    with screen(releases, hub, folder) as machine:
        eventually(lambda: is_kept(machine), 120, "version 1.0 to be kept")
        release(hub, "add", releases.bundle(folder, "2.0", {"vmlinuz": None}), "--ring", "everyone")

        goes_and_comes_back(machine, "the dashboard after a slot without a kernel")
        assert hears_of(hub, machine, "2.0").startswith("2.0 did not work, so 1.0 is back: it did not start")
        assert image_on(hub) == "image 1.0 (A)"


def test_power_cut_while_a_slot_is_written(releases: Releases, hub: Hub, folder: Path) -> None:
    with screen(releases, hub, folder) as machine:
        eventually(lambda: is_kept(machine), 120, "version 1.0 to be kept")
        release(hub, "add", releases.bundle(folder, "2.0"), "--ring", "everyone")
        update_now(machine)
        eventually(lambda: "installing 2.0, " in hub.screen("tv")["update"], UPDATE_SECONDS, "RAUC to write")
        machine.cut_power()
        machine.power_on()

        machine.wait_for_picture(has_theme_colors, "the dashboard after the power cut")
        assert boots(machine) == ["A", "A"]
        update_now(machine)
        eventually(lambda: boots(machine)[-1] == "B", UPDATE_SECONDS, lambda: machine.told("slot B to start"))
        machine.shell.close()
        machine.wait_for_picture(has_theme_colors, "the dashboard of version 2.0")
        eventually(lambda: is_kept(machine), 300, "version 2.0 to be kept")


def goes_and_comes_back(machine: Machine, what: str) -> None:
    """Have a release installed that does not work, and wait for the picture of the one before."""
    count = len(boots(machine))
    update_now(machine)
    eventually(lambda: boots(machine)[count:], UPDATE_SECONDS, lambda: machine.told("slot B to start"))
    machine.shell.close()
    limit = 2 * UPDATE_SECONDS
    eventually(lambda: boots(machine)[-1] == "A", limit, lambda: machine.told("slot A to be back"))
    assert boots(machine)[count:] == ["B", "B", "B", "A"]
    machine.wait_for_picture(has_theme_colors, what)


def hears_of(hub: Hub, machine: Machine, version: str) -> str:
    """What the wall page says is wrong with a version, once it does."""
    update_now(machine)

    def told() -> str:
        return next((problem for problem in told_of_updates(hub) if problem.startswith(version)), "")

    return eventually(told, 300, "the hub to hear of it")
