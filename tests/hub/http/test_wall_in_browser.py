"""The wall page as people use it, in a real browser: filters, a screen in full size, and what changes meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from displayd.hub.http.app import create_app
from displayd.hub.http.wall_page.view import wall_view
from displayd.hub.metrics.reading import Reading
from displayd.hub.state import Hub
from displayd.protocol.status_report import FlipSkew, StatusReport
from tests.hub.http.test_wall_page import Clock, busy_hub, report, served
from tests.hub.viewers import WITH_VIEWERS, seen_from_elsewhere
from tests.hub.viewers import hub_of as hub_with
from tests.hub.walls import NOON, device_of, wall
from tests.support.browser import CHROMIUM, Browser, browser, violations

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

THEMES = ("light", "dark")
SIZES = ((1280, 900), (390, 844))

ALL_THERE = "wall !== null && [...document.querySelectorAll('.drawn img')].every((one) => one.naturalWidth > 0)"
SHOWN = (
    "[...document.querySelectorAll('article')].filter((one) => one.checkVisibility()).map((one) => one.dataset.name)"
)


def names(page: Browser) -> list[str]:
    """Of the screens that are to be seen, in their order."""
    return list(page.value(SHOWN))


@contextmanager
def opened(hub: Hub, folder: Path, query: str = "") -> Iterator[Browser]:
    """The wall page of `hub`, once it has its pictures."""
    with served(create_app(hub)) as address, browser(folder) as page:
        page.go(address + query)
        page.wait_for(ALL_THERE)
        yield page


def test_every_card_has_the_page_that_is_planned_now_in_the_shape_of_its_glass(tmp_path: Path) -> None:
    with opened(busy_hub(), tmp_path) as page:
        shape = "[...document.querySelectorAll('.drawn img')].map((one) => one.naturalWidth > one.naturalHeight)"
        boxes = page.value(
            "[...document.querySelectorAll('.drawn img')].map((one) =>"
            " Math.abs(one.clientWidth / one.clientHeight - one.naturalWidth / one.naturalHeight))"
        )
        wide = dict(zip(page.value(SHOWN), page.value(shape), strict=True))

    assert wide == {"left": True, "right": False, "other": True}
    # Nothing stands in the letterbox of another shape.
    assert max(boxes) < 0.05


def test_problems_come_first_and_mirrors_stand_side_by_side_with_their_measured_skew(tmp_path: Path) -> None:
    hub = busy_hub()
    for name, error in (("left", 0.002), ("right", 0.003)):
        status = StatusReport(clock_source="hub", clock_error_seconds=error, flip_skew=FlipSkew(9, 1, 4, 7))
        report(hub, name, status)
    with opened(hub, tmp_path) as page:
        before = names(page)
        step = page.value("document.querySelector('.pair .step').innerText")
        tops = page.value(
            "[...document.querySelectorAll('.pair article')].map((one) => one.getBoundingClientRect().top)"
        )
        # `other` has been silent for five minutes; now it is there, and `left` has a problem.
        report(hub, "other", StatusReport(clock_source="hub"))
        report(hub, "left", StatusReport(clock_source="hub", problem="it hums"))
        page.wait_for(f"{SHOWN}[0] === 'left'")
        after = names(page)

    assert before == ["other", "left", "right"]
    assert "left, right mirror each other, at most 12 ms apart" in step
    assert tops[0] == tops[1]
    assert after == ["left", "right", "other"]


def test_filters_stand_in_the_address_and_the_way_back_undoes_them(tmp_path: Path) -> None:
    with opened(busy_hub(), tmp_path) as page:
        page.value("document.querySelector('[name=q]').focus()")
        page.type("oth")
        page.wait_for(f"{SHOWN}.join() === 'other'")
        searched = page.value("location.search"), page.value("document.querySelector('[data-shown]').innerText")
        page.value("document.querySelector('[data-clear]').click()")
        page.wait_for(f"{SHOWN}.length === 3")
        choose(page, "group", "*")
        page.wait_for(f"{SHOWN}.join() === 'left,right'")
        choose(page, "state", "bad")
        page.wait_for(f"{SHOWN}.join() === 'right'")
        address = page.value("location.search")
        page.value("history.back()")
        page.wait_for(f"{SHOWN}.join() === 'left,right' && location.search === '?group=*'")
        choose(page, "dashboard", "sales")
        page.wait_for(f"{SHOWN}.length === 0")
        nothing = page.value("document.querySelector('.none-shown').checkVisibility()")
        again = page.value("location.href")
        page.go(again)
        page.wait_for(f"wall !== null && {SHOWN}.length === 0")

    assert searched == ("?q=oth", "1 of 3 screens shown")
    assert address == "?group=*&state=bad"
    assert nothing


def choose(page: Browser, menu: str, value: str) -> None:
    """Choose `value` in one of the menus, as a person does."""
    page.value(
        f"(() => {{ const menu = document.querySelector('[name={menu}]'); menu.value = '{value}';"
        " menu.dispatchEvent(new Event('change', { bubbles: true })); })()"
    )


def test_a_screen_opens_in_full_size_and_escape_leads_back_to_where_one_was(tmp_path: Path) -> None:
    hub = busy_hub()
    whole = "document.querySelector('dialog')"
    with opened(hub, tmp_path) as page:
        page.value("document.querySelector('#screen-left [data-open]').focus()")
        page.press("Enter", 13)
        page.wait_for(f"{whole}.open && {whole}.querySelector('[data-drawn] img').naturalWidth === 1920")
        address, text = page.value("location.search"), page.value(f"{whole}.innerText")
        sent = page.value(f"{whole}.querySelector('[data-sent] figcaption').innerText")
        hub.put("orders", Reading(value=4711, as_of=NOON))
        hub.publish()
        source = page.value(f"{whole}.querySelector('[data-drawn] img').src")
        page.wait_for(f"{whole}.querySelector('[data-drawn] img').src !== {json.dumps(source)}")
        still_open = page.value(f"{whole}.open")
        page.press("Escape", 27)
        page.wait_for(f"!{whole}.open && location.search === ''")
        focused = page.value("document.activeElement.closest('article')?.dataset.name")
        page.value("history.forward()")
        page.wait_for(f"{whole}.open")
        page.value("history.back()")
        page.wait_for(f"!{whole}.open")

    assert address == "?screen=left"
    assert "10.0.0.7" in text
    assert sent.startswith("sent ")
    assert still_open
    assert focused == "left"


def test_name_and_address_of_a_screen_are_copied_with_a_button(tmp_path: Path) -> None:
    with opened(busy_hub(), tmp_path) as page:
        copied = []
        for where, button in (("#screen-other", "[data-copy-name]"), ("dialog", "[data-copy-address]")):
            if where == "dialog":
                page.value("document.querySelector('#screen-left [data-open]').click()")
                page.wait_for("document.querySelector('dialog').open")
            page.value("document.querySelector('[data-told]').textContent = ''")
            page.value(f"document.querySelector('{where} {button}').focus()")
            page.press("Enter", 13)
            page.wait_for("document.querySelector('[data-told]').textContent !== ''")
            copied.append(page.value("document.querySelector('[data-told]').textContent"))

    assert copied == ["Copied: other", "Copied: 10.0.0.7"]


def test_what_changes_takes_neither_focus_nor_scroll_nor_what_was_typed(tmp_path: Path) -> None:
    hub = busy_hub()
    more = "".join(f"  more-{number}: {{show: [sales]}}\n" for number in range(30))
    hub.use(wall({"screens.yaml": f"{SCREENS_OF_THREE}{more}"}))
    with opened_far(hub, tmp_path) as page:
        page.show_as(1280, 700)
        page.value("document.querySelector('#screen-more-20 .copy').focus()")
        page.value("document.getElementById('screen-more-20').scrollIntoView({ block: 'center' })")
        page.wait_for("scrollY > 300")
        top = page.value("document.getElementById('screen-more-20').getBoundingClientRect().top")
        # Another screen, and a problem that moves one to the front.
        hub.use(wall({"screens.yaml": f"{SCREENS_OF_THREE}{more}  another: {{show: [sales]}}\n"}))
        report(hub, "other", StatusReport(clock_source="hub", problem="it hums"))
        page.wait_for(
            "document.getElementById('screen-another') !== null"
            " && document.querySelector('#screen-other[data-bad]') !== null"
        )
        now = page.value("document.getElementById('screen-more-20').getBoundingClientRect().top")
        focused = page.value("[document.activeElement.className, document.activeElement.closest('article').id]")

    assert focused == ["copy", "screen-more-20"]
    assert abs(now - top) < 80


SCREENS_OF_THREE = """
defaults: {timezone: Europe/London}
screens:
  left: {device: LEFT, show: [team]}
  right: {device: RIGHT, mirror: left, rotate: 90}
  other: {device: OTHER, show: [sales]}
