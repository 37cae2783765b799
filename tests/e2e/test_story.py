"""The office's day, with real processes: claiming, editing, mistakes, restarts, and the demo itself."""

from __future__ import annotations

import functools
import io
import json
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.office import Office, eventually, free_port

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def wall_of(office: Office) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(office.get("/wall.json"))
    return answer


def lobby(office: Office, *titles: str, claimed: bool = True) -> None:
    """A wall with one screen, `lobby`, that shows a page of each title."""
    widgets = {"one": {"type": "number", "title": "Visitors", "metric": "visitors"}}
    pages = [{"title": title, "widgets": widgets} for title in titles]
    office.write("layouts/lobby.yaml", {"title": "Lobby", "pages": pages})
    office.write("metrics.yaml", {"visitors": {"title": "Visitors", "expire_after": 600}})
    device = {"device": office.fingerprint("lobby")} if claimed else {}
    office.write("screens.yaml", {"screens": {"lobby": {**device, "show": ["lobby"]}}})


def page(office: Office) -> int | None:
    flips = office.flips("lobby")
    return flips[-1].page if flips else -1


def revision(office: Office) -> str:
    return office.flips("lobby")[-1].revision


def is_other_revision(office: Office, than: str) -> bool:
    return revision(office) != than


def test_screen_is_claimed_by_the_line_that_the_wall_page_offers(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        lobby(office, "Hello", claimed=False)
        office.start_hub()
        office.start_screen("lobby")
        (unclaimed,) = eventually(lambda: wall_of(office)["unclaimed"], what="the unclaimed screen")
        shown_before = page(office)
        assert unclaimed["fingerprint"] == office.fingerprint("lobby")
        text = (office.wall / "screens.yaml").read_text()
        field = f"device: {unclaimed['fingerprint']}"
        assert field in unclaimed["line"]
        (office.wall / "screens.yaml").write_text(text.replace("show:", f"{field}\n    show:"))

        eventually(lambda: page(office) == 0, 20, "the dashboard")
        assert shown_before is None


def test_edit_reaches_the_screen_by_itself_and_a_bad_one_does_not(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        lobby(office, "Hello")
        office.start_hub()
        office.start_screen("lobby")
        eventually(lambda: page(office) == 0, what="the dashboard")
        first = revision(office)
        lobby(office, "Welcome")
        eventually(lambda: revision(office) != first, 15, "the edit")
        second = revision(office)

        (office.wall / "screens.yaml").write_text("screens:\n  lobby:\n    shwo: [lobby]\n")
        (mistake, *_) = eventually(lambda: wall_of(office)["mistakes"], 15, "the mistake on the wall page")
        assert mistake["where"] == "screens.yaml:3"
        assert "show" in mistake["hint"]
        assert "screens.yaml:3" in office.log("hub")
        time.sleep(2)
        assert revision(office) == second

        lobby(office, "Mended")
        eventually(lambda: revision(office) != second, 15, "the mended edit")
        assert wall_of(office)["mistakes"] == []


def test_pushed_value_reaches_the_screen_and_its_history_survives_a_restart(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        lobby(office, "Hello")
        office.start_hub()
        office.start_screen("lobby")
        eventually(lambda: page(office) == 0, what="the dashboard")
        for value in (10, 30, 20):
            before = revision(office)
            office.push("visitors", value)
            eventually(functools.partial(is_other_revision, office, before), 15, f"the value {value}")
        time.sleep(1)
        office.end("hub", signal.SIGTERM)
        eventually(lambda: "Hub away" in office.log("lobby"), what="the hub's absence in the log")
        office.start_hub()
        eventually(lambda: "reachable again" in office.log("lobby"), 30, "the hub's return in the log")
        secret = (tmp_path / "lobby" / "secret").read_text().strip()
        request = urllib.request.Request(f"{office.url}/v1/screen", headers={"Authorization": f"Bearer {secret}"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            tile = json.load(answer)["pages"][0]["widgets"]["one"]

        assert tile["value"] == 20
        assert tile["history"]


def test_wall_page_has_every_screens_picture_and_what_it_shows(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        lobby(office, "Hello")
        office.start_hub()
        office.start_screen("lobby", config={"picture_seconds": 1})

        def told() -> Any:
            (screen,) = wall_of(office)["screens"]
            return screen if screen["picture"] and screen["page"] else None

        screen = eventually(told, 20, "status and picture")
        with urllib.request.urlopen(f"{office.url}/v1/screens/lobby/picture", timeout=5) as answer:
            picture = Image.open(io.BytesIO(answer.read()))

        assert screen["page"] == "Hello"
        assert picture.size == (640, 360)
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 20


def test_plan_tells_what_an_edit_would_change(tmp_path: Path) -> None:
    def plan(wall: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "displayd", "hub", "plan", str(wall), "--hub", office.url]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    with Office(tmp_path) as office:
        lobby(office, "Hello")
        office.start_hub()
        unchanged = plan(office.wall)
        twin = tmp_path / "twin"
        shutil.copytree(office.wall, twin)
        layout = (twin / "layouts/lobby.yaml").read_text().replace("Hello", "Changed")
        (twin / "layouts/lobby.yaml").write_text(layout)
        changed = plan(twin)

    assert (unchanged.returncode, unchanged.stdout.strip()) == (0, "no screen would change")
    assert changed.returncode == 3
    assert "lobby" in changed.stdout


def test_line_of_the_readme_that_pushes_a_value_moves_a_tv(tmp_path: Path) -> None:
    (line,) = re.findall(r"^curl -X PUT .*$", (ROOT / "README.md").read_text(), re.MULTILINE)
    address = f"127.0.0.1:{free_port()}"
    demo = subprocess.Popen(
        [sys.executable, "-m", "displayd", "demo", "--listen", address],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip

    def remembered() -> str:
        """What the screen has taken from the hub, as it keeps it for a restart."""
        files = (tmp_path / ".demo" / "screens" / "dev-left" / "cache").iterdir()
        return "".join(file.read_text(errors="replace") for file in files)

    def shown(value: int) -> bool:
        return re.search(rf'"title":"Uptake today"[^{{}}]*"value":{value}\b', remembered()) is not None

    try:
        eventually(lambda: shown(104), 60, "the first value on the TV")
        subprocess.run(["bash", "-c", line.replace("127.0.0.1:8070", address)], cwd=tmp_path, check=True)
        # The screen writes down what it shows once a minute.
        eventually(lambda: shown(99), 90, "the pushed value on the TV")
    finally:
        demo.send_signal(signal.SIGINT)
        said = demo.communicate(timeout=20)[0]

    assert line.replace("127.0.0.1:8070", address) in said


@pytest.mark.parametrize("screens", [1, 14])
def test_demo_shows_its_screens_and_ends_cleanly(tmp_path: Path, screens: int) -> None:
    port = free_port()
    command = [sys.executable, "-m", "displayd", "demo", "--screens", str(screens), "--folder", str(tmp_path / "demo")]
    demo = subprocess.Popen(
        [*command, "--listen", f"127.0.0.1:{port}"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    try:
        assert demo.stdout is not None
        lines = [demo.stdout.readline() for _ in range(2)]
        assert f"http://127.0.0.1:{port}/" in lines[1]

        def all_there() -> bool:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/wall.json", timeout=5) as answer:
                found = json.load(answer)["screens"]
            return sum(bool(screen["picture"] and screen["page"]) for screen in found) == screens

        eventually(all_there, 60, f"{screens} pictures on the wall page")
    finally:
        demo.send_signal(signal.SIGINT)
        rest = demo.communicate(timeout=20)[0]

    assert demo.returncode == 0, rest
    left = subprocess.run(["pgrep", "-f", str(tmp_path / "demo")], capture_output=True, text=True, check=False).stdout
    assert left == ""
