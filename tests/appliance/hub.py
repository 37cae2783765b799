"""The hub of this checkout as a process, the wall folder that a test writes, and the cable to a machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image as Pillow

from displayd.validation import yaml_source
from tests.appliance.patience import eventually
from tests.e2e.office import Office

__all__ = ["GUEST_HUB", "Hub", "ToHub"]

GUEST_HUB = "http://10.0.2.100:8070"
"""Where a machine on a `ToHub` cable reaches the hub."""


class ToHub:
    """A network with nothing but DHCP and the hub: nothing that a guest sends leaves this computer.

    QEMU's own host address 10.0.2.2 would lead to this computer and on to the world; an isolated network with one door
    does not.
    """

    prefix: Sequence[str] = ()

    def __init__(self, port: int) -> None:
        """Args: port: of the hub on this computer's loopback."""
        self._port = port

    def netdev(self, name: str) -> str:
        """QEMU's `-netdev`; each connection to the hub gets a process of its own."""
        door = GUEST_HUB.removeprefix("http://")
        return f"user,id=n0,restrict=on,guestfwd=tcp:{door}-cmd:socat - TCP:127.0.0.1:{self._port}"


class Hub(Office):
    """A hub with a wall that grows: `show` dashboards, `claim` screens."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder)
        self._defaults: dict[str, Any] = {"transition": "cut", "pixel_shift": False, "motion": False}
        # A wall has a screen; this one waits for a device.
        self._screens: dict[str, dict[str, Any]] = {"spare": {"show": "all"}}
        self.write("metrics.yaml", {})
        self._write_screens()

    @property
    def cable(self) -> ToHub:
        """What connects a machine to this hub alone."""
        return ToHub(self.port)

    def show(self, layout: str, content: dict[str, Any]) -> Path:
        """Write a dashboard, anew if it is there; the path of its file."""
        self.write(f"layouts/{layout}.yaml", content)
        return self.wall / "layouts" / f"{layout}.yaml"

    def claim(self, screen: str, fingerprint: str, **settings: Any) -> None:
        """Give a screen a name and what it shows: `show=[...]`, `mirror=...`."""
        self._screens[screen] = {"device": fingerprint, **settings}
        self._write_screens()

    def view(self) -> dict[str, Any]:
        """What the wall page knows, see `WallView`."""
        answer: dict[str, Any] = json.loads(self.get("/wall.json"))
        return answer

    def screen(self, name: str) -> dict[str, Any]:
        """What the wall page knows of one screen, as soon as the hub has read who it is."""

        def found() -> dict[str, Any]:
            return next((one for one in self.view()["screens"] if one["name"] == name), {})

        return eventually(found, 30, f"the hub to know {name}")

    def wait_for_unclaimed(self, count: int = 1, seconds: float = 360.0) -> list[str]:
        """The fingerprints of the screens that nobody has claimed, as soon as there are `count`."""

        def found() -> list[str]:
            waiting = [str(one["fingerprint"]) for one in self.view()["unclaimed"]]
            return waiting if len(waiting) >= count else []

        return eventually(found, seconds, f"{count} screens to be claimed")

    def _write_screens(self) -> None:
        # In one go, as a careful editor does: the hub must not read half of it.
        new = self.wall / "screens.yaml.new"
        new.write_text(yaml_source.dump({"defaults": self._defaults, "screens": self._screens}))
        new.replace(self.wall / "screens.yaml")

    def picture(self, screen: str) -> Pillow.Image | None:
        """The small picture that a screen has sent of its glass; None before the first."""
        import io

        if not self.screen(screen)["picture"]:
            return None
        return Pillow.open(io.BytesIO(self.get(f"/v1/screens/{screen}/picture"))).convert("RGB")
