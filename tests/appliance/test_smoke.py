"""From the image to the picture: boots, is claimed, shows the hub's dashboard, follows a change."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.appliance.dashboards import has_theme_colors
from tests.appliance.glass import looks_as
from tests.appliance.image import Image
from tests.appliance.machine import A_SCREEN, Hardware
from tests.appliance.showing import showing

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(1800)]


def shows_dashboard_and_its_changes(image: Image, folder: Path, hardware: Hardware) -> None:
    """Assert that a machine with `image` does what it is for; it is off afterwards."""
    with showing(image, folder, hardware) as screen:
        seconds = time.monotonic() - screen.machine.on_since
        before = screen.wait()
        screen.change("Returns")
        screen.wait("the change")

        assert has_theme_colors(before)
        assert not screen.is_on(before), "the tolerance lets a wrong title pass"
        assert not looks_as(before, screen.rendered(before.size, 0.0)), "and a wrong clock"
    print(f"\n{image.arch}: dashboard {seconds:.0f} s after power-on, claimed meanwhile")


def test_screen_shows_the_dashboard_as_rendered_and_follows_a_change(amd64_image: Image, folder: Path) -> None:
    shows_dashboard_and_its_changes(amd64_image, folder, A_SCREEN)
