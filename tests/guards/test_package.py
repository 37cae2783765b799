"""The wheel: whatever a checkout runs with travels along."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def tracked(folder: str) -> set[str]:
    found = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in found.stdout.split("\0") if name and os.path.lexists(ROOT / name)}


@pytest.mark.slow
def test_wheel_has_every_module_every_table_and_the_ready_made_dashboards(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in tracked(".") - tracked("tests"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name, follow_symlinks=False)
    (checkout / "displayd" / "newroom").mkdir()
    (checkout / "displayd" / "newroom" / "__init__.py").write_text('"""New."""\n')
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(checkout)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())

    expected = {name for name in tracked("displayd") if name != "displayd/layouts"}
    expected |= {f"displayd/{name}" for name in tracked("layouts")} | {"displayd/newroom/__init__.py"}
    assert expected - inside == set()
