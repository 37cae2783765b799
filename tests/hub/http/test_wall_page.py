"""The wall page, as data, as HTML and in a real browser."""

from __future__ import annotations

import asyncio
import dataclasses
import html.parser
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from PIL import Image
from starlette.types import ASGIApp

from displayd.errors import Mistake
from displayd.hub.http.app import create_app
from displayd.hub.http.wall_page.page import CONTENT_SECURITY_POLICY, wall_page
from displayd.hub.http.wall_page.view import ScreenView, wall_view
from displayd.hub.metrics.reading import Reading
from displayd.hub.state import Hub
from displayd.protocol.document_format import FORMAT_MINOR
from displayd.protocol.status_report import StatusReport
from displayd.scene.theme import THEMES
from tests.hub.walls import NOON, SCREENS, TEAM, device_of, eventually, png, wall, without_numbers
from tests.support.browser import CHROMIUM, OPTIONS

BACKGROUND = (0xF3, 0xF5, 0xF8)
"""Of the page for who prefers light."""


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


def hub_of(screens: str = SCREENS) -> tuple[Hub, Clock]:
    """A hub with the small wall."""
    clock = Clock()
    hub = Hub(clock)
    hub.use(wall({"screens.yaml": screens}))
    return hub, clock


def report(hub: Hub, name: str, status: StatusReport, picture: bytes | None = None) -> None:
    """What a screen tells, now."""
    seen = hub.fleet.touch(name, device_of(name), "10.0.0.7", hub.clock())
    seen.status, seen.status_at = status, hub.clock()
    if picture is not None:
        hub.fleet.take_snapshot(name, picture, "image/png", hub.clock())


def screen(hub: Hub, name: str) -> ScreenView:
    """One screen of the wall."""
    return next(one for one in wall_view(hub).screens if one.name == name)


def test_a_screen_goes_from_unheard_of_to_online_to_silent() -> None:
    hub, clock = hub_of()

    states = [screen(hub, "left").state]
    report(hub, "left", StatusReport(page_title="Now", clock_source="hub"))
    states.append(screen(hub, "left").state)
    clock.now += 91
    states.append(screen(hub, "left").state)

    assert states == ["waiting", "online", "offline"]


def test_how_far_the_clock_of_a_screen_is_off_at_most_is_told_while_it_is_there() -> None:
    hub, clock = hub_of()

    bounds = [screen(hub, "left").clock_error_seconds]
    for told in (StatusReport(clock_source="hub", clock_error_seconds=0.0021), StatusReport(clock_source="none")):
        report(hub, "left", told)
        bounds.append(screen(hub, "left").clock_error_seconds)
    report(hub, "left", StatusReport(clock_source="hub", clock_error_seconds=0.4))
    bounds.append(screen(hub, "left").clock_error_seconds)
    clock.now += 91
    bounds.append(screen(hub, "left").clock_error_seconds)

    assert bounds == [None, 0.0021, None, 0.4, None]


def test_a_screen_without_a_device_waits_for_a_tv() -> None:
    hub, _ = hub_of("screens: {lobby: {show: [team]}}")

    assert screen(hub, "lobby").state == "free"
    assert "no TV yet" in wall_page(wall_view(hub))


def test_what_is_wrong_with_a_screen_is_said() -> None:
    hub, clock = hub_of()
    issue = hub.issue("other")
    assert issue is not None
    report(hub, "other", StatusReport(problem="it hums", throttling="under-voltage", revision=issue.revision))
    at_first = screen(hub, "other").problems

    hub.put("latency", Reading(value=1, as_of=NOON))
    hub.publish()
    clock.now += 30
    report(hub, "other", StatusReport(revision=issue.revision, clock_source="hub"))
    soon_after = screen(hub, "other").problems
    clock.now += 60
    report(hub, "other", StatusReport(revision=issue.revision, clock_source="hub"))

    assert at_first == ["it hums", "Raspberry Pi: under-voltage"]
    assert soon_after == []
    assert screen(hub, "other").problems == ["shows an older revision"]


def test_a_screen_that_is_too_old_for_its_dashboards_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def problems(format_minor: int) -> list[str]:
        hub, _ = hub_of()
        report(hub, "left", StatusReport(clock_source="hub"))
        seen = hub.fleet.seen("left")
        assert seen is not None
        seen.format_minor = format_minor
        return screen(hub, "left").problems

    known = [problems(FORMAT_MINOR), problems(1)]
    monkeypatch.setattr("displayd.hub.publish.older_screens.words_of", without_numbers())

    assert known == [[], []]
    assert problems(FORMAT_MINOR) == []
    assert problems(1) == ["is too old for parts of its dashboards: update it"]


