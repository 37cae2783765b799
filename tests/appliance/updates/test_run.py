"""An update with a real hub over HTTP and the screen's own settings; RAUC is an executable that notes what it was told.

RAUC itself needs a boot loader and two partitions: `test_updates.py` in the folder above has those.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from displayd.appliance.updates.hub import ReleaseHub
from displayd.appliance.updates.image import KEYRING, Image
from displayd.appliance.updates.machine import InstallError, SystemMachine
from displayd.appliance.updates.memory import Memory
from displayd.appliance.updates.run import BOOT_ID, update
from displayd.device.config import Config
from displayd.device.network.hub_client import client_for
from displayd.device.network.hub_error import HubError
from displayd.device.state.found_hub import FoundHub, keep_hub
from displayd.device.state.identity import Identity
from displayd.device.state.secure_hubs import SecureHubs
from displayd.protocol.fingerprint import fingerprint_of
from tests.appliance.updates.test_image import machine
from tests.hub.releases.shelves import shelve
from tests.hub.walls import Caller, eventually, secret_of, serving, write_wall

CONTENT = bytes(range(256)) * 20_000

RAUC = """#!/bin/sh
echo "rauc $*" >> {log}
case "$1 $2" in
  "install "*)
    cat "$2" > {installed}
    printf 'installing\\n  0%% Installing\\n 20%% Checking bundle\\n100%% Installing done.\\nidle\\n'
    {end} ;;
esac
"""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `rauc` and `systemctl`, which note what they are told in the file `log`."""
    folder = tmp_path / "tools"
    folder.mkdir()
    put(folder, "exit 0")
    (folder / "systemctl").write_text(f'#!/bin/sh\necho "systemctl $*" >> {folder / "log"}\n')
    (folder / "systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def put(folder: Path, end: str) -> None:
    """An executable `rauc` that ends an installation so."""
    text = RAUC.format(log=folder / "log", installed=folder / "installed", end=end)
    (folder / "rauc").write_text(text)
    (folder / "rauc").chmod(0o755)


def told(folder: Path) -> list[str]:
    """What the tools were told, in order."""
    return (folder / "log").read_text().splitlines() if (folder / "log").exists() else []


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Caller]:
    """A hub whose screens may be updated at any time, with release 3.0."""
    shelve(tmp_path / "hub", "3.0", content=CONTENT)
    screens = 'defaults: {updates: ""}\nscreens:\n  left: {device: LEFT, show: [team]}\n'
    with serving(write_wall(tmp_path / "wall", {"screens.yaml": screens}), tmp_path / "hub") as caller:
        path = "/v1/release?compatible=displayd-arm64"
        assert eventually(lambda: caller.send("GET", path, secret_of("left")).status_code == 200)
        yield caller


def screen(tmp_path: Path, hub: Caller, without: str = "") -> tuple[Path, Path, Path, Path, Path]:
    """The arguments of `update` for the screen `left`."""
    root = machine(tmp_path / "root", without)
    (root / BOOT_ID).parent.mkdir(parents=True)
    (root / BOOT_ID).write_text("this-boot\n")
    (tmp_path / "displayd.yaml").write_text(f"hub: {hub.address}\n")
    (tmp_path / "state").mkdir()
    (tmp_path / "state/secret").write_text(secret_of("left"))
    (tmp_path / "state/secret").chmod(0o600)
    (tmp_path / "page-shown").touch()
    return tmp_path / "displayd.yaml", tmp_path / "state", tmp_path / "memory", tmp_path / "page-shown", root


def on_the_wall(hub: Caller) -> dict[str, Any]:
    found: dict[str, Any] = hub.get("/wall.json").json()["screens"][0]
    return found


def test_release_comes_over_http_and_is_handed_to_rauc_and_started(tmp_path: Path, hub: Caller, tools: Path) -> None:
    update(*screen(tmp_path, hub))

    assert (tools / "installed").read_bytes() == CONTENT
    assert told(tools)[0].startswith(f"rauc install {tmp_path / 'memory'}/")
    assert told(tools)[1:] == ["systemctl --no-block reboot"]
    assert on_the_wall(hub)["image"] == "image 2.0 (B)"
    assert on_the_wall(hub)["update"] == "3.0 is installed and starts now"
    pending = Memory(tmp_path / "memory").load().pending
    assert pending is not None
    assert (pending.phase, pending.boot_id, pending.had_page) == ("installed", "this-boot", True)


