"""Images, hubs and Debians for the tests of the appliance, and where machines leave what they have said and shown."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.appliance.chroot import Chroot, base_tar
from tests.appliance.hub import Hub
from tests.appliance.image import Image, built_image, new_folder
from tests.appliance.packages import built_packages, satisfy

MODULES = (
    "smoke",
    "arm64",
    "updates",
    "guest",
    "words_on_tv",
    "display",
    "debian_package",
    "services",
    "settings",
    "power_cuts",
    "wifi",
    "mirror_pair",
)
"""The modules that start machines, those first that tell most about whether the image works."""

_BEGAN = time.monotonic()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that tell most first; others keep their order."""
    places = {f"test_{name}": place for place, name in enumerate(MODULES)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, and say so, what would begin after the minutes that `APPLIANCE_MINUTES` allows (CI has a limit)."""
    limit = os.environ.get("APPLIANCE_MINUTES")
    if limit and item.get_closest_marker("appliance") and time.monotonic() - _BEGAN > float(limit) * 60:
        pytest.skip(f"left out: the {limit} minutes for tests of the image are over")


@pytest.fixture(scope="session")
def amd64_image() -> Image:
    """The image for a PC, which starts fastest."""
    return built_image("amd64")


@pytest.fixture(scope="session")
def arm64_image() -> Image:
    """The image for a Pi."""
    return built_image("arm64")


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    """Where this test's machines leave their files: `build/appliance/NAME-OF-THE-TEST`, empty at the start."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_")).strip("-")
    return new_folder(name)


@pytest.fixture
def hub(folder: Path) -> Iterator[Hub]:
    """A hub with an empty wall, not started yet."""
    with Hub(folder / "office") as office:
        yield office


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The Debian packages of this checkout by name."""
    return built_packages(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="session")
def debian(tmp_path_factory: pytest.TempPathFactory, packages: dict[str, Path]) -> Chroot:
    """A Debian with nothing of ours, that has the packages in /root."""
    chroot = Chroot.unpacked(base_tar(), tmp_path_factory.mktemp("debian") / "root")
    for path in packages.values():
        shutil.copy(path, chroot.root / "root")
    return chroot


@pytest.fixture(scope="session")
def prepared(debian: Chroot) -> Chroot:
    """The same with all that the packages depend on, and nothing of ours yet."""
    satisfy(debian)
    return debian


@pytest.fixture
def clean(prepared: Chroot, tmp_path: Path) -> Iterator[Chroot]:
    """A Debian on which apt has nothing left to fetch."""
    with prepared.branch(tmp_path / "chroot") as chroot:
        yield chroot
