"""How far a screen is with a release, as the wall page says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.hub.releases.words import image_of, update_fault, update_news
from displayd.protocol.updates import UpdateReport, UpdateState
from tests.hub.releases.shelves import shelve
from tests.hub.walls import NOON, wall


def report(state: UpdateState, release: str = "2.0", percent: int | None = None, reason: str = "") -> UpdateReport:
    return UpdateReport(
        state=state,
        compatible="displayd-arm64",
        version="1.9",
        slot="A",
        release=release,
        percent=percent,
        reason=reason,
    )


# NOON is a Wednesday's.
@pytest.mark.parametrize(
    ("told", "news"),
    [
        (report("current", ""), "2.0 waits for Thu 02:"),
        (report("waiting"), "2.0 waits for Thu 02:"),
        (report("fetching", percent=43), "fetching 2.0, 43 %"),
        (report("installing", percent=7), "installing 2.0, 7 %"),
        (report("installed"), "2.0 is installed and starts Thu 03:"),
        (report("on-trial"), "2.0 runs on trial"),
    ],
)
def test_what_happens_is_told(told: UpdateReport, news: str, tmp_path: Path) -> None:
    spec, release = wall().screens["other"], shelve(tmp_path, "2.0")

    assert update_news(told, release, spec, NOON).startswith(news)
    assert update_fault(told) == ""
    assert image_of(told) == "image 1.9 (A)"


def test_nothing_to_do_is_nothing_to_say(tmp_path: Path) -> None:
    spec = wall().screens["other"]

    assert update_news(report("current", ""), None, spec, NOON) == ""
    assert update_news(report("current", ""), shelve(tmp_path, "1.9"), spec, NOON) == ""
    assert update_news(None, None, spec, NOON) == ""
    assert image_of(None) == ""
    assert update_fault(None) == ""


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (report("off", reason="the image has no certificate"), "updates are off: the image has no certificate"),
        (report("failed", reason="the signature is not good"), "2.0 could not be installed: the signature is not good"),
        (report("rolled-back", reason="no page in 10 min"), "2.0 did not work, so 1.9 is back: no page in 10 min"),
    ],
)
def test_what_went_wrong_is_told(told: UpdateReport, fault: str, tmp_path: Path) -> None:
    assert update_fault(told) == fault
    assert update_news(told, shelve(tmp_path, "2.0"), wall().screens["other"], NOON) == ""
