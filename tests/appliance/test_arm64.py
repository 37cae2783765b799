"""The image of a Pi, through U-Boot, from power-on to the picture: as it is shipped, without a shell or other aids."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.appliance.image import Image
from tests.appliance.machine import Hardware
from tests.appliance.test_smoke import shows_dashboard_and_its_changes

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(3000)]


def test_screen_of_a_pi_shows_the_dashboard_as_rendered_and_follows_a_change(arm64_image: Image, folder: Path) -> None:
    shows_dashboard_and_its_changes(arm64_image, folder, Hardware(has_shell=False))
