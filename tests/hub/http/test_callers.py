"""Who asks the hub, and what it makes of what they say of themselves."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from displayd.hub.fleet import MAX_UNCLAIMED_EACH
from tests.hub.walls import device_of, secret_of, serving, write_wall


@pytest.mark.parametrize(
    ("wanted", "named"), [("canteen", "canteen"), ("left", "new-screen-1"), ("<b>", "new-screen-1")]
)
def test_an_unclaimed_screen_is_offered_the_name_that_it_wants_if_that_is_free(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, wanted: str, named: str
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    headers = {"Displayd-Name": wanted}
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        answer = hub.send("GET", "/v1/screen", secret_of("stranger"), headers=headers)
        (listed,) = hub.get("/wall.json").json()["unclaimed"]
        page = hub.get("/").text

    line = f"  {named}: {{device: {device_of('stranger')}, show: "
    assert answer.status_code == 403
    assert listed["line"].startswith(line)
    assert line in caplog.text
    assert (f"asks to be called {wanted}" in page) == (wanted != "<b>")
    assert "<b></span>" not in page


def test_a_new_screen_is_heard_behind_the_address_of_somebody_who_tries_keys_and_makes_up_secrets(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        keys = [hub.push("orders", key=f"wrong {number}", value=1).status_code for number in range(150)]
        shapeless = hub.get("/v1/screen").status_code
        secrets = [hub.screen(f"made up {number}").status_code for number in range(150)]
        real = [hub.screen("real").status_code for _ in range(2)]
        more = [hub.screen(f"more {number}").status_code for number in range(150)]
        listed = {one["fingerprint"] for one in hub.get("/wall.json").json()["unclaimed"]}

        assert (keys[0], keys[-1], shapeless) == (401, 429, 429)
        assert {*secrets, *real, *more} == {403}
        assert device_of("real") in listed
        assert len(listed) == MAX_UNCLAIMED_EACH
        assert hub.screen("left").status_code == 200
    told = [record for record in caplog.records if "unclaimed screen asks" in record.getMessage()]
    assert 1 <= len(told) <= 6
