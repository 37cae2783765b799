"""Display connectors: what the kernel tells about TVs, and which pictures nobody wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.display.drm import connected_modes, display_fault, preferred_sizes


def connector(folder: Path, name: str, status: str, modes: str) -> None:
    place = folder / f"card0-{name}"
    place.mkdir(parents=True)
    (place / "status").write_text(f"{status}\n")
    (place / "modes").write_text(modes)


def test_connected_tv_tells_its_modes(tmp_path: Path) -> None:
    connector(tmp_path, "HDMI-A-1", "connected", "1920x1080\n1280x720\n")
    connector(tmp_path, "HDMI-A-2", "disconnected", "")

    assert connected_modes(tmp_path) == {"HDMI-A-1": ["1920x1080", "1280x720"]}


def test_no_drm_is_no_tv(tmp_path: Path) -> None:
    assert connected_modes(tmp_path / "none") == {}


def test_preferred_mode_is_the_first() -> None:
    assert preferred_sizes({"HDMI-A-1": ["3840x2160", "1920x1080i"], "HDMI-A-2": []}) == {(3840, 2160)}


@pytest.mark.parametrize(
    ("modes", "size", "words"),
    [
        ({"HDMI-A-1": ["1920x1080"]}, (1024, 768), "fallback"),
        ({"HDMI-A-1": ["1920x1080"]}, (1920, 1080), ""),
        ({"HDMI-A-1": ["1920x1080"]}, (1280, 720), ""),
        ({"HDMI-A-1": ["1024x768"]}, (1024, 768), ""),
        ({"HDMI-A-1": []}, (1024, 768), "does not tell its modes"),
        ({}, (1920, 1080), ""),
    ],
)
def test_only_pictures_that_nobody_wanted_are_complained_of(
    modes: dict[str, list[str]], size: tuple[int, int], words: str
) -> None:
    found = display_fault(modes, size)

    assert (words in found) if words else not found
