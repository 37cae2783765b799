"""The line for a screen that was scanned, on the wall page in a real browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from displayd.hub.http.app import create_app
from displayd.hub.http.wall_page.view import wall_view
from displayd.protocol.fingerprint import short_code
from tests.hub.http.test_wall_page import busy_hub, proxied, served
from tests.hub.walls import device_of
from tests.support.browser import CHROMIUM, browser


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_who_scans_a_screen_is_led_to_its_line_and_can_copy_it(tmp_path: Path) -> None:
    hub = busy_hub()
    for number in range(40):
        hub.fleet.knock(device_of(f"stranger {number}"), f"10.0.1.{number}", hub.clock())
    scanned, other = device_of("stranger 3"), device_of("stranger 30")
    line = next(one.line for one in wall_view(hub).unclaimed if one.fingerprint == scanned)
    wanted = "document.querySelector('.wanted')"

    with served(create_app(hub)) as address, browser(tmp_path) as page:
        page.go(f"{address}#claim-{scanned}")
        page.wait_for(f"{wanted} !== null")
        shown = page.value(f"{wanted}.innerText")
        place = page.value(f"{wanted}.getBoundingClientRect().top / innerHeight")
        page.value(f"{wanted}.querySelector('button').click()")
        page.wait_for(f"/Copied|Selected/.test({wanted}.querySelector('button').textContent)")
        selected = page.value("getSelection().toString()")
        page.value(f"location.hash = '#claim-{short_code(other).lower()}'")
        page.wait_for(f"{wanted} !== null && {wanted}.dataset.fingerprint === '{other}'")
        page.value("location.hash = '#claim-K7QF-2MXD-6TBA-W3EN'")
        page.wait_for("!document.querySelector('[data-not-here]').hidden")

        assert page.value(wanted) is None

    assert scanned in shown
    assert short_code(scanned) in shown
    assert 0 <= place <= 1
    assert selected.strip() == line.strip()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_who_scans_a_screen_behind_a_proxy_is_led_to_its_line_too(tmp_path: Path) -> None:
    scanned = device_of("stranger")
    with (
        served(create_app(busy_hub({"hub.yaml": "viewers: public"}))) as address,
        proxied(address, tmp_path / "nginx") as proxy,
        browser(tmp_path / "profile") as page,
    ):
        page.go(f"{proxy}/bare#claim-{scanned}")
        page.wait_for("document.querySelector('.wanted') !== null && location.pathname === '/bare/'")

        assert page.value("document.querySelector('.wanted').dataset.fingerprint") == scanned
