"""A real PostgreSQL server for tests: made in a folder of its own, on a port of its own, and gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["PASSWORD", "USER", "PostgresqlServer", "postgresql_folder", "running_postgresql"]

USER, PASSWORD = "displayd", "a-password-for-tests"

# What a power cut would lose does not matter here, and a test is to begin soon.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "30",
    "max_wal_size": "64MB",
    "listen_addresses": "127.0.0.1",
}

START_SECONDS = 60.0


def postgresql_folder() -> Path | None:
    """Where the programs of the newest PostgreSQL of this machine are; None if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class PostgresqlServer:
    """A server that runs, can be ended, and begun again with what it had."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0
        # It does not run as root, and then as somebody to whom the folder belongs.
        self._as_somebody: list[str] = []
        if os.geteuid() == 0:
            self._as_somebody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            os.chown(folder, 65534, 65534)
        folder.chmod(0o700)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    def make(self) -> None:
        """Make what it needs on disk."""
        file = self._folder / "password"
        file.write_text(PASSWORD)
        file.chmod(0o644)
        options = ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--auth-local=trust"]
        self._run("initdb", "-D", str(self._data), f"--username={USER}", f"--pwfile={file}", *options)

    def start(self) -> None:
        """Begin, and wait until it answers."""
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        places = [f"--port={self.port}", f"--unix_socket_directories={self._folder}"]
        command = [*self._as_somebody, str(self._programs / "postgres"), "-D", str(self._data), *settings, *places]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        until = time.monotonic() + START_SECONDS
        while self._is_ready() != 0:
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < until, (self._folder / "log").read_text()
            time.sleep(0.02)

    @property
    def is_running(self) -> bool:
        """Whether it has been begun and has not ended."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End at once: connections are closed."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.wait(START_SECONDS)

    def kill(self) -> None:
        """End without any order, as a machine does whose power fails."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(START_SECONDS)

    def new_database(self) -> str:
        """The address, without password, of an empty database."""
        self._count += 1
        name = f"test_{self._count}"
        self.sql(f"create database {name}", "postgres")
        return self.url(name)

    def url(self, name: str, user: str = USER) -> str:
        """The address of a database, without password."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{name}"

    def sql(self, statement: str, database: str) -> str:
        """What `statement` answers as somebody who may do everything; rows as lines, columns with `|` between."""
        options = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self._folder), "-p", str(self.port)]
        return self._run("psql", *options, "-U", USER, "-c", statement, database).strip()

    def _is_ready(self) -> int:
        options = ["-q", "-h", str(self._folder), "-p", str(self.port)]
        return subprocess.run([self._programs / "pg_isready", *options], check=False).returncode

    def _run(self, program: str, *arguments: str) -> str:
        command = [*self._as_somebody, str(self._programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self._folder)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running_postgresql(programs: Path) -> Iterator[PostgresqlServer]:
    """A new server that runs until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="displayd-postgresql-"))
    server = PostgresqlServer(programs, folder)
    try:
        server.make()
        server.start()
        yield server
    finally:
        if server.is_running:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
