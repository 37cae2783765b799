"""Debian's Prometheus and its node exporter, started on loopback for a test and ended with it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_prometheus = pytest.mark.skipif(
    shutil.which("prometheus") is None or shutil.which("prometheus-node-exporter") is None,
    reason="prometheus and prometheus-node-exporter are not installed",
)

CONFIG = """
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
  - job_name: prometheus
    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]
  - job_name: node
    static_configs: [{{targets: ["127.0.0.1:{node}"]}}]
  - job_name: away
    static_configs: [{{targets: ["127.0.0.1:{away}"]}}]
"""


def free_port() -> int:
    """A port of loopback at which nobody is."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port: int = unused.getsockname()[1]
        return port


class Program:
    """A server that is started, ended, stopped for a while."""

    def __init__(self, words: list[str], ready: str) -> None:
        self.words, self.ready = words, ready
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(self.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with opener.open(self.ready, timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"{self.words[0]} does not answer")

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait(30)
            self.process = None

    def freeze(self, is_frozen: bool) -> None:
        """Have it take connections and answer nothing, or go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP if is_frozen else signal.SIGCONT)
        # A thread that has a processor goes on for a moment.
        tasks = Path(f"/proc/{self.process.pid}/task")
        until = time.monotonic() + 30
        while is_frozen and time.monotonic() < until:
            states = [(task / "stat").read_text().rpartition(") ")[2][:1] for task in tasks.iterdir()]
            if set(states) == {"T"}:
                return
            time.sleep(0.01)


class Office:
    """A Prometheus server that watches itself, this machine, and somebody who is away."""

    def __init__(self, folder: Path) -> None:
        self.port, self.node_port, self.away_port = free_port(), free_port(), free_port()
        config = folder / "prometheus.yml"
        config.write_text(CONFIG.format(port=self.port, node=self.node_port, away=self.away_port))
        self.url = f"http://127.0.0.1:{self.port}"
        self.server = Program(
            [
                "prometheus",
                f"--config.file={config}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{self.port}",
                "--query.timeout=5s",
            ],
            f"{self.url}/-/ready",
        )
        self.node = Program(
            ["prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{self.node_port}"],
            f"http://127.0.0.1:{self.node_port}/metrics",
        )

    @property
    def hub_yaml(self) -> str:
        """The part of hub.yaml that names it."""
        return (
            f"outgoing: ['127.0.0.1:{self.port}']\nservers: {{prometheus: {{url: '{self.url}', title: Prometheus}}}}\n"
        )


@contextmanager
def prometheus_office(folder: Path) -> Iterator[Office]:
    """One that runs."""
    office = Office(folder)
    try:
        office.node.start()
        office.server.start()
        yield office
    finally:
        office.server.stop()
        office.node.stop()
