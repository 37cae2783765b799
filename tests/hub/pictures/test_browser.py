"""Web pages as pictures, by a real Chromium from a server on loopback."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.pictures import browser
from displayd.hub.pictures.browser import PageView, browser_path, page_picture
from tests.hub.outgoing.strangers import Asked, Said, stranger
from tests.hub.pictures import odd

pytestmark = [pytest.mark.slow, pytest.mark.skipif(browser_path() is None, reason="needs Chromium")]

SECONDS = 120.0
HTML = {"Content-Type": "text/html"}

PAGE = """<!doctype html><meta name="color-scheme" content="light dark">
<body style="background: #00aa00; margin: 0"><div style="background: #0000ff; width: 100px; height: 50px"></div>
<script>SCRIPT</script>"""

BLUE, GREEN, RED = (0, 0, 255), (0, 170, 0), (255, 0, 0)


def said(script: str = "") -> Said:
    return Said(PAGE.replace("SCRIPT", script).encode(), headers=HTML)


def pixel(data: bytes, x: int, y: int) -> Any:
    return odd.pixels(data).convert("RGB").getpixel((x, y))


def test_a_page_is_drawn_in_the_window_that_was_asked_for() -> None:
    with stranger(lambda asked: said()) as page:
        small = page_picture(PageView(page.url, 400, 300), ["127.0.0.1"], SECONDS)
        sharp = page_picture(PageView(page.url, 400, 300, zoom=2.0), ["127.0.0.1"], SECONDS)

    assert odd.pixels(small).size == (400, 300)
    assert (pixel(small, 50, 25), pixel(small, 150, 25)) == (BLUE, GREEN)
    assert odd.pixels(sharp).size == (800, 600)
    assert (pixel(sharp, 150, 75), pixel(sharp, 250, 75)) == (BLUE, GREEN)


def test_what_comes_later_is_waited_for() -> None:
    script = "setTimeout(() => document.body.style.background = '#ff0000', 1500)"
    with stranger(lambda asked: said(script)) as page:
        at_once = page_picture(PageView(page.url, 300, 200, wait_seconds=0), ["127.0.0.1"], SECONDS)
        later = page_picture(PageView(page.url, 300, 200, wait_seconds=6), ["127.0.0.1"], SECONDS)

    assert (pixel(at_once, 200, 150), pixel(later, 200, 150)) == (GREEN, RED)


def test_a_page_reaches_neither_files_nor_hosts_that_are_not_listed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    seen: list[Asked] = []

    def other(asked: Asked) -> Said:
        seen.append(asked)
        return Said(b"", headers={"Access-Control-Allow-Origin": "*"})

    with stranger(other) as elsewhere:
        script = f"""
            const found = () => document.body.style.background = '#ff0000';
            fetch('file://{tmp_path}/secret.txt').then(found).catch(() => 0);
            fetch('http://localhost:{elsewhere.port}/').then(found).catch(() => 0);
            new Image().src = 'http://127.0.0.2:{elsewhere.port}/picture.png';
        """
        with stranger(lambda asked: said(script)) as page:
            data = page_picture(PageView(page.url, 300, 200, wait_seconds=2), ["127.0.0.1"], SECONDS)

    assert pixel(data, 200, 150) == GREEN
    assert seen == []


def test_a_page_that_is_not_there_is_told() -> None:
    with stranger(lambda asked: Said(b"gone", 404, HTML)) as page, pytest.raises(SourceError, match="answers 404"):
        page_picture(PageView(page.url), ["127.0.0.1"], SECONDS)

    with pytest.raises(SourceError, match=r"the page is not there \(ERR_CONNECTION_REFUSED\)"):
        page_picture(PageView(page.url), ["127.0.0.1"], SECONDS)

    with pytest.raises(SourceError, match=r"the page is not there \(ERR_NAME_NOT_RESOLVED\)"):
        page_picture(PageView("http://elsewhere.example.org/"), ["127.0.0.1"], SECONDS)


def processes_in(place: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if place.encode() in words:
            found.append(path.parent.name)
    return found


@pytest.mark.parametrize(
    "script", ["while (true) {}", "const kept = []; while (true) kept.push(new Array(1e6).fill(1))"]
)
def test_a_page_that_hangs_is_ended_with_all_its_processes_and_files(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with stranger(lambda asked: said(script)) as page:
        began = time.monotonic()
        with pytest.raises(SourceError, match=r"takes longer than 8 s|the browser"):
            page_picture(PageView(page.url, 300, 200), ["127.0.0.1"], 8.0)

    assert time.monotonic() - began < 60
    assert processes_in(str(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_a_browser_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "browser_path", lambda: None)

    with pytest.raises(SourceError, match="the hub has no Chromium") as caught:
        page_picture(PageView("http://127.0.0.1/"), ["127.0.0.1"], 1.0)

    assert caught.value.hint == "apt install chromium"
