"""What a wall folder would do."""

from __future__ import annotations

import http.server
import shutil
import socket
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from displayd.document.settings import SETTINGS
from displayd.errors import ConfigError, DisplaydError, FetchError
from displayd.hub.publish.plan_base import Base, ScreenBase, base_of
from displayd.hub.publish.wall_diff import differences, wall_differences
from displayd.hub.wall.folder import KEPT_NAME, keep
from displayd.hub.wall.loader import load
from displayd.hub.wall.shipped import sample_wall_folder
from displayd.tools.wall_plan import plan
from displayd.validation import yaml_source
from tests.hub.viewers import LOOK, WITH_VIEWERS, hub_of, seen_from_elsewhere
from tests.hub.walls import HUB, SCREENS, TEAM, device_of, serving, wall, wall_files, write_wall

TWO_PAGES = (
    TEAM
    + """  - title: Later
    widgets:
      words: {type: text, text: hello}
"""
)


def lines(changes: dict[str, str | bytes | None], before: dict[str, str | bytes | None] | None = None) -> list[str]:
    """What `changes` to the small wall would do, line by line."""
    old, new = wall(before), wall(changes)
    found = differences(base_of(old), base_of(new))
    # What the hub logs of an edit is what the plan said.
    assert wall_differences(old, new) == found
    return [line for difference in found for line in str(difference).splitlines()]


def test_the_same_wall_changes_nothing() -> None:
    assert lines({}) == []


def test_settings_of_the_hub_and_definitions_nobody_shows_change_nothing() -> None:
    assert lines({"hub.yaml": HUB + "title: Another\n"}) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"screens.yaml": SCREENS + "  hall: {show: [sales, team]}\n"},
            ["hall:", "  this screen is new and shows Sales, Team"],
        ),
        (
            {"screens.yaml": SCREENS.replace("  other: {device: OTHER, show: [sales]}\n", "")},
            ["other:", "  this screen goes"],
        ),
        (
            {"screens.yaml": SCREENS.replace("rotate: 90", "rotate: 270")},
            ["right:", "  rotate `90` -> `270`"],
        ),
        (
            {"screens.yaml": SCREENS.replace("device: OTHER", "device: NEW, theme: light")},
            [
                "other:",
                f"  becomes the TV `{device_of('new')}` (was `{device_of('other')}`)",
                "  theme `dark` -> `light`",
            ],
        ),
        (
            {"screens.yaml": SCREENS.replace("device: OTHER, show: [sales]", "device: OTHER, show: [sales, team]")},
            ["other:", "  title `Sales` -> `Sales · Team`", "  page `Team / Now` comes"],
        ),
        (
            {"screens.yaml": SCREENS.replace("mirror: left", "show: [sales]")},
            [
                "left:",
                "  leaves the mirror group `left`",
                "right:",
                "  title `Team` -> `Sales`",
                "  leaves the mirror group `left`",
                "  page `Team / Now` goes",
                "  page `Sales / Latency` comes",
            ],
        ),
        (
            {"metrics.yaml": "orders: {title: Orders}\nerrors: {amber: 0.5}\nlatency: {title: Delay, unit: s}\n"},
            None,
        ),
        (
            {"layouts/sales.yaml": "title: Sales\npages: [{title: Latency, widgets: {latency: {type: number}}}]"},
            [
                "other:",
                "  page `Sales / Latency`: landscape `['latency']` -> nothing",
                "  page `Sales / Latency`: widget `latency` becomes a number (was a line)",
            ],
        ),
    ],
)
def test_each_change_is_said_for_the_screens_that_it_touches(
    changes: dict[str, str | bytes | None], expected: list[str] | None
) -> None:
    found = lines(changes)

    if expected is None:
        assert "  page `Team / Now`: widget `errors`: amber `0.01` -> `0.5`" in found
        assert "  page `Sales / Latency`: widget `latency`: title `Latency` -> `Delay`" in found
    else:
        assert found == expected


