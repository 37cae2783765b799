"""A run without all of its parts says so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED = """
import pytest

@pytest.mark.skipif(True, reason="{reason}")
def test_one():
    pass

def test_other():
    pytest.skip("{reason}")
"""


@pytest.mark.parametrize(
    ("ci", "reason", "outcome"),
    [
        ("true", "Chromium is not installed", "1 failed, 1 error in"),
        ("true", "the golden pictures were drawn with another release of the fonts", "1 failed, 1 error in"),
        ("true", "only root gives files away", "2 skipped in"),
        ("", "Chromium is not installed", "2 skipped in"),
    ],
)
def test_a_missing_part_fails_where_nobody_looks_at_skips(ci: str, reason: str, outcome: str, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport\n")
    (tmp_path / "test_parts.py").write_text(SKIPPED.format(reason=reason))

    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        env={**os.environ, "CI": ci, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    ).stdout

    assert re.search(outcome, found), found
