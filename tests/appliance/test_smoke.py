"""From the image to the picture: boots, is claimed, shows the hub's dashboard, follows a change."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.appliance.dashboards import colorful, has_theme_colors
from tests.appliance.glass import looks_as, rendered
from tests.appliance.hub import GUEST_HUB, Hub
from tests.appliance.image import Image
from tests.appliance.machine import Machine

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(1800)]


def shows_dashboard_and_its_changes(image: Image, hub: Hub, folder: Path) -> None:
    """Assert that a machine with `image` does what it is for; the machine is off afterwards."""
    layout = hub.show("sales", colorful("Orders"))
    hub.start_hub()
    with Machine(image, folder / "tv", hub.cable, {"displayd.yaml": f"hub: {GUEST_HUB}\n"}) as machine:
        machine.power_on()
        hub.claim("tv", hub.wait_for_unclaimed()[0], show=["sales"])
        size = machine.hardware.size
        # The header has a clock, so what is wanted is drawn anew for each look.
        machine.wait_for_picture(has_theme_colors, "colours of the dashboard")
        machine.wait_for_picture(lambda glass: looks_as(glass, rendered(layout, hub.wall, size)), "the dashboard")
        seconds = time.monotonic() - machine.on_since
        hub.show("sales", colorful("Returns"))
        machine.wait_for_picture(lambda glass: looks_as(glass, rendered(layout, hub.wall, size)), "the change")
        before = rendered(hub.show("sales", colorful("Orders")), hub.wall, size)
        hub.show("sales", colorful("Returns"))

        assert not looks_as(machine.picture(), before), "the tolerance would let a wrong title pass"
    print(f"\n{image.arch}: first dashboard {seconds:.0f} s after power-on, claimed meanwhile")


def test_screen_shows_the_dashboard_as_rendered_and_follows_a_change(
    amd64_image: Image, hub: Hub, folder: Path
) -> None:
    shows_dashboard_and_its_changes(amd64_image, hub, folder)
