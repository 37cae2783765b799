"""Other programs, and what they say when they fail."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from provisioning.imagebuilder.errors import BuildError

__all__ = ["output_of", "run"]

LINES_TOLD = 15
"""How many of a failed program's last lines are shown."""


def run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    on_line: Callable[[str], object] | None = None,
    folder: Path | None = None,
) -> None:
    """Run `command` to its end.

    Args:
        environment: variables to set for it besides our own.
        on_line: called with each line that it prints, on whichever stream.

    Raises:
        BuildError: it failed; with its last lines.
    """
    words = [str(word) for word in command]
    lines: list[str] = []
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=folder,
        env=_environment(environment),
    ) as process:
        assert process.stdout is not None  # asked for
        for line in process.stdout:
            lines = [*lines[1 - LINES_TOLD :], line.rstrip()]
            if on_line is not None:
                on_line(line.rstrip())
    if process.returncode:
        raise BuildError(f"`{words[0]}` failed ({process.returncode})", "\n".join(lines))


def output_of(command: Sequence[str | Path], *, folder: Path | None = None) -> str:
    """What `command` prints.

    Raises:
        BuildError: it failed; with what it said.
    """
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        cwd=folder,
        env=_environment(None),
    )
    if done.returncode:
        raise BuildError(f"`{words[0]}` failed ({done.returncode})", done.stderr.strip())
    return done.stdout


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    # English, so that lines can be read by us; sbin, where an ordinary user of Debian has no path to.
    path = f"{os.environ.get('PATH', '/usr/bin:/bin')}:/usr/local/sbin:/usr/sbin:/sbin"
    return {**os.environ, "LC_ALL": "C.UTF-8", "PATH": path, **(more or {})}
