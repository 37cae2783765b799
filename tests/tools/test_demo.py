"""The demo's claims: devices are written into a copy of the sample office, comments and all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from displayd.errors import DisplaydError
from displayd.hub.wall import shipped
from displayd.tools.demo import demo
from displayd.tools.demo_wall import claimed
from displayd.validation import yaml_source

SAMPLE = (shipped.sample_wall_folder() / "screens.yaml").read_text()


def test_claimed_screens_have_their_devices_and_nothing_else_changes() -> None:
    text = claimed(SAMPLE, {"dev-left": "AAAA-BBBB-CCCC-DDDD", "ceo": "EEEE-FFFF-GGGG-HHHH"})
    before, after = yaml_source.parse("a", SAMPLE).data, yaml_source.parse("b", text).data

    assert after["screens"]["dev-left"].pop("device") == "AAAA-BBBB-CCCC-DDDD"
    assert after["screens"]["ceo"].pop("device") == "EEEE-FFFF-GGGG-HHHH"
    assert after == before
    assert [line for line in text.splitlines() if "#" in line] == [line for line in SAMPLE.splitlines() if "#" in line]


def test_screen_on_one_line_is_claimed_too() -> None:
    text = claimed("screens:\n  a: {show: [x]}  # mine\n", {"a": "FFFF"})

    assert text == "screens:\n  a: {device: FFFF, show: [x]}  # mine\n"


@pytest.mark.parametrize("text", ["screens:\n  b: {show: [x]}\n", "screens:\n  a: {device: X, show: [x]}\n"])
def test_screen_that_cannot_be_claimed_is_an_error(text: str) -> None:
    with pytest.raises(DisplaydError, match="`a` cannot be claimed"):
        claimed(text, {"a": "FFFF"})


@pytest.fixture
def no_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo gets as far as its wall folder, and starts nothing."""

    def refuse(*_: object) -> None:
        raise DisplaydError("nothing is started here")

    monkeypatch.setattr("displayd.tools.demo._start", refuse)
    monkeypatch.setattr("displayd.tools.demo._end_on_signals", lambda: None)
    monkeypatch.setattr("displayd.tools.demo._ignore_signals", lambda: None)


def prepare(folder: Path, count: int = 1) -> Path:
    """The wall folder that a demo leaves in `folder`."""
    with pytest.raises(DisplaydError, match="nothing is started"):
        demo(count, folder, "127.0.0.1:8070")
    return folder / "wall"


@pytest.mark.usefixtures("no_parts")
def test_wall_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "wall").mkdir()
    (tmp_path / "wall/screens.yaml").write_text("screens: {}  # a year's work\n")

    with pytest.raises(DisplaydError, match="not made by the demo") as caught:
        demo(1, tmp_path, "127.0.0.1:8070")

    assert "--folder" in caught.value.hint
    assert [path.name for path in (tmp_path / "wall").iterdir()] == ["screens.yaml"]
    assert (tmp_path / "wall/screens.yaml").read_text() == "screens: {}  # a year's work\n"


@pytest.mark.parametrize(("count", "listen"), [(0, "127.0.0.1:8070"), (15, "127.0.0.1:8070"), (1, "foo"), (1, "a:0")])
@pytest.mark.usefixtures("no_parts")
def test_nothing_is_written_for_arguments_that_are_wrong(tmp_path: Path, count: int, listen: str) -> None:
    with pytest.raises(DisplaydError, match=r"has 14 screens|HOST:PORT"):
        demo(count, tmp_path / "demo", listen)

    assert not (tmp_path / "demo").exists()


@pytest.mark.usefixtures("no_parts")
def test_edits_of_the_wall_folder_outlive_the_demo(tmp_path: Path) -> None:
    screens = prepare(tmp_path) / "screens.yaml"
    edited = screens.read_text() + "  mine: {show: [devops]}  # new\n"
    screens.write_text(edited)

    prepare(tmp_path)
    assert screens.read_text() == edited
    prepare(tmp_path, 2)
    first, second = (yaml_source.parse("s", text).data["screens"] for text in (edited, screens.read_text()))
    assert second["dev-left"]["device"] == first["dev-left"]["device"]
    assert second["dev-right"].pop("device")
    assert second == first


@pytest.mark.usefixtures("no_parts")
def test_device_that_was_moved_to_another_screen_stays_there(tmp_path: Path) -> None:
    screens = prepare(tmp_path) / "screens.yaml"
    device = yaml_source.parse("s", screens.read_text()).data["screens"]["dev-left"]["device"]
    moved = claimed(SAMPLE, {"sales": device})
    screens.write_text(moved)

    prepare(tmp_path)

    assert screens.read_text() == moved


# A demo whose parts are slow to end: each needs a second after it is told.
SLOW_DEMO = """
import subprocess, sys, time
from pathlib import Path
from displayd.tools import demo
PART = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), sys.exit())); time.sleep(60)"
demo._start = lambda arguments, log: subprocess.Popen([sys.executable, "-c", PART], start_new_session=True)
demo._wait_for = lambda *_: None
demo._tell = lambda *_: None
watch = demo._watch
def say(children, folder, seconds):
    time.sleep(0.5)
    print("parts", *(child.pid for child in children.values()), flush=True)
    return watch(children, folder, seconds)
demo._watch = say
sys.exit(demo.demo(2, Path(sys.argv[1]), "127.0.0.1:8070"))
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_way_to_end_ends_the_parts_even_when_asked_twice(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "screens").mkdir()
    running = subprocess.Popen(
        [sys.executable, "-c", SLOW_DEMO, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    line = next(line for line in running.stdout if line.startswith("parts"))
    running.send_signal(number)
    time.sleep(0.4)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=20)

    assert running.returncode == 0, err
    assert not [pid for pid in line.split()[1:] if is_there(int(pid))]


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
