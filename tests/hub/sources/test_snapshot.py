"""Web pages as metrics: what of them is shown, how old it is, and what keeps them away."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.network.hub_client import Fetched, HubClient
from displayd.document.model import decode
from displayd.document.pictures import picture_sources
from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.pictures.browser import browser_path
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.snapshot import SnapshotReader, entry_host
from displayd.hub.wall.loader import Wall
from tests.hub.outgoing.strangers import Asked, Said, stranger
from tests.hub.pictures import odd
from tests.hub.walls import HUB, eventually, mistakes, secret_of, serving, wall, write_wall

NOW = 1_795_000_000.0
HTML = {"Content-Type": "text/html"}
PAGE = b"<body style='background: #00aa00; margin: 0'><div style='background: #0000ff; width: 200px; height: 100px'>"

needs_chromium = pytest.mark.skipif(browser_path() is None, reason="needs Chromium")


def of(port: int, wishes: str = "") -> Wall:
    more = f", {wishes}" if wishes else ""
    metrics = f"orders: {{snapshot: {{url: 'http://127.0.0.1:{port}/'{more}}}}}\nerrors: {{}}\nlatency: {{}}\n"
    return wall({"metrics.yaml": metrics, "hub.yaml": "outgoing: [127.0.0.1]\n"})


def read(found: Wall) -> Reading | SourceError:
    return SnapshotReader().read(asked_of(SOURCES["snapshot"], found.metrics), found.office, NOW)["orders"]


@pytest.mark.slow
@needs_chromium
def test_a_part_of_a_page_becomes_the_picture_of_a_metric() -> None:
    with stranger(lambda asked: Said(PAGE, headers=HTML)) as page:
        found = of(page.port, "width: 800, height: 600, zoom: 2, crop: [150, 0, 100, 100], wait_seconds: 0")
        answer = read(found)

    assert isinstance(answer, Reading), answer
    made = found.gallery.find(((answer.items or [])[0].source or "").removeprefix("pictures/"))
    assert made is not None
    picture = odd.pixels(made.data).convert("RGB")
    assert picture.size == (200, 200)
    assert picture.getpixel((40, 100))[2] > 250
    assert picture.getpixel((160, 100))[1] in range(165, 175)
    assert (answer.as_of, answer.expire_after) == (NOW, 86_400.0)


def test_a_server_that_is_away_is_told_without_a_browser() -> None:
    assert isinstance(read(of(9)), PartnerError)


def test_a_page_that_is_not_there_is_told_without_a_browser() -> None:
    with stranger(lambda asked: Said(b"", 404)) as page:
        answer = read(of(page.port))

    assert isinstance(answer, SourceError)
    assert "not found" in answer.message


@pytest.mark.slow
@pytest.mark.expects_log
@needs_chromium
def test_the_last_good_picture_stays_and_says_since_when_there_is_no_new_one(tmp_path: Path) -> None:
    status = [200]

    def page(asked: Asked) -> Said:
        return Said(PAGE, status[0], HTML)

    with stranger(page) as there:
        files = {
            "layouts/team.yaml": "pages: [{widgets: {a: {type: picture, metric: page}}}]\n",
            "hub.yaml": f"{HUB}outgoing: [127.0.0.1]\n",
            "metrics.yaml": f"page: {{title: Status, snapshot: {{url: 'http://127.0.0.1:{there.port}/', width: 640, "
            "height: 360, wait_seconds: 0}, refresh_seconds: 2}\nlatency: {}\n",
        }
        with serving(write_wall(tmp_path / "wall", files), tmp_path / "state") as hub:
            assert eventually(lambda: bool(picture_sources(decode(hub.screen("left").content))), 120)
            status[0] = 503
            assert eventually(lambda: bool(decode(hub.screen("left").content).pages[0].widgets["a"].error), 120)
            tile = decode(hub.screen("left").content).pages[0].widgets["a"]
            (source,) = picture_sources(decode(hub.screen("left").content))
            client = HubClient(f"{hub.address}/v1/screen", secret_of("left"))
            picture = client.fetch_picture(source)
            client.close()
            problems = hub.get("/wall.json").text

    assert "since" in tile.error
    assert tile.as_of is not None
    assert isinstance(picture, Fetched)
    assert odd.pixels(picture.body).size == (640, 360)
    assert "503" in problems or "not available" in problems


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ("url: 'file:///etc/passwd'", "begins with `http://` or `https://`"),
        ("url: 'http://elsewhere.example.org/'", "elsewhere.example.org"),
        ("url: 'http://127.0.0.1/', width: 3840, height: 2160, zoom: 2", "larger than 4K"),
        ("url: 'http://127.0.0.1/', width: 400, crop: [500, 0, 100, 100]", "outside of the window"),
        ("url: 'http://127.0.0.1/', width: 50", "`width` is at least 100"),
        ("url: 'http://127.0.0.1/', timeout_seconds: 1000", "`timeout_seconds` is at most 120"),
    ],
)
def test_what_cannot_be_is_a_mistake_with_its_line(wishes: str, told: str) -> None:
    metrics = f"orders: {{snapshot: {{{wishes}}}}}\nerrors: {{}}\nlatency: {{}}\n"

    found = mistakes({"metrics.yaml": metrics, "hub.yaml": "outgoing: [127.0.0.1]\n"})

    assert found[0].startswith("metrics.yaml:1")
    assert told in found[0]


@pytest.mark.parametrize(
    ("entry", "host"),
    [
        ("a.example.org", "a.example.org"),
        ("*.example.org:8443", "*.example.org"),
        ("10.0.0.5:80", "10.0.0.5"),
        ("[fd00::5]:9090", "[fd00::5]"),
        ("fd00::5", "[fd00::5]"),
    ],
)
def test_the_browser_is_told_hosts_without_ports(entry: str, host: str) -> None:
    assert entry_host(entry) == host
