"""A whole screen in this process: memory for a display, a hub on loopback."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from displayd.cli.arguments import DEFAULT_CONFIG
from displayd.cli.main import main
from displayd.device import loop, startup
from displayd.device.display.screen import MemoryScreen, Screen
from displayd.device.edition import NOTHING_KNOWN
from displayd.device.network import discovery
from displayd.device.startup import Options, ScreenProcess, run
from displayd.device.state.document_cache import DocumentCache
from displayd.device.state.found_hub import FoundHub, keep_hub, kept_hub
from displayd.device.state.identity import load_or_create
from displayd.device.system.systemd import QuietService
from displayd.errors import ConfigError, DisplaydError, ScreenError, StoreError
from tests.device.rig import RecordingService
from tests.support.fakes import FakeHub, document_bytes


def eventually(holds: Callable[[], object], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


@contextlib.contextmanager
def waiting(process: ScreenProcess) -> Iterator[None]:
    """While it lasts, the screen draws in a thread of its own."""
    thread = threading.Thread(target=process.wait)
    thread.start()
    try:
        yield
    finally:
        process.stop()
        thread.join(10)
        assert not thread.is_alive()


def options(folder: Path, **more: Any) -> Options:
    usual = {"screen": "memory", "size": (320, 180), "flip_log": folder / "flips"}
    return Options(folder / "displayd.yaml", folder / "state", **{**usual, **more})


def process_of(asked: Options, service: RecordingService | None = None) -> ScreenProcess:
    return ScreenProcess(asked, service or QuietService(), set_log_level=lambda level: None)


def flips(folder: Path) -> list[dict[str, Any]]:
    path = folder / "flips"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is looked for often."""
    monkeypatch.setattr(startup, "CONFIG_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(loop, "DISPLAY_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(loop, "MAX_SLEEP_SECONDS", 0.05)


def test_first_picture_is_there_when_it_has_started(hub: FakeHub, tmp_path: Path) -> None:
    process = process_of(options(tmp_path, hub=hub.url))
    process.start()
    shown = flips(tmp_path)
    process.stop()
    process.wait()

    assert [flip["page"] for flip in shown] == [None]


def test_document_of_the_hub_comes_to_the_glass_and_the_hub_hears_of_it(hub: FakeHub, tmp_path: Path) -> None:
    process = process_of(options(tmp_path, hub=hub.url))
    process.start()
    with waiting(process):
        assert eventually(lambda: flips(tmp_path)[-1]["page"] == 0)
        assert eventually(lambda: hub.requests("/v1/screen/status") and hub.requests("/v1/screen/picture"))

    secret = load_or_create(tmp_path / "state").secret
    assert hub.seen[0].headers["authorization"] == f"Bearer {secret}"


def test_stop_ends_everything_at_once(hub: FakeHub, tmp_path: Path) -> None:
    service = RecordingService()
    process = process_of(options(tmp_path, hub=hub.url), service)
    process.start()
    with waiting(process):
        assert eventually(lambda: len(hub.requests("/v1/screen")) == 2)
        began = time.monotonic()
    took = time.monotonic() - began

    assert took < 2
    assert service.told[-1] == "stopping"
    assert eventually(lambda: not {"polling", "reporting"} & {thread.name for thread in threading.enumerate()})


def test_stop_before_the_start_counts(hub: FakeHub, tmp_path: Path) -> None:
    process = process_of(options(tmp_path, hub=hub.url))
    process.stop()
    process.start()
    process.wait()

    assert flips(tmp_path) == []
    assert hub.seen == []


@pytest.mark.expects_log
def test_remembered_document_is_the_first_picture_without_a_hub(tmp_path: Path) -> None:
    with FakeHub() as hub:
        first = process_of(options(tmp_path, hub=hub.url))
        first.start()
        with waiting(first):
            assert eventually(lambda: flips(tmp_path)[-1]["page"] == 0)
    known = len(flips(tmp_path))
    second = process_of(options(tmp_path, hub=hub.url))
    second.start()
    shown = flips(tmp_path)[known:]
    second.stop()
    second.wait()

    assert [flip["page"] for flip in shown] == [0]


@pytest.mark.expects_log
def test_remembered_document_that_is_none_any_more_is_not_used(hub: FakeHub, tmp_path: Path) -> None:
    identity = load_or_create(tmp_path / "state")
    url = f"{hub.url}/v1/screen"
    cache = DocumentCache(tmp_path / "state/cache", f"{url} {identity.fingerprint}")
    cache.save(b'{"format": 99}', NOTHING_KNOWN)
    process = process_of(options(tmp_path, hub=hub.url))
    process.start()
    process.stop()
    process.wait()

    assert [flip["page"] for flip in flips(tmp_path)] == [None]


def test_plain_web_server_gets_no_secret_and_no_status(hub: FakeHub, tmp_path: Path) -> None:
    hub.do("/lobby.json", lambda handler: handler.respond(200, document_bytes(), {"Content-Type": "application/json"}))
    process = process_of(options(tmp_path, endpoint=f"{hub.url}/lobby.json"))
    process.start()
    with waiting(process):
        assert eventually(lambda: flips(tmp_path)[-1]["page"] == 0)

    assert {seen.path for seen in hub.seen} == {"/lobby.json"}
    assert "authorization" not in hub.seen[0].headers


# The hub has gone when the screen starts again.
@pytest.mark.expects_log
def test_screen_without_settings_shows_the_document_of_the_hub_that_it_finds(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    monkeypatch.setattr(discovery, "by_multicast", lambda: [FoundHub(hub.url, "Office", "k1")])
    process = process_of(options(tmp_path))
    process.start()
    with waiting(process):
        assert eventually(lambda: flips(tmp_path)[-1]["page"] == 0)
        assert eventually(lambda: kept_hub(tmp_path / "state"))
        assert eventually(lambda: hub.requests("/v1/screen/status"))
    # It is there at once after a restart, wherever the hub is then.
    monkeypatch.setattr(discovery, "by_multicast", list)
    hub.stop()
    (tmp_path / "flips").unlink()
    again = process_of(options(tmp_path))
    again.start()
    again.stop()
    again.wait()

    secrets = [seen.path for seen in hub.seen if "authorization" not in seen.headers]
    assert secrets == ["/v1/time"]
    assert [flip["page"] for flip in flips(tmp_path)] == [0]
    assert f"Found the hub Office at {hub.url}" in caplog.text


def test_hub_that_was_found_is_forgotten_when_the_settings_name_one(hub: FakeHub, tmp_path: Path) -> None:
    keep_hub(tmp_path / "state", FoundHub("http://192.0.2.7:8070", "Office"))
    process = process_of(options(tmp_path, hub=hub.url))
    process.start()
    with waiting(process):
        assert eventually(lambda: flips(tmp_path)[-1]["page"] == 0)

    assert kept_hub(tmp_path / "state") is None


def test_command_line_is_put_over_the_file(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_text("hub: http://somebody-else.invalid\nrotate: 90\n")

    config = options(tmp_path, hub=hub.url).read_config()
    other = options(tmp_path, endpoint=f"{hub.url}/a.json").read_config()

    assert (config.hub, config.rotate) == (hub.url, 90)
    assert (other.hub, other.endpoint, other.rotate) == (None, f"{hub.url}/a.json", 90)


def test_command_line_says_which_screen_this_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Options] = []

    def noted(told: Options) -> int:
        asked.append(told)
        return 0

    monkeypatch.setattr(startup, "run", noted)
    words = ["--config", "a.yaml", "--state", str(tmp_path), "--screen", "file:a.png", "--size", "320x180"]

    main(["run", *words, "--hub", "http://hub", "--endpoint", "http://files/a.json", "--flip-log", "flips"])
    main(["run", "--state", str(tmp_path)])

    assert asked == [
        Options(Path("a.yaml"), tmp_path, "http://hub", "http://files/a.json", "file:a.png", (320, 180), Path("flips")),
        Options(DEFAULT_CONFIG, tmp_path),
    ]


def test_mistake_in_the_configuration_is_said_to_whoever_started_us(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_text("hub: http://hub\nrotat: 90\n")

    with pytest.raises(ConfigError, match="rotat"):
        process_of(options(tmp_path)).start()


@pytest.mark.usefixtures("quick")
@pytest.mark.expects_log
def test_mistake_in_the_configuration_is_on_the_glass_of_a_service_until_it_is_mended(
    hub: FakeHub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    path, service = tmp_path / "displayd.yaml", RecordingService()
    path.write_text(f"hub: {hub.url}\nrotat: 90\n")
    process = process_of(options(tmp_path), service)
    process.start()
    with waiting(process):
        time.sleep(0.2)
        during = flips(tmp_path), len(hub.seen)
        path.write_text(f"hub: {hub.url}\nlog_level: loud\n")
        assert eventually(lambda: "loud" in caplog.text)
        path.write_text(f"hub: {hub.url}\n")
        assert eventually(lambda: flips(tmp_path)[-1]["page"] == 0)
        assert eventually(lambda: hub.requests("/v1/screen/status"))

    assert [flip["page"] for flip in during[0]] == [None]
    assert during[1] == 0
    assert caplog.text.count("The configuration is wrong") == 2
    assert "The configuration is mended" in caplog.text
    assert any("did you mean `rotate`?" in told for told in service.told)
    assert "ready" in service.told


@pytest.mark.usefixtures("quick")
@pytest.mark.expects_log
def test_mended_configuration_is_said_before_what_is_wrong_next(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    path = tmp_path / "displayd.yaml"
    path.write_text("hub: 5\n")
    process = process_of(options(tmp_path), RecordingService())
    process.start()
    (tmp_path / "state").write_text("where a folder should be")
    path.write_text("hub: http://127.0.0.1:9\n")

    with waiting(process):
        assert eventually(lambda: "cannot be kept" in caplog.text)
    assert caplog.text.index("The configuration is mended") < caplog.text.index("cannot be kept")


@pytest.mark.usefixtures("quick")
@pytest.mark.expects_log
def test_network_begins_with_the_first_picture(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = threading.Event()
    missing.set()

    def opener(asked: str, size: tuple[int, int], wanted: object, painter: Any) -> Callable[[], Screen]:
        def opened() -> Screen:
            if missing.is_set():
                raise ScreenError("no TV is connected", "switch it on")
            return MemoryScreen(painter, size)

        return opened

    monkeypatch.setattr(startup, "screen_opener", opener)
    service = RecordingService()
    process = process_of(options(tmp_path, hub=hub.url), service)
    process.start()
    with waiting(process):
        time.sleep(0.2)
        during = flips(tmp_path), len(hub.seen)
        missing.clear()
        assert eventually(lambda: flips(tmp_path) and flips(tmp_path)[-1]["page"] == 0)

    assert during == ([], 0)
    assert "waiting for a display: no TV is connected" in service.told
    assert "showing on memory 320x180" in service.told


def test_screen_that_does_not_exist_is_said_at_once(hub: FakeHub, tmp_path: Path) -> None:
    with pytest.raises(DisplaydError, match="no screen `cinema`"):
        process_of(options(tmp_path, hub=hub.url, screen="cinema")).start()


def test_flip_log_that_cannot_be_written_is_said_at_once(hub: FakeHub, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="flip log"):
        process_of(options(tmp_path, hub=hub.url, flip_log=tmp_path / "missing/flips"))


def test_file_is_a_screen_too(hub: FakeHub, tmp_path: Path) -> None:
    process = process_of(options(tmp_path, hub=hub.url, screen=f"file:{tmp_path / 'glass.png'}"))
    process.start()
    process.stop()
    process.wait()

    assert (tmp_path / "glass.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture
def signals_and_logging() -> Iterator[None]:
    """What `run` changes in its process, put back."""
    root, displayd = logging.getLogger(), logging.getLogger("displayd")
    handlers, levels = root.handlers[:], (root.level, displayd.level)
    actions = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    displayd.setLevel(levels[1])
    for number, action in actions.items():
        signal.signal(number, action)


@pytest.mark.usefixtures("signals_and_logging")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_the_command(hub: FakeHub, tmp_path: Path, number: signal.Signals) -> None:
    timer = threading.Timer(0.5, os.kill, [os.getpid(), number])
    timer.start()

    assert run(options(tmp_path, hub=hub.url)) == 0
