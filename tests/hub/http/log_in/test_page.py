"""The page of the form, in a real browser."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from displayd.hub.http.app import create_app
from displayd.hub.http.error_answers import NO_VIEWER, TOO_MANY, WRONG_HOST, WRONG_LOG_IN, Refused
from displayd.hub.http.log_in.page import CONTENT_SECURITY_POLICY, refusal_page
from displayd.text.formatter import Formatter
from displayd.text.language import language_names
from tests.hub.http.test_wall_page import proxied, served
from tests.hub.viewers import PASSWORD, WITH_VIEWERS, hub_of, seen_from_elsewhere
from tests.hub.walls import device_of
from tests.support.browser import CHROMIUM, OPTIONS, Browser, browser, violations

MAP = "--host-resolver-rules=MAP rebound.example 127.0.0.1"

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def log_in(page: Browser) -> None:
    """Fill the form in with the keyboard alone, and wait for the wall page."""
    page.wait_for("document.activeElement.name === 'name'")
    page.type("office")
    page.press("Tab", 9)
    page.type(PASSWORD)
    page.press("Enter", 13)
    page.wait_for("document.querySelectorAll('article').length === 3")


@needs_chromium
@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_person_logs_in_sees_the_wall_and_signs_out(tmp_path: Path, has_scripts: bool) -> None:
    with seen_from_elsewhere(hub_of(WITH_VIEWERS)) as address, browser(tmp_path) as page:
        page.go(address, has_scripts=has_scripts)
        page.wait_for("document.activeElement.name === 'name'")
        page.type("office")
        page.press("Tab", 9)
        page.type("wrong")
        page.press("Enter", 13)
        page.wait_for("document.body.innerText.includes('No viewer has this name and password.')")
        log_in(page)
        where, (cookie,) = page.value("location.href"), page.cookies()
        page.value("document.querySelector('footer button').click()")
        page.wait_for("document.querySelector('input[name=password]') !== null")
        after = page.cookies()

    # The form leads back to where it was seen, whatever that is called; a script takes the mark of that away.
    assert where == (address if has_scripts else f"{address}?")
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("displayd-viewer", True, "Lax")
    assert after == []


@needs_chromium
def test_who_has_scanned_a_screen_is_led_to_its_line_after_logging_in(tmp_path: Path) -> None:
    hub, scanned = hub_of(WITH_VIEWERS), device_of("stranger")
    hub.fleet.knock(scanned, "10.0.0.9", hub.clock())
    with seen_from_elsewhere(hub) as address, browser(tmp_path) as page:
        page.go(f"{address}?state=online#claim-{scanned}")
        page.wait_for("document.activeElement.name === 'name'")
        page.type("office")
        page.press("Tab", 9)
        page.type("wrong")
        page.press("Enter", 13)
        page.wait_for("document.body.innerText.includes('No viewer has this name and password.')")
        log_in(page)
        page.wait_for("document.querySelector('.wanted') !== null")
        found = page.value("document.querySelector('.wanted').dataset.fingerprint")
        where = page.value("location.href")

    assert found == scanned
    # What was filtered is kept as well.
    assert where == f"{address}?state=online#claim-{scanned}"


@needs_chromium
def test_a_wall_page_whose_session_ends_becomes_the_form(tmp_path: Path) -> None:
    hub = hub_of(WITH_VIEWERS)
    with seen_from_elsewhere(hub) as address, browser(tmp_path) as page:
        page.go(address)
        log_in(page)
        (cookie,) = page.cookies()
        hub.sessions.end(cookie["value"])

        page.wait_for("document.querySelector('input[name=password]') !== null")


@needs_chromium
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 800)], ids=["desktop", "phone"])
@pytest.mark.parametrize("settings", ["", WITH_VIEWERS], ids=["nobody yet", "form"])
def test_the_page_fits_its_window(tmp_path: Path, width: int, height: int, settings: str) -> None:
    file = tmp_path / "page.png"
    with seen_from_elsewhere(hub_of(settings)) as address:
        command = [str(CHROMIUM), *OPTIONS, f"--user-data-dir={tmp_path}", f"--window-size={width},{height}"]
        done = subprocess.run(
            [*command, f"--screenshot={file}", address], capture_output=True, text=True, timeout=120, check=False
        )

    picture = Image.open(file).convert("RGB")
    assert len(picture.getcolors(1_000_000) or []) > 30
    edge = picture.crop((width - 8, 0, width, height)).getcolors(1_000_000) or []
    assert [color for _, color in edge] == [(0xF3, 0xF5, 0xF8)]
    assert "Content Security Policy" not in done.stderr


@pytest.mark.parametrize("refusal", [NO_VIEWER, WRONG_LOG_IN, TOO_MANY, WRONG_HOST])
@pytest.mark.parametrize("settings", ["", WITH_VIEWERS, "viewers: public"])
def test_whatever_is_told_stays_text_and_nothing_of_the_office_is_in_it(refusal: Any, settings: str) -> None:
    evil = "<script>alert(1)</script>`<b>`"
    page = refusal_page(hub_of(settings), Refused(refusal, evil, {"retry-after": "3"}, hint=evil))
    text = bytes(page.body).decode()

    assert "<script" not in text
    assert "<b>" not in text
    assert not any(word in text for word in ("Team", "Orders", "left", "office"))
    assert page.status_code == refusal.status
    assert page.headers["retry-after"] == "3"
    assert page.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY


ENGLISH = ("Log in", "Password or", "Not shown", "Nobody", "viewer", "another site", "the hub", "this hub")

REFUSALS = {
    "form": Refused(NO_VIEWER, "only viewers of hub.yaml may look at this"),
    "wrong": Refused(WRONG_LOG_IN, "No viewer has this name and password."),
    "often": Refused(TOO_MANY, "Too many tries; try again in {seconds} s.", places={"seconds": 8}),
    "name": Refused(
        WRONG_HOST,
        "this hub is not known by the name {name}",
        hint="if it is, write {line} into `hub.yaml`; its IP address will always do",
        places={"name": "`tv.example`", "line": "`hosts: [tv.example]`"},
    ),
}


@pytest.mark.parametrize("locale", sorted({*language_names()} - {"pt-PT"}))
@pytest.mark.parametrize("name", REFUSALS)
def test_whoever_may_not_look_is_told_in_the_language_of_the_browser(name: str, locale: str) -> None:
    page = refusal_page(hub_of(WITH_VIEWERS), REFUSALS[name], Formatter(locale))
    text = bytes(page.body).decode()
    body = text.partition("<body>")[2]

    assert f'lang="{locale}"' in text
    assert ('dir="rtl"' in text) == (locale in ("ar", "he"))
    assert not [word for word in ENGLISH if word in body]
    assert "{" not in body
    assert "hosts: [tv.example]" in body or name != "name"


def test_a_hub_without_viewers_says_what_to_run_in_the_language_of_the_browser() -> None:
    text = bytes(refusal_page(hub_of(""), REFUSALS["form"], Formatter("fi")).body).decode()

    assert "Täältä ei vielä saa katsoa kukaan" in text
    assert "<code>http://127.0.0.1:8070</code>" in text
    assert "displayd hub viewer NAME --password" in text


@needs_chromium
@pytest.mark.parametrize(("locale", "words", "side"), [("ar", "تسجيل الدخول", "rtl"), ("fi", "Kirjaudu sisään", "ltr")])
def test_the_form_is_in_the_language_of_a_real_browser_and_axe_finds_nothing(
    tmp_path: Path, locale: str, words: str, side: str
) -> None:
    with seen_from_elsewhere(hub_of(WITH_VIEWERS)) as address, browser(tmp_path) as page:
        page.speak(locale)
        page.show_as(390, 844)
        page.go(address)
        shown = page.value("document.body.innerText")
        read_from = page.value("getComputedStyle(document.querySelector('label')).direction")
        found = violations(page)
        page.type("office")
        page.press("Tab", 9)
        page.type("wrong")
        page.press("Enter", 13)
        page.wait_for("document.querySelector('[role=alert]') !== null")
        told = page.value("document.querySelector('[role=alert]').innerText")

    assert words in shown
    assert read_from == side
    assert found == []
    assert told == Formatter(locale).say_as("log-in page", "No viewer has this name and password.")


@needs_chromium
def test_an_address_without_a_page_leads_to_the_wall_page_in_the_language_of_the_browser(tmp_path: Path) -> None:
    with served(create_app(hub_of("viewers: public"))) as address, browser(tmp_path) as page:
        page.speak("de")
        page.go(f"{address}dashboards")
        shown = page.value("document.body.innerText")
        language = page.value("document.documentElement.lang")
        found = violations(page)

    assert "Der Hub hat keine solche Seite" in shown
    assert language == "de"
    assert found == []


@needs_chromium
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
@pytest.mark.parametrize("path", ["/office/tv/", "/bare", "/bare/", "/wall", "/wall/"])
def test_a_person_logs_in_through_a_proxy_with_a_path_of_its_own(tmp_path: Path, path: str) -> None:
    """nginx with nothing but `proxy_pass`: it calls the hub by its IP address, from the hub's own machine."""
    with (
        served(create_app(hub_of(WITH_VIEWERS))) as address,
        proxied(address, tmp_path / "nginx") as proxy,
        browser(tmp_path / "profile") as page,
    ):
        page.go(proxy + path)
        page.wait_for("document.activeElement.name === 'name'")
        page.type("office")
        page.press("Tab", 9)
        page.type("wrong")
        page.press("Enter", 13)
        page.wait_for("document.body.innerText.includes('No viewer has this name and password.')")
        log_in(page)
        page.wait_for("location.pathname.endsWith('/') && document.readyState === 'complete'")
        after = page.value("location.origin + location.pathname")
        page.value("document.querySelector('footer button').click()")
        page.wait_for("document.querySelector('input[name=password]') !== null")
        out = page.value("location.href")

    assert after == out == f"{proxy}{path.rstrip('/')}/"


@needs_chromium
@pytest.mark.parametrize("settings", ["", "viewers: public"], ids=["own machine", "public"])
def test_a_strangers_name_that_leads_to_the_hub_shows_the_stranger_nothing(tmp_path: Path, settings: str) -> None:
    """DNS rebinding, from a browser on the hub's own machine."""
    with served(create_app(hub_of(settings))) as address, browser(tmp_path, MAP) as page:
        page.go(address)
        own = page.value("document.querySelectorAll('article').length")
        page.go(address.replace("127.0.0.1", "rebound.example"))
        text = page.value("document.body.innerText")
        page.go(address.replace("127.0.0.1", "rebound.example") + "wall.json")
        data = page.value("document.body.innerText")

    assert own == 3
    assert "this hub is not known by the name rebound.example" in text
    assert "hosts: [rebound.example]" in text
    assert "Team" not in text
    assert '"error":"wrong-host"' in data
    assert "Team" not in data
