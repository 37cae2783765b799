"""The demo's claims: devices are written into a copy of the sample office, comments and all."""

from __future__ import annotations

import pytest

from displayd import shipped, yamltext
from displayd.demo import claimed
from displayd.errors import DisplaydError

SAMPLE = (shipped.sample_wall_folder() / "screens.yaml").read_text()


def test_claimed_screens_have_their_devices_and_nothing_else_changes() -> None:
    text = claimed(SAMPLE, {"dev-left": "AAAA-BBBB-CCCC-DDDD", "ceo": "EEEE-FFFF-GGGG-HHHH"})
    before, after = yamltext.parse("a", SAMPLE).data, yamltext.parse("b", text).data

    assert after["screens"]["dev-left"].pop("device") == "AAAA-BBBB-CCCC-DDDD"
    assert after["screens"]["ceo"].pop("device") == "EEEE-FFFF-GGGG-HHHH"
    assert after == before
    assert [line for line in text.splitlines() if "#" in line] == [line for line in SAMPLE.splitlines() if "#" in line]


def test_screen_on_one_line_is_claimed_too() -> None:
    text = claimed("screens:\n  a: {show: [x]}  # mine\n", {"a": "FFFF"})

    assert text == "screens:\n  a: {device: FFFF, show: [x]}  # mine\n"


@pytest.mark.parametrize("text", ["screens:\n  b: {show: [x]}\n", "screens:\n  a: {device: X, show: [x]}\n"])
def test_screen_that_cannot_be_claimed_is_an_error(text: str) -> None:
    with pytest.raises(DisplaydError, match="`a` cannot be claimed"):
        claimed(text, {"a": "FFFF"})
