"""A real PostgreSQL for tests: made in a folder, started on a socket there, and thrown away."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

__all__ = ["SKIP", "postgresql"]

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))

SKIP = "" if PROGRAMS else "PostgreSQL is not installed"
"""Why there is none; empty where there is."""


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[Path]:
    """The folder with the socket of a server that runs as long as this lasts; its user is `postgres`.

    Args:
        folder: empty, and with a short path, as sockets want it.
    """
    programs = PROGRAMS[-1].parent
    is_root = os.geteuid() == 0
    if is_root:
        # The server refuses to run as root.
        shutil.chown(folder, "postgres")
        folder.chmod(0o755)
    user = "postgres" if is_root else None
    data = folder / "data"

    def run(program: str, *words: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(data), *words], user=user, check=True, capture_output=True, cwd="/"
        )

    run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
    run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "--options", settings)
    try:
        yield folder
    finally:
        run("pg_ctl", "stop", "--wait", "--mode=immediate")