@pytest.mark.expects_log
def test_a_document_that_is_too_large_is_said_of_its_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.publish.publisher.MAX_DOCUMENT_BYTES", 1000)
    hub, _ = hub_of()
    hub.put("latency", Reading(value=1, as_of=NOON, history=[(NOON - n, 1.0) for n in range(200, 0, -1)]))
    hub.publish()

    assert screen(hub, "other").problems == ["its document is too large: 0.0 MB, and a screen takes 0.001 MB"]
    assert screen(hub, "left").problems == []
    assert "its document is too large" in wall_page(wall_view(hub))


def test_metrics_without_data_are_named_with_the_reason() -> None:
    hub, clock = hub_of()
    hub.fail("orders", "no answer")
    hub.fail("errors", "no answer")
    hub.fail("latency", "refused (403)", "CRM")
    today = wall_view(hub).problems
    clock.now += 86_400

    assert today == ["orders, errors: no answer since 11:06", "CRM: refused (403) since 11:06 (latency)"]
    assert wall_view(hub).problems[0] == "orders, errors: no answer since 18 Nov 11:06"
    assert "CRM: refused (403) since" in wall_page(wall_view(hub))


def test_the_shape_changes_with_what_is_there_and_not_with_time() -> None:
    hub, clock = hub_of()
    first = wall_view(hub).shape

    clock.now += 100
    report(hub, "left", StatusReport(page_title="Now", clock_source="hub"), png())
    later = wall_view(hub).shape
    hub.refuse([Mistake("screens.yaml:3", "is wrong")])

    assert later == first
    assert wall_view(hub).shape != first


def test_whatever_a_screen_says_stays_text() -> None:
    hub, _ = hub_of()
    evil = "<script>alert(1)</script>\"'&`"
    report(hub, "left", StatusReport(problem=evil, page_title=evil, clock_source="hub"))
    hub.refuse([Mistake(evil, evil, evil)])
    assert hub.wall is not None
    hub.wall = dataclasses.replace(
        hub.wall, screens={**hub.wall.screens, "left": dataclasses.replace(hub.wall.screens["left"], title=evil)}
    )

    page = wall_page(wall_view(hub))

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") >= 5


