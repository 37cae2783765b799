"""A machine that shows a dashboard of a hub, where most stories begin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image as Pillow

from tests.appliance.dashboards import colorful
from tests.appliance.glass import looks_as, rendered
from tests.appliance.hub import GUEST_HUB, Hub
from tests.appliance.image import Image
from tests.appliance.machine import A_SCREEN, PICTURE_SECONDS, Hardware, Machine

__all__ = ["Showing", "showing"]


class Showing(NamedTuple):
    """One screen and its hub."""

    hub: Hub
    machine: Machine
    layout: Path

    def is_on(self, glass: Pillow.Image) -> bool:
        """Whether the dashboard is on the glass, as it is in the wall folder now."""
        return looks_as(glass, self.rendered(glass.size))

    def rendered(self, size: tuple[int, int], unix_time: float | None = None) -> Pillow.Image:
        """The dashboard as it is in the wall folder now, on a TV of `size` px."""
        return rendered(self.machine.disk.image, self.layout, self.hub.wall, size, unix_time)

    def wait(self, what: str = "the dashboard", seconds: float = PICTURE_SECONDS) -> Pillow.Image:
        """The glass, as soon as the dashboard is on it."""
        return self.machine.wait_for_picture(self.is_on, what, seconds)

    def change(self, title: str) -> None:
        """Another title of the dashboard."""
        self.hub.show("sales", colorful(title))


@contextmanager
def showing(image: Image, folder: Path, hardware: Hardware = A_SCREEN, **settings: Any) -> Iterator[Showing]:
    """A machine that was switched on, claimed, and shows its dashboard.

    Args:
        settings: more for its `displayd.yaml`.
    """
    with Hub(folder / "office") as hub:
        layout = hub.show("sales", colorful("Orders"))
        hub.start_hub()
        files = {"displayd.yaml": "".join(f"{key}: {value}\n" for key, value in {"hub": GUEST_HUB, **settings}.items())}
        with Machine(image, folder / "tv", hub.cable, files, hardware) as machine:
            machine.power_on()
            hub.claim("tv", hub.wait_for_unclaimed()[0], show=["sales"])
            found = Showing(hub, machine, layout)
            found.wait()
            yield found
