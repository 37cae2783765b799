"""A hub is found by a screen that nobody has told of it: two machines with a cable between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.protocol.fingerprint import fingerprint_of
from tests.support.fakes import SECRET
from tests.support.namespaces import has_namespaces, in_namespace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not has_namespaces(), reason="network namespaces may not be made here"),
]

SCREENS = f"""
screens:
  lobby: {{device: {fingerprint_of(SECRET)}, show: [hello]}}
"""
LAYOUT = """
title: Hello
pages:
  - title: Hello
    widgets: {a: {type: text, text: Hello}}
"""

MACHINES = r"""
import json, logging, threading
from displayd.device.network import hub_search
from displayd.device.startup import Options, ScreenProcess
from displayd.device.system.systemd import QuietService

other = other_machine()
cable("eth0", "far", other)
run("ip", "address", "add", "192.0.2.17/24", "dev", "eth0")
inside(other, "ip", "address", "add", "192.0.2.1/24", "dev", "far")
(folder / "resolv.conf").write_text("")
run("mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf")

def hub(port, state="hub", wall=folder / "wall", machine=other):
    (wall / "hub.yaml").write_text("title: Office\n")
    command = [sys.executable, "-m", "displayd", "hub", "serve", wall, "--listen", f"0.0.0.0:{port}"]
    return inside(machine, *command, "--state", folder / state, wait=False)

def ended(process):
    process.terminate()
    process.wait()

def flips():
    path = folder / "flips"
    return [json.loads(line)["page"] for line in path.read_text().splitlines()] if path.exists() else []

def screen():
    options = Options(folder / "displayd.yaml", folder / "state", None, None, "memory", (320, 180), folder / "flips")
    process = ScreenProcess(options, QuietService(), lambda level: None)
    process.start()
    thread = threading.Thread(target=process.wait, daemon=True)
    thread.start()
    return process, thread
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a wall that claims the screen, and with the screen's secret."""
    (tmp_path / "wall/layouts").mkdir(parents=True)
    (tmp_path / "wall/screens.yaml").write_text(SCREENS)
    (tmp_path / "wall/layouts/hello.yaml").write_text(LAYOUT)
    (tmp_path / "state").mkdir(mode=0o700)
    (tmp_path / "state/secret").write_text(SECRET)
    (tmp_path / "state/secret").chmod(0o600)
    return tmp_path


def test_hub_on_the_other_machine_is_found_in_less_than_three_seconds_and_again_on_another_port(office: Path) -> None:
    told = in_namespace(
        office,
        MACHINES
        + r"""
from displayd.device.network.discovery import by_multicast
from displayd.device.network.hub_link import asked

nobody = by_multicast()
running = hub(8070)
eventually(by_multicast, 60)
began = time.monotonic()
found = by_multicast()
seconds = time.monotonic() - began
answers = [asked(one, "") for one in found]
ended(running)
gone = by_multicast()
running = hub(8071)
again = eventually(by_multicast, 60)
answer([nobody, [one.url for one in found], found[0].name, seconds, answers, gone, [one.url for one in again],
        found[0].is_same(again[0])])
""",
    )

    nobody, found, name, seconds, answers, gone, again, is_same = told
    assert (nobody, gone) == ([], [])
    assert (found, name, answers) == (["http://192.0.2.1:8070"], "Office", [None])
    assert (again, is_same) == (["http://192.0.2.1:8071"], True)
    assert seconds < 3


def test_screen_without_settings_shows_the_page_of_the_hub_that_it_finds_and_follows_it(office: Path) -> None:
    told = in_namespace(
        office,
        MACHINES
        + r"""
hub_search.AWAY_SECONDS, hub_search.LOOK_AGAIN_SECONDS = 1.0, 2.0
from displayd.device.network import rhythm
rhythm.NOBODY_THERE_LIMIT_SECONDS = 1.0

process, thread = screen()
time.sleep(1)
at_first = flips()
running = hub(8070)
eventually(lambda: flips()[-1] == 0, 60)
file = folder / "state/found-hub.json"
eventually(file.exists)
kept = json.loads(file.read_text())
ended(running)
running = hub(8071)
moved = eventually(lambda: "8071" in file.read_text(), 60)
process.stop()
thread.join()
ended(running)
# Without a network: the page from before is there, though nobody says where the hub is.
run("ip", "link", "set", "eth0", "down")
(folder / "flips").unlink()
process, thread = screen()
later = flips()
process.stop()
answer([at_first, kept["url"], kept["name"], moved, later])
""",
    )

    assert told == [[None], "http://192.0.2.1:8070", "Office", True, [0]]


def test_networks_are_told_what_the_settings_say_and_all_of_them_are_asked(office: Path) -> None:
    told = in_namespace(
        office,
        MACHINES
        + r"""
import shutil
from displayd.device.network.discovery import by_multicast

third = other_machine()
cable("eth1", "far1", third)
run("ip", "address", "add", "198.51.100.17/24", "dev", "eth1")
inside(third, "ip", "address", "add", "198.51.100.1/24", "dev", "far1")
wall, second = folder / "wall", folder / "second-wall"
shutil.copytree(wall, second)

def urls():
    return sorted(one.url for one in by_multicast())

hub(8070)
eventually(urls, 60)
(wall / "hub.yaml").write_text("title: Office\nannounce: {address: 'https://dashboards.example.org/tv'}\n")
elsewhere = eventually(lambda: [url for url in urls() if url.startswith("https:")], 60)
hub(8071, "second", second, third)
both = eventually(lambda: len(found := urls()) == 2 and found, 60)
for one in (wall, second):
    (one / "hub.yaml").write_text("announce: false\n")
silent = eventually(lambda: not urls(), 60)
answer([elsewhere, both, silent])
""",
        240.0,
    )

    assert told == [
        ["https://dashboards.example.org/tv"],
        ["http://198.51.100.1:8071", "https://dashboards.example.org/tv"],
        True,
    ]