"""


@contextmanager
def opened_far(hub: Hub, folder: Path) -> Iterator[Browser]:
    """As `opened`, where not all cards are near the window."""
    with served(create_app(hub)) as address, browser(folder) as page:
        page.go(address)
        page.wait_for("wall !== null")
        yield page


def test_what_screens_sent_stands_beside_with_its_age_where_asked(tmp_path: Path) -> None:
    hub, left = busy_hub(), "document.querySelector('#screen-left .sent')"
    with opened(hub, tmp_path) as page:
        before = page.value(f"{left}.checkVisibility()")
        page.value("document.querySelector('[name=sent]').click()")
        page.wait_for(f"{left}.checkVisibility() && {left}.querySelector('img').naturalWidth === 64")
        said = page.value(f"{left}.innerText")
        address = page.value("location.search")

    assert not before
    assert said == "sent 0 s ago"
    assert address == "?sent=1"


@pytest.mark.expects_log
def test_a_hub_that_cannot_draw_shows_what_screens_sent_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cairo.py").write_text("raise ImportError('there is no cairo here')")
    monkeypatch.syspath_prepend(str(tmp_path))
    hub = busy_hub()
    with served(create_app(hub)) as address, browser(tmp_path / "profile") as page:
        page.go(address)
        page.wait_for("document.querySelector('[data-part=drawing]').innerText.includes('there is no cairo here')")
        page.wait_for("document.querySelector('#screen-left .drawn img').naturalWidth === 64")

    assert "there is no cairo here" in wall_view(hub).drawing


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_axe_finds_nothing(tmp_path: Path, theme: str, size: tuple[int, int]) -> None:
    hub = busy_hub()
    with opened(hub, tmp_path) as page:
        address = page.value("location.href")
        for query in ("", "?sent=1&state=bad", "?q=nothing%20like%20that", "?screen=left"):
            page.show_as(*size, theme, is_still=True)
            page.go(address + query)
            page.wait_for("wall !== null")
            assert violations(page) == [], query


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("settings", ["", WITH_VIEWERS], ids=["nobody yet", "form"])
def test_axe_finds_nothing_on_the_page_to_log_in(tmp_path: Path, theme: str, settings: str) -> None:
    with seen_from_elsewhere(hub_with(settings)) as address, browser(tmp_path) as page:
        page.show_as(390, 844, theme)
        page.go(address)

        assert violations(page) == []


def test_everything_can_be_reached_with_the_tab_key_and_is_seen_to_have_the_focus(tmp_path: Path) -> None:
    with opened(busy_hub(), tmp_path) as page:
        reached, seen = [], []
        for _ in range(25):
            page.press("Tab", 9)
            reached.append(
                page.value("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")
            )
            style = "getComputedStyle(document.activeElement).outlineStyle"
            seen.append(page.value(f"document.activeElement === document.body || {style} !== 'none'"))

    assert reached[0] == "Skip to the screens"
    assert {"left in full size", "Copy the name left", "other in full size"} <= set(reached)
    assert all(seen)


def test_nothing_moves_for_who_wants_no_motion(tmp_path: Path) -> None:
    moving = (
        "[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0"
    )
    moving += " || getComputedStyle(one).animationName !== 'none').length"
    with opened(busy_hub(), tmp_path) as page:
        usual = page.value(moving)
        page.show_as(1280, 900, is_still=True)
        still = page.value(moving)

    assert usual > 0
    assert still == 0


def crowd(count: int) -> Hub:
    """A hub with so many screens, all of them there."""
    hub, clock = Hub(Clock()), NOON
    screens = "".join(
        f"  s-{n}: {{device: {device_of(f's-{n}')}, show: [{'team' if n % 3 else 'sales'}]}}\n" for n in range(count)
    )
    hub.use(wall({"screens.yaml": f"screens:\n{screens}"}))
    for number in range(count):
        hub.fleet.touch(f"s-{number}", device_of(f"s-{number}"), "10.0.0.1", clock)
    return hub


FILTER_MS = """(() => {
  const field = filters.elements.q;
  const words = ["s-1", "s-12", "s-123", "", "team", "latency", "s-9", ""];
  const began = performance.now();
  for (const word of [...words, ...words, ...words]) {
    field.value = word;
    filter();
    document.body.offsetHeight;
  }
  return performance.now() - began;
})()"""


def test_a_thousand_screens_cost_no_more_than_their_number_and_draw_what_is_looked_at(tmp_path: Path) -> None:
    """Held against a hundred: at most four times the ratio of their numbers; what grows by the square takes ten."""
    filtered, painted, asked = [], [], []
    for count in (100, 1000):
        with served(create_app(crowd(count))) as address, browser(tmp_path / str(count)) as page:
            page.show_as(1280, 900)
            page.go(address)
            page.wait_for("wall !== null && performance.getEntriesByType('paint').length === 2")
            painted.append(page.value("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            filtered.append(page.value(FILTER_MS))
            asked.append(
                page.value("performance.getEntriesByType('resource').filter((one) => /page/.test(one.name)).length")
            )
            assert page.value("document.querySelectorAll('article').length") == count

    print(f"filter {filtered} ms in 24 steps, first paint {painted} ms")
    assert filtered[1] < 40 * filtered[0]
    assert painted[1] < 40 * painted[0]
    assert asked[1] <= 60
