"""Announcements and pages with a time of their own, from the wall folder to the document of a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.document.model import decode
from displayd.document.schedule import nothing_on_show, showing_at
from displayd.tile.span import unix_of
from tests.hub.walls import SALES, mistakes, serving, write_wall

NOTICE = """
title: Notices
pages:
  - widgets:
      party:
        {type: announcement, headline: Party, source: pictures/party.png, starts: 2026-11-20, ends: 2026-11-20 18:00}
"""
CAMPAIGN = SALES.replace("  - title: Latency\n", "  - title: Latency\n    starts: 2026-12-01\n    ends: 2026-12-24\n")


def at(text: str) -> float:
    return unix_of(text, "Europe/London") or 0.0


@pytest.mark.slow
def test_an_announcement_of_the_wall_comes_and_goes_by_the_clocks_of_the_office(tmp_path: Path) -> None:
    screens = {"screens.yaml": "defaults: {timezone: Europe/London}\nscreens: {left: {device: LEFT, show: all}}\n"}
    files = {**screens, "layouts/notices.yaml": NOTICE.replace(", source: pictures/party.png", "")}

    with serving(write_wall(tmp_path / "wall", files), tmp_path / "state") as hub:
        document = decode(hub.screen("left").content)

    (party,) = [number for number, page in enumerate(document.pages) if "party" in page.widgets]
    assert showing_at(document, at("2026-11-19 23:59")).index != party
    assert showing_at(document, at("2026-11-20 00:00")).index == party
    assert showing_at(document, at("2026-11-20 17:59:59")).places == len(document.pages)
    assert showing_at(document, at("2026-11-20 18:00")).places == len(document.pages) - 1


def test_any_page_may_have_a_time_of_its_own(tmp_path: Path) -> None:
    from displayd.tools.offline_documents import show

    screens = "defaults: {timezone: Europe/London}\nscreens: {other: {device: OTHER, show: [sales]}}\n"
    folder = write_wall(tmp_path / "wall", {"layouts/sales.yaml": CAMPAIGN, "screens.yaml": screens})

    document = decode(show(folder, "other"))

    assert showing_at(document, at("2026-11-30 12:00")).page is nothing_on_show("en-GB")
    assert showing_at(document, at("2026-12-24 23:59")).page.title == "Latency"
    assert showing_at(document, at("2026-12-25 00:00")).page is nothing_on_show("en-GB")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"layouts/sales.yaml": CAMPAIGN.replace("2026-12-24", "2026-11-24")},
            "layouts/sales.yaml:3: it ends before it starts",
        ),
        (
            {"layouts/sales.yaml": CAMPAIGN.replace("2026-12-01", "christmas")},
            "layouts/sales.yaml:3: `christmas` is not a date and time such as `2026-12-18 17:00`",
        ),
        ({"layouts/notices.yaml": NOTICE}, "layouts/notices.yaml:5: there is no picture `pictures/party.png`"),
    ],
)
def test_a_mistake_in_them_has_its_line(files: dict[str, str | bytes | None], told: str) -> None:
    assert any(line.startswith(told) for line in mistakes(files)), mistakes(files)
