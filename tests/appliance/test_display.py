"""The glass of the appliance: from power-on to the page, and whatever happens to the TV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow

from displayd.device.display.splash import CARD, LIGHT
from displayd.scene.theme import THEMES
from tests.appliance.dashboards import colorful
from tests.appliance.glass import has_color
from tests.appliance.hub import GUEST_HUB, Hub
from tests.appliance.image import Image, built_image
from tests.appliance.machine import Hardware, Machine
from tests.appliance.patience import eventually
from tests.appliance.showing import showing
from tests.appliance.window import Window

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(1800)]

# What a TV that comes back may take on an idle computer (issue 8).
BACK_SECONDS = 10.0

BLACK = (0, 0, 0)
BACKGROUND = tuple(bytes.fromhex(THEMES["dark"].background.removeprefix("#")))

# The card's connector, as the kernel lets a test switch it off and on.
SOCKET = "/sys/class/drm/card0-Virtual-1/status"


@pytest.fixture
def hub(folder: Path) -> Iterator[Hub]:
    """A hub with one dashboard, running."""
    with Hub(folder / "office") as office:
        office.show("sales", colorful("Orders"))
        office.start_hub()
        yield office


def kind_of(glass: Pillow.Image, size: tuple[int, int]) -> str:
    """What is on the glass, in a word; `something else` for what nobody should see."""
    colors = {color for _, color in glass.getcolors(4) or []}
    if glass.size != size:
        # QEMU's own words, before there is a driver.
        return "off" if glass.size == (640, 480) else "another mode"
    if colors and colors <= {BLACK, CARD, LIGHT}:
        return "black" if colors == {BLACK} else "mark"
    return "page" if has_color(glass, BACKGROUND, 0.05) else "something else"  # type: ignore[arg-type]


def test_only_black_and_the_mark_precede_the_page(amd64_image: Image, hub: Hub, folder: Path) -> None:
    with Machine(amd64_image, folder / "tv", hub.cable, {"displayd.yaml": f"hub: {GUEST_HUB}\n"}) as machine:
        size, seen = machine.hardware.size, list[str]()

        def is_page(glass: Pillow.Image) -> bool:
            # Many looks for each that is waited for: a flash is short.
            for picture in (glass, *(machine.picture() for _ in range(8))):
                kind = kind_of(picture, size)
                if seen[-1:] != [kind]:
                    seen.append(kind)
                    picture.save(folder / f"{len(seen)}-{kind}.png")
            return seen[-1] == "page"

        machine.power_on()
        machine.wait_for_picture(is_page, "first page")
        told = machine.shell.run(
            "systemctl show -P StatusText displayd; systemctl is-active displayd-splash", check=False
        )

    assert [kind for kind in seen if kind != "off"] in (["mark", "page"], ["black", "mark", "page"])
    assert told.splitlines() == ["showing on kms 1920x1080@75", "inactive"]


def test_opengl_shows_the_same_picture_where_the_image_has_it(folder: Path) -> None:
    with showing(built_image("amd64", "--gl"), folder, Hardware()) as screen:
        screen.wait()
        screen.change("Returns")
        screen.wait("the change")
        told = screen.machine.shell.run("systemctl show -P StatusText displayd")

    assert told.startswith("showing on KMSDRM 1920x1080"), told


def test_tv_that_comes_late_has_its_picture(amd64_image: Image, hub: Hub, folder: Path) -> None:
    hardware = Hardware(kernel_words="video=Virtual-1:d")
    with Machine(amd64_image, folder / "tv", hub.cable, {"displayd.yaml": f"hub: {GUEST_HUB}\n"}, hardware) as machine:
        machine.power_on()
        status = "systemctl show -P StatusText displayd"
        eventually(lambda: "waiting for a display" in machine.shell.run(status), 240, "the screen waiting for a TV")
        machine.shell.run(f"echo detect > {SOCKET}")
        machine.wait_for_picture(lambda glass: kind_of(glass, glass.size) == "page", "page", BACK_SECONDS)


def test_tv_that_comes_back_has_its_picture(amd64_image: Image, folder: Path) -> None:
    window = folder / "tv" / "vnc.sock"
    with showing(amd64_image, folder, Hardware(arguments=("-vnc", f"unix:{window}"))) as screen:
        machine, other = screen.machine, Window(window)
        other.resize(1280, 720)
        machine.wait_for_picture(
            lambda glass: glass.size == (1280, 720) and screen.is_on(glass), "small page", BACK_SECONDS
        )
        other.resize(1920, 1080)
        machine.wait_for_picture(
            lambda glass: glass.size == (1920, 1080) and screen.is_on(glass), "large page", BACK_SECONDS
        )
        other.close()
        machine.shell.run(f"echo off > {SOCKET}; sleep 8; echo detect > {SOCKET}")
        eventually(lambda: times_set(machine) == 1, BACK_SECONDS, "the picture set once more")
        machine.shell.run(f"echo off > {SOCKET}; sleep 8; echo detect > {SOCKET}")
        eventually(lambda: times_set(machine) == 2, BACK_SECONDS, "the picture set again")

        screen.wait("the page after all of it", BACK_SECONDS)


def times_set(machine: Machine) -> int:
    """How often a picture was set because a TV came back; after the first time QEMU's has no EDID, so another mode."""
    words = "set again|mode 1920x1080@60"
    return int(machine.shell.run(f"journalctl -u displayd -o cat | grep -cE '{words}'", check=False))