def test_the_page_is_well_formed_and_asks_nobody_else() -> None:
    hub = busy_hub()
    addresses: list[str] = []
    open_tags: list[str] = []

    class Parser(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            addresses.extend(value or "" for name, value in attributes if name in ("src", "href"))
            assert all(name not in ("style", "onclick", "onload", "onerror") for name, _ in attributes)
            if tag not in ("meta", "link", "img", "path", "input", "rect"):
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag not in ("path", "rect"):
                assert open_tags.pop() == tag

    Parser().feed(wall_page(wall_view(hub)))

    assert open_tags == []
    assert addresses
    assert all("//" not in address and not address.startswith("/") for address in addresses)
    assert "unsafe" not in CONTENT_SECURITY_POLICY


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """`app` on a free port of loopback."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(20)


def chromium(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the browser once."""
    return subprocess.run(
        [str(CHROMIUM), *OPTIONS, f"--user-data-dir={profile}", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def busy_hub(changes: Mapping[str, str] | None = None) -> Hub:
    """A hub with something of everything."""
    hub, clock = hub_of()
    hub.use(wall({**(changes or {}), "layouts/team.yaml": "reviewed: 2026-10-20\n" + TEAM.lstrip()}))
    report(hub, "other", StatusReport(page_title="Now", clock_source="hub"), png(64, 36, 90))
    clock.now += 300
    report(hub, "left", StatusReport(page_title="Now", clock_source="hub"), png(64, 36, 200))
    report(
        hub, "right", StatusReport(page_title="Now", clock_source="hub", throttling="under-voltage"), png(36, 64, 200)
    )
    hub.fleet.knock(device_of("stranger"), "10.0.0.9", clock.now)
    hub.refuse([Mistake("layouts/a-long-name-of-a-layout.yaml:3", "unknown field `rotat`", "did you mean `rotate`?")])
    return hub


def something_else(hub: Hub) -> None:
    """Another number, another problem and another mistake than before."""
    hub.put("orders", Reading(value=4711, as_of=NOON))
    hub.publish()
    report(hub, "left", StatusReport(problem="it hums", clock_source="hub"))
    hub.refuse([Mistake("screens.yaml:7", "something is wrong")])


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize(("width", "height"), [(1440, 1000), (390, 1700)], ids=["desktop", "phone"])
def test_the_page_fits_its_window(tmp_path: Path, width: int, height: int) -> None:
    file = tmp_path / "page.png"
    with served(create_app(busy_hub())) as address:
        done = chromium(tmp_path / "profile", f"--screenshot={file}", f"--window-size={width},{height}", address)

    picture = Image.open(file).convert("RGB")
    assert picture.size == (width, height)
    colors = picture.getcolors(1_000_000) or []
    assert len(colors) > 50
    card = tuple(bytes.fromhex(THEMES["dark"].card.removeprefix("#")))
    assert card in {color for _, color in colors}, "no page is drawn"
    # Nothing stands over the edge on the right.
    edge = picture.crop((width - 8, 0, width, height)).getcolors(1_000_000) or []
    assert [color for _, color in edge] == [BACKGROUND]
    assert "Content Security Policy" not in done.stderr


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_the_page_keeps_itself_up_to_date(tmp_path: Path) -> None:
    hub = busy_hub()
    hub.refuse(())
    app = create_app(hub)
    asked: list[str] = []

    def change() -> None:
        something_else(hub)

    with served(_counting(app, asked, change)) as address:
        done = chromium(tmp_path / "profile", "--virtual-time-budget=15000", "--dump-dom", address)

    assert asked.count("/wall.json") >= 2
    assert f"v1/screens/left/page?v={screen(hub, 'left').drawn}" in done.stdout
    assert "it hums" in done.stdout
    assert "screens.yaml:7" in done.stdout
    assert set(asked) <= {
        "/",
        "/wall.json",
        "/icon.svg",
        *(f"/v1/screens/{name}/page" for name in ("left", "right", "other")),
    }
    assert "Content Security Policy" not in done.stderr
    assert "Uncaught" not in done.stderr


NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 64; }}
http {{
    access_log {folder}/access;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{
        listen 127.0.0.1:{port};
        location /office/tv/ {{ proxy_pass {hub}; }}
        location = /bare {{ proxy_pass {hub}; }}
        location /bare/ {{ proxy_pass {hub}; }}
        location /wall {{ proxy_pass {hub}; }}
    }}
}}
"""


@contextmanager
def proxied(hub: str, folder: Path) -> Iterator[str]:
    """A real nginx that has `hub` under paths of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    folder.mkdir()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, hub=hub))
    command = [str(shutil.which("nginx")), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            assert eventually((folder / "pid").exists)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
@pytest.mark.parametrize("path", ["/office/tv/", "/bare", "/wall", "/wall/"])
def test_the_page_works_below_a_path_of_a_proxy(tmp_path: Path, path: str) -> None:
    hub = busy_hub({"hub.yaml": "viewers: public"})
    hub.refuse(())
    app = create_app(hub)
    asked: list[str] = []

    def change() -> None:
        something_else(hub)

    with served(_counting(app, asked, change)) as address, proxied(address, tmp_path / "nginx") as proxy:
        done = chromium(tmp_path / "profile", "--virtual-time-budget=15000", "--dump-dom", f"{proxy}{path}")
    lines = (tmp_path / "nginx/access").read_text().splitlines()
    answers = [line.split('"')[1:3] for line in lines]

    assert f"v1/screens/left/page?v={screen(hub, 'left').drawn}" in done.stdout
    assert "it hums" in done.stdout
    assert "screens.yaml:7" in done.stdout
    assert {"/wall.json", "/icon.svg", "/v1/screens/left/page"} <= set(asked)
    # Without the slash the page is loaded once more, with it.
    assert path in ("/bare", "/wall") or {status.split()[0] for _, status in answers} <= {"200", "304"}
    assert any(f" {path.rstrip('/')}/wall.json" in request for request, _ in answers)


def _counting(app: ASGIApp, asked: list[str], change: Callable[[], None]) -> ASGIApp:
    """`app`; changes the world when the page asks for news for the first time."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        # nginx asks for `//wall.json` where its location has no slash at the end.
        asked.append(f"/{scope['path'].lstrip('/')}")
        if asked[-1] == "/wall.json" and asked.count("/wall.json") == 1:
            change()
        await app(scope, receive, send)

    return wrapped
