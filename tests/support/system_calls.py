"""What a program asks of the kernel, in its order: `strace` listens."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["Call", "calls_of"]

_LINE = re.compile(r"(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")


class Call(NamedTuple):
    """One system call that succeeded."""

    name: str
    arguments: str
    """As strace prints them, with the path of each file descriptor behind it."""


def calls_of(program: str, arguments: list[str], names: str, folder: Path) -> list[Call]:
    """The calls of a Python program, of those `names` (separated by commas), oldest first.

    Raises:
        AssertionError: strace is missing, or the program fails.
    """
    strace = shutil.which("strace")
    assert strace, "strace is missing: `provisioning/setup test` installs it"
    log = folder / "calls.txt"
    # -yy would name more than files; lines of one thread that are cut in two by another do not happen with one thread.
    command = [strace, "-f", "-y", "-s", "64", "-e", f"trace={names}", "-o", str(log)]
    subprocess.run([*command, sys.executable, "-c", program, *arguments], check=True, capture_output=True, timeout=120)
    found = [_LINE.match(line) for line in log.read_text(errors="replace").splitlines()]
    return [Call(one["name"], one["arguments"]) for one in found if one and int(one["result"]) >= 0]
