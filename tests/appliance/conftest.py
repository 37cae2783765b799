"""Images and hubs for the tests of the appliance, and where their machines leave what they have said and shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.appliance.image import Image, built_image, new_folder


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
