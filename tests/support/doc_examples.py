"""The examples of the pages in docs/, to be run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parent.parent.parent / "docs"

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def example(page: str, language: str, number: int = 0) -> str:
    """The block of code of that number in `language` on a page, for example of `data/keys.md`."""
    found = [text for word, text in FENCE.findall((DOCS / page).read_text()) if word == language]
    return str(found[number])


def run_in_shell(script: str, state: Path, **variables: str) -> str:
    """What `script` prints, run by bash up to its first failure, with `displayd` as this checkout's.

    Args:
        state: the state folder of commands that look for the hub's.
        variables: of the environment.
    """
    command = f'set -eu\ndisplayd() {{ "{sys.executable}" -m displayd "$@"; }}\n{script}'
    environment = {**os.environ, "STATE_DIRECTORY": str(state), "no_proxy": "*", **variables}
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, env=environment, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_in_python(script: str, **variables: str) -> str:
    """What `script` prints, run by Python.

    Args:
        variables: of the environment.
    """
    environment = {**os.environ, "no_proxy": "*", **variables}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
