"""The demo's wall folder: a copy of the sample office, in which screens are claimed."""

from __future__ import annotations

import shutil
from pathlib import Path

from displayd.errors import DisplaydError
from displayd.hub.wall import shipped
from displayd.hub.wall.loader import load
from displayd.validation import yaml_source

__all__ = ["claim_screens", "claimed", "is_of_demo", "make_wall"]

# Lies in a wall folder that the demo made: no other is ever written to.
MARKER = ".displayd-demo"


def is_of_demo(wall: Path) -> bool:
    """Whether there is a wall folder, made by an earlier demo.

    Raises:
        DisplaydError: there is one, and it is somebody else's.
    """
    if (wall / MARKER).is_file():
        return True
    if wall.exists() and not (wall.is_dir() and not any(wall.iterdir())):
        raise DisplaydError(f"{wall} was not made by the demo", "choose another --folder, or move it away")
    return False


def make_wall(wall: Path, key_sha256: str) -> None:
    """Copy the sample office to `wall`, whose numbers may be pushed with one key.

    Args:
        key_sha256: SHA-256 of the key, hexadecimal.
    """
    shutil.copytree(shipped.sample_wall_folder(), wall, dirs_exist_ok=True)
    with (wall / "hub.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\n# Of the demo: the key is in the file push-key.\n")
        settings.write(f'keys: {{demo: {{sha256: {key_sha256}, metrics: ["*"]}}}}\n')
    (wall / MARKER).write_text("`displayd demo` made this wall folder, and claims screens in it.\n")


def claim_screens(wall: Path, devices: dict[str, str]) -> None:
    """Claim those screens of `devices` (screen name to fingerprint) that have no device yet.

    A fingerprint that was moved to another screen stays there: a device is one screen.
    """
    found = {name: screen.device for name, screen in load(wall).screens.items()}
    taken = found.values()
    missing = {name: device for name, device in devices.items() if not found[name] and device not in taken}
    if missing:
        path = wall / "screens.yaml"
        path.write_text(claimed(path.read_text("utf-8"), missing), "utf-8")


def claimed(screens_yaml: str, devices: dict[str, str]) -> str:
    """`screens.yaml` with a `device` for each of `devices` (screen name to fingerprint), comments kept.

    Raises:
        DisplaydError: a screen is not in the file, or has a device already.
    """
    lines = screens_yaml.splitlines()
    places = yaml_source.parse("screens.yaml", screens_yaml)
    found = []
    for name, fingerprint in devices.items():
        fields = places.data["screens"].get(name)
        if not fields or "device" in fields:
            raise DisplaydError(f"screens.yaml: `{name}` cannot be claimed")
        first = places.lines["screens", name, next(iter(fields))]
        found.append((first, places.lines["screens", name] == first, fingerprint))
    # From the bottom up, so that inserted lines move none that is still to come.
    for number, is_inline, fingerprint in sorted(found, reverse=True):
        line = lines[number - 1]
        if is_inline:
            lines[number - 1] = line.replace("{", f"{{device: {fingerprint}, ", 1)
        else:
            indent = line[: len(line) - len(line.lstrip())]
            lines.insert(number - 1, f"{indent}device: {fingerprint}")
    return "\n".join(lines) + "\n"