@pytest.mark.expects_log
def test_what_rauc_says_against_it_is_on_the_wall_page(tmp_path: Path, hub: Caller, tools: Path) -> None:
    put(tools, "echo 'LastError: signature verification failed: self-signed certificate'; exit 1")
    update(*screen(tmp_path, hub))

    problem = "3.0 could not be installed: signature verification failed: self-signed certificate"
    assert on_the_wall(hub)["problems"] == [problem]
    assert told(tools)[1:] == ["rauc status mark-active booted"]


def test_image_without_a_certificate_has_updates_off_and_says_so(tmp_path: Path, hub: Caller, tools: Path) -> None:
    update(*screen(tmp_path, hub, without=KEYRING))

    reason = "updates are off: the image was built without a certificate for updates"
    assert on_the_wall(hub)["problems"] == [reason]
    assert told(tools) == []


def test_screen_without_a_secret_or_a_hub_has_nothing_to_ask(tmp_path: Path, hub: Caller, tools: Path) -> None:
    arguments = screen(tmp_path, hub)
    (tmp_path / "state/secret").rename(tmp_path / "kept")
    update(*arguments)
    (tmp_path / "kept").rename(tmp_path / "state/secret")
    (tmp_path / "displayd.yaml").write_text("endpoint: http://127.0.0.1:1/lobby.json\n")
    update(*arguments)

    assert on_the_wall(hub)["image"] == ""
    assert told(tools) == []


def test_hub_that_the_screen_has_found_by_itself_is_asked(tmp_path: Path, hub: Caller, tools: Path) -> None:
    arguments = screen(tmp_path, hub)
    (tmp_path / "displayd.yaml").write_text("name: lobby\n")
    update(*arguments)
    assert told(tools) == []
    keep_hub(tmp_path / "state", FoundHub(hub.address, "the office"))
    update(*arguments)

    assert told(tools)[-1] == "systemctl --no-block reboot"


@pytest.mark.expects_log
@pytest.mark.parametrize("is_named", [True, False])
def test_hub_that_has_lost_its_https_gives_no_software(
    tmp_path: Path, hub: Caller, tools: Path, is_named: bool
) -> None:
    arguments = screen(tmp_path, hub)
    SecureHubs(tmp_path / "state").note("https://127.0.0.1")
    if not is_named:
        (tmp_path / "displayd.yaml").write_text("name: lobby\n")
        keep_hub(tmp_path / "state", FoundHub(hub.address, "the office"))
    update(*arguments)
    refused = told(tools)
    with (tmp_path / "displayd.yaml").open("a") as file:
        file.write("allow_plain: true\n")
    update(*arguments)

    assert refused == []
    assert told(tools)[-1] == "systemctl --no-block reboot"


def test_hub_that_is_away_or_does_not_know_the_screen_is_for_the_next_look(
    tmp_path: Path, hub: Caller, tools: Path
) -> None:
    arguments = screen(tmp_path, hub)
    (tmp_path / "state/secret").write_text(secret_of("stranger"))
    update(*arguments)
    (tmp_path / "displayd.yaml").write_text("hub: http://127.0.0.1:1\n")
    update(*arguments)

    assert told(tools) == []


def test_part_that_is_not_there_is_an_error(hub: Caller) -> None:
    secret = secret_of("left")
    releases = ReleaseHub(client_for(Config(hub=hub.address), Identity(secret, fingerprint_of(secret))))
    offer = releases.offer(Image("displayd-arm64", "2.0", "A"))
    assert offer is not None

    assert releases.piece(offer, 1000, 3000) == CONTENT[1000:3000]
    with pytest.raises(HubError, match="status 416"):
        releases.piece(offer, len(CONTENT), len(CONTENT) + 5)
    with pytest.raises(HubError, match="instead of a part"):
        releases.piece(offer, len(CONTENT) - 5, len(CONTENT) + 5)
    assert releases.offer(Image("displayd-arm64", "3.0", "A")) is None


def test_tool_that_fails_is_told_with_its_own_words(tools: Path) -> None:
    (tools / "rauc").write_text("#!/bin/sh\necho 'no slot is booted' >&2\nexit 1\n")

    with pytest.raises(InstallError, match="rauc status mark-good: no slot is booted"):
        SystemMachine().mark_good()


def test_progress_is_read_from_rauc(tools: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    (tmp_path / "b").write_bytes(b"")
    SystemMachine().install(tmp_path / "b", seen.append)

    assert seen == [0, 20, 100]


@pytest.mark.parametrize(("code", "is_drawing"), [(0, True), (3, False)])
def test_program_runs_when_systemd_says_that_its_service_does(code: int, is_drawing: bool, tools: Path) -> None:
    (tools / "systemctl").write_text(f"#!/bin/sh\nexit {code}\n")

    assert SystemMachine().is_drawing() is is_drawing