def test_a_change_in_a_file_of_the_metrics_folder_is_said() -> None:
    found = lines({"metrics.yaml": "orders: {}\nerrors: {}\n", "metrics/speed.yaml": "latency: {title: Delay}\n"})

    assert "  page `Sales / Latency`: widget `latency`: title `Latency` -> `Delay`" in found


def test_widgets_that_come_and_go_and_pages_in_another_order_are_said() -> None:
    before: dict[str, str | bytes | None] = {"layouts/team.yaml": TWO_PAGES}
    after = TWO_PAGES.replace('"orders errors"', '"orders more"').replace(
        "errors: {type: gauge, metric: errors", "more: {type: gauge"
    )
    swapped = "title: Team\npages:\n" + TWO_PAGES[TWO_PAGES.index("  - title: Later") :]
    swapped += TWO_PAGES[TWO_PAGES.index("  - title: Now") : TWO_PAGES.index("  - title: Later")]

    changed, moved = lines({"layouts/team.yaml": after}, before), lines({"layouts/team.yaml": swapped}, before)

    assert "  page `Team / Now`: widget `errors` goes" in changed
    assert "  page `Team / Now`: widget `more` (gauge) comes" in changed
    assert moved == ["left:", "  pages come in another order", "right:", "  pages come in another order"]


def test_a_plan_against_a_running_hub(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    edited = write_wall(tmp_path / "edited", {"layouts/team.yaml": TEAM.replace("Failures", "Faults")})
    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=3)

        same, other = plan(folder, hub=hub.address), plan(edited, hub=f"{hub.address}/")

        assert same == []
        assert [difference.screen for difference in other] == ["left", "right"]
        assert "title `Failures` -> `Faults`" in str(other[0])


def test_the_sample_office_changes_nothing_on_the_hub_that_serves_it(tmp_path: Path) -> None:
    folder = tmp_path / "wall"
    shutil.copytree(sample_wall_folder(), folder)
    with serving(folder, tmp_path / "state") as hub:
        screens = yaml_source.parse("screens.yaml", (folder / "screens.yaml").read_text()).data["screens"]
        same = plan(folder, hub=hub.address)
        theme = folder / "themes" / "larkspur.yaml"
        theme.write_text(theme.read_text().replace("#9384ff", "#a394ff"))
        changed = plan(folder, hub=hub.address)

    assert same == []
    themed = [name for name, entry in screens.items() if entry.get("theme") == "larkspur"]
    assert [difference.screen for difference in changed] == themed
    assert all("theme `larkspur`: series" in str(difference) for difference in changed)


def test_a_wall_is_the_same_to_the_byte_whether_it_is_read_here_told_by_a_hub_or_kept(tmp_path: Path) -> None:
    wall = load(sample_wall_folder())
    base = base_of(wall)
    told = msgspec.json.decode(msgspec.json.encode(base), type=Base)
    (tmp_path / "state").mkdir()
    keep(wall.files, tmp_path / "state" / KEPT_NAME, 0.0)

    assert told == base
    assert {name: msgspec.json.encode(one) for name, one in told.screens.items()} == {
        name: msgspec.json.encode(one) for name, one in base.screens.items()
    }
    assert differences(told, base) == differences(base, told) == []
    assert plan(sample_wall_folder(), state=tmp_path / "state") == []


@pytest.mark.parametrize("field", sorted(SETTINGS))
def test_every_screen_of_the_sample_office_is_named_when_its_settings_change(field: str) -> None:
    base = base_of(load(sample_wall_folder()))
    told = msgspec.json.decode(msgspec.json.encode(base), type=Base)

    for name, screen in base.screens.items():
        screens = {**base.screens, name: ScreenBase(screen.device, {**screen.document, field: "another"})}
        found = differences(told, Base(screens))

        assert [difference.screen for difference in found] == [name]
        assert field in str(found[0])


