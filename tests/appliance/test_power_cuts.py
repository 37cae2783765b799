"""The plug is pulled at any moment: the screen comes back to its last page, and its system was never written to."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from PIL import Image as Pillow

from tests.appliance.dashboards import colorful, has_theme_colors
from tests.appliance.glass import looks_as, rendered
from tests.appliance.hub import GUEST_HUB, Hub
from tests.appliance.image import Image
from tests.appliance.machine import Machine
from tests.appliance.patience import slowness

CUTS = int(os.environ.get("POWER_CUTS", "20"))

# A boot takes a minute where nothing else runs; half of the cuts come in the middle of one.
pytestmark = [pytest.mark.appliance, pytest.mark.timeout(600 + CUTS * 300)]

BOOT_SECONDS = 60.0
"""The moments of cuts in a start are spread over this, on an idle computer."""

# What was measured in the very moment of a neighbour's burst would make it ten minutes.
MOST_SLOWNESS = 4.0


class Story:
    """A screen that is claimed once, and whose dashboard changes now and then."""

    def __init__(self, hub: Hub, machine: Machine) -> None:
        self.hub = hub
        self.machine = machine
        self.claims = 0
        self._titles = ["Orders 0"]
        self.layout = hub.show("sales", colorful("Orders 0"))
        hub.start_hub()

    def change(self) -> None:
        """Another title."""
        self._titles.append(f"Orders {len(self._titles)}")
        self.hub.show("sales", colorful(self._titles[-1]))

    def is_back(self, glass: Pillow.Image) -> bool:
        """Whether the last page is on the glass; a screen that nobody knows is claimed on the way."""
        for one in self.hub.view()["unclaimed"]:
            self.claims += 1
            self.hub.claim("tv", str(one["fingerprint"]), show=["sales"])
        return looks_as(glass, self.rendered(glass))

    def rendered(self, glass: Pillow.Image) -> Pillow.Image:
        """The page that should be on a TV of this size."""
        return rendered(self.machine.disk.image, self.layout, self.hub.wall, glass.size)


def test_screen_comes_back_to_its_page_whenever_the_power_was_cut(amd64_image: Image, folder: Path) -> None:
    seed = int(os.environ.get("POWER_CUTS_SEED", str(random.randrange(1_000_000))))
    dice = random.Random(seed)
    print(f"\n{CUTS} power cuts with POWER_CUTS_SEED={seed}")
    files = {"displayd.yaml": f"hub: {GUEST_HUB}\n"}
    with (
        Hub(folder / "office") as hub,
        Machine(amd64_image, folder / "tv", hub.cable, files) as machine,
    ):
        story = Story(hub, machine)
        seen, mended, claims_at_page = 0, 0, None
        for number in range(CUTS):
            machine.power_on()
            # The first few come before the card has its partitions.
            if number < 2 or dice.random() < 0.5:
                seconds = dice.uniform(0, BOOT_SECONDS) * min(MOST_SLOWNESS, slowness())
                told = f"{seconds:.0f} s after power-on"
                time.sleep(seconds)
            else:
                machine.wait_for_picture(story.is_back, "the last page")
                seen += 1
                claims_at_page = claims_at_page or story.claims
                mended += "recovering journal" in machine.shell.run(
                    "journalctl -b -o cat -u displayd-data", check=False
                )
                story.change()
                seconds = dice.uniform(0, 6)
                told = f"{seconds:.1f} s after a change"
                time.sleep(seconds)
            machine.cut_power()
            print(f"{number + 1}: {told}")
        machine.power_on()
        machine.wait_for_picture(story.is_back, "the last page at the end")
        machine.cut_power()
        written = machine.disk.written("root-a")
        faults = machine.disk.faults_of_data()
        changed = machine.disk.changed_boot_files()

    print(f"{seen + 1} pages seen, data mended at {mended} of these starts")
    assert written == []
    assert not changed
    assert faults == ""
    # A screen that has shown a page has its secret safely on the card.
    assert story.claims == (claims_at_page or story.claims)


def test_last_page_is_there_without_the_hub(amd64_image: Image, folder: Path) -> None:
    files = {"displayd.yaml": f"hub: {GUEST_HUB}\n"}
    with (
        Hub(folder / "office") as hub,
        Machine(amd64_image, folder / "tv", hub.cable, files) as machine,
    ):
        story = Story(hub, machine)
        machine.power_on()
        machine.wait_for_picture(story.is_back, "the page")
        machine.cut_power()
        hub.end("hub")
        machine.power_on()

        def has_page(glass: Pillow.Image) -> bool:
            # The tiles make room for the notice that the hub is away, and nobody knows the time.
            title = (0, 0, glass.width // 2, glass.height // 12)
            is_page = looks_as(glass.crop(title), story.rendered(glass).crop(title))
            return is_page and has_theme_colors(glass)

        machine.wait_for_picture(has_page, "the page without a hub")
