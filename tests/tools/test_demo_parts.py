"""The demo's parts: which are started with what, what is said of one that ends, and which address is taken."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from displayd.errors import DisplaydError
from displayd.tools import demo as demo_module
from displayd.tools.demo import demo
from displayd.validation import yaml_source


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of this machine that somebody else listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


class Parts:
    """Stands in for `_start`: notes what is asked for, and starts a process that does as `code` says."""

    def __init__(self, code: str = "import time; time.sleep(60)") -> None:
        self.code = code
        self.asked: list[tuple[list[str], Path]] = []
        self.processes: list[subprocess.Popen[bytes]] = []

    def __call__(self, arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        self.asked.append((list(arguments), log))
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            self.processes.append(subprocess.Popen([sys.executable, "-c", self.code], stdout=out, stderr=out))
        return self.processes[-1]


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """Parts that the demo starts in place of a hub and screens; the test's own signals stay as they are."""
    made = Parts()
    monkeypatch.setattr(demo_module, "_start", made)
    monkeypatch.setattr(demo_module, "_wait_for", lambda *_: None)
    monkeypatch.setattr(demo_module, "_end_on_signals", lambda: None)
    monkeypatch.setattr(demo_module, "_ignore_signals", lambda: None)
    monkeypatch.setattr(demo_module, "_is_console_with_kms", lambda: False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    yield made
    for process in made.processes:
        process.kill()
        process.wait()


def test_demo_starts_a_hub_and_its_screens_says_where_they_are_and_ends_them(
    parts: Parts, tmp_path: Path, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code = demo(2, tmp_path, f"127.0.0.1:{taken_port}", seconds=0.1)

    said = capsys.readouterr().out
    (hub, hub_log), (first, first_log), (second, _) = parts.asked
    address = hub[hub.index("--listen") + 1]
    assert code == 0
    assert address.startswith("127.0.0.1:")
    assert address != f"127.0.0.1:{taken_port}"
    assert hub[:3] == ["hub", "serve", str(tmp_path / "wall")]
    assert hub_log == tmp_path / "hub.log"
    assert first[-4:] == second[-4:] == ["--screen", "memory", "--size", "1280x720"]
    config = yaml_source.parse("c", Path(first[first.index("--config") + 1]).read_text()).data
    assert config["hub"] == f"http://{address}"
    assert f"wall page   http://{address}/" in said
    assert f"screens     {first_log.stem}, " in said
    assert all(process.poll() is not None for process in parts.processes)


@pytest.mark.parametrize(
    ("variable", "has_console", "wanted"),
    [
        ("DISPLAY", False, ["--screen", "window", "--size", "1280x720"]),
        ("WAYLAND_DISPLAY", True, ["--screen", "window", "--size", "1280x720"]),
        (None, True, ["--screen", "television"]),
        (None, False, ["--screen", "memory", "--size", "1920x1080"]),
    ],
)
def test_first_screen_is_where_it_can_be_seen(
    variable: str | None,
    has_console: bool,
    wanted: list[str],
    parts: Parts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if variable:
        monkeypatch.setenv(variable, ":0")
    monkeypatch.setattr(demo_module, "_is_console_with_kms", lambda: has_console)
    demo(1, tmp_path, "127.0.0.1:8070", seconds=0)

    assert parts.asked[1][0][-len(wanted) :] == wanted


def test_part_that_ends_ends_the_demo_with_its_last_words(
    parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts.code = "print('first'); print('no more room'); raise SystemExit(3)"
    code = demo(1, tmp_path, "127.0.0.1:8070", seconds=20)

    assert code == 1
    assert "ended with 3: no more room (see " in capsys.readouterr().err


def test_window_that_is_closed_ends_the_demo_well(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hub, screen = parts.code, "pass"

    def start(arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        parts.code = hub if arguments[0] == "hub" else screen
        return parts(arguments, log)

    monkeypatch.setattr(demo_module, "_start", start)
    code = demo(1, tmp_path, "127.0.0.1:8070", seconds=20)

    assert code == 0
    assert "was closed" in capsys.readouterr().out


def test_hub_that_does_not_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "hub.log"
    log.write_text("loading\nerror: the port is taken\n")
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()

    with pytest.raises(DisplaydError, match="did not start: error: the port is taken") as caught:
        demo_module._wait_for("http://127.0.0.1:9/healthz", ended, log)

    assert str(log) in caught.value.hint


def test_hub_that_is_silent_is_waited_for_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_module, "START_SECONDS", 0.3)
    hub = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    began = time.monotonic()
    try:
        with pytest.raises(DisplaydError, match="did not start: it said nothing"):
            demo_module._wait_for("http://127.0.0.1:9/healthz", hub, tmp_path / "none.log")
    finally:
        hub.kill()
        hub.wait()

    assert 0.3 <= time.monotonic() - began < 20


def test_part_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(60)"
    stubborn = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert stubborn.stdout is not None
    stubborn.stdout.readline()
    moments = iter([0.0, 100.0])
    monkeypatch.setattr("displayd.tools.demo.time.monotonic", lambda: next(moments, 200.0))
    demo_module._end([stubborn])
    stubborn.stdout.close()

    assert stubborn.returncode == -9


def test_no_free_port_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(socket.socket):
        def bind(self, address: object) -> None:
            raise OSError("in use")

    monkeypatch.setattr("displayd.tools.demo.socket.socket", Refusing)

    with pytest.raises(DisplaydError, match=r"no free port from 65530 on 127\.0\.0\.1"):
        demo_module._free_address("127.0.0.1:65530")