def test_a_plan_against_what_was_served_last(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    keep(wall_files(), tmp_path / "state" / KEPT_NAME, 0.0)
    folder = write_wall(tmp_path / "wall", {"screens.yaml": SCREENS.replace("rotate: 90", "rotate: 0")})

    found = plan(folder, state=tmp_path / "state")

    assert [str(difference) for difference in found] == ["right:\n  rotate `90` -> `0`"]


def test_a_plan_against_nothing_is_an_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    folder = write_wall(tmp_path / "wall", {"hub.yaml": f"listen: 127.0.0.1:{port}\n"})

    places_tried: list[dict[str, Any]] = [{"state": tmp_path / "nothing"}, {"usual_state": tmp_path / "nothing"}, {}]
    for places in places_tried:
        with pytest.raises(DisplaydError, match="nothing to compare with") as caught:
            plan(folder, **places)
        assert "--hub URL" in caught.value.hint


def test_a_plan_asks_the_hub_of_the_wall_first_and_then_the_usual_folder(tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    keep(wall_files({"screens.yaml": SCREENS.replace("rotate: 90", "rotate: 0")}), tmp_path / "usual" / KEPT_NAME, 0.0)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        listen = hub.address.removeprefix("http://127.0.0.1")
        edited = write_wall(tmp_path / "edited", {"hub.yaml": f"listen: 0.0.0.0{listen}\n"})

        there = plan(edited, usual_state=tmp_path / "usual")
    gone = plan(edited, usual_state=tmp_path / "usual")

    assert there == []
    assert [difference.screen for difference in gone] == ["right"]


def test_a_plan_of_a_broken_folder_is_its_mistakes(tmp_path: Path) -> None:
    folder = write_wall(tmp_path, {"screens.yaml": "screens: {a: {show: [x]}}"})

    with pytest.raises(ConfigError):
        plan(folder)


def test_a_hub_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(FetchError, match=str(port)):
        plan(write_wall(tmp_path), hub=f"http://127.0.0.1:{port}")
    with pytest.raises(FetchError, match="not an address"):
        plan(tmp_path, hub="file:///etc/passwd")


def test_a_hub_on_another_machine_is_asked_with_a_viewers_key(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with seen_from_elsewhere(hub_of(WITH_VIEWERS)) as address:
        assert plan(folder, hub=address, key=LOOK) == []
        for key in ("", "another"):
            with pytest.raises(FetchError) as caught:
                plan(folder, hub=address, key=key)
            assert "displayd hub viewer NAME" in caught.value.hint
        with pytest.raises(FetchError) as caught:
            # The usual resolver leads all names below `localhost` here, and this one to nobody's hub.
            plan(folder, hub=address.replace("127.0.0.1", "127.1"), key=LOOK)
        assert "hosts" in caught.value.hint


def test_the_walls_own_hub_is_asked_over_tls_with_its_own_ca(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = f"{HUB}tls: own\nlisten: {listen}\n"
    folder = write_wall(tmp_path / "wall", {"hub.yaml": settings})
    screens = SCREENS + "  new: {show: [team]}\n"
    edited = write_wall(tmp_path / "edited", {"hub.yaml": settings, "screens.yaml": screens})
    (tmp_path / "elsewhere").mkdir()
    with serving(folder, tmp_path / "state", listen=listen):
        found = plan(edited, usual_state=tmp_path / "state")
        with pytest.raises(DisplaydError, match="nothing to compare with"):
            plan(edited, usual_state=tmp_path / "elsewhere")

    assert [one.screen for one in found] == ["new"]


def test_a_key_does_not_follow_a_redirect_to_somebody_else(tmp_path: Path) -> None:
    told: list[str | None] = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(self.headers.get("Authorization"))
            self.send_response(302 if self.path.startswith("/v1") else 404)
            self.send_header("Location", f"http://localhost:{server.server_port}/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(FetchError):
            plan(write_wall(tmp_path), hub=f"http://127.0.0.1:{server.server_port}", key=LOOK)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    assert told == [f"Bearer {LOOK}", None]
