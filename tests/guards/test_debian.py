"""The Debian packages: they bring what the program needs, and the settings file that comes along is right."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from displayd.device.config import Config, parse

ROOT = Path(__file__).parent.parent.parent
DEBIAN = ROOT / "provisioning" / "debian"
SETTINGS = (DEBIAN / "displayd.yaml").read_text()

# What Debian names otherwise than `python3-` and the name on PyPI.
PACKAGES = {
    "pillow": "python3-pil",
    "pycairo": "python3-cairo",
    "pygobject": "python3-gi",
    "pyyaml": "python3-yaml",
    "systemd-python": "python3-systemd",
}


def depends(package: str) -> set[str]:
    """Names of the packages that `package` depends on."""
    text = (DEBIAN / "control").read_text()
    (lines,) = re.findall(rf"^Package: {package}\n(?:.+\n)*?Depends:\n((?: .+\n)+)", text, re.MULTILINE)
    return {line.split()[0].rstrip(",") for line in lines.splitlines() if "$" not in line.split()[0]}


def wanted(extra: str = "") -> set[str]:
    """Names of the packages that have the Python libraries of the device, or of `extra`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    names = [re.split(r"[^\w-]", line.lower())[0] for line in lines]
    return {PACKAGES.get(name, f"python3-{name}") for name in names}


def test_a_screen_gets_every_library_that_it_needs() -> None:
    assert wanted() - depends("displayd") == set()


def test_a_hub_gets_every_library_that_it_needs() -> None:
    assert wanted("hub") - depends("displayd-hub") == set()


def test_a_screen_gets_no_library_of_the_hub() -> None:
    assert depends("displayd") & wanted("hub") == set()


def test_a_screen_gets_the_packages_that_a_checkout_gets() -> None:
    setup = (ROOT / "provisioning/setup").read_text()
    (packages,) = re.findall(r'run_packages="(.+?)"', setup, re.DOTALL)

    assert set(packages.split()) - {"python3-venv"} - depends("displayd") == set()


def test_whoever_tests_the_packages_can_build_them() -> None:
    listed = re.findall(r'appliance_packages="(.+?)"', (ROOT / "provisioning/setup").read_text(), re.DOTALL)
    (lines,) = re.findall(r"^Build-Depends:\n((?: .+\n)+)", (DEBIAN / "control").read_text(), re.MULTILINE)
    needed = {line.split()[0].rstrip(",") for line in lines.splitlines()}
    provided = {"debhelper-compat", "dh-sequence-installsysusers", "dh-sequence-python3", "python3"}

    assert needed - provided - set(" ".join(listed).split()) == set()


@pytest.mark.parametrize("line", re.findall(r"^# ([a-z_]+: .+)$", SETTINGS, re.MULTILINE))
def test_every_example_in_the_settings_file_is_right(line: str) -> None:
    assert parse("displayd.yaml", line) != Config()


def test_settings_file_says_nothing_by_itself() -> None:
    assert parse("displayd.yaml", SETTINGS) == Config()
