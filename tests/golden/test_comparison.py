"""The sheets of `docs/comparison.md` show pages as they are drawn now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.comparison import COMPARED, comparison_rows, sheet
from tests.support.golden_fonts import need_golden_fonts
from tests.support.pictures import check_golden

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize("name", COMPARED)
def test_sheet_shows_both_as_they_are(name: str, update_golden: bool) -> None:
    need_golden_fonts(update_golden)

    check_golden(sheet(name), ROOT / ".readme" / f"compare-{name}.png", update_golden)


def test_every_text_of_ours_can_be_read_from_the_seats_and_most_of_the_others_cannot() -> None:
    for page, _, below in comparison_rows():
        ours, theirs = (one.split(" of ") for one in below.split(" / "))
        assert ours[0] == "0", page
        assert int(theirs[0]) > int(theirs[1]) / 2, page
