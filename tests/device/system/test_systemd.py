"""Word to systemd, over a real socket; and nothing at all where it is absent."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.device.system.systemd import QuietService, SystemdService, configure_logging, find_service


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    root, ours = logging.getLogger(), logging.getLogger("displayd")
    before = (root.handlers[:], root.level, ours.level)
    yield root
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_systemd_hears_of_readiness_life_status_and_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("systemd.daemon")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(5)
        environ = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "30000000"}
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        service = find_service(environ)

        service.ready()
        service.alive()
        service.status("page 1 of 3:\n Production")
        service.stopping()
        heard = [listening.recv(1000).decode().strip() for _ in range(4)]

    assert service.watchdog_seconds == 30
    assert heard == ["READY=1", "WATCHDOG=1", "STATUS=page 1 of 3: Production", "STOPPING=1"]


def test_signs_of_life_are_sent_three_times_per_window_however_often_the_loop_comes_round() -> None:
    sent: list[str] = []
    time = Time()
    service = SystemdService(sent.append, 30.0, time)
    service.ready()

    for _ in range(6000):
        service.alive()
        time.now += 0.01

    assert sent == ["READY=1", *["WATCHDOG=1"] * 6]


def test_the_watchdog_is_not_started_before_the_first_picture() -> None:
    sent: list[str] = []
    service = SystemdService(sent.append, 30.0, Time())

    service.alive()
    before = list(sent)
    service.ready()
    service.alive()

    assert before == []
    assert sent == ["READY=1", "WATCHDOG=1"]


def test_without_a_watchdog_there_are_no_signs_of_life() -> None:
    sent: list[str] = []
    service = SystemdService(sent.append, None)
    service.ready()

    service.alive()

    assert sent == ["READY=1"]
    assert service.watchdog_seconds is None


def test_a_status_is_sent_once() -> None:
    sent: list[str] = []
    service = SystemdService(sent.append, None)

    for text in ("one", "one", "two"):
        service.status(text)

    assert sent == ["STATUS=one", "STATUS=two"]


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": str(os.getpid())}, 3.0),
        ({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_ours_only_when_it_names_us(environ: dict[str, str], seconds: float | None) -> None:
    pytest.importorskip("systemd.daemon")

    assert find_service({"NOTIFY_SOCKET": "/nowhere", **environ}).watchdog_seconds == seconds


def test_without_systemd_everything_is_quiet() -> None:
    service = find_service({})

    service.ready()
    service.alive()
    service.status("x")
    service.stopping()
    assert isinstance(service, QuietService)
    assert service.watchdog_seconds is None


@pytest.mark.expects_log
def test_a_missing_library_is_told_when_systemd_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "systemd.daemon", None)

    assert isinstance(find_service({"NOTIFY_SOCKET": "/run/x"}), QuietService)


def test_the_log_goes_to_standard_error_without_a_journal(
    root_logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("info", {})

    logging.getLogger("displayd.device.network.poller").info("Hub %s reachable", "http://hub")
    logging.getLogger("displayd.device.network.poller").debug("not shown")
    logging.getLogger("urllib3").info("not shown")

    text = capsys.readouterr().err
    assert "INFO displayd.device.network.poller: Hub http://hub reachable" in text
    assert "not shown" not in text


def test_the_log_goes_to_the_journal_only_when_our_standard_error_does(tmp_path: Path) -> None:
    pytest.importorskip("systemd.journal")
    script = (
        "import os, sys\n"
        "from displayd.device.system.systemd import configure_logging\n"
        "stat = os.fstat(2)\n"
        "own, other = f'{stat.st_dev}:{stat.st_ino}', f'{stat.st_dev}:{stat.st_ino + 1}'\n"
        "for stream in (own, other, 'rubbish', ''):\n"
        "    print(type(configure_logging('info', {'JOURNAL_STREAM': stream})).__name__)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["JournalHandler", "StreamHandler", "StreamHandler", "StreamHandler"]
